/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap: 1 */
/* The inner one is kept by a global, the outer goes.  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct outer
{
  int *in;
};
static int *kept;

static __attribute__ ((noinline)) void
keep (const struct outer *o)
{
  kept = o->in;
}

int
main (void)
{
  struct outer *o = malloc (sizeof *o);
  o->in = malloc (sizeof *o->in);
  *o->in = 6;
  keep (o);
  free (o);
  printf ("%d\n", *kept);
  free (kept);
  return 0;
}
