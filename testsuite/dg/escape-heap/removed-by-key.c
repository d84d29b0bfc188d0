/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An array of callbacks: an entry is found again by its number, or by the
   address itself, and the last one takes its place.  */

#include <stdlib.h>

extern void work (void);

typedef void handler (void *);

struct slot
{
  handler *call;
  void *data;
  int id;
};

struct source
{
  struct slot *slots;
  int n, room, next;
};

static int
connect_to (struct source *s, handler *call, void *data)
{
  if (s->n == s->room)
    {
      struct slot *p = realloc (s->slots, (s->room + 8) * sizeof *p);
      if (!p)
        abort ();
      s->slots = p;
      s->room += 8;
    }
  s->slots[s->n++] = (struct slot){ call, data, ++s->next };
  return s->next;
}

static void
disconnect (struct source *s, int id)
{
  for (int i = 0; i < s->n; i++)
    if (s->slots[i].id == id)
      {
        s->slots[i] = s->slots[--s->n];
        return;
      }
}

static void
count (void *p)
{
  ++*(int *)p;
}

int
nowarn_disconnected (struct source *s)
{
  int n = 0;
  int id = connect_to (s, count, &n);
  work ();
  disconnect (s, id);
  return n;
}

int
warn_connected (struct source *s)
{
  int n = 0;
  connect_to (s, count, &n); /* { dg-warning {'n'.*\[escape-(closure|heap)\]} } */
  work ();
  return n;
}

int
warn_one_path (struct source *s, int quick)
{
  int n = 0;
  int id = connect_to (s, count, &n); /* { dg-warning {'n'.*\[escape-(closure|heap)\]} } */
  if (quick)
    return 0;
  disconnect (s, id);
  return n;
}
