/* SPDX-License-Identifier: GPL-3.0-or-later */
/* exec-memory.c - the instructions that touch memory: loads, stores, blocks of
   bytes, objects that begin and end, heap memory.

   A load at a variable index may read any slot that it may overlap; those that
   hold an address we follow are alternatives, each under the condition that
   the index is that slot's.  Undefined behaviour ends a path.  */

#include "search.h"

#include "alloc.h"

/* A load wider than a number is a copy to memory that nobody else has; a
   store of such a value copies it on.  */
enum
{
  WIDE_VALUE = 0xffff /* esc_tnode.c of the region */
};

static bool
is_wide (const struct esc_place *pl)
{
  return pl->size > 8 && pl->type != ESC_TY_AGGR;
}

static enum esc_step
load_wide (struct esc_search *s, const struct esc_ins *in, struct esc_sv addr,
           int64_t size)
{
  struct esc_tnode k = {
    .kind = ESC_T_HEAP, .a = s->ins, .b = s->count[s->blk], .c = WIDE_VALUE
  };
  struct esc_sv to = esc_sv_term (esc_term_get (&s->ts, &k));
  esc_search_sync (s);
  esc_mem_copy (s, to, addr, esc_sv_int (size), in->loc, s->ins);
  esc_define (s, in, (struct esc_cell){ .val = to });
  return ESC_STEP_ON;
}

/* The condition under which K and Q, slots of one region, are the same
   element: a variable index equals X + N.  False if there is none so simple. */
static bool
same_element (const struct esc_slot_key *k, const struct esc_slot_key *q,
              esc_term *idx, struct esc_sv *other)
{
  int64_t stride = k->idx ? k->stride : q->stride;
  if ((k->idx && k->idx == k->region) || stride <= 0
      || (k->off - q->off) % stride != 0
      || (k->idx && q->idx && q->stride != stride))
    return false;
  int64_t apart = (q->off - k->off) / stride;
  if (k->idx)
    {
      *idx = k->idx;
      *other = (struct esc_sv){ q->idx, apart };
      return true;
    }
  *idx = q->idx;
  *other = esc_sv_int (-apart);
  return q->idx != 0;
}

/* What is read through K is, or is not, in slot SL.  False if that cannot be.
 */
static bool
assume_slot (struct esc_search *s, const struct esc_slot_key *k,
             const struct esc_slot *sl, bool is)
{
  esc_term idx;
  struct esc_sv other;
  return !same_element (k, &sl->key, &idx, &other)
         || esc_assume (s, ESC_EQ, esc_sv_term (idx), other, false, is);
}

void
esc_note_unsigned (struct esc_search *s, struct esc_sv v)
{
  struct esc_tnode *t = &s->ts.t[v.base];
  if (t->kind == ESC_T_INIT && v.off == 0 && t->width
      && !s->range_known[v.base])
    t->flags |= ESC_TF_UNSIGNED;
}

enum esc_step
esc_exec_load (struct esc_search *s, const struct esc_ins *in, uint32_t alt)
{
  const struct esc_place *pl = &s->b->places[in->x];
  struct esc_sv addr = esc_eval_place (s, pl);
  if (!esc_access (s, pl, addr))
    return ESC_STEP_END;
  if (is_wide (pl))
    return load_wide (s, in, addr, pl->size);
  struct esc_slot_key k = esc_mem_key_at (s, addr, pl);
  uint32_t slots[4];
  unsigned n = esc_mem_overlaps (s, k, pl->field, slots, 4);
  struct esc_cell c;
  if (alt < n)
    {
      esc_later (s, alt + 1);
      const struct esc_slot *sl = &s->slots[slots[alt]];
      c = sl->cell;
      if (!assume_slot (s, &k, sl, true))
        return ESC_STEP_END;
    }
  else
    {
      for (unsigned i = 0; i < n; i++)
        if (!assume_slot (s, &k, &s->slots[slots[i]], false))
          return ESC_STEP_END;
      c = esc_mem_load (s, addr, pl);
      if (in->dst != ESC_NONE
          && (s->b->vals[in->dst].flags & (ESC_VAL_UNSIGNED | ESC_VAL_PTR))
                 == ESC_VAL_UNSIGNED)
        esc_note_unsigned (s, c.val);
    }
  if (esc_followed (s, c.val))
    {
      uint32_t i = alt < n ? slots[alt] : esc_mem_find (s, &k);
      esc_str name = i ? esc_holder_name (s, &s->slots[i]) : 0;
      c.trace = esc_trace_add (s, c.trace, ESC_WHY_LOADED, in->loc, s->ins, 0,
                               name, 0);
    }
  esc_define (s, in, c);
  return ESC_STEP_ON;
}

enum esc_step
esc_exec_store (struct esc_search *s, const struct esc_ins *in)
{
  const struct esc_place *pl = &s->b->places[in->x];
  struct esc_sv addr = esc_eval_place (s, pl);
  if (!esc_access (s, pl, addr))
    return ESC_STEP_END;
  struct esc_cell c = esc_eval (s, in->a);
  if (is_wide (pl) && s->ts.t[c.val.base].c == WIDE_VALUE
      && s->ts.t[c.val.base].kind == ESC_T_HEAP)
    {
      esc_mem_copy (s, addr, c.val, esc_sv_int (pl->size), in->loc, s->ins);
      return ESC_STEP_ON;
    }
  struct esc_slot_key k = esc_mem_key_at (s, addr, pl);
  if (esc_followed (s, c.val))
    {
      c.trace = esc_trace_add (s, c.trace, ESC_WHY_STORED, in->loc, s->ins, 0,
                               0, 0);
      esc_mem_store (s, k, pl, c);
      uint32_t i = esc_mem_find (s, &k);
      s->traces[c.trace].ev.name = esc_holder_name (s, &s->slots[i]);
    }
  else
    esc_mem_store (s, k, pl, c);
  return ESC_STEP_ON;
}

/* The bytes that PL covers: its size, or its length operand's value.  */
static struct esc_sv
place_length (struct esc_search *s, const struct esc_place *pl)
{
  if (pl->size >= 0)
    return esc_sv_int (pl->size);
  if (pl->len == ESC_OPND_NONE)
    return esc_sv_term (1);
  return esc_resolve (s, esc_eval (s, pl->len).val);
}

/* Is this a model's `write`?  It may be handed null, and then does nothing. */
static bool
is_optional (const struct esc_search *s, const struct esc_ins *in)
{
  return in->op == ESC_FILL && in->a == ESC_OPND_UNKNOWN
         && (s->m->fns[s->fn].flags & ESC_FN_MODEL);
}

/* In a model, whether the pointers may be null is for the caller to ask, who
   knows how many bytes there are (apply.c, block_pointer).  */
enum esc_step
esc_exec_block_write (struct esc_search *s, const struct esc_ins *in)
{
  const struct esc_place *pl = &s->b->places[in->x];
  struct esc_sv addr = esc_eval_place (s, pl);
  struct esc_sv len = place_length (s, pl);
  if (is_optional (s, in))
    {
      if (addr.base > 1)
        esc_mem_fill (s, addr, len, esc_sv_term (1));
      return ESC_STEP_ON;
    }
  bool model = s->m->fns[s->fn].flags & ESC_FN_MODEL;
  if (!model && !esc_access (s, pl, addr))
    return ESC_STEP_END;
  if (in->op == ESC_FILL)
    {
      struct esc_sv byte = esc_resolve (s, esc_eval (s, in->a).val);
      esc_mem_fill (s, addr, len, byte);
      return ESC_STEP_ON;
    }
  const struct esc_place *from = &s->b->places[in->a];
  struct esc_sv src = esc_eval_place (s, from);
  if (!model && !esc_access (s, from, src))
    return ESC_STEP_END;
  esc_mem_copy (s, addr, src, len, in->loc, s->ins);
  return ESC_STEP_ON;
}

enum esc_step
esc_exec_end (struct esc_search *s, const struct esc_ins *in)
{
  esc_term t = esc_term_obj (&s->ts, in->x, s->inst[in->x]);
  esc_search_sync (s);
  esc_leave_block (s, t, s->ins);
  esc_mem_kill (s, t);
  /* The next round of the block makes another object.  */
  esc_set_instance (s, in->x, s->inst[in->x] + 1);
  return ESC_STEP_ON;
}

/* Is T computed from numbers in the source alone?  */
static bool
is_fixed (const struct esc_terms *ts, esc_term t, unsigned depth)
{
  const struct esc_tnode *n = &ts->t[t];
  if (n->kind == ESC_T_INT)
    return true;
  if (n->kind != ESC_T_EXPR || n->a == ESC_X_CALL || depth == 0)
    return false;
  return is_fixed (ts, n->x.base, depth - 1)
         && (n->a == ESC_X_TRUNC || is_fixed (ts, n->y.base, depth - 1));
}

/* Remember the largest size that a path asks of stack object OBJ.  A number
   that is always the same, if unknown (floats are not computed), is not
   without bound.  */
static void
note_size (struct esc_search *s, uint32_t obj, struct esc_sv size)
{
  enum
  {
    DEPTH = 16
  };
  size = esc_resolve (s, size);
  if (size.base > 1 && is_fixed (&s->ts, size.base, DEPTH))
    return;
  struct esc_range r = esc_range_of (s, size.base);
  int64_t lo, hi;
  uint64_t most = UINT64_MAX;
  if (size.base != 1 && r.hi != INT64_MAX
      && !__builtin_add_overflow (r.hi, size.off, &hi)
      && !__builtin_add_overflow (r.lo, size.off, &lo) && lo >= 0)
    most = (uint64_t)hi;
  if (most > s->w->stack_size[obj])
    s->w->stack_size[obj] = most;
}

enum esc_step
esc_exec_alloca (struct esc_search *s, const struct esc_ins *in)
{
  note_size (s, in->x, esc_eval (s, in->a).val);
  esc_set_instance (s, in->x, ++s->serial);
  ESC_GROW (s->allocated, s->cap_allocated, s->serial + 1);
  s->allocated[s->serial] = in->x;
  struct esc_cell c
      = { .val = esc_sv_term (esc_term_obj (&s->ts, in->x, s->serial)) };
  esc_search_sync (s);
  esc_define (s, in, c);
  return ESC_STEP_ON;
}

enum esc_step
esc_exec_restore (struct esc_search *s, const struct esc_ins *in)
{
  struct esc_sv mark = esc_eval (s, in->a).val;
  uint32_t from = mark.off > 0 ? (uint32_t)mark.off : 0;
  for (uint32_t i = from + 1; i <= s->serial; i++)
    {
      uint32_t obj = s->allocated[i];
      s->steps++;
      /* Another path may have made it, or a later round taken its place.  */
      if (s->m->objs[obj].kind != ESC_OBJ_VLA || s->inst[obj] != i)
        continue;
      esc_term t = esc_term_obj (&s->ts, obj, i);
      esc_search_sync (s);
      esc_mem_kill (s, t);
    }
  return ESC_STEP_ON;
}

enum esc_step
esc_exec_new (struct esc_search *s, const struct esc_ins *in)
{
  struct esc_tnode k
      = { .kind = ESC_T_HEAP, .a = s->ins, .b = s->count[s->blk], .width = 8 };
  if (in->sub & ESC_NEW_OR_NULL)
    k.flags = ESC_TF_MAYNULL;
  esc_term t = esc_term_get (&s->ts, &k);
  s->ts.t[t].loc = in->loc;
  esc_search_sync (s);
  if (in->sub & ESC_NEW_ZEROED)
    {
      esc_save_region (s, t);
      s->regions[t].deflt = ESC_D_ZERO;
      s->mem_hash ^= esc_region_bits (s, t);
    }
  esc_define (s, in, (struct esc_cell){ .val = esc_sv_term (t) });
  return ESC_STEP_ON;
}

enum esc_step
esc_exec_free (struct esc_search *s, const struct esc_ins *in)
{
  struct esc_sv v = esc_resolve (s, esc_eval (s, in->a).val);
  esc_term r = esc_term_region (&s->ts, v.base);
  if (v.base > 1 && !esc_mortal_term (s, r))
    esc_mem_kill (s, r);
  return ESC_STEP_ON;
}

/* A whole region, or one slot: its content stays, in doubt.  */
void
esc_exec_doubt (struct esc_search *s, const struct esc_place *pl,
                struct esc_sv addr)
{
  struct esc_slot_key k = esc_mem_key_at (s, addr, pl);
  if (pl->size < 0)
    {
      esc_mem_doubt_all (s, k.region, ESC_DOUBT_RELEASE);
      return;
    }
  struct esc_cell c = esc_mem_load (s, addr, pl);
  c.doubt |= ESC_DOUBT_RELEASE;
  esc_mem_store (s, k, pl, c);
  esc_mem_doubt (s, k, ESC_DOUBT_RELEASE);
}
