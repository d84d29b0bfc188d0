/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap: 0 */
/* Compared with null after it was freed: no matter.  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static __attribute__ ((noinline)) int
twice (int n)
{
  char *p = NULL;
  int r = 0;
  if (n)
    p = malloc (8);
  if (p)
    p[0] = n;
  if (p)
    r = p[0];
  free (p);
  if (p)
    r += 100;
  return r;
}

int
main (void)
{
  printf ("%d %d\n", twice (0), twice (3));
  return 0;
}
