/* SPDX-License-Identifier: GPL-3.0-or-later */
/* apply-write.c - what a callee has written, written again at a call: where
   from here, with what doubts, and the steps of the flow in between.

       static void add (struct list *l, struct node *n)
       { l->head = n; n->owner = l; }

   In `add` the second store may overwrite what the first left, if L and N
   overlap; where N is a local of the caller it cannot.  */

#include "apply.h"

#include "alloc.h"

uint32_t
esc_callee_steps (struct application *a, const struct esc_cell *from,
                  uint32_t first, uint32_t n)
{
  struct esc_search *s = a->s;
  int64_t arg = 0;
  for (uint32_t i = 0; i < a->c->nargs; i++)
    {
      esc_opnd o = s->b->args[a->c->args + i];
      if (esc_opnd_kind (o) == ESC_OP_CONTENT)
        continue;
      struct esc_cell c = esc_eval (s, o);
      if (esc_term_region (&s->ts, c.val.base)
          == esc_term_region (&s->ts, from->val.base))
        {
          arg = i + 1;
          break;
        }
    }
  uint32_t t = esc_trace_add (s, from->trace, ESC_WHY_PASSED, a->in->loc,
                              s->ins, 0, s->m->fns[a->fn].name, arg);
  if (s->m->fns[a->fn].flags & ESC_FN_MODEL)
    return t;
  for (uint32_t i = 0; i < n; i++)
    {
      struct esc_event e = a->sum->events[first + i];
      t = esc_trace_add (s, t, (enum esc_why)e.why, e.loc, s->ins, e.obj,
                         e.name, e.n);
      s->traces[t].ev.fn = e.fn;
      s->traces[t].ev.depth = (uint8_t)(e.depth < 250 ? e.depth + 1 : 250);
    }
  return t;
}

/* Does W give a slot what it held before, only in doubt?  */
static bool
is_unchanged (const struct application *a, const struct esc_write *w)
{
  const struct esc_tnode *t = &a->sum->terms[w->cell.val.base];
  return t->kind == ESC_T_INIT && t->a == w->key.region && t->b == w->key.idx
         && t->n == w->key.off && w->cell.val.off == 0;
}

/* The callee's doubts about W, at KEY here, in C: a store through a pointer
   that leads elsewhere from here is none.  */
static void
doubt_write (struct application *a, const struct esc_write *w,
             const struct esc_slot_key *key, struct esc_cell *c)
{
  struct esc_search *s = a->s;
  unsigned doubt = w->cell.doubt;
  uint8_t by = ESC_BY_ANY;
  esc_term r
      = w->by > 1 ? esc_term_region (&s->ts, a->cell[w->by].val.base) : 0;
  if (doubt & ESC_DOUBT_STORE && r > 1)
    {
      if (r != key->region
          && !esc_term_may_alias (&s->ts, s->m, r, key->region))
        doubt &= ~(unsigned)ESC_DOUBT_STORE;
      else
        by = esc_doubter (s, r);
    }
  if (doubt & ESC_DOUBT_STORE)
    c->by = c->doubt & ESC_DOUBT_STORE ? ESC_BY_ANY : by;
  c->doubt |= (uint16_t)doubt;
}

void
esc_apply_write (struct application *a, const struct esc_write *w)
{
  struct esc_search *s = a->s;
  const struct esc_tnode *r = &a->sum->terms[w->key.region];
  struct esc_sv addr = a->cell[w->key.region].val;
  if (r->kind == ESC_T_DEAD)
    {
      if (r->b != ESC_RESULT_REGION || !a->c->result)
        return;
      addr = esc_eval_place (s, &s->b->places[a->c->result]);
    }
  if (addr.base <= 1)
    return;
  if (r->kind != ESC_T_DEAD)
    esc_note_stale (a, a->cell[w->key.region]);
  bool plain = addr.base == esc_term_region (&s->ts, addr.base);
  int64_t at = addr.off;
  addr.off += w->key.off;
  if (w->key.idx || w->key.stride)
    addr = esc_sv_index (&s->ts, addr,
                         w->key.idx == w->key.region || w->key.stride == 0
                             ? esc_sv_int (0)
                             : esc_resolve (s, a->cell[w->key.idx].val),
                         w->key.stride);
  esc_search_sync (s);
  struct esc_cell c = a->cell[w->cell.val.base];
  c.val.off += w->cell.val.off;
  c.number |= w->cell.number;
  bool unchanged = is_unchanged (a, w);
  if (esc_followed (s, c.val) && !unchanged)
    c.trace = esc_callee_steps (a, &c, w->cell.trace - 1, w->nevents);
  struct esc_place pl
      = { .size = w->key.size, .field = w->field, .type = w->type };
  struct esc_slot_key k = esc_mem_key (s, addr, w->key.size);
  if (k.idx && plain && (w->key.hi || w->key.lo))
    {
      k.lo = at + w->key.lo;
      k.hi = w->key.hi ? at + w->key.hi : 0;
    }
  doubt_write (a, w, &k, &c);
  uint32_t old = unchanged ? esc_mem_find (s, &k) : 0;
  if (old && s->slots[old].set)
    c.doubt |= s->slots[old].cell.doubt;
  esc_mem_store (s, k, &pl, c);
}
