/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap: 0 */
/* Several live at once, each with a slot of its own.  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static __attribute__ ((noinline)) int
mix (int *a, int *b, int *c)
{
  *a = 1;
  *b = 2;
  *c = 4;
  return *a + *b + *c;
}

int
main (void)
{
  int *a = malloc (4), *b = malloc (4), *c = malloc (4);
  if (!a || !b || !c)
    return 1;
  printf ("%d\n", mix (a, b, c));
  free (b);
  int *d = malloc (4);
  if (!d)
    return 1;
  *d = 7;
  printf ("%d\n", mix (a, d, c));
  free (a);
  free (d);
  free (c);
  return 0;
}
