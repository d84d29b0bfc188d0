/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A node on the stack is linked into the caller's list.  */

struct node
{
  struct node *next, *prev;
  int value;
};
struct list
{
  struct node *head;
  int count;
};
struct head
{
  struct node *next, *prev;
};
void wait_for (struct list *);
int ready (void);
void sleep_on (int);

void
warn_singly (struct list *l)
{
  struct node n = { 0, 0, 1 };
  n.next = l->head;
  l->head = &n; /* { dg-warning {'n' is left in 'l->head'.*\[escape-param\]} } */
  l->count++;
}

void
nowarn_popped (struct list *l)
{
  struct node n = { l->head, 0, 1 };
  l->head = &n;
  sleep_on (1);
  l->head = n.next;
}

static void
add_tail (struct node *head, struct node *n)
{
  n->next = head;
  n->prev = head->prev;
  head->prev->next = n;
  head->prev = n;
}

static void
unlink_node (struct node *n)
{
  n->prev->next = n->next;
  n->next->prev = n->prev;
}

void
nowarn_wait_queue (struct node *queue)
{
  struct node self;
  self.value = 1;
  add_tail (queue, &self);
  while (!ready ())
    sleep_on (10);
  unlink_node (&self);
}

void
warn_removed_on_one_path (struct node *queue)
{
  struct node self;
  self.value = 1;
  add_tail (queue, &self); /* { dg-warning {'self'.*\[escape-param\]} } */
  sleep_on (10);
  if (ready ())
    unlink_node (&self);
}

void
warn_never_removed (struct node *queue)
{
  struct node self;
  self.value = 1;
  add_tail (queue, &self); /* { dg-warning {'self'.*\[escape-param\]} } */
  sleep_on (10);
}

void
nowarn_private_list (void)
{
  struct node head = { &head, &head, 0 }, n;
  add_tail (&head, &n);
  n.value = 1;
}
