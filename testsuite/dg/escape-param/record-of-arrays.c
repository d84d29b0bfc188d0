/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Members beside an array whose elements hold the address: a store to one is
   no store to the other.  */

struct node
{
  int op;
  struct node *left, *right;
};
struct parser
{
  struct node *root;
  struct node pool[32];
  int used;
};

static __attribute__ ((noinline)) struct node *
make (struct parser *p, int op, struct node *left, struct node *right)
{
  struct node *n = &p->pool[p->used++ & 31];
  n->op = op;
  n->left = left;
  n->right = right;
  return n;
}

void
warn_in_pool (struct parser *p)
{
  struct node leaf = { 1, 0, 0 };
  p->root = make (p, '+', &leaf, p->root); /* { dg-warning {'leaf' is left in.*\[escape-param\]} } */
}

void
warn_element (struct parser *p, int i)
{
  struct node leaf = { 1, 0, 0 };
  p->pool[i].left = &leaf; /* { dg-warning {'leaf' is left in.*\[escape-param\]} } */
  p->root = 0;
}

void
nowarn_element (struct parser *p, int i)
{
  struct node leaf = { 1, 0, 0 };
  p->pool[i].left = &leaf;
  p->used++;
  p->pool[i].left = 0;
}
