/* SPDX-License-Identifier: GPL-3.0-or-later */
/* counter.c - loops that count in memory.

       for (int i = 0; i < 100; i++)
         pthread_create (&t[i], NULL, run, &i);

   A counter whose address is taken is no PHI.  What it is told by: since the
   path entered the loop's head last, a number of an object of this frame has
   become another known number.

   Invariants: the trail above the mark that set the head's count holds what
   has changed since.  */

#include "search.h"

/* Where the trail was when BLK was entered last.  */
static uint32_t
entered_at (const struct esc_search *s, uint32_t blk)
{
  uint32_t i = s->ntrail;
  while (
      i > 0
      && !(s->trail[i - 1].what == ESC_U_COUNT && s->trail[i - 1].index == blk))
    i--;
  return i;
}

/* Is entry T of the trail about a number of this frame, known before and now,
   that is another now?  */
static bool
counted (struct esc_search *s, const struct esc_trail *t)
{
  if (t->what != ESC_U_SLOT || !t->old.slot.set || t->old.slot.cell.val.base)
    return false;
  const struct esc_slot *sl = &s->slots[t->index];
  return sl->set && sl->cell.val.base == 0 && sl->type == ESC_TY_OTHER
         && sl->key.idx == 0 && esc_mortal_term (s, sl->key.region)
         && sl->cell.val.off != t->old.slot.cell.val.off;
}

bool
esc_counts_in_memory (struct esc_search *s, uint32_t blk)
{
  for (uint32_t i = entered_at (s, blk); i < s->ntrail; i++)
    {
      s->steps += i % 16 == 0;
      if (counted (s, &s->trail[i]))
        return true;
    }
  return false;
}

void
esc_widen_memory (struct esc_search *s, uint32_t blk)
{
  const uint32_t end = s->ntrail;
  for (uint32_t i = entered_at (s, blk); i < end; i++)
    {
      if (!counted (s, &s->trail[i]))
        continue;
      uint32_t slot = s->trail[i].index;
      int64_t old = s->trail[i].old.slot.cell.val.off;
      struct esc_cell now = s->slots[slot].cell;
      esc_term t = esc_term_fresh (&s->ts, ESC_NONE - 2, ++s->havocs,
                                   (unsigned)s->slots[slot].key.size, 0);
      esc_search_sync (s);
      struct esc_range r = { INT64_MIN, INT64_MAX, { 0, 0 }, 0 };
      if (now.val.off > old)
        r.lo = now.val.off;
      else
        r.hi = now.val.off;
      if (!esc_assume_range (s, t, &r))
        continue;
      now.val = esc_sv_term (t);
      esc_save_slot (s, slot);
      s->slots[slot].cell = now;
      s->mem_hash ^= esc_slot_bits (s, slot);
    }
}
