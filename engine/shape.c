/* SPDX-License-Identifier: GPL-3.0-or-later */
/* shape.c - a body's control flow, as the path search needs it.

   For each block: its place in reverse postorder, whether a back edge enters
   it, and for each join the values in which two arriving paths can differ and
   that are still used there.  Two paths with equal such values, memory and
   live conditions go on alike, so one of them is enough.

   A value is variant if it comes from a PHI or from memory, or is computed
   from a variant value.  Liveness is walked back from each use of a variant
   value; the whole walk has a budget, beyond which values count as dead (the
   search then merges more than it should and may miss, never invent).  */

#include "search.h"

#include <stdlib.h>
#include <string.h>

#include "alloc.h"

enum
{
  MARKS_PER_BLOCK = 24,
  MARKS_BASE = 4096,
  MAX_USES = 64,
  MAX_OPERANDS = 4 /* that tell whether a result varies */
};

static unsigned use (const struct esc_body *b, esc_opnd o, uint32_t *vals,
                     unsigned n, unsigned max);

static unsigned
use_place (const struct esc_body *b, uint32_t p, uint32_t *vals, unsigned n,
           unsigned max)
{
  const struct esc_place *pl = &b->places[p];
  n = use (b, pl->base, vals, n, max);
  n = use (b, pl->idx, vals, n, max);
  return use (b, pl->len, vals, n, max);
}

static unsigned
use (const struct esc_body *b, esc_opnd o, uint32_t *vals, unsigned n,
     unsigned max)
{
  if (esc_opnd_kind (o) == ESC_OP_VAL && n < max)
    vals[n++] = esc_opnd_index (o);
  else if (esc_opnd_kind (o) == ESC_OP_CONTENT)
    n = use_place (b, esc_opnd_index (o), vals, n, max);
  return n;
}

static unsigned
use_call (const struct esc_body *b, const struct esc_call *c, uint32_t *vals,
          unsigned n, unsigned max)
{
  n = use (b, c->callee, vals, n, max);
  n = use (b, c->chain, vals, n, max);
  for (uint32_t i = 0; i < c->nargs; i++)
    n = use (b, b->args[c->args + i], vals, n, max);
  if (c->result)
    n = use_place (b, c->result, vals, n, max);
  return n;
}

unsigned
esc_ins_uses (const struct esc_body *b, const struct esc_ins *in,
              uint32_t *vals, unsigned max)
{
  unsigned n = 0;
  switch (in->op)
    {
    case ESC_NOP:
    case ESC_PHI:
    case ESC_END:
      return 0;
    case ESC_CALL:
      return use_call (b, &b->calls[in->x], vals, n, max);
    case ESC_COPY:
      n = use_place (b, in->x, vals, n, max);
      return use_place (b, in->a, vals, n, max);
    case ESC_LOAD:
    case ESC_DOUBT:
      return use_place (b, in->x, vals, n, max);
    case ESC_STORE:
    case ESC_FILL:
      n = use_place (b, in->x, vals, n, max);
      break;
    case ESC_SELECT:
      if (n < max)
        vals[n++] = in->x;
      break;
    default:
      break;
    }
  n = use (b, in->a, vals, n, max);
  return use (b, in->b, vals, n, max);
}

/* ---- order ---------------------------------------------------------------*/

struct visit
{
  uint32_t blk, next;
};

static void
order_blocks (struct esc_search *s)
{
  const struct esc_body *b = s->b;
  struct visit *stack = esc_xmalloc ((b->nblocks + 1) * sizeof *stack);
  uint8_t *mark = esc_xcalloc (b->nblocks, 1);
  uint32_t depth = 0, post = b->nblocks;
  stack[depth++] = (struct visit){ 0, 0 };
  mark[0] = 1;
  s->bi[0].reached = true;
  while (depth)
    {
      struct visit *v = &stack[depth - 1];
      const struct esc_block *bl = &b->blocks[v->blk];
      if (v->next == bl->nsuccs)
        {
          mark[v->blk] = 2;
          s->bi[v->blk].rpo = --post;
          depth--;
          continue;
        }
      uint32_t t = b->succs[bl->succs + v->next++];
      s->bi[t].npreds++;
      if (mark[t] == 1)
        s->bi[t].header = true;
      if (mark[t])
        continue;
      mark[t] = 1;
      s->bi[t].reached = true;
      stack[depth++] = (struct visit){ t, 0 };
    }
  free (stack);
  free (mark);
}

/* ---- liveness ------------------------------------------------------------*/

struct liveness
{
  struct esc_search *s;
  uint32_t *block_of; /* by value: block of its definition */
  uint32_t *preds, *first_pred;
  uint32_t *last; /* by block: value last marked live into it, plus one */
  uint32_t *head; /* by block: list of live values */
  bool *variant;  /* by value */
  struct
  {
    uint32_t val, next;
  } * node;
  uint32_t nnodes, cap_nodes;
  uint32_t *work;
  uint32_t cap_work;
  uint64_t budget;
  /* Uses of values in other blocks than that of their definition: the block
     that the value must be live out of or is used in.  */
  struct
  {
    uint32_t val, blk;
  } * use;
  uint32_t nuses, cap_uses;
};

static void
list_preds (struct liveness *l)
{
  const struct esc_body *b = l->s->b;
  for (uint32_t i = 0; i < b->nblocks; i++)
    {
      const uint32_t *succ = b->succs + b->blocks[i].succs;
      for (uint32_t j = 0; j < b->blocks[i].nsuccs; j++)
        l->first_pred[succ[j] + 2]++;
    }
  for (uint32_t i = 0; i < b->nblocks; i++)
    l->first_pred[i + 2] += l->first_pred[i + 1];
  for (uint32_t i = 0; i < b->nblocks; i++)
    {
      const uint32_t *succ = b->succs + b->blocks[i].succs;
      for (uint32_t j = 0; j < b->blocks[i].nsuccs; j++)
        l->preds[l->first_pred[succ[j] + 1]++] = i;
    }
}

/* Is VAL, at the start of block K, known to be live, or defined there?  */
static bool
is_marked (const struct liveness *l, uint32_t val, uint32_t k)
{
  return k == l->block_of[val] || l->last[k] == val + 1;
}

/* VAL is live out of BLK: mark it live into every block up to its
   definition.  */
static void
live_out (struct liveness *l, uint32_t val, uint32_t blk)
{
  uint32_t n = 0;
  ESC_GROW (l->work, l->cap_work, 1);
  l->work[n++] = blk;
  while (n && l->budget)
    {
      uint32_t k = l->work[--n];
      if (is_marked (l, val, k))
        continue;
      l->last[k] = val + 1;
      l->budget--;
      ESC_GROW (l->node, l->cap_nodes, l->nnodes + 1);
      l->node[l->nnodes].val = val;
      l->node[l->nnodes].next = l->head[k];
      l->head[k] = l->nnodes++;
      uint32_t i = l->first_pred[k], end = l->first_pred[k + 1];
      ESC_GROW (l->work, l->cap_work, n + end - i);
      for (; i < end; i++)
        if (!is_marked (l, val, l->preds[i]))
          l->work[n++] = l->preds[i];
    }
}

static void
add_use (struct liveness *l, uint32_t val, uint32_t blk)
{
  /* A parameter never varies.  */
  if (l->block_of[val] == blk || l->s->b->vals[val].def == ESC_NONE)
    return;
  ESC_GROW (l->use, l->cap_uses, l->nuses + 1);
  l->use[l->nuses].val = val;
  l->use[l->nuses++].blk = blk;
}

/* Look at instruction IN of block K: what it defines and what it uses.  */
static void
look_at (struct liveness *l, const struct esc_ins *in, uint32_t k)
{
  const struct esc_body *b = l->s->b;
  uint32_t vals[MAX_USES];
  unsigned n = esc_ins_uses (b, in, vals, MAX_USES);
  for (unsigned j = 0; j < n; j++)
    add_use (l, vals[j], k);
  for (uint32_t j = 0; in->op == ESC_PHI && j < in->n; j++)
    {
      const struct esc_phi *p = &b->phis[in->x + j];
      if (esc_opnd_kind (p->val) == ESC_OP_VAL)
        add_use (l, esc_opnd_index (p->val), p->pred);
    }
  if (in->dst == ESC_NONE)
    return;
  l->block_of[in->dst] = k;
  if (in->op == ESC_PHI || in->op == ESC_LOAD)
    l->variant[in->dst] = true;
  else if (in->op != ESC_CALL && in->op != ESC_NEW)
    for (unsigned j = 0; j < n && j < MAX_OPERANDS; j++)
      l->variant[in->dst] |= l->variant[vals[j]];
}

/* Mark where the uses are live, value by value, so that `last` tells what is
   already marked.  */
static void
mark_uses (struct liveness *l, uint32_t *start, uint32_t *sorted)
{
  uint32_t nvals = l->s->b->nvals;
  for (uint32_t i = 0; i < l->nuses; i++)
    start[l->use[i].val + 1]++;
  for (uint32_t i = 0; i < nvals; i++)
    start[i + 1] += start[i];
  for (uint32_t i = 0; i < l->nuses; i++)
    sorted[start[l->use[i].val]++] = i;
  for (uint32_t i = 0; i < l->nuses; i++)
    {
      uint32_t val = l->use[sorted[i]].val;
      if (l->variant[val])
        live_out (l, val, l->use[sorted[i]].blk);
    }
}

static void
fill_blocks (struct esc_search *s, struct liveness *l)
{
  s->nlive = 0;
  for (uint32_t k = 0; k < s->b->nblocks; k++)
    {
      s->bi[k].live = s->nlive;
      if (s->bi[k].npreds < 2)
        continue;
      for (uint32_t i = l->head[k]; i != ESC_NONE; i = l->node[i].next)
        {
          ESC_GROW (s->live, s->cap_live, s->nlive + 1);
          s->live[s->nlive++] = l->node[i].val;
        }
      s->bi[k].nlive = s->nlive - s->bi[k].live;
    }
}

static void
find_live (struct esc_search *s)
{
  const struct esc_body *b = s->b;
  uint32_t nv = b->nvals + 2, nb = b->nblocks + 2;
  struct liveness l = { .s = s };
  l.budget = (uint64_t)MARKS_PER_BLOCK * b->nblocks + MARKS_BASE;
  /* The arrays by value and block, those that begin as zero in front.  */
  uint32_t *all = esc_xmalloc (
      (2 * (size_t)nv + 3 * (size_t)nb + b->nsuccs) * sizeof *all + nv);
  uint32_t *start = all;
  l.first_pred = start + nv;
  l.last = l.first_pred + nb;
  l.block_of = l.last + nb;
  l.head = l.block_of + nv;
  l.preds = l.head + nb;
  l.variant = (bool *)(l.preds + b->nsuccs);
  memset (all, 0, (nv + 2 * (size_t)nb) * sizeof *all);
  memset (l.block_of, 0xff, (nv + (size_t)nb) * sizeof *all);
  memset (l.variant, 0, nv);
  list_preds (&l);
  for (uint32_t k = 0; k < b->nblocks; k++)
    for (uint32_t i = 0; i < b->blocks[k].nins; i++)
      look_at (&l, &b->ins[b->blocks[k].first + i], k);
  uint32_t *sorted = esc_xmalloc ((l.nuses + 1) * sizeof *sorted);
  mark_uses (&l, start, sorted);
  fill_blocks (s, &l);
  free (sorted);
  free (all);
  free (l.use);
  free (l.node);
  free (l.work);
}

void
esc_shape_make (struct esc_search *s)
{
  ESC_GROW (s->bi, s->cap_bi, s->b->nblocks);
  memset (s->bi, 0, s->b->nblocks * sizeof *s->bi);
  order_blocks (s);
  s->nlive = 0;
  if (s->b->nblocks > 3)
    find_live (s);
}
