/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A callee that links its argument into a table and then writes into it: where
   the argument is a local of the caller, these writes do not touch the table.
   At definite.  */

struct timer
{
  unsigned long at;
  struct timer *next, **link;
  void (*run) (struct timer *);
};

static struct timer *wheel[64];
extern void wait (void);

static void
add (struct timer *t, unsigned long at)
{
  struct timer **head = &wheel[at & 63];
  t->at = at;
  t->next = *head;
  if (*head)
    (*head)->link = &t->next;
  *head = t;
  t->link = head;
}

static void
take_out (struct timer *t)
{
  if (!t->link)
    return;
  *t->link = t->next;
  if (t->next)
    t->next->link = t->link;
  t->link = 0;
}

static void
put (struct timer **head, struct timer *t, struct timer **back)
{
  *head = t;
  *back = 0;
}

void
warn_added (unsigned long at)
{
  struct timer t = { 0 };
  add (&t, at); /* { dg-warning {'t'} } */
  wait ();
}

void
nowarn_taken_out (unsigned long at)
{
  struct timer t = { 0 };
  add (&t, at);
  wait ();
  take_out (&t);
}

void
warn_put (void)
{
  struct timer t = { 0 }, *mine = &t;
  put (&wheel[3], &t, &mine); /* { dg-warning {'t'} } */
}

void
nowarn_put_back (struct timer **other)
{
  struct timer t = { 0 };
  put (&wheel[3], &t, other);
}

void
nowarn_put_and_cleared (void)
{
  struct timer t = { 0 };
  put (&wheel[3], &t, &wheel[3]);
}
