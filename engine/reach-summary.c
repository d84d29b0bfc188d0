/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reach-summary.c - what callers need to know of the function at hand.

       void push (struct list *l, struct node *n)
       { n->next = l->head; l->head = n; }

       root 1 at 0   <-  child (root 0, 0)
       root 0 at 0   <-  root 1

   Flows into memory that callers can see, the result and unknown code.  What
   comes from statics or the world and goes there is of no interest to a
   caller, nor are addresses of automatic objects: they are reported here.

   Steps: 1. find which memories outlive the function (esc_walk_hold);
   2. flows into them; 3. flows into what callbacks are handed;
   4. compare with the previous summary.

   Invariant: an item's parent precedes it.

   Not modelled: summaries of more than WALK_FLOWS flows.  They are made again
   coarsely, without offsets and with one world; if that is too large too, they
   are TOP: everything flows everywhere.  */

#include "summary.h"

#include <string.h>

/* Do callers see which memory this is?  */
static bool
is_visible (const struct walk_mem *m)
{
  return esc_making_is_given (m) || m->kind == WALK_RESULT;
}

/* Pointer P flows to D.  CONTEXT: whatever it is; else only if it depends on
   the caller.  A memory that stands for several is each of them.  */
static void
flow_pointer (struct making *mk, const struct dest *d, walk_ptr p, bool context)
{
  struct esc_walk *w = mk->w;
  uint32_t mem = esc_walk_mem_rep (w, walk_ptr_mem (p));
  const struct walk_mem *m = &w->mems[mem];
  int32_t off = m->mixed ? WALK_ANY : walk_ptr_off (p);
  enum making_sort sort = MAKING_GIVEN;
  if (context)
    sort = MAKING_ANY;
  else if (m->item || esc_making_is_given (m))
    sort = MAKING_FRESH;
  uint32_t n, first = esc_making_items (mk, mem, sort, &n);
  for (uint32_t i = 0; i < n && !mk->top; i++)
    esc_making_flow (mk, d, w->grouped[first + i], off, walk_ptr_flags (p));
}

/* The elements of NODE flow to D; ENTRY: also those that are there from the
   start.  */
static void
flow_node (struct making *mk, struct dest d, uint32_t node, bool context,
           bool entry)
{
  struct esc_walk *w = mk->w;
  node = esc_walk_node_rep (w, node);
  for (unsigned i = 0; i < w->nodes[node].n && !mk->top; i++)
    {
      const struct walk_elem e = w->nodes[node].elems[i];
      const struct walk_use *u = &w->uses[e.use];
      if (u->ins == WALK_ENTRY && !entry)
        continue;
      if (u->ins != WALK_ENTRY)
        {
          d.ins = u->ins;
          d.via = u->flow;
        }
      flow_pointer (mk, &d, e.ptr, context);
    }
}

/* ---- step 2 --------------------------------------------------------------*/

/* Everything that memory MEM holds flows to its slots, which callers see as
   those of HOLDER.  */
static void
flow_memory (struct making *mk, uint32_t mem, uint32_t holder, bool context)
{
  struct esc_walk *w = mk->w;
  struct dest d
      = { .item = ESC_NONE, .mem = holder, .lo = WALK_ANY, .hi = WALK_ANY };
  if (w->mems[mem].any)
    flow_node (mk, d, w->mems[mem].any, context, false);
  if (w->mems[mem].collapsed)
    return;
  for (uint32_t s = w->mems[mem].slots; s && !mk->top; s = w->slots[s].next)
    {
      d.lo = w->slots[s].off;
      d.hi = w->slots[s].end;
      d.field = w->slots[s].field;
      flow_node (mk, d, w->slots[s].node, context, false);
    }
}

/* Automatic object or fresh memory MEM is held by what D denotes: so is what
   MEM holds.  */
static void
flow_through (struct making *mk, uint32_t mem, struct dest d)
{
  struct esc_walk *w = mk->w;
  d.lo = d.hi = WALK_ANY;
  d.ins = w->mems[mem].held_ins;
  d.via = ESC_NONE;
  if (w->mems[mem].any)
    flow_node (mk, d, w->mems[mem].any, false, true);
  if (w->mems[mem].all)
    flow_node (mk, d, w->mems[mem].all, false, true);
  if (w->mems[mem].collapsed)
    return;
  for (uint32_t s = w->mems[mem].slots; s && !mk->top; s = w->slots[s].next)
    flow_node (mk, d, w->slots[s].node, false, true);
}

static bool
node_holds_given (struct esc_walk *w, uint32_t node)
{
  node = esc_walk_node_rep (w, node);
  for (unsigned i = 0; i < w->nodes[node].n; i++)
    {
      uint32_t m
          = esc_walk_mem_rep (w, walk_ptr_mem (w->nodes[node].elems[i].ptr));
      if (esc_making_is_given (&w->mems[m]) || w->mems[m].kind == WALK_HEAP)
        return true;
    }
  return false;
}

/* Does memory MEM hold what parameters lead to, or other fresh memory?  */
static bool
holds_given (struct esc_walk *w, uint32_t mem)
{
  const struct walk_mem m = w->mems[mem];
  if (m.any && node_holds_given (w, m.any))
    return true;
  for (uint32_t s = m.slots; s && !m.collapsed; s = w->slots[s].next)
    if (node_holds_given (w, w->slots[s].node))
      return true;
  return false;
}

/* The memory as which callers see memory MEM, which outlives the function; 0
   if they need not know.  */
static uint32_t
holder_of (struct making *mk, uint32_t mem)
{
  struct esc_walk *w = mk->w;
  const struct walk_mem *m = &w->mems[mem];
  switch ((enum walk_mem_kind)m->kind)
    {
    case WALK_AUTO:
      mem = esc_walk_mem_rep (w, m->held_by);
      if (m->held != WALK_HELD || w->mems[mem].kind == WALK_AUTO)
        return 0;
      return holder_of (mk, mem);
    case WALK_HEAP:
      return m->item ? mem : 0;
    case WALK_FUN:
      return 0;
    case WALK_RESULT:
      return mem == w->result ? mem : 0;
    default:
      return mem;
    }
}

/* Fresh memory that callers will meet gets an item before any flow.  */
static void
name_heaps (struct making *mk)
{
  struct esc_walk *w = mk->w;
  for (uint32_t i = w->result; i < w->nmems; i++)
    {
      const struct walk_mem *m = &w->mems[i];
      if (m->rep != i || m->kind != WALK_HEAP || m->held != WALK_HELD)
        continue;
      const struct walk_mem *h = &w->mems[esc_walk_mem_rep (w, m->held_by)];
      if (is_visible (h) || h->kind == WALK_HEAP || holds_given (w, i))
        esc_making_item (mk, i);
    }
}

/* What memory MEM holds, if that outlives the function.  */
static void
flow_holder (struct making *mk, uint32_t mem)
{
  struct esc_walk *w = mk->w;
  const struct walk_mem m = w->mems[mem];
  bool own = m.kind == WALK_AUTO || m.kind == WALK_HEAP;
  if (m.held == WALK_HANDED)
    flow_through (mk, mem, (struct dest){ .item = esc_making_sink (mk) });
  if (own && m.held != WALK_HELD)
    return;
  uint32_t holder = holder_of (mk, mem);
  if (!holder)
    return;
  if (m.kind == WALK_AUTO)
    flow_through (mk, mem, (struct dest){ .item = ESC_NONE, .mem = holder });
  else
    flow_memory (mk, mem, holder, own || is_visible (&m));
}

static void
flow_holders (struct making *mk)
{
  struct esc_walk *w = mk->w;
  uint32_t n = w->nmems;
  for (uint32_t i = w->world; i < n && !mk->top; i++)
    if (w->mems[i].rep == i
        && (w->mems[i].slots || w->mems[i].any || w->mems[i].all))
      flow_holder (mk, i);
}

/* ---- copies --------------------------------------------------------------*/

#define MAX_COPIES 64

/* A piece of memory that is copied to D's item.  */
struct piece
{
  uint32_t mem;
  int32_t soff, doff;
  int64_t size;
};

/* The part of P that relation R fills, in terms of R's source.  False if there
   is none.  */
static bool
trace_piece (const struct piece *p, const struct walk_rel *r, struct piece *out)
{
  *out = (struct piece){ r->src, WALK_ANY, WALK_ANY, -1 };
  if (r->soff == WALK_ANY || r->doff == WALK_ANY || p->soff == WALK_ANY)
    return true;
  int64_t end = p->size < 0 ? INT64_MAX : p->soff + p->size;
  int64_t rend = r->size < 0 ? INT64_MAX : r->doff + r->size;
  int64_t lo = p->soff > r->doff ? p->soff : r->doff;
  int64_t hi = end < rend ? end : rend;
  if (lo >= hi)
    return false;
  out->soff = walk_off_add (r->soff, lo - r->doff);
  out->doff = walk_off_add (p->doff, lo - p->soff);
  out->size = hi == INT64_MAX ? -1 : hi - lo;
  return true;
}

/* Is P among the N pieces of WORK?  */
static bool
is_traced (const struct piece *work, uint32_t n, const struct piece *p)
{
  for (uint32_t i = 0; i < n; i++)
    if (work[i].mem == p->mem && work[i].soff == p->soff
        && work[i].doff == p->doff && work[i].size == p->size)
      return true;
  return false;
}

/* What memory P->mem holds from the start is copied to D.  CONTEXT: as in
   flow_pointer.  */
static void
flow_piece (struct making *mk, struct dest d, const struct piece *p,
            bool context)
{
  struct esc_walk *w = mk->w;
  const struct walk_mem *m = &w->mems[p->mem];
  d.lo = p->doff;
  d.hi = WALK_ANY;
  if (m->kind == WALK_AUTO && w->m->objs[m->a].kind == ESC_OBJ_PARAM)
    {
      uint32_t param = w->m->objs[m->a].param;
      uint32_t root = esc_walk_root_mem (w, param, WALK_ANY);
      d.lo = WALK_ANY;
      esc_making_flow (mk, &d, esc_making_item (mk, root), 0, 0);
    }
  else if (esc_making_is_given (m)
           || (context && (m->kind == WALK_STATIC || m->outer)))
    for (uint32_t i = p->mem; i; i = w->mems[i].member)
      esc_making_blit (mk, &d, esc_making_item (mk, i), p->soff, p->size);
}

/* Relation R copies to a holder: so do the relations that fill its source.  */
static void
flow_copy (struct making *mk, const struct walk_rel *r, struct dest d,
           bool context)
{
  struct esc_walk *w = mk->w;
  struct piece work[MAX_COPIES];
  uint32_t n = 0;
  work[n++] = (struct piece){ r->src, r->soff, r->doff, r->size };
  for (uint32_t i = 0; i < n && !mk->top; i++)
    {
      struct piece p = work[i];
      p.mem = esc_walk_mem_rep (w, p.mem);
      flow_piece (mk, d, &p, context);
      if (w->mems[p.mem].kind != WALK_AUTO && w->mems[p.mem].kind != WALK_HEAP
          && w->mems[p.mem].kind != WALK_RESULT)
        continue;
      for (uint32_t k = w->mems[p.mem].rel_dst; k; k = w->rels[k].next_dst)
        {
          struct piece from;
          if (!trace_piece (&p, &w->rels[k], &from)
              || is_traced (work, n, &from))
            continue;
          if (n == MAX_COPIES)
            mk->top = true;
          else
            work[n++] = from;
        }
    }
}

/* Copies into what outlives the function pass on what nobody has looked at:
   no slot shows it.  */
static void
flow_copies (struct making *mk)
{
  struct esc_walk *w = mk->w;
  for (uint32_t i = 1; i < w->nrels && !mk->top; i++)
    {
      const struct walk_rel r = w->rels[i];
      uint32_t dst = esc_walk_mem_rep (w, r.dst);
      const struct walk_mem m = w->mems[dst];
      bool own = m.kind == WALK_AUTO || m.kind == WALK_HEAP;
      if (own && m.held != WALK_HELD)
        continue;
      uint32_t holder = holder_of (mk, dst);
      if (!holder || m.kind == WALK_AUTO)
        continue;
      struct dest d
          = { .item = ESC_NONE, .mem = holder, .ins = r.ins, .via = r.flow };
      flow_copy (mk, &r, d, own || is_visible (&m));
    }
}

static void
flow_sinks (struct making *mk)
{
  struct esc_walk *w = mk->w;
  for (uint32_t s = 0; s < w->nsites && !mk->top; s++)
    {
      struct dest d = { .lo = WALK_ANY, .hi = WALK_ANY };
      if (w->sites[s].sink)
        {
          d.item = esc_making_sink (mk);
          flow_node (mk, d, w->sites[s].sink, false, false);
        }
      if (w->sites[s].kept)
        {
          d.item = esc_making_item (mk, w->world);
          flow_node (mk, d, w->sites[s].kept, false, false);
        }
    }
}

/* ---- step 3 --------------------------------------------------------------*/

static void
flow_callback (struct making *mk, uint32_t site, uint32_t k)
{
  struct esc_walk *w = mk->w;
  const struct walk_site at = w->sites[site];
  struct dest d = { .lo = 0, .hi = 1, .via = ESC_NONE, .ins = at.ins };
  d.item = esc_making_new_item (mk, WALK_I_CALLEE, k, 0);
  for (uint32_t i = 0; i < w->nconds; i++)
    if (w->conds[i].site == site)
      flow_pointer (mk, &d, w->conds[i].callee, true);
  for (uint32_t i = 0; i < at.nargs; i++)
    if (w->argv[at.args + i])
      {
        d.item = esc_making_new_item (mk, WALK_I_CALLARG, k, (int32_t)i);
        uint32_t node = esc_walk_node_rep (w, w->argv[at.args + i]);
        for (unsigned e = 0; e < w->nodes[node].n; e++)
          flow_pointer (mk, &d, w->nodes[node].elems[e].ptr, true);
      }
}

static void
flow_callbacks (struct making *mk)
{
  struct esc_walk *w = mk->w;
  for (uint32_t s = 0; s < w->nsites && !mk->top; s++)
    if (w->sites[s].cond)
      flow_callback (mk, s, w->sites[s].cond - 1);
}

/* Callbacks of a coarse summary are unknown code.  */
static void
flow_unknown_callbacks (struct making *mk)
{
  struct esc_walk *w = mk->w;
  for (uint32_t s = 0; s < w->nsites && !mk->top; s++)
    {
      const struct walk_site at = w->sites[s];
      struct dest d
          = { .lo = WALK_ANY, .hi = WALK_ANY, .via = ESC_NONE, .ins = at.ins };
      if (!at.callres)
        continue;
      d.item = esc_making_sink (mk);
      for (uint32_t i = 0; i < at.nargs; i++)
        if (w->argv[at.args + i])
          flow_node (mk, d, w->argv[at.args + i], false, true);
    }
}

/* What is called at site S, the first of it.  */
static walk_ptr
callee_at (const struct esc_walk *w, uint32_t s)
{
  for (uint32_t i = 0; i < w->nconds; i++)
    if (w->conds[i].site == s)
      return w->conds[i].callee;
  return 0;
}

/* Number the callbacks; sites that call the same are one.  */
static void
count_callbacks (struct making *mk)
{
  struct esc_walk *w = mk->w;
  walk_ptr seen[WALK_CALLBACKS];
  for (uint32_t s = 0; s < w->nsites; s++)
    {
      if (!w->sites[s].callres)
        continue;
      walk_ptr callee = callee_at (w, s);
      uint32_t k = 0;
      while (k < mk->nconds && seen[k] != callee)
        k++;
      if (k == mk->nconds && k < WALK_CALLBACKS)
        seen[mk->nconds++] = callee;
      if (k == WALK_CALLBACKS)
        mk->top = true;
      w->sites[s].cond = k + 1;
    }
}

/* ---- step 4 --------------------------------------------------------------*/

static uint64_t
mix (uint64_t h, uint64_t v)
{
  h ^= v + 0x9e3779b97f4a7c15u + (h << 6) + (h >> 2);
  return h * 0xff51afd7ed558ccdu;
}

static uint64_t
item_hash (const struct making *mk, uint32_t i)
{
  uint64_t h = 1;
  for (;;)
    {
      const struct walk_item *it = &mk->w->items[mk->items + i];
      h = mix (mix (h, it->kind), (uint32_t)it->off);
      if (it->kind != WALK_I_CHILD && it->kind != WALK_I_SELF)
        return mix (h, it->kind == WALK_I_HEAP ? 0 : it->a);
      i = it->a;
    }
}

/* A sum, so that the order of flows does not matter.  */
static uint64_t
summary_hash (const struct making *mk)
{
  uint64_t sum = mk->top ? 1 : 0;
  for (uint32_t i = mk->flows; i < mk->w->nflows; i++)
    {
      const struct walk_flow *f = &mk->w->flows[i];
      uint64_t h = mix (item_hash (mk, f->dst), item_hash (mk, f->src));
      h = mix (mix (h, (uint32_t)f->lo), (uint32_t)f->add);
      sum += mix (h, f->flags + 8u * f->blit);
    }
  return sum;
}

/* Make the flows, COARSE or not.  */
static void
make_flows (struct making *mk, bool coarse)
{
  struct esc_walk *w = mk->w;
  for (uint32_t i = 0; i < w->nmems; i++)
    w->mems[i].item = w->mems[i].group = 0;
  w->ngroups = w->ngrouped = 0;
  WALK_PUSH (w, groups); /* number 0 is none */
  w->nitems = mk->items;
  w->nflows = mk->flows;
  mk->coarse = coarse;
  mk->top = false;
  mk->sink = mk->nheaps = mk->nconds = 0;
  if (!coarse)
    count_callbacks (mk);
  if (mk->top)
    return;
  name_heaps (mk);
  flow_holders (mk);
  flow_copies (mk);
  flow_sinks (mk);
  if (coarse)
    flow_unknown_callbacks (mk);
  else
    flow_callbacks (mk);
  if (!mk->top)
    esc_walk_prune (w, mk->items, mk->flows, coarse);
  if (!coarse && w->nflows - mk->flows > WALK_FLOWS)
    mk->top = true;
}

bool
esc_walk_summarise (struct esc_walk *w)
{
  struct making mk = { .w = w, .items = w->nitems, .flows = w->nflows };
  struct walk_summary *sum = &w->sums[w->fn];
  esc_walk_hold (w);
  mk.top = w->overrun;
  if (!mk.top)
    make_flows (&mk, sum->coarse);
  if (mk.top && !mk.coarse && !w->overrun)
    make_flows (&mk, true);
  if (mk.top)
    {
      w->nitems = mk.items;
      w->nflows = mk.flows;
    }
  uint64_t hash = summary_hash (&mk);
  bool changed = !sum->solved || hash != sum->hash;
  sum->hash = hash;
  sum->solved = true;
  sum->top = mk.top;
  sum->coarse = mk.coarse;
  sum->items = mk.items;
  sum->nitems = w->nitems - mk.items;
  sum->flows = mk.flows;
  sum->nflows = w->nflows - mk.flows;
  sum->nconds = mk.top ? 0 : mk.nconds;
  return changed;
}
