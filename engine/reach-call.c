/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reach-call.c - calls: a callee's summary on the caller's nodes.

       keep (s, p) { s->last = p; }       flow  root 0 at 8  <-  root 1
       keep (&t, &x);                     STORE &x to slot 8 of t

   Each item of the summary becomes a node of the caller (what it denotes
   here), each flow a use.  A callback of the callee becomes a site of its
   own, called through whatever its item denotes.

   An unknown callee is handed every pointer argument and what it leads to:
   the site's SINK.  Its result is of the world.

   Not modelled: a callee whose component has not been solved, although it is
   not of this one (it is called through a pointer), counts as unknown.  */

#include "walk.h"

uint32_t
esc_walk_alias (const struct esc_module *m, uint32_t fn)
{
  for (int i = 0; i < 16 && m->fns[fn].alias != ESC_NONE; i++)
    fn = m->fns[fn].alias;
  return fn;
}

/* ---- sites ---------------------------------------------------------------*/

static uint32_t
new_site (struct esc_walk *w, uint32_t ins, uint32_t call, unsigned depth)
{
  uint32_t s = WALK_PUSH (w, sites);
  w->sites[s] = (struct walk_site){
    .ins = ins, .call = call, .depth = (uint8_t)depth, .target = ESC_NONE
  };
  return s;
}

/* The node of what unknown code is handed at site S.  */
static uint32_t
sink_node (struct esc_walk *w, uint32_t s)
{
  if (!w->sites[s].sink)
    {
      uint32_t n = esc_walk_node (w, WALK_N_SINK, s, 0);
      esc_walk_hang (w, n, esc_walk_use (w, WALK_EXPOSE, 0, 0));
      w->sites[s].sink = n;
    }
  return w->sites[s].sink;
}

/* The node of what is kept at site S, for all that is known.  */
static uint32_t
kept_node (struct esc_walk *w, uint32_t s)
{
  if (!w->sites[s].kept)
    {
      uint32_t n = esc_walk_node (w, WALK_N_SINK, s, 1);
      esc_walk_hang (w, n, esc_walk_use (w, WALK_EXPOSE, 0, 0));
      w->sites[s].kept = n;
    }
  return w->sites[s].kept;
}

static uint32_t
site_nargs (const struct esc_walk *w, uint32_t s)
{
  const struct walk_site *site = &w->sites[s];
  return site->call == ESC_NONE ? site->nargs : w->b->calls[site->call].nargs;
}

/* A node with argument I of site S, or 0; I beyond the last: its static
   chain.  */
static uint32_t
arg_node (struct esc_walk *w, uint32_t s, uint32_t i)
{
  const struct walk_site site = w->sites[s];
  if (site.call == ESC_NONE)
    return i < site.nargs ? w->argv[site.args + i] : 0;
  const struct esc_call *c = &w->b->calls[site.call];
  if (i < c->nargs)
    return esc_walk_opnd_node (w, w->b->args[c->args + i], site.ins);
  return i == c->nargs ? esc_walk_opnd_node (w, c->chain, site.ins) : 0;
}

/* The pointer at byte OFF of argument I of site S, where the callee is F.  */
static uint32_t
root_node (struct esc_walk *w, uint32_t s, uint32_t f, uint32_t i, int32_t off)
{
  const struct walk_site site = w->sites[s];
  uint32_t n = site_nargs (w, s);
  if (i >= w->m->fns[f].nparams)
    return arg_node (w, s, n); /* the chain */
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

/* NODE arrives at byte LO of the result of site S, as LIKE says.  */
static void
to_result (struct esc_walk *w, uint32_t s, int32_t lo, uint32_t node,
           const struct walk_use *like)
{
  const struct walk_site site = w->sites[s];
  if (site.result)
    {
      uint32_t u = esc_walk_use (w, WALK_COPY, site.result, site.ins);
      w->uses[u].flow = like->flow;
      w->uses[u].add = like->add;
      w->uses[u].set = like->set;
      esc_walk_hang (w, node, u);
    }
  if (site.call != ESC_NONE && w->b->calls[site.call].result)
    esc_walk_store_place (w, w->b->calls[site.call].result, lo, node, like);
}

/* P is the result of site S, or somewhere in it.  */
static void
point_result (struct esc_walk *w, uint32_t s, walk_ptr p)
{
  struct walk_use like = { .ins = w->sites[s].ins, .flow = ESC_NONE };
  if (!w->sites[s].result
      && (w->sites[s].call == ESC_NONE
          || !w->b->calls[w->sites[s].call].result))
    return;
  uint32_t n = esc_walk_node (w, WALK_N_TEMP, 0, 0);
  esc_walk_seed (w, n, p, w->sites[s].ins);
  to_result (w, s, WALK_ANY, n, &like);
}

/* ---- unknown callees -----------------------------------------------------*/

/* What is known of a callee without a body.  */
struct attrs
{
  uint32_t noescape; /* of the call: GCC's word */
  uint32_t declared; /* of the function: only the pointer itself */
  bool harmless;     /* writes nothing, keeps nothing */
  bool fresh;        /* returns fresh memory */
};

static struct attrs
attrs_of (const struct esc_walk *w, uint32_t s)
{
  struct attrs a = { 0, 0, false, false };
  const struct walk_site *site = &w->sites[s];
  if (site->call != ESC_NONE)
    {
      const struct esc_call *c = &w->b->calls[site->call];
      a.noescape = c->noescape;
      a.harmless
          = c->flags & (ESC_CALL_PURE | ESC_CALL_CONST | ESC_CALL_INTERNAL);
      a.fresh = c->flags & ESC_CALL_MALLOC;
    }
  if (site->target == ESC_NONE || w->m->fns[site->target].body)
    return a;
  const struct esc_fn *f = &w->m->fns[site->target];
  a.declared = f->noescape;
  for (uint32_t i = 0; i < f->nparams && i < 32; i++)
    if (f->params[i].noescape)
      a.declared |= 1u << i;
  a.harmless |= (f->flags & (ESC_FN_PURE | ESC_FN_CONST)) != 0;
  a.fresh |= (f->flags & ESC_FN_MALLOC) != 0;
  return a;
}

/* Argument node ARG of site S does not escape but may be handed back.  */
static void
hand_back (struct esc_walk *w, uint32_t s, uint32_t arg)
{
  const struct walk_site site = w->sites[s];
  if (site.call == ESC_NONE || !site.result
      || !(w->b->vals[w->b->ins[site.ins].dst].flags & ESC_VAL_PTR))
    return;
  uint32_t u = esc_walk_use (w, WALK_COPY, site.result, site.ins);
  w->uses[u].add = WALK_ANY;
  w->uses[u].set = WALK_UNSURE;
  esc_walk_hang (w, arg, u);
}

/* Argument I of site S meets an unknown callee.  */
static void
hand_over (struct esc_walk *w, uint32_t s, uint32_t i, const struct attrs *a)
{
  uint32_t arg = arg_node (w, s, i), ins = w->sites[s].ins;
  uint32_t bit = i < 32 ? 1u << i : 0;
  if (!arg)
    return;
  if (a->harmless || (a->noescape & bit))
    {
      if (!a->harmless)
        esc_walk_hang (w, arg, esc_walk_use (w, WALK_TAINT, 0, ins));
      hand_back (w, s, arg);
    }
  else if (a->declared & bit)
    {
      uint32_t u = esc_walk_use (w, WALK_LOAD, sink_node (w, s), ins);
      w->uses[u].lo = w->uses[u].hi = WALK_ANY;
      esc_walk_hang (w, arg, u);
      esc_walk_hang (w, arg, esc_walk_use (w, WALK_TAINT, 0, ins));
    }
  else
    esc_walk_copy (w, arg, sink_node (w, s), ins);
}

static void
call_unknown (struct esc_walk *w, uint32_t s)
{
  if (w->sites[s].unknown)
    return;
  w->sites[s].unknown = true;
  struct attrs a = attrs_of (w, s);
  uint32_t n = site_nargs (w, s);
  for (uint32_t i = 0; i <= n; i++)
    hand_over (w, s, i, &a);
  uint32_t call = w->sites[s].call;
  if (call != ESC_NONE && w->b->calls[call].retarg)
    {
      struct walk_use like = { .ins = w->sites[s].ins, .flow = ESC_NONE };
      uint32_t arg = arg_node (w, s, w->b->calls[call].retarg - 1);
      if (arg)
        to_result (w, s, 0, arg, &like);
      return;
    }
  uint32_t mem = a.fresh ? esc_walk_heap_mem (w, w->sites[s].ins, 0) : w->world;
  point_result (w, s, walk_ptr_make (mem, a.fresh ? 0 : WALK_ANY, 0));
  if (call != ESC_NONE && (w->b->calls[call].flags & ESC_CALL_ASM))
    for (uint32_t i = 0; i < n; i++)
      {
        uint32_t arg = arg_node (w, s, i);
        if (arg)
          hand_back (w, s, arg);
      }
}

/* Everything flows everywhere.  */
static void
call_top (struct esc_walk *w, uint32_t s)
{
  uint32_t n = site_nargs (w, s), ins = w->sites[s].ins;
  struct walk_use like = { .ins = ins, .flow = ESC_NONE, .add = WALK_ANY };
  for (uint32_t i = 0; i <= n; i++)
    {
      uint32_t arg = arg_node (w, s, i);
      if (!arg)
        continue;
      esc_walk_copy (w, arg, kept_node (w, s), ins);
      to_result (w, s, WALK_ANY, arg, &like);
    }
  point_result (w, s, walk_ptr_make (w->world, WALK_ANY, 0));
}

/* ---- known callees -------------------------------------------------------*/

/* A summary being replayed.  */
struct replay
{
  uint32_t site, callee;
  const struct walk_summary *sum;
  uint32_t *node;  /* per item */
  uint32_t *conds; /* per callback: site, or ESC_NONE */
};

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
    esc_walk_copy (w, src, sink_node (w, r->site), ins);
  else if (it.kind == WALK_I_CALLEE)
    esc_walk_hang (w, src, esc_walk_use (w, WALK_CALL, s, ins));
  else
    esc_walk_copy (w, src, w->argv[w->sites[s].args + (uint32_t)it.off], ins);
}

static void
replay_flow (struct esc_walk *w, const struct replay *r, uint32_t f)
{
  const struct walk_flow flow = w->flows[f];
  const struct walk_item dst = w->items[r->sum->items + flow.dst];
  uint32_t src = r->node[flow.src];
  if (!src)
    return;
  struct walk_use like = {
    .ins = w->sites[r->site].ins, .flow = f, .add = flow.add, .set = flow.flags
  };
  uint32_t u;
  switch ((enum walk_item_kind)dst.kind)
    {
    case WALK_I_RESULT:
      to_result (w, r->site, flow.lo, src, &like);
      return;
    case WALK_I_CALLARG:
    case WALK_I_CALLEE:
      replay_callback (w, r, dst, src);
      return;
    case WALK_I_SINK:
      u = esc_walk_use (w, WALK_COPY, sink_node (w, r->site), like.ins);
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
      uint32_t s = new_site (w, at.ins, ESC_NONE, at.depth + 1u);
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

static void
replay (struct esc_walk *w, uint32_t s, uint32_t callee)
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

/* The caller is solved again when CALLEE's summary changes.  */
static void
depend (struct esc_walk *w, uint32_t callee)
{
  uint32_t head = w->sums[callee].callers;
  if (head && w->deps[head].fn == w->fn)
    return;
  uint32_t d = WALK_PUSH (w, deps);
  w->deps[d] = (struct walk_dep){ w->fn, head };
  w->sums[callee].callers = d;
}

/* More arguments than F has parameters: F finds them by va_arg.  */
static void
hand_rest (struct esc_walk *w, uint32_t s, uint32_t f)
{
  const struct esc_fn *fn = &w->m->fns[f];
  if (!(fn->flags & ESC_FN_VARARGS) || (fn->flags & ESC_FN_MODEL))
    return;
  struct attrs a = attrs_of (w, s);
  uint32_t n = site_nargs (w, s);
  for (uint32_t i = fn->nparams; i < n; i++)
    hand_over (w, s, i, &a);
}

/* Function F is called at site S.  */
static void
call_function (struct esc_walk *w, uint32_t s, uint32_t f)
{
  f = esc_walk_alias (w->m, f);
  w->sites[s].target = f;
  const struct walk_summary *sum = &w->sums[f];
  bool ours = sum->comp == w->sums[w->fn].comp;
  if (!w->m->fns[f].body || (!sum->solved && !ours))
    {
      call_unknown (w, s);
      return;
    }
  if (ours)
    depend (w, f);
  if (w->m->fns[f].flags & ESC_FN_WEAK)
    call_unknown (w, s);
  if (w->sums[f].top)
    call_top (w, s);
  else
    replay (w, s, f);
  hand_rest (w, s, f);
}

/* ---- targets -------------------------------------------------------------*/

/* What the caller gave is called at site S.  */
static void
call_back (struct esc_walk *w, uint32_t s, walk_ptr p)
{
  uint32_t n = site_nargs (w, s);
  w->conds[WALK_PUSH (w, conds)] = (struct walk_cond){ s, p };
  if (w->sites[s].callres)
    return;
  w->ncalled_back++;
  uint32_t mem = esc_walk_mem (w, WALK_CALLRES, s, 0);
  w->sites[s].callres = mem;
  if (w->sites[s].call != ESC_NONE)
    {
      uint32_t first = w->nargv;
      for (uint32_t i = 0; i < n; i++)
        WALK_PUSH (w, argv);
      for (uint32_t i = 0; i < n; i++)
        {
          uint32_t arg = arg_node (w, s, i);
          w->argv[first + i] = arg;
        }
      w->sites[s].args = first;
      w->sites[s].nargs = n;
    }
  for (uint32_t i = 0; i < n; i++)
    if (w->argv[w->sites[s].args + i])
      esc_walk_hang (w, w->argv[w->sites[s].args + i],
                     esc_walk_use (w, WALK_EXPOSE, 0, 0));
  point_result (w, s, walk_ptr_make (mem, 0, 0));
}

void
esc_walk_call_target (struct esc_walk *w, uint32_t site, walk_ptr p)
{
  uint32_t mem = walk_ptr_mem (p);
  const struct walk_mem *m = &w->mems[mem];
  if (m->kind == WALK_FUN)
    call_function (w, site, m->a);
  else if (m->outer && !m->of_static && !m->mixed && m->depth < WALK_DEPTH
           && m->kind != WALK_CALLRES
           && (w->sites[site].callres || w->ncalled_back < WALK_CALLBACKS))
    call_back (w, site, p);
  else
    {
      if (m->kind == WALK_AUTO || m->kind == WALK_HEAP)
        w->exposes[WALK_PUSH (w, exposes)] = mem;
      call_unknown (w, site);
    }
}

void
esc_walk_call (struct esc_walk *w, uint32_t ins)
{
  const struct esc_ins *i = &w->b->ins[ins];
  const struct esc_call *c = &w->b->calls[i->x];
  uint32_t s = new_site (w, ins, i->x, 0);
  if (i->dst != ESC_NONE)
    {
      unsigned width = w->b->vals[i->dst].width;
      if (!width || width >= w->ptr_size)
        w->sites[s].result = esc_walk_val_node (w, i->dst);
    }
  switch (esc_opnd_kind (c->callee))
    {
    case ESC_OP_FUN:
      call_function (w, s, esc_opnd_index (c->callee));
      break;
    case ESC_OP_VAL:
      esc_walk_hang (w, esc_walk_val_node (w, esc_opnd_index (c->callee)),
                     esc_walk_use (w, WALK_CALL, s, ins));
      break;
    default:
      call_unknown (w, s);
      break;
    }
}
