/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reach.c - the flow-insensitive walk over a module: the driver.

   walk.h has the model.  Here is the order of things:

   1. survey the static objects;
   2. per component of the call graph, callees first: solve each function and
      make its summary, again while a summary of the component changes;
   3. once a component is stable, report each of its functions.

   A recursive function whose summary has not settled after WALK_ROUNDS gets
   the summary TOP and is counted incomplete: all that it is handed may then
   be kept.

   Whether a function returns is part of the walk too, as one that does not
   leaves nothing behind.  */

#include "walk.h"

#include <stdlib.h>
#include <string.h>

/* ---- does it return? -----------------------------------------------------*/

/* What leaving through a block says.  */
struct leave
{
  bool ret, longjmp;
};

/* Does the direct callee of instruction I never come back?  */
static bool
call_stops (const struct esc_walk *w, const struct esc_ins *i,
            struct leave *out)
{
  const struct esc_call *c = &w->b->calls[i->x];
  if (esc_opnd_kind (c->callee) != ESC_OP_FUN)
    return (c->flags & ESC_CALL_NORETURN) != 0;
  uint32_t f = esc_walk_alias (w->m, esc_opnd_index (c->callee));
  const struct esc_fn *fn = &w->m->fns[f];
  out->longjmp |= w->may_longjmp[f];
  if (fn->body && w->sums[f].solved && w->sums[f].comp != w->sums[w->fn].comp)
    return !w->out->fns[f].may_return;
  return (c->flags & ESC_CALL_NORETURN) || (fn->flags & ESC_FN_NORETURN);
}

/* Does control reach the end of block BLK?  */
static bool
falls_through (const struct esc_walk *w, uint32_t blk, struct leave *out)
{
  const struct esc_block *b = &w->b->blocks[blk];
  for (uint32_t i = b->first; i < b->first + b->nins; i++)
    {
      const struct esc_ins *ins = &w->b->ins[i];
      if (ins->op == ESC_CALL && call_stops (w, ins, out))
        return false;
      if (ins->op == ESC_RET)
        out->ret = true;
      if (ins->op == ESC_STOP && ins->sub == ESC_STOP_LONGJMP)
        out->longjmp = true;
    }
  return true;
}

static struct leave
find_exits (const struct esc_walk *w)
{
  struct leave out = { false, false };
  uint32_t n = w->b->nblocks, top = 0;
  uint32_t *stack = esc_xcalloc (2 * (size_t)n + 1, sizeof *stack);
  uint32_t *seen = stack + n;
  if (n)
    stack[top++] = 0, seen[0] = 1;
  while (top && !out.ret)
    {
      uint32_t blk = stack[--top];
      if (!falls_through (w, blk, &out))
        continue;
      const struct esc_block *b = &w->b->blocks[blk];
      for (uint32_t s = b->succs; s < b->succs + b->nsuccs; s++)
        if (!seen[w->b->succs[s]]++)
          stack[top++] = w->b->succs[s];
    }
  free (stack);
  return out;
}

/* ---- does it matter to callers? ------------------------------------------*/

/* May a write to place P be seen by callers?  */
static bool
writes_outside (struct esc_walk *w, uint32_t place)
{
  const struct esc_place *p = &w->b->places[place];
  uint32_t i = esc_opnd_index (p->base);
  if (esc_opnd_kind (p->base) == ESC_OP_ADDR)
    return !esc_obj_mortal (&w->m->objs[w->b->addrs[i].obj]);
  if (esc_opnd_kind (p->base) != ESC_OP_VAL)
    return esc_opnd_kind (p->base) == ESC_OP_UNKNOWN;
  if (w->val_epoch[i] != w->epoch)
    return false;
  uint32_t node = esc_walk_node_rep (w, w->val_node[i]);
  for (unsigned e = 0; e < w->nodes[node].n; e++)
    {
      uint32_t m
          = esc_walk_mem_rep (w, walk_ptr_mem (w->nodes[node].elems[e].ptr));
      if (w->mems[m].kind != WALK_AUTO || w->mems[m].held)
        return true;
    }
  return false;
}

/* May the call at instruction I have an effect that callers see?  */
static bool
call_matters (const struct esc_walk *w, const struct esc_ins *i)
{
  const struct esc_call *c = &w->b->calls[i->x];
  if (c->flags & (ESC_CALL_CONST | ESC_CALL_PURE | ESC_CALL_INTERNAL))
    return false;
  if (esc_opnd_kind (c->callee) != ESC_OP_FUN)
    return true;
  uint32_t f = esc_walk_alias (w->m, esc_opnd_index (c->callee));
  const struct esc_fn *fn = &w->m->fns[f];
  if (!fn->body)
    return !(fn->flags & (ESC_FN_CONST | ESC_FN_PURE));
  if (!w->sums[f].solved || w->sums[f].comp == w->sums[w->fn].comp)
    return true;
  return w->out->fns[f].effects || !w->out->fns[f].may_return;
}

/* Has the result a pointer in it?  */
static bool
returns_pointer (const struct esc_walk *w)
{
  const struct walk_mem *m = &w->mems[w->result];
  if (m->any && w->nodes[m->any].n)
    return true;
  for (uint32_t s = m->slots; s; s = w->slots[s].next)
    if (w->nodes[w->slots[s].node].n
        || w->nodes[w->slots[s].node].rep != w->slots[s].node)
      return true;
  return false;
}

static bool
has_effects (struct esc_walk *w)
{
  if (returns_pointer (w))
    return true;
  for (uint32_t k = 0; k < w->b->nins; k++)
    {
      const struct esc_ins *i = &w->b->ins[k];
      switch (i->op)
        {
        case ESC_STORE:
        case ESC_COPY:
        case ESC_FILL:
          if (writes_outside (w, i->x))
            return true;
          break;
        case ESC_FREE:
        case ESC_DOUBT:
          return true;
        case ESC_CALL:
          if (call_matters (w, i))
            return true;
          break;
        default:
          break;
        }
    }
  return false;
}

/* ---- components ----------------------------------------------------------*/

/* Solve function FN.  True if its summary has changed.  */
static bool
solve (struct esc_walk *w, uint32_t fn)
{
  w->fn = fn;
  w->b = w->m->fns[fn].body;
  esc_walk_reset (w);
  esc_walk_build (w);
  esc_walk_run (w);
  bool changed = esc_walk_summarise (w);
  w->out->steps += w->work + w->nnodes + w->nuses + w->nmems;
  return changed;
}

static void
finish (struct esc_walk *w, uint32_t fn)
{
  w->out->incomplete += w->overrun;
  struct leave leave = find_exits (w);
  w->out->fns[fn].may_return = leave.ret;
  w->may_longjmp[fn] = leave.longjmp;
  w->out->fns[fn].effects = has_effects (w);
  esc_walk_report (w);
  if (w->opt->notes)
    esc_walk_notes (w);
}

/* Functions of the component that call FN must be solved again.  */
static void
wake_callers (struct esc_walk *w, uint32_t fn)
{
  for (uint32_t d = w->sums[fn].callers; d; d = w->deps[d].next)
    w->sums[w->deps[d].fn].dirty = true;
}

/* Solve function FN of a recursive component unless nothing has changed since
   the last time.  True if its summary changed.  */
static bool
solve_again (struct esc_walk *w, uint32_t fn)
{
  struct walk_summary *sum = &w->sums[fn];
  if (!sum->dirty || sum->top)
    return false;
  sum->dirty = false;
  sum->coarse |= sum->rounds >= WALK_FINE;
  bool changed = solve (w, fn);
  if (++sum->rounds >= WALK_ROUNDS && changed)
    {
      w->out->incomplete++;
      sum->top = true;
      sum->nflows = sum->nitems = sum->nconds = 0;
    }
  if (changed)
    wake_callers (w, fn);
  return changed;
}

static void
solve_recursive (struct esc_walk *w, const uint32_t *fns, uint32_t n)
{
  for (uint32_t i = 0; i < n; i++)
    {
      w->sums[fns[i]].dirty = true;
      w->sums[fns[i]].coarse = n > WALK_LARGE;
    }
  for (bool again = true; again;)
    {
      again = false;
      for (uint32_t i = 0; i < n; i++)
        again |= solve_again (w, fns[i]);
    }
  for (uint32_t i = 0; i < n; i++)
    {
      bool top = w->sums[fns[i]].top;
      solve (w, fns[i]);
      if (top)
        w->sums[fns[i]].top = true;
      finish (w, fns[i]);
    }
}

static void
solve_component (struct esc_walk *w, const struct esc_order *order,
                 uint32_t comp)
{
  const uint32_t *fns = order->fns + order->comp[comp];
  uint32_t n = order->comp[comp + 1] - order->comp[comp];
  if (order->recursive[comp])
    solve_recursive (w, fns, n);
  else
    {
      solve (w, fns[0]);
      finish (w, fns[0]);
    }
}

/* ---- the module ----------------------------------------------------------*/

static void
init (struct esc_walk *w, struct esc_module *m, const struct esc_order *order)
{
  w->m = m;
  w->sums = esc_xcalloc (m->nfns + 1, sizeof *w->sums);
  w->may_longjmp = esc_xcalloc (m->nfns + 1, sizeof *w->may_longjmp);
  w->objs = esc_xcalloc (m->nobjs + 1, sizeof *w->objs);
  w->fun_mem = esc_xcalloc (m->nfns + 1, sizeof *w->fun_mem);
  w->fun_epoch = esc_xcalloc (m->nfns + 1, sizeof *w->fun_epoch);
  for (uint32_t f = 0; f < m->nfns; f++)
    w->sums[f].comp = ESC_NONE;
  for (uint32_t c = 0; c < order->ncomps; c++)
    for (uint32_t i = order->comp[c]; i < order->comp[c + 1]; i++)
      w->sums[order->fns[i]].comp = c;
  WALK_PUSH (w, deps); /* number 0 is none */
}

static void
release (struct esc_walk *w)
{
  void *all[] = { w->sums,      w->may_longjmp, w->objs,       w->consts,
                  w->items,     w->flows,       w->deps,       w->val_node,
                  w->val_epoch, w->heap_first,  w->heap_epoch, w->fun_mem,
                  w->fun_epoch, w->mems,        w->slots,      w->rels,
                  w->nodes,     w->uses,        w->blits,      w->sites,
                  w->conds,     w->argv,        w->queue,      w->exposes,
                  w->full,      w->fresh,       w->edges,      w->cands,
                  w->groups,    w->grouped,     w->late };
  for (size_t i = 0; i < sizeof all / sizeof *all; i++)
    free (all[i]);
  for (uint32_t i = 0; i < w->nchunks; i++)
    free (w->chunks[i]);
  free (w->chunks);
}

void
esc_reach_solve (struct esc_module *m, const struct esc_order *order,
                 const struct esc_options *opt, struct esc_reach *out)
{
  struct esc_walk w = { .opt = opt, .out = out };
  memset (out, 0, sizeof *out);
  out->fns = esc_xcalloc (m->nfns + 1, sizeof *out->fns);
  for (uint32_t f = 0; f < m->nfns; f++)
    out->fns[f].effects = out->fns[f].may_return = true;
  init (&w, m, order);
  esc_walk_survey (&w);
  for (uint32_t c = 0; c < order->ncomps; c++)
    solve_component (&w, order, c);
  esc_walk_sort_notes (m, out);
  release (&w);
}

void
esc_reach_free (struct esc_reach *r)
{
  free (r->fns);
  free (r->candidates);
  free (r->events);
  free (r->notes);
  memset (r, 0, sizeof *r);
}
