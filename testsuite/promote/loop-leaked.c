/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap: 0 */
/* Never freed, but dead before the next round.  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static __attribute__ ((noinline)) int
use (int *p, int i)
{
  p[i & 3] = i;
  return p[i & 3] * 2;
}

int
main (void)
{
  long sum = 0;
  for (int i = 0; i < 1000; i++)
    {
      int *p = malloc (4 * sizeof *p);
      if (!p)
        return 1;
      sum += use (p, i);
    }
  printf ("%ld\n", sum);
  return 0;
}
