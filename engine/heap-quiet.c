/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap-quiet.c - functions that do nothing but allocate, or nothing but free.

       void *xmalloc (size_t n) { void *p = malloc (n); if (!p) die ();
                                  return p; }
       => fresh result, quiet: argument 0 bytes, as malloc; it stands for
          malloc wherever it is called

   Quiet is a function that, when it returns, has done nothing but allocate;
   only_frees one that has done nothing but free what it was handed.

   Not modelled: quiet functions with loops or stores of their own.  */

#include "heap-flow.h"

#include <stdlib.h>

/* ---- what is asked for --------------------------------------------------- */

/* Argument number of parameter value O, or ESC_NONE.  */
static uint32_t
param_of (const struct heap_state *h, esc_opnd o)
{
  const struct esc_fn *fn = &h->m->fns[h->fn];
  if (esc_opnd_kind (o) != ESC_OP_VAL)
    return ESC_NONE;
  uint32_t v = heap_origin (h, esc_opnd_index (o));
  for (uint32_t i = 0; i < fn->nparams; i++)
    if (fn->params[i].val == v)
      return i;
  return ESC_NONE;
}

/* O as ARG, ARG + n, a number, or the product of two arguments.  */
static void
size_of (const struct heap_state *h, esc_opnd o, struct esc_heap_alloc *a)
{
  a->size = ESC_HEAP_UNKNOWN;
  if (esc_opnd_kind (o) == ESC_OP_INT)
    {
      a->size = ESC_HEAP_CONST;
      a->add = h->b->ints[esc_opnd_index (o)];
      return;
    }
  a->arg = param_of (h, o);
  if (a->arg != ESC_NONE)
    a->size = ESC_HEAP_ARG;
  if (a->arg != ESC_NONE || esc_opnd_kind (o) != ESC_OP_VAL)
    return;
  uint32_t def = h->b->vals[heap_origin (h, esc_opnd_index (o))].def;
  const struct esc_ins *i = def == ESC_NONE ? NULL : &h->b->ins[def];
  if (!i)
    return;
  if (i->op == ESC_ARITH && i->sub == ESC_MUL)
    {
      a->arg = param_of (h, i->a);
      a->arg2 = param_of (h, i->b);
      if (a->arg != ESC_NONE && a->arg2 != ESC_NONE)
        a->size = ESC_HEAP_PRODUCT;
    }
  else if (i->op == ESC_ARITH && i->sub == ESC_ADD
           && esc_opnd_kind (i->b) == ESC_OP_INT)
    {
      a->arg = param_of (h, i->a);
      a->add = h->b->ints[esc_opnd_index (i->b)];
      if (a->arg != ESC_NONE && a->add >= 0 && a->add <= 4096)
        a->size = ESC_HEAP_ARG;
    }
  else if (i->op == ESC_PHI && i->n == 2)
    {
      /* n ? n : 1 */
      esc_opnd x = h->b->phis[i->x].val, y = h->b->phis[i->x + 1].val;
      if (esc_opnd_kind (x) == ESC_OP_INT)
        x = y, y = h->b->phis[i->x].val;
      a->arg = param_of (h, x);
      if (a->arg != ESC_NONE && esc_opnd_kind (y) == ESC_OP_INT)
        {
          a->least = h->b->ints[esc_opnd_index (y)];
          a->size = a->least >= 0 && a->least <= 64 ? ESC_HEAP_ARG
                                                    : ESC_HEAP_UNKNOWN;
        }
    }
}

/* What NEW at instruction I makes, in terms of the function's arguments.  */
static void
new_alloc (const struct heap_state *h, const struct esc_ins *i,
           struct esc_heap_alloc *a)
{
  size_of (h, i->a, a);
  a->zeroed = i->sub & ESC_NEW_ZEROED;
  a->or_null = i->sub & ESC_NEW_OR_NULL;
  if (i->sub & ESC_NEW_STRING)
    {
      esc_opnd most = i->a;
      a->size = ESC_HEAP_STRING;
      a->arg = param_of (h, i->b);
      a->arg2 = most == ESC_OPND_UNKNOWN ? ESC_NONE : param_of (h, most);
      if (a->arg == ESC_NONE
          || (a->arg2 == ESC_NONE && most != ESC_OPND_UNKNOWN))
        a->size = ESC_HEAP_UNKNOWN;
    }
  else if (esc_opnd_kind (i->b) == ESC_OP_INT)
    a->align = h->b->ints[esc_opnd_index (i->b)];
  else if (i->b != ESC_OPND_NONE)
    {
      a->align_arg = 1 + param_of (h, i->b);
      if (!a->align_arg)
        a->size = ESC_HEAP_UNKNOWN;
    }
}

/* Argument ARG of the caller's callee is argument K of the call at INS, in
   terms of the function's own.  */
static bool
through (const struct heap_state *h, uint32_t ins, uint32_t *arg)
{
  const struct esc_call *c = &h->b->calls[h->b->ins[ins].x];
  if (*arg >= c->nargs)
    return false;
  *arg = param_of (h, h->b->args[c->args + *arg]);
  return *arg != ESC_NONE;
}

/* The same for a call of a quiet function.  */
static void
call_alloc (const struct heap_state *h, uint32_t ins, struct esc_heap_alloc *a)
{
  const struct esc_call *c = &h->b->calls[h->b->ins[ins].x];
  *a = h->sums[heap_callee (h, ins)].alloc;
  bool ok = !a->out && !a->old;
  if (a->size == ESC_HEAP_ARG && a->arg < c->nargs)
    {
      struct esc_heap_alloc inner = *a;
      size_of (h, h->b->args[c->args + inner.arg], a);
      if (a->size == ESC_HEAP_CONST || a->size == ESC_HEAP_ARG)
        a->add += inner.add;
      else if (inner.add)
        ok = false;
      ok &= !(inner.least && a->least);
      a->least = a->least ? a->least : inner.least;
    }
  else if (a->size == ESC_HEAP_PRODUCT)
    ok &= through (h, ins, &a->arg) && through (h, ins, &a->arg2);
  else if (a->size == ESC_HEAP_STRING)
    ok &= through (h, ins, &a->arg)
          && (a->arg2 == ESC_NONE || through (h, ins, &a->arg2));
  if (a->align_arg)
    ok = false;
  if (!ok)
    a->size = ESC_HEAP_UNKNOWN;
}

/* ---- what else is done ---------------------------------------------------- */

/* How an instruction fits a function that only allocates or only frees.  */
enum fit
{
  FIT_NOT,
  FIT_INERT,
  FIT_ALLOC,
  FIT_FREE
};

static enum fit
fit_call (const struct heap_state *h, uint32_t ins)
{
  uint32_t f = heap_callee (h, ins);
  if (f == ESC_NONE)
    return h->b->calls[h->b->ins[ins].x].flags & ESC_CALL_INTERNAL ? FIT_INERT
                                                                   : FIT_NOT;
  const struct heap_summary *s = &h->sums[f];
  if (!h->m->fns[f].body || !s->solved || s->top
      || (h->m->fns[f].flags & (ESC_FN_WEAK | ESC_FN_DISOWNED)))
    return FIT_NOT;
  if (s->only_frees)
    return FIT_FREE;
  return s->quiet ? FIT_ALLOC : FIT_NOT;
}

static enum fit
fit (const struct heap_state *h, uint32_t ins)
{
  const struct esc_ins *i = &h->b->ins[ins];
  switch (i->op)
    {
    case ESC_NEW:
      return FIT_ALLOC;
    case ESC_FREE:
      return FIT_FREE;
    case ESC_CALL:
      return fit_call (h, ins);
    case ESC_STORE:
    case ESC_COPY:
    case ESC_FILL:
    case ESC_DOUBT:
    case ESC_ALLOCA:
    case ESC_SAVE:
    case ESC_RESTORE:
      return FIT_NOT;
    case ESC_LOAD:
      return h->b->places[i->x].volatile_ ? FIT_NOT : FIT_INERT;
    default:
      return FIT_INERT;
    }
}

/* Is the function straight enough to be quiet: no way back?  */
static bool
loops (const struct heap_state *h)
{
  for (uint32_t b = 0; b < h->b->nblocks; b++)
    {
      const struct esc_block *k = &h->b->blocks[b];
      if (k->nins && heap_leads (h, k->first, k->first, ESC_NONE))
        return true;
    }
  return false;
}

/* Does model S, which allocates at SITE, leave that memory where its first
   parameter points, as posix_memalign does?  */
static void
judge_outs (struct heap_state *h, struct heap_summary *s, uint32_t site)
{
  if (s->fresh || s->fresh_in != heap_bit (0) || s->freed || s->escapes
      || h->b->ins[site].op != ESC_NEW)
    return;
  s->outs = true;
  new_alloc (h, &h->b->ins[site], &s->alloc);
  s->alloc.out = 1;
}

void
heap_judge_quiet (struct heap_state *h, struct heap_summary *s)
{
  bool *lives = heap_returning (h);
  uint32_t allocs = 0, frees = 0, bad = 0, site = ESC_NONE;
  for (uint32_t b = 0; b < h->b->nblocks; b++)
    for (uint32_t k = 0; lives[b] && k < h->b->blocks[b].nins; k++)
      {
        uint32_t ins = h->b->blocks[b].first + k;
        enum fit f = fit (h, ins);
        allocs += f == FIT_ALLOC;
        frees += f == FIT_FREE;
        bad += f == FIT_NOT;
        if (f == FIT_ALLOC)
          site = ins;
      }
  free (lives);
  bool model = h->m->fns[h->fn].flags & ESC_FN_MODEL;
  bool plain = !s->result && !s->world_result && !s->compared && !s->fresh_in;
  if (allocs == 1 && plain && s->fresh && h->ret.n == 1
      && heap_ptr_off (h->ret.p[0]) == 0
      && !(s->stores[HEAP_FRESH] & ~heap_bit (HEAP_PARAMS))
      && (!s->stores[HEAP_FRESH] || (s->freed & heap_bit (0)))
      && !(s->world_in & heap_bit (HEAP_FRESH))
      && ((!bad && !frees && !loops (h)) || (model && !s->escapes)))
    {
      s->quiet = true;
      if (h->b->ins[site].op == ESC_NEW)
        new_alloc (h, &h->b->ins[site], &s->alloc);
      else
        call_alloc (h, site, &s->alloc);
      if (s->freed & heap_bit (0))
        s->alloc.old = 1;
    }
  else if (allocs == 1 && model)
    judge_outs (h, s, site);
  s->only_frees = frees && !allocs && !bad && plain && !s->escapes && !s->seen
                  && s->freed == heap_bit (0) && !loops (h) && !h->ret.n;
}
