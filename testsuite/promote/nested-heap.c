/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap: 0 */
/* One allocation holds another.  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct outer
{
  int *in;
  int n;
};

static __attribute__ ((noinline)) int
sum (const struct outer *o)
{
  int s = 0;
  for (int i = 0; i < o->n; i++)
    s += o->in[i];
  return s;
}

int
main (void)
{
  struct outer *o = malloc (sizeof *o);
  if (!o)
    return 1;
  o->n = 5;
  o->in = malloc (o->n * sizeof *o->in);
  if (!o->in)
    return 1;
  for (int i = 0; i < o->n; i++)
    o->in[i] = i;
  printf ("%d\n", sum (o));
  free (o->in);
  free (o);
  return 0;
}
