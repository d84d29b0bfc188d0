/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap: same */
/* A constructor that also keeps what it makes; one whose result is kept.  */
#include <stdio.h>
#include <stdlib.h>

struct node
{
  struct node *next;
  int v;
};
static struct node *all, *best;

static __attribute__ ((noinline)) struct node *
registered (int v)
{
  struct node *n = malloc (sizeof *n);
  n->v = v;
  n->next = all;
  all = n;
  return n;
}

static __attribute__ ((noinline)) struct node *
plain (int v)
{
  struct node *n = malloc (sizeof *n);
  n->v = v;
  n->next = NULL;
  return n;
}

static __attribute__ ((noinline)) void
add (int v)
{
  struct node *a = registered (v), *b = plain (v * 2);
  printf ("%d\n", a->v + b->v);
  if (!best || b->v > best->v)
    best = b;
}

int
main (void)
{
  for (int i = 0; i < 4; i++)
    add (i);
  for (struct node *n = all; n; n = n->next)
    printf ("%d\n", n->v);
  printf ("%d\n", best->v);
  return 0;
}
