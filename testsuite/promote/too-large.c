/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap: same */
/* Larger than the limit.  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static __attribute__ ((noinline)) int
use (char *p)
{
  memset (p, 1, 100000);
  return p[99999];
}

int
main (void)
{
  char *p = malloc (100000);
  if (!p)
    return 1;
  printf ("%d\n", use (p));
  free (p);
  return 0;
}
