/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap: 0 */
/* qsort and bsearch with a callback.  */
#include <stdio.h>
#include <stdlib.h>
#include <stddef.h>

static int
by_value (const void *a, const void *b)
{
  int x = *(const int *)a, y = *(const int *)b;
  return (x > y) - (x < y);
}

int
main (void)
{
  int *v = malloc (10 * sizeof *v), key = 4;
  if (!v)
    return 1;
  for (int i = 0; i < 10; i++)
    v[i] = i * 7 % 10;
  qsort (v, 10, sizeof *v, by_value);
  int *at = bsearch (&key, v, 10, sizeof *v, by_value);
  printf ("%d %td\n", v[9], at - v);
  free (v);
  return 0;
}
