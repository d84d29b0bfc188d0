/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap: 0 */
/* This round and the last are compared.  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int
main (void)
{
  int *last = NULL;
  long sum = 0;
  for (int i = 0; i < 10; i++)
    {
      int *p = malloc (sizeof *p);
      if (!p)
        return 1;
      *p = i;
      if (last)
        sum += *p * *last;
      free (last);
      last = p;
    }
  free (last);
  printf ("%ld\n", sum);
  return 0;
}
