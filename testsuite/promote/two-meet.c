/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap: 0 */
/* Two allocations meet in one pointer.  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static __attribute__ ((noinline)) int
pick (int c)
{
  int *p;
  if (c)
    p = malloc (8);
  else
    p = calloc (4, 4);
  if (!p)
    return -1;
  p[0] = c;
  int r = p[0] + 1;
  free (p);
  return r;
}

int
main (void)
{
  printf ("%d %d\n", pick (0), pick (5));
  return 0;
}
