/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reach-report.c - candidates: automatic objects in what outlives them.

       static int *g;  void f (int x) { g = &x; }     x, escape-global

   Each pair of an object and a holder is one candidate; memory of an unknown
   owner as holder, unknown code, and what is only reached through another
   object count if there is no better one.

   Steps: 1. objects that holders hold; 2. callbacks with their context;
   3. objects that are reached through others; 4. events, and into the result.

   Not modelled: which of several holders matters; a function that never
   returns leaves nothing, although it may be left by longjmp from an unknown
   callee.  */

#include "walk.h"

#include <stdlib.h>

#define CANDS_PER_OBJECT 8

/* ---- adding --------------------------------------------------------------*/

/* Is candidate A as good as B, which is for the same object?  */
static bool
covers (const struct esc_candidate *a, const struct esc_candidate *b)
{
  if (a->unknown_only != b->unknown_only)
    return b->unknown_only && b->rule != ESC_RULE_NOESCAPE;
  if (a->unknown_only || b->holder == ESC_IN_MEMORY)
    return true;
  return a->rule == b->rule && a->ins == b->ins
         && a->holder_obj == b->holder_obj && a->holder == b->holder;
}

void
esc_walk_add_cand (struct esc_walk *w, const struct walk_cand *c)
{
  uint32_t mem = c->c.obj ? esc_walk_obj_mem (w, c->c.obj) : 0;
  struct walk_mem *m = &w->mems[mem];
  for (uint32_t i = m->cands; mem && i; i = w->cands[i].next)
    if (covers (&w->cands[i].c, &c->c))
      return;
  if (mem && m->ncands >= CANDS_PER_OBJECT)
    return;
  uint32_t i = WALK_PUSH (w, cands);
  w->cands[i] = *c;
  w->cands[i].next = m->cands;
  m->cands = i;
  m->ncands++;
}

/* ---- step 1 --------------------------------------------------------------*/

/* Does flow F of a callee end in what the callee itself leads to, and not in
   what it was handed?  */
static bool
is_callees_own (const struct esc_walk *w, const struct walk_flow *f)
{
  const struct walk_item *items = w->items + f->items, *it = &items[f->dst];
  while (it->kind == WALK_I_CHILD || it->kind == WALK_I_SELF)
    it = &items[it->a];
  return it->kind == WALK_I_STATIC || it->kind == WALK_I_CONTENT
         || it->kind == WALK_I_WORLD;
}

/* Did use U bring it to where a callee keeps things?  */
static bool
is_kept (const struct esc_walk *w, const struct walk_use *u)
{
  return u->flow != ESC_NONE && is_callees_own (w, &w->flows[u->flow]);
}

/* The static object that memory M is or hangs on, or 0.  */
static uint32_t
static_of (const struct esc_walk *w, uint32_t mem)
{
  while (w->mems[mem].kind == WALK_CHILD)
    mem = w->mems[mem].a;
  return w->mems[mem].kind == WALK_STATIC ? w->mems[mem].a : 0;
}

/* Fill rule and holder of C for memory MEM that holds the object; KEPT: where
   a callee keeps things.  */
static void
judge_memory (struct esc_walk *w, uint32_t mem, bool kept,
              struct esc_candidate *c)
{
  const struct walk_mem *m = &w->mems[mem];
  uint32_t obj = static_of (w, mem);
  if (mem == w->result)
    c->rule = ESC_RULE_RETURN, c->holder = ESC_IN_RESULT;
  else if (obj)
    {
      const struct esc_obj *o = &w->m->objs[obj];
      c->holder_obj = obj;
      c->rule = kept ? ESC_RULE_CALL : ESC_RULE_GLOBAL;
      c->holder = o->kind == ESC_OBJ_TLS ? ESC_IN_THREAD : ESC_IN_STATIC;
      if (o->kind == ESC_OBJ_HIDDEN)
        c->rule = (enum esc_rule)o->rule, c->holder = ESC_IN_LIBRARY;
    }
  else if (m->kind == WALK_HEAP || m->kind == WALK_AUTO)
    c->rule = ESC_RULE_HEAP, c->holder = ESC_IN_HEAP;
  else if (m->kind == WALK_WORLD || m->kind == WALK_CALLRES)
    {
      c->rule = kept ? ESC_RULE_CALL : ESC_RULE_HEAP;
      c->holder = ESC_IN_MEMORY;
    }
  else
    c->rule = ESC_RULE_PARAM, c->holder = ESC_IN_PARAM;
}

/* Fill rule, holder and place of C for holder H; use U brought it there.  */
static void
judge (struct esc_walk *w, const struct walk_holder *h, uint32_t ins, bool kept,
       struct esc_candidate *c)
{
  c->ins = ins;
  if (h->site != ESC_NONE)
    {
      c->rule = ESC_RULE_CALL;
      c->holder = ESC_IN_LIBRARY;
      c->unknown_only = true;
    }
  else
    judge_memory (w, h->mem, kept, c);
  if (w->b->ins[ins].op == ESC_CALL)
    c->callee = esc_walk_callee_name (w, ins);
}

/* Is offset OFF of object OBJ the code of a nested function?  */
static bool
is_trampoline (const struct esc_walk *w, uint32_t obj, int64_t off)
{
  const struct esc_obj *o = &w->m->objs[obj];
  for (uint32_t i = o->parts; i < o->parts + o->nparts; i++)
    {
      const struct esc_part *p = &w->m->parts[i];
      if (p->trampoline && off >= p->off && off < p->off + p->size)
        return true;
    }
  return false;
}

/* The candidate that element IDX of NODE, which is at H, makes for each object
   that it points to.  */
static struct walk_cand
found (struct esc_walk *w, const struct walk_holder *h, uint32_t node,
       uint32_t idx)
{
  const struct walk_elem e = w->nodes[node].elems[idx];
  const struct walk_use u = w->uses[e.use];
  struct walk_cand cand = { .holder = *h, .node = node, .idx = idx };
  struct esc_candidate *c = &cand.c;
  int32_t off = walk_ptr_off (e.ptr);
  c->fn = w->fn;
  c->off = off == WALK_ANY ? ESC_SIZE_UNKNOWN : off;
  judge (w, h, u.ins, is_kept (w, &u), c);
  c->unknown_only |= (walk_ptr_flags (e.ptr) & WALK_UNSURE) != 0;
  return cand;
}

/* What a candidate like C is news to: memories whose objects have had less.  */
static enum walk_swept
strength (const struct esc_candidate *c)
{
  if (c->unknown_only)
    return WALK_SWEPT_UNKNOWN;
  return c->holder == ESC_IN_MEMORY ? WALK_SWEPT_SURE : WALK_SWEPT_FULL;
}

/* CAND is for each automatic object that memory MEM stands for.  There may be
   as many objects as holders, so it is remembered what they all have.  */
static void
sweep (struct esc_walk *w, uint32_t mem, struct walk_cand *cand)
{
  enum walk_swept level = strength (&cand->c);
  if (w->mems[mem].swept >= level)
    return;
  bool full = true;
  for (uint32_t m = mem; m; m = w->mems[m].member)
    if (w->mems[m].kind == WALK_AUTO)
      {
        struct walk_cand own = *cand;
        uint32_t obj = own.c.obj = w->mems[m].a;
        if (own.c.off != ESC_SIZE_UNKNOWN && is_trampoline (w, obj, own.c.off))
          own.c.rule = ESC_RULE_CLOSURE;
        esc_walk_add_cand (w, &own);
        full &= w->mems[m].ncands >= CANDS_PER_OBJECT;
      }
  if (full)
    w->mems[mem].swept = WALK_SWEPT_FULL;
  else if (level == WALK_SWEPT_UNKNOWN)
    w->mems[mem].swept = WALK_SWEPT_UNKNOWN;
  else
    w->mems[mem].swept = WALK_SWEPT_SURE;
}

/* Candidates for the automatic objects that an element may point to.  */
static void
visit (struct esc_walk *w, void *arg, const struct walk_holder *h,
       uint32_t node, uint32_t idx)
{
  const bool *sure = arg;
  walk_ptr p = w->nodes[node].elems[idx].ptr;
  if (*sure != (h->sure && !(walk_ptr_flags (p) & WALK_UNSURE))
      || esc_walk_mere_number (w, p))
    return;
  struct walk_cand cand = found (w, h, node, idx);
  sweep (w, esc_walk_mem_rep (w, walk_ptr_mem (p)), &cand);
}

/* ---- step 2 --------------------------------------------------------------*/

/* Does memory MEM hold the address of a function that this function put
   there, by instruction INS if that is a call?  */
static bool
node_has_callback (struct esc_walk *w, uint32_t node, uint32_t ins)
{
  node = esc_walk_node_rep (w, node);
  bool call = w->b->ins[ins].op == ESC_CALL;
  for (unsigned i = 0; i < w->nodes[node].n; i++)
    {
      const struct walk_elem e = w->nodes[node].elems[i];
      uint32_t mem = esc_walk_mem_rep (w, walk_ptr_mem (e.ptr));
      uint32_t at = w->uses[e.use].ins;
      if (w->mems[mem].kind == WALK_FUN && at != WALK_ENTRY
          && (!call || at == ins))
        return true;
    }
  return false;
}

static bool
has_callback (struct esc_walk *w, uint32_t mem, uint32_t ins)
{
  const struct walk_mem m = w->mems[mem];
  if (m.any && node_has_callback (w, m.any, ins))
    return true;
  for (uint32_t s = m.slots; s && !m.collapsed; s = w->slots[s].next)
    if (node_has_callback (w, w->slots[s].node, ins))
      return true;
  return false;
}

/* A callback that is left together with an object's address is a closure.  */
static void
find_closures (struct esc_walk *w)
{
  for (uint32_t i = 1; i < w->ncands; i++)
    {
      struct esc_candidate *c = &w->cands[i].c;
      uint32_t mem = w->cands[i].holder.mem;
      if (mem && !c->unknown_only
          && (c->rule == ESC_RULE_GLOBAL || c->rule == ESC_RULE_CALL
              || c->rule == ESC_RULE_HEAP)
          && c->holder != ESC_IN_LIBRARY && mem != w->world
          && has_callback (w, mem, c->ins))
        c->rule = ESC_RULE_CLOSURE;
    }
}

/* ---- step 3 --------------------------------------------------------------*/

/* Object OBJ of held memory MEM has no candidate of its own.  */
static void
found_through (struct esc_walk *w, uint32_t mem, uint32_t obj)
{
  const struct walk_mem m = w->mems[mem];
  struct walk_holder h = { .mem = m.held_by,
                           .off = WALK_ANY,
                           .site = m.held_site,
                           .sure = m.held == WALK_HELD };
  struct walk_cand cand = {
    .holder = h, .node = m.held_node, .idx = m.held_idx, .reached = true
  };
  cand.c.fn = w->fn;
  cand.c.obj = obj;
  cand.c.off = ESC_SIZE_UNKNOWN;
  judge (w, &h, m.held_ins, false, &cand.c);
  cand.c.unknown_only = m.held == WALK_HANDED;
  esc_walk_add_cand (w, &cand);
}

static void
find_reached (struct esc_walk *w)
{
  for (uint32_t i = w->world; i < w->nmems; i++)
    {
      uint32_t rep = esc_walk_mem_rep (w, i);
      if (w->mems[i].kind == WALK_AUTO && w->mems[rep].held
          && w->mems[rep].held_ins != WALK_ENTRY && !w->mems[i].ncands)
        found_through (w, rep, w->mems[i].a);
    }
}

/* The function was given up: any of its objects may be anywhere.  */
static void
find_all (struct esc_walk *w)
{
  for (uint32_t i = w->world; i < w->nmems; i++)
    if (w->mems[i].kind == WALK_AUTO && !w->mems[i].ncands)
      {
        struct walk_cand cand
            = { .holder = { .mem = w->world, .site = ESC_NONE } };
        cand.c.fn = w->fn;
        cand.c.obj = w->mems[i].a;
        cand.c.off = ESC_SIZE_UNKNOWN;
        judge (w, &cand.holder, 0, false, &cand.c);
        esc_walk_add_cand (w, &cand);
      }
}

/* A parameter that is declared noescape and is left somewhere.  */
static void
visit_contract (struct esc_walk *w, void *arg, const struct walk_holder *h,
                uint32_t node, uint32_t idx)
{
  bool *seen = arg;
  const struct esc_fn *fn = &w->m->fns[w->fn];
  const struct walk_elem e = w->nodes[node].elems[idx];
  const struct walk_mem m = w->mems[walk_ptr_mem (e.ptr)];
  if (m.kind != WALK_ROOT || m.a >= fn->nparams)
    return;
  bool declared
      = fn->params[m.a].noescape || (m.a < 32 && fn->noescape >> m.a & 1);
  if (!declared || seen[m.a])
    return;
  seen[m.a] = true;
  struct walk_cand cand = { .holder = *h, .node = node, .idx = idx };
  const struct walk_use u = w->uses[e.use];
  judge (w, h, u.ins, is_kept (w, &u), &cand.c);
  cand.c.fn = w->fn;
  cand.c.rule = ESC_RULE_NOESCAPE;
  cand.c.callee = fn->params[m.a].name;
  esc_walk_add_cand (w, &cand);
}

static void
find_broken (struct esc_walk *w)
{
  const struct esc_fn *fn = &w->m->fns[w->fn];
  bool any = fn->noescape != 0;
  for (uint32_t i = 0; i < fn->nparams; i++)
    any |= fn->params[i].noescape;
  if (!any)
    return;
  bool *seen = esc_xcalloc (fn->nparams + 1, sizeof *seen);
  esc_walk_each_held (w, visit_contract, seen);
  free (seen);
}

/* ---- step 4 --------------------------------------------------------------*/

/* What is shown as the holder of C.  */
static esc_str
holder_name (struct esc_walk *w, const struct walk_cand *c)
{
  const struct esc_ins *i = &w->b->ins[c->c.ins];
  if (c->holder.site != ESC_NONE)
    return c->c.callee;
  if (c->c.holder == ESC_IN_RESULT || c->c.holder == ESC_IN_NOTHING)
    return 0;
  if (i->op == ESC_STORE && c->node)
    return esc_walk_place_name (w, i->x);
  return esc_walk_name (w, c->holder.mem, c->holder.off, c->holder.field);
}

/* Is there a better candidate for C's object?  */
static bool
is_outdone (struct esc_walk *w, const struct esc_candidate *c)
{
  if (!c->obj || (!c->unknown_only && c->holder != ESC_IN_MEMORY))
    return false;
  uint32_t i = w->mems[esc_walk_obj_mem (w, c->obj)].cands;
  for (; i; i = w->cands[i].next)
    if (!w->cands[i].c.unknown_only
        && (c->unknown_only || w->cands[i].c.holder != ESC_IN_MEMORY))
      return true;
  return false;
}

static int
compare_cands (const void *pa, const void *pb)
{
  const struct esc_candidate *a = &((const struct walk_cand *)pa)->c;
  const struct esc_candidate *b = &((const struct walk_cand *)pb)->c;
  if (a->ins != b->ins)
    return a->ins < b->ins ? -1 : 1;
  if (a->obj != b->obj)
    return a->obj < b->obj ? -1 : 1;
  if (a->rule != b->rule)
    return a->rule < b->rule ? -1 : 1;
  return (a->holder_obj > b->holder_obj) - (a->holder_obj < b->holder_obj);
}

static void
publish (struct esc_walk *w)
{
  struct esc_reach *out = w->out;
  bool explain = w->opt->level >= ESC_AUDIT;
  uint32_t kept = 1;
  for (uint32_t i = 1; i < w->ncands; i++)
    w->cands[i].outdone = is_outdone (w, &w->cands[i].c);
  for (uint32_t i = 1; i < w->ncands; i++)
    if (!w->cands[i].outdone)
      w->cands[kept++] = w->cands[i];
  w->ncands = kept;
  qsort (w->cands + 1, w->ncands - 1, sizeof *w->cands, compare_cands);
  for (uint32_t i = 1; i < w->ncands; i++)
    {
      struct walk_cand *cand = &w->cands[i];
      cand->c.holder_name = holder_name (w, cand);
      struct esc_candidate c = cand->c;
      c.first_event = out->nevents;
      if (explain)
        c.nevents = esc_walk_explain (w, cand);
      out->fns[w->fn].needs_path |= !c.unknown_only;
      ESC_GROW (out->candidates, out->cap_candidates, out->ncandidates + 1);
      out->candidates[out->ncandidates++] = c;
    }
}

void
esc_walk_report (struct esc_walk *w)
{
  const struct esc_fn *fn = &w->m->fns[w->fn];
  w->ncands = 0;
  WALK_PUSH (w, cands);
  if (fn->flags & (ESC_FN_MODEL | ESC_FN_UNREACHED))
    return;
  if (w->out->fns[w->fn].may_return || w->may_longjmp[w->fn])
    {
      bool sure = true;
      esc_walk_each_held (w, visit, &sure);
      find_closures (w);
      sure = false;
      esc_walk_each_held (w, visit, &sure);
      find_reached (w);
      if (w->overrun)
        find_all (w);
    }
  find_broken (w);
  esc_walk_scope (w);
  publish (w);
}
