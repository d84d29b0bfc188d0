/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A list spliced onto a local head and not, or not wholly, drained.  The
   splice re-initialises the old head through a pointer that may be the very
   record that holds the address: likely.  */
/* { dg-options "-fplugin-arg-escape-level=likely" } */

#include <stdlib.h>

struct link
{
  struct link *next, *prev;
};
struct queue
{
  struct link items;
  int n;
};
int more_time (void);

static void
init (struct link *l)
{
  l->next = l->prev = l;
}
static int
empty (const struct link *l)
{
  return l->next == l;
}
static void
del (struct link *l)
{
  l->prev->next = l->next;
  l->next->prev = l->prev;
}
static void
splice (struct link *from, struct link *to)
{
  if (empty (from))
    return;
  from->next->prev = to;
  to->next = from->next;
  from->prev->next = to;
  to->prev = from->prev;
  init (from);
}

void
warn_not_drained (struct queue *q)
{
  struct link todo;
  init (&todo);
  splice (&q->items, &todo); /* { dg-warning {'todo'.*\[escape-param\]} } */
}

void
warn_drained_while_there_is_time (struct queue *q)
{
  struct link todo;
  init (&todo);
  splice (&q->items, &todo); /* { dg-warning {'todo'.*\[escape-param\]} } */
  while (!empty (&todo) && more_time ())
    {
      struct link *l = todo.next;
      del (l);
      free (l);
    }
}
