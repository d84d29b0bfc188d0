/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A store through a pointer cannot touch what has no room for the record that
   it is a member of, nor a result; a copy onto itself changes nothing.  */

struct node
{
  struct node *next;
  int *data;
  long value;
};
struct box
{
  long size;
  void *any;
  struct node list, spare;
};

int *one;
int *three[3];
struct node head;
struct box *shared;

void
warn_too_small (struct node *n)
{
  int x = 1;
  one = &x; /* { dg-warning {'x'.*\[escape-global\]} } */
  n->next = 0;
}

void
warn_other_word (struct node *n)
{
  int x = 1;
  three[2] = &x; /* { dg-warning {'x'.*\[escape-global\]} } */
  n->next = 0;
}

void
nowarn_same_word (struct node *n)
{
  int x = 1;
  head.next = (struct node *)&x;
  n->next = 0;
}

void
warn_holder_too_large (struct node *n)
{
  int x = 1;
  shared->any = &x; /* { dg-warning {'x'.*\[escape-global\]} } */
  head = *n;
}

struct node
warn_result (void)
{
  int x = 1;
  shared->any = &x; /* { dg-warning {'x'.*\[escape-global\]} } */
  return shared->spare;
}

static struct node
same (struct node n)
{
  return n;
}

void
warn_given_back (void)
{
  int x = 1;
  head.data = &x; /* { dg-warning {'x'.*\[escape-global\]} } */
  head = same (head);
}

void
nowarn_replaced (struct node n)
{
  int x = 1;
  head.data = &x;
  head = same (n);
}

void
warn_copied_onto_itself (struct node *n)
{
  int x = 1;
  head.data = &x;
  *n = head; /* { dg-warning {'x'.*\[escape-(param|global)\]} } */
}

void
nowarn_copied_then_cleared (struct node *n)
{
  int x = 1;
  head.data = &x;
  *n = head;
  n->data = 0;
  head.data = 0;
}

struct large
{
  long before[4];
  int *words[3];
};

void
warn_far_from_the_pointer (struct large *l)
{
  int x = 1;
  head.data = &x; /* { dg-warning {'x'.*\[escape-global\]} } */
  __builtin_memset (l->words, 0, sizeof l->words);
}
