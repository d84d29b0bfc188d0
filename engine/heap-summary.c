/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap-summary.c - what a function does with what its callers hand it.

       char *dup (const char *s) { char *p = malloc (8); …; return p; }
       => fresh result  */

#include "heap-flow.h"

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
        heap_judge_quiet (h, &s);
    }
  bool changed = memcmp (old, &s, sizeof s) != 0;
  *old = s;
  return changed;
}
