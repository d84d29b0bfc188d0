/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap-proof.c - the verdict on each site of a function, and its releases.

   A site may leave the heap if
   - the call does nothing but allocate, of a size that can be said;
   - nothing that outlives the function leads to the memory, and nobody was
     handed it who might keep it;
   - its address is nowhere a number, and is compared with other addresses
     only while the memory is there;
   - when the call is made again, nothing alive refers to the last memory, or
     there is a pool for it and what is alive;
   - the function cannot come back to life (setjmp).

   Steps: the releases; the sites; then what of the releases stands in their
   way.  */

#include "heap-flow.h"

#include <stdlib.h>
#include <string.h>

/* ---- releases ------------------------------------------------------------ */

bool
heap_plain_free (const struct heap_state *h, uint32_t ins, uint32_t i)
{
  uint32_t f = heap_callee (h, ins);
  return i == 0 && f != ESC_NONE && h->sums[f].only_frees
         && !(h->m->fns[f].flags & (ESC_FN_WEAK | ESC_FN_DISOWNED));
}

static uint32_t
site_index (const struct heap_state *h, uint32_t ins)
{
  for (uint32_t i = h->out->nsites; i-- > 0;)
    if (h->out->sites[i].fn == h->fn && h->out->sites[i].ins == ins)
      return i;
  return ESC_NONE;
}

static bool
same_value (const struct heap_state *h, esc_opnd o, uint32_t val)
{
  return esc_opnd_kind (o) == ESC_OP_VAL
         && heap_origin (h, esc_opnd_index (o)) == val;
}

/* The call at INS may free what SET points to, its argument ARG or what that
   leads to.  */
static void
add_release (struct heap_state *h, uint32_t ins, uint32_t arg,
             const struct heap_set *set, bool content)
{
  struct esc_heap *out = h->out;
  struct esc_heap_release r = {
    .fn = h->fn, .ins = ins, .arg = arg, .sites = out->nrefs, .content = content
  };
  uint32_t last = ESC_NONE;
  for (uint32_t i = 0; i < set->n; i++)
    {
      const struct heap_obj *o = &h->objs[heap_ptr_obj (set->p[i])];
      uint32_t s = o->kind == HEAP_SITE ? site_index (h, o->a) : ESC_NONE;
      if (s == ESC_NONE)
        r.others |= o->kind != HEAP_LOCAL && o->kind != HEAP_FUN;
      else if (s != last)
        {
          ESC_GROW (out->refs, out->cap_refs, out->nrefs + 1);
          out->refs[out->nrefs++] = last = s;
        }
    }
  r.nsites = out->nrefs - r.sites;
  if (!r.nsites)
    return;
  uint32_t f = heap_callee (h, ins);
  const struct esc_call *c = &h->b->calls[h->b->ins[ins].x];
  r.resizes = h->sums[f].quiet && h->sums[f].alloc.old == arg + 1;
  r.inside = content || h->b->ins[ins].dst != ESC_NONE
             || !heap_plain_free (h, ins, arg);
  r.inside &= !r.resizes;
  r.certain = r.nsites == 1 && !r.others && arg < c->nargs
              && same_value (h, h->b->args[c->args + arg],
                             h->b->ins[out->sites[last].ins].dst);
  ESC_GROW (out->releases, out->cap_releases, out->nreleases + 1);
  out->releases[out->nreleases++] = r;
}

static void
find_releases (struct heap_state *h, uint32_t ins)
{
  const struct esc_call *c = &h->b->calls[h->b->ins[ins].x];
  uint32_t f = heap_callee (h, ins);
  if (f == ESC_NONE || !h->m->fns[f].body || !h->sums[f].solved)
    return;
  uint32_t freed = h->sums[f].freed;
  for (uint32_t i = 0; i <= c->nargs && i < HEAP_PARAMS && freed; i++)
    {
      const struct heap_set *a = heap_arg (h, ins, i, &h->scratch[4]);
      if (freed & heap_bit (i))
        add_release (h, ins, i, a, false);
      if (freed & (heap_bit (HEAP_PARAMS + i) | heap_bit (2 * HEAP_PARAMS + i)))
        {
          struct heap_set *all = &h->scratch[5];
          all->n = 0;
          heap_reach (h, a, all);
          add_release (h, ins, i, all, true);
        }
    }
}

/* ---- comparisons --------------------------------------------------------- */

/* A comparison that may be of the memory of a site.  */
struct meeting
{
  const struct heap_set *a, *b;
  bool both; /* on both sides */
};

/* Does instruction INS compare an address in object O with another one that
   is not null?  */
static bool
compares (struct heap_state *h, uint32_t ins, uint32_t o, struct meeting *m)
{
  const struct esc_ins *i = &h->b->ins[ins];
  bool pair
      = i->op == ESC_CMP || i->op == ESC_COND
        || (i->op == ESC_ARITH
            && (i->sub == ESC_SUB || i->sub == ESC_MIN || i->sub == ESC_MAX));
  if (!pair || heap_is_null (h, i->a) || heap_is_null (h, i->b))
    return false;
  m->a = heap_opnd (h, i->a, &h->scratch[0]);
  m->b = heap_opnd (h, i->b, &h->scratch[1]);
  bool x = heap_set_has (m->a, o), y = heap_set_has (m->b, o);
  m->both = x && y;
  return (x || y) && (i->op != ESC_ARITH || (x && y));
}

/* May release R free something that M compares?  */
static bool
release_of (const struct heap_state *h, const struct esc_heap_release *r,
            const struct meeting *m)
{
  for (uint32_t i = r->sites; i < r->sites + r->nsites && r->fn == h->fn; i++)
    {
      uint32_t o = h->site_at[h->out->sites[h->out->refs[i]].ins];
      if (heap_set_has (m->a, o) || heap_set_has (m->b, o))
        return true;
    }
  return false;
}

/* Is there nothing in SET but O and variables, whose addresses differ from
   O's wherever it is?  */
static bool
alone_or_local (const struct heap_state *h, const struct heap_set *set,
                uint32_t o)
{
  for (uint32_t i = 0; i < set->n; i++)
    {
      uint32_t obj = heap_ptr_obj (set->p[i]);
      if (obj != o && h->objs[obj].kind != HEAP_LOCAL)
        return false;
    }
  return true;
}

/* Is site S compared, with others, when it or they may have been freed?
   Where, in *AT.  What is FORGOTTEN, with all that refers to it, when the call
   is made again is not compared with what was freed before.  */
static bool
compared_after (struct heap_state *h, uint32_t s, uint32_t o, bool forgotten,
                uint32_t *at, bool *pairs)
{
  for (uint32_t k = 0; k < h->b->nins; k++)
    {
      struct meeting m;
      if (!compares (h, k, o, &m))
        continue;
      *pairs |= m.both;
      bool alone = forgotten && alone_or_local (h, m.a, o)
                   && alone_or_local (h, m.b, o);
      uint32_t via = alone ? h->out->sites[s].ins : ESC_NONE;
      for (uint32_t r = 0; r < h->out->nreleases; r++)
        if (release_of (h, &h->out->releases[r], &m)
            && heap_leads (h, h->out->releases[r].ins, k, via))
          {
            *at = k;
            return true;
          }
    }
  return false;
}

/* ---- sites --------------------------------------------------------------- */

static void
refuse (struct heap_state *h, struct esc_heap_site *s, enum esc_heap_why why,
        uint32_t ins)
{
  s->why = why;
  if (ins == ESC_NONE || ins >= h->b->nins)
    return;
  s->why_loc = h->b->ins[ins].loc;
  if (h->b->ins[ins].op != ESC_CALL)
    return;
  uint32_t f = heap_callee (h, ins);
  if (f != ESC_NONE)
    s->name = h->m->fns[f].name;
}

/* The instruction that returns.  */
static uint32_t
some_return (const struct heap_state *h)
{
  for (uint32_t k = h->b->nins; k-- > 0;)
    if (h->b->ins[k].op == ESC_RET)
      return k;
  return ESC_NONE;
}

/* What callers get hold of: ALL.  */
static void
outlives (struct heap_state *h, struct heap_set *all)
{
  all->n = 0;
  for (uint32_t i = 0; i < 3 * HEAP_PARAMS; i++)
    {
      heap_ptr p = heap_ptr_make (1 + i, HEAP_ANY);
      struct heap_set one = { .p = &p, .n = 1 };
      heap_reach (h, &one, all);
    }
}

static void
judge (struct heap_state *h, uint32_t n, const struct heap_set *left,
       const struct heap_set *returned)
{
  struct esc_heap_site *s = &h->out->sites[n];
  uint32_t o = h->site_at[s->ins], at = ESC_NONE;
  bool pairs = false;
  s->loops = heap_leads (h, s->ins, s->ins, ESC_NONE);
  s->recursive = h->recursive[h->fn];
  if (h->overrun)
    refuse (h, s, ESC_HEAP_COMPLEX, ESC_NONE);
  else if (heap_set_has (&h->ret, o) || heap_set_has (returned, o))
    refuse (h, s, ESC_HEAP_RETURNED, some_return (h));
  else if (h->objs[o].escaped || h->objs[o].seen)
    refuse (h, s, (enum esc_heap_why)h->objs[o].why, h->objs[o].why_ins);
  else if (heap_set_has (left, o))
    refuse (h, s, ESC_HEAP_LEFT, s->ins);
  else if (h->expose)
    return;
  else if (h->setjmp)
    refuse (h, s, ESC_HEAP_SETJMP, ESC_NONE);
  else if (s->alloc.size == ESC_HEAP_UNKNOWN)
    refuse (h, s, ESC_HEAP_UNDERSTOOD, ESC_NONE);
  else if (compared_after (h, n, o, true, &at, &pairs))
    refuse (h, s, ESC_HEAP_COMPARED, at);
  else
    s->pool
        = s->recursive || s->alloc.old
          || (s->loops && (s->alloc.out || !heap_single (h, s->ins, pairs)));
}

/* The release at REL gives the memory of site S to a call that resizes it.  */
static void
judge_resized (struct heap_state *h, const struct esc_heap_release *rel,
               struct esc_heap_site *s)
{
  uint32_t to = site_index (h, rel->ins);
  const struct esc_heap_alloc *a = &h->sums[heap_callee (h, rel->ins)].alloc;
  if (to == ESC_NONE || a->size == ESC_HEAP_UNKNOWN
      || a->size == ESC_HEAP_STRING || rel->arg + 1 != a->old)
    refuse (h, s, ESC_HEAP_RESIZED, rel->ins);
  else
    s->pool = true;
}

/* Pieces of a pool are used again as soon as they are freed.  */
static void
judge_pool (struct heap_state *h, uint32_t n)
{
  struct esc_heap_site *s = &h->out->sites[n];
  bool pairs = false;
  uint32_t at;
  if (!s->why && s->pool
      && compared_after (h, n, h->site_at[s->ins], false, &at, &pairs))
    refuse (h, s, ESC_HEAP_COMPARED, at);
}

/* Does the call at INS allocate?  *INNER: among other things.  */
static bool
allocates (const struct heap_state *h, uint32_t ins, bool *inner)
{
  uint32_t f = h->b->ins[ins].op == ESC_CALL ? heap_callee (h, ins) : ESC_NONE;
  *inner = false;
  if (f == ESC_NONE || !h->m->fns[f].body || !h->sums[f].solved
      || h->sums[f].top
      || (h->m->fns[f].flags & (ESC_FN_WEAK | ESC_FN_DISOWNED)))
    return false;
  *inner = h->expose && (h->sums[f].fresh || h->sums[f].fresh_in)
           && !(h->m->fns[f].flags & ESC_FN_MODEL);
  return *inner || h->sums[f].outs
         || (h->sums[f].quiet && h->b->ins[ins].dst != ESC_NONE);
}

static void
expose (struct heap_state *h, uint32_t ins)
{
  struct esc_heap *out = h->out;
  uint32_t f = heap_callee (h, ins);
  if (h->m->fns[f].flags & (ESC_FN_MODEL | ESC_FN_WEAK))
    return;
  ESC_GROW (out->exposed, out->cap_exposed, out->nexposed + 1);
  out->exposed[out->nexposed++] = (struct esc_heap_exposed){ h->fn, ins };
}

/* What hides the sites from FIRST_SITE on and their releases.  */
static void
judge_exposed (struct heap_state *h, uint32_t first_site, uint32_t first)
{
  struct esc_heap *out = h->out;
  for (uint32_t n = first_site; n < out->nsites; n++)
    if (!out->sites[n].why && out->sites[n].inner)
      expose (h, out->sites[n].ins);
  for (uint32_t r = first; r < out->nreleases; r++)
    {
      const struct esc_heap_release *rel = &out->releases[r];
      bool any = false;
      for (uint32_t k = 0; k < rel->nsites; k++)
        any |= !out->sites[out->refs[rel->sites + k]].why;
      if (any && rel->inside)
        expose (h, rel->ins);
    }
}

/* What only the whole of the releases tells.  */
static void
judge_releases (struct heap_state *h, uint32_t first)
{
  struct esc_heap *out = h->out;
  for (uint32_t r = first; r < out->nreleases; r++)
    for (uint32_t k = 0; k < out->releases[r].nsites; k++)
      {
        const struct esc_heap_release *rel = &out->releases[r];
        struct esc_heap_site *s = &out->sites[out->refs[rel->sites + k]];
        if (s->why)
          continue;
        if (rel->resizes)
          judge_resized (h, rel, s);
        else if (rel->inside)
          refuse (h, s, ESC_HEAP_FREED_BY, rel->ins);
      }
}

void
heap_judge (struct heap_state *h)
{
  struct esc_heap *out = h->out;
  uint32_t sites = out->nsites, releases = out->nreleases;
  bool inner;
  for (uint32_t k = 0; k < h->b->nins; k++)
    if (allocates (h, k, &inner))
      {
        heap_site (h, k);
        ESC_GROW (out->sites, out->cap_sites, out->nsites + 1);
        out->sites[out->nsites++]
            = (struct esc_heap_site){ .fn = h->fn,
                                      .ins = k,
                                      .inner = inner,
                                      .alloc
                                      = h->sums[heap_callee (h, k)].alloc };
      }
  if (out->nsites == sites)
    return;
  for (uint32_t k = 0; k < h->b->nins; k++)
    if (h->b->ins[k].op == ESC_CALL)
      find_releases (h, k);
  struct heap_set left = { 0 }, returned = { 0 };
  outlives (h, &left);
  heap_reach (h, &h->ret, &returned);
  for (uint32_t n = sites; n < out->nsites; n++)
    judge (h, n, &left, &returned);
  if (h->expose)
    judge_exposed (h, sites, releases);
  else
    {
      judge_releases (h, releases);
      for (uint32_t n = sites; n < out->nsites; n++)
        judge_pool (h, n);
    }
  heap_set_free (&left);
  heap_set_free (&returned);
}
