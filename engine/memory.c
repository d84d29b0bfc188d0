/* SPDX-License-Identifier: GPL-3.0-or-later */
/* memory.c - what the path search knows of memory.

   Memory is regions (one for each object, heap instance and unknown pointer)
   of slots.  A slot is some bytes at a constant offset, or at a constant
   offset from a variable index; it holds one value.  What no slot describes
   follows from the region's history: the newest fill, copy or havoc that
   covers it, else the content on entry.

   Stores to the same slot replace; stores that may touch a slot without being
   it make it unknown, unless it holds an address that we follow: that stays,
   in doubt.  Two regions are taken to be different memory, except that a store
   through one pointer puts a followed address behind another in doubt when the
   members allow it.

   Not modelled: a value read back in other pieces than it was written (it is
   unknown); regions that turn out to be equal.  */

#include "search.h"
#include "unlink.h"

#include <stdlib.h>
#include <string.h>

#include "alloc.h"

bool
esc_followed (struct esc_search *s, struct esc_sv v)
{
  esc_term r = esc_term_region (&s->ts, v.base);
  uint8_t kind = s->ts.t[r].kind;
  return kind == ESC_T_HEAP || kind == ESC_T_PARAM || esc_mortal_term (s, r);
}

void
esc_slot_unset (struct esc_search *s, uint32_t i)
{
  if (!s->slots[i].set)
    return;
  esc_save_slot (s, i);
  s->slots[i].set = false;
}

void
esc_slot_blur (struct esc_search *s, uint32_t i, unsigned doubt)
{
  esc_save_slot (s, i);
  struct esc_slot *sl = &s->slots[i];
  esc_term f = esc_term_fresh (&s->ts, ESC_NONE, ++s->havocs, 0, 0);
  esc_search_sync (s);
  sl->cell = (struct esc_cell){ .val = esc_sv_term (f),
                                .doubt = (uint16_t)doubt,
                                .by = ESC_BY_ANY };
  s->mem_hash ^= esc_slot_bits (s, i);
}

static void
doubt_slot (struct esc_search *s, uint32_t i, unsigned doubt, uint8_t by)
{
  struct esc_cell c = s->slots[i].cell;
  if (doubt & ESC_DOUBT_STORE)
    c.by = c.doubt & ESC_DOUBT_STORE && c.by != by ? ESC_BY_ANY : by;
  c.doubt |= (uint16_t)doubt;
  if (c.doubt == s->slots[i].cell.doubt && c.by == s->slots[i].cell.by)
    return;
  esc_save_slot (s, i);
  s->slots[i].cell = c;
  s->mem_hash ^= esc_slot_bits (s, i);
}

void
esc_slot_doubt (struct esc_search *s, uint32_t i, unsigned doubt)
{
  doubt_slot (s, i, doubt, ESC_BY_ANY);
}

uint8_t
esc_doubter (struct esc_search *s, esc_term region)
{
  uint8_t i = 1;
  while (i < s->ndoubters && s->doubters[i] != region)
    i++;
  if (i >= s->ndoubters && i < ESC_BY_ANY)
    {
      s->doubters[i] = region;
      s->ndoubters = (uint8_t)(i + 1);
    }
  return i;
}

/* The regular slots that K, regular, shares bytes with and is not.  */
static unsigned
regular_overlaps (struct esc_search *s, const struct esc_slot_key *k,
                  uint32_t *found)
{
  unsigned n = 0;
  uint8_t sizes = s->regions[k->region].sizes;
  for (int64_t size = 1; size <= 8; size *= 2)
    {
      if (!(sizes & size) || size == k->size)
        continue;
      struct esc_slot_key q = *k;
      q.size = size;
      int64_t end = k->off + k->size;
      q.off = k->off - ((k->off % size) + size) % size;
      for (; q.off < end; q.off += size)
        {
          uint32_t i = esc_mem_find (s, &q);
          if (i && s->slots[i].set)
            found[n++] = i;
        }
    }
  return n;
}

/* Is an access to K, with member FIELD, apart from SL because elements of
   different arrays have different members?  */
static bool
other_member (const struct esc_slot_key *k, uint32_t field,
              const struct esc_slot *sl)
{
  return field && sl->field && field != sl->field
         && (k->idx != sl->key.idx || k->stride != sl->key.stride);
}

static void
disturb_slot (struct esc_search *s, const struct esc_slot_key *k,
              uint32_t field, uint32_t i)
{
  struct esc_slot *sl = &s->slots[i];
  if (!sl->set || other_member (k, field, sl) || esc_slot_apart (s, k, sl)
      || !esc_slots_overlap (s, k, &sl->key))
    return;
  if (esc_slot_covers (k, &sl->key))
    esc_slot_unset (s, i);
  else if (esc_followed (s, sl->cell.val))
    esc_slot_doubt (s, i, ESC_DOUBT_STORE);
  else
    esc_slot_blur (s, i, ESC_DOUBT_STORE);
}

/* What a write to K, other than to its own slot, does to its region.  */
static void
disturb_region (struct esc_search *s, const struct esc_slot_key *k,
                uint32_t field, uint32_t self)
{
  if (!s->regions[k->region].irregular && esc_slot_regular (k))
    {
      uint32_t found[16];
      unsigned n = regular_overlaps (s, k, found);
      for (unsigned j = 0; j < n; j++)
        disturb_slot (s, k, field, found[j]);
      return;
    }
  struct esc_slot_key bound = *k;
  esc_slot_bound (s, &bound);
  for (uint32_t i = s->regions[k->region].slots; i; i = s->slots[i].next)
    {
      s->steps++;
      if (i != self)
        disturb_slot (s, &bound, field, i);
    }
}

/* Is the access to P, member FIELD (or 0) of what a pointer points to, apart
   from K in object OBJ?  If the object can be changed through that pointer at
   all, the pointer and the whole record lie in it.  */
static bool
does_not_fit (const struct esc_search *s, const struct esc_slot_key *p,
              uint32_t field, uint32_t obj, const struct esc_slot_key *k)
{
  int64_t whole = p->size, off = 0, room = s->m->objs[obj].size;
  if (field && s->m->fields[field].size >= 0 && s->m->fields[field].off >= 0)
    {
      whole = s->m->fields[field].size;
      off = s->m->fields[field].off;
    }
  if (room < 0 || whole < 0 || p->size < 0)
    return false;
  int64_t end = room - whole + off + p->size;
  if (!p->idx && p->off > off)
    off = p->off;
  return off + p->size > end
         || (!k->idx && k->size >= 0
             && !esc_ranges_meet (off, end - off, k->off, k->size));
}

/* May a store through K, with member and type of PL, hit slot SL of another
   region?  */
static bool
may_hit (struct esc_search *s, const struct esc_slot_key *k,
         const struct esc_place *pl, const struct esc_slot *sl)
{
  if (pl->type != sl->type && pl->type != ESC_TY_AGGR)
    return false;
  if (pl->field && sl->field && pl->field != sl->field)
    return false;
  const struct esc_tnode *t = &s->ts.t[sl->key.region];
  if (t->kind == ESC_T_OBJ && pl->field == 0
      && !(s->w->obj_flags[t->a] & ESC_OF_EXPOSED))
    return false;
  if (t->kind == ESC_T_OBJ && pl->field
      && !(s->w->obj_flags[t->a] & ESC_OF_EXPOSED)
      && !s->m->objs[t->a].external)
    return false;
  const struct esc_tnode *to = &s->ts.t[k->region];
  if (t->kind == ESC_T_OBJ
          ? does_not_fit (s, k, pl->field, t->a, &sl->key)
          : to->kind == ESC_T_OBJ
                && does_not_fit (s, &sl->key, sl->field, to->a, k))
    return false;
  return esc_term_may_alias (&s->ts, s->m, k->region, sl->key.region);
}

/* Does the path know that P and Q, in different regions, are not the same
   place?  */
static bool
known_apart (struct esc_search *s, const struct esc_slot_key *p,
             const struct esc_slot_key *q)
{
  if (p->idx || q->idx)
    return false;
  struct esc_sv a = { p->region, p->off }, b = { q->region, q->off };
  return esc_decide (s, ESC_EQ, a, b, false) == 0;
}

static bool
is_direct (const struct esc_search *s, esc_term region)
{
  uint8_t kind = s->ts.t[region].kind;
  return kind == ESC_T_OBJ || kind == ESC_T_HEAP;
}

/* A store through a pointer may hit what we follow behind other pointers.  */
void
esc_mem_disturb (struct esc_search *s, const struct esc_slot_key *k,
                 const struct esc_place *pl, esc_term spare)
{
  const esc_term *regions = s->pregions;
  uint32_t n = s->npregions;
  if (is_direct (s, k->region)) /* apart from other objects and heap memory */
    regions = s->loose, n = s->nloose;
  else if (esc_term_from_entry (&s->ts, s->m, k->region))
    regions = s->older, n = s->nolder;
  s->steps += n / 16;
  for (uint32_t r = 0; r < n; r++)
    {
      esc_term t = regions[r];
      if (t == k->region || t == spare)
        continue;
      if (!esc_term_may_alias (&s->ts, s->m, k->region, t))
        continue;
      for (uint32_t i = s->regions[t].slots; i; i = s->slots[i].next)
        {
          s->steps++;
          if (s->slots[i].set && esc_followed (s, s->slots[i].cell.val)
              && may_hit (s, k, pl, &s->slots[i])
              && !known_apart (s, k, &s->slots[i].key))
            doubt_slot (s, i, ESC_DOUBT_STORE, esc_doubter (s, k->region));
        }
    }
}

/* ---- reading -------------------------------------------------------------*/

static struct esc_sv
entry_content (struct esc_search *s, esc_term region, uint32_t epoch,
               const struct esc_slot_key *k, int64_t off,
               const struct esc_place *pl)
{
  struct esc_tnode n = { .kind = ESC_T_INIT,
                         .a = region,
                         .b = k->idx,
                         .c = (uint32_t)k->size,
                         .n = off,
                         .x = { 0, epoch },
                         .y = { 0, k->stride } };
  if (k->size > 0 && k->size <= 8)
    n.width = (uint8_t)k->size;
  esc_term t = esc_term_get (&s->ts, &n);
  if (pl)
    {
      s->ts.t[t].field = pl->field;
      s->ts.t[t].type = pl->type;
    }
  esc_search_sync (s);
  return esc_sv_term (t);
}

enum esc_default
esc_region_default (struct esc_search *s, esc_term region)
{
  if (s->regions[region].deflt)
    return (enum esc_default)s->regions[region].deflt;
  const struct esc_tnode *t = &s->ts.t[region];
  if (t->kind == ESC_T_OBJ)
    {
      const struct esc_obj *o = &s->m->objs[t->a];
      if (o->kind == ESC_OBJ_HIDDEN)
        return ESC_D_INIT;
      if (o->kind == ESC_OBJ_PARAM)
        return ESC_D_INIT;
      if (esc_obj_mortal (o) || o->kind == ESC_OBJ_RESULT)
        return ESC_D_UNDEF;
    }
  if (t->kind == ESC_T_HEAP)
    return ESC_D_UNDEF;
  return ESC_D_INIT;
}

static struct esc_sv
read_default (struct esc_search *s, const struct esc_slot_key *k,
              const struct esc_place *pl)
{
  struct esc_sv v;
  const struct esc_region *r = &s->regions[k->region];
  if (r->stirred && pl && pl->type == ESC_TY_OTHER)
    return entry_content (s, k->region, r->stirred, k, k->off, pl);
  uint32_t range = esc_range_at (s, k);
  if (range)
    {
      const struct esc_range_default *d = &s->rdefs[range];
      bool inside = !k->idx && k->size >= 0 && d->lo <= k->off
                    && k->off + k->size <= d->hi;
      if (!inside && !(k->idx && d->lo <= 0 && d->hi >= INT64_MAX / 2))
        return entry_content (s, k->region, ++s->havocs, k, k->off, pl);
      if (d->kind == ESC_D_ZERO)
        return esc_sv_int (0);
      if (d->kind == ESC_D_UNDEF)
        return esc_sv_term (1);
      struct esc_slot_key from = *k;
      from.region = d->region;
      from.off += d->delta;
      if (d->epoch == 0 && esc_initial (s, &from, pl, &v))
        return v;
      return entry_content (s, d->region, d->epoch, k, from.off, pl);
    }
  switch (esc_region_default (s, k->region))
    {
    case ESC_D_ZERO:
      return esc_sv_int (0);
    case ESC_D_UNDEF:
      return esc_sv_term (1);
    default:
      if (r->epoch == 0 && esc_initial (s, k, pl, &v))
        return v;
      return entry_content (s, k->region, r->epoch, k, k->off, pl);
    }
}

/* Does some slot share bytes with K, which has none of its own?  */
static bool
written_in_part (struct esc_search *s, const struct esc_slot_key *k,
                 uint32_t field)
{
  if (!s->regions[k->region].irregular && esc_slot_regular (k))
    {
      uint32_t found[16];
      return regular_overlaps (s, k, found) > 0;
    }
  for (uint32_t j = s->regions[k->region].slots; j; j = s->slots[j].next)
    {
      s->steps++;
      if (s->slots[j].set && !other_member (k, field, &s->slots[j])
          && esc_slots_overlap (s, k, &s->slots[j].key))
        return true;
    }
  return false;
}

/* May a volatile object change without an assignment in sight?  Not a local
   whose address nobody has.  */
static bool
changes_unseen (const struct esc_search *s, esc_term region)
{
  const struct esc_tnode *t = &s->ts.t[region];
  return t->kind != ESC_T_OBJ || !esc_obj_mortal (&s->m->objs[t->a])
         || (s->w->obj_flags[t->a] & ESC_OF_EXPOSED);
}

struct esc_cell
esc_mem_load (struct esc_search *s, struct esc_sv addr,
              const struct esc_place *pl)
{
  struct esc_slot_key k = esc_mem_key_at (s, addr, pl);
  uint32_t i = esc_mem_find (s, &k);
  bool set = i && s->slots[i].set;
  bool changes = pl->volatile_ && changes_unseen (s, k.region);
  if (set && (!changes || esc_followed (s, s->slots[i].cell.val)))
    return s->slots[i].cell;
  if (changes)
    {
      unsigned flags = 0;
      const struct esc_tnode *t = &s->ts.t[k.region];
      if (t->kind == ESC_T_OBJ && s->m->objs[t->a].kind == ESC_OBJ_HIDDEN)
        flags = ESC_TF_UNIQUE;
      else if (esc_mortal_term (s, k.region))
        return (struct esc_cell){
          .val = entry_content (s, k.region, ++s->havocs, &k, k.off, pl)
        };
      esc_term f = esc_term_fresh (&s->ts, ESC_NONE - 1, ++s->havocs,
                                   (unsigned)pl->size, flags);
      esc_search_sync (s);
      return (struct esc_cell){ .val = esc_sv_term (f) };
    }
  if (written_in_part (s, &k, pl->field))
    return (struct esc_cell){ .val = entry_content (s, k.region, ++s->havocs,
                                                    &k, k.off, pl) };
  return (struct esc_cell){ .val = read_default (s, &k, pl) };
}

unsigned
esc_mem_overlaps (struct esc_search *s, struct esc_slot_key k, uint32_t field,
                  uint32_t *slots, unsigned max)
{
  unsigned n = 0;
  uint32_t self = esc_mem_find (s, &k);
  if (self && s->slots[self].set)
    return 0;
  for (uint32_t i = s->regions[k.region].slots; i && n < max;
       i = s->slots[i].next)
    if (s->slots[i].set && s->slots[i].key.size == k.size
        && esc_followed (s, s->slots[i].cell.val)
        && !other_member (&k, field, &s->slots[i])
        && esc_slots_overlap (s, &k, &s->slots[i].key))
      slots[n++] = i;
  return n;
}

/* ---- writing -------------------------------------------------------------*/

static void
list_region (struct esc_search *s, uint32_t slot)
{
  struct esc_slot *sl = &s->slots[slot];
  if (sl->listed)
    return;
  sl->listed = true;
  for (uint32_t i = s->npregions; i-- > 0 && i + 8 > s->npregions;)
    if (s->pregions[i] == sl->key.region)
      return;
  ESC_GROW (s->pregions, s->cap_pregions, s->npregions + 1);
  s->pregions[s->npregions++] = sl->key.region;
  if (!esc_term_new (&s->ts, s->m, sl->key.region))
    {
      ESC_GROW (s->older, s->cap_older, s->nolder + 1);
      s->older[s->nolder++] = sl->key.region;
    }
  if (is_direct (s, sl->key.region))
    return;
  ESC_GROW (s->loose, s->cap_loose, s->nloose + 1);
  s->loose[s->nloose++] = sl->key.region;
}

/* Remember that SLOT has held an address in REGION.  */
static void
list_hold (struct esc_search *s, esc_term region, uint32_t slot)
{
  esc_search_sync (s);
  unsigned near = 0;
  for (uint32_t i = s->regions[region].holds; i && near < 8;
       i = s->holds[i].next, near++)
    if (s->holds[i].slot == slot)
      return;
  ESC_GROW (s->holds, s->cap_holds, s->nholds + 1);
  s->holds[s->nholds]
      = (struct esc_hold){ .slot = slot, .next = s->regions[region].holds };
  s->regions[region].holds = s->nholds++;
}

bool
esc_is_callback (const struct esc_search *s, const struct esc_slot *sl)
{
  uint8_t kind = s->ts.t[sl->cell.val.base].kind;
  return sl->set
         && (kind == ESC_T_FUN
             || (kind == ESC_T_PARAM && sl->type == ESC_TY_FUNPTR));
}

void
esc_mem_store (struct esc_search *s, struct esc_slot_key k,
               const struct esc_place *pl, struct esc_cell c)
{
  uint32_t i = esc_slot_get (s, &k);
  disturb_region (s, &k, pl->field, i);
  esc_mem_disturb (s, &k, pl, 0);
  esc_mem_unlinks (s, i, c.val);
  esc_save_slot (s, i);
  struct esc_slot *sl = &s->slots[i];
  sl->set = true;
  sl->cell = c;
  sl->field = pl->field;
  sl->type = pl->type;
  s->mem_hash ^= esc_slot_bits (s, i);
  if (esc_is_callback (s, sl))
    s->regions[k.region].callback = i;
  if (esc_followed (s, c.val))
    {
      list_region (s, i);
      list_hold (s, esc_term_region (&s->ts, c.val.base), i);
    }
}

void
esc_mem_havoc (struct esc_search *s, esc_term region)
{
  for (uint32_t i = s->regions[region].slots; i; i = s->slots[i].next)
    if (s->slots[i].set)
      {
        if (esc_followed (s, s->slots[i].cell.val))
          esc_slot_doubt (s, i, ESC_DOUBT_CALL);
        else
          esc_slot_unset (s, i);
      }
  esc_save_region (s, region);
  s->regions[region].epoch = ++s->havocs;
  s->regions[region].ranges = s->regions[region].stirred = 0;
  s->regions[region].deflt = ESC_D_INIT;
  s->regions[region].exposed = true;
  s->mem_hash ^= esc_region_bits (s, region);
}

/* Has the path asked about a number in REGION since it was last stirred?  If
   not, nothing is known that could be forgotten again.  */
static bool
asked_since (const struct esc_search *s, esc_term region)
{
  const uint32_t stirred = s->regions[region].stirred;
  for (uint32_t i = s->nconstrained; stirred && i-- > 0;)
    {
      const struct esc_tnode *t = &s->ts.t[s->constrained[i]];
      while (t->kind == ESC_T_EXPR)
        t = &s->ts.t[t->x.base];
      if (t->kind == ESC_T_INIT && t->a == region && t->x.off == stirred)
        return true;
    }
  return stirred == 0;
}

void
esc_mem_stir (struct esc_search *s, esc_term region)
{
  bool known = asked_since (s, region);
  for (uint32_t i = s->regions[region].slots; i; i = s->slots[i].next)
    if (s->slots[i].set && s->slots[i].type == ESC_TY_OTHER
        && !esc_followed (s, s->slots[i].cell.val))
      {
        esc_slot_unset (s, i);
        known = true;
      }
  if (!known)
    return;
  esc_save_region (s, region);
  s->regions[region].stirred = ++s->havocs;
  s->mem_hash ^= esc_region_bits (s, region);
}

void
esc_mem_kill (struct esc_search *s, esc_term region)
{
  for (uint32_t i = s->regions[region].slots; i; i = s->slots[i].next)
    esc_slot_unset (s, i);
  esc_save_region (s, region);
  s->regions[region].dead = true;
  s->mem_hash ^= esc_region_bits (s, region);
}

void
esc_mem_doubt (struct esc_search *s, struct esc_slot_key k, unsigned doubt)
{
  for (uint32_t i = s->regions[k.region].slots; i; i = s->slots[i].next)
    if (s->slots[i].set
        && (esc_slot_same (&k, &s->slots[i].key)
            || esc_slots_overlap (s, &k, &s->slots[i].key)))
      esc_slot_doubt (s, i, doubt);
}

void
esc_mem_doubt_all (struct esc_search *s, esc_term region, unsigned doubt)
{
  for (uint32_t i = s->regions[region].slots; i; i = s->slots[i].next)
    if (s->slots[i].set)
      esc_slot_doubt (s, i, doubt);
  esc_save_region (s, region);
  s->regions[region].doubt_all |= (uint16_t)doubt;
  s->mem_hash ^= esc_region_bits (s, region);
}
