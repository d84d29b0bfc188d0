/* SPDX-License-Identifier: GPL-3.0-or-later */
/* apply.c - one outcome of a callee's summary, at a call.

   The summary speaks of the callee's entry state: its parameters, what memory
   held.  Steps:

   1. translate the terms that the outcome needs, in the caller's state before
      the call: a parameter is its argument, INIT is a load, an expression is
      computed anew (and so becomes a number if it can);
   2. go on under the outcome's conditions, or end the path;
   3. do its effects on whole regions, then its writes, then give its result.

   What the callee handed to unknown code is handed over again, from here.  */

#include "apply.h"
#include "unlink.h"

#include <stdlib.h>
#include <string.h>

#include "alloc.h"

void
esc_note_stale (struct application *a, struct esc_cell c)
{
  struct esc_search *s = a->s;
  esc_term r = esc_term_region (&s->ts, c.val.base);
  if (a->stale.val.base == 0 && r > 1 && r < s->cap_regions
      && s->regions[r].dead && esc_mortal_term (s, r))
    a->stale = c;
}

static struct esc_sv
new_term (struct application *a, struct esc_tnode n, esc_term t)
{
  struct esc_search *s = a->s;
  n.a = s->ins;
  n.b = s->count[s->blk];
  n.c = t + 1;
  n.x = n.y = esc_sv_int (0);
  n.n = 0;
  esc_term r = esc_term_get (&s->ts, &n);
  s->ts.t[r].loc = a->in->loc;
  if (s->ts.t[r].name == 0)
    s->ts.t[r].name = s->m->fns[a->fn].name;
  esc_search_sync (s);
  return esc_sv_term (r);
}

/* The callee's by-value parameter IDX, as memory of the caller; *SCALAR: the
   argument itself if it is no aggregate.  */
static bool
argument_place (struct application *a, uint32_t param, struct esc_sv *addr,
                struct esc_cell *scalar)
{
  if (param >= a->c->nargs)
    return false;
  esc_opnd arg = a->s->b->args[a->c->args + param];
  if (esc_opnd_kind (arg) != ESC_OP_CONTENT)
    {
      *scalar = esc_eval (a->s, arg);
      return false;
    }
  *addr = esc_eval_place (a->s, &a->s->b->places[esc_opnd_index (arg)]);
  return true;
}

static struct esc_cell
read_content (struct application *a, const struct esc_tnode *n)
{
  struct esc_search *s = a->s;
  const struct esc_tnode *r = &a->sum->terms[n->a];
  struct esc_cell c = { .val = { 0, 0 } };
  struct esc_sv addr = a->cell[n->a].val;
  if (r->kind == ESC_T_OBJ && s->m->objs[r->a].kind == ESC_OBJ_PARAM)
    {
      c.val = esc_sv_term (1);
      if (!argument_place (a, s->m->objs[r->a].param, &addr, &c))
        return c;
    }
  if (n->x.off != 0)
    return (struct esc_cell){
      .val = new_term (
          a, (struct esc_tnode){ .kind = ESC_T_FRESH, .width = n->width },
          (esc_term)(n - a->sum->terms))
    };
  if (addr.base == 0)
    return (struct esc_cell){ .val = esc_sv_term (1) };
  esc_note_stale (
      a, (struct esc_cell){ .val = addr, .trace = a->cell[n->a].trace });
  addr.off += n->n;
  if (n->b || n->y.off)
    addr = esc_sv_index (&s->ts, addr, esc_resolve (s, a->cell[n->b].val),
                         n->y.off);
  esc_search_sync (s);
  struct esc_place pl = { .size = n->c, .field = n->field, .type = n->type };
  c = esc_mem_load (s, addr, &pl);
  if (n->flags & ESC_TF_UNSIGNED)
    esc_note_unsigned (s, c.val);
  c.val = esc_resolve (s, c.val);
  return c;
}

static struct esc_sv
compute (struct application *a, const struct esc_tnode *n)
{
  struct esc_search *s = a->s;
  struct esc_sv x = a->cell[n->x.base].val, y = { 0, 0 };
  x.off += n->x.off;
  bool u = n->flags & ESC_TF_UNSIGNED;
  if (n->a == ESC_X_TRUNC)
    return esc_sv_trunc (&s->ts, x, (unsigned)n->y.off, u);
  y = a->cell[n->y.base].val;
  y.off += n->y.off;
  switch (n->a)
    {
    case ESC_X_EQ:
      esc_mem_key_looked_for (s, x, y);
      esc_mem_key_looked_for (s, y, x);
      return esc_compare (s, ESC_EQ, x, y, false);
    case ESC_X_LT:
      return esc_compare (s, ESC_LT, x, y, false);
    case ESC_X_ULT:
      return esc_compare (s, ESC_LT, x, y, true);
    case ESC_X_CALL:
      {
        struct esc_tnode k = *n;
        k.x = x;
        k.y = y;
        return esc_sv_term (esc_term_get (&s->ts, &k));
      }
    default:
      return esc_sv_arith (&s->ts, (enum esc_arith)n->a, x, y, n->width, u);
    }
}

/* The address of an element, N in the callee.  */
static struct esc_cell
element (struct application *a, const struct esc_tnode *n)
{
  struct esc_search *s = a->s;
  struct esc_cell c = a->cell[n->a];
  struct esc_sv of = c.val;
  c.val = esc_sv_index (&s->ts, of, esc_resolve (s, a->cell[n->b].val), n->n);
  int64_t lo, hi;
  esc_term_array (n, &lo, &hi);
  if ((lo || hi) && s->ts.t[of.base].kind != ESC_T_IDX)
    esc_term_note_array (&s->ts, c.val.base, of.off + lo, hi ? hi - lo : 0);
  return c;
}

static struct esc_cell
translate (struct application *a, esc_term t)
{
  struct esc_search *s = a->s;
  const struct esc_tnode *n = &a->sum->terms[t];
  struct esc_cell c = { .val = { 0, 0 } };
  switch (n->kind)
    {
    case ESC_T_FUN:
      c.val = esc_sv_term (esc_term_fun (&s->ts, n->a));
      break;
    case ESC_T_OBJ:
      /* The callee's own parameter is dead by now, and no variable of the
         caller's, not even if the caller is the callee.  */
      c.val
          = s->m->objs[n->a].kind == ESC_OBJ_PARAM
                ? new_term (
                    a, (struct esc_tnode){ .kind = ESC_T_FRESH, .width = 8 }, t)
                : esc_sv_term (esc_term_obj (&s->ts, n->a, 0));
      break;
    case ESC_T_PARAM:
      if (n->a < a->c->nargs
          && esc_opnd_kind (a->s->b->args[a->c->args + n->a]) != ESC_OP_CONTENT)
        {
          c = esc_eval (s, s->b->args[a->c->args + n->a]);
          c.val = esc_resolve (s, c.val);
        }
      else if (n->a >= s->m->fns[a->fn].nparams && a->c->chain != ESC_OPND_NONE)
        c = esc_eval (s, a->c->chain);
      else if (s->m->fns[a->fn].flags & ESC_FN_MODEL)
        c.val = esc_sv_int (0); /* an argument that the call lacks */
      else
        c.val = esc_sv_term (1);
      break;
    case ESC_T_INIT:
      c = read_content (a, n);
      break;
    case ESC_T_IDX:
      c = element (a, n);
      break;
    case ESC_T_EXPR:
      c.val = compute (a, n);
      break;
    case ESC_T_HEAP:
    case ESC_T_FRESH:
      c.val = new_term (a, *n, t);
      break;
    default:
      c.val = esc_sv_term (1);
      break;
    }
  esc_search_sync (s);
  return c;
}

static bool
assume_conds (struct application *a)
{
  for (uint32_t i = 0; i < a->o->nconds; i++)
    {
      const struct esc_cond *c = &a->sum->conds[a->o->conds + i];
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

static struct esc_sv
translated (struct application *a, struct esc_sv v)
{
  struct esc_sv r = a->cell[v.base].val;
  r.off += v.off;
  return esc_resolve (a->s, r);
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
  struct esc_sv dst = translated (a, e->val);
  struct esc_sv src = translated (a, e->src);
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
      if (!argument_place (a, a->s->m->objs[from->a].param, &src, &scalar))
        src = esc_sv_term (1);
      else
        src.off += e->src.off;
    }
  struct esc_sv len = translated (a, e->len);
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
  a->cell[1].val = esc_sv_term (1);
  for (uint32_t i = 0; i < a->o->nneeds; i++)
    {
      esc_term t = a->sum->needs[a->o->needs + i];
      a->cell[t] = translate (a, t);
    }
  if (!assume_conds (a))
    return ESC_STEP_END;
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
  memset (s->cell, 0, 2 * sizeof *s->cell);
  a.cell = s->cell;
  s->steps += sum->outcomes[n].nneeds / 4;
  return apply (&a);
}
