/* SPDX-License-Identifier: GPL-3.0-or-later */
/* merge.c - outcomes of a summary that are one.

   Two outcomes with the same effects whose conditions differ in one term with
   adjoining ranges are one: a function that only counts on the way,

       if (verbose) steps++;

   has one outcome, not two.  Conditions are never just dropped: a merged
   outcome is taken on exactly the paths of its parts.  */

#include "search.h"

uint32_t
esc_outcome_hash (const struct esc_summary *m, const struct esc_outcome *o)
{
  uint64_t h = o->end + 2u * o->shaky;
#define MIX(V) (h = (h ^ (uint64_t)(V)) * 0xff51afd7ed558ccdu, h ^= h >> 31)
  MIX (o->ret.val.base);
  MIX (o->ret.val.off);
  MIX (o->ret.doubt);
  uint64_t sum = 0;
  for (uint32_t i = 0; i < o->nwrites; i++)
    {
      const struct esc_write *w = &m->writes[o->writes + i];
      uint64_t keep = h;
      h = 17;
      MIX (w->key.region);
      MIX (w->key.idx);
      MIX (w->key.off);
      MIX (w->key.size);
      MIX (w->cell.val.base);
      MIX (w->cell.val.off);
      MIX (w->cell.doubt);
      MIX (w->by);
      sum += h;
      h = keep;
    }
  for (uint32_t i = 0; i < o->neffects; i++)
    {
      const struct esc_effect *e = &m->effects[o->effects + i];
      uint64_t keep = h;
      h = 71 + e->kind;
      MIX (e->region);
      MIX (e->val.base);
      MIX (e->val.off);
      MIX (e->src.base);
      MIX (e->src.off);
      MIX (e->len.base);
      MIX (e->len.off);
      sum += h;
      h = keep;
    }
  MIX (sum);
#undef MIX
  return (uint32_t)(h ^ (h >> 32));
}

static const struct esc_cond *
find_cond (const struct esc_summary *m, const struct esc_outcome *o, esc_term t)
{
  for (uint32_t i = 0; i < o->nconds; i++)
    if (m->conds[o->conds + i].t == t)
      return &m->conds[o->conds + i];
  return NULL;
}

static bool
same_range (const struct esc_range *a, const struct esc_range *b)
{
  if (a->lo != b->lo || a->hi != b->hi || a->nne != b->nne)
    return false;
  for (unsigned i = 0; i < a->nne; i++)
    if (a->ne[i] != b->ne[i])
      return false;
  return true;
}

/* A and B together, if that is one range.  */
static bool
join_ranges (const struct esc_range *a, const struct esc_range *b,
             struct esc_range *r)
{
  if (a->nne == 0 && b->nne == 0)
    {
      if (a->lo > b->lo)
        {
          const struct esc_range *t = a;
          a = b;
          b = t;
        }
      if (a->hi != INT64_MAX && b->lo > a->hi + 1)
        return false;
      *r = *a;
      if (b->hi > r->hi)
        r->hi = b->hi;
      return true;
    }
  /* "not n" and "n" make anything.  */
  const struct esc_range *ne = a->nne == 1 ? a : b, *eq = ne == a ? b : a;
  if (ne->nne != 1 || eq->nne != 0 || eq->lo != eq->hi || eq->lo != ne->ne[0])
    return false;
  *r = *ne;
  r->nne = 0;
  return true;
}

/* Does the new outcome N add nothing to O but paths?  Then O takes them.  */
bool
esc_outcome_absorb (struct esc_summary *m, struct esc_outcome *o,
                    const struct esc_outcome *n)
{
  esc_term differs = 0;
  if (o->hash != n->hash || o->nwrites != n->nwrites
      || o->neffects != n->neffects)
    return false;
  uint32_t common = 0;
  for (uint32_t i = 0; i < o->nconds; i++)
    {
      const struct esc_cond *c = &m->conds[o->conds + i];
      const struct esc_cond *d = find_cond (m, n, c->t);
      if (d && same_range (&c->r, &d->r))
        common++;
      else if (differs)
        return false;
      else
        differs = c->t;
    }
  if (!differs)
    return true; /* O's conditions are a part of N's */
  const struct esc_cond *d = find_cond (m, n, differs);
  uint32_t others = n->nconds - (d ? 1 : 0);
  if (others != common)
    return false;
  struct esc_cond *c = (struct esc_cond *)find_cond (m, o, differs);
  struct esc_range r = { INT64_MIN, INT64_MAX, { 0, 0 }, 0 };
  if (d && !join_ranges (&c->r, &d->r, &r))
    return false;
  if (r.lo == INT64_MIN && r.hi == INT64_MAX && r.nne == 0)
    *c = m->conds[o->conds + --o->nconds];
  else
    c->r = r;
  return true;
}
