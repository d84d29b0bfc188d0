/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap: 0 */
/* Leaves the loop with the memory and frees it there.  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static __attribute__ ((noinline)) int
ready (int *p, int i)
{
  *p = i;
  return i == 5;
}

int
main (void)
{
  int *p = NULL, r = 0;
  for (int i = 0;; i++)
    {
      p = malloc (sizeof *p);
      if (!p)
        return 1;
      if (ready (p, i))
        break;
      free (p);
    }
  r = *p;
  free (p);
  printf ("%d\n", r);
  return 0;
}
