/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap: same */
/* Holds its own address; a copy of it gets out.  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct ring
{
  struct ring *self;
  int v;
};
static struct ring copy;

static __attribute__ ((noinline)) void
make (void)
{
  struct ring *r = malloc (sizeof *r);
  r->self = r;
  r->v = 12;
  copy = *r;
}

int
main (void)
{
  make ();
  printf ("%d\n", copy.self->v);
  free (copy.self);
  return 0;
}
