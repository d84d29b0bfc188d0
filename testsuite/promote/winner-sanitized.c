/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap: 0 */
/* flags: -fsanitize=undefined */
/* A pool where the sanitizer asks how large things are.  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static __attribute__ ((noinline)) int
rate (int *p, int i)
{
  p[0] = i * 7 % 11;
  return p[0];
}

int
main (void)
{
  int *best = NULL;
  for (int i = 0; i < 20; i++)
    {
      int *p = malloc (8);
      if (!p)
        return 1;
      rate (p, i);
      if (!best || p[0] > best[0])
        {
          free (best);
          best = p;
        }
      else
        free (p);
    }
  printf ("%d\n", best[0]);
  free (best);
  return 0;
}
