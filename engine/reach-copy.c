/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reach-copy.c - copies of aggregates: relations between two memories.

       *d = *s, 24 bytes      slots of s at 0, 8, 16 flow to those of d

   A slot that is made in one memory gets its counterpart in the other, so
   that a chain of copies passes on what is only asked for at its end.  The
   work list FRESH keeps such chains off the C stack.

   Not modelled: where a copy of unknown offset goes; everything then flows
   to any offset.  */

#include "walk.h"

/* A copy from FROM to TO in the name of R, unless one of FROM's first uses is
   that.  */
static void
copy_once (struct esc_walk *w, uint32_t from, uint32_t to,
           const struct walk_rel *r)
{
  unsigned looked = 0;
  from = esc_walk_node_rep (w, from);
  to = esc_walk_node_rep (w, to);
  if (from == to)
    return;
  for (uint32_t u = w->nodes[from].uses; u && looked < 8;
       u = w->uses[u].next, looked++)
    if (w->uses[u].kind == WALK_COPY && !w->uses[u].add
        && esc_walk_node_rep (w, w->uses[u].dst) == to)
      return;
  uint32_t u = esc_walk_use (w, WALK_COPY, to, r->ins);
  w->uses[u].flow = r->flow;
  esc_walk_hang (w, from, u);
}

/* Does relation R say which byte goes where?  */
static bool
is_exact (struct esc_walk *w, const struct walk_rel *r)
{
  return r->soff != WALK_ANY && r->doff != WALK_ANY
         && !w->mems[esc_walk_mem_rep (w, r->src)].collapsed
         && !w->mems[esc_walk_mem_rep (w, r->dst)].collapsed;
}

/* Slot S, new in the source or destination of R.  */
static void
connect_slot (struct esc_walk *w, struct walk_rel r, uint32_t s, bool is_src)
{
  if (!is_exact (w, &r))
    return;
  struct walk_slot slot = w->slots[s];
  int32_t from = is_src ? r.soff : r.doff;
  int64_t end = r.size < 0 ? INT64_MAX : from + r.size;
  if (slot.off < from || slot.off >= end)
    return;
  int32_t shift = is_src ? r.doff - r.soff : r.soff - r.doff;
  int32_t off = walk_off_add (slot.off, shift);
  if (off == WALK_ANY)
    return;
  int32_t off_end = off + (slot.end - slot.off);
  uint32_t other = esc_walk_mem_rep (w, is_src ? r.dst : r.src);
  uint32_t node = esc_walk_store_node (w, other, off, off_end, slot.field);
  if (is_src)
    copy_once (w, slot.node, node, &r);
  else
    copy_once (w, node, slot.node, &r);
}

/* Does ALL of MEM hold something that no slot of it shows?  */
static bool
has_depth (const struct esc_walk *w, uint32_t mem)
{
  const struct walk_mem *m = &w->mems[mem];
  return m->rel_dst || m->outer || m->kind == WALK_STATIC
         || m->kind == WALK_WORLD || m->collapsed
         || (m->kind == WALK_AUTO && w->m->objs[m->a].kind == ESC_OBJ_PARAM);
}

/* ANY or ALL of one side of R is new, or R is.  */
static void
connect_rest (struct esc_walk *w, struct walk_rel r)
{
  r.src = esc_walk_mem_rep (w, r.src);
  r.dst = esc_walk_mem_rep (w, r.dst);
  if (!is_exact (w, &r))
    {
      copy_once (w, esc_walk_load_node (w, r.src, WALK_ANY, 0, 0),
                 esc_walk_store_node (w, r.dst, WALK_ANY, 0, 0), &r);
      return;
    }
  if (w->mems[r.src].any)
    copy_once (w, w->mems[r.src].any,
               esc_walk_store_node (w, r.dst, WALK_ANY, 0, 0), &r);
  if (w->mems[r.dst].all && has_depth (w, r.src))
    copy_once (w, esc_walk_load_node (w, r.src, WALK_ANY, 0, 0),
               w->mems[r.dst].all, &r);
}

static void
connect_fresh (struct esc_walk *w, struct walk_fresh f)
{
  uint32_t mem = esc_walk_mem_rep (w, f.mem);
  bool rest = f.slot == WALK_FRESH_ANY || f.slot == WALK_FRESH_ALL;
  for (uint32_t r = w->mems[f.mem].rel_src; r; r = w->rels[r].next_src)
    if (rest || mem != f.mem)
      connect_rest (w, w->rels[r]);
    else
      connect_slot (w, w->rels[r], f.slot, true);
  for (uint32_t r = w->mems[f.mem].rel_dst; r; r = w->rels[r].next_dst)
    if (rest || mem != f.mem)
      connect_rest (w, w->rels[r]);
    else
      connect_slot (w, w->rels[r], f.slot, false);
}

void
esc_walk_connect (struct esc_walk *w)
{
  while (w->nfresh && !esc_walk_overrun (w))
    connect_fresh (w, w->fresh[--w->nfresh]);
}

/* Is there such a relation already, as far as one looks?  */
static bool
is_related (const struct esc_walk *w, const struct walk_rel *rel)
{
  unsigned looked = 0;
  for (uint32_t i = w->mems[rel->src].rel_src; i && looked < 32;
       i = w->rels[i].next_src, looked++)
    {
      const struct walk_rel *r = &w->rels[i];
      if (r->dst == rel->dst && r->soff == rel->soff && r->doff == rel->doff
          && r->size == rel->size)
        return true;
    }
  return false;
}

void
esc_walk_relate (struct esc_walk *w, const struct walk_rel *rel)
{
  struct walk_rel r = *rel;
  r.src = esc_walk_mem_rep (w, r.src);
  r.dst = esc_walk_mem_rep (w, r.dst);
  uint8_t ks = w->mems[r.src].kind, kd = w->mems[r.dst].kind;
  if (ks == WALK_FUN || kd == WALK_FUN || is_related (w, &r))
    return;
  if (ks == WALK_WORLD)
    r.soff = WALK_ANY;
  if (kd == WALK_WORLD)
    r.doff = WALK_ANY;
  if (r.size > 0 && r.size <= (int64_t)w->ptr_size)
    {
      copy_once (w, esc_walk_load_node (w, r.src, r.soff, WALK_ANY, 0),
                 esc_walk_store_node (w, r.dst, r.doff, WALK_ANY, 0), &r);
      return;
    }
  uint32_t i = WALK_PUSH (w, rels);
  r.next_src = w->mems[r.src].rel_src;
  r.next_dst = w->mems[r.dst].rel_dst;
  w->rels[i] = r;
  w->mems[r.src].rel_src = i;
  w->mems[r.dst].rel_dst = i;
  for (uint32_t s = w->mems[r.src].slots; s; s = w->slots[s].next)
    connect_slot (w, w->rels[i], s, true);
  for (uint32_t s = w->mems[r.dst].slots; s; s = w->slots[s].next)
    connect_slot (w, w->rels[i], s, false);
  connect_rest (w, w->rels[i]);
}
