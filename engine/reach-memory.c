/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reach-memory.c - memories: slots, what they hold at first, copies.

   A memory has a slot for each offset that is accessed, and two nodes for
   unknown offsets: ANY for what is stored, ALL for what is loaded.  ANY flows
   to every slot, every slot to ALL.  A variable index that stays within bytes
   [lo, hi) makes these one slot.

   The memory of callers holds pointers to memories that are made when
   somebody looks:  load (root p, 8)  gives  child (root p, 8).

   Invariants: a slot's node is valid until its memory collapses; then ANY,
   ALL and the slots are one node.

   Not modelled: strong updates; offsets that overlap without being equal.  */

#include "walk.h"

#include <string.h>

/* ---- making --------------------------------------------------------------*/

#define CHUNK 65536

void *
esc_walk_bump (struct esc_walk *w, size_t size)
{
  size = (size + 15) & ~(size_t)15;
  if (size > CHUNK)
    esc_fatal ("a set of %zu bytes", size);
  if (w->nchunks && w->chunk_used + size > CHUNK)
    {
      w->chunk++;
      w->chunk_used = 0;
    }
  if (w->chunk >= w->nchunks)
    w->chunks[WALK_PUSH (w, chunks)] = esc_xmalloc (CHUNK);
  void *p = w->chunks[w->chunk] + w->chunk_used;
  w->chunk_used += size;
  return p;
}

uint32_t
esc_walk_mem (struct esc_walk *w, enum walk_mem_kind kind, uint32_t a,
              uint32_t b)
{
  uint32_t mem = WALK_PUSH (w, mems);
  struct walk_mem *m = &w->mems[mem];
  memset (m, 0, sizeof *m);
  m->kind = (uint8_t)kind;
  m->a = a;
  m->b = b;
  m->rep = m->last = mem;
  m->outer = kind == WALK_ROOT || kind == WALK_CHILD || kind == WALK_CALLRES;
  return mem;
}

uint32_t
esc_walk_mem_rep (struct esc_walk *w, uint32_t mem)
{
  while (w->mems[mem].rep != mem)
    {
      w->mems[mem].rep = w->mems[w->mems[mem].rep].rep;
      mem = w->mems[mem].rep;
    }
  return mem;
}

/* Can what MEM holds be read by somebody else at any time?  */
static bool
is_public (const struct walk_mem *m)
{
  return m->outer || m->kind == WALK_STATIC || m->kind == WALK_WORLD;
}

static uint32_t
new_node (struct esc_walk *w, uint32_t mem, int32_t off)
{
  uint32_t n = esc_walk_node (w, WALK_N_SLOT, mem, off);
  if (is_public (&w->mems[mem]))
    esc_walk_hang (w, n, esc_walk_use (w, WALK_EXPOSE, 0, 0));
  return n;
}

/* The world: one node to store to, and one that only points to the world.  */
static void
make_world (struct esc_walk *w)
{
  w->world = esc_walk_mem (w, WALK_WORLD, 0, 0);
  uint32_t any = new_node (w, w->world, WALK_ANY);
  uint32_t all = esc_walk_node (w, WALK_N_TEMP, 0, 0);
  w->mems[w->world].any = any;
  w->mems[w->world].all = all;
  esc_walk_seed (w, all, walk_ptr_make (w->world, WALK_ANY, 0), WALK_ENTRY);
}

/* Room for what is kept per value and per instruction.  */
static void
per_instruction (struct esc_walk *w)
{
  uint32_t old = w->cap_heap_epoch;
  ESC_GROW (w->heap_epoch, w->cap_heap_epoch, w->b->nins + 1);
  ESC_GROW (w->heap_first, w->cap_heap_first, w->b->nins + 1);
  if (w->cap_heap_epoch > old)
    memset (w->heap_epoch + old, 0,
            (w->cap_heap_epoch - old) * sizeof *w->heap_epoch);
  old = w->cap_val_epoch;
  ESC_GROW (w->val_epoch, w->cap_val_epoch, w->b->nvals + 1);
  ESC_GROW (w->val_node, w->cap_val_node, w->b->nvals + 1);
  if (w->cap_val_epoch > old)
    memset (w->val_epoch + old, 0,
            (w->cap_val_epoch - old) * sizeof *w->val_epoch);
}

void
esc_walk_reset (struct esc_walk *w)
{
  w->nmems = w->nslots = w->nrels = w->nnodes = w->nuses = 0;
  w->nblits = w->nsites = w->nconds = w->nargv = w->nqueue = 0;
  w->nexposes = w->nfull = w->nfresh = w->nlate = w->queue_head = 0;
  w->chunk = 0;
  w->chunk_used = 0;
  w->nouters = w->nedges = 0;
  w->limit = WALK_SET;
  w->work = 0;
  w->overrun = false;
  w->budget = WALK_WORK * (uint64_t)w->b->nins + 1000;
  w->ncallbacks = w->ncalled_back = 0;
  w->epoch++;
  per_instruction (w);
  esc_walk_mem (w, WALK_WORLD, 0, 0); /* number 0 is nobody */
  esc_walk_node (w, WALK_N_TEMP, 0, 0);
  esc_walk_use (w, WALK_SEED, 0, 0);
  WALK_PUSH (w, slots);
  WALK_PUSH (w, rels);
  make_world (w);
  w->result = esc_walk_mem (w, WALK_RESULT, 0, 0);
}

uint32_t
esc_walk_obj_mem (struct esc_walk *w, uint32_t obj)
{
  struct walk_static *s = &w->objs[obj];
  if (s->epoch == w->epoch)
    return s->mem;
  const struct esc_obj *o = &w->m->objs[obj];
  uint32_t mem;
  if (o->kind == ESC_OBJ_RESULT)
    mem = w->result;
  else if (!esc_obj_mortal (o))
    mem = esc_walk_mem (w, WALK_STATIC, obj, 0);
  else if (o->fn == w->fn || o->fn == ESC_NONE)
    mem = esc_walk_mem (w, WALK_AUTO, obj, 0);
  else
    mem = w->world;
  s->mem = mem;
  s->epoch = w->epoch;
  return mem;
}

uint32_t
esc_walk_fun_mem (struct esc_walk *w, uint32_t fn)
{
  fn = esc_walk_alias (w->m, fn);
  if (w->fun_epoch[fn] != w->epoch)
    {
      w->fun_epoch[fn] = w->epoch;
      w->fun_mem[fn] = esc_walk_mem (w, WALK_FUN, fn, 0);
    }
  return w->fun_mem[fn];
}

/* The memory of kind KIND that hangs on PARENT (0: on the function) at OFF,
   made if need be.  */
static uint32_t
hung (struct esc_walk *w, enum walk_mem_kind kind, uint32_t parent, uint32_t a,
      int32_t off, unsigned depth)
{
  if (w->nouters >= WALK_OUTERS)
    off = WALK_ANY;
  for (uint32_t c = w->mems[parent].children; c; c = w->mems[c].sibling)
    if (w->mems[c].kind == kind && w->mems[c].a == a && w->mems[c].off == off)
      return esc_walk_mem_rep (w, c);
  w->nouters++;
  uint32_t mem = esc_walk_mem (w, kind, a, 0);
  w->mems[mem].off = off;
  w->mems[mem].depth = (uint8_t)depth;
  w->mems[mem].of_static
      = w->mems[parent].kind == WALK_STATIC || w->mems[parent].of_static;
  w->mems[mem].sibling = w->mems[parent].children;
  w->mems[parent].children = mem;
  return mem;
}

uint32_t
esc_walk_root_mem (struct esc_walk *w, uint32_t param, int32_t off)
{
  return hung (w, WALK_ROOT, 0, param, off, 1);
}

uint32_t
esc_walk_heap_mem (struct esc_walk *w, uint32_t ins, uint32_t key)
{
  if (w->heap_epoch[ins] != w->epoch)
    {
      w->heap_epoch[ins] = w->epoch;
      w->heap_first[ins] = 0;
    }
  for (uint32_t h = w->heap_first[ins]; h; h = w->mems[h].sibling)
    if (w->mems[h].b == key)
      return esc_walk_mem_rep (w, h);
  uint32_t mem = esc_walk_mem (w, WALK_HEAP, ins, key);
  w->mems[mem].sibling = w->heap_first[ins];
  w->heap_first[ins] = mem;
  return mem;
}

/* ---- first content -------------------------------------------------------*/

/* The pointer that the caller's memory MEM holds at OFF.  */
static walk_ptr
outer_content (struct esc_walk *w, uint32_t mem, int32_t off)
{
  const struct walk_mem *m = &w->mems[mem];
  if (m->mixed || m->kind == WALK_CALLRES || m->depth >= WALK_DEPTH)
    return walk_ptr_make (mem, WALK_ANY, 0);
  return walk_ptr_make (hung (w, WALK_CHILD, mem, mem, off, m->depth + 1u), 0,
                        0);
}

/* The first constant of object OBJ at OFF or after.  */
static uint32_t
first_const (const struct esc_walk *w, uint32_t obj, int32_t off)
{
  uint32_t lo = w->objs[obj].consts, hi = lo + w->objs[obj].nconsts;
  while (lo < hi && off != WALK_ANY)
    {
      uint32_t mid = lo + (hi - lo) / 2;
      if (w->consts[mid].off < off)
        lo = mid + 1;
      else
        hi = mid;
    }
  return lo;
}

/* NODE holds bytes [off, end) of static object OBJ.  */
static void
static_content (struct esc_walk *w, uint32_t mem, int32_t off, int32_t end,
                uint32_t node)
{
  uint32_t obj = w->mems[mem].a;
  uint32_t last = w->objs[obj].consts + w->objs[obj].nconsts;
  unsigned count = 0;
  for (uint32_t i = first_const (w, obj, off); i < last; i++)
    {
      const struct walk_const c = w->consts[i];
      if (off != WALK_ANY && c.off >= end)
        break;
      if (++count > WALK_SET / 2)
        {
          esc_walk_seed (w, node, walk_ptr_make (w->world, WALK_ANY, 0),
                         WALK_ENTRY);
          break;
        }
      uint32_t to = c.fun != ESC_NONE ? esc_walk_fun_mem (w, c.fun)
                                      : esc_walk_obj_mem (w, c.obj);
      esc_walk_seed (w, node, walk_ptr_make (to, walk_off (c.add), 0),
                     WALK_ENTRY);
    }
  if (!esc_walk_closed (w, obj))
    esc_walk_seed (w, node,
                   walk_ptr_make (hung (w, WALK_CHILD, mem, mem, off, 2), 0, 0),
                   WALK_ENTRY);
}

/* NODE is for bytes [off, end) of MEM: what they hold when the function
   begins.  */
static void
first_content (struct esc_walk *w, uint32_t mem, int32_t off, int32_t end,
               uint32_t node)
{
  const struct walk_mem *m = &w->mems[mem];
  if (m->outer)
    esc_walk_seed (w, node, outer_content (w, mem, off), WALK_ENTRY);
  else if (m->kind == WALK_STATIC)
    static_content (w, mem, off, end, node);
  else if (m->kind == WALK_WORLD)
    esc_walk_seed (w, node, walk_ptr_make (mem, WALK_ANY, 0), WALK_ENTRY);
  else if (m->kind == WALK_AUTO && w->m->objs[m->a].kind == ESC_OBJ_PARAM)
    esc_walk_seed (
        w, node,
        walk_ptr_make (esc_walk_root_mem (w, w->m->objs[m->a].param, off), 0,
                       0),
        WALK_ENTRY);
}

/* ---- nodes of a memory ---------------------------------------------------*/

static void
push_fresh (struct esc_walk *w, uint32_t mem, uint32_t slot)
{
  if (w->mems[mem].rel_src || w->mems[mem].rel_dst)
    w->fresh[WALK_PUSH (w, fresh)] = (struct walk_fresh){ mem, slot };
}

static uint32_t
any_node (struct esc_walk *w, uint32_t mem)
{
  if (w->mems[mem].any)
    return esc_walk_node_rep (w, w->mems[mem].any);
  uint32_t any = new_node (w, mem, WALK_ANY);
  struct walk_mem *m = &w->mems[mem];
  m->any = any;
  for (uint32_t s = m->slots; s; s = w->slots[s].next)
    esc_walk_copy (w, any, w->slots[s].node, WALK_ENTRY);
  if (w->mems[mem].all)
    esc_walk_copy (w, any, w->mems[mem].all, WALK_ENTRY);
  push_fresh (w, mem, WALK_FRESH_ANY);
  return any;
}

static uint32_t
all_node (struct esc_walk *w, uint32_t mem)
{
  if (w->mems[mem].all)
    return esc_walk_node_rep (w, w->mems[mem].all);
  uint32_t all = esc_walk_node (w, WALK_N_SLOT, mem, WALK_ANY);
  struct walk_mem *m = &w->mems[mem];
  m->all = all;
  for (uint32_t s = m->slots; s; s = w->slots[s].next)
    esc_walk_copy (w, w->slots[s].node, all, WALK_ENTRY);
  if (w->mems[mem].any)
    esc_walk_copy (w, w->mems[mem].any, all, WALK_ENTRY);
  first_content (w, mem, WALK_ANY, WALK_ANY, all);
  push_fresh (w, mem, WALK_FRESH_ALL);
  return all;
}

/* From now on MEM has one node.  */
static void
collapse (struct esc_walk *w, uint32_t mem)
{
  if (w->mems[mem].collapsed || w->mems[mem].kind == WALK_WORLD)
    return;
  uint32_t any = any_node (w, mem), all = all_node (w, mem);
  w->mems[mem].collapsed = true;
  esc_walk_node_merge (w, any, all);
  w->mems[mem].all = any;
  for (uint32_t s = w->mems[mem].slots; s; s = w->slots[s].next)
    esc_walk_node_merge (w, any, w->slots[s].node);
  push_fresh (w, mem, WALK_FRESH_ANY);
  push_fresh (w, mem, WALK_FRESH_ALL);
}

/* Bytes [off, end) of MEM become one slot with those that they overlap.  */
static uint32_t
join_slots (struct esc_walk *w, uint32_t mem, int32_t off, int32_t end)
{
  uint32_t first = 0;
  for (uint32_t s = w->mems[mem].slots; s; s = w->slots[s].next)
    {
      struct walk_slot *slot = &w->slots[s];
      if (slot->end <= off || slot->off >= end)
        continue;
      if (!first)
        first = s;
      else
        esc_walk_node_merge (w, w->slots[first].node, slot->node);
      off = slot->off < off ? slot->off : off;
      end = slot->end > end ? slot->end : end;
    }
  for (uint32_t s = w->mems[mem].slots; s && first; s = w->slots[s].next)
    if (w->slots[s].off >= off && w->slots[s].end <= end)
      {
        w->slots[s].off = off;
        w->slots[s].end = end;
      }
  if (first)
    {
      first_content (w, mem, off, end, w->slots[first].node);
      push_fresh (w, mem, first);
    }
  return first;
}

static uint32_t
make_slot (struct esc_walk *w, uint32_t mem, int32_t off, int32_t end,
           uint32_t field)
{
  if (end - off > 1 && w->mems[mem].joins < WALK_SLOTS)
    {
      uint32_t joined = join_slots (w, mem, off, end);
      if (joined)
        {
          w->mems[mem].joins++;
          return esc_walk_node_rep (w, w->slots[joined].node);
        }
    }
  if (w->mems[mem].nslots >= WALK_SLOTS || w->mems[mem].joins >= WALK_SLOTS)
    {
      collapse (w, mem);
      return any_node (w, mem);
    }
  uint32_t node = new_node (w, mem, off);
  uint32_t s = WALK_PUSH (w, slots);
  struct walk_mem *m = &w->mems[mem];
  w->slots[s] = (struct walk_slot){
    .off = off, .end = end, .node = node, .field = field, .next = m->slots
  };
  m->slots = s;
  m->nslots++;
  if (m->any)
    esc_walk_copy (w, m->any, node, WALK_ENTRY);
  if (w->mems[mem].all)
    esc_walk_copy (w, node, w->mems[mem].all, WALK_ENTRY);
  first_content (w, mem, off, end, node);
  push_fresh (w, mem, s);
  return node;
}

static uint32_t
slot_node (struct esc_walk *w, uint32_t mem, int32_t off, int32_t end,
           uint32_t field)
{
  for (uint32_t s = w->mems[mem].slots; s; s = w->slots[s].next)
    if (w->slots[s].off <= off && end <= w->slots[s].end)
      {
        if (!w->slots[s].field)
          w->slots[s].field = field;
        return esc_walk_node_rep (w, w->slots[s].node);
      }
  return make_slot (w, mem, off, end, field);
}

/* The end of the bytes that begin at OFF, if it is known.  */
static int32_t
end_of (int32_t off, int32_t end)
{
  return end == WALK_ANY || end <= off ? off + 1 : end;
}

uint32_t
esc_walk_store_node (struct esc_walk *w, uint32_t mem, int32_t lo, int32_t hi,
                     uint32_t field)
{
  mem = esc_walk_mem_rep (w, mem);
  if (lo == WALK_ANY || w->mems[mem].collapsed
      || w->mems[mem].kind == WALK_WORLD)
    return any_node (w, mem);
  return slot_node (w, mem, lo, end_of (lo, hi), field);
}

uint32_t
esc_walk_load_node (struct esc_walk *w, uint32_t mem, int32_t lo, int32_t hi,
                    uint32_t field)
{
  mem = esc_walk_mem_rep (w, mem);
  if (lo == WALK_ANY || w->mems[mem].collapsed
      || w->mems[mem].kind == WALK_WORLD)
    return all_node (w, mem);
  return slot_node (w, mem, lo, end_of (lo, hi), field);
}

void
esc_walk_taint (struct esc_walk *w, uint32_t mem)
{
  mem = esc_walk_mem_rep (w, mem);
  if (w->mems[mem].kind != WALK_AUTO && w->mems[mem].kind != WALK_HEAP)
    return;
  esc_walk_seed (w, any_node (w, mem), walk_ptr_make (w->world, WALK_ANY, 0),
                 WALK_ENTRY);
}

void
esc_walk_mem_merge (struct esc_walk *w, uint32_t a, uint32_t b)
{
  a = esc_walk_mem_rep (w, a);
  b = esc_walk_mem_rep (w, b);
  if (a == b)
    return;
  collapse (w, a);
  collapse (w, b);
  struct walk_mem *ma = &w->mems[a], *mb = &w->mems[b];
  uint32_t any_a = ma->any, any_b = mb->any;
  mb->rep = a;
  w->mems[ma->last].member = b;
  ma->last = mb->last;
  ma->mixed = true;
  if (ma->exposed != mb->exposed)
    {
      ma->exposed = false;
      w->exposes[WALK_PUSH (w, exposes)] = a;
    }
  bool outer = ma->outer;
  esc_walk_node_merge (w, any_a, any_b);
  if (outer)
    esc_walk_seed (w, any_a, walk_ptr_make (a, WALK_ANY, 0), WALK_ENTRY);
}
