/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap-set.c - sets of pointers, and objects with their content.

       v.data = p      cell (0, 8) of v holds {site 3 + 0}
       v.a[i] = q      "any" of v holds it: found by whatever load of v

   Invariants: sets are sorted and only grow; at most HEAP_OFFSETS offsets into
   one object, then an unknown one stands for all; a set that becomes larger
   than HEAP_SET makes the function too much to answer for.

   Not modelled: that a store replaces what was there.  */

#include "heap-flow.h"

#include <stdlib.h>
#include <string.h>

/* Does OBJ stand for several memories, so that offsets mean nothing?  */
static bool
mixed (const struct heap_state *h, uint32_t obj)
{
  return h->objs[obj].kind == HEAP_CONTENT || h->objs[obj].kind == HEAP_DEEP;
}

/* The object that the pointers in OBJ point to from the start, or ESC_NONE.  */
static uint32_t
leads_to (const struct heap_state *h, uint32_t obj)
{
  switch (h->objs[obj].kind)
    {
    case HEAP_PARAM:
    case HEAP_CONTENT:
      return obj + 1;
    case HEAP_WORLD:
    case HEAP_DEEP:
      return obj;
    default:
      return ESC_NONE;
    }
}

/* ---- sets ---------------------------------------------------------------- */

/* Where PTR is in S, or would be.  */
static uint32_t
find (const struct heap_set *s, heap_ptr ptr)
{
  uint32_t lo = 0, hi = s->n;
  while (lo < hi)
    {
      uint32_t mid = (lo + hi) / 2;
      if (s->p[mid] < ptr)
        lo = mid + 1;
      else
        hi = mid;
    }
  return lo;
}

static void
insert (struct heap_set *s, uint32_t at, heap_ptr ptr)
{
  ESC_GROW (s->p, s->cap, s->n + 1);
  memmove (s->p + at + 1, s->p + at, (s->n - at) * sizeof *s->p);
  s->p[at] = ptr;
  s->n++;
}

bool
heap_add (struct heap_state *h, struct heap_set *s, heap_ptr ptr)
{
  uint32_t obj = heap_ptr_obj (ptr);
  if (obj == 0 || mixed (h, obj) || h->objs[obj].kind == HEAP_FUN)
    ptr = heap_ptr_make (obj, HEAP_ANY);
  uint32_t first = find (s, heap_ptr_make (obj, 0)), last;
  for (last = first; last < s->n && heap_ptr_obj (s->p[last]) == obj; last++)
    if (s->p[last] == ptr || heap_ptr_off (s->p[last]) == HEAP_ANY)
      return false;
  if (last - first >= HEAP_OFFSETS || heap_ptr_off (ptr) == HEAP_ANY)
    {
      memmove (s->p + first, s->p + last, (s->n - last) * sizeof *s->p);
      s->n -= last - first;
      ptr = heap_ptr_make (obj, HEAP_ANY);
    }
  insert (s, find (s, ptr), ptr);
  h->overrun |= s->n > HEAP_SET;
  if (s < h->scratch || s >= h->scratch + HEAP_SCRATCH)
    h->changed = true;
  return true;
}

bool
heap_join (struct heap_state *h, struct heap_set *dst,
           const struct heap_set *src, int32_t shift)
{
  bool changed = false;
  if (dst == src)
    return false;
  for (uint32_t i = 0; i < src->n; i++)
    {
      int32_t off = heap_shift (heap_ptr_off (src->p[i]), shift);
      changed
          |= heap_add (h, dst, heap_ptr_make (heap_ptr_obj (src->p[i]), off));
    }
  return changed;
}

void
heap_set_free (struct heap_set *s)
{
  free (s->p);
  memset (s, 0, sizeof *s);
}

bool
heap_set_has (const struct heap_set *s, uint32_t obj)
{
  uint32_t i = find (s, heap_ptr_make (obj, 0));
  return i < s->n && heap_ptr_obj (s->p[i]) == obj;
}

bool
heap_set_only (const struct heap_set *s, uint32_t obj)
{
  return s->n && heap_ptr_obj (s->p[0]) == obj
         && heap_ptr_obj (s->p[s->n - 1]) == obj;
}

/* ---- objects ------------------------------------------------------------- */

static uint32_t
new_obj (struct heap_state *h, enum heap_kind kind, uint32_t a)
{
  if (h->nobjs == h->cap_objs)
    {
      uint32_t old = h->cap_objs;
      ESC_GROW (h->objs, h->cap_objs, h->nobjs + 1);
      memset (h->objs + old, 0, (h->cap_objs - old) * sizeof *h->objs);
    }
  struct heap_obj *o = &h->objs[h->nobjs];
  for (uint32_t i = 0; i < o->ncells; i++)
    o->cells[i].set.n = 0;
  struct heap_obj empty = { .kind = (uint8_t)kind,
                            .a = a,
                            .cells = o->cells,
                            .cap = o->cap,
                            .any = { o->any.p, 0, o->any.cap } };
  *o = empty;
  return h->nobjs++;
}

uint32_t
heap_param_obj (uint32_t param)
{
  return 1 + 3 * param;
}

uint32_t
heap_local (struct heap_state *h, uint32_t obj)
{
  if (!esc_obj_mortal (&h->m->objs[obj]) || h->m->objs[obj].fn != h->fn)
    return 0;
  if (h->obj_epoch[obj] != h->epoch)
    {
      h->obj_epoch[obj] = h->epoch;
      h->obj_at[obj] = new_obj (h, HEAP_LOCAL, obj);
    }
  return h->obj_at[obj];
}

uint32_t
heap_function (struct heap_state *h, uint32_t fn)
{
  if (h->fn_epoch[fn] != h->epoch)
    {
      h->fn_epoch[fn] = h->epoch;
      h->fn_at[fn] = new_obj (h, HEAP_FUN, fn);
    }
  return h->fn_at[fn];
}

uint32_t
heap_site (struct heap_state *h, uint32_t ins)
{
  if (!h->site_at[ins])
    h->site_at[ins] = new_obj (h, HEAP_SITE, ins);
  return h->site_at[ins];
}

uint32_t
heap_site_inner (struct heap_state *h, uint32_t ins)
{
  for (uint32_t o = 0; o < h->nobjs; o++)
    if (h->objs[o].kind == HEAP_SITE && h->objs[o].a == ins
        && o != h->site_at[ins])
      return o;
  return new_obj (h, HEAP_SITE, ins);
}

/* Begin with function FN: nothing points anywhere.  */
void
heap_start (struct heap_state *h, uint32_t fn)
{
  h->fn = fn;
  h->b = h->m->fns[fn].body;
  h->epoch++;
  h->nobjs = 0;
  h->overrun = h->setjmp = h->last = false;
  h->ret.n = 0;
  new_obj (h, HEAP_WORLD, 0);
  for (uint32_t i = 0; i < HEAP_PARAMS; i++)
    {
      new_obj (h, HEAP_PARAM, i);
      new_obj (h, HEAP_CONTENT, i);
      new_obj (h, HEAP_DEEP, i);
    }
  if (h->b->nvals > h->cap_vals)
    {
      uint32_t old = h->cap_vals;
      ESC_GROW (h->vals, h->cap_vals, h->b->nvals);
      memset (h->vals + old, 0, (h->cap_vals - old) * sizeof *h->vals);
    }
  for (uint32_t v = 0; v < h->b->nvals; v++)
    h->vals[v].n = 0;
  ESC_GROW (h->site_at, h->cap_site_at, h->b->nins + 1);
  memset (h->site_at, 0, (h->b->nins + 1) * sizeof *h->site_at);
}

/* ---- content ------------------------------------------------------------- */

static bool
overlaps (const struct heap_cell *c, int32_t lo, int64_t size)
{
  return lo == HEAP_ANY || size < 0
         || (c->off < lo + size && lo < c->off + c->size);
}

/* Note that SIZE bytes at LO of O are read as a number.  */
static void
note_small (struct heap_state *h, uint32_t obj, int32_t lo, int64_t size)
{
  struct heap_obj *o = &h->objs[obj];
  if (o->kind != HEAP_PARAM && !mixed (h, obj))
    return;
  if (o->kind == HEAP_PARAM && lo >= 0 && size > 0 && lo + size < 64)
    {
      uint64_t bytes = ((UINT64_C (1) << size) - 1) << lo;
      h->changed |= (o->bytes & bytes) != bytes;
      o->bytes |= bytes;
    }
  else if (!o->small)
    o->small = h->changed = true;
}

void
heap_read (struct heap_state *h, uint32_t obj, int32_t lo, int64_t size,
           bool number, struct heap_set *dst, uint32_t ins)
{
  struct heap_obj *o = &h->objs[obj];
  /* EXPOSE asks what might be: members will be told apart later.  */
  if (o->kind == HEAP_FUN || (number && h->expose))
    return;
  if (number)
    note_small (h, obj, lo, size);
  else if (leads_to (h, obj) != ESC_NONE)
    heap_add (h, dst, heap_ptr_make (leads_to (h, obj), HEAP_ANY));
  if (number)
    heap_seen (h, &h->objs[obj].any, ESC_HEAP_SHOWN, ins);
  else
    heap_join (h, dst, &h->objs[obj].any, 0);
  for (uint32_t i = 0; i < h->objs[obj].ncells; i++)
    {
      const struct heap_cell *c = &h->objs[obj].cells[i];
      if (!overlaps (c, lo, size))
        continue;
      if (number)
        heap_seen (h, &c->set, ESC_HEAP_SHOWN, ins);
      else
        heap_join (h, dst, &c->set, 0);
    }
}

static struct heap_set *
cell_of (struct heap_state *h, uint32_t obj, int32_t lo, int64_t size)
{
  struct heap_obj *o = &h->objs[obj];
  if (lo == HEAP_ANY || size <= 0 || size > 64)
    return &o->any;
  for (uint32_t i = 0; i < o->ncells; i++)
    if (o->cells[i].off == lo && o->cells[i].size == size)
      return &o->cells[i].set;
  if (o->ncells >= HEAP_CELLS)
    return &o->any;
  uint32_t old = o->cap;
  ESC_GROW (o->cells, o->cap, o->ncells + 1);
  if (o->cap > old)
    memset (o->cells + old, 0, (o->cap - old) * sizeof *o->cells);
  struct heap_cell *c = &o->cells[o->ncells++];
  c->off = lo;
  c->size = (int32_t)size;
  c->set.n = 0;
  return &c->set;
}

void
heap_write (struct heap_state *h, uint32_t obj, int32_t lo, int64_t size,
            const struct heap_set *src, uint32_t ins)
{
  if (!src->n || h->objs[obj].kind == HEAP_FUN)
    return;
  if (obj == 0)
    {
      heap_escape (h, src, ESC_HEAP_LEFT, ins);
      return;
    }
  if (mixed (h, obj))
    lo = HEAP_ANY;
  heap_join (h, cell_of (h, obj, lo, size), src, 0);
}

void
heap_copy (struct heap_state *h, heap_ptr dst, heap_ptr src, int64_t size,
           uint32_t ins)
{
  uint32_t to = heap_ptr_obj (dst), from = heap_ptr_obj (src);
  int32_t dlo = heap_ptr_off (dst), slo = heap_ptr_off (src);
  struct heap_set *t = &h->scratch[3];
  if (dlo == HEAP_ANY || slo == HEAP_ANY)
    {
      t->n = 0;
      heap_read (h, from, slo, slo == HEAP_ANY ? -1 : size, false, t, ins);
      heap_write (h, to, HEAP_ANY, -1, t, ins);
      return;
    }
  for (uint32_t i = 0; i < h->objs[from].ncells; i++)
    {
      const struct heap_cell c = h->objs[from].cells[i];
      if (!overlaps (&c, slo, size))
        continue;
      t->n = 0;
      heap_join (h, t, &c.set, 0);
      bool whole = c.off >= slo && (size < 0 || c.off + c.size <= slo + size);
      heap_write (h, to, whole ? heap_shift (dlo, c.off - slo) : HEAP_ANY,
                  c.size, t, ins);
    }
  t->n = 0;
  heap_join (h, t, &h->objs[from].any, 0);
  if (leads_to (h, from) != ESC_NONE)
    heap_add (h, t, heap_ptr_make (leads_to (h, from), HEAP_ANY));
  heap_write (h, to, HEAP_ANY, -1, t, ins);
}

/* ---- what leads where ---------------------------------------------------- */

static void
reach_set (struct heap_state *h, const struct heap_set *s, struct heap_set *out)
{
  for (uint32_t i = 0; i < s->n; i++)
    heap_add (h, out, heap_ptr_make (heap_ptr_obj (s->p[i]), HEAP_ANY));
}

/* The objects that the content of OBJ leads to at once.  */
static void
reach_obj (struct heap_state *h, uint32_t obj, struct heap_set *out)
{
  struct heap_obj *o = &h->objs[obj];
  if (o->mark == h->mark)
    return;
  o->mark = h->mark;
  if (leads_to (h, obj) != ESC_NONE)
    heap_add (h, out, heap_ptr_make (leads_to (h, obj), HEAP_ANY));
  reach_set (h, &o->any, out);
  for (uint32_t i = 0; i < o->ncells; i++)
    reach_set (h, &o->cells[i].set, out);
}

void
heap_step (struct heap_state *h, const struct heap_set *set,
           struct heap_set *out)
{
  h->mark++;
  for (uint32_t i = 0; i < set->n; i++)
    reach_obj (h, heap_ptr_obj (set->p[i]), out);
}

void
heap_reach (struct heap_state *h, const struct heap_set *set,
            struct heap_set *out)
{
  heap_step (h, set, out);
  for (bool again = true; again;)
    {
      again = false;
      for (uint32_t i = 0; i < out->n; i++)
        if (h->objs[heap_ptr_obj (out->p[i])].mark != h->mark)
          {
            reach_obj (h, heap_ptr_obj (out->p[i]), out);
            again = true;
            break;
          }
    }
}

static void
remember (struct heap_obj *o, enum esc_heap_why why, uint32_t ins)
{
  if (o->why)
    return;
  o->why = (uint8_t)why;
  o->why_ins = ins;
}

void
heap_world_in (struct heap_state *h, uint32_t obj)
{
  struct heap_obj *o = &h->objs[obj];
  if (obj == 0 || o->kind == HEAP_FUN || o->world_in)
    return;
  o->world_in = h->changed = true;
  heap_add (h, &o->any, heap_ptr_make (0, HEAP_ANY));
}

void
heap_escape (struct heap_state *h, const struct heap_set *s,
             enum esc_heap_why why, uint32_t ins)
{
  for (uint32_t i = 0; i < s->n; i++)
    {
      struct heap_obj *o = &h->objs[heap_ptr_obj (s->p[i])];
      if (o->escaped || o->kind == HEAP_WORLD)
        continue;
      o->escaped = h->changed = true;
      remember (o, why, ins);
      heap_world_in (h, heap_ptr_obj (s->p[i]));
    }
}

void
heap_seen (struct heap_state *h, const struct heap_set *s,
           enum esc_heap_why why, uint32_t ins)
{
  for (uint32_t i = 0; i < s->n; i++)
    {
      struct heap_obj *o = &h->objs[heap_ptr_obj (s->p[i])];
      if (o->seen || o->kind == HEAP_WORLD)
        continue;
      o->seen = h->changed = true;
      remember (o, why, ins);
    }
}

void
heap_settle_escapes (struct heap_state *h)
{
  for (bool again = true; again;)
    {
      again = false;
      for (uint32_t o = 1; o < h->nobjs; o++)
        {
          if (!h->objs[o].escaped)
            continue;
          struct heap_set *one = &h->scratch[2], *out = &h->scratch[3];
          bool before = h->changed;
          one->n = out->n = 0;
          heap_add (h, one, heap_ptr_make (o, HEAP_ANY));
          heap_reach (h, one, out);
          h->changed = false;
          heap_escape (h, out, (enum esc_heap_why)h->objs[o].why,
                       h->objs[o].why_ins);
          again |= h->changed;
          h->changed |= before;
        }
    }
}
