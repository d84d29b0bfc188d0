/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap: 0 */
/* The consumer is called last.  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static __attribute__ ((noinline)) int
consume (const int *p)
{
  return p[0] + p[1];
}

static __attribute__ ((noinline)) int
tail (int n)
{
  int *p = malloc (2 * sizeof *p);
  if (!p)
    return 0;
  p[0] = n;
  p[1] = n + 1;
  return consume (p);
}

int
main (void)
{
  printf ("%d\n", tail (4));
  return 0;
}
