/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Taken out of a list by its own links, or out of a table by its address,
   after unknown code had the list.  */
/* { dg-options "-fplugin-arg-escape-level=likely" } */

struct node
{
  struct node *next, *prev;
  int v;
};

extern void work (struct node *);
extern void run (void (*) (void *), void *);

int
nowarn_own_links (struct node *head)
{
  struct node n = { head->next, head, 1 };
  head->next->prev = &n;
  head->next = &n;
  work (head);
  n.next->prev = n.prev;
  n.prev->next = n.next;
  return n.v;
}

int
warn_not_taken_out (struct node *head)
{
  struct node n = { head->next, head, 1 };
  head->next->prev = &n; /* { dg-warning {'n'.*\[escape-param\]} } */
  head->next = &n;
  work (head);
  return n.v;
}

struct entry
{
  void (*call) (void *);
  void *data;
};
static struct entry table[16];
static int used;

static void
forget (void *data)
{
  for (int i = 0; i < used; i++)
    if (table[i].data == data)
      table[i].call = 0, table[i].data = 0;
}

void
nowarn_forgotten (void (*call) (void *))
{
  int x = 0;
  table[used].call = call;
  table[used++].data = &x;
  run (call, table);
  forget (&x);
}

void
warn_remembered (void (*call) (void *))
{
  int x = 0;
  table[used].call = call;
  table[used++].data = &x; /* { dg-warning {'x'.*\[escape-closure\]} } */
  run (call, table);
}
