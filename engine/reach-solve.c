/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reach-solve.c - propagation: pointers arrive in nodes and meet their uses.

   Difference propagation: the first DONE pointers of a node have been through
   all of its uses; a use that is hung up later is first shown these.  So each
   pointer meets each use once.

   A node's limit begins at WALK_SET and is halved when the work is more than a
   function of this size is worth, which makes it linear.

   Steps for a node that is full:
   1. write its pointers anew, as memories that have become one may make some
      equal;
   2. if that does not help, make one of all automatic objects and heap sites
      in it and one of all memories of callers; functions and statics become
      the world.

   Not modelled: cycles of copies are not made one; a node's bounded size
   bounds what goes round in them.  */

#include "walk.h"

#include <stdlib.h>
#include <string.h>

/* ---- nodes and uses ------------------------------------------------------*/

uint32_t
esc_walk_node (struct esc_walk *w, enum walk_node_kind kind, uint32_t a,
               int32_t b)
{
  uint32_t n = WALK_PUSH (w, nodes);
  struct walk_node *node = &w->nodes[n];
  memset (node, 0, sizeof *node);
  node->kind = (uint8_t)kind;
  node->rep = n;
  node->a = a;
  node->b = b;
  return n;
}

uint32_t
esc_walk_node_rep (struct esc_walk *w, uint32_t n)
{
  while (w->nodes[n].rep != n)
    {
      w->nodes[n].rep = w->nodes[w->nodes[n].rep].rep;
      n = w->nodes[n].rep;
    }
  return n;
}

uint32_t
esc_walk_use (struct esc_walk *w, enum walk_use_kind kind, uint32_t dst,
              uint32_t ins)
{
  uint32_t u = WALK_PUSH (w, uses);
  w->uses[u] = (struct walk_use){
    .kind = (uint8_t)kind, .dst = dst, .ins = ins, .flow = ESC_NONE
  };
  return u;
}

static void
enqueue (struct esc_walk *w, uint32_t n)
{
  if (w->nodes[n].queued)
    return;
  w->nodes[n].queued = true;
  w->queue[WALK_PUSH (w, queue)] = n;
}

/* ---- sets ----------------------------------------------------------------*/

static void
append (struct esc_walk *w, uint32_t n, walk_ptr p, uint32_t use, uint32_t prev)
{
  struct walk_node *node = &w->nodes[n];
  if (node->n == node->cap)
    {
      uint16_t cap = node->cap ? (uint16_t)(node->cap * 2) : 2;
      struct walk_elem *e = esc_walk_bump (w, cap * sizeof *e);
      if (node->n)
        memcpy (e, node->elems, node->n * sizeof *e);
      node->elems = e;
      node->cap = cap;
    }
  node->elems[node->n++] = (struct walk_elem){ p, use, prev };
}

/* P in terms of the memories that stand for others now.  */
static walk_ptr
canonical (struct esc_walk *w, walk_ptr p)
{
  uint32_t mem = esc_walk_mem_rep (w, walk_ptr_mem (p));
  const struct walk_mem *m = &w->mems[mem];
  int32_t off = m->mixed ? WALK_ANY : walk_ptr_off (p);
  return walk_ptr_make (mem, off, walk_ptr_flags (p));
}

/* Does Q say all that P says?  Both point to the same memory.  */
static bool
subsumes (walk_ptr q, walk_ptr p)
{
  return (walk_ptr_off (q) == walk_ptr_off (p) || walk_ptr_off (q) == WALK_ANY)
         && !(walk_ptr_flags (q) & ~walk_ptr_flags (p));
}

/* Is there nothing new in P for node N?  *OFFSETS counts those that the node
   has in P's memory.  */
static bool
known (const struct walk_node *node, walk_ptr p, unsigned *offsets)
{
  *offsets = 0;
  for (unsigned i = 0; i < node->n; i++)
    {
      walk_ptr q = node->elems[i].ptr;
      if (walk_ptr_mem (q) != walk_ptr_mem (p))
        continue;
      if (subsumes (q, p))
        return true;
      ++*offsets;
    }
  return false;
}

/* Add E, which is canonical, to the KEPT elements of a node that is being
   written anew, unless they say as much.  */
static unsigned
keep (struct walk_node *node, struct walk_elem e, unsigned kept)
{
  unsigned offsets;
  node->n = (uint16_t)kept;
  if (!known (node, e.ptr, &offsets))
    node->elems[kept++] = e;
  return kept;
}

/* Step 1.  Pointers that have been through the uses and have not changed need
   not go again: they come first.  */
static void
rewrite (struct esc_walk *w, uint32_t n)
{
  struct walk_node *node = &w->nodes[n];
  struct walk_elem old[4 * WALK_SET];
  unsigned count = node->n < 4 * WALK_SET ? node->n : 4 * WALK_SET;
  unsigned done = node->done, kept = 0;
  memcpy (old, node->elems, count * sizeof *old);
  for (unsigned i = 0; i < count && i < done; i++)
    if (canonical (w, old[i].ptr) == old[i].ptr)
      kept = keep (node, old[i], kept);
  node->done = (uint16_t)kept;
  for (unsigned i = 0; i < count; i++)
    {
      walk_ptr p = canonical (w, old[i].ptr);
      if (i < done && p == old[i].ptr)
        continue;
      old[i].ptr = p;
      kept = keep (node, old[i], kept);
    }
  node->n = (uint16_t)kept;
}

/* Which crowd does MEM join in step 2?  0: automatic objects and heap sites,
   1: memories of callers, 2: the world.  */
static int
crowd (const struct walk_mem *m)
{
  switch (m->kind)
    {
    case WALK_AUTO:
    case WALK_HEAP:
      return 0;
    case WALK_ROOT:
    case WALK_CHILD:
    case WALK_CALLRES:
      return 1;
    default:
      return 2;
    }
}

/* Step 2.  */
static void
crowd_together (struct esc_walk *w, uint32_t n)
{
  uint32_t rep[2] = { 0, 0 };
  for (unsigned i = 0; i < w->nodes[n].n; i++)
    {
      uint32_t mem
          = esc_walk_mem_rep (w, walk_ptr_mem (w->nodes[n].elems[i].ptr));
      int c = crowd (&w->mems[mem]);
      if (c == 2)
        {
          walk_ptr *p = &w->nodes[n].elems[i].ptr;
          *p = walk_ptr_make (w->world, WALK_ANY, walk_ptr_flags (*p));
        }
      else if (rep[c])
        esc_walk_mem_merge (w, rep[c], mem);
      else
        rep[c] = mem;
    }
  rewrite (w, n);
}

/* Node N has reached its limit.  */
static void
relieve (struct esc_walk *w, uint32_t n)
{
  w->nodes[n].full = false;
  n = esc_walk_node_rep (w, n);
  if (w->nodes[n].n < w->limit)
    return;
  rewrite (w, n);
  if (w->nodes[n].n >= w->limit * 3 / 4)
    crowd_together (w, n);
  enqueue (w, esc_walk_node_rep (w, n));
}

/* Node N is to be made smaller when there is time.  */
static void
fill_up (struct esc_walk *w, uint32_t n)
{
  if (w->nodes[n].full)
    return;
  w->nodes[n].full = true;
  w->full[WALK_PUSH (w, full)] = n;
}

/* The work has exceeded the budget: be less exact.  */
static void
tighten (struct esc_walk *w)
{
  w->budget *= 2;
  if (w->limit <= 4)
    return;
  w->limit /= 2;
  for (uint32_t n = 0; n < w->nnodes; n++)
    if (w->nodes[n].rep == n && w->nodes[n].n >= w->limit)
      fill_up (w, n);
}

/* Function pointer P is in NODE from the start and arrives there by USE too:
   then this function puts it there.  */
static void
credit (struct esc_walk *w, struct walk_node *node, walk_ptr p, uint32_t use)
{
  if (w->mems[walk_ptr_mem (p)].kind != WALK_FUN
      || w->uses[use].ins == WALK_ENTRY)
    return;
  for (unsigned i = 0; i < node->n; i++)
    if (node->elems[i].ptr == p
        && w->uses[node->elems[i].use].ins == WALK_ENTRY)
      node->elems[i].use = use;
}

static void
insert (struct esc_walk *w, uint32_t n, walk_ptr p, uint32_t use, uint32_t prev)
{
  unsigned offsets;
  n = esc_walk_node_rep (w, n);
  p = canonical (w, p);
  if (known (&w->nodes[n], p, &offsets))
    {
      credit (w, &w->nodes[n], p, use);
      return;
    }
  if (offsets >= WALK_OFFSETS && walk_ptr_off (p) != WALK_ANY)
    {
      p = walk_ptr_make (walk_ptr_mem (p), WALK_ANY, walk_ptr_flags (p));
      if (known (&w->nodes[n], p, &offsets))
        return;
    }
  append (w, n, p, use, prev);
  if (w->nodes[n].n >= w->limit)
    fill_up (w, n);
  enqueue (w, n);
}

void
esc_walk_relieve (struct esc_walk *w)
{
  if (w->work > w->budget)
    tighten (w);
  while (w->nfull)
    relieve (w, w->full[--w->nfull]);
}

void
esc_walk_seed (struct esc_walk *w, uint32_t node, walk_ptr ptr, uint32_t ins)
{
  insert (w, node, ptr, esc_walk_use (w, WALK_SEED, 0, ins), 0);
}

/* ---- uses ----------------------------------------------------------------*/

static uint32_t
edge_slot (const struct esc_walk *w, const struct walk_edge *e)
{
  uint64_t h = ((uint64_t)e->from << 32 | e->to) * 0x9e3779b97f4a7c15u;
  h ^= (uint64_t)(uint32_t)e->add * 0xff51afd7ed558ccdu + e->set;
  uint32_t i = (uint32_t)(h >> 32) & w->edge_mask;
  for (;; i = (i + 1) & w->edge_mask)
    {
      const struct walk_edge *o = &w->edges[i];
      if (o->epoch != w->epoch
          || (o->from == e->from && o->to == e->to && o->add == e->add
              && o->set == e->set))
        return i;
    }
}

static void
grow_edges (struct esc_walk *w)
{
  struct walk_edge *old = w->edges;
  uint32_t n = old ? w->edge_mask + 1 : 0;
  w->edge_mask = n ? 2 * n - 1 : 1023;
  w->edges = esc_xcalloc ((size_t)w->edge_mask + 1, sizeof *w->edges);
  for (uint32_t i = 0; i < n; i++)
    if (old[i].epoch == w->epoch)
      w->edges[edge_slot (w, &old[i])] = old[i];
  free (old);
}

/* Is there such a copy already?  If not, there is one now.  */
static bool
is_hung (struct esc_walk *w, uint32_t from, uint32_t to, int32_t add,
         uint8_t set)
{
  if (2 * w->nedges >= w->edge_mask)
    grow_edges (w);
  struct walk_edge e = { from, to, w->epoch, add, set };
  uint32_t i = edge_slot (w, &e);
  if (w->edges[i].epoch == w->epoch)
    return true;
  w->edges[i] = e;
  w->nedges++;
  return false;
}

/* Hang on FROM a copy to TO in the name of use U.  */
static void
hang_copy (struct esc_walk *w, uint32_t from, uint32_t to, uint32_t u,
           int32_t add)
{
  from = esc_walk_node_rep (w, from);
  to = esc_walk_node_rep (w, to);
  if ((from == to && !add) || is_hung (w, from, to, add, w->uses[u].set))
    return;
  uint32_t c = esc_walk_use (w, WALK_COPY, to, w->uses[u].ins);
  w->uses[c].add = add;
  w->uses[c].set = w->uses[u].set;
  w->uses[c].flow = w->uses[u].flow;
  w->uses[c].field = w->uses[u].field;
  esc_walk_hang (w, from, c);
}

/* Bytes [lo, hi) of use U seen from a pointer to OFF.  */
static int32_t
moved (int32_t off, int32_t lo)
{
  return walk_off_add (off, lo);
}

static void
meet_load (struct esc_walk *w, uint32_t u, walk_ptr p, uint32_t idx)
{
  struct walk_use use = w->uses[u];
  uint32_t mem = walk_ptr_mem (p);
  if (w->mems[mem].kind == WALK_FUN)
    return;
  if (w->mems[mem].kind == WALK_WORLD)
    {
      insert (w, use.dst, walk_ptr_make (mem, WALK_ANY, use.set), u, idx);
      return;
    }
  int32_t off = walk_ptr_off (p);
  uint32_t slot = esc_walk_load_node (w, mem, moved (off, use.lo),
                                      moved (off, use.hi), use.field);
  hang_copy (w, slot, use.dst, u, 0);
}

static void
meet_store (struct esc_walk *w, uint32_t u, walk_ptr p)
{
  struct walk_use use = w->uses[u];
  uint32_t mem = walk_ptr_mem (p);
  if (w->mems[mem].kind == WALK_FUN)
    return;
  int32_t off = walk_ptr_off (p);
  uint32_t slot = esc_walk_store_node (w, mem, moved (off, use.lo),
                                       moved (off, use.hi), use.field);
  hang_copy (w, use.dst, slot, u, use.add);
}

/* The pairs that P makes as one side of an aggregate copy.  */
static void
meet_blit (struct esc_walk *w, uint32_t u, walk_ptr p)
{
  struct walk_blit blit = w->blits[w->uses[u].dst];
  bool is_src = w->uses[u].kind == WALK_SOURCE;
  uint32_t other = esc_walk_node_rep (w, is_src ? blit.dst : blit.src);
  for (unsigned i = 0; i < w->nodes[other].done; i++)
    {
      walk_ptr q = w->nodes[other].elems[i].ptr;
      walk_ptr s = is_src ? p : q, d = is_src ? q : p;
      struct walk_rel rel = { .src = walk_ptr_mem (s),
                              .dst = walk_ptr_mem (d),
                              .soff = moved (walk_ptr_off (s), blit.soff),
                              .doff = moved (walk_ptr_off (d), blit.doff),
                              .size = blit.size,
                              .ins = blit.ins,
                              .flow = blit.flow };
      esc_walk_relate (w, &rel);
    }
}

/* Pointer P, element IDX of the node that U hangs on, meets U.  */
static void
meet (struct esc_walk *w, uint32_t u, walk_ptr p, uint32_t idx)
{
  struct walk_use *use = &w->uses[u];
  p = canonical (w, p);
  w->work++;
  switch ((enum walk_use_kind)use->kind)
    {
    case WALK_COPY:
      {
        unsigned flags
            = (walk_ptr_flags (p) | use->set) & ~(unsigned)use->clear;
        int32_t off = walk_off_add (walk_ptr_off (p), use->add);
        insert (w, use->dst, walk_ptr_make (walk_ptr_mem (p), off, flags), u,
                idx);
        break;
      }
    case WALK_LOAD:
      meet_load (w, u, p, idx);
      break;
    case WALK_STORE:
      meet_store (w, u, p);
      break;
    case WALK_CALL:
      esc_walk_call_target (w, use->dst, p);
      break;
    case WALK_EXPOSE:
      w->exposes[WALK_PUSH (w, exposes)] = walk_ptr_mem (p);
      break;
    case WALK_TAINT:
      esc_walk_taint (w, walk_ptr_mem (p));
      break;
    case WALK_SOURCE:
    case WALK_TARGET:
      meet_blit (w, u, p);
      break;
    case WALK_SEED:
      break;
    }
}

void
esc_walk_hang (struct esc_walk *w, uint32_t node, uint32_t u)
{
  node = esc_walk_node_rep (w, node);
  struct walk_use *use = &w->uses[u];
  use->on = node;
  use->next = w->nodes[node].uses;
  w->nodes[node].uses = u;
  if (!use->next)
    w->nodes[node].last_use = u;
  if (use->kind == WALK_COPY && !use->add
      && esc_walk_node_rep (w, use->dst) == node)
    return;
  uint32_t done = w->nodes[node].done;
  for (uint32_t i = 0; i < done && i < w->nodes[node].done; i++)
    meet (w, u, w->nodes[node].elems[i].ptr, i);
}

void
esc_walk_copy (struct esc_walk *w, uint32_t from, uint32_t to, uint32_t ins)
{
  esc_walk_hang (w, from, esc_walk_use (w, WALK_COPY, to, ins));
}

void
esc_walk_node_merge (struct esc_walk *w, uint32_t into, uint32_t n)
{
  into = esc_walk_node_rep (w, into);
  n = esc_walk_node_rep (w, n);
  if (into == n)
    return;
  struct walk_node *a = &w->nodes[into], *b = &w->nodes[n];
  b->rep = into;
  if (b->uses)
    {
      if (a->done)
        w->late[WALK_PUSH (w, late)]
            = (struct walk_late){ into, b->uses, b->last_use };
      w->uses[b->last_use].next = a->uses;
      if (!a->uses)
        a->last_use = b->last_use;
      a->uses = b->uses;
    }
  for (unsigned i = 0; i < b->n; i++)
    insert (w, into, b->elems[i].ptr, b->elems[i].use, b->elems[i].prev);
  enqueue (w, esc_walk_node_rep (w, into));
}

/* Show L's uses the pointers that had been through its node when they came.
   If the node has become part of another meanwhile, so have its uses.  */
static void
catch_up (struct esc_walk *w, struct walk_late l)
{
  for (uint32_t u = l.first;; u = w->uses[u].next)
    {
      for (uint32_t i = 0;
           w->nodes[l.node].rep == l.node && i < w->nodes[l.node].done; i++)
        meet (w, u, w->nodes[l.node].elems[i].ptr, i);
      if (u == l.last || w->nodes[l.node].rep != l.node)
        return;
    }
}

/* ---- the loop ------------------------------------------------------------*/

/* Show node N's new pointers to its uses.  */
static void
propagate (struct esc_walk *w, uint32_t n)
{
  w->nodes[n].queued = false;
  while (w->nodes[n].rep == n && w->nodes[n].done < w->nodes[n].n)
    {
      uint32_t idx = w->nodes[n].done++;
      walk_ptr p = w->nodes[n].elems[idx].ptr;
      for (uint32_t u = w->nodes[n].uses; u; u = w->uses[u].next)
        {
          meet (w, u, p, idx);
          if (w->nodes[n].rep != n || w->nodes[n].done <= idx)
            break; /* merged or rewritten: begin again */
        }
    }
}

/* Unknown code sees memory MEM, and what it finds there.  */
static void
expose (struct esc_walk *w, uint32_t mem)
{
  mem = esc_walk_mem_rep (w, mem);
  if (w->mems[mem].exposed)
    return;
  if (w->mems[mem].kind != WALK_AUTO && w->mems[mem].kind != WALK_HEAP)
    return;
  w->mems[mem].exposed = true;
  esc_walk_taint (w, mem);
  uint32_t all = esc_walk_load_node (w, mem, WALK_ANY, WALK_ANY, 0);
  esc_walk_hang (w, all, esc_walk_use (w, WALK_EXPOSE, 0, 0));
}

bool
esc_walk_overrun (struct esc_walk *w)
{
  w->overrun |= w->nuses / 256 > (uint64_t)w->b->nins + 8192;
  return w->overrun;
}

void
esc_walk_run (struct esc_walk *w)
{
  while (!esc_walk_overrun (w))
    {
      esc_walk_connect (w);
      esc_walk_relieve (w);
      if (w->nexposes)
        expose (w, w->exposes[--w->nexposes]);
      else if (w->nlate)
        catch_up (w, w->late[--w->nlate]);
      else if (w->queue_head < w->nqueue)
        propagate (w, w->queue[w->queue_head++]);
      else if (!w->nfresh)
        break;
      if (w->queue_head == w->nqueue)
        w->queue_head = w->nqueue = 0;
    }
}
