/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap-summary.c - what a function does with what its callers hand it.

       char *dup (const char *s) { char *p = malloc (8); …; return p; }
       => fresh result

       void *xmalloc (size_t n) { void *p = malloc (n); if (!p) die ();
                                  return p; }
       => fresh result, quiet: argument 0 bytes, as malloc; it stands for
          malloc wherever it is called

   Quiet is a function that, when it returns, has done nothing but allocate;
   only_frees one that has done nothing but free what it was handed.

   Not modelled: quiet functions with loops or stores of their own.  */

#include "heap-flow.h"

#include <stdlib.h>
#include <string.h>

/* ---- items --------------------------------------------------------------- */

static uint32_t
item_of (const struct heap_obj *o)
{
  switch (o->kind)
    {
    case HEAP_PARAM:
      return o->a;
    case HEAP_CONTENT:
      return HEAP_PARAMS + o->a;
    case HEAP_DEEP:
      return 2 * HEAP_PARAMS + o->a;
    case HEAP_SITE:
      return HEAP_FRESH;
    default:
      return ESC_NONE;
    }
}

uint32_t
heap_items (const struct heap_state *h, const struct heap_set *s, bool *world)
{
  uint32_t items = 0;
  for (uint32_t i = 0; i < s->n; i++)
    {
      uint32_t item = item_of (&h->objs[heap_ptr_obj (s->p[i])]);
      if (item == ESC_NONE)
        *world = true;
      else
        items |= heap_bit (item);
    }
  return items;
}

/* The content of ITEM is SET, in which there are sites.  */
static void
fresh_content (const struct heap_state *h, struct heap_summary *s,
               uint32_t item, const struct heap_set *set, bool *world)
{
  for (uint32_t i = 0; i < set->n; i++)
    {
      const struct heap_obj *o = &h->objs[heap_ptr_obj (set->p[i])];
      if (o->kind != HEAP_SITE)
        continue;
      if (o->escaped || o->seen || item >= HEAP_PARAMS)
        *world = true;
      else
        s->fresh_in |= heap_bit (item);
    }
}

static void
content_of (const struct heap_state *h, struct heap_summary *s, uint32_t item,
            const struct heap_set *set)
{
  bool world = false;
  uint32_t items = heap_items (h, set, &world);
  if (item != HEAP_FRESH && (items & heap_bit (HEAP_FRESH)))
    {
      items &= ~heap_bit (HEAP_FRESH);
      fresh_content (h, s, item, set, &world);
    }
  /* What the content was to begin with is known to whoever applies this.  */
  uint32_t own = 0;
  if (item < 3 * HEAP_PARAMS)
    own = heap_bit (item < 2 * HEAP_PARAMS ? item + HEAP_PARAMS : item);
  s->stores[item] |= items & ~own;
  if (world)
    s->world_in |= heap_bit (item);
}

/* Object O is one that callers know as ITEM.  */
static void
note_object (const struct heap_state *h, struct heap_summary *s,
             const struct heap_obj *o, uint32_t item)
{
  uint32_t bit = heap_bit (item);
  s->escapes |= o->escaped ? bit : 0;
  s->seen |= o->seen ? bit : 0;
  s->small |= o->small ? bit : 0;
  s->world_in |= o->world_in ? bit : 0;
  if (item < HEAP_PARAMS)
    s->bytes[item] |= o->bytes;
  content_of (h, s, item, &o->any);
  for (uint32_t i = 0; i < o->ncells; i++)
    content_of (h, s, item, &o->cells[i].set);
}

/* ---- comparisons and releases -------------------------------------------- */

static void
note_compare (struct heap_state *h, struct heap_summary *s,
              const struct esc_ins *i)
{
  if (heap_is_null (h, i->a) || heap_is_null (h, i->b))
    return;
  const struct heap_set *a = heap_opnd (h, i->a, &h->scratch[0]);
  const struct heap_set *b = heap_opnd (h, i->b, &h->scratch[1]);
  bool world;
  uint32_t x = heap_items (h, a, &world), y = heap_items (h, b, &world);
  if (a->n && b->n && heap_set_only (a, heap_ptr_obj (b->p[0]))
      && heap_set_only (b, heap_ptr_obj (b->p[0]))
      && h->objs[heap_ptr_obj (a->p[0])].kind == HEAP_PARAM)
    return;
  s->compared |= (x | y) & ~heap_bit (HEAP_FRESH);
}

static void
note_free (struct heap_state *h, struct heap_summary *s,
           const struct heap_set *set)
{
  bool world;
  s->freed |= heap_items (h, set, &world) & ~heap_bit (HEAP_FRESH);
}

static void
note_call (struct heap_state *h, struct heap_summary *s, uint32_t ins)
{
  const struct esc_call *c = &h->b->calls[h->b->ins[ins].x];
  uint32_t f = heap_callee (h, ins);
  if (f == ESC_NONE || !h->sums[f].solved || !h->sums[f].freed)
    return;
  uint32_t freed = h->sums[f].freed;
  for (uint32_t i = 0; i <= c->nargs && i < HEAP_PARAMS; i++)
    {
      const struct heap_set *a = heap_arg (h, ins, i, &h->scratch[4]);
      if (freed & heap_bit (i))
        note_free (h, s, a);
      if (!(freed
            & (heap_bit (HEAP_PARAMS + i) | heap_bit (2 * HEAP_PARAMS + i))))
        continue;
      struct heap_set *all = &h->scratch[5];
      all->n = 0;
      heap_reach (h, a, all);
      note_free (h, s, all);
    }
}

static void
note_instructions (struct heap_state *h, struct heap_summary *s)
{
  for (uint32_t k = 0; k < h->b->nins; k++)
    {
      const struct esc_ins *i = &h->b->ins[k];
      if ((i->op == ESC_CMP || i->op == ESC_COND)
          && (i->sub == ESC_EQ || i->sub == ESC_NE))
        note_compare (h, s, i);
      else if (i->op == ESC_FREE)
        note_free (h, s, heap_opnd (h, i->a, &h->scratch[4]));
      else if (i->op == ESC_CALL)
        note_call (h, s, k);
    }
}

/* ---- models -------------------------------------------------------------- */

static bool
mentions (const struct esc_body *b, const struct esc_ins *i, esc_opnd v)
{
  if (i->a == v || i->b == v)
    return true;
  switch (i->op)
    {
    case ESC_LOAD:
    case ESC_STORE:
    case ESC_FILL:
      return b->places[i->x].base == v;
    case ESC_COPY:
      return b->places[i->x].base == v || b->places[i->a].base == v;
    case ESC_PHI:
      for (uint32_t p = i->x; p < i->x + i->n; p++)
        if (b->phis[p].val == v)
          return true;
      return false;
    case ESC_CALL:
      for (uint32_t k = 0; k < b->calls[i->x].nargs; k++)
        if (b->args[b->calls[i->x].args + k] == v)
          return true;
      return b->calls[i->x].callee == v;
    default:
      return false;
    }
}

/* A parameter that a model says nothing of may have its content copied to
   where nobody looks.  */
static void
unmentioned (struct heap_state *h, struct heap_summary *s)
{
  const struct esc_fn *fn = &h->m->fns[h->fn];
  for (uint32_t p = 0; p < fn->nparams; p++)
    {
      bool used = fn->params[p].val == ESC_NONE;
      for (uint32_t k = 0; k < h->b->nins && !used; k++)
        used = mentions (h->b, &h->b->ins[k], esc_val (fn->params[p].val));
      if (used)
        continue;
      s->escapes |= heap_bit (HEAP_PARAMS + p) | heap_bit (2 * HEAP_PARAMS + p);
      s->world_in |= heap_bit (p);
    }
}

/* ---- the result ---------------------------------------------------------- */

/* Sites in SET, which parameter object O holds at some place, become known to
   the caller: memory of its own where only that parameter's own memory holds
   them.  */
static void
stored_sites (struct heap_state *h, const struct heap_obj *o,
              const struct heap_set *set)
{
  for (uint32_t i = 0; i < set->n; i++)
    {
      heap_ptr p = set->p[i];
      struct heap_set one = { .p = &p, .n = 1 };
      if (h->objs[heap_ptr_obj (p)].kind == HEAP_SITE
          && (o->kind != HEAP_PARAM || o->escaped))
        heap_escape (h, &one, ESC_HEAP_LEFT, ESC_NONE);
    }
}

static void
leave_sites (struct heap_state *h)
{
  for (uint32_t i = 0; i < 3 * HEAP_PARAMS; i++)
    {
      struct heap_obj *o = &h->objs[1 + i];
      stored_sites (h, o, &o->any);
      for (uint32_t c = 0; c < o->ncells; c++)
        stored_sites (h, o, &o->cells[c].set);
    }
  heap_settle_escapes (h);
}

/* The result leads to memory made here, which must have stayed here.  */
static void
note_fresh (struct heap_state *h, struct heap_summary *s,
            const struct heap_set *set)
{
  for (uint32_t i = 0; i < set->n; i++)
    {
      const struct heap_obj *o = &h->objs[heap_ptr_obj (set->p[i])];
      if (o->kind != HEAP_SITE)
        continue;
      s->world_result |= o->escaped || o->seen;
      s->fresh = true;
      note_object (h, s, o, HEAP_FRESH);
    }
}

static void
note_result (struct heap_state *h, struct heap_summary *s)
{
  struct heap_set *all = &h->scratch[4];
  uint32_t inexact = 0;
  s->result
      = heap_items (h, &h->ret, &s->world_result) & ~heap_bit (HEAP_FRESH);
  for (uint32_t i = 0; i < h->ret.n; i++)
    {
      const struct heap_obj *o = &h->objs[heap_ptr_obj (h->ret.p[i])];
      if (o->kind == HEAP_PARAM)
        *(heap_ptr_off (h->ret.p[i]) ? &inexact : &s->exact) |= heap_bit (o->a);
    }
  s->exact &= ~inexact;
  note_fresh (h, s, &h->ret);
  all->n = 0;
  heap_reach (h, &h->ret, all);
  note_fresh (h, s, all);
  if (!s->fresh_in)
    return;
  /* All that is new and that parameters lead to is one to the caller.  */
  for (uint32_t i = 0; i < HEAP_PARAMS; i++)
    {
      heap_ptr p = heap_ptr_make (heap_param_obj (i), HEAP_ANY);
      struct heap_set one = { .p = &p, .n = 1 };
      heap_reach (h, &one, all);
    }
  bool fresh = s->fresh;
  note_fresh (h, s, all);
  s->fresh = fresh;
}

/* ---- quiet functions ----------------------------------------------------- */

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

static void
judge_quiet (struct heap_state *h, struct heap_summary *s)
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

/* ---- the summary --------------------------------------------------------- */

bool
heap_summarise (struct heap_state *h)
{
  struct heap_summary *old = &h->sums[h->fn], s;
  memset (&s, 0, sizeof s);
  s.solved = true;
  s.top = h->overrun;
  s.ncallbacks = h->sum->ncallbacks;
  memcpy (s.callbacks, h->sum->callbacks, sizeof s.callbacks);
  if (!s.top)
    {
      leave_sites (h);
      for (uint32_t i = 0; i < 3 * HEAP_PARAMS; i++)
        {
          const struct heap_obj *o = &h->objs[1 + i];
          note_object (h, &s, o, item_of (o));
        }
      note_instructions (h, &s);
      if (h->m->fns[h->fn].flags & ESC_FN_MODEL)
        unmentioned (h, &s);
      note_result (h, &s);
      for (uint32_t p = 0; p < h->m->fns[h->fn].nparams && p < HEAP_PARAMS; p++)
        if ((s.freed & heap_bit (p)) && heap_always_freed (h, p))
          s.always |= heap_bit (p);
      if (!h->recursive[h->fn])
        judge_quiet (h, &s);
    }
  bool changed = memcmp (old, &s, sizeof s) != 0;
  *old = s;
  return changed;
}
