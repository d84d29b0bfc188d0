/* SPDX-License-Identifier: GPL-3.0-or-later */
/* state.c - the path search's mutable state and the trail that undoes it.

   Whatever changes is saved first, newest last; esc_undo_to puts back
   everything above a mark.  A whole run ends by undoing to zero, so that the
   next function finds clean arrays and pays only for what was touched.

   Invariant: mem_hash is the exclusive or of state_bits over all set slots
   and changed regions; each save takes the old bits out, each change is
   closed by putting the new bits in.  */

#include "search.h"

#include <stdlib.h>
#include <string.h>

#include "alloc.h"

uint64_t
esc_slot_bits (const struct esc_search *s, uint32_t i)
{
  const struct esc_slot *sl = &s->slots[i];
  if (!sl->set)
    return 0;
  uint64_t h = esc_mix (i, sl->cell.val.base);
  h = esc_mix (h, (uint64_t)sl->cell.val.off);
  return esc_mix (h, sl->cell.doubt);
}

uint64_t
esc_region_bits (const struct esc_search *s, esc_term t)
{
  const struct esc_region *r = &s->regions[t];
  if (!r->epoch && !r->ranges && !r->deflt && !r->dead && !r->exposed
      && !r->doubt_all && !r->stirred)
    return 0;
  uint64_t h = esc_mix (t * 31u + 7, r->epoch);
  h = esc_mix (h, r->ranges);
  h = esc_mix (h, r->stirred);
  h = esc_mix (h, r->doubt_all);
  return esc_mix (h, (uint64_t)r->deflt * 8 + r->dead * 2 + r->exposed);
}

static struct esc_trail *
push (struct esc_search *s, enum esc_undo what, uint32_t index)
{
  ESC_GROW (s->trail, s->cap_trail, s->ntrail + 1);
  struct esc_trail *t = &s->trail[s->ntrail++];
  t->what = what;
  t->index = index;
  return t;
}

void
esc_save_slot (struct esc_search *s, uint32_t slot)
{
  struct esc_trail *t = push (s, ESC_U_SLOT, slot);
  const struct esc_slot *sl = &s->slots[slot];
  t->old.slot.cell = sl->cell;
  t->old.slot.field = sl->field;
  t->old.slot.set = sl->set;
  t->old.slot.type = sl->type;
  s->mem_hash ^= esc_slot_bits (s, slot);
}

void
esc_save_region (struct esc_search *s, esc_term region)
{
  struct esc_trail *t = push (s, ESC_U_REGION, region);
  const struct esc_region *r = &s->regions[region];
  t->old.region.ranges = r->ranges;
  t->old.region.epoch = r->epoch;
  t->old.region.stirred = r->stirred;
  t->old.region.deflt = r->deflt;
  t->old.region.dead = r->dead;
  t->old.region.exposed = r->exposed;
  t->old.region.doubt_all = r->doubt_all;
  s->mem_hash ^= esc_region_bits (s, region);
}

void
esc_set_val (struct esc_search *s, uint32_t val, struct esc_cell c)
{
  struct esc_trail *t = push (s, ESC_U_VAL, val);
  t->old.val = s->vals[val];
  s->vals[val] = c;
  if (c.val.off == 0 && s->b->vals[val].name && c.val.base < s->cap_regions)
    {
      struct esc_region *r = &s->regions[c.val.base];
      if (!r->var || val < r->var - 1)
        r->var = val + 1;
    }
}

void
esc_set_range (struct esc_search *s, esc_term term, const struct esc_range *r)
{
  esc_search_sync (s);
  struct esc_trail *t = push (s, ESC_U_RANGE, term);
  t->old.range.r = s->range[term];
  t->old.range.known = s->range_known[term];
  if (!s->range_known[term])
    {
      ESC_GROW (s->constrained, s->cap_constrained, s->nconstrained + 1);
      s->constrained[s->nconstrained++] = term;
    }
  esc_asked_set (s, term, r, true);
}

void
esc_set_count (struct esc_search *s, uint32_t blk, uint32_t n)
{
  push (s, ESC_U_COUNT, blk)->old.count = s->count[blk];
  s->count[blk] = n;
}

void
esc_set_instance (struct esc_search *s, uint32_t obj, uint32_t n)
{
  push (s, ESC_U_INST, obj)->old.count = s->inst[obj];
  s->inst[obj] = n;
}

static void
undo_slot (struct esc_search *s, const struct esc_trail *t)
{
  struct esc_slot *sl = &s->slots[t->index];
  s->mem_hash ^= esc_slot_bits (s, t->index);
  sl->cell = t->old.slot.cell;
  sl->field = t->old.slot.field;
  sl->set = t->old.slot.set;
  sl->type = t->old.slot.type;
  s->mem_hash ^= esc_slot_bits (s, t->index);
}

static void
undo_region (struct esc_search *s, const struct esc_trail *t)
{
  struct esc_region *r = &s->regions[t->index];
  s->mem_hash ^= esc_region_bits (s, t->index);
  r->ranges = t->old.region.ranges;
  r->epoch = t->old.region.epoch;
  r->stirred = t->old.region.stirred;
  r->deflt = t->old.region.deflt;
  r->dead = t->old.region.dead;
  r->exposed = t->old.region.exposed;
  r->doubt_all = t->old.region.doubt_all;
  s->mem_hash ^= esc_region_bits (s, t->index);
}

void
esc_undo_to (struct esc_search *s, uint32_t mark)
{
  while (s->ntrail > mark)
    {
      const struct esc_trail *t = &s->trail[--s->ntrail];
      switch (t->what)
        {
        case ESC_U_SLOT:
          undo_slot (s, t);
          break;
        case ESC_U_REGION:
          undo_region (s, t);
          break;
        case ESC_U_VAL:
          s->vals[t->index] = t->old.val;
          break;
        case ESC_U_RANGE:
          esc_asked_set (s, t->index, &t->old.range.r, t->old.range.known);
          if (!t->old.range.known)
            s->nconstrained--;
          break;
        case ESC_U_COUNT:
          s->count[t->index] = t->old.count;
          break;
        case ESC_U_INST:
          s->inst[t->index] = t->old.count;
          break;
        }
    }
}

/* Grow P to N zeroed elements of SIZE; *CAP is its length.  */
static void *
grow_zeroed (void *p, uint32_t *cap, uint32_t n, size_t size)
{
  uint32_t old = *cap;
  if (n <= old)
    return p;
  p = esc_grow (p, cap, n, size);
  memset ((char *)p + old * size, 0, (*cap - old) * size);
  return p;
}

void
esc_search_grow (struct esc_search *s)
{
  uint32_t n = s->ts.n;
  s->regions = grow_zeroed (s->regions, &s->cap_regions, n, sizeof *s->regions);
  s->range = grow_zeroed (s->range, &s->cap_range, n, sizeof *s->range);
  s->range_known = grow_zeroed (s->range_known, &s->cap_range_known, n,
                                sizeof *s->range_known);
  s->tested = grow_zeroed (s->tested, &s->cap_tested, n, sizeof *s->tested);
  s->cap_terms = s->cap_regions;
  if (s->cap_range < s->cap_terms)
    s->cap_terms = s->cap_range;
  if (s->cap_range_known < s->cap_terms)
    s->cap_terms = s->cap_range_known;
  if (s->cap_tested < s->cap_terms)
    s->cap_terms = s->cap_tested;
}

void
esc_state_prepare (struct esc_search *s)
{
  const struct esc_body *b = s->b;
  s->vals = grow_zeroed (s->vals, &s->cap_vals, b->nvals, sizeof *s->vals);
  s->inst = grow_zeroed (s->inst, &s->cap_inst, s->m->nobjs, sizeof *s->inst);
  s->count
      = grow_zeroed (s->count, &s->cap_count, b->nblocks, sizeof *s->count);
  s->undecided = grow_zeroed (s->undecided, &s->cap_undecided, b->nblocks,
                              sizeof *s->undecided);
  s->asked
      = grow_zeroed (s->asked, &s->cap_asked, b->nblocks + 2, sizeof *s->asked);
  s->visits
      = grow_zeroed (s->visits, &s->cap_visits, b->nblocks, sizeof *s->visits);
  s->entered = grow_zeroed (s->entered, &s->cap_entered, b->nblocks,
                            sizeof *s->entered);
  memset (s->entered, 0, b->nblocks * sizeof *s->entered);
  memset (s->undecided, 0, b->nblocks * sizeof *s->undecided);
  memset (s->visits, 0, b->nblocks * sizeof *s->visits);
  if (b->nvals)
    memset (s->vals, 0, b->nvals * sizeof *s->vals);
  esc_search_sync (s);
}

/* Forget everything about the function just searched.  */
void
esc_state_clear (struct esc_search *s)
{
  esc_undo_to (s, 0);
  uint32_t n = s->ts.n < s->cap_regions ? s->ts.n : s->cap_regions;
  memset (s->regions, 0, n * sizeof *s->regions);
  memset (s->range_known, 0, n * sizeof *s->range_known);
  memset (s->tested, 0, n * sizeof *s->tested);
  if (s->cap_export)
    memset (s->export, 0,
            (s->ts.n < s->cap_export ? s->ts.n : s->cap_export)
                * sizeof *s->export);
  esc_terms_reset (&s->ts);
  esc_slots_forget (s);
  s->nrdefs = s->ntraces = s->nholds = 1;
  s->nloose = s->nolder = 0;
  s->ndoubters = 1;
  s->nconstrained = s->nhanded = s->nblocks = s->nchoices = s->npregions = 0;
  s->havocs = 0;
  s->mem_hash = 0;
  if (s->cap_seen > 1u << 14)
    {
      free (s->seen);
      s->seen = NULL;
      s->cap_seen = 0;
    }
  if (s->cap_seen)
    memset (s->seen, 0, s->cap_seen * sizeof *s->seen);
  s->nseen = 0;
}

uint32_t
esc_trace_add (struct esc_search *s, uint32_t prev, enum esc_why why,
               esc_loc loc, uint32_t ins, uint32_t obj, esc_str name, int64_t n)
{
  ESC_GROW (s->traces, s->cap_traces, s->ntraces + 1);
  struct esc_trace *t = &s->traces[s->ntraces];
  t->prev = prev;
  t->root_ins = ins;
  t->ev = (struct esc_event){ .why = (uint8_t)why,
                              .loc = loc,
                              .fn = s->fn,
                              .obj = obj,
                              .name = name,
                              .n = n };
  return s->ntraces++;
}

/* Was STATE seen before?  Remembers it.  */
bool
esc_state_seen (struct esc_search *s, uint64_t state)
{
  if (state == 0)
    state = 1;
  if (2 * (s->nseen + 1) > s->cap_seen)
    {
      uint32_t old_cap = s->cap_seen;
      uint64_t *old = s->seen;
      s->cap_seen = old_cap ? 2 * old_cap : 256;
      s->seen = esc_xcalloc (s->cap_seen, sizeof *s->seen);
      s->nseen = 0;
      for (uint32_t i = 0; i < old_cap; i++)
        if (old[i])
          esc_state_seen (s, old[i]);
      free (old);
    }
  uint32_t i = (uint32_t)(state >> 7) & (s->cap_seen - 1);
  for (; s->seen[i]; i = (i + 1) & (s->cap_seen - 1))
    if (s->seen[i] == state)
      return true;
  s->seen[i] = state;
  s->nseen++;
  return false;
}
