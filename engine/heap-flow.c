/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap-flow.c - what each instruction does with pointers.

       q = p + 8           q: what p is, moved
       n = (long) p        the address of p's object is seen
       if (p < end)        nothing, if both point into the same object
       x = v.len           nothing: a number

   Memory that is read as a number gives no pointer; that it is a pointer's
   bytes which are read is noted against what the pointer points to.

   Steps: the parameters; then all instructions, until nothing changes; then
   the same with pointers that nothing was seen to make taken for unknown.  */

#include "heap-flow.h"

#include <string.h>

/* ---- operands ------------------------------------------------------------ */

bool
heap_is_null (const struct heap_state *h, esc_opnd o)
{
  return esc_opnd_kind (o) == ESC_OP_INT && h->b->ints[esc_opnd_index (o)] == 0;
}

static void each_target (struct heap_state *h, uint32_t place,
                         void (*visit) (struct heap_state *,
                                        const struct esc_place *, heap_ptr,
                                        void *, uint32_t),
                         void *arg, uint32_t ins);

static void
read_target (struct heap_state *h, const struct esc_place *p, heap_ptr at,
             void *arg, uint32_t ins)
{
  heap_read (h, heap_ptr_obj (at), heap_ptr_off (at),
             heap_ptr_off (at) == HEAP_ANY ? -1 : p->size,
             p->type == ESC_TY_OTHER, arg, ins);
  if (p->volatile_ && p->type != ESC_TY_OTHER)
    heap_add (h, arg, heap_ptr_make (0, HEAP_ANY));
}

const struct heap_set *
heap_opnd (struct heap_state *h, esc_opnd o, struct heap_set *scratch)
{
  uint32_t i = esc_opnd_index (o);
  scratch->n = 0;
  switch (esc_opnd_kind (o))
    {
    case ESC_OP_VAL:
      return &h->vals[i];
    case ESC_OP_ADDR:
      {
        const struct esc_addr a = h->b->addrs[i];
        int32_t off = a.off_known ? heap_shift (0, a.off) : HEAP_ANY;
        heap_add (h, scratch, heap_ptr_make (heap_local (h, a.obj), off));
        break;
      }
    case ESC_OP_FUN:
      heap_add (h, scratch, heap_ptr_make (heap_function (h, i), HEAP_ANY));
      break;
    case ESC_OP_CONTENT:
      each_target (h, i, read_target, scratch, ESC_NONE);
      break;
    case ESC_OP_UNKNOWN:
      heap_add (h, scratch, heap_ptr_make (0, HEAP_ANY));
      break;
    default:
      break;
    }
  return scratch;
}

/* ---- places -------------------------------------------------------------- */

/* Where in its object place P, based at offset OFF, begins.  */
static int32_t
begin_of (const struct esc_place *p, int32_t off)
{
  return p->idx == ESC_OPND_NONE ? heap_shift (off, p->off) : HEAP_ANY;
}

static void
each_target (struct heap_state *h, uint32_t place,
             void (*visit) (struct heap_state *, const struct esc_place *,
                            heap_ptr, void *, uint32_t),
             void *arg, uint32_t ins)
{
  const struct esc_place p = h->b->places[place];
  enum esc_opnd_kind kind = esc_opnd_kind (p.base);
  if (kind != ESC_OP_VAL && kind != ESC_OP_ADDR)
    {
      visit (h, &p, heap_ptr_make (0, HEAP_ANY), arg, ins);
      return;
    }
  if (kind == ESC_OP_ADDR)
    {
      const struct esc_addr a = h->b->addrs[esc_opnd_index (p.base)];
      int32_t off = a.off_known ? heap_shift (0, a.off) : HEAP_ANY;
      visit (h, &p, heap_ptr_make (heap_local (h, a.obj), begin_of (&p, off)),
             arg, ins);
      return;
    }
  /* The set may grow under the visit.  */
  const uint32_t v = esc_opnd_index (p.base);
  if (!h->vals[v].n && h->last)
    visit (h, &p, heap_ptr_make (0, HEAP_ANY), arg, ins);
  for (uint32_t i = 0; i < h->vals[v].n; i++)
    {
      heap_ptr at = h->vals[v].p[i];
      visit (
          h, &p,
          heap_ptr_make (heap_ptr_obj (at), begin_of (&p, heap_ptr_off (at))),
          arg, ins);
    }
}

static void
write_target (struct heap_state *h, const struct esc_place *p, heap_ptr at,
              void *arg, uint32_t ins)
{
  const struct heap_set *src = arg;
  if (p->volatile_ && src->n)
    heap_seen (h, src, ESC_HEAP_VOLATILE, ins);
  heap_write (h, heap_ptr_obj (at), heap_ptr_off (at), p->size, src, ins);
}

void
heap_store_place (struct heap_state *h, uint32_t place,
                  const struct heap_set *src, uint32_t ins)
{
  if (src->n)
    each_target (h, place, write_target, (void *)src, ins);
}

static void
fill_target (struct heap_state *h, const struct esc_place *p, heap_ptr at,
             void *arg, uint32_t ins)
{
  (void)p;
  (void)ins;
  (void)arg;
  heap_world_in (h, heap_ptr_obj (at));
}

/* The two ends of a copy.  */
struct copying
{
  heap_ptr src;
  int64_t size;
};

static void
copy_target (struct heap_state *h, const struct esc_place *p, heap_ptr at,
             void *arg, uint32_t ins)
{
  const struct copying *c = arg;
  int64_t size
      = p->size >= 0 && (c->size < 0 || p->size < c->size) ? p->size : c->size;
  heap_copy (h, at, c->src, size, ins);
}

static void
copy_source (struct heap_state *h, const struct esc_place *p, heap_ptr at,
             void *arg, uint32_t ins)
{
  struct copying c = { at, p->size };
  const uint32_t *dst = arg;
  each_target (h, *dst, copy_target, &c, ins);
}

/* ---- arithmetic ---------------------------------------------------------- */

/* May A and B be compared by order, or subtracted, without showing where they
   are?  */
static bool
same_object (const struct heap_set *a, const struct heap_set *b)
{
  return a->n && b->n && heap_set_only (a, heap_ptr_obj (b->p[0]))
         && heap_set_only (b, heap_ptr_obj (b->p[0]));
}

static bool
is_int (const struct heap_state *h, esc_opnd o)
{
  if (esc_opnd_kind (o) == ESC_OP_INT || esc_opnd_kind (o) == ESC_OP_NONE)
    return true;
  return esc_opnd_kind (o) == ESC_OP_VAL
         && !(h->b->vals[esc_opnd_index (o)].flags & ESC_VAL_PTR)
         && !h->vals[esc_opnd_index (o)].n;
}

static void
arith (struct heap_state *h, const struct esc_ins *i, uint32_t ins)
{
  const struct heap_set *a = heap_opnd (h, i->a, &h->scratch[0]);
  const struct heap_set *b = heap_opnd (h, i->b, &h->scratch[1]);
  struct heap_set *dst = &h->vals[i->dst];
  if (!a->n && !b->n)
    return;
  if (i->sub == ESC_SUB && b->n)
    {
      if (same_object (a, b))
        return;
      heap_seen (h, a, ESC_HEAP_SHOWN, ins);
      heap_seen (h, b, ESC_HEAP_SHOWN, ins);
      return;
    }
  if (i->sub != ESC_ADD && i->sub != ESC_SUB)
    {
      bool picks = i->sub == ESC_MIN || i->sub == ESC_MAX;
      if (!picks || !same_object (a, b))
        {
          heap_seen (h, a, ESC_HEAP_SHOWN, ins);
          heap_seen (h, b, ESC_HEAP_SHOWN, ins);
        }
      heap_join (h, dst, a, picks ? 0 : HEAP_ANY);
      heap_join (h, dst, b, picks ? 0 : HEAP_ANY);
      return;
    }
  int32_t by = HEAP_ANY;
  if (esc_opnd_kind (i->b) == ESC_OP_INT)
    by = heap_shift (0, h->b->ints[esc_opnd_index (i->b)]);
  if (by != HEAP_ANY && i->sub == ESC_SUB)
    by = -by;
  heap_join (h, dst, a, by);
  heap_join (h, dst, b, HEAP_ANY);
}

/* A comparison by order shows where things are, unless it stays inside one; a
   comparison for equality is judged later.  */
static void
compare (struct heap_state *h, const struct esc_ins *i, uint32_t ins)
{
  const struct heap_set *a = heap_opnd (h, i->a, &h->scratch[0]);
  const struct heap_set *b = heap_opnd (h, i->b, &h->scratch[1]);
  if ((!a->n && !b->n) || i->sub == ESC_EQ || i->sub == ESC_NE)
    return;
  if (heap_is_null (h, i->a) || heap_is_null (h, i->b) || same_object (a, b))
    return;
  if (is_int (h, i->a) && is_int (h, i->b))
    return;
  heap_seen (h, a, ESC_HEAP_SHOWN, ins);
  heap_seen (h, b, ESC_HEAP_SHOWN, ins);
}

static void
move (struct heap_state *h, const struct esc_ins *i, uint32_t ins)
{
  const struct heap_set *a = heap_opnd (h, i->a, &h->scratch[0]);
  if (i->sub == ESC_CAST_TO_INT || i->sub == ESC_CAST_TRUNC)
    heap_seen (h, a, ESC_HEAP_SHOWN, ins);
  if (i->sub != ESC_CAST_TRUNC)
    heap_join (h, &h->vals[i->dst], a, 0);
  if (i->sub == ESC_CAST_TO_PTR && !a->n && esc_opnd_kind (i->a) != ESC_OP_INT)
    heap_add (h, &h->vals[i->dst], heap_ptr_make (0, HEAP_ANY));
}

/* ---- instructions -------------------------------------------------------- */

static void
take (struct heap_state *h, uint32_t dst, esc_opnd o)
{
  heap_join (h, &h->vals[dst], heap_opnd (h, o, &h->scratch[0]), 0);
}

static void
memory (struct heap_state *h, const struct esc_ins *i, uint32_t ins)
{
  switch (i->op)
    {
    case ESC_LOAD:
      each_target (h, i->x, read_target, &h->vals[i->dst], ins);
      break;
    case ESC_STORE:
      heap_store_place (h, i->x, heap_opnd (h, i->a, &h->scratch[0]), ins);
      break;
    case ESC_COPY:
      each_target (h, i->a, copy_source, (void *)&i->x, ins);
      break;
    case ESC_FILL:
      if (esc_opnd_kind (i->a) != ESC_OP_INT)
        each_target (h, i->x, fill_target, NULL, ins);
      break;
    default:
      break;
    }
}

static void
instruction (struct heap_state *h, const struct esc_ins *i, uint32_t ins)
{
  switch (i->op)
    {
    case ESC_MOVE:
      move (h, i, ins);
      break;
    case ESC_ARITH:
      arith (h, i, ins);
      break;
    case ESC_CMP:
    case ESC_COND:
      compare (h, i, ins);
      break;
    case ESC_SELECT:
      take (h, i->dst, i->a);
      take (h, i->dst, i->b);
      break;
    case ESC_PHI:
      for (uint32_t p = i->x; p < i->x + i->n; p++)
        take (h, i->dst, h->b->phis[p].val);
      break;
    case ESC_ALLOCA:
      heap_add (h, &h->vals[i->dst], heap_ptr_make (heap_local (h, i->x), 0));
      break;
    case ESC_NEW:
      heap_add (h, &h->vals[i->dst], heap_ptr_make (heap_site (h, ins), 0));
      break;
    case ESC_SWITCH:
      heap_seen (h, heap_opnd (h, i->a, &h->scratch[0]), ESC_HEAP_SHOWN, ins);
      break;
    case ESC_CALL:
      heap_call (h, ins);
      break;
    case ESC_RET:
      heap_join (h, &h->ret, heap_opnd (h, i->a, &h->scratch[0]), 0);
      break;
    default:
      memory (h, i, ins);
      break;
    }
}

/* ---- the function -------------------------------------------------------- */

static void
seed (struct heap_state *h, uint32_t param, uint32_t val, uint32_t obj)
{
  heap_ptr p = heap_ptr_make (heap_param_obj (param), 0);
  const struct esc_fn *fn = &h->m->fns[h->fn];
  bool pointer = param >= fn->nparams || fn->params[param].pointer
                 || (fn->flags & ESC_FN_MODEL);
  struct heap_set one = { .p = &p, .n = 1 };
  if (val != ESC_NONE && pointer)
    heap_add (h, &h->vals[val], p);
  if (!obj)
    return;
  if (!pointer)
    p = heap_ptr_make (heap_param_obj (param), HEAP_ANY);
  heap_write (h, heap_local (h, obj), pointer ? 0 : HEAP_ANY, 8, &one,
              ESC_NONE);
}

void
heap_solve (struct heap_state *h)
{
  const struct esc_fn *fn = &h->m->fns[h->fn];
  if (fn->nparams + (fn->chain != ESC_NONE) > HEAP_PARAMS)
    {
      h->overrun = true;
      return;
    }
  for (uint32_t i = 0; i < fn->nparams; i++)
    seed (h, i, fn->params[i].val, fn->params[i].obj);
  if (fn->chain != ESC_NONE)
    seed (h, fn->nparams, fn->chain, 0);
  unsigned rounds = 0;
  h->changed = true;
  while (h->changed && !h->overrun)
    {
      h->changed = false;
      for (uint32_t k = 0; k < h->b->nins && !h->overrun; k++)
        {
          const struct esc_ins ins = h->b->ins[k];
          instruction (h, &ins, k);
        }
      heap_settle_escapes (h);
      h->out->steps += h->b->nins;
      h->overrun |= ++rounds > HEAP_ROUNDS;
      if (!h->changed && !h->last)
        h->last = h->changed = true;
    }
}
