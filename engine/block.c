/* SPDX-License-Identifier: GPL-3.0-or-later */
/* block.c - fills and copies of memory.

   A fill or copy of known length forgets the slots that it covers and leaves a
   note on the region: what no slot describes in [lo, hi) is zero, or what
   another region held then.  Known slots of the source are copied one by one.
   What only may be covered is put in doubt, or becomes unknown.  Each is also
   logged, for the function's summary.  */

#include "search.h"

#include <stdlib.h>
#include <string.h>

#include "alloc.h"

static void
add_range (struct esc_search *s, esc_term region,
           const struct esc_range_default *d)
{
  ESC_GROW (s->rdefs, s->cap_rdefs, s->nrdefs + 1);
  esc_save_region (s, region);
  s->rdefs[s->nrdefs] = *d;
  s->rdefs[s->nrdefs].next = s->regions[region].ranges;
  s->regions[region].ranges = s->nrdefs++;
  s->regions[region].stirred = 0;
  s->mem_hash ^= esc_region_bits (s, region);
}

/* Forget the slots of [K.off, + K.size); what only may be in it gets DOUBT. */
static void
clear_range (struct esc_search *s, const struct esc_slot_key *k, bool sure)
{
  for (uint32_t i = s->regions[k->region].slots; i; i = s->slots[i].next)
    {
      s->steps++;
      if (!s->slots[i].set || esc_slot_apart (s, k, &s->slots[i])
          || !esc_slots_overlap (s, k, &s->slots[i].key))
        continue;
      bool gone = sure && esc_slot_covers (k, &s->slots[i].key);
      /* A fill of the whole object covers its arrays' elements too.  */
      if (sure && !gone && k->idx == 0 && k->off <= 0 && k->size > 0)
        {
          const struct esc_tnode *t = &s->ts.t[k->region];
          gone = t->kind == ESC_T_OBJ && s->m->objs[t->a].size > 0
                 && k->size >= s->m->objs[t->a].size;
        }
      if (gone)
        esc_slot_unset (s, i);
      else if (esc_followed (s, s->slots[i].cell.val))
        esc_slot_doubt (s, i, ESC_DOUBT_STORE);
      else
        esc_slot_blur (s, i, ESC_DOUBT_STORE);
    }
}

static bool
is_hidden (const struct esc_search *s, esc_term region)
{
  const struct esc_tnode *t = &s->ts.t[region];
  return t->kind == ESC_T_OBJ && s->m->objs[t->a].kind == ESC_OBJ_HIDDEN;
}

static void
log_block (struct esc_search *s, enum esc_effect_kind kind, struct esc_sv dst,
           struct esc_sv src, struct esc_sv len)
{
  ESC_GROW (s->blocks, s->cap_blocks, s->nblocks + 1);
  s->blocks[s->nblocks++] = (struct esc_effect){
    .kind = (uint8_t)kind, .val = dst, .src = src, .len = len
  };
}

void
esc_mem_fill (struct esc_search *s, struct esc_sv addr, struct esc_sv len,
              struct esc_sv byte)
{
  int64_t size = len.base == 0 && len.off >= 0 ? len.off : ESC_SIZE_UNKNOWN;
  struct esc_slot_key k = esc_mem_key (s, addr, size);
  bool sure = size >= 0 && k.idx == 0;
  esc_slot_bound (s, &k);
  log_block (s, ESC_E_FILL, addr, byte, len);
  if (size < 0 && is_hidden (s, k.region) && esc_sv_same (byte, esc_sv_int (0)))
    {
      /* `drop SLOT[*]`: the library forgets everything.  */
      for (uint32_t i = s->regions[k.region].slots; i; i = s->slots[i].next)
        esc_slot_unset (s, i);
      return;
    }
  /* What a library writes into a buffer is taken to stay there.  */
  struct esc_place any = { .type = ESC_TY_AGGR, .size = size };
  if (byte.base == 0)
    esc_mem_disturb (s, &k, &any, 0);
  clear_range (s, &k, size >= 0 && (k.idx == 0 || k.stride != 0));
  struct esc_range_default d = {
    .lo = k.off, .hi = k.off + size, .kind = ESC_D_INIT, .region = k.region
  };
  if (!sure)
    {
      d.lo = k.hi ? k.lo : k.idx ? INT64_MIN / 2 : k.off;
      d.hi = INT64_MAX / 2;
    }
  if (sure && byte.base == 0 && byte.off == 0)
    d.kind = ESC_D_ZERO;
  else
    d.epoch = ++s->havocs;
  add_range (s, k.region, &d);
}

/* Copy the known slots of SRC to the same offsets of DST.  */
static void
copy_slots (struct esc_search *s, const struct esc_slot_key *dst,
            const struct esc_slot_key *src, esc_loc loc, uint32_t ins)
{
  for (uint32_t i = s->regions[src->region].slots; i; i = s->slots[i].next)
    {
      const struct esc_slot *sl = &s->slots[i];
      s->steps++;
      if (!sl->set || !esc_slot_covers (src, &sl->key))
        continue;
      struct esc_slot_key k = sl->key;
      k.region = dst->region;
      k.off += dst->off - src->off;
      k.idx = dst->idx;
      k.stride = dst->stride;
      k.lo = k.hi = 0;
      struct esc_cell c = sl->cell;
      struct esc_place pl
          = { .field = sl->field, .type = sl->type, .size = k.size };
      if (c.trace)
        c.trace = esc_trace_add (s, c.trace, ESC_WHY_STRUCT, loc, ins, 0, 0, 0);
      esc_mem_store (s, k, &pl, c);
    }
}

/* Copy what the newer fills and copies of SRC say to the same offsets of
   DST, oldest first.  */
static void
copy_ranges (struct esc_search *s, const struct esc_slot_key *dst,
             const struct esc_slot_key *src)
{
  enum
  {
    MAX_RANGES = 8
  };
  uint32_t list[MAX_RANGES], n = 0;
  for (uint32_t i = s->regions[src->region].ranges; i && n < MAX_RANGES;
       i = s->rdefs[i].next)
    list[n++] = i;
  while (n-- > 0)
    {
      struct esc_range_default d = s->rdefs[list[n]];
      int64_t shift = dst->off - src->off;
      if (d.lo < src->off)
        d.lo = src->off;
      if (d.hi > src->off + src->size)
        d.hi = src->off + src->size;
      if (d.lo >= d.hi)
        continue;
      d.lo += shift;
      d.hi += shift;
      d.delta -= shift;
      add_range (s, dst->region, &d);
    }
}

uint32_t
esc_range_at (struct esc_search *s, const struct esc_slot_key *k)
{
  uint32_t i = s->regions[k->region].ranges, passed = 0;
  for (; i && !k->idx; i = s->rdefs[i].next, passed++)
    if (esc_ranges_meet (s->rdefs[i].lo, s->rdefs[i].hi - s->rdefs[i].lo,
                         k->off, k->size))
      break;
  s->steps += passed / 8;
  return i;
}

/* Where the SIZE bytes at SRC come from: memory as it was on entry, if all of
   them were copied from there and nothing was written over them as a whole.
   Single values written since are slots and copied apart.  */
static struct esc_sv
origin (struct esc_search *s, struct esc_sv src, const struct esc_slot_key *k)
{
  if (k->idx || k->size <= 0)
    return src;
  uint32_t i = esc_range_at (s, k);
  const struct esc_range_default *d = &s->rdefs[i];
  if (i && d->kind == ESC_D_INIT && d->epoch == 0 && d->lo <= k->off
      && k->off + k->size <= d->hi)
    return (struct esc_sv){ d->region, k->off + d->delta };
  return src;
}

/* Is K all of an object?  A copy of it to what may be itself changes nothing:
   there is no room for another overlap.  */
static bool
is_whole (const struct esc_search *s, const struct esc_slot_key *k)
{
  const struct esc_tnode *t = &s->ts.t[k->region];
  return t->kind == ESC_T_OBJ && k->idx == 0 && k->off == 0 && k->size > 0
         && k->size == s->m->objs[t->a].size;
}

void
esc_mem_copy (struct esc_search *s, struct esc_sv dst, struct esc_sv src,
              struct esc_sv len, esc_loc loc, uint32_t ins)
{
  int64_t size = len.base == 0 && len.off >= 0 ? len.off : ESC_SIZE_UNKNOWN;
  struct esc_slot_key kd = esc_mem_key (s, dst, size);
  struct esc_slot_key ks = esc_mem_key (s, src, size);
  if (esc_slot_same (&kd, &ks))
    return;
  bool sure = size >= 0 && kd.idx == 0;
  esc_slot_bound (s, &kd);
  log_block (s, ESC_E_COPY, dst, origin (s, src, &ks), len);
  struct esc_place any = { .type = ESC_TY_AGGR, .size = size };
  esc_mem_disturb (s, &kd, &any, is_whole (s, &ks) ? ks.region : 0);
  clear_range (s, &kd, size >= 0 && (kd.idx == 0 || kd.stride != 0));
  struct esc_range_default d
      = { .lo = kd.off, .hi = kd.off + size, .kind = ESC_D_INIT };
  const struct esc_region *r = &s->regions[ks.region];
  if (sure && ks.idx == 0)
    {
      d.kind = (uint8_t)esc_region_default (s, ks.region);
      d.region = ks.region;
      d.delta = ks.off - kd.off;
      d.epoch = r->epoch;
    }
  else
    {
      d.region = kd.region;
      d.epoch = ++s->havocs;
      if (!sure)
        {
          d.lo = kd.hi ? kd.lo : kd.idx ? INT64_MIN / 2 : kd.off;
          d.hi = INT64_MAX / 2;
        }
    }
  add_range (s, kd.region, &d);
  if (sure && ks.idx == 0)
    copy_ranges (s, &kd, &ks);
  if (size < 0)
    {
      /* Unknown length: everything from the start may have come along.  */
      ks.size = INT64_MAX / 2;
      kd.size = INT64_MAX / 2;
    }
  copy_slots (s, &kd, &ks, loc, ins);
}
