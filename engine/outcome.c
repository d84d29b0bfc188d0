/* SPDX-License-Identifier: GPL-3.0-or-later */
/* outcome.c - the end of a path as one outcome of the function's summary.

   An outcome is what a caller can see: the result, the memory written that is
   not the function's own, what was freed, filled, or handed to unknown code,
   and the conditions on the entry state under which the path is taken.

   Outcomes that differ in nothing a caller can see are one (merge.c).  Beyond
   MAX_OUTCOMES paths are dropped: callers then follow fewer of its paths, which
   may cost findings, not truth.

   Terms are copied into the summary; addresses of the function's own objects
   become ESC_T_DEAD.  */

#include "search.h"

#include <stdlib.h>
#include <string.h>

#include "alloc.h"

enum
{
  MAX_OUTCOMES = 16,
  MAX_CONDS = 24,
  MAX_WRITES = 256,
  MAX_TERMS = 2048,
  MAX_DEPTH = 64
};

void
esc_summary_free (struct esc_summary *m)
{
  if (!m)
    return;
  free (m->terms);
  free (m->conds);
  free (m->writes);
  free (m->effects);
  free (m->outcomes);
  free (m->events);
  free (m);
}

/* P with room for N elements of SIZE and no more.  */
static void *
shrink (void *p, uint32_t n, size_t size)
{
  if (n)
    return esc_xrealloc (p, n * size);
  free (p);
  return NULL;
}

bool
esc_summary_full (const struct esc_summary *m)
{
  return m->noutcomes >= MAX_OUTCOMES;
}

void
esc_summary_finish (struct esc_summary *m)
{
  m->terms = shrink (m->terms, m->nterms, sizeof *m->terms);
  m->conds = shrink (m->conds, m->nconds, sizeof *m->conds);
  m->writes = shrink (m->writes, m->nwrites, sizeof *m->writes);
  m->effects = shrink (m->effects, m->neffects, sizeof *m->effects);
  m->outcomes = shrink (m->outcomes, m->noutcomes, sizeof *m->outcomes);
  m->events = shrink (m->events, m->nevents, sizeof *m->events);
}

/* ---- terms ---------------------------------------------------------------*/

static uint32_t
add_term (struct esc_summary *m, const struct esc_tnode *n)
{
  if (m->nterms == 0)
    {
      ESC_GROW (m->terms, m->cap[0], 8);
      memset (m->terms, 0, 2 * sizeof *m->terms);
      m->terms[1].kind = ESC_T_UNDEF;
      m->nterms = 2;
    }
  ESC_GROW (m->terms, m->cap[0], m->nterms + 1);
  m->terms[m->nterms] = *n;
  return m->nterms++;
}

/* The summary's number of T, 1 (anything) if it has none.  The recursion is
   over operands and bounded by the term's depth.  */
static esc_term
export_term (struct esc_search *s, esc_term t)
{
  struct esc_summary *m = s->out;
  if (t <= 1)
    return t;
  if (s->export[t])
    return s->export[t];
  struct esc_tnode n = s->ts.t[t];
  s->export[t] = 1;
  if (n.depth > MAX_DEPTH || m->nterms > MAX_TERMS)
    return 1;
  switch (n.kind)
    {
    case ESC_T_OBJ:
      if (esc_obj_mortal (&s->m->objs[n.a])
          && s->m->objs[n.a].kind != ESC_OBJ_PARAM)
        n = (struct esc_tnode){ .kind = ESC_T_DEAD, .b = t };
      break;
    case ESC_T_INIT:
    case ESC_T_IDX:
      n.a = export_term (s, n.a);
      n.b = export_term (s, n.b);
      if (n.a <= 1)
        return 1;
      break;
    case ESC_T_EXPR:
      n.x.base = export_term (s, n.x.base);
      if (n.a != ESC_X_TRUNC)
        n.y.base = export_term (s, n.y.base);
      if (n.x.base == 1 || (n.a != ESC_X_TRUNC && n.y.base == 1))
        return 1;
      break;
    default:
      break;
    }
  n.next = 0;
  return s->export[t] = add_term (m, &n);
}

static bool of_entry (struct esc_search *, esc_term);

static bool
find_of_entry (struct esc_search *s, esc_term t)
{
  const struct esc_tnode *n = &s->ts.t[t];
  switch (n->kind)
    {
    case ESC_T_INT:
    case ESC_T_FUN:
    case ESC_T_PARAM:
      return true;
    case ESC_T_OBJ:
      return !esc_obj_mortal (&s->m->objs[n->a])
             || s->m->objs[n->a].kind == ESC_OBJ_PARAM;
    case ESC_T_INIT:
      return n->x.off == 0 && of_entry (s, n->a) && of_entry (s, n->b);
    case ESC_T_IDX:
      return of_entry (s, n->a) && of_entry (s, n->b);
    case ESC_T_EXPR:
      return of_entry (s, n->x.base)
             && (n->a == ESC_X_TRUNC || of_entry (s, n->y.base));
    default:
      return false;
    }
}

/* Is T about the entry state alone?  */
static bool
of_entry (struct esc_search *s, esc_term t)
{
  if (s->ts.t[t].depth > MAX_DEPTH)
    return false;
  if (s->ts.t[t].entry == 0)
    s->ts.t[t].entry = find_of_entry (s, t) ? 1 : 2;
  return s->ts.t[t].entry == 1;
}

/* Can callers see region T?  */
static bool
visible (const struct esc_search *s, esc_term t)
{
  const struct esc_tnode *n = &s->ts.t[t];
  if (n->kind == ESC_T_OBJ)
    return !esc_obj_mortal (&s->m->objs[n->a])
           && s->m->objs[n->a].kind != ESC_OBJ_RESULT;
  return n->kind != ESC_T_INT && n->kind != ESC_T_UNDEF && n->kind != ESC_T_FUN;
}

/* ---- collecting ----------------------------------------------------------*/

static uint32_t
export_events (struct esc_search *s, uint32_t trace, uint32_t *n)
{
  struct esc_summary *m = s->out;
  uint32_t count = 0;
  for (uint32_t t = trace; t; t = s->traces[t].prev)
    count++;
  if (count > 12)
    count = 12;
  ESC_GROW (m->events, m->cap[5], m->nevents + count);
  uint32_t first = m->nevents, i = count;
  for (uint32_t t = trace; t && i > 0; t = s->traces[t].prev)
    m->events[first + --i] = s->traces[t].ev;
  m->nevents += count;
  *n = count;
  return first + 1;
}

static void
export_cell (struct esc_search *s, const struct esc_cell *c,
             struct esc_cell *out, uint32_t *nevents)
{
  out->val.base = export_term (s, c->val.base);
  out->val.off = out->val.base == 1 ? 0 : c->val.off;
  out->doubt = c->doubt;
  out->number = c->number;
  out->trace = export_events (s, c->trace, nevents);
}

static void
add_write (struct esc_search *s, struct esc_outcome *o, esc_term region,
           const struct esc_slot *sl, int64_t off)
{
  struct esc_summary *m = s->out;
  if (o->nwrites >= MAX_WRITES)
    {
      m->complete = false;
      return;
    }
  struct esc_write w = { .key = sl->key, .field = sl->field, .type = sl->type };
  w.key.region = region;
  w.key.idx = sl->key.idx == sl->key.region || sl->key.stride == 0
                  ? 0
                  : export_term (s, sl->key.idx);
  if (w.key.idx == 1 || (sl->key.idx && !w.key.idx && sl->key.stride))
    w.key.idx = w.key.stride = 0;
  w.key.lo += w.key.hi || w.key.lo ? off - w.key.off : 0;
  w.key.hi += w.key.hi ? off - w.key.off : 0;
  w.key.off = off;
  export_cell (s, &sl->cell, &w.cell, &w.nevents);
  if (sl->cell.doubt & ESC_DOUBT_STORE && sl->cell.by < ESC_BY_ANY)
    w.by = export_term (s, s->doubters[sl->cell.by]);
  ESC_GROW (m->writes, m->cap[2], m->nwrites + 1);
  m->writes[m->nwrites++] = w;
  o->nwrites++;
}

static void
add_effect (struct esc_search *s, struct esc_outcome *o,
            const struct esc_effect *e)
{
  struct esc_summary *m = s->out;
  ESC_GROW (m->effects, m->cap[3], m->neffects + 1);
  m->effects[m->neffects++] = *e;
  o->neffects++;
}

/* Can a caller copy from where T points to, as it was on entry?  */
static bool
can_copy_from (const struct esc_search *s, esc_term t)
{
  esc_term r = esc_term_region (&s->ts, t);
  const struct esc_tnode *n = &s->ts.t[r];
  return visible (s, r)
         || (n->kind == ESC_T_OBJ && s->m->objs[n->a].kind == ESC_OBJ_PARAM);
}

/* A fill or copy, if callers see where it goes.  */
static void
add_block (struct esc_search *s, struct esc_outcome *o,
           const struct esc_effect *b)
{
  enum
  {
    MAX_BLOCKS = 32
  };
  struct esc_effect e = *b;
  if (!visible (s, esc_term_region (&s->ts, b->val.base))
      || o->neffects > MAX_BLOCKS)
    return;
  e.val.base = export_term (s, b->val.base);
  if (e.val.base <= 1)
    return;
  e.len.base = export_term (s, b->len.base);
  if (b->kind == ESC_E_COPY && !can_copy_from (s, b->src.base))
    {
      e.kind = ESC_E_FILL;
      e.src = esc_sv_term (1);
    }
  else
    e.src.base = export_term (s, b->src.base);
  if (e.src.base == 1)
    e.src.off = 0;
  if (e.len.base == 1)
    e.len.off = 0;
  add_effect (s, o, &e);
}

static void
add_region (struct esc_search *s, struct esc_outcome *o, esc_term t)
{
  const struct esc_region *r = &s->regions[t];
  esc_term x = export_term (s, t);
  if (x <= 1)
    return;
  struct esc_effect e = { .region = x };
  if (r->dead)
    {
      e.kind = ESC_E_FREED;
      add_effect (s, o, &e);
      return;
    }
  if (r->exposed)
    {
      e.kind = ESC_E_HAVOC;
      add_effect (s, o, &e);
    }
  if (r->doubt_all)
    {
      e.kind = ESC_E_DOUBT;
      e.doubt = r->doubt_all;
      add_effect (s, o, &e);
    }
}

/* Is T about the entry state and about what the summary says already?  Only
   of models, `when r <= n { return r; }`: it makes their outcomes more.  */
static bool
of_result (struct esc_search *s, esc_term t)
{
  const struct esc_tnode *n = &s->ts.t[t];
  if (!(s->m->fns[s->fn].flags & ESC_FN_MODEL) || n->kind != ESC_T_EXPR)
    return false;
  esc_term on[2] = { n->x.base, n->a == ESC_X_TRUNC ? 0 : n->y.base };
  for (int i = 0; i < 2; i++)
    if (on[i] && s->export[on[i]] <= 1 && !of_entry (s, on[i])
        && !of_result (s, on[i]))
      return false;
  return true;
}

static void
add_conditions (struct esc_search *s, struct esc_outcome *o)
{
  struct esc_summary *m = s->out;
  s->stamp++;
  for (uint32_t i = 0; i < s->nconstrained; i++)
    {
      esc_term t = s->constrained[i];
      if (s->regions[t].stamp == s->stamp || !s->range_known[t])
        continue;
      if (s->export[t] <= 1 && !of_entry (s, t) && !of_result (s, t))
        continue;
      s->regions[t].stamp = s->stamp;
      struct esc_cond c = { export_term (s, t), s->range[t] };
      if (c.t <= 1)
        continue;
      ESC_GROW (m->conds, m->cap[1], m->nconds + 1);
      m->conds[m->nconds++] = c;
      o->nconds++;
    }
}

/* ---- recording -----------------------------------------------------------*/

static void
collect_changes (struct esc_search *s, struct esc_outcome *o)
{
  struct esc_summary *m = s->out;
  s->stamp++;
  o->effects = m->neffects;
  for (uint32_t i = 0; i < s->ntrail; i++)
    {
      const struct esc_trail *t = &s->trail[i];
      if (t->what != ESC_U_REGION || s->regions[t->index].stamp == s->stamp
          || !visible (s, t->index))
        continue;
      s->regions[t->index].stamp = s->stamp;
      add_region (s, o, t->index);
    }
  for (uint32_t i = 0; i < s->nblocks; i++)
    add_block (s, o, &s->blocks[i]);
  for (uint32_t i = 0; i < s->nhanded; i++)
    {
      struct esc_effect e = { .kind = ESC_E_HANDED };
      e.val = s->handed[i];
      if (!of_entry (s, e.val.base))
        continue;
      e.val.base = export_term (s, e.val.base);
      if (e.val.base > 1)
        add_effect (s, o, &e);
    }
  o->writes = m->nwrites;
  for (uint32_t i = 0; i < s->ntrail; i++)
    {
      const struct esc_trail *t = &s->trail[i];
      struct esc_slot *sl = &s->slots[t->index];
      if (t->what != ESC_U_SLOT || sl->stamp == s->stamp || !sl->set
          || !visible (s, sl->key.region) || s->regions[sl->key.region].dead)
        continue;
      sl->stamp = s->stamp;
      if (esc_followed (s, sl->cell.val) && esc_popped (s, sl))
        continue;
      esc_term r = export_term (s, sl->key.region);
      if (r > 1)
        add_write (s, o, r, sl, sl->key.off);
    }
}

/* What of the result in K was copied from memory that callers see.  */
static void
add_copies (struct esc_search *s, struct esc_outcome *o,
            const struct esc_slot_key *k, esc_term result)
{
  for (uint32_t i = s->regions[k->region].ranges; i; i = s->rdefs[i].next)
    {
      const struct esc_range_default *d = &s->rdefs[i];
      if (d->kind != ESC_D_INIT || d->epoch != 0
          || !can_copy_from (s, d->region) || d->hi > INT64_MAX / 4)
        continue;
      struct esc_effect e
          = { .kind = ESC_E_COPY,
              .val = { result, d->lo - k->off },
              .src = { export_term (s, d->region), d->lo + d->delta },
              .len = esc_sv_int (d->hi - d->lo) };
      if (e.src.base > 1)
        add_effect (s, o, &e);
    }
}

static void
collect_result (struct esc_search *s, struct esc_outcome *o, uint32_t ins)
{
  const struct esc_ins *in = &s->b->ins[ins];
  struct esc_cell none = { .val = { 1, 0 } };
  struct esc_cell c = none;
  if (in->op == ESC_RET && in->a != ESC_OPND_NONE)
    {
      if (esc_opnd_kind (in->a) != ESC_OP_CONTENT)
        {
          c = esc_eval (s, in->a);
          c.val = esc_resolve (s, c.val);
        }
      else
        {
          const struct esc_place *pl = &s->b->places[esc_opnd_index (in->a)];
          struct esc_slot_key k
              = esc_mem_key (s, esc_eval_place (s, pl), pl->size);
          struct esc_tnode rn = { .kind = ESC_T_DEAD, .b = ESC_RESULT_REGION };
          esc_term local = esc_term_get (&s->ts, &rn);
          esc_search_sync (s);
          if (s->cap_export < s->ts.n)
            return;
          esc_term r = export_term (s, local);
          add_copies (s, o, &k, r);
          for (uint32_t i = s->regions[k.region].slots; i; i = s->slots[i].next)
            if (s->slots[i].set)
              add_write (s, o, r, &s->slots[i], s->slots[i].key.off - k.off);
        }
    }
  export_cell (s, &c, &o->ret, &o->ret_nevents);
}

void
esc_outcome_record (struct esc_search *s, enum esc_end end, uint32_t ins)
{
  struct esc_summary *m = s->out;
  if (!m)
    return;
  if (m->noutcomes >= MAX_OUTCOMES)
    {
      m->complete = false;
      return;
    }
  if (s->cap_export < s->ts.n + 64)
    {
      uint32_t old = s->cap_export;
      ESC_GROW (s->export, s->cap_export, s->ts.n + 64);
      memset (s->export + old, 0, (s->cap_export - old) * sizeof *s->export);
    }
  s->steps += s->ntrail / 16;
  uint32_t marks[4] = { m->nconds, m->nwrites, m->neffects, m->nevents };
  struct esc_outcome o = { .end = (uint8_t)end, .shaky = s->shaky };
  collect_changes (s, &o);
  collect_result (s, &o, ins);
  o.conds = m->nconds;
  add_conditions (s, &o);
  o.hash = esc_outcome_hash (m, &o);
  bool absorbed = o.nconds > MAX_CONDS;
  if (absorbed)
    m->complete = false;
  for (uint32_t i = 0; i < m->noutcomes && !absorbed; i++)
    absorbed = esc_outcome_absorb (m, &m->outcomes[i], &o);
  if (absorbed)
    {
      m->nconds = marks[0];
      m->nwrites = marks[1];
      m->neffects = marks[2];
      m->nevents = marks[3];
      return;
    }
  ESC_GROW (m->outcomes, m->cap[4], m->noutcomes + 1);
  m->outcomes[m->noutcomes++] = o;
}
