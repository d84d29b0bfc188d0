/* SPDX-License-Identifier: GPL-3.0-or-later */
/* apply.c - one outcome of a callee's summary, at a call.

   The summary speaks of the callee's entry state: its parameters, what memory
   held.  Steps:

   1. go on under the outcome's conditions, one after the other, or end the
      path;
   2. translate (translate.c) all other terms that the outcome has, still in the
      caller's state before the call;
   3. do its effects on whole regions, then its writes, then give its result.

   What the callee handed to unknown code is handed over again, from here.  */

#include "apply.h"
#include "unlink.h"

#include <string.h>

#include "alloc.h"

static void
need_all (struct application *a)
{
  esc_need (a, a->o->ret.val.base);
  for (uint32_t i = 0; i < a->o->nwrites; i++)
    {
      const struct esc_write *w = &a->sum->writes[a->o->writes + i];
      esc_need (a, w->key.region);
      esc_need (a, w->key.idx);
      esc_need (a, w->cell.val.base);
      esc_need (a, w->by);
    }
  for (uint32_t i = 0; i < a->o->neffects; i++)
    {
      const struct esc_effect *e = &a->sum->effects[a->o->effects + i];
      esc_need (a, e->region);
      esc_need (a, e->val.base);
      esc_need (a, e->src.base);
      esc_need (a, e->len.base);
    }
}

static bool
assume_conds (struct application *a)
{
  for (uint32_t i = 0; i < a->o->nconds; i++)
    {
      const struct esc_cond *c = &a->sum->conds[a->o->conds + i];
      esc_need (a, c->t);
      struct esc_sv v = esc_resolve (a->s, a->cell[c->t].val);
      struct esc_range r = c->r;
      if (v.base == 1)
        continue;
      if (r.lo != INT64_MIN)
        r.lo -= v.off;
      if (r.hi != INT64_MAX)
        r.hi -= v.off;
      for (unsigned j = 0; j < r.nne; j++)
        r.ne[j] -= v.off;
      /* An address is no small number, and not zero.  */
      if (v.base && esc_term_is_address (&a->s->ts, v.base))
        {
          if (c->r.lo == c->r.hi && c->r.lo == 0)
            return false;
          continue;
        }
      if (v.base)
        esc_note_test (a->s, v.base);
      if (!esc_assume_range (a->s, v.base, &r))
        return false;
    }
  return true;
}

/* A library function got PTR to write or read LEN bytes.  A null pointer with
   no bytes is what an empty buffer looks like: *NONE; with some, the path
   cannot be.  */
static bool
block_pointer (struct esc_search *s, struct esc_sv ptr, struct esc_sv len,
               bool *none)
{
  bool some = len.base == 0 && len.off > 0;
  if (ptr.base == 0)
    {
      *none = true;
      return len.base == 1
             || esc_assume (s, ESC_EQ, len, esc_sv_int (0), false, true);
    }
  if (!some || ptr.base != esc_term_region (&s->ts, ptr.base)
      || esc_term_is_address (&s->ts, ptr.base))
    return true;
  return esc_assume (s, ESC_NE, esc_sv_term (ptr.base), esc_sv_int (0), false,
                     true);
}

static bool
do_block (struct application *a, const struct esc_effect *e)
{
  struct esc_sv dst = esc_translated (a, e->val);
  struct esc_sv src = esc_translated (a, e->src);
  const struct esc_tnode *to = &a->sum->terms[e->val.base];
  const struct esc_tnode *from = &a->sum->terms[e->src.base];
  struct esc_cell scalar;
  if (to->kind == ESC_T_DEAD && to->b == ESC_RESULT_REGION && a->c->result)
    {
      dst = esc_eval_place (a->s, &a->s->b->places[a->c->result]);
      dst.off += e->val.off;
    }
  if (e->kind == ESC_E_COPY && from->kind == ESC_T_OBJ
      && a->s->m->objs[from->a].kind == ESC_OBJ_PARAM)
    {
      if (!esc_argument_place (a, a->s->m->objs[from->a].param, &src, &scalar))
        src = esc_sv_term (1);
      else
        src.off += e->src.off;
    }
  struct esc_sv len = esc_translated (a, e->len);
  bool none = false;
  /* What only may be written may be no memory at all.  */
  bool must = e->kind == ESC_E_COPY || e->src.base != 1;
  if ((must && !block_pointer (a->s, dst, len, &none))
      || (e->kind == ESC_E_COPY && !block_pointer (a->s, src, len, &none)))
    return false;
  if (dst.base <= 1 || none)
    return true;
  if (e->kind == ESC_E_COPY && src.base > 1)
    esc_mem_copy (a->s, dst, src, len, a->in->loc, a->s->ins);
  else
    esc_mem_fill (a->s, dst, len,
                  e->kind == ESC_E_FILL ? src : esc_sv_term (1));
  return true;
}

/* False if the path cannot be.  */
static bool
do_effects (struct application *a)
{
  struct esc_search *s = a->s;
  for (uint32_t i = 0; i < a->o->neffects; i++)
    {
      const struct esc_effect *e = &a->sum->effects[a->o->effects + i];
      struct esc_sv v = a->cell[e->region].val;
      if (e->kind == ESC_E_FILL || e->kind == ESC_E_COPY)
        {
          if (!do_block (a, e))
            return false;
          continue;
        }
      if (e->kind == ESC_E_HANDED)
        {
          struct esc_sv h = a->cell[e->val.base].val;
          esc_note_stale (a, a->cell[e->val.base]);
          h.off += e->val.off;
          esc_hand_over (s, h, true);
          continue;
        }
      if (v.base <= 1)
        continue;
      esc_term r = esc_term_region (&s->ts, v.base);
      switch (e->kind)
        {
        case ESC_E_HAVOC:
          esc_hand_over (s, v, true);
          break;
        case ESC_E_DOUBT:
          esc_mem_doubt_all (s, r, e->doubt);
          break;
        default:
          break;
        }
    }
  return true;
}

/* Is the whole result a copy of other memory?  That may be an argument in the
   very place where the result goes: it must not be forgotten before.  */
static bool
copies_result (const struct application *a)
{
  int64_t size = a->s->b->places[a->c->result].size;
  for (uint32_t i = 0; i < a->o->neffects; i++)
    {
      const struct esc_effect *e = &a->sum->effects[a->o->effects + i];
      const struct esc_tnode *to = &a->sum->terms[e->val.base];
      if (e->kind == ESC_E_COPY && to->kind == ESC_T_DEAD
          && to->b == ESC_RESULT_REGION && e->val.off == 0 && e->len.base == 0
          && e->len.off >= size)
        return true;
    }
  return false;
}

/* What the callee freed is freed last: realloc copies from it before.  */
static void
do_frees (struct application *a)
{
  struct esc_search *s = a->s;
  for (uint32_t i = 0; i < a->o->neffects; i++)
    {
      const struct esc_effect *e = &a->sum->effects[a->o->effects + i];
      struct esc_sv v = a->cell[e->region].val;
      if (e->kind != ESC_E_FREED || v.base <= 1)
        continue;
      esc_term r = esc_term_region (&s->ts, v.base);
      if (!esc_mortal_term (s, r))
        esc_mem_kill (s, r);
    }
}

/* A callee that compares its argument with what memory holds may take it out
   of there, on whatever path.  */
static void
note_looking (struct application *a)
{
  struct esc_search *s = a->s;
  uint32_t both = a->sum->looks_for | a->sum->looks_into;
  for (uint32_t i = 0; both && i < a->c->nargs && i < 32; i++)
    {
      uint32_t bit = both & (1u << i);
      if (!bit)
        continue;
      struct esc_cell c = esc_eval (s, s->b->args[a->c->args + i]);
      const struct esc_tnode *t = &s->ts.t[c.val.base];
      if (esc_mortal (s, c.val))
        esc_mem_looked_for (
            s, esc_term_region (&s->ts, c.val.base), esc_sv_term (1),
            a->sum->looks_for & bit ? ESC_DOUBT_RELEASE : ESC_DOUBT_STORE);
      else if (t->kind == ESC_T_PARAM && t->a < 32 && s->out)
        {
          s->out->looks_for |= a->sum->looks_for & bit ? 1u << t->a : 0;
          s->out->looks_into |= a->sum->looks_into & bit ? 1u << t->a : 0;
        }
    }
}

static void
give_result (struct application *a)
{
  struct esc_search *s = a->s;
  if (a->in->dst == ESC_NONE)
    return;
  struct esc_cell c = a->cell[a->o->ret.val.base];
  c.val.off += a->o->ret.val.off;
  /* A model that says nothing of the result: anything, but one thing.  */
  if (c.val.base == 1 && s->m->fns[a->fn].flags & ESC_FN_MODEL)
    {
      unsigned flags = s->b->vals[a->in->dst].flags;
      c.val = esc_fresh_here (s, 14, a->in->width,
                              flags & ESC_VAL_UNSIGNED ? ESC_TF_UNSIGNED : 0);
    }
  c.doubt |= a->o->ret.doubt;
  c.number |= a->o->ret.number;
  if (esc_followed (s, c.val))
    {
      c.trace
          = esc_callee_steps (a, &c, a->o->ret.trace - 1, a->o->ret_nevents);
      c.trace = esc_trace_add (s, c.trace, ESC_WHY_RETURNED_BY, a->in->loc,
                               s->ins, 0, s->m->fns[a->fn].name, 0);
    }
  esc_set_val (s, a->in->dst, c);
}

static enum esc_step
apply (struct application *a)
{
  struct esc_search *s = a->s;
  if (!assume_conds (a))
    return ESC_STEP_END;
  need_all (a);
  s->shaky |= a->o->shaky;
  if (!(s->m->fns[a->fn].flags & ESC_FN_MODEL))
    for (uint32_t i = 0; i < a->sum->noutcomes && s->npregions; i++)
      if (&a->sum->outcomes[i] != a->o)
        esc_doubt_sibling (&(struct esc_sibling){ s, a->sum, a->o },
                           &a->sum->outcomes[i]);
  s->steps += a->o->nwrites + a->o->neffects;
  if (a->c->result && !copies_result (a))
    {
      const struct esc_place *pl = &s->b->places[a->c->result];
      esc_mem_fill (s, esc_eval_place (s, pl), esc_sv_int (pl->size),
                    esc_sv_term (1));
    }
  note_looking (a);
  if (a->sum->stirs)
    esc_stir_exposed (s);
  if (a->sum->opaque)
    esc_doubt_everything (s);
  if (!do_effects (a))
    return ESC_STEP_END;
  do_frees (a);
  for (uint32_t i = 0; i < a->o->nwrites; i++)
    esc_apply_write (a, &a->sum->writes[a->o->writes + i]);
  if (a->o->end == ESC_END_LONGJMP)
    {
      esc_leave (s, s->ins, ESC_DOUBT_LONGJMP);
      esc_outcome_record (s, ESC_END_LONGJMP, s->ins);
      return ESC_STEP_END;
    }
  esc_note_use (s, a->stale, s->ins);
  give_result (a);
  return ESC_STEP_ON;
}

enum esc_step
esc_apply (struct esc_search *s, uint32_t fn, const struct esc_summary *sum,
           uint32_t n)
{
  const struct esc_ins *in = &s->b->ins[s->ins];
  struct application a = { .s = s,
                           .sum = sum,
                           .o = &sum->outcomes[n],
                           .in = in,
                           .c = &s->b->calls[in->x],
                           .fn = fn };
  ESC_GROW (s->cell, s->cap_cell, sum->nterms + 2);
  ESC_GROW (s->translated, s->cap_translated, sum->nterms + 2);
  memset (s->cell, 0, 2 * sizeof *s->cell);
  memset (s->translated, 0, sum->nterms + 2);
  a.cell = s->cell;
  a.cell[1].val = esc_sv_term (1);
  a.translated = s->translated;
  a.translated[0] = a.translated[1] = true;
  enum esc_step step = apply (&a);
  s->steps += a.terms / 4;
  return step;
}
