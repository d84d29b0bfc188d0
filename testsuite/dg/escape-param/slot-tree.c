/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Trees and lists filled through a pointer to the slot.  */

#include <stdlib.h>

struct tree
{
  struct tree *l, *r;
  int key;
};
struct item
{
  struct item *next;
  int v;
};
void work (void);

int
warn_insert (struct tree **root, int key)
{
  struct tree node = { 0, 0, key };
  struct tree **slot = root;
  while (*slot)
    {
      if ((*slot)->key == key)
        return 0;
      slot = key < (*slot)->key ? &(*slot)->l : &(*slot)->r;
    }
  *slot = &node; /* { dg-warning {'node' is left in.*\[escape-param\]} } */
  return 1;
}

void
warn_append (struct item **head)
{
  struct item tail = { 0, 1 };
  while (*head)
    head = &(*head)->next;
  *head = &tail; /* { dg-warning {'tail' is left in.*\[escape-param\]} } */
  work ();
}

int
nowarn_heap_insert (struct tree **root, int key)
{
  struct tree **slot = root;
  while (*slot)
    slot = key < (*slot)->key ? &(*slot)->l : &(*slot)->r;
  *slot = calloc (1, sizeof **slot);
  if (!*slot)
    return 0;
  (*slot)->key = key;
  return 1;
}

int
nowarn_sentinel (struct tree **root, int key)
{
  struct tree sentinel = { 0, 0, key };
  struct tree **slot = root;
  while (*slot)
    slot = key < (*slot)->key ? &(*slot)->l : &(*slot)->r;
  *slot = &sentinel;
  int found = sentinel.key == key;
  *slot = 0;
  return found;
}

int
nowarn_local_root (int n)
{
  struct tree nodes[8], *root = 0;
  for (int i = 0; i < n && i < 8; i++)
    {
      struct tree **slot = &root;
      nodes[i] = (struct tree){ 0, 0, i * 5 % 8 };
      while (*slot)
        slot = nodes[i].key < (*slot)->key ? &(*slot)->l : &(*slot)->r;
      *slot = &nodes[i];
    }
  return root ? root->key : -1;
}
