/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The caller's list is spliced onto a local head, which a loop then drains,
   or does not.  */

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
nowarn_drained (struct queue *q)
{
  struct link todo;
  init (&todo);
  splice (&q->items, &todo);
  while (!empty (&todo))
    {
      struct link *l = todo.next;
      del (l);
      free (l);
    }
}

void
nowarn_drained_by_move (struct queue *from, struct queue *to)
{
  struct link todo;
  init (&todo);
  splice (&from->items, &todo);
  while (todo.next != &todo)
    {
      struct link *l = todo.next;
      del (l);
      l->next = to->items.next;
      l->prev = &to->items;
      to->items.next->prev = l;
      to->items.next = l;
    }
}

void
nowarn_spliced_back (struct queue *q)
{
  struct link todo;
  init (&todo);
  splice (&q->items, &todo);
  q->n++;
  splice (&todo, &q->items);
}
