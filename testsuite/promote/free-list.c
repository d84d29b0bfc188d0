/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap: same */
/* Freed memory goes to a list and comes back.  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct item
{
  struct item *next;
  int v;
};
static struct item *pool;

static __attribute__ ((noinline)) struct item *
get (void)
{
  struct item *i = pool;
  if (i)
    pool = i->next;
  else
    i = malloc (sizeof *i);
  return i;
}

static __attribute__ ((noinline)) void
put (struct item *i)
{
  i->next = pool;
  pool = i;
}

int
main (void)
{
  for (int k = 0; k < 4; k++)
    {
      struct item *a = get (), *b = get ();
      a->v = k;
      b->v = k * 2;
      printf ("%d\n", a->v + b->v);
      put (a);
      put (b);
    }
  return 0;
}
