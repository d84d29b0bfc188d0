/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap-call.c - calls: what a callee's summary says of the caller's objects.

       void put (struct vec *v, char *s);      stores item 1 in item 0
       put (&v, p)                             => v's content takes in p

   Items become sets: a parameter's is the argument's, and what it leads to is
   all that the argument's objects lead to.  A function that nobody can see
   lets every argument escape, unless GCC or the user says better.

   Not modelled: a call through a pointer that has several targets of which one
   makes or frees memory: it counts as unknown code.  */

#include "heap-flow.h"

#include <string.h>

static uint32_t
alias (const struct esc_module *m, uint32_t fn)
{
  for (int i = 0; i < 16 && m->fns[fn].alias != ESC_NONE; i++)
    fn = m->fns[fn].alias;
  return fn;
}

/* The only function that SET can be, or ESC_NONE.  */
static uint32_t
only_function (const struct heap_state *h, const struct heap_set *set)
{
  if (set->n != 1 || h->objs[heap_ptr_obj (set->p[0])].kind != HEAP_FUN)
    return ESC_NONE;
  return alias (h->m, h->objs[heap_ptr_obj (set->p[0])].a);
}

/* Does the summary of function F say all that it does?  */
static bool
known (const struct heap_state *h, uint32_t f)
{
  return f != ESC_NONE && h->m->fns[f].body && h->sums[f].solved
         && !h->sums[f].top && !(h->m->fns[f].flags & ESC_FN_WEAK);
}

uint32_t
heap_callee (const struct heap_state *h, uint32_t ins)
{
  const struct esc_call *c = &h->b->calls[h->b->ins[ins].x];
  if (esc_opnd_kind (c->callee) == ESC_OP_FUN)
    return alias (h->m, esc_opnd_index (c->callee));
  if (esc_opnd_kind (c->callee) == ESC_OP_VAL)
    return only_function (h, &h->vals[esc_opnd_index (c->callee)]);
  return ESC_NONE;
}

const struct heap_set *
heap_arg (struct heap_state *h, uint32_t ins, uint32_t i,
          struct heap_set *scratch)
{
  const struct esc_call *c = &h->b->calls[h->b->ins[ins].x];
  scratch->n = 0;
  if (i < c->nargs)
    return heap_opnd (h, h->b->args[c->args + i], scratch);
  return i == c->nargs ? heap_opnd (h, c->chain, scratch) : scratch;
}

/* ---- the result ---------------------------------------------------------- */

static void
result (struct heap_state *h, uint32_t ins, const struct heap_set *s,
        int32_t shift)
{
  const struct esc_ins *i = &h->b->ins[ins];
  const struct esc_call *c = &h->b->calls[i->x];
  if (i->dst != ESC_NONE)
    heap_join (h, &h->vals[i->dst], s, shift);
  if (c->result)
    heap_store_place (h, c->result, s, ins);
}

static void
result_ptr (struct heap_state *h, uint32_t ins, heap_ptr p)
{
  struct heap_set one = { .p = &p, .n = 1 };
  result (h, ins, &one, 0);
}

/* ---- callees that nobody sees -------------------------------------------- */

static void
hand_over (struct heap_state *h, uint32_t ins, uint32_t i, bool kept)
{
  const struct heap_set *a = heap_arg (h, ins, i, &h->scratch[4]);
  if (!a->n)
    return;
  if (kept)
    {
      heap_escape (h, a, ESC_HEAP_PASSED, ins);
      return;
    }
  struct heap_set *all = &h->scratch[5];
  all->n = 0;
  heap_reach (h, a, all);
  heap_escape (h, all, ESC_HEAP_PASSED, ins);
  for (uint32_t k = 0; k < a->n; k++)
    heap_world_in (h, heap_ptr_obj (a->p[k]));
}

static void
call_unknown (struct heap_state *h, uint32_t ins, uint32_t f)
{
  const struct esc_call *c = &h->b->calls[h->b->ins[ins].x];
  uint32_t ok = c->noescape;
  if (f != ESC_NONE && !h->m->fns[f].body)
    ok |= h->m->fns[f].noescape;
  bool inner = c->flags & ESC_CALL_INTERNAL;
  for (uint32_t i = 0; i <= c->nargs; i++)
    {
      if (inner)
        result (h, ins, heap_arg (h, ins, i, &h->scratch[4]), HEAP_ANY);
      else
        hand_over (h, ins, i, i >= 32 || !(ok >> i & 1));
    }
  if (inner)
    return;
  if (c->retarg)
    result (h, ins, heap_arg (h, ins, c->retarg - 1, &h->scratch[4]), 0);
  else
    result_ptr (h, ins, heap_ptr_make (0, HEAP_ANY));
}

/* ---- summaries ----------------------------------------------------------- */

/* What item ITEM of the callee is here.  Valid until the next call with the
   same SCRATCH.  */
static const struct heap_set *
item_set (struct heap_state *h, uint32_t ins, uint32_t item,
          struct heap_set *scratch)
{
  scratch->n = 0;
  if (item == HEAP_FRESH)
    {
      heap_add (h, scratch, heap_ptr_make (heap_site (h, ins), 0));
      return scratch;
    }
  if (item < HEAP_PARAMS)
    return heap_arg (h, ins, item, scratch);
  const struct heap_set *a
      = heap_arg (h, ins, item % HEAP_PARAMS, &h->scratch[6]);
  if (a->n && item < 2 * HEAP_PARAMS)
    heap_step (h, a, scratch);
  else if (a->n && item < 3 * HEAP_PARAMS)
    {
      struct heap_set *near = &h->scratch[7];
      near->n = 0;
      heap_step (h, a, near);
      heap_reach (h, near, scratch);
    }
  return scratch;
}

/* What fresh memory leads to when it is made of several parts.  Once the callee
   is part of the caller they will be told apart.  */
static const struct heap_set *
inner_set (struct heap_state *h, uint32_t ins, struct heap_set *scratch)
{
  heap_ptr p = heap_ptr_make (heap_site_inner (h, ins), HEAP_ANY);
  struct heap_set one = { .p = &p, .n = 1 };
  scratch->n = 0;
  heap_add (h, scratch, p);
  heap_write (h, heap_ptr_obj (p), HEAP_ANY, -1, &one, ins);
  return scratch;
}

/* Everything that ITEMS lead to or are is stored somewhere in TO, the content
   of item OWN.  */
static void
store_items (struct heap_state *h, uint32_t ins, uint32_t own, uint32_t items,
             const struct heap_set *to)
{
  for (uint32_t i = 0; i < 32; i++)
    {
      if (!(items >> i & 1))
        continue;
      const struct heap_set *from
          = h->expose && i == HEAP_FRESH && own == HEAP_FRESH
                ? inner_set (h, ins, &h->scratch[5])
                : item_set (h, ins, i, &h->scratch[5]);
      for (uint32_t k = 0; k < to->n && from->n; k++)
        heap_write (h, heap_ptr_obj (to->p[k]), HEAP_ANY, -1, from, ins);
    }
}

static void
read_small (struct heap_state *h, uint32_t ins, const struct heap_summary *s,
            uint32_t item, const struct heap_set *set)
{
  uint64_t bytes = item < HEAP_PARAMS ? s->bytes[item] : 0;
  bool any = s->small & heap_bit (item);
  for (uint32_t k = 0; k < set->n && (bytes || any); k++)
    {
      uint32_t obj = heap_ptr_obj (set->p[k]);
      int32_t off = heap_ptr_off (set->p[k]);
      if (any || off == HEAP_ANY)
        heap_read (h, obj, HEAP_ANY, -1, true, NULL, ins);
      else
        for (uint32_t b = 0; b < 64; b++)
          if (bytes >> b & 1)
            heap_read (h, obj, heap_shift (off, b), 1, true, NULL, ins);
    }
}

/* What S says of its item ITEM happens to SET.  */
static void
apply_set (struct heap_state *h, uint32_t ins, const struct heap_summary *s,
           uint32_t item, const struct heap_set *set)
{
  uint32_t bit = heap_bit (item);
  if (!set->n)
    return;
  if (s->escapes & bit)
    heap_escape (h, set, ESC_HEAP_PASSED, ins);
  if (s->seen & bit)
    heap_seen (h, set, ESC_HEAP_SHOWN, ins);
  if (s->compared & bit)
    heap_seen (h, set, ESC_HEAP_COMPARED, ins);
  read_small (h, ins, s, item, set);
  if (s->world_in & bit)
    for (uint32_t k = 0; k < set->n; k++)
      heap_world_in (h, heap_ptr_obj (set->p[k]));
}

static void
apply_item (struct heap_state *h, uint32_t ins, const struct heap_summary *s,
            uint32_t item)
{
  uint32_t bit = heap_bit (item);
  bool any = (s->escapes | s->seen | s->small | s->result | s->world_in
              | s->fresh_in | s->compared)
                 & bit
             || s->stores[item] || (item < HEAP_PARAMS && s->bytes[item]);
  if (!any)
    return;
  const struct heap_set *set = item_set (h, ins, item, &h->scratch[4]);
  apply_set (h, ins, s, item, set);
  if (s->stores[item] && set->n)
    store_items (h, ins, item, s->stores[item], set);
  if (s->fresh_in & bit)
    store_items (h, ins, item, heap_bit (HEAP_FRESH), set);
  if (s->result & bit && set->n)
    result (h, ins, set, s->exact & bit ? 0 : HEAP_ANY);
}

/* ---- callbacks ----------------------------------------------------------- */

/* Is S, of a function that a callee calls, nothing but looking at what
   parameter I leads to?  */
static bool
only_looks (const struct heap_summary *s, uint32_t i)
{
  for (uint32_t item = i; item < 3 * HEAP_PARAMS; item += HEAP_PARAMS)
    if ((s->freed & heap_bit (item)) || s->stores[item])
      return false;
  return true;
}

/* Item ITEM of INS is parameter I of function S, which the callee calls.  */
static void
call_back_with (struct heap_state *h, uint32_t ins,
                const struct heap_summary *s, uint32_t i, uint32_t item)
{
  if (!s || item == HEAP_FRESH || !only_looks (s, i))
    {
      heap_escape (h, item_set (h, ins, item, &h->scratch[5]), ESC_HEAP_PASSED,
                   ins);
      return;
    }
  for (uint32_t level = 0; level < 3; level++)
    {
      uint32_t at = item + level * HEAP_PARAMS;
      while (at >= 3 * HEAP_PARAMS)
        at -= HEAP_PARAMS;
      apply_set (h, ins, s, i + level * HEAP_PARAMS,
                 item_set (h, ins, at, &h->scratch[5]));
    }
}

/* The callee calls what the caller gave it.  */
static void
call_back (struct heap_state *h, uint32_t ins, const struct heap_callback *cb)
{
  const struct heap_set *set = heap_arg (h, ins, cb->param, &h->scratch[4]);
  uint32_t f = only_function (h, set);
  const struct heap_summary *s = f == ESC_NONE ? NULL : &h->sums[f];
  if (s
      && (!s->solved || s->top || s->ncallbacks || !h->m->fns[f].body
          || (h->m->fns[f].flags & ESC_FN_WEAK)
          || h->m->fns[f].nparams > cb->nargs))
    s = NULL;
  for (uint32_t i = 0; i < cb->nargs; i++)
    for (uint32_t item = 0; item < 32; item++)
      if (cb->items[i] >> item & 1)
        call_back_with (h, ins, s, i, item);
}

/* ---- the rest of the arguments ------------------------------------------- */

/* Arguments that a model does not name, or does nothing with: their content
   may be looked at byte by byte, and replaced.  */
static void
model_rest (struct heap_state *h, uint32_t ins, uint32_t f)
{
  const struct esc_call *c = &h->b->calls[h->b->ins[ins].x];
  for (uint32_t i = 0; i < c->nargs; i++)
    {
      const struct heap_set *a = heap_arg (h, ins, i, &h->scratch[4]);
      esc_opnd o = h->b->args[c->args + i];
      if (!a->n)
        continue;
      if (esc_opnd_kind (o) == ESC_OP_VAL
          && !(h->b->vals[esc_opnd_index (o)].flags & ESC_VAL_PTR))
        heap_seen (h, a, ESC_HEAP_SHOWN, ins);
      if (i >= h->m->fns[f].nparams)
        hand_over (h, ins, i, false);
    }
}

/* Pointers handed over as numbers, and more arguments than parameters.  */
static void
visible_rest (struct heap_state *h, uint32_t ins, uint32_t f)
{
  const struct esc_call *c = &h->b->calls[h->b->ins[ins].x];
  const struct esc_fn *fn = &h->m->fns[f];
  for (uint32_t i = 0; i < c->nargs; i++)
    {
      const struct heap_set *a = heap_arg (h, ins, i, &h->scratch[4]);
      if (!a->n)
        continue;
      if (i >= fn->nparams)
        heap_escape (h, a, ESC_HEAP_PASSED, ins);
      else if (!fn->params[i].pointer && !fn->params[i].obj)
        heap_seen (h, a, ESC_HEAP_SHOWN, ins);
    }
}

static void
apply (struct heap_state *h, uint32_t ins, uint32_t f)
{
  const struct heap_summary *s = &h->sums[f];
  for (uint32_t item = 0; item < 32; item++)
    apply_item (h, ins, s, item);
  for (uint32_t i = 0; i < s->ncallbacks; i++)
    call_back (h, ins, &s->callbacks[i]);
  if (h->m->fns[f].flags & ESC_FN_MODEL)
    model_rest (h, ins, f);
  else
    visible_rest (h, ins, f);
  if (s->world_result)
    result_ptr (h, ins, heap_ptr_make (0, HEAP_ANY));
  if (s->fresh)
    result_ptr (h, ins, heap_ptr_make (heap_site (h, ins), 0));
}

/* Remember that what parameter PARAM points to is called, with the arguments
   of INS.  */
static bool
note_callback (struct heap_state *h, uint32_t ins, uint32_t param)
{
  const struct esc_call *c = &h->b->calls[h->b->ins[ins].x];
  struct heap_summary *s = h->sum;
  uint32_t k = 0;
  if (c->nargs > 6)
    return false;
  while (
      k < s->ncallbacks
      && (s->callbacks[k].param != param || s->callbacks[k].nargs != c->nargs))
    k++;
  if (k == HEAP_CALLBACKS)
    return false;
  uint32_t items[6];
  for (uint32_t i = 0; i < c->nargs; i++)
    {
      bool world = false;
      const struct heap_set *a = heap_arg (h, ins, i, &h->scratch[4]);
      items[i] = heap_items (h, a, &world);
      for (uint32_t j = 0; j < a->n; j++)
        if (h->objs[heap_ptr_obj (a->p[j])].kind >= HEAP_LOCAL)
          return false;
    }
  if (k == s->ncallbacks)
    {
      memset (&s->callbacks[k], 0, sizeof s->callbacks[k]);
      s->callbacks[k].param = param;
      s->callbacks[k].nargs = c->nargs;
      s->ncallbacks++;
    }
  for (uint32_t i = 0; i < c->nargs; i++)
    s->callbacks[k].items[i] |= items[i];
  return true;
}

/* Is each function that a pointer in SET can point to known?  What several
   functions make or free is not followed.  */
static bool
all_known (const struct heap_state *h, const struct heap_set *set)
{
  for (uint32_t i = 0; i < set->n; i++)
    {
      struct heap_set one = { .p = &set->p[i], .n = 1 };
      uint32_t f = only_function (h, &one);
      if (!known (h, f)
          || (set->n > 1 && (h->sums[f].freed || h->sums[f].fresh)))
        return false;
    }
  return set->n != 0;
}

/* The call at INS is through a pointer in SET.  */
static void
call_through (struct heap_state *h, uint32_t ins, const struct heap_set *set)
{
  uint32_t obj = set->n == 1 ? heap_ptr_obj (set->p[0]) : 0;
  if (!set->n && !h->last)
    return;
  if (obj && h->objs[obj].kind == HEAP_PARAM
      && note_callback (h, ins, h->objs[obj].a))
    result_ptr (h, ins, heap_ptr_make (0, HEAP_ANY));
  else if (!all_known (h, set))
    call_unknown (h, ins, only_function (h, set));
  else
    for (uint32_t i = 0; i < set->n; i++)
      apply (h, ins, alias (h->m, h->objs[heap_ptr_obj (set->p[i])].a));
}

void
heap_call (struct heap_state *h, uint32_t ins)
{
  const struct esc_call *c = &h->b->calls[h->b->ins[ins].x];
  uint32_t f = heap_callee (h, ins);
  h->setjmp |= (c->flags & ESC_CALL_SETJMP) != 0;
  if (esc_opnd_kind (c->callee) == ESC_OP_VAL)
    call_through (h, ins, &h->vals[esc_opnd_index (c->callee)]);
  else if (known (h, f))
    apply (h, ins, f);
  else
    call_unknown (h, ins, f);
}
