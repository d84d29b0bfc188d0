/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap: 0 */
/* The same in a loop: the stack does not grow.  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static __attribute__ ((noinline)) int
fill (char *p, int n)
{
  memset (p, n, n);
  return p[n - 1];
}

int
main (void)
{
  long s = 0;
  for (int i = 0; i < 300000; i++)
    {
      int n = 1 + i % 100;
      char *p = malloc (n);
      if (!p)
        continue;
      s += fill (p, n);
      free (p);
    }
  printf ("%ld\n", s);
  return 0;
}
