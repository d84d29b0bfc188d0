/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reach-replay.c - a callee's summary on the caller's nodes.

       keep (s, p) { s->last = p; }       flow  root 0 at 8  <-  root 1
       keep (&t, &x);                     STORE &x to slot 8 of t

   Each item of the summary becomes a node of the caller (what it denotes
   here), each flow a use.  A callback of the callee becomes a site of its own,
   called through whatever its item denotes.

   Not modelled: callbacks nested deeper than WALK_NESTING, or more than
   WALK_SITES in a function; they are unknown code.  */

#include "site.h"

/* A summary being replayed.  */
struct replay
{
  uint32_t site, callee;
  const struct walk_summary *sum;
  uint32_t *node;  /* per item */
  uint32_t *conds; /* per callback: site, or ESC_NONE */
};

/* The pointer at byte OFF of argument I of site S, where the callee is F.  */
static uint32_t
root_node (struct esc_walk *w, uint32_t s, uint32_t f, uint32_t i, int32_t off)
{
  const struct walk_site site = w->sites[s];
  uint32_t n = esc_site_nargs (w, s);
  if (i >= w->m->fns[f].nparams)
    return esc_site_arg (w, s, n); /* the chain */
  if (i >= n)
    return 0;
  if (site.call == ESC_NONE)
    return w->argv[site.args + i];
  esc_opnd o = w->b->args[w->b->calls[site.call].args + i];
  if (esc_opnd_kind (o) == ESC_OP_CONTENT && off != WALK_ANY)
    return esc_walk_place_node (w, esc_opnd_index (o), off, w->ptr_size,
                                site.ins);
  return esc_walk_opnd_node (w, o, site.ins);
}

static uint32_t
seeded (struct esc_walk *w, const struct replay *r, uint32_t mem, int32_t off)
{
  uint32_t n = esc_walk_node (w, WALK_N_TEMP, 0, 0);
  esc_walk_seed (w, n, walk_ptr_make (mem, off, 0), w->sites[r->site].ins);
  return n;
}

/* What NODE points to, and all that this leads to.  */
static uint32_t
closure (struct esc_walk *w, const struct replay *r, uint32_t node)
{
  uint32_t ins = w->sites[r->site].ins;
  uint32_t n = esc_walk_node (w, WALK_N_TEMP, 0, 0);
  uint32_t u = esc_walk_use (w, WALK_LOAD, n, ins);
  w->uses[u].lo = w->uses[u].hi = WALK_ANY;
  esc_walk_hang (w, n, u);
  esc_walk_copy (w, node, n, ins);
  return n;
}

/* What a load at OFF through node FROM gives; LOOP: any number of loads.  */
static uint32_t
loaded (struct esc_walk *w, const struct replay *r, uint32_t from, int32_t off,
        bool loop)
{
  if (!from)
    return 0;
  uint32_t ins = w->sites[r->site].ins;
  uint32_t n = esc_walk_node (w, WALK_N_TEMP, 0, 0);
  uint32_t u = esc_walk_use (w, WALK_LOAD, n, ins);
  w->uses[u].lo = off;
  w->uses[u].hi = walk_off_add (off, 1);
  esc_walk_hang (w, from, u);
  return loop ? closure (w, r, n) : n;
}

/* The number of memory A of the callee's fresh ones.  Recursion would make
   ever more of them: these are one.  */
static uint32_t
heap_key (const struct esc_walk *w, const struct replay *r, uint32_t a)
{
  bool recursive = r->sum->comp == w->sums[w->fn].comp;
  return 1 + r->callee * 64 + (recursive ? 63 : a % 63);
}

static uint32_t
item_node (struct esc_walk *w, const struct replay *r,
           const struct walk_item it)
{
  switch ((enum walk_item_kind)it.kind)
    {
    case WALK_I_ROOT:
      return root_node (w, r->site, r->callee, it.a, it.off);
    case WALK_I_CHILD:
    case WALK_I_SELF:
      return loaded (w, r, r->node[it.a], it.off, it.kind == WALK_I_SELF);
    case WALK_I_STATIC:
      return seeded (w, r, esc_walk_obj_mem (w, it.a), 0);
    case WALK_I_CONTENT:
      return esc_walk_load_node (w, esc_walk_obj_mem (w, it.a), it.off,
                                 walk_off_add (it.off, 1), 0);
    case WALK_I_HEAP:
      return seeded (
          w, r,
          esc_walk_heap_mem (w, w->sites[r->site].ins, heap_key (w, r, it.a)),
          0);
    case WALK_I_WORLD:
      return seeded (w, r, w->world, WALK_ANY);
    case WALK_I_FUN:
      return seeded (w, r, esc_walk_fun_mem (w, it.a), 0);
    case WALK_I_CALLRES:
      if (r->conds[it.a] == ESC_NONE)
        return seeded (w, r, w->world, WALK_ANY);
      return closure (w, r, w->sites[r->conds[it.a]].result);
    default:
      return 0;
    }
}

/* Node SRC is an argument of callback IT, or is what it calls.  */
static void
replay_callback (struct esc_walk *w, const struct replay *r,
                 const struct walk_item it, uint32_t src)
{
  uint32_t s = r->conds[it.a], ins = w->sites[r->site].ins;
  if (s == ESC_NONE)
    esc_walk_copy (w, src, esc_site_sink (w, r->site), ins);
  else if (it.kind == WALK_I_CALLEE)
    esc_walk_hang (w, src, esc_walk_use (w, WALK_CALL, s, ins));
  else
    esc_walk_copy (w, src, w->argv[w->sites[s].args + (uint32_t)it.off], ins);
}

/* Flow F copies what its source points to.  */
static void
replay_blit (struct esc_walk *w, const struct replay *r, uint32_t f)
{
  const struct walk_flow flow = w->flows[f];
  const struct walk_site at = w->sites[r->site];
  uint8_t kind = w->items[r->sum->items + flow.dst].kind;
  struct walk_blit blit = { .src = r->node[flow.src],
                            .dst = r->node[flow.dst],
                            .soff = flow.add,
                            .doff = flow.lo,
                            .size = flow.hi,
                            .ins = at.ins,
                            .flow = f };
  if (kind == WALK_I_RESULT)
    {
      struct walk_use like = { .ins = at.ins, .flow = f };
      uint32_t result = at.call == ESC_NONE ? 0 : w->b->calls[at.call].result;
      int32_t off = 0;
      if (at.result)
        esc_site_result (w, r->site, 0,
                         loaded (w, r, blit.src, WALK_ANY, false), &like);
      blit.dst = result ? esc_walk_address (w, result, &off, at.ins) : 0;
      blit.doff = walk_off_add (off, flow.lo);
    }
  if (blit.src && blit.dst)
    esc_walk_blit (w, &blit);
}

static void
replay_flow (struct esc_walk *w, const struct replay *r, uint32_t f)
{
  const struct walk_flow flow = w->flows[f];
  const struct walk_item dst = w->items[r->sum->items + flow.dst];
  uint32_t src = r->node[flow.src];
  if (!src)
    return;
  if (flow.blit && dst.kind != WALK_I_SINK)
    {
      replay_blit (w, r, f);
      return;
    }
  struct walk_use like = {
    .ins = w->sites[r->site].ins, .flow = f, .add = flow.add, .set = flow.flags
  };
  uint32_t u;
  switch ((enum walk_item_kind)dst.kind)
    {
    case WALK_I_RESULT:
      esc_site_result (w, r->site, flow.lo, src, &like);
      return;
    case WALK_I_CALLARG:
    case WALK_I_CALLEE:
      replay_callback (w, r, dst, src);
      return;
    case WALK_I_SINK:
      u = esc_walk_use (w, WALK_COPY, esc_site_sink (w, r->site), like.ins);
      w->uses[u].flow = f;
      esc_walk_hang (w, src, u);
      return;
    default:
      break;
    }
  if (!r->node[flow.dst])
    return;
  u = esc_walk_use (w, WALK_STORE, src, like.ins);
  w->uses[u].flow = f;
  w->uses[u].add = flow.add;
  w->uses[u].set = flow.flags;
  w->uses[u].lo = flow.lo;
  w->uses[u].hi = flow.hi;
  w->uses[u].field = flow.field;
  esc_walk_hang (w, r->node[flow.dst], u);
}

/* Make the sites of R's callbacks.  */
static void
replay_sites (struct esc_walk *w, struct replay *r)
{
  const struct walk_site at = w->sites[r->site];
  for (uint32_t k = 0; k < r->sum->nconds; k++)
    {
      r->conds[k] = ESC_NONE;
      if (at.depth >= WALK_NESTING || w->ncallbacks >= WALK_SITES)
        continue;
      w->ncallbacks++;
      uint32_t nargs = 0;
      for (uint32_t i = 0; i < r->sum->nitems; i++)
        {
          const struct walk_item *it = &w->items[r->sum->items + i];
          if (it->kind == WALK_I_CALLARG && it->a == k
              && (uint32_t)it->off >= nargs)
            nargs = (uint32_t)it->off + 1;
        }
      uint32_t s = esc_site_new (w, at.ins, ESC_NONE, at.depth + 1u);
      w->sites[s].args = w->nargv;
      w->sites[s].nargs = nargs;
      w->sites[s].result = esc_walk_node (w, WALK_N_TEMP, 0, 0);
      for (uint32_t i = 0; i < nargs; i++)
        {
          uint32_t n = esc_walk_node (w, WALK_N_TEMP, 0, 0);
          w->argv[WALK_PUSH (w, argv)] = n;
        }
      r->conds[k] = s;
    }
}

void
esc_site_replay (struct esc_walk *w, uint32_t s, uint32_t callee)
{
  const struct walk_summary sum = w->sums[callee];
  struct replay r = { .site = s, .callee = callee, .sum = &sum };
  if (!sum.nflows)
    return;
  r.node = esc_walk_bump (w, (sum.nitems + 1) * sizeof *r.node);
  r.conds = esc_walk_bump (w, (sum.nconds + 1) * sizeof *r.conds);
  replay_sites (w, &r);
  for (uint32_t i = 0; i < sum.nitems; i++)
    {
      uint32_t node = item_node (w, &r, w->items[sum.items + i]);
      r.node[i] = node;
    }
  for (uint32_t f = sum.flows; f < sum.flows + sum.nflows; f++)
    replay_flow (w, &r, f);
}
