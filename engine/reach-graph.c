/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reach-graph.c - what each instruction says of pointers.

       q = p + 8            COPY  p -> q, moved by 8
       q = load [p + 8]     LOAD  on p at 8, to q
       store [&x] = p       COPY  p -> slot 0 of x
       ret p                COPY  p -> slot 0 of the result

   A value that is narrower than a pointer carries no address and has no node.
   Integers as wide as pointers do; what passes through one is marked
   WALK_NUMBER until it is a pointer again.

   Not modelled: order; conditions; bytes of a pointer one by one.  */

#include "walk.h"

/* ---- operands ------------------------------------------------------------*/

uint32_t
esc_walk_val_node (struct esc_walk *w, uint32_t val)
{
  if (w->val_epoch[val] != w->epoch)
    {
      w->val_epoch[val] = w->epoch;
      w->val_node[val] = esc_walk_node (w, WALK_N_VAL, val, 0);
    }
  return esc_walk_node_rep (w, w->val_node[val]);
}

/* Is value VAL wide enough for an address?  */
static bool
is_wide (const struct esc_walk *w, uint32_t val)
{
  unsigned width = w->b->vals[val].width;
  return !width || width >= w->ptr_size;
}

/* The pointer that constant operand O is, or 0.  */
static walk_ptr
constant (struct esc_walk *w, esc_opnd o)
{
  uint32_t i = esc_opnd_index (o);
  switch (esc_opnd_kind (o))
    {
    case ESC_OP_ADDR:
      {
        const struct esc_addr a = w->b->addrs[i];
        return walk_ptr_make (esc_walk_obj_mem (w, a.obj),
                              a.off_known ? walk_off (a.off) : WALK_ANY, 0);
      }
    case ESC_OP_FUN:
      return walk_ptr_make (esc_walk_fun_mem (w, i), 0, 0);
    case ESC_OP_UNKNOWN:
      return walk_ptr_make (w->world, WALK_ANY, 0);
    default:
      return 0;
    }
}

/* Does value VAL possibly point anywhere?  Not if it is an undefined one.  */
static bool
carries (const struct esc_walk *w, uint32_t val)
{
  return is_wide (w, val) && !(w->b->vals[val].flags & ESC_VAL_UNDEF);
}

uint32_t
esc_walk_opnd_node (struct esc_walk *w, esc_opnd o, uint32_t ins)
{
  if (esc_opnd_kind (o) == ESC_OP_VAL)
    return carries (w, esc_opnd_index (o))
               ? esc_walk_val_node (w, esc_opnd_index (o))
               : 0;
  if (esc_opnd_kind (o) == ESC_OP_CONTENT)
    return esc_walk_place_node (w, esc_opnd_index (o), 0, -1, ins);
  walk_ptr p = constant (w, o);
  if (!p)
    return 0;
  uint32_t n = esc_walk_node (w, WALK_N_TEMP, 0, 0);
  esc_walk_seed (w, n, p, ins);
  return n;
}

/* O flows to NODE, moved by ADD, with marks SET and CLEAR.  */
static void
flow (struct esc_walk *w, esc_opnd o, uint32_t node, uint32_t ins, int32_t add,
      unsigned set, unsigned clear)
{
  if (esc_opnd_kind (o) == ESC_OP_VAL)
    {
      if (!carries (w, esc_opnd_index (o)))
        return;
      uint32_t u = esc_walk_use (w, WALK_COPY, node, ins);
      w->uses[u].add = add;
      w->uses[u].set = (uint8_t)set;
      w->uses[u].clear = (uint8_t)clear;
      esc_walk_hang (w, esc_walk_val_node (w, esc_opnd_index (o)), u);
      return;
    }
  walk_ptr p = constant (w, o);
  if (p)
    esc_walk_seed (w, node,
                   walk_ptr_make (walk_ptr_mem (p),
                                  walk_off_add (walk_ptr_off (p), add), set),
                   ins);
}

void
esc_walk_flow_to (struct esc_walk *w, esc_opnd o, uint32_t node, uint32_t ins)
{
  flow (w, o, node, ins, 0, 0, 0);
}

/* ---- places --------------------------------------------------------------*/

/* Bytes of a place, relative to what its base points to.  */
struct span
{
  int32_t lo, hi;
};

/* The bytes that place P, shifted by OFF, may be.  */
static struct span
span_of (const struct esc_walk *w, const struct esc_place *p, int64_t off)
{
  struct span s = { walk_off_add (walk_off (p->off), off), 0 };
  if (p->idx != ESC_OPND_NONE)
    {
      bool bounded = p->stride && p->hi >= 0 && p->hi > p->lo;
      s.lo = bounded ? walk_off (p->lo) : WALK_ANY;
      s.hi = bounded ? walk_off (p->hi) : WALK_ANY;
    }
  else if (p->size > (int64_t)w->ptr_size && p->type != ESC_TY_AGGR)
    s.hi = walk_off_add (s.lo, p->size);
  else
    s.hi = walk_off_add (s.lo, 1);
  if (s.lo == WALK_ANY || s.hi == WALK_ANY)
    s.lo = s.hi = WALK_ANY;
  return s;
}

static int32_t
shifted (const struct esc_addr *a, int32_t off)
{
  return a->off_known ? walk_off_add (walk_off (a->off), off) : WALK_ANY;
}

/* A use of KIND for place P, whose other node is OTHER.  */
static void
hang_access (struct esc_walk *w, enum walk_use_kind kind,
             const struct esc_place *p, struct span s, uint32_t other,
             uint32_t ins)
{
  uint32_t u = esc_walk_use (w, kind, other, ins);
  w->uses[u].lo = s.lo;
  w->uses[u].hi = s.hi;
  w->uses[u].field = p->field;
  esc_walk_hang (w, esc_walk_val_node (w, esc_opnd_index (p->base)), u);
}

/* What place P holds at OFF flows to node DST.  */
static void
load (struct esc_walk *w, const struct esc_place *p, int64_t off, uint32_t dst,
      uint32_t ins)
{
  struct span s = span_of (w, p, off);
  uint32_t i = esc_opnd_index (p->base);
  if (p->volatile_ || esc_opnd_kind (p->base) == ESC_OP_UNKNOWN)
    esc_walk_seed (w, dst, walk_ptr_make (w->world, WALK_ANY, 0), ins);
  if (esc_opnd_kind (p->base) == ESC_OP_VAL && carries (w, i))
    hang_access (w, WALK_LOAD, p, s, dst, ins);
  if (esc_opnd_kind (p->base) != ESC_OP_ADDR)
    return;
  const struct esc_addr a = w->b->addrs[i];
  uint32_t node
      = esc_walk_load_node (w, esc_walk_obj_mem (w, a.obj), shifted (&a, s.lo),
                            shifted (&a, s.hi), p->field);
  esc_walk_copy (w, node, dst, ins);
}

/* The node that a store to place P at OFF goes to, if its base is an object
   or unknown; 0 if it is a value.  */
static uint32_t
direct_node (struct esc_walk *w, const struct esc_place *p, int64_t off)
{
  struct span s = span_of (w, p, off);
  uint32_t i = esc_opnd_index (p->base);
  if (esc_opnd_kind (p->base) == ESC_OP_UNKNOWN)
    return esc_walk_store_node (w, w->world, WALK_ANY, 0, 0);
  if (esc_opnd_kind (p->base) != ESC_OP_ADDR)
    return 0;
  const struct esc_addr a = w->b->addrs[i];
  return esc_walk_store_node (w, esc_walk_obj_mem (w, a.obj),
                              shifted (&a, s.lo), shifted (&a, s.hi), p->field);
}

static void
store (struct esc_walk *w, const struct esc_place *p, esc_opnd a, uint32_t ins)
{
  uint32_t node = direct_node (w, p, 0);
  if (node)
    {
      esc_walk_flow_to (w, a, node, ins);
      return;
    }
  if (esc_opnd_kind (p->base) != ESC_OP_VAL
      || !carries (w, esc_opnd_index (p->base)))
    return;
  uint32_t src = esc_walk_opnd_node (w, a, ins);
  if (src)
    hang_access (w, WALK_STORE, p, span_of (w, p, 0), src, ins);
}

void
esc_walk_store_place (struct esc_walk *w, uint32_t place, int32_t off,
                      uint32_t src, const struct walk_use *like)
{
  const struct esc_place p = w->b->places[place];
  uint32_t node = direct_node (w, &p, off);
  uint32_t u = esc_walk_use (w, node ? WALK_COPY : WALK_STORE,
                             node ? node : src, like->ins);
  struct walk_use *use = &w->uses[u];
  struct span s = span_of (w, &p, off);
  use->flow = like->flow;
  use->add = like->add;
  use->set = like->set;
  use->lo = s.lo;
  use->hi = s.hi;
  if (node)
    esc_walk_hang (w, src, u);
  else if (esc_opnd_kind (p.base) == ESC_OP_VAL
           && carries (w, esc_opnd_index (p.base)))
    esc_walk_hang (w, esc_walk_val_node (w, esc_opnd_index (p.base)), u);
}

/* ---- aggregates ----------------------------------------------------------*/

/* A node with the address of place P, or 0.  *OFF is set to what must be
   added to it.  */
static uint32_t
address_node (struct esc_walk *w, const struct esc_place *p, int32_t *off,
              uint32_t ins)
{
  *off = span_of (w, p, 0).lo;
  if (p->idx != ESC_OPND_NONE)
    *off = WALK_ANY;
  return esc_walk_opnd_node (w, p->base, ins);
}

uint32_t
esc_walk_address (struct esc_walk *w, uint32_t place, int32_t *off,
                  uint32_t ins)
{
  const struct esc_place p = w->b->places[place];
  return address_node (w, &p, off, ins);
}

void
esc_walk_blit (struct esc_walk *w, const struct walk_blit *blit)
{
  uint32_t i = WALK_PUSH (w, blits);
  w->blits[i] = *blit;
  esc_walk_hang (w, blit->src, esc_walk_use (w, WALK_SOURCE, i, blit->ins));
  esc_walk_hang (w, blit->dst, esc_walk_use (w, WALK_TARGET, i, blit->ins));
}

/* Place SRC is copied to what node DST points to at DOFF.  */
static void
copy_to (struct esc_walk *w, const struct esc_place *src, uint32_t dst,
         int32_t doff, int64_t size, uint32_t ins)
{
  int32_t soff;
  uint32_t from = address_node (w, src, &soff, ins);
  struct walk_blit blit = { .src = from,
                            .dst = dst,
                            .soff = soff,
                            .doff = doff,
                            .size = size,
                            .ins = ins,
                            .flow = ESC_NONE };
  if (from && dst)
    esc_walk_blit (w, &blit);
}

static void
copy (struct esc_walk *w, const struct esc_place *dst,
      const struct esc_place *src, uint32_t ins)
{
  int64_t size = dst->size < 0 || (src->size >= 0 && src->size < dst->size)
                     ? src->size
                     : dst->size;
  if (size >= 0 && size < (int64_t)w->ptr_size)
    return;
  int32_t doff;
  uint32_t to = address_node (w, dst, &doff, ins);
  copy_to (w, src, to, doff, size, ins);
}

/* A node that points to memory MEM.  */
static uint32_t
pointer_to (struct esc_walk *w, uint32_t mem, uint32_t ins)
{
  uint32_t n = esc_walk_node (w, WALK_N_TEMP, 0, 0);
  esc_walk_seed (w, n, walk_ptr_make (mem, 0, 0), ins);
  return n;
}

uint32_t
esc_walk_place_node (struct esc_walk *w, uint32_t place, int32_t off,
                     int64_t size, uint32_t ins)
{
  struct esc_place p = w->b->places[place];
  if (size == (int64_t)w->ptr_size)
    {
      uint32_t n = esc_walk_node (w, WALK_N_TEMP, 0, 0);
      p.size = size;
      load (w, &p, off, n, ins);
      return n;
    }
  uint32_t temp = esc_walk_mem (w, WALK_RESULT, 0, 0);
  copy_to (w, &p, pointer_to (w, temp, ins), 0, p.size, ins);
  return esc_walk_load_node (w, temp, WALK_ANY, 0, 0);
}

/* ---- instructions --------------------------------------------------------*/

static void
move (struct esc_walk *w, const struct esc_ins *i, uint32_t ins)
{
  unsigned set = i->sub == ESC_CAST_TO_INT ? WALK_NUMBER : 0;
  unsigned clear = i->sub == ESC_CAST_TO_PTR ? WALK_NUMBER : 0;
  if (i->sub != ESC_CAST_TRUNC)
    flow (w, i->a, esc_walk_val_node (w, i->dst), ins, 0, set, clear);
}

/* A constant integer that is added or subtracted, or WALK_ANY.  */
static int32_t
constant_step (const struct esc_walk *w, const struct esc_ins *i)
{
  if (esc_opnd_kind (i->b) != ESC_OP_INT
      || (i->sub != ESC_ADD && i->sub != ESC_SUB))
    return WALK_ANY;
  int64_t n = w->b->ints[esc_opnd_index (i->b)];
  if (n < -(1 << 30) || n > 1 << 30)
    return WALK_ANY;
  return (int32_t)(i->sub == ESC_ADD ? n : -n);
}

/* Is operand O of pointer type?  */
static bool
is_pointer (const struct esc_walk *w, esc_opnd o)
{
  return esc_opnd_kind (o) == ESC_OP_ADDR
         || (esc_opnd_kind (o) == ESC_OP_VAL
             && (w->b->vals[esc_opnd_index (o)].flags & ESC_VAL_PTR));
}

static void
arith (struct esc_walk *w, const struct esc_ins *i, uint32_t ins)
{
  if (i->sub == ESC_SUB && is_pointer (w, i->a) && is_pointer (w, i->b))
    return; /* a distance */
  switch (i->sub)
    {
    case ESC_MUL:
    case ESC_DIV:
    case ESC_MOD:
      return; /* no longer an address */
    default:
      break;
    }
  uint32_t dst = esc_walk_val_node (w, i->dst);
  bool steps = i->sub == ESC_MIN || i->sub == ESC_MAX;
  flow (w, i->a, dst, ins, steps ? 0 : constant_step (w, i), 0, 0);
  flow (w, i->b, dst, ins, steps ? 0 : WALK_ANY, 0, 0);
}

static void
fresh (struct esc_walk *w, const struct esc_ins *i, uint32_t ins)
{
  uint32_t mem = i->op == ESC_ALLOCA ? esc_walk_obj_mem (w, i->x)
                                     : esc_walk_heap_mem (w, ins, 0);
  esc_walk_seed (w, esc_walk_val_node (w, i->dst), walk_ptr_make (mem, 0, 0),
                 ins);
}

static void
ret (struct esc_walk *w, const struct esc_ins *i, uint32_t ins)
{
  if (esc_opnd_kind (i->a) != ESC_OP_CONTENT)
    {
      esc_walk_flow_to (w, i->a, esc_walk_store_node (w, w->result, 0, 1, 0),
                        ins);
      return;
    }
  const struct esc_place p = w->b->places[esc_opnd_index (i->a)];
  copy_to (w, &p, pointer_to (w, w->result, ins), 0, p.size, ins);
}

static void
values (struct esc_walk *w, const struct esc_ins *i, uint32_t ins)
{
  if (i->dst == ESC_NONE || !is_wide (w, i->dst))
    return;
  uint32_t dst = i->dst;
  switch (i->op)
    {
    case ESC_MOVE:
      move (w, i, ins);
      break;
    case ESC_ARITH:
      arith (w, i, ins);
      break;
    case ESC_SELECT:
      esc_walk_flow_to (w, i->a, esc_walk_val_node (w, dst), ins);
      esc_walk_flow_to (w, i->b, esc_walk_val_node (w, dst), ins);
      break;
    case ESC_PHI:
      for (uint32_t p = i->x; p < i->x + i->n; p++)
        esc_walk_flow_to (w, w->b->phis[p].val, esc_walk_val_node (w, dst),
                          ins);
      break;
    case ESC_LOAD:
      {
        const struct esc_place p = w->b->places[i->x];
        if (p.size < 0 || p.size >= (int64_t)w->ptr_size)
          load (w, &p, 0, esc_walk_val_node (w, dst), ins);
        break;
      }
    case ESC_ALLOCA:
    case ESC_NEW:
      fresh (w, i, ins);
      break;
    default:
      break;
    }
}

static void
effects (struct esc_walk *w, const struct esc_ins *i, uint32_t ins)
{
  switch (i->op)
    {
    case ESC_STORE:
      {
        const struct esc_place p = w->b->places[i->x];
        if (p.size < 0 || p.size >= (int64_t)w->ptr_size)
          store (w, &p, i->a, ins);
        break;
      }
    case ESC_COPY:
      copy (w, &w->b->places[i->x], &w->b->places[i->a], ins);
      break;
    case ESC_CALL:
      esc_walk_call (w, ins);
      break;
    case ESC_RET:
      ret (w, i, ins);
      break;
    default:
      values (w, i, ins);
      break;
    }
}

/* Parameters point to what the caller knows.  */
static void
params (struct esc_walk *w)
{
  const struct esc_fn *fn = &w->m->fns[w->fn];
  for (uint32_t i = 0; i <= fn->nparams; i++)
    {
      uint32_t val = i < fn->nparams ? fn->params[i].val : fn->chain;
      if (val != ESC_NONE && is_wide (w, val))
        esc_walk_seed (w, esc_walk_val_node (w, val),
                       walk_ptr_make (esc_walk_root_mem (w, i, 0), 0, 0),
                       WALK_ENTRY);
    }
}

void
esc_walk_build (struct esc_walk *w)
{
  params (w);
  for (uint32_t i = 0; i < w->b->nins; i++)
    {
      const struct esc_ins ins = w->b->ins[i];
      effects (w, &ins, i);
      esc_walk_relieve (w);
    }
}
