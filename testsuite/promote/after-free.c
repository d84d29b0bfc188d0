/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap: same */
/* Compared with another address after it was freed.  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static __attribute__ ((noinline)) int
reuse (void)
{
  char *p = malloc (24);
  char *q;
  strcpy (p, "x");
  puts (p);
  free (p);
  q = malloc (24);
  int same = q == p;
  strcpy (q, "y");
  puts (q);
  free (q);
  return same;
}

int
main (void)
{
  reuse ();
  return 0;
}
