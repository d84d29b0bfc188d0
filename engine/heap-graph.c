/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap-graph.c - small questions about a body: uses, blocks, ways.

       p = malloc (8);   heap_leads (malloc, free): yes
       free (p);         heap_origin (p): the result of malloc

   Nothing here depends on the sets of heap-flow.c.  */

#include "heap-flow.h"

#include <stdlib.h>

/* ---- what is used -------------------------------------------------------- */

static void
use_opnd (esc_opnd o, heap_use_fn *fn, void *arg)
{
  if (esc_opnd_kind (o) == ESC_OP_VAL)
    fn (arg, esc_opnd_index (o));
}

static void
use_place (const struct esc_body *b, uint32_t place, heap_use_fn *fn, void *arg)
{
  use_opnd (b->places[place].base, fn, arg);
  use_opnd (b->places[place].idx, fn, arg);
  use_opnd (b->places[place].len, fn, arg);
}

static void
use_value (const struct esc_body *b, esc_opnd o, heap_use_fn *fn, void *arg)
{
  if (esc_opnd_kind (o) == ESC_OP_CONTENT)
    use_place (b, esc_opnd_index (o), fn, arg);
  else
    use_opnd (o, fn, arg);
}

/* All values that instruction I uses, but those of a PHI.  */
void
heap_each_use (const struct esc_body *b, const struct esc_ins *i,
               heap_use_fn *fn, void *arg)
{
  switch (i->op)
    {
    case ESC_PHI:
      return;
    case ESC_LOAD:
    case ESC_FILL:
    case ESC_STORE:
    case ESC_DOUBT:
      use_place (b, i->x, fn, arg);
      break;
    case ESC_COPY:
      use_place (b, i->x, fn, arg);
      use_place (b, i->a, fn, arg);
      return;
    case ESC_SELECT:
      fn (arg, i->x);
      break;
    case ESC_CALL:
      {
        const struct esc_call *c = &b->calls[i->x];
        use_opnd (c->callee, fn, arg);
        use_opnd (c->chain, fn, arg);
        for (uint32_t k = 0; k < c->nargs; k++)
          use_value (b, b->args[c->args + k], fn, arg);
        if (c->result)
          use_place (b, c->result, fn, arg);
        break;
      }
    default:
      break;
    }
  use_value (b, i->a, fn, arg);
  use_value (b, i->b, fn, arg);
}

uint32_t
heap_block (const struct esc_body *b, uint32_t ins)
{
  uint32_t k = 0;
  while (ins < b->blocks[k].first
         || ins >= b->blocks[k].first + b->blocks[k].nins)
    k++;
  return k;
}

/* ---- reachability -------------------------------------------------------- */

bool
heap_leads (const struct heap_state *h, uint32_t a, uint32_t b, uint32_t via)
{
  const struct esc_body *body = h->b;
  uint32_t n = body->nblocks, top = 0, from = heap_block (body, a);
  uint32_t *stack = esc_xcalloc (2 * (size_t)n + 1, sizeof *stack);
  uint32_t *seen = stack + n;
  bool found = false, first = true;
  stack[top++] = from;
  while (top && !found)
    {
      uint32_t blk = stack[--top];
      const struct esc_block *k = &body->blocks[blk];
      uint32_t i = first ? a + 1 : k->first;
      bool blocked = false;
      first = false;
      for (; i < k->first + k->nins && !blocked && !found; i++)
        {
          found = i == b;
          blocked = i == via;
        }
      for (uint32_t s = k->succs; s < k->succs + k->nsuccs && !blocked; s++)
        if (!seen[body->succs[s]]++)
          stack[top++] = body->succs[s];
    }
  free (stack);
  return found;
}

bool *
heap_returning (const struct heap_state *h)
{
  const struct esc_body *b = h->b;
  bool *r = esc_xcalloc (b->nblocks + 1, sizeof *r);
  for (uint32_t k = 0; k < b->nblocks; k++)
    r[k] = esc_block_last (b, k)->op == ESC_RET;
  for (bool again = true; again;)
    {
      again = false;
      for (uint32_t k = b->nblocks; k-- > 0;)
        for (uint32_t s = 0; s < b->blocks[k].nsuccs && !r[k]; s++)
          if (r[b->succs[b->blocks[k].succs + s]])
            r[k] = again = true;
    }
  return r;
}

uint32_t
heap_origin (const struct heap_state *h, uint32_t v)
{
  for (int i = 0; i < 32 && h->b->vals[v].def != ESC_NONE; i++)
    {
      const struct esc_ins *d = &h->b->ins[h->b->vals[v].def];
      if (d->op != ESC_MOVE || esc_opnd_kind (d->a) != ESC_OP_VAL
          || d->sub == ESC_CAST_TRUNC)
        break;
      v = esc_opnd_index (d->a);
    }
  return v;
}
