/* SPDX-License-Identifier: GPL-3.0-or-later */
/* asked.c - which conditions of a path are asked again further on.

   Two paths that meet are the same if they differ only in the outcomes of
   conditions that nothing later looks at.  A term is asked up to the highest
   block, in reverse postorder, that has branched on it on any path so far
   (s->tested).  What paths know of terms, their ranges, is summed up by that
   height in a tree of partial sums (Fenwick's), so that a join adds up a few
   numbers instead of all conditions of a long path.

   Invariant: the tree holds range_bits of each term whose range is known, at
   the height that s->tested says.  */

#include "search.h"

static uint64_t
range_bits (const struct esc_search *s, esc_term t)
{
  const struct esc_range *r = &s->range[t];
  uint64_t h = esc_mix (t, (uint64_t)r->lo);
  h = esc_mix (h, (uint64_t)r->hi);
  return esc_mix (h, r->nne ? (uint64_t)r->ne[0] : 77);
}

/* Add N at term T's height.  Sums are of the greatest heights first.  */
static void
add (struct esc_search *s, esc_term t, uint64_t n)
{
  s->asked_total += n;
  for (uint32_t i = s->b->nblocks + 1 - s->tested[t]; i <= s->b->nblocks + 1;
       i += i & -i)
    s->asked[i] += n;
}

/* What the tree holds of T.  */
static uint64_t
known_bits (const struct esc_search *s, esc_term t)
{
  return s->range_known[t] ? range_bits (s, t) : 0;
}

void
esc_asked_set (struct esc_search *s, esc_term t, const struct esc_range *r,
               bool known)
{
  uint64_t old = known_bits (s, t);
  s->range[t] = *r;
  s->range_known[t] = known;
  uint64_t now = known_bits (s, t);
  if (now != old)
    add (s, t, now - old);
}

void
esc_note_test (struct esc_search *s, esc_term t)
{
  uint32_t here = s->bi[s->blk].rpo + 1;
  if (t >= s->cap_tested || s->tested[t] >= here)
    return;
  uint64_t bits = known_bits (s, t);
  if (bits)
    add (s, t, 0 - bits);
  s->tested[t] = here;
  if (bits)
    add (s, t, bits);
}

uint64_t
esc_asked_after (const struct esc_search *s, uint32_t rpo)
{
  uint64_t sum = 0;
  for (uint32_t i = s->b->nblocks - rpo; i; i -= i & -i)
    sum += s->asked[i];
  return sum;
}
