/* SPDX-License-Identifier: GPL-3.0-or-later */
/* solve.c - from facts to verdicts: the order of the whole analysis.

   Steps:
   1. look once at all bodies for what is true of the whole unit: which
      objects are written, whose address is a value, which numbers become
      pointers (world.c);
   2. order functions bottom-up, walk them flow-insensitively (reach);
   3. search the paths of the functions that have candidates, and the callees
      that these paths get to (demand.c);
   4. sizes (stack.c), leftovers that nobody reads (leftover.c);
   5. the candidates that no path confirmed are findings of level audit;
   6. sort.  */

#include "search.h"

#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "passes.h"

/* ---- which functions to search -------------------------------------------*/

/* Mark what FN calls, directly or through constant tables.  */
static uint32_t
push_callees (const struct esc_world *w, uint32_t fn, bool *want,
              uint32_t *work, uint32_t n)
{
  const struct esc_module *m = w->m;
  const struct esc_body *b = m->fns[fn].body;
  for (uint32_t i = 0; i < b->ncalls; i++)
    {
      if (esc_opnd_kind (b->calls[i].callee) != ESC_OP_FUN)
        continue;
      uint32_t f = esc_opnd_index (b->calls[i].callee);
      if (m->fns[f].alias != ESC_NONE)
        f = m->fns[f].alias;
      if (!want[f] && m->fns[f].body)
        {
          want[f] = true;
          work[n++] = f;
        }
    }
  return n;
}

static bool
calls_indirectly (const struct esc_body *b)
{
  for (uint32_t i = 0; i < b->ncalls; i++)
    if (esc_opnd_kind (b->calls[i].callee) == ESC_OP_VAL)
      return true;
  return false;
}

/* Mark what has candidates, asks for its sizes, or hands functions to what has
   candidates, which is then searched with these.  */
static void
choose_roots (const struct esc_world *w, bool *roots)
{
  const struct esc_module *m = w->m;
  const struct esc_sieve *sieve = w->sieve;
  for (uint32_t f = 0; f < m->nfns; f++)
    if (m->fns[f].body && !(m->fns[f].flags & ESC_FN_MODEL))
      roots[f] = sieve->fns[f].candidate || esc_stack_asks (w, f);
  for (uint32_t i = 0; i < sieve->nhands; i++)
    if (sieve->fns[sieve->hands[i].to].candidate)
      roots[sieve->hands[i].from] = true;
}

/* The functions that their paths may call, and they themselves.  */
static bool *
find_reachable (const struct esc_world *w, const bool *roots)
{
  const struct esc_module *m = w->m;
  bool *may = esc_xmalloc ((m->nfns + 1) * sizeof *may);
  uint32_t *work = esc_xmalloc ((m->nfns + 1) * sizeof *work);
  uint32_t n = 0;
  bool indirect = false;
  memcpy (may, roots, m->nfns * sizeof *may);
  for (uint32_t f = 0; f < m->nfns; f++)
    if (roots[f])
      work[n++] = f;
  while (n)
    {
      uint32_t f = work[--n];
      n = push_callees (w, f, may, work, n);
      if (indirect || !calls_indirectly (m->fns[f].body))
        continue;
      /* Functions that are seen in tables and variables.  */
      indirect = true;
      for (uint32_t g = 0; g < m->nfns; g++)
        if (w->sieve->pointed[g] && m->fns[g].body && !may[g])
          {
            may[g] = true;
            work[n++] = g;
          }
    }
  free (work);
  return may;
}

enum
{
  POOL_BASE = 150000, /* steps that a module may take however small */
  POOL_PER_INS = 1
};

/* Share out the steps among all functions that MAY be searched: in proportion
   to the module, on top of a base.  */
static void
fill_pools (struct esc_world *w, const bool *may)
{
  const struct esc_order *o = w->order;
  uint64_t nins = 0;
  for (uint32_t c = 0; c < o->ncomps; c++)
    for (uint32_t i = o->comp[c]; i < o->comp[c + 1]; i++)
      {
        uint32_t f = o->fns[i];
        nins += w->m->fns[f].body->nins;
        if (may[f])
          w->pool[w->sieve->fns[f].candidate].searches
              += o->recursive[c] ? 2 : 1;
      }
  for (int k = 0; k < 2; k++)
    w->pool[k].steps = (k ? POOL_BASE : POOL_BASE / 3) + POOL_PER_INS * nins;
}

/* Where the size of an array depends on its function's parameters, what the
   callers pass bounds it.  */
static void
find_passed (struct esc_world *w, const struct esc_order *o)
{
  bool *asks = esc_xcalloc (w->m->nfns + 1, sizeof *asks), any = false;
  for (uint32_t i = 0; i < o->nfns; i++)
    any |= asks[o->fns[i]] = esc_stack_asks (w, o->fns[i]);
  if (any)
    esc_passed_find (w->m, o, asks, &w->passed);
  free (asks);
}

static void
search_paths (struct esc_world *w)
{
  bool *roots = esc_xcalloc (w->m->nfns + 1, sizeof *roots);
  choose_roots (w, roots);
  bool *may = find_reachable (w, roots);
  fill_pools (w, may);
  free (may);
  esc_search_all (w, roots);
  free (roots);
}

/* ---- findings ------------------------------------------------------------*/

static const struct esc_module *sorting;

static int
compare_findings (const void *pa, const void *pb)
{
  const struct esc_finding *a = pa, *b = pb;
  uint32_t oa = sorting->fns[a->fn].order, ob = sorting->fns[b->fn].order;
  if (oa != ob)
    return oa < ob ? -1 : 1;
  if (a->loc != b->loc)
    return a->loc < b->loc ? -1 : 1;
  if (a->rule != b->rule)
    return a->rule < b->rule ? -1 : 1;
  if (a->obj != b->obj)
    return a->obj < b->obj ? -1 : 1;
  return (a->level > b->level) - (a->level < b->level);
}

/* Drop what nothing can call, what the level hides and repetitions.  */
static void
tidy (struct esc_world *w)
{
  struct esc_report *r = w->report;
  uint32_t n = 0;
  sorting = w->m;
  if (r->nfindings)
    qsort (r->findings, r->nfindings, sizeof *r->findings, compare_findings);
  for (uint32_t i = 0; i < r->nfindings; i++)
    {
      const struct esc_finding *f = &r->findings[i];
      if ((w->m->fns[f->fn].flags & ESC_FN_UNREACHED)
          || f->level > w->opts->level)
        continue;
      if (n && r->findings[n - 1].fn == f->fn
          && r->findings[n - 1].loc == f->loc
          && r->findings[n - 1].rule == f->rule
          && r->findings[n - 1].obj == f->obj)
        continue;
      for (uint32_t k = 0; k < f->nevents; k++)
        r->events[f->first_event + k].finding = n + 1;
      r->findings[n++] = *f;
    }
  r->nfindings = n;
}

/* What findings there are for one cause: an object at a place, and an object
   by a rule.  */
static void
note_cause (struct esc_index *seen, const struct esc_finding *f)
{
  esc_index_put (seen, (uint32_t[4]){ f->fn, f->obj, 0, f->loc }, 1);
  esc_index_put (seen, (uint32_t[4]){ f->fn, f->obj, 1, f->rule }, 1);
}

/* Has a path confirmed candidate C, or another for the same cause?  */
static bool
confirmed (const struct esc_index *seen, const struct esc_candidate *c,
           esc_loc loc)
{
  return esc_index_get (seen, (uint32_t[4]){ c->fn, c->obj, 0, loc })
         || esc_index_get (seen, (uint32_t[4]){ c->fn, c->obj, 1, c->rule });
}

static void
add_candidates (struct esc_world *w)
{
  struct esc_report *r = w->report;
  const struct esc_reach *q = w->reach;
  struct esc_index seen = { 0 };
  if (w->opts->level < ESC_AUDIT)
    return;
  for (uint32_t i = 0; i < r->nfindings; i++)
    note_cause (&seen, &r->findings[i]);
  for (uint32_t i = 0; i < q->ncandidates; i++)
    {
      const struct esc_candidate *c = &q->candidates[i];
      const struct esc_body *b = w->m->fns[c->fn].body;
      esc_loc loc = c->ins < b->nins ? b->ins[c->ins].loc : b->end_loc;
      if (confirmed (&seen, c, loc) || (w->m->fns[c->fn].flags & ESC_FN_MODEL))
        continue;
      struct esc_finding f
          = { .rule = c->rule,
              .level = ESC_AUDIT,
              .doubt
              = ESC_DOUBT_FLOW | (c->unknown_only ? ESC_DOUBT_UNKNOWN : 0),
              .loc = loc,
              .fn = c->fn,
              .obj = c->obj,
              .obj_off = c->off,
              .holder = c->holder,
              .holder_name = c->holder_name,
              .holder_obj = c->holder_obj,
              .callee = c->callee,
              .first_event = r->nevents,
              .nevents = c->nevents };
      ESC_GROW (r->events, r->cap_events, r->nevents + c->nevents);
      if (c->nevents)
        memcpy (r->events + r->nevents, q->events + c->first_event,
                c->nevents * sizeof *r->events);
      r->nevents += c->nevents;
      ESC_GROW (r->findings, r->cap_findings, r->nfindings + 1);
      r->findings[r->nfindings++] = f;
      note_cause (&seen, &f);
    }
  esc_index_free (&seen);
}

static void
take_notes (struct esc_world *w, struct esc_reach *q)
{
  struct esc_report *r = w->report;
  uint32_t base = r->nevents;
  if (q->nnotes == 0)
    return;
  ESC_GROW (r->events, r->cap_events, r->nevents + q->nevents);
  if (q->nevents)
    memcpy (r->events + base, q->events, q->nevents * sizeof *r->events);
  r->nevents += q->nevents;
  ESC_GROW (r->notes, r->cap_notes, q->nnotes);
  memcpy (r->notes, q->notes, q->nnotes * sizeof *r->notes);
  r->nnotes = q->nnotes;
  for (uint32_t i = 0; i < r->nnotes; i++)
    r->notes[i].first_event += base;
}

static void
count (struct esc_world *w)
{
  for (uint32_t f = 0; f < w->m->nfns; f++)
    {
      const struct esc_fn *fn = &w->m->fns[f];
      if (!fn->body || (fn->flags & ESC_FN_MODEL))
        continue;
      w->report->counts.functions++;
      w->report->counts.not_understood += fn->body->not_understood;
    }
}

void
esc_solve (struct esc_module *m, const struct esc_options *opts,
           struct esc_report *r)
{
  struct esc_order order = { 0 };
  struct esc_reach reach = { 0 };
  struct esc_sieve sieve = { 0 };
  struct esc_world w = { .m = m,
                         .opts = opts,
                         .report = r,
                         .order = &order,
                         .sieve = &sieve,
                         .reach = &reach };
  count (&w);
  esc_world_scan (&w);
  esc_order_make (m, &order);
  esc_sieve_make (m, &order, false, &sieve);
  /* The precise walk is for those who ask for everything.  */
  if (opts->level >= ESC_AUDIT || opts->notes)
    esc_reach_solve (m, &order, opts, &reach);
  w.summary = esc_xcalloc (m->nfns + 1, sizeof *w.summary);
  w.stack_size = esc_xcalloc (m->nobjs + 1, sizeof *w.stack_size);
  find_passed (&w, &order);
  search_paths (&w);
  esc_stack_check (&w);
  esc_leftover_judge (&w);
  add_candidates (&w);
  take_notes (&w, &reach);
  tidy (&w);
  for (uint32_t f = 0; f < m->nfns; f++)
    esc_summary_free (w.summary[f]);
  free (w.summary);
  for (uint32_t i = 0; i < w.nspecials; i++)
    esc_summary_free (w.specials[i].summary);
  free (w.specials);
  free (w.stack_size);
  esc_passed_free (&w.passed);
  esc_index_free (&w.findings);
  free (w.obj_flags);
  free (w.field_flags);
  esc_sieve_free (&sieve);
  if (reach.fns)
    esc_reach_free (&reach);
  esc_order_free (&order);
}

void
esc_report_free (struct esc_report *r)
{
  free (r->findings);
  free (r->notes);
  free (r->events);
  memset (r, 0, sizeof *r);
}
