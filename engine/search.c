/* SPDX-License-Identifier: GPL-3.0-or-later */
/* search.c - the path search over one function: depth first, with bounds.

   Steps:
   1. the entry state: parameters are themselves, memory is what it was;
   2. run a path until it ends; instructions leave alternatives behind;
   3. at a join, a state that was there before ends the path;
   4. take the newest alternative, undo to where it was left, go on.

   Bounds: a path enters a loop head a few times (more while a counter is a
   known number, after which the counter becomes unknown), a join is entered
   with a limited number of states, the whole search has a budget of steps in
   proportion to the function's size.  A bound that is hit is counted.  */

#include "search.h"

#include <stdlib.h>
#include <string.h>

#include "alloc.h"

enum
{
  ROUNDS = ESC_ROUNDS,                 /* of a loop, on one path */
  COUNTED_ROUNDS = ESC_COUNTED_ROUNDS, /* while the counter is known */
  STATES_PER_JOIN = 48,
  SMALL = 20, /* blocks of a function all whose paths are told apart */
  STEPS_BASE = 12000,
  STEPS_PER_INS = 24,
  CALLEE_BASE = 4000, /* for functions that are only called */
  CALLEE_PER_INS = 12
};

/* What tells two paths apart at the start of BLK.  */
static uint64_t
state_at (struct esc_search *s, uint32_t blk)
{
  const struct esc_block_info *bi = &s->bi[blk];
  uint64_t h = esc_mix (blk + 1, s->mem_hash);
  for (uint32_t i = 0; i < bi->nlive; i++)
    {
      const struct esc_cell *c = &s->vals[s->live[bi->live + i]];
      h = esc_mix (h, c->val.base);
      h = esc_mix (h, (uint64_t)c->val.off);
    }
  const struct esc_block *bl = &s->b->blocks[blk];
  for (uint32_t i = 0; i < bl->nins; i++)
    {
      const struct esc_ins *in = &s->b->ins[bl->first + i];
      if (in->op != ESC_PHI)
        break;
      h = esc_mix (h, s->vals[in->dst].val.base);
      h = esc_mix (h, (uint64_t)s->vals[in->dst].val.off);
    }
  /* Conditions on what is still to be asked; order does not matter.  Of small
     functions all conditions: callers with known values need each of the ways
     to one outcome.  */
  uint64_t sum
      = s->b->nblocks <= SMALL ? s->asked_total : esc_asked_after (s, bi->rpo);
  s->steps += 1 + (s->nconstrained < 64 ? s->nconstrained : 64) / 8;
  return esc_mix (h, sum);
}

static const struct esc_phi *
phi_from (const struct esc_body *b, const struct esc_ins *in, uint32_t pred)
{
  for (uint32_t i = 0; i < in->n; i++)
    if (b->phis[in->x + i].pred == pred)
      return &b->phis[in->x + i];
  return NULL;
}

/* Set the PHIs of BLK, entered from s->blk.  WIDEN: what changed since the
   last round becomes unknown.  */
static void
set_phis (struct esc_search *s, uint32_t blk, bool widen)
{
  const struct esc_block *bl = &s->b->blocks[blk];
  enum
  {
    AT_ONCE = 64
  };
  struct esc_cell few[AT_ONCE], *cells = few;
  uint32_t n = 0;
  while (n < bl->nins && s->b->ins[bl->first + n].op == ESC_PHI)
    n++;
  if (n > AT_ONCE)
    cells = esc_xmalloc (n * sizeof *cells);
  for (uint32_t i = 0; i < n; i++)
    {
      const struct esc_ins *in = &s->b->ins[bl->first + i];
      const struct esc_phi *p = phi_from (s->b, in, s->blk);
      cells[i] = p ? esc_eval (s, p->val)
                   : (struct esc_cell){ .val = esc_sv_term (1) };
      cells[i].val = esc_resolve (s, cells[i].val);
      struct esc_sv old = s->vals[in->dst].val;
      if (widen && cells[i].val.base == 0 && !esc_sv_same (old, cells[i].val))
        {
          unsigned u = s->b->vals[in->dst].flags & ESC_VAL_UNSIGNED
                           ? ESC_TF_UNSIGNED
                           : 0;
          esc_term t = esc_term_fresh (&s->ts, bl->first + i, s->count[blk],
                                       in->width, u);
          esc_search_sync (s);
          /* It went up, or down, so far.  */
          struct esc_range r = { INT64_MIN, INT64_MAX, { 0, 0 }, 0 };
          if (old.base == 0 && cells[i].val.off > old.off)
            r.lo = cells[i].val.off;
          else if (old.base == 0)
            r.hi = cells[i].val.off;
          if (esc_assume_range (s, t, &r))
            cells[i].val = esc_sv_term (t);
        }
    }
  for (uint32_t i = 0; i < n; i++)
    esc_set_val (s, s->b->ins[bl->first + i].dst, cells[i]);
  s->steps += n;
  if (cells != few)
    free (cells);
}

/* Is B another number than A, or another place in the same array?  */
static bool
moved_on (struct esc_sv a, struct esc_sv b, bool pointers)
{
  return b.base == 0 ? !esc_sv_same (a, b)
                     : pointers && a.base == b.base && a.off != b.off;
}

/* The loop whose branch ends BLK is left early: which parameters tell its
   bound?  */
static void
note_bound (struct esc_search *s, uint32_t blk)
{
  const struct esc_block *bl = &s->b->blocks[blk];
  const struct esc_ins *in = &s->b->ins[bl->first + bl->nins - 1];
  if (in->op != ESC_COND || !s->out)
    return;
  esc_opnd side[2] = { in->a, in->b };
  for (int i = 0; i < 2; i++)
    {
      esc_term t = esc_eval (s, side[i]).val.base;
      while (s->ts.t[t].kind == ESC_T_EXPR && s->ts.t[t].a == ESC_X_TRUNC)
        t = s->ts.t[t].x.base;
      if (s->ts.t[t].kind == ESC_T_PARAM && s->ts.t[t].a < 32)
        s->out->counts_to |= 1u << s->ts.t[t].a;
    }
}

/* Does a PHI of loop head BLK bring a new known number, or a new known place
   in an array if POINTERS?  */
static bool
counts (struct esc_search *s, uint32_t blk, bool pointers)
{
  const struct esc_block *bl = &s->b->blocks[blk];
  for (uint32_t i = 0; i < bl->nins; i++)
    {
      const struct esc_ins *in = &s->b->ins[bl->first + i];
      if (in->op != ESC_PHI)
        return false;
      const struct esc_phi *p = phi_from (s->b, in, s->blk);
      if (!p)
        continue;
      struct esc_sv v = esc_resolve (s, esc_eval (s, p->val).val);
      if (moved_on (s->vals[in->dst].val, v, pointers))
        return true;
    }
  return false;
}

bool
esc_enter (struct esc_search *s, uint32_t blk)
{
  uint32_t n = s->count[blk] + 1;
  bool widen = false;
  if (n > ROUNDS && s->bi[blk].header)
    {
      /* Who counts to a known number goes on; who loops on something unknown
         has one more round with any counter.  */
      bool known = !s->undecided[blk] && !s->undecided[s->blk];
      uint32_t rounds = known ? COUNTED_ROUNDS : ROUNDS;
      if (!known)
        {
          note_bound (s, blk);
          note_bound (s, s->blk);
        }
      bool in_memory = known && esc_counts_in_memory (s, blk);
      if (n > rounds + 1 + known || !(in_memory || counts (s, blk, known)))
        {
          s->cut |= !known && !counts (s, blk, false);
          return false;
        }
      widen = n > rounds;
      s->shaky |= widen && !known;
      if (widen && in_memory)
        esc_widen_memory (s, blk);
    }
  set_phis (s, blk, widen);
  esc_set_count (s, blk, n);
  if (s->bi[blk].npreds > 1)
    {
      uint64_t state = state_at (s, blk);
      bool stuck = n > 1 && s->bi[blk].header && s->entered[blk] == state;
      s->entered[blk] = state;
      if (esc_state_seen (s, state))
        return stuck && esc_leave_polling (s, blk);
      if (s->visits[blk]++ > STATES_PER_JOIN * (s->bi[blk].header ? 2 : 1))
        {
          s->incomplete = true;
          return false;
        }
    }
  s->prev_blk = s->blk;
  s->blk = blk;
  s->ins = s->b->blocks[blk].first;
  return true;
}

void
esc_later (struct esc_search *s, uint32_t alt)
{
  ESC_GROW (s->choices, s->cap_choices, s->nchoices + 1);
  s->choices[s->nchoices++] = (struct esc_choice){ .blk = s->blk,
                                                   .ins = s->ins,
                                                   .prev_blk = s->prev_blk,
                                                   .alt = alt,
                                                   .trail = s->ntrail,
                                                   .traces = s->ntraces,
                                                   .handed = s->nhanded,
                                                   .blocks = s->nblocks,
                                                   .shaky = s->shaky };
}

/* Go on with the current path to its end; false if it has to wait.  */
static bool
run_path (struct esc_search *s)
{
  for (;;)
    {
      s->steps++;
      enum esc_step step = esc_exec (s, s->alt);
      if (step == ESC_STEP_WAIT)
        return false;
      s->alt = 0;
      if (step == ESC_STEP_END || s->steps > s->budget)
        return true;
      if (step == ESC_STEP_ON)
        s->ins++;
    }
}

/* What parameter I is known to be, or 0.  */
static esc_term
bound_to (struct esc_search *s, uint32_t i)
{
  for (uint32_t j = 0; j < s->known.n; j++)
    {
      const struct esc_binding *b = &s->known.bind[j];
      if (b->param == i)
        return b->fun != ESC_NONE ? esc_term_fun (&s->ts, b->fun)
               : b->obj           ? esc_term_obj (&s->ts, b->obj, 0)
                                  : 0;
    }
  return 0;
}

/* Give numbers that are known to parameter I, term T.  */
static void
assume_bound (struct esc_search *s, uint32_t i, esc_term t)
{
  for (uint32_t j = 0; j < s->known.n; j++)
    {
      const struct esc_binding *b = &s->known.bind[j];
      if (b->param != i || b->fun != ESC_NONE || b->obj)
        continue;
      struct esc_range r = { b->num, b->num, { 0, 0 }, 0 };
      esc_assume_range (s, t, &r);
    }
}

/* Parameter I, term T, is no other number than a caller passes.  */
static void
assume_passed (struct esc_search *s, uint32_t i, esc_term t)
{
  const struct esc_span *p = esc_passed_to (&s->w->passed, s->fn, i);
  if (!p || p->lo > p->hi || s->ts.t[t].kind != ESC_T_PARAM)
    return;
  struct esc_range r = { p->lo, p->hi, { 0, 0 }, 0 };
  esc_assume_range (s, t, &r);
}

/* Pointers passed by value whose parameters live in memory.  */
static void
set_parameters_in_memory (struct esc_search *s)
{
  const struct esc_fn *f = &s->m->fns[s->fn];
  for (uint32_t i = 0; i < f->nparams; i++)
    {
      if (!f->params[i].obj || !f->params[i].pointer)
        continue;
      struct esc_tnode k = { .kind = ESC_T_PARAM, .a = i, .width = 8 };
      esc_term t = bound_to (s, i);
      if (!t)
        t = esc_term_get (&s->ts, &k);
      esc_term o = esc_term_obj (&s->ts, f->params[i].obj, 0);
      struct esc_place pl
          = { .size = s->m->objs[f->params[i].obj].size, .type = ESC_TY_PTR };
      esc_search_sync (s);
      esc_mem_store (s, esc_mem_key (s, esc_sv_term (o), pl.size), &pl,
                     (struct esc_cell){ .val = esc_sv_term (t) });
    }
}

static void
set_entry (struct esc_search *s)
{
  const struct esc_fn *f = &s->m->fns[s->fn];
  for (uint32_t i = 0; i <= f->nparams; i++)
    {
      uint32_t val = i < f->nparams ? f->params[i].val : f->chain;
      if (val == ESC_NONE || val >= s->b->nvals)
        continue;
      const struct esc_val *v = &s->b->vals[val];
      struct esc_tnode k
          = { .kind = ESC_T_PARAM,
              .a = i,
              .width = v->width,
              .flags = v->flags & (ESC_VAL_UNSIGNED | ESC_VAL_BOOL)
                           ? ESC_TF_UNSIGNED
                           : 0 };
      esc_term t = bound_to (s, i);
      if (!t)
        t = esc_term_get (&s->ts, &k);
      esc_search_sync (s);
      esc_set_val (s, val, (struct esc_cell){ .val = esc_sv_term (t) });
      assume_bound (s, i, t);
      if (i < f->nparams && !(v->flags & ESC_VAL_PTR))
        assume_passed (s, i, t);
      if (v->flags & ESC_VAL_BOOL)
        {
          struct esc_range r = { 0, 1, { 0, 0 }, 0 };
          esc_assume_range (s, t, &r);
        }
    }
  set_parameters_in_memory (s);
  for (uint32_t i = 0; i < s->b->nvals; i++)
    if (s->b->vals[i].flags & ESC_VAL_UNDEF)
      s->vals[i].val = esc_sv_term (1);
}

/* Go back to the newest choice; false if the search is over.  */
static bool
next_path (struct esc_search *s)
{
  if (s->nchoices == 0)
    return false;
  if (s->only_called && esc_summary_full (s->out))
    {
      s->out->complete = false;
      return false;
    }
  if (s->steps > s->budget)
    {
      s->incomplete = true;
      return false;
    }
  const struct esc_choice *c = &s->choices[--s->nchoices];
  esc_undo_to (s, c->trail);
  s->ntraces = c->traces;
  s->nhanded = c->handed;
  s->nblocks = c->blocks;
  s->shaky = c->shaky;
  s->blk = c->blk;
  s->ins = c->ins;
  s->prev_blk = c->prev_blk;
  s->alt = c->alt;
  return true;
}

/* The steps that FN may take.  What one function leaves of its share of the
   module's pool the next ones may use, so that small modules are searched
   thoroughly and the cost stays in proportion to a large one's size.  */
static uint64_t
allowance (struct esc_search *s, uint32_t fn)
{
  struct esc_world *w = s->w;
  bool own = w->sieve->fns[fn].candidate;
  struct esc_pool *p = &w->pool[own];
  uint64_t scale = w->opts->budget ? w->opts->budget : 1;
  uint64_t n = s->b->nins, least = 32 + (own ? 2 * n : n);
  uint64_t most
      = own ? STEPS_BASE + STEPS_PER_INS * n : CALLEE_BASE + CALLEE_PER_INS * n;
  uint64_t share = p->steps / (p->searches ? p->searches : 1);
  if (p->searches)
    p->searches--;
  if (share < most)
    most = share > least ? share : least;
  return scale * most;
}

void
esc_search_begin (struct esc_search *s, const struct esc_special *what)
{
  uint32_t fn = what->fn;
  s->known = *what;
  s->fn = fn;
  s->b = s->m->fns[fn].body;
  s->steps = 0;
  s->budget = allowance (s, fn);
  s->incomplete = s->cut = s->shaky = false;
  s->serial = 0;
  s->place_from = s->place_to = 0;
  s->blk = 0;
  s->only_called = !s->w->sieve->fns[fn].candidate;
  s->out = esc_xcalloc (1, sizeof *s->out);
  s->out->complete = true;
  esc_shape_make (s);
  esc_state_prepare (s);
  set_entry (s);
  s->blk = 0;
  s->prev_blk = ESC_NONE;
  s->ins = s->b->blocks[0].first;
  s->alt = 0;
  esc_set_count (s, 0, 1);
}

bool
esc_search_go (struct esc_search *s)
{
  do
    if (!run_path (s))
      return false;
  while (next_path (s));
  return true;
}

struct esc_summary *
esc_search_end (struct esc_search *s)
{
  struct esc_summary *out = s->out;
  out->complete &= !s->incomplete && !s->cut;
  esc_state_clear (s);
  s->w->report->counts.steps += s->steps;
  struct esc_pool *pool = &s->w->pool[s->w->sieve->fns[s->fn].candidate];
  pool->steps -= s->steps < pool->steps ? s->steps : pool->steps;
  s->w->report->counts.incomplete += s->incomplete;
  esc_summary_finish (out);
  s->out = NULL;
  return out;
}

void
esc_search_init (struct esc_search *s, struct esc_world *w)
{
  memset (s, 0, sizeof *s);
  s->w = w;
  s->m = w->m;
  esc_terms_init (&s->ts);
  /* Number 0 of these means none.  */
  ESC_GROW (s->slots, s->cap_slots, 1);
  ESC_GROW (s->rdefs, s->cap_rdefs, 1);
  ESC_GROW (s->traces, s->cap_traces, 1);
  memset (s->slots, 0, sizeof *s->slots);
  memset (s->rdefs, 0, sizeof *s->rdefs);
  memset (s->traces, 0, sizeof *s->traces);
  s->nslots = s->nrdefs = s->ntraces = s->nholds = 1;
}

void
esc_search_free (struct esc_search *s)
{
  void *all[] = { s->bi,       s->live,        s->vals,      s->inst,
                  s->slots,    s->regions,     s->range,     s->range_known,
                  s->tested,   s->constrained, s->rdefs,     s->handed,
                  s->count,    s->traces,      s->trail,     s->choices,
                  s->pregions, s->slot_bucket, s->seen,      s->visits,
                  s->export,   s->blocks,      s->cell,      s->undecided,
                  s->loose,    s->holds,       s->allocated, s->entered,
                  s->older,    s->asked,       s->translated };
  for (unsigned i = 0; i < sizeof all / sizeof *all; i++)
    free (all[i]);
  esc_terms_free (&s->ts);
}
