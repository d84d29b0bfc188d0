/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap: 0 */
/* A record, read by a callee that is not inlined.  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct point { int x, y; };

static __attribute__ ((noinline)) int
sum (const struct point *p)
{
  return p->x + p->y;
}

int
main (int argc, char **argv)
{
  struct point *p = malloc (sizeof *p);
  if (!p)
    return 1;
  p->x = argc;
  p->y = argv[0] != NULL;
  int r = sum (p);
  free (p);
  printf ("%d\n", r);
  return 0;
}
