/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap: same */
/* A weak callee may be another one when linked.  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int *kept;

__attribute__ ((weak, noinline)) int
look (int *p)
{
  return *p;
}

int
main (void)
{
  int *p = malloc (sizeof *p);
  *p = 3;
  printf ("%d\n", look (p));
  free (p);
  return kept != NULL;
}
