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

#include "walk.h"

#include <string.h>

/* The summary being made.  */
struct make
{
  struct esc_walk *w;
  uint32_t items, flows; /* where they begin */
  uint32_t sink;         /* 1 + item, or 0 */
  uint32_t world;
  uint32_t nheaps;
  uint32_t nconds;
  bool coarse, top;
};

/* ---- items ---------------------------------------------------------------*/

/* In a coarse summary there are the parameters, all that each leads to, the
   world and one piece of fresh memory.  */
static void
coarsen (struct walk_item *it)
{
  switch (it->kind)
    {
    case WALK_I_STATIC:
    case WALK_I_CONTENT:
    case WALK_I_FUN:
    case WALK_I_CALLRES:
      *it = (struct walk_item){ .kind = WALK_I_WORLD };
      break;
    case WALK_I_HEAP:
      it->a = 0;
      break;
    case WALK_I_CHILD:
      it->kind = WALK_I_SELF;
      it->off = WALK_ANY;
      break;
    default:
      it->off = it->kind == WALK_I_SELF ? WALK_ANY : it->off;
      break;
    }
}

/* The item like IT, made if need be.  */
static uint32_t
shared_item (struct make *mk, struct walk_item it)
{
  struct esc_walk *w = mk->w;
  if (mk->coarse && it.kind == WALK_I_SELF
      && w->items[mk->items + it.a].kind == it.kind)
    return it.a;
  for (uint32_t i = mk->items; i < w->nitems; i++)
    if (w->items[i].kind == it.kind && w->items[i].a == it.a
        && w->items[i].off == it.off)
      return i - mk->items;
  w->items[WALK_PUSH (w, items)] = it;
  return w->nitems - 1 - mk->items;
}

/* The offset at which the item of kind KIND and parent A is looked at: OFF,
   but not too many of them.  */
static int32_t
sibling_off (const struct make *mk, enum walk_item_kind kind, uint32_t a,
             int32_t off)
{
  const struct esc_walk *w = mk->w;
  unsigned siblings = 0;
  if (kind != WALK_I_CHILD && kind != WALK_I_SELF && kind != WALK_I_CONTENT)
    return off;
  for (uint32_t i = mk->items; i < w->nitems; i++)
    siblings += w->items[i].kind == kind && w->items[i].a == a;
  return siblings < WALK_SIBLINGS ? off : WALK_ANY;
}

static uint32_t
new_item (struct make *mk, enum walk_item_kind kind, uint32_t a, int32_t off)
{
  struct esc_walk *w = mk->w;
  struct walk_item it = { (uint8_t)kind, a, sibling_off (mk, kind, a, off) };
  if (mk->coarse)
    coarsen (&it);
  if (it.off == WALK_ANY || mk->coarse)
    return shared_item (mk, it);
  uint32_t i = WALK_PUSH (w, items);
  w->items[i] = it;
  return i - mk->items;
}

static uint32_t item_of (struct make *mk, uint32_t mem);

/* The item of a memory that hangs on another.  */
static uint32_t
child_item (struct make *mk, uint32_t mem)
{
  struct esc_walk *w = mk->w;
  const struct walk_mem m = w->mems[mem];
  if (w->mems[m.a].kind == WALK_STATIC)
    return new_item (mk, WALK_I_CONTENT, w->mems[m.a].a, m.off);
  uint32_t parent = item_of (mk, m.a);
  return new_item (mk, m.depth >= WALK_DEPTH ? WALK_I_SELF : WALK_I_CHILD,
                   parent, m.off);
}

/* The item that denotes a pointer to the begin of MEM.  Recursion is at most
   WALK_DEPTH deep.  */
static uint32_t
item_of (struct make *mk, uint32_t mem)
{
  struct esc_walk *w = mk->w;
  if (w->mems[mem].item)
    return w->mems[mem].item - 1;
  const struct walk_mem m = w->mems[mem];
  uint32_t i;
  switch ((enum walk_mem_kind)m.kind)
    {
    case WALK_ROOT:
      i = new_item (mk, WALK_I_ROOT, m.a, m.off);
      break;
    case WALK_CHILD:
      i = child_item (mk, mem);
      break;
    case WALK_STATIC:
      i = new_item (mk, WALK_I_STATIC, m.a, 0);
      break;
    case WALK_AUTO:
    case WALK_HEAP:
      i = new_item (mk, WALK_I_HEAP, mk->nheaps++, 0);
      break;
    case WALK_CALLRES:
      i = new_item (mk, WALK_I_CALLRES, mk->coarse ? 0 : w->sites[m.a].cond - 1,
                    0);
      break;
    case WALK_RESULT:
      i = new_item (mk, WALK_I_RESULT, 0, 0);
      break;
    case WALK_FUN:
      i = new_item (mk, WALK_I_FUN, m.a, 0);
      break;
    default:
      i = new_item (mk, WALK_I_WORLD, 0, 0);
      break;
    }
  w->mems[mem].item = i + 1;
  return i;
}

static uint32_t
sink_item (struct make *mk)
{
  if (!mk->sink)
    mk->sink = 1 + new_item (mk, WALK_I_SINK, 0, 0);
  return mk->sink - 1;
}

/* ---- flows ---------------------------------------------------------------*/

/* Where a flow goes and why.  */
struct dest
{
  uint32_t item;
  int32_t lo, hi;
  uint32_t field;
  uint32_t ins, via;
};

/* The lowest byte that D reaches, as far as a coarse summary tells.  */
static int32_t
dest_lo (const struct make *mk, const struct dest *d)
{
  uint8_t kind = mk->w->items[mk->items + d->item].kind;
  return mk->coarse && kind != WALK_I_RESULT ? WALK_ANY : d->lo;
}

static void
add_flow (struct make *mk, const struct dest *d, uint32_t src, int32_t add,
          unsigned flags)
{
  struct esc_walk *w = mk->w;
  int32_t lo = dest_lo (mk, d);
  add = mk->coarse ? WALK_ANY : add;
  unsigned siblings = 0;
  for (uint32_t f = mk->flows; f < w->nflows; f++)
    siblings += w->flows[f].dst == d->item && w->flows[f].src == src;
  if (siblings >= WALK_SIBLINGS)
    lo = add = WALK_ANY;
  if (w->nflows - mk->flows >= WALK_GATHER)
    {
      mk->top = true;
      return;
    }
  for (uint32_t f = mk->flows; f < w->nflows; f++)
    if (w->flows[f].dst == d->item && w->flows[f].src == src
        && w->flows[f].lo == lo && w->flows[f].add == add
        && w->flows[f].flags == flags)
      return;
  w->flows[WALK_PUSH (w, flows)] = (struct walk_flow){
    .dst = d->item,
    .src = src,
    .lo = lo,
    .hi = lo == WALK_ANY ? WALK_ANY : d->hi,
    .add = add,
    .flags = (uint8_t)flags,
    .field = d->field,
    .fn = w->fn,
    .ins = d->ins,
    .via = d->via,
  };
}

/* Is memory M what a parameter leads to?  */
static bool
is_given (const struct walk_mem *m)
{
  return m->outer && !m->of_static;
}

/* Do callers see which memory this is?  */
static bool
is_visible (const struct walk_mem *m)
{
  return is_given (m) || m->kind == WALK_RESULT;
}

/* Pointer P flows to D.  CONTEXT: whatever it is; else only if it depends on
   the caller.  A memory that stands for several is each of them.  */
static void
flow_pointer (struct make *mk, const struct dest *d, walk_ptr p, bool context)
{
  struct esc_walk *w = mk->w;
  uint32_t mem = esc_walk_mem_rep (w, walk_ptr_mem (p));
  int32_t off = w->mems[mem].mixed ? WALK_ANY : walk_ptr_off (p);
  for (uint32_t i = mem; i; i = w->mems[i].member)
    {
      const struct walk_mem *m = &w->mems[i];
      bool wanted = is_given (m);
      if (context)
        wanted |= m->kind != WALK_AUTO && m->kind != WALK_RESULT;
      else if (m->kind == WALK_HEAP)
        wanted = w->mems[mem].item != 0;
      if (wanted)
        add_flow (mk, d, item_of (mk, i), off, walk_ptr_flags (p));
      if (mk->top)
        return;
    }
}

/* The elements of NODE flow to D; ENTRY: also those that are there from the
   start.  */
static void
flow_node (struct make *mk, struct dest d, uint32_t node, bool context,
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

/* Everything that memory MEM holds flows to its slots in ITEM.  */
static void
flow_memory (struct make *mk, uint32_t mem, uint32_t item, bool context)
{
  struct esc_walk *w = mk->w;
  struct dest d = { .item = item, .lo = WALK_ANY, .hi = WALK_ANY };
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

/* Automatic object or fresh memory MEM is held by what ITEM denotes: so is
   what MEM holds.  */
static void
flow_through (struct make *mk, uint32_t mem, uint32_t item)
{
  struct esc_walk *w = mk->w;
  struct dest d = { .item = item,
                    .lo = WALK_ANY,
                    .hi = WALK_ANY,
                    .ins = w->mems[mem].held_ins,
                    .via = ESC_NONE };
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
      if (is_given (&w->mems[m]) || w->mems[m].kind == WALK_HEAP)
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

/* The item that memory MEM, which outlives the function, is seen as; ESC_NONE
   if callers need not know.  */
static uint32_t
holder_item (struct make *mk, uint32_t mem)
{
  struct esc_walk *w = mk->w;
  const struct walk_mem m = w->mems[mem];
  switch ((enum walk_mem_kind)m.kind)
    {
    case WALK_AUTO:
      mem = esc_walk_mem_rep (w, m.held_by);
      if (m.held != WALK_HELD || w->mems[mem].kind == WALK_AUTO)
        return ESC_NONE;
      return holder_item (mk, mem);
    case WALK_HEAP:
      return m.item ? m.item - 1 : ESC_NONE;
    case WALK_FUN:
      return ESC_NONE;
    case WALK_RESULT:
      return mem == w->result ? item_of (mk, mem) : ESC_NONE;
    default:
      return item_of (mk, mem);
    }
}

/* Fresh memory that callers will meet gets an item before any flow.  */
static void
name_heaps (struct make *mk)
{
  struct esc_walk *w = mk->w;
  for (uint32_t i = w->result; i < w->nmems; i++)
    {
      const struct walk_mem *m = &w->mems[i];
      if (m->rep != i || m->kind != WALK_HEAP || m->held != WALK_HELD)
        continue;
      const struct walk_mem *h = &w->mems[esc_walk_mem_rep (w, m->held_by)];
      if (is_visible (h) || h->kind == WALK_HEAP || holds_given (w, i))
        item_of (mk, i);
    }
}

/* What memory MEM holds, if that outlives the function.  */
static void
flow_holder (struct make *mk, uint32_t mem)
{
  struct esc_walk *w = mk->w;
  const struct walk_mem m = w->mems[mem];
  bool own = m.kind == WALK_AUTO || m.kind == WALK_HEAP;
  if (m.held == WALK_HANDED)
    flow_through (mk, mem, sink_item (mk));
  if (own && m.held != WALK_HELD)
    return;
  uint32_t item = holder_item (mk, mem);
  if (item == ESC_NONE)
    return;
  if (m.kind == WALK_AUTO)
    flow_through (mk, mem, item);
  else
    flow_memory (mk, mem, item, own || is_visible (&m));
}

static void
flow_holders (struct make *mk)
{
  struct esc_walk *w = mk->w;
  uint32_t n = w->nmems;
  for (uint32_t i = w->world; i < n && !mk->top; i++)
    if (w->mems[i].rep == i
        && (w->mems[i].slots || w->mems[i].any || w->mems[i].all))
      flow_holder (mk, i);
}

static void
flow_sinks (struct make *mk)
{
  struct esc_walk *w = mk->w;
  for (uint32_t s = 0; s < w->nsites && !mk->top; s++)
    {
      struct dest d = { .lo = WALK_ANY, .hi = WALK_ANY };
      if (w->sites[s].sink)
        {
          d.item = sink_item (mk);
          flow_node (mk, d, w->sites[s].sink, false, false);
        }
      if (w->sites[s].kept)
        {
          d.item = item_of (mk, w->world);
          flow_node (mk, d, w->sites[s].kept, false, false);
        }
    }
}

/* ---- step 3 --------------------------------------------------------------*/

static void
flow_callback (struct make *mk, uint32_t site, uint32_t k)
{
  struct esc_walk *w = mk->w;
  const struct walk_site at = w->sites[site];
  struct dest d = { .lo = 0, .hi = 1, .via = ESC_NONE, .ins = at.ins };
  d.item = new_item (mk, WALK_I_CALLEE, k, 0);
  for (uint32_t i = 0; i < w->nconds; i++)
    if (w->conds[i].site == site)
      flow_pointer (mk, &d, w->conds[i].callee, true);
  for (uint32_t i = 0; i < at.nargs; i++)
    if (w->argv[at.args + i])
      {
        d.item = new_item (mk, WALK_I_CALLARG, k, (int32_t)i);
        uint32_t node = esc_walk_node_rep (w, w->argv[at.args + i]);
        for (unsigned e = 0; e < w->nodes[node].n; e++)
          flow_pointer (mk, &d, w->nodes[node].elems[e].ptr, true);
      }
}

static void
flow_callbacks (struct make *mk)
{
  struct esc_walk *w = mk->w;
  for (uint32_t s = 0; s < w->nsites && !mk->top; s++)
    if (w->sites[s].cond)
      flow_callback (mk, s, w->sites[s].cond - 1);
}

/* Callbacks of a coarse summary are unknown code.  */
static void
flow_unknown_callbacks (struct make *mk)
{
  struct esc_walk *w = mk->w;
  for (uint32_t s = 0; s < w->nsites && !mk->top; s++)
    {
      const struct walk_site at = w->sites[s];
      struct dest d
          = { .lo = WALK_ANY, .hi = WALK_ANY, .via = ESC_NONE, .ins = at.ins };
      if (!at.callres)
        continue;
      d.item = sink_item (mk);
      for (uint32_t i = 0; i < at.nargs; i++)
        if (w->argv[at.args + i])
          flow_node (mk, d, w->argv[at.args + i], false, true);
    }
}

/* Number the callbacks.  */
static void
count_callbacks (struct make *mk)
{
  struct esc_walk *w = mk->w;
  for (uint32_t s = 0; s < w->nsites; s++)
    if (w->sites[s].callres)
      w->sites[s].cond = ++mk->nconds;
}

/* ---- step 4 --------------------------------------------------------------*/

static uint64_t
mix (uint64_t h, uint64_t v)
{
  h ^= v + 0x9e3779b97f4a7c15u + (h << 6) + (h >> 2);
  return h * 0xff51afd7ed558ccdu;
}

static uint64_t
item_hash (const struct make *mk, uint32_t i)
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
summary_hash (const struct make *mk)
{
  uint64_t sum = mk->top ? 1 : 0;
  for (uint32_t i = mk->flows; i < mk->w->nflows; i++)
    {
      const struct walk_flow *f = &mk->w->flows[i];
      uint64_t h = mix (item_hash (mk, f->dst), item_hash (mk, f->src));
      h = mix (mix (h, (uint32_t)f->lo), (uint32_t)f->add);
      sum += mix (h, f->flags);
    }
  return sum;
}

/* Make the flows, COARSE or not.  */
static void
make_flows (struct make *mk, bool coarse)
{
  struct esc_walk *w = mk->w;
  for (uint32_t i = 0; i < w->nmems; i++)
    w->mems[i].item = 0;
  w->nitems = mk->items;
  w->nflows = mk->flows;
  mk->coarse = coarse;
  mk->top = false;
  mk->sink = mk->nheaps = mk->nconds = 0;
  if (!coarse)
    count_callbacks (mk);
  name_heaps (mk);
  flow_holders (mk);
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
  struct make mk = { .w = w, .items = w->nitems, .flows = w->nflows };
  struct walk_summary *sum = &w->sums[w->fn];
  esc_walk_hold (w);
  make_flows (&mk, sum->coarse);
  if (mk.top && !mk.coarse)
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
