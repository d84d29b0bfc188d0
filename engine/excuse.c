/* SPDX-License-Identifier: GPL-3.0-or-later */
/* excuse.c - when a pointer that is still there is no finding.

   The bits are there, and nobody takes them for a pointer:

       base = (char *)&here;     and all that reads `base` is `base - &other`
       id = (uintptr_t)&here;    and nothing makes a pointer of `id` again
       v->item[v->n++] = &here;  ...  v->n--;

   The last is a stack with a counter: what lies at or above its top is not on
   it.  The counter must have moved on this path: an element that was there
   before and is overwritten stays on the stack.  The same holds of a stack
   with a pointer, `*sp++ = &here; ... --sp;`, in either direction.

   Not modelled: two arrays inside a record that are indexed by the same counter
   through pointers of their own (taken for popped: a missed finding, never a
   false one).  */

#include "search.h"

/* ---- numbers -------------------------------------------------------------*/

/* A number is no pointer unless something makes one of it.  */
static bool
only_number (struct esc_search *s, const struct esc_slot *sl)
{
  const struct esc_tnode *t = &s->ts.t[sl->key.region];
  if (sl->type != ESC_TY_OTHER || !sl->cell.number)
    return false;
  if (sl->field)
    return !s->m->fields[sl->field].pointer
           && !(s->w->field_flags[sl->field] & ESC_FF_TO_PTR);
  if (t->kind != ESC_T_OBJ)
    return !s->w->loose_to_ptr;
  return !s->m->objs[t->a].has_ptr && !(s->w->obj_flags[t->a] & ESC_OF_TO_PTR);
}

/* A pointer that is read in view, and nowhere to follow it or to hand it
   on.  */
static bool
only_measured (struct esc_search *s, const struct esc_slot *sl)
{
  const struct esc_tnode *t = &s->ts.t[sl->key.region];
  if (sl->type != ESC_TY_PTR)
    return false;
  esc_world_find_uses (s->w);
  if (sl->field)
    return (s->w->field_flags[sl->field] & (ESC_FF_MEASURED | ESC_FF_FOLLOWED))
           == ESC_FF_MEASURED;
  return t->kind == ESC_T_OBJ && sl->key.idx == 0
         && (s->w->obj_flags[t->a]
             & (ESC_OF_MEASURED | ESC_OF_FOLLOWED | ESC_OF_EXPOSED))
                == ESC_OF_MEASURED;
}

/* ---- stacks --------------------------------------------------------------*/

/* V without what only changes its width: the entry content of some memory
   plus an offset, or base 0.  *SCALE is multiplied by what it is multiplied
   with.  */
static struct esc_sv
counter_of (const struct esc_search *s, struct esc_sv v, int64_t *scale)
{
  for (int depth = 0; depth < 4; depth++)
    {
      const struct esc_tnode *t = &s->ts.t[v.base];
      int64_t add = v.off;
      if (t->kind == ESC_T_INIT && t->b == 0)
        return v;
      if (t->kind != ESC_T_EXPR)
        break;
      if (t->a == ESC_X_TRUNC)
        v = t->x;
      else if (t->a == ESC_MUL && t->y.base == 0 && t->y.off > 0 && add == 0
               && t->y.off < 65536)
        {
          *scale *= t->y.off;
          v = t->x;
        }
      else
        break;
      v.off += add;
    }
  return esc_sv_int (0);
}

/* Where the counter or pointer whose entry content is INIT term T is now,
   relative to T; false if it never moved on this path, or holds something
   else.  */
static bool
moved_to (struct esc_search *s, esc_term t, int64_t *off)
{
  const struct esc_tnode *n = &s->ts.t[t];
  struct esc_slot_key k
      = { .region = n->a, .off = n->n, .size = (int64_t)n->c };
  int64_t scale = 1;
  if (n->b || n->y.off)
    return false;
  uint32_t i = esc_mem_find (s, &k);
  if (!i || !s->slots[i].set)
    return false;
  struct esc_sv held = s->slots[i].cell.val;
  struct esc_sv now = counter_of (s, held, &scale);
  struct esc_sv then = esc_resolve (s, esc_sv_term (t));
  if (held.base == 0 && then.base == 0)
    now = (struct esc_sv){ t, held.off - then.off };
  else if (held.base == 0 && esc_decide (s, ESC_LE, held, then, false) == 1)
    now = esc_sv_term (t); /* there or lower */
  *off = now.off;
  if (now.base != t || scale != 1)
    return false;
  bool moved = now.off != 0;
  for (uint32_t j = 0; j < s->ntrail && !moved; j++)
    {
      const struct esc_trail *tr = &s->trail[j];
      if (tr->what != ESC_U_SLOT || tr->index != i || !tr->old.slot.set)
        continue;
      now = counter_of (s, tr->old.slot.cell.val, &scale);
      moved = now.base == t && now.off != 0;
    }
  s->steps += s->ntrail / 16;
  return moved;
}

/* Is SL an element at or above the top of a stack with a counter?  */
static bool
above_counter (struct esc_search *s, const struct esc_slot *sl)
{
  int64_t each = sl->key.stride, top;
  if (sl->key.idx == 0 || each <= 0 || sl->key.idx == sl->key.region)
    return false;
  struct esc_sv c = counter_of (s, esc_sv_term (sl->key.idx), &each);
  if (c.base == 0 || !moved_to (s, c.base, &top))
    return false;
  return sl->key.off - sl->key.lo + c.off * each >= top * each;
}

/* The same for an element at a known place, of an array whose other elements
   are found with a counter: `v[i] = v[--n]`, i known.  */
static bool
known_above_counter (struct esc_search *s, const struct esc_slot *sl)
{
  /* Slots with a variable index are irregular.  */
  if (sl->key.idx || !s->regions[sl->key.region].irregular)
    return false;
  for (uint32_t i = s->regions[sl->key.region].slots; i; i = s->slots[i].next)
    {
      const struct esc_slot_key *q = &s->slots[i].key;
      int64_t each = q->stride, top;
      s->steps++;
      if (q->idx == 0 || each <= 0 || (sl->key.off - q->off) % each != 0
          || sl->key.off < q->lo || (q->hi && sl->key.off >= q->hi))
        continue;
      struct esc_sv c = counter_of (s, esc_sv_term (q->idx), &each);
      if (c.base == 0 || each != q->stride || !moved_to (s, c.base, &top))
        continue;
      int64_t at = (sl->key.off - q->lo) / each;
      if (esc_decide (s, ESC_LE, (struct esc_sv){ c.base, top },
                      esc_sv_int (at), false)
          == 1)
        return true;
    }
  return false;
}

/* Is SL beyond the top of a stack with a pointer?  */
static bool
beyond_pointer (struct esc_search *s, const struct esc_slot *sl)
{
  int64_t top;
  if (sl->key.idx || s->ts.t[sl->key.region].kind != ESC_T_INIT
      || !moved_to (s, sl->key.region, &top))
    return false;
  return sl->key.off >= 0 ? sl->key.off >= top : sl->key.off < top;
}

bool
esc_popped (struct esc_search *s, const struct esc_slot *sl)
{
  return above_counter (s, sl) || known_above_counter (s, sl)
         || beyond_pointer (s, sl);
}

bool
esc_excused (struct esc_search *s, const struct esc_slot *sl)
{
  return only_number (s, sl) || esc_popped (s, sl) || only_measured (s, sl);
}
