/* SPDX-License-Identifier: GPL-3.0-or-later */
/* component.c - Tarjan's algorithm with an explicit stack.

   Invariant: NUM is 0 for a node that has not been entered, and DONE for one
   whose component is complete.  */

#include "component.h"
#include "alloc.h"

#include <stdlib.h>
#include <string.h>

#define DONE 0xffffffffu

struct tarjan
{
  const uint32_t *row, *edge;
  uint32_t *num, *low;
  uint32_t *next; /* the next edge to follow */
  uint32_t *stack, *path;
  uint32_t count, nstack, npath, nnodes;
  struct esc_components *out;
};

static void
enter (struct tarjan *t, uint32_t n)
{
  t->num[n] = t->low[n] = ++t->count;
  t->next[n] = t->row[n];
  t->stack[t->nstack++] = n;
  t->path[t->npath++] = n;
}

/* N is the root of a component: take it off the stack.  */
static void
complete (struct tarjan *t, uint32_t n)
{
  struct esc_components *out = t->out;
  uint32_t top;
  do
    {
      top = t->stack[--t->nstack];
      t->num[top] = DONE;
      out->of[top] = out->count;
      out->nodes[t->nnodes++] = top;
    }
  while (top != n);
  out->first[++out->count] = t->nnodes;
}

/* Node N, the end of the path, has no edge left.  */
static void
leave (struct tarjan *t, uint32_t n)
{
  t->npath--;
  if (t->npath && t->low[n] < t->low[t->path[t->npath - 1]])
    t->low[t->path[t->npath - 1]] = t->low[n];
  if (t->low[n] == t->num[n])
    complete (t, n);
}

static void
visit (struct tarjan *t, uint32_t root)
{
  enter (t, root);
  while (t->npath)
    {
      uint32_t n = t->path[t->npath - 1];
      if (t->next[n] == t->row[n + 1])
        {
          leave (t, n);
          continue;
        }
      uint32_t to = t->edge[t->next[n]++];
      if (!t->num[to])
        enter (t, to);
      else if (t->num[to] != DONE && t->num[to] < t->low[n])
        t->low[n] = t->num[to];
    }
}

void
esc_components_make (uint32_t nnodes, const uint32_t *row, const uint32_t *edge,
                     struct esc_components *out)
{
  size_t n = (size_t)nnodes + 1;
  uint32_t *scratch = esc_xcalloc (n * 5, sizeof *scratch);
  struct tarjan t = { .row = row,
                      .edge = edge,
                      .num = scratch,
                      .low = scratch + n,
                      .next = scratch + 2 * n,
                      .stack = scratch + 3 * n,
                      .path = scratch + 4 * n,
                      .out = out };
  out->count = 0;
  out->nodes = esc_xcalloc (n, sizeof *out->nodes);
  out->first = esc_xcalloc (n + 1, sizeof *out->first);
  out->of = esc_xcalloc (n, sizeof *out->of);
  for (uint32_t i = 0; i < nnodes; i++)
    if (!t.num[i])
      visit (&t, i);
  free (scratch);
}

void
esc_components_free (struct esc_components *c)
{
  free (c->nodes);
  free (c->first);
  free (c->of);
  memset (c, 0, sizeof *c);
}
