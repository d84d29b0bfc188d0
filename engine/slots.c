/* SPDX-License-Identifier: GPL-3.0-or-later */
/* slots.c - the table of slots, and when two of them share bytes.

   A slot is some bytes at a constant offset of a region, or at a constant
   offset from a variable index; slots are made on first use and never
   removed.  Two slots with the same index are compared by offset; with
   different indices into arrays of one record, inside the record; else they
   may be anywhere.  */

#include "search.h"

#include <stdlib.h>
#include <string.h>

#include "alloc.h"

static uint32_t
hash_key (const struct esc_slot_key *k)
{
  uint64_t h = k->region * 0x9e3779b97f4a7c15u;
  h = (h ^ (uint64_t)k->off) * 0xff51afd7ed558ccdu;
  h = (h ^ k->idx ^ ((uint64_t)k->stride << 20)) * 0xff51afd7ed558ccdu;
  h ^= (uint64_t)k->size << 3;
  return (uint32_t)(h ^ (h >> 29));
}

bool
esc_slot_same (const struct esc_slot_key *a, const struct esc_slot_key *b)
{
  return a->region == b->region && a->off == b->off && a->idx == b->idx
         && a->stride == b->stride && a->size == b->size;
}

uint32_t
esc_mem_find (struct esc_search *s, const struct esc_slot_key *k)
{
  if (s->nslot_buckets == 0)
    return 0;
  uint32_t i = s->slot_bucket[hash_key (k) & (s->nslot_buckets - 1)];
  while (i && !esc_slot_same (&s->slots[i].key, k))
    i = s->slots[i].chain;
  return i;
}

static void
rehash_slots (struct esc_search *s, uint32_t n)
{
  free (s->slot_bucket);
  s->slot_bucket = esc_xcalloc (n, sizeof *s->slot_bucket);
  s->nslot_buckets = n;
  for (uint32_t i = 1; i < s->nslots; i++)
    {
      uint32_t *head = &s->slot_bucket[hash_key (&s->slots[i].key) & (n - 1)];
      s->slots[i].chain = *head;
      *head = i;
    }
}

void
esc_slots_forget (struct esc_search *s)
{
  if (s->nslots > 1 && s->nslots > s->nslot_buckets / 16)
    memset (s->slot_bucket, 0, s->nslot_buckets * sizeof *s->slot_bucket);
  else
    for (uint32_t i = 1; i < s->nslots; i++)
      s->slot_bucket[hash_key (&s->slots[i].key) & (s->nslot_buckets - 1)] = 0;
  s->nslots = 1;
}

/* Is K at a constant, aligned place and of a machine word's size?  Such slots
   meet others of their kind in few places, which are looked up.  */
bool
esc_slot_regular (const struct esc_slot_key *k)
{
  return k->idx == 0
         && (k->size == 1 || k->size == 2 || k->size == 4 || k->size == 8)
         && k->off % k->size == 0;
}

/* The slot of key K, made if new.  */
uint32_t
esc_slot_get (struct esc_search *s, const struct esc_slot_key *k)
{
  uint32_t i = esc_mem_find (s, k);
  if (i)
    return i;
  if (s->nslots >= s->nslot_buckets)
    rehash_slots (s, s->nslot_buckets ? 4 * s->nslot_buckets : 256);
  ESC_GROW (s->slots, s->cap_slots, s->nslots + 1);
  i = s->nslots++;
  struct esc_slot *sl = &s->slots[i];
  memset (sl, 0, sizeof *sl);
  sl->key = *k;
  uint32_t *head = &s->slot_bucket[hash_key (k) & (s->nslot_buckets - 1)];
  sl->chain = *head;
  *head = i;
  struct esc_region *r = &s->regions[k->region];
  sl->next = r->slots;
  r->slots = i;
  if (esc_slot_regular (k))
    r->sizes |= (uint8_t)k->size;
  else
    r->irregular = true;
  return i;
}

struct esc_slot_key
esc_mem_key (struct esc_search *s, struct esc_sv addr, int64_t size)
{
  struct esc_slot_key k = { .off = addr.off, .size = size };
  const struct esc_tnode *t = &s->ts.t[addr.base];
  k.region = esc_term_region (&s->ts, addr.base);
  if (t->kind == ESC_T_IDX)
    {
      k.idx = t->b;
      k.stride = t->n;
      esc_term_array (t, &k.lo, &k.hi);
      if (t->n == 0)
        {
          k.idx = addr.base;
          k.off = 0;
        }
    }
  esc_search_sync (s);
  return k;
}

struct esc_slot_key
esc_mem_key_at (struct esc_search *s, struct esc_sv addr,
                const struct esc_place *pl)
{
  struct esc_slot_key k = esc_mem_key (s, addr, pl->size);
  if (k.idx == 0 || k.stride == 0 || pl->stride == 0
      || esc_opnd_kind (pl->idx) != ESC_OP_VAL)
    return k;
  struct esc_sv base = esc_resolve (s, esc_eval (s, pl->base).val);
  if (base.base != k.region)
    return k;
  k.lo = base.off + pl->lo;
  k.hi = pl->hi > pl->lo ? base.off + pl->hi : INT64_MAX / 4;
  return k;
}

/* ---- overlap -------------------------------------------------------------*/

bool
esc_ranges_meet (int64_t a, int64_t an, int64_t b, int64_t bn)
{
  if (an < 0)
    return bn < 0 || a < b + bn;
  if (bn < 0)
    return b < a + an;
  return a < b + bn && b < a + an;
}

void
esc_slot_bound (struct esc_search *s, struct esc_slot_key *k)
{
  enum
  {
    LARGE = 1 << 30
  };
  struct esc_range r = { INT64_MIN, INT64_MAX, { 0, 0 }, 0 };
  if (k->hi == 0 && k->idx && k->idx != k->region && k->stride > 0
      && k->stride < LARGE)
    r = esc_range_of (s, k->idx);
  if (r.lo < -LARGE || r.lo > LARGE)
    return;
  k->lo = k->off + r.lo * k->stride;
  k->hi = INT64_MAX / 4;
  if (r.hi < LARGE && k->size >= 0)
    k->hi = k->off + r.hi * k->stride + k->size;
}

bool
esc_slot_apart (const struct esc_search *s, const struct esc_slot_key *k,
                const struct esc_slot *sl)
{
  if (!sl->field || sl->key.idx || (k->idx ? k->hi == 0 : k->size >= 0))
    return false;
  int64_t off = s->m->fields[sl->field].off;
  int64_t start = k->idx ? k->lo : k->off, record = sl->key.off - off;
  return off > 0 && record < start && start < sl->key.off;
}

/* Is Q outside of all that P's index can reach?  */
static bool
out_of_reach (const struct esc_slot_key *p, const struct esc_slot_key *q)
{
  if (p->hi == 0)
    return false;
  if (q->hi)
    return p->hi <= q->lo || q->hi <= p->lo;
  return q->idx == 0
         && !esc_ranges_meet (p->lo, p->hi - p->lo, q->off, q->size);
}

/* May P and Q, different slots of one region, share bytes?  */
bool
esc_slots_overlap (struct esc_search *s, const struct esc_slot_key *p,
                   const struct esc_slot_key *q)
{
  if (out_of_reach (p, q) || out_of_reach (q, p))
    return false;
  if (p->idx == q->idx && p->stride == q->stride
      && (p->idx == 0 || p->stride != 0))
    return esc_ranges_meet (p->off, p->size, q->off, q->size);
  if ((p->idx && p->stride == 0) || (q->idx && q->stride == 0))
    return true;
  if (p->idx && q->idx && !esc_term_may_alias (&s->ts, s->m, p->idx, q->idx)
      && p->stride == q->stride)
    return false;
  /* Different elements of arrays of one record: compare inside the record.  */
  int64_t stride = p->stride ? p->stride : q->stride;
  if (p->idx && q->idx && p->stride != q->stride)
    return true;
  if (stride < 0)
    stride = -stride;
  if (stride <= 1 || p->size < 0 || q->size < 0 || p->size > stride
      || q->size > stride)
    return true;
  int64_t a = ((p->off % stride) + stride) % stride;
  int64_t b = ((q->off % stride) + stride) % stride;
  return esc_ranges_meet (a, p->size, b, q->size)
         || esc_ranges_meet (a + stride, p->size, b, q->size)
         || esc_ranges_meet (a, p->size, b + stride, q->size);
}

/* Does P cover all of Q for sure?  */
bool
esc_slot_covers (const struct esc_slot_key *p, const struct esc_slot_key *q)
{
  return p->idx == q->idx && p->stride == q->stride
         && (p->idx == 0 || p->stride != 0) && p->size >= 0 && q->size >= 0
         && p->off <= q->off && p->off + p->size >= q->off + q->size;
}
