/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reach-call.c - calls: what may be called, and what unknown code is handed.

   A site is a call, or a callback that a callee makes on the way.  What is
   called at a site arrives like any pointer; known functions replay their
   summary (reach-replay.c).

   An unknown callee is handed every pointer argument and what it leads to:
   the site's SINK.  Its result is of the world.

   Not modelled: a callee whose component has not been solved, although it is
   not of this one (it is called through a pointer), counts as unknown.  */

#include "site.h"

uint32_t
esc_walk_alias (const struct esc_module *m, uint32_t fn)
{
  for (int i = 0; i < 16 && m->fns[fn].alias != ESC_NONE; i++)
    fn = m->fns[fn].alias;
  return fn;
}

/* ---- sites ---------------------------------------------------------------*/

uint32_t
esc_site_new (struct esc_walk *w, uint32_t ins, uint32_t call, unsigned depth)
{
  uint32_t s = WALK_PUSH (w, sites);
  w->sites[s] = (struct walk_site){
    .ins = ins, .call = call, .depth = (uint8_t)depth, .target = ESC_NONE
  };
  return s;
}

/* The node of what unknown code is handed at site S.  */
uint32_t
esc_site_sink (struct esc_walk *w, uint32_t s)
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

uint32_t
esc_site_nargs (const struct esc_walk *w, uint32_t s)
{
  const struct walk_site *site = &w->sites[s];
  return site->call == ESC_NONE ? site->nargs : w->b->calls[site->call].nargs;
}

/* A node with argument I of site S, or 0; I beyond the last: its static
   chain.  */
uint32_t
esc_site_arg (struct esc_walk *w, uint32_t s, uint32_t i)
{
  const struct walk_site site = w->sites[s];
  if (site.call == ESC_NONE)
    return i < site.nargs ? w->argv[site.args + i] : 0;
  const struct esc_call *c = &w->b->calls[site.call];
  if (i < c->nargs)
    return esc_walk_opnd_node (w, w->b->args[c->args + i], site.ins);
  return i == c->nargs ? esc_walk_opnd_node (w, c->chain, site.ins) : 0;
}

/* NODE arrives at byte LO of the result of site S, as LIKE says.  */
void
esc_site_result (struct esc_walk *w, uint32_t s, int32_t lo, uint32_t node,
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
  esc_site_result (w, s, WALK_ANY, n, &like);
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
  uint32_t arg = esc_site_arg (w, s, i), ins = w->sites[s].ins;
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
      uint32_t u = esc_walk_use (w, WALK_LOAD, esc_site_sink (w, s), ins);
      w->uses[u].lo = w->uses[u].hi = WALK_ANY;
      esc_walk_hang (w, arg, u);
      esc_walk_hang (w, arg, esc_walk_use (w, WALK_TAINT, 0, ins));
    }
  else
    esc_walk_copy (w, arg, esc_site_sink (w, s), ins);
}

static void
call_unknown (struct esc_walk *w, uint32_t s)
{
  if (w->sites[s].unknown)
    return;
  w->sites[s].unknown = true;
  struct attrs a = attrs_of (w, s);
  uint32_t n = esc_site_nargs (w, s);
  for (uint32_t i = 0; i <= n; i++)
    hand_over (w, s, i, &a);
  uint32_t call = w->sites[s].call;
  if (call != ESC_NONE && w->b->calls[call].retarg)
    {
      struct walk_use like = { .ins = w->sites[s].ins, .flow = ESC_NONE };
      uint32_t arg = esc_site_arg (w, s, w->b->calls[call].retarg - 1);
      if (arg)
        esc_site_result (w, s, 0, arg, &like);
      return;
    }
  uint32_t mem = a.fresh ? esc_walk_heap_mem (w, w->sites[s].ins, 0) : w->world;
  point_result (w, s, walk_ptr_make (mem, a.fresh ? 0 : WALK_ANY, 0));
  if (call != ESC_NONE && (w->b->calls[call].flags & ESC_CALL_ASM))
    for (uint32_t i = 0; i < n; i++)
      {
        uint32_t arg = esc_site_arg (w, s, i);
        if (arg)
          hand_back (w, s, arg);
      }
}

/* Everything flows everywhere.  */
static void
call_top (struct esc_walk *w, uint32_t s)
{
  uint32_t n = esc_site_nargs (w, s), ins = w->sites[s].ins;
  struct walk_use like = { .ins = ins, .flow = ESC_NONE, .add = WALK_ANY };
  for (uint32_t i = 0; i <= n; i++)
    {
      uint32_t arg = esc_site_arg (w, s, i);
      if (!arg)
        continue;
      esc_walk_copy (w, arg, kept_node (w, s), ins);
      esc_site_result (w, s, WALK_ANY, arg, &like);
    }
  point_result (w, s, walk_ptr_make (w->world, WALK_ANY, 0));
}

/* ---- known callees -------------------------------------------------------*/

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
  uint32_t n = esc_site_nargs (w, s);
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
    esc_site_replay (w, s, f);
  hand_rest (w, s, f);
}

/* ---- targets -------------------------------------------------------------*/

/* What the caller gave is called at site S.  */
static void
call_back (struct esc_walk *w, uint32_t s, walk_ptr p)
{
  uint32_t n = esc_site_nargs (w, s);
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
          uint32_t arg = esc_site_arg (w, s, i);
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
           && (w->sites[site].callres || w->ncalled_back < WALK_CALLED))
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
  uint32_t s = esc_site_new (w, ins, i->x, 0);
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
