/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap: 0 */
/* Allocated on one path only; free of a null pointer on the other.  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static __attribute__ ((noinline)) int
maybe (int c)
{
  int *p = NULL;
  if (c)
    {
      p = malloc (4 * sizeof *p);
      if (!p)
        return -1;
      p[c] = c;
    }
  int r = p ? p[c] : 7;
  free (p);
  return r;
}

int
main (void)
{
  printf ("%d %d\n", maybe (0), maybe (2));
  return 0;
}
