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

static bool
same_key (const struct esc_slot_key *a, const struct esc_slot_key *b)
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
  while (i && !same_key (&s->slots[i].key, k))
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

/* Is K at a constant, aligned place and of a machine word's size?  Such slots
   meet others of their kind in few places, which are looked up.  */
static bool
is_regular (const struct esc_slot_key *k)
{
  return k->idx == 0
         && (k->size == 1 || k->size == 2 || k->size == 4 || k->size == 8)
         && k->off % k->size == 0;
}

/* The slot of key K, made if new.  */
static uint32_t
slot_get (struct esc_search *s, const struct esc_slot_key *k)
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
  if (is_regular (k))
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
      if (t->n == 0)
        {
          k.idx = addr.base;
          k.off = 0;
        }
    }
  esc_search_sync (s);
  return k;
}

/* ---- overlap -------------------------------------------------------------*/

static bool
ranges_meet (int64_t a, int64_t an, int64_t b, int64_t bn)
{
  if (an < 0)
    return bn < 0 || a < b + bn;
  if (bn < 0)
    return b < a + an;
  return a < b + bn && b < a + an;
}

/* May P and Q, different slots of one region, share bytes?  */
static bool
may_overlap (struct esc_search *s, const struct esc_slot_key *p,
             const struct esc_slot_key *q)
{
  if (p->idx == q->idx && p->stride == q->stride
      && (p->idx == 0 || p->stride != 0))
    return ranges_meet (p->off, p->size, q->off, q->size);
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
  return ranges_meet (a, p->size, b, q->size)
         || ranges_meet (a + stride, p->size, b, q->size)
         || ranges_meet (a, p->size, b + stride, q->size);
}

/* Does P cover all of Q for sure?  */
static bool
covers (const struct esc_slot_key *p, const struct esc_slot_key *q)
{
  return p->idx == q->idx && p->stride == q->stride
         && (p->idx == 0 || p->stride != 0) && p->size >= 0 && q->size >= 0
         && p->off <= q->off && p->off + p->size >= q->off + q->size;
}

bool
esc_followed (struct esc_search *s, struct esc_sv v)
{
  esc_term r = esc_term_region (&s->ts, v.base);
  uint8_t kind = s->ts.t[r].kind;
  return kind == ESC_T_HEAP || kind == ESC_T_PARAM || esc_mortal_term (s, r);
}

static void
unset (struct esc_search *s, uint32_t i)
{
  if (!s->slots[i].set)
    return;
  esc_save_slot (s, i);
  s->slots[i].set = false;
}

static void
make_unknown (struct esc_search *s, uint32_t i)
{
  esc_save_slot (s, i);
  struct esc_slot *sl = &s->slots[i];
  esc_term f = esc_term_fresh (&s->ts, ESC_NONE, ++s->havocs, 0, 0);
  esc_search_sync (s);
  sl->cell = (struct esc_cell){ .val = esc_sv_term (f) };
  s->mem_hash ^= esc_slot_bits (s, i);
}

static void
put_in_doubt (struct esc_search *s, uint32_t i, unsigned doubt)
{
  if ((s->slots[i].cell.doubt & doubt) == doubt)
    return;
  esc_save_slot (s, i);
  s->slots[i].cell.doubt |= (uint16_t)doubt;
  s->mem_hash ^= esc_slot_bits (s, i);
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

static void
disturb_slot (struct esc_search *s, const struct esc_slot_key *k, uint32_t i)
{
  struct esc_slot *sl = &s->slots[i];
  if (!sl->set || !may_overlap (s, k, &sl->key))
    return;
  if (covers (k, &sl->key))
    unset (s, i);
  else if (esc_followed (s, sl->cell.val))
    put_in_doubt (s, i, ESC_DOUBT_STORE);
  else
    make_unknown (s, i);
}

/* What a write to K, other than to its own slot, does to its region.  */
static void
disturb_region (struct esc_search *s, const struct esc_slot_key *k,
                uint32_t self)
{
  if (!s->regions[k->region].irregular && is_regular (k))
    {
      uint32_t found[16];
      unsigned n = regular_overlaps (s, k, found);
      for (unsigned j = 0; j < n; j++)
        disturb_slot (s, k, found[j]);
      return;
    }
  for (uint32_t i = s->regions[k->region].slots; i; i = s->slots[i].next)
    {
      s->steps++;
      if (i != self)
        disturb_slot (s, k, i);
    }
}

/* May a store through K, with member and type of PL, hit slot SL of another
   region?  */
static bool
may_hit (struct esc_search *s, esc_term region, const struct esc_place *pl,
         const struct esc_slot *sl)
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
  return esc_term_may_alias (&s->ts, s->m, region, sl->key.region);
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
static void
disturb_others (struct esc_search *s, const struct esc_slot_key *k,
                const struct esc_place *pl)
{
  /* Objects and heap memory are apart from each other.  */
  bool direct = is_direct (s, k->region);
  const esc_term *regions = direct ? s->loose : s->pregions;
  uint32_t n = direct ? s->nloose : s->npregions;
  for (uint32_t r = 0; r < n; r++)
    {
      esc_term t = regions[r];
      if (t == k->region)
        continue;
      if (!esc_term_may_alias (&s->ts, s->m, k->region, t))
        continue;
      for (uint32_t i = s->regions[t].slots; i; i = s->slots[i].next)
        {
          s->steps++;
          if (s->slots[i].set && esc_followed (s, s->slots[i].cell.val)
              && may_hit (s, k->region, pl, &s->slots[i])
              && !known_apart (s, k, &s->slots[i].key))
            put_in_doubt (s, i, ESC_DOUBT_STORE);
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

static enum esc_default
default_of (struct esc_search *s, esc_term region)
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

/* The known initial content of a constant object, or false.  */
static bool
initial (struct esc_search *s, const struct esc_slot_key *k, struct esc_sv *v)
{
  const struct esc_tnode *t = &s->ts.t[k->region];
  if (t->kind != ESC_T_OBJ || k->idx || k->size <= 0)
    return false;
  const struct esc_obj *o = &s->m->objs[t->a];
  unsigned flags = s->w->obj_flags[t->a];
  if (!o->init_known || o->volatile_
      || !(o->readonly
           || (!o->external && !(flags & (ESC_OF_WRITTEN | ESC_OF_EXPOSED)))))
    return false;
  for (uint32_t i = 0; i < o->ninits; i++)
    {
      const struct esc_init *in = &s->m->inits[o->inits + i];
      if (in->off != k->off)
        continue;
      if ((int64_t)in->size != k->size)
        return false;
      if (in->fun != ESC_NONE)
        *v = esc_sv_term (esc_term_fun (&s->ts, in->fun));
      else if (in->obj)
        *v = (struct esc_sv){ esc_term_obj (&s->ts, in->obj, 0), in->add };
      else
        *v = esc_sv_int (in->add);
      esc_search_sync (s);
      return true;
    }
  if (!o->has_ptr)
    return false;
  *v = esc_sv_int (0);
  return true;
}

static struct esc_sv
read_default (struct esc_search *s, const struct esc_slot_key *k,
              const struct esc_place *pl)
{
  struct esc_sv v;
  const struct esc_region *r = &s->regions[k->region];
  for (uint32_t i = r->ranges; i; i = s->rdefs[i].next)
    {
      const struct esc_range_default *d = &s->rdefs[i];
      if (!ranges_meet (d->lo, d->hi - d->lo, k->off, k->size) && !k->idx)
        continue;
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
      if (d->epoch == 0 && initial (s, &from, &v))
        return v;
      return entry_content (s, d->region, d->epoch, k, from.off, pl);
    }
  switch (default_of (s, k->region))
    {
    case ESC_D_ZERO:
      return esc_sv_int (0);
    case ESC_D_UNDEF:
      return esc_sv_term (1);
    default:
      if (r->epoch == 0 && initial (s, k, &v))
        return v;
      return entry_content (s, k->region, r->epoch, k, k->off, pl);
    }
}

/* Does some slot share bytes with K, which has none of its own?  */
static bool
written_in_part (struct esc_search *s, const struct esc_slot_key *k)
{
  if (!s->regions[k->region].irregular && is_regular (k))
    {
      uint32_t found[16];
      return regular_overlaps (s, k, found) > 0;
    }
  for (uint32_t j = s->regions[k->region].slots; j; j = s->slots[j].next)
    {
      s->steps++;
      if (s->slots[j].set && may_overlap (s, k, &s->slots[j].key))
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
  struct esc_slot_key k = esc_mem_key (s, addr, pl->size);
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
      esc_term f = esc_term_fresh (&s->ts, ESC_NONE - 1, ++s->havocs,
                                   (unsigned)pl->size, flags);
      esc_search_sync (s);
      return (struct esc_cell){ .val = esc_sv_term (f) };
    }
  if (written_in_part (s, &k))
    return (struct esc_cell){ .val = entry_content (s, k.region, ++s->havocs,
                                                    &k, k.off, pl) };
  return (struct esc_cell){ .val = read_default (s, &k, pl) };
}

unsigned
esc_mem_overlaps (struct esc_search *s, struct esc_slot_key k, uint32_t *slots,
                  unsigned max)
{
  unsigned n = 0;
  uint32_t self = esc_mem_find (s, &k);
  if (self && s->slots[self].set)
    return 0;
  for (uint32_t i = s->regions[k.region].slots; i && n < max;
       i = s->slots[i].next)
    if (s->slots[i].set && s->slots[i].key.size == k.size
        && esc_followed (s, s->slots[i].cell.val)
        && may_overlap (s, &k, &s->slots[i].key))
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

void
esc_mem_store (struct esc_search *s, struct esc_slot_key k,
               const struct esc_place *pl, struct esc_cell c)
{
  uint32_t i = slot_get (s, &k);
  disturb_region (s, &k, i);
  disturb_others (s, &k, pl);
  esc_save_slot (s, i);
  struct esc_slot *sl = &s->slots[i];
  sl->set = true;
  sl->cell = c;
  sl->field = pl->field;
  sl->type = pl->type;
  s->mem_hash ^= esc_slot_bits (s, i);
  if (esc_followed (s, c.val))
    {
      list_region (s, i);
      list_hold (s, esc_term_region (&s->ts, c.val.base), i);
    }
}

static void
add_range (struct esc_search *s, esc_term region,
           const struct esc_range_default *d)
{
  ESC_GROW (s->rdefs, s->cap_rdefs, s->nrdefs + 1);
  esc_save_region (s, region);
  s->rdefs[s->nrdefs] = *d;
  s->rdefs[s->nrdefs].next = s->regions[region].ranges;
  s->regions[region].ranges = s->nrdefs++;
  s->mem_hash ^= esc_region_bits (s, region);
}

/* Forget the slots of [K.off, + K.size); what only may be in it gets DOUBT. */
static void
clear_range (struct esc_search *s, const struct esc_slot_key *k, bool sure)
{
  for (uint32_t i = s->regions[k->region].slots; i; i = s->slots[i].next)
    {
      s->steps++;
      if (!s->slots[i].set || !may_overlap (s, k, &s->slots[i].key))
        continue;
      bool gone = sure && covers (k, &s->slots[i].key);
      /* A fill of the whole object covers its arrays' elements too.  */
      if (sure && !gone && k->idx == 0 && k->off <= 0 && k->size > 0)
        {
          const struct esc_tnode *t = &s->ts.t[k->region];
          gone = t->kind == ESC_T_OBJ && s->m->objs[t->a].size > 0
                 && k->size >= s->m->objs[t->a].size;
        }
      if (gone)
        unset (s, i);
      else if (esc_followed (s, s->slots[i].cell.val))
        put_in_doubt (s, i, ESC_DOUBT_STORE);
      else
        make_unknown (s, i);
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
  log_block (s, ESC_E_FILL, addr, byte, len);
  if (size < 0 && is_hidden (s, k.region) && esc_sv_same (byte, esc_sv_int (0)))
    {
      /* `drop SLOT[*]`: the library forgets everything.  */
      for (uint32_t i = s->regions[k.region].slots; i; i = s->slots[i].next)
        unset (s, i);
      return;
    }
  clear_range (s, &k, sure);
  struct esc_range_default d = {
    .lo = k.off, .hi = k.off + size, .kind = ESC_D_INIT, .region = k.region
  };
  if (!sure)
    {
      d.lo = k.idx ? INT64_MIN / 2 : k.off;
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
      if (!sl->set || !covers (src, &sl->key))
        continue;
      struct esc_slot_key k = sl->key;
      k.region = dst->region;
      k.off += dst->off - src->off;
      k.idx = dst->idx;
      k.stride = dst->stride;
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

void
esc_mem_copy (struct esc_search *s, struct esc_sv dst, struct esc_sv src,
              struct esc_sv len, esc_loc loc, uint32_t ins)
{
  int64_t size = len.base == 0 && len.off >= 0 ? len.off : ESC_SIZE_UNKNOWN;
  struct esc_slot_key kd = esc_mem_key (s, dst, size);
  struct esc_slot_key ks = esc_mem_key (s, src, size);
  if (same_key (&kd, &ks))
    return;
  bool sure = size >= 0 && kd.idx == 0;
  log_block (s, ESC_E_COPY, dst, src, len);
  struct esc_place any = { .type = ESC_TY_AGGR, .size = size };
  disturb_others (s, &kd, &any);
  clear_range (s, &kd, sure);
  struct esc_range_default d
      = { .lo = kd.off, .hi = kd.off + size, .kind = ESC_D_INIT };
  const struct esc_region *r = &s->regions[ks.region];
  if (sure && ks.idx == 0)
    {
      d.kind = (uint8_t)default_of (s, ks.region);
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
          d.lo = INT64_MIN / 2;
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

void
esc_mem_havoc (struct esc_search *s, esc_term region)
{
  for (uint32_t i = s->regions[region].slots; i; i = s->slots[i].next)
    if (s->slots[i].set)
      {
        if (esc_followed (s, s->slots[i].cell.val))
          put_in_doubt (s, i, ESC_DOUBT_CALL);
        else
          unset (s, i);
      }
  esc_save_region (s, region);
  s->regions[region].epoch = ++s->havocs;
  s->regions[region].ranges = 0;
  s->regions[region].deflt = ESC_D_INIT;
  s->regions[region].exposed = true;
  s->mem_hash ^= esc_region_bits (s, region);
}

void
esc_mem_stir (struct esc_search *s, esc_term region)
{
  for (uint32_t i = s->regions[region].slots; i; i = s->slots[i].next)
    if (s->slots[i].set && s->slots[i].type == ESC_TY_OTHER
        && !esc_followed (s, s->slots[i].cell.val))
      make_unknown (s, i);
}

void
esc_mem_kill (struct esc_search *s, esc_term region)
{
  for (uint32_t i = s->regions[region].slots; i; i = s->slots[i].next)
    unset (s, i);
  esc_save_region (s, region);
  s->regions[region].dead = true;
  s->mem_hash ^= esc_region_bits (s, region);
}

void
esc_mem_doubt (struct esc_search *s, struct esc_slot_key k, unsigned doubt)
{
  for (uint32_t i = s->regions[k.region].slots; i; i = s->slots[i].next)
    if (s->slots[i].set
        && (same_key (&k, &s->slots[i].key)
            || may_overlap (s, &k, &s->slots[i].key)))
      put_in_doubt (s, i, doubt);
}

void
esc_mem_doubt_all (struct esc_search *s, esc_term region, unsigned doubt)
{
  for (uint32_t i = s->regions[region].slots; i; i = s->slots[i].next)
    if (s->slots[i].set)
      put_in_doubt (s, i, doubt);
  esc_save_region (s, region);
  s->regions[region].doubt_all |= (uint16_t)doubt;
  s->mem_hash ^= esc_region_bits (s, region);
}

/* May the value Y, read from memory, have been read from slot SL?  */
static bool
may_come_from (struct esc_search *s, struct esc_sv y, const struct esc_slot *sl)
{
  const struct esc_tnode *t = &s->ts.t[y.base];
  if (t->kind != ESC_T_INIT)
    return true;
  if (t->field && sl->field && t->field != sl->field)
    return false;
  esc_term r = esc_term_region (&s->ts, t->a);
  if (r == sl->key.region)
    return sl->key.idx != 0 || t->b != 0 || t->n == sl->key.off;
  return esc_term_may_alias (&s->ts, s->m, r, sl->key.region);
}

void
esc_mem_looked_for (struct esc_search *s, esc_term obj, struct esc_sv y)
{
  for (uint32_t r = 0; r < s->npregions; r++)
    {
      esc_term t = s->pregions[r];
      uint8_t kind = s->ts.t[t].kind;
      for (uint32_t i = s->regions[t].slots; i; i = s->slots[i].next)
        {
          const struct esc_slot *sl = &s->slots[i];
          s->steps++;
          if (sl->set && (sl->key.idx || kind != ESC_T_OBJ)
              && esc_term_region (&s->ts, sl->cell.val.base) == obj
              && may_come_from (s, y, sl))
            put_in_doubt (s, i, ESC_DOUBT_STORE);
        }
    }
}
