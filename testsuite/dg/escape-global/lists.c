/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists with a static head: unlinked before the return, on one path only, or
   never.  */

struct node
{
  struct node *next, *prev;
  int v;
};
static struct node ring = { &ring, &ring, 0 };
static struct node *stack;
void work (void);
int ready (void);
int
sum (void)
{
  int s = 0;
  for (struct node *n = ring.next; n != &ring; n = n->next)
    s += n->v;
  for (struct node *n = stack; n; n = n->next)
    s += n->v;
  return s;
}

static void
ring_add (struct node *n)
{
  n->next = &ring;
  n->prev = ring.prev;
  ring.prev->next = n;
  ring.prev = n;
}

static void
ring_del (struct node *n)
{
  n->prev->next = n->next;
  n->next->prev = n->prev;
}

void
nowarn_ring (void)
{
  struct node n = { 0, 0, 1 };
  ring_add (&n);
  while (!ready ())
    work ();
  ring_del (&n);
}

void
warn_ring_one_path (void)
{
  struct node n = { 0, 0, 1 };
  ring_add (&n); /* { dg-warning {'n'.*\[escape-(call|global)\]} } */
  work ();
  if (ready ())
    ring_del (&n);
}

void
warn_half_unlinked (void)
{
  struct node n = { 0, 0, 1 };
  ring_add (&n); /* { dg-warning {'n'.*\[escape-(call|global)\]} } */
  work ();
  n.prev->next = n.next;
}

void
nowarn_searched_and_removed (void)
{
  struct node n = { stack, 0, 1 };
  stack = &n;
  work ();
  for (struct node **pp = &stack; *pp; pp = &(*pp)->next)
    if (*pp == &n)
      {
        *pp = n.next;
        break;
      }
}

void
warn_pushed_only (void)
{
  struct node n = { stack, 0, 1 };
  stack = &n; /* { dg-warning {'n' is left in 'stack'.*\[escape-global\]} } */
  work ();
}

void
nowarn_two_pushed_two_popped (void)
{
  struct node a = { stack, 0, 1 };
  stack = &a;
  struct node b = { stack, 0, 2 };
  stack = &b;
  work ();
  stack = stack->next;
  stack = stack->next;
}

void
warn_two_pushed_one_popped (void)
{
  struct node a = { stack, 0, 1 };
  stack = &a;
  struct node b = { stack, 0, 2 };
  stack = &b;
  work ();
  stack = stack->next; /* { dg-warning {'a' is left in 'stack'.*\[escape-global\]} } */
}
