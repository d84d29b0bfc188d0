/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap: 0 */
/* One slot for all rounds.  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static __attribute__ ((noinline)) void
use (int *p, int i)
{
  p[0] = i;
  p[15] += i;
}

int
main (void)
{
  long sum = 0;
  for (int i = 0; i < 2000000; i++)
    {
      int *p = calloc (16, sizeof *p);
      if (!p)
        return 1;
      use (p, i);
      sum += p[0] + p[15] + p[7];
      free (p);
    }
  printf ("%ld\n", sum);
  return 0;
}
