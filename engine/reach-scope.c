/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reach-scope.c - addresses that are used after the object's block has ended.

       int *p; { int x; p = &x; }  *p = 1;

       end x  ...  store [p] = 1        p may point to x here, and no
                                        definition of p lies between

   Two kinds of carrier.  A value: it is stale if its definition does not lie
   on the way from the end to the use.  A slot in memory: what is loaded from
   it after the end is stale, unless a store to the very same slot of the very
   same object lies on the way; so is what a callee finds there.

   Steps: 1. ends of objects (reach-end.c); 2. values that are used in the
   end, not only copied; 3. values at their uses; 4. loads; 5. what calls are
   handed.

   Invariant: an object has at most one candidate of this rule.

   When the budget has run out, an object whose address is used at all and
   whose block ends at all is a candidate.  */

#include "scope.h"

#include <stdlib.h>

/* ---- step 2 --------------------------------------------------------------*/

/* The values that instruction I uses otherwise than for a copy: to VISIT.  */
static void
each_use (struct scope *s, uint32_t ins,
          void (*visit) (struct scope *, uint32_t val, uint32_t ins))
{
  const struct esc_body *b = s->b;
  const struct esc_ins *i = &b->ins[ins];
  esc_opnd bases[2] = { 0, 0 };
  switch (i->op)
    {
    case ESC_LOAD:
    case ESC_STORE:
    case ESC_FILL:
      bases[0] = b->places[i->x].base;
      break;
    case ESC_COPY:
      bases[0] = b->places[i->x].base;
      bases[1] = b->places[i->a].base;
      break;
    case ESC_RET: /* a value that is returned escapes anyway */
      if (esc_opnd_kind (i->a) == ESC_OP_CONTENT)
        bases[0] = b->places[esc_opnd_index (i->a)].base;
      break;
    case ESC_CALL:
      bases[0] = b->calls[i->x].callee;
      for (uint32_t k = 0; k < b->calls[i->x].nargs; k++)
        if (esc_opnd_kind (b->args[b->calls[i->x].args + k]) == ESC_OP_VAL)
          visit (s, esc_opnd_index (b->args[b->calls[i->x].args + k]), ins);
      break;
    default:
      break;
    }
  for (int k = 0; k < 2; k++)
    if (esc_opnd_kind (bases[k]) == ESC_OP_VAL)
      visit (s, esc_opnd_index (bases[k]), ins);
}

/* The values that instruction I copies, each where it is read: to VISIT.  */
static void
each_copy (struct scope *s, uint32_t ins,
           void (*visit) (struct scope *, uint32_t val, uint32_t ins))
{
  const struct esc_ins *i = &s->b->ins[ins];
  if (i->op == ESC_MOVE || i->op == ESC_ARITH || i->op == ESC_SELECT)
    {
      if (esc_opnd_kind (i->a) == ESC_OP_VAL)
        visit (s, esc_opnd_index (i->a), ins);
      if (esc_opnd_kind (i->b) == ESC_OP_VAL)
        visit (s, esc_opnd_index (i->b), ins);
    }
  for (uint32_t p = i->x; i->op == ESC_PHI && p < i->x + i->n; p++)
    {
      const struct esc_phi *phi = &s->b->phis[p];
      const struct esc_block *pred = &s->b->blocks[phi->pred];
      if (esc_opnd_kind (phi->val) == ESC_OP_VAL)
        visit (s, esc_opnd_index (phi->val), pred->first + pred->nins - 1);
    }
}

static void
mark_used (struct scope *s, uint32_t val, uint32_t ins)
{
  if (!s->used[val] || ins < s->used[val] - 1)
    s->used[val] = ins + 1;
}

/* The instruction at INS copies VAL to what is used in the end.  */
static void
mark_copied (struct scope *s, uint32_t val, uint32_t ins)
{
  (void)ins;
  if (!s->used[val])
    s->used[val] = s->used_by;
}

/* Repeat until nothing changes; definitions mostly precede their uses, so
   backwards needs few rounds.  */
static void
find_used (struct scope *s)
{
  for (uint32_t i = 0; i < s->b->nins; i++)
    each_use (s, i, mark_used);
  for (int round = 0; round < 3; round++)
    for (uint32_t i = s->b->nins; i-- > 0;)
      if (s->b->ins[i].dst != ESC_NONE && s->used[s->b->ins[i].dst])
        {
          s->used_by = s->used[s->b->ins[i].dst];
          each_copy (s, i, mark_copied);
        }
}

/* ---- reporting -----------------------------------------------------------*/

/* Spend N; false if nothing is left.  */
static bool
spend (struct scope *s, uint64_t n)
{
  s->budget -= s->budget > n ? n : s->budget;
  return s->budget != 0;
}

/* Are the elements of NODE still to be looked at?  Without a budget, once.  */
static bool
worth_a_look (struct scope *s, uint32_t node)
{
  if (spend (s, s->w->nodes[node].n))
    return true;
  bool first = !s->exhausted[node];
  s->exhausted[node] = true;
  return first;
}

/* Element IDX of NODE is used at USE: report objects that are dead there.  */
static void
check_elem (struct scope *s, uint32_t node, uint32_t idx, uint32_t use,
            const struct kill *kill)
{
  struct esc_walk *w = s->w;
  walk_ptr p = w->nodes[node].elems[idx].ptr;
  uint32_t mem = esc_walk_mem_rep (w, walk_ptr_mem (p));
  for (; mem; mem = w->mems[mem].member)
    {
      if (s->done[mem] || !s->first_end[mem])
        continue;
      uint32_t end = s->budget ? esc_scope_end_before (s, mem, use, kill)
                               : s->ends[s->first_end[mem]].ins;
      if (end == ESC_NONE)
        continue;
      s->done[mem] = true;
      struct walk_cand c = {
        .holder = { .site = ESC_NONE }, .node = node, .idx = idx, .end = end
      };
      c.c = (struct esc_candidate){
        .fn = w->fn,
        .obj = w->mems[mem].a,
        .off
        = walk_ptr_off (p) == WALK_ANY ? ESC_SIZE_UNKNOWN : walk_ptr_off (p),
        .ins = s->used_by ? s->used_by - 1 : use,
        .rule = ESC_RULE_SCOPE,
        .holder = ESC_IN_NOTHING,
        .unknown_only = (walk_ptr_flags (p) & WALK_UNSURE) != 0,
      };
      esc_walk_add_cand (w, &c);
    }
}

static void
check_node (struct scope *s, uint32_t node, uint32_t use,
            const struct kill *kill)
{
  node = esc_walk_node_rep (s->w, node);
  if (!worth_a_look (s, node))
    return;
  for (uint32_t i = 0; i < s->w->nodes[node].n; i++)
    check_elem (s, node, i, use, kill);
}

/* ---- step 3 --------------------------------------------------------------*/

static void
check_value (struct scope *s, uint32_t val, uint32_t use)
{
  if (s->w->val_epoch[val] != s->w->epoch)
    return;
  struct kill kill = { .def = s->b->vals[val].def };
  check_node (s, s->w->val_node[val], use, &kill);
}

/* Does value or address O carry what P points to?  */
static bool
carries (struct scope *s, esc_opnd o, walk_ptr p)
{
  struct esc_walk *w = s->w;
  uint32_t mem = esc_walk_mem_rep (w, walk_ptr_mem (p)), i = esc_opnd_index (o);
  if (esc_opnd_kind (o) == ESC_OP_ADDR)
    return esc_walk_mem_rep (w, esc_walk_obj_mem (w, s->b->addrs[i].obj))
           == mem;
  if (esc_opnd_kind (o) != ESC_OP_VAL || w->val_epoch[i] != w->epoch)
    return false;
  uint32_t n = esc_walk_node_rep (w, w->val_node[i]);
  if (!spend (s, w->nodes[n].n))
    return false;
  for (uint32_t k = 0; k < w->nodes[n].n; k++)
    if (esc_walk_mem_rep (w, walk_ptr_mem (w->nodes[n].elems[k].ptr)) == mem)
      return true;
  return false;
}

/* An address that a PHI takes from its predecessor is not read anew there.  */
static void
check_phi (struct scope *s, const struct esc_ins *i)
{
  if (s->w->val_epoch[i->dst] != s->w->epoch)
    return;
  uint32_t node = esc_walk_node_rep (s->w, s->w->val_node[i->dst]);
  for (uint32_t p = i->x; p < i->x + i->n; p++)
    {
      const struct esc_phi *phi = &s->b->phis[p];
      if (esc_opnd_kind (phi->val) != ESC_OP_ADDR)
        continue;
      const struct esc_block *pred = &s->b->blocks[phi->pred];
      uint32_t obj = s->b->addrs[esc_opnd_index (phi->val)].obj;
      struct kill kill = { .def = ESC_NONE, .mention = obj };
      if (!worth_a_look (s, node))
        return;
      for (uint32_t e = 0; e < s->w->nodes[node].n; e++)
        if (!s->budget || carries (s, phi->val, s->w->nodes[node].elems[e].ptr))
          check_elem (s, node, e, pred->first + pred->nins - 1, &kill);
    }
}

/* ---- step 4 --------------------------------------------------------------*/

/* The result of the call at INS: an argument handed back is not stale by
   itself, what the callee found elsewhere may be.  */
static void
check_result (struct scope *s, uint32_t ins, uint32_t node)
{
  const struct esc_call *c = &s->b->calls[s->b->ins[ins].x];
  struct kill none = { .def = ESC_NONE };
  if (!worth_a_look (s, node))
    return;
  for (uint32_t i = 0; i < s->w->nodes[node].n; i++)
    {
      walk_ptr p = s->w->nodes[node].elems[i].ptr;
      bool handed = false;
      for (uint32_t k = 0; k < c->nargs && !handed; k++)
        handed = carries (s, s->b->args[c->args + k], p);
      if (!handed)
        check_elem (s, node, i, ins, &none);
    }
}

/* What a store must overwrite to make a load from place P good.  */
static struct kill
kill_of (const struct scope *s, const struct esc_place *p)
{
  struct kill kill = { .def = ESC_NONE };
  if (esc_opnd_kind (p->base) != ESC_OP_ADDR || p->idx != ESC_OPND_NONE)
    return kill;
  const struct esc_addr *a = &s->b->addrs[esc_opnd_index (p->base)];
  if (a->off_known)
    {
      kill.obj = a->obj;
      kill.off = a->off + p->off;
    }
  return kill;
}

static void
check_load (struct scope *s, uint32_t ins)
{
  const struct esc_ins *i = &s->b->ins[ins];
  if (i->dst == ESC_NONE || s->w->val_epoch[i->dst] != s->w->epoch
      || !s->used[i->dst])
    return;
  uint32_t node = esc_walk_node_rep (s->w, s->w->val_node[i->dst]);
  if (i->op == ESC_CALL)
    check_result (s, ins, node);
  else
    {
      struct kill kill = kill_of (s, &s->b->places[i->x]);
      check_node (s, node, ins, &kill);
    }
}

/* ---- step 5 --------------------------------------------------------------*/

#define MAX_REACHED 32

/* The memories that a call is handed, directly and through each other.  */
struct reached
{
  uint32_t mem[MAX_REACHED], n;
};

static void
reach_mem (struct esc_walk *w, struct reached *r, walk_ptr p)
{
  uint32_t mem = esc_walk_mem_rep (w, walk_ptr_mem (p));
  if (w->mems[mem].kind != WALK_AUTO && w->mems[mem].kind != WALK_HEAP)
    return;
  for (uint32_t i = 0; i < r->n; i++)
    if (r->mem[i] == mem)
      return;
  if (r->n < MAX_REACHED)
    r->mem[r->n++] = mem;
}

/* What slot node NODE, at OFF of memory MEM, holds when USE calls.  */
static void
check_content (struct scope *s, struct reached *r, uint32_t mem, int32_t off,
               uint32_t node, uint32_t use)
{
  struct esc_walk *w = s->w;
  struct kill kill = { .def = ESC_NONE };
  if (w->mems[mem].kind == WALK_AUTO && !w->mems[mem].mixed && off != WALK_ANY)
    {
      kill.obj = w->mems[mem].a;
      kill.off = off;
    }
  node = esc_walk_node_rep (w, node);
  if (!worth_a_look (s, node))
    return;
  for (uint32_t i = 0; i < w->nodes[node].n; i++)
    {
      check_elem (s, node, i, use, &kill);
      reach_mem (w, r, w->nodes[node].elems[i].ptr);
    }
}

static void
check_call (struct scope *s, uint32_t ins)
{
  struct esc_walk *w = s->w;
  const struct esc_call *c = &s->b->calls[s->b->ins[ins].x];
  struct reached r = { .n = 0 };
  for (uint32_t k = 0; k < c->nargs; k++)
    {
      esc_opnd o = s->b->args[c->args + k];
      uint32_t i = esc_opnd_index (o);
      if (esc_opnd_kind (o) == ESC_OP_ADDR)
        reach_mem (
            w, &r,
            walk_ptr_make (esc_walk_obj_mem (w, s->b->addrs[i].obj), 0, 0));
      else if (esc_opnd_kind (o) == ESC_OP_VAL && w->val_epoch[i] == w->epoch)
        {
          uint32_t n = esc_walk_node_rep (w, w->val_node[i]);
          for (uint32_t e = 0; e < w->nodes[n].n; e++)
            reach_mem (w, &r, w->nodes[n].elems[e].ptr);
        }
    }
  for (uint32_t k = 0; k < r.n; k++)
    {
      const struct walk_mem m = w->mems[r.mem[k]];
      if (m.any)
        check_content (s, &r, r.mem[k], WALK_ANY, m.any, ins);
      for (uint32_t sl = m.slots; sl && !m.collapsed; sl = w->slots[sl].next)
        check_content (s, &r, r.mem[k], w->slots[sl].off, w->slots[sl].node,
                       ins);
    }
}

/* ---- all -----------------------------------------------------------------*/

static bool
has_ends (const struct esc_body *b)
{
  for (uint32_t i = 0; i < b->nins; i++)
    if (b->ins[i].op == ESC_END || b->ins[i].op == ESC_RESTORE)
      return true;
  return false;
}

static void
prepare (struct scope *s)
{
  const struct esc_body *b = s->b;
  s->first_end = esc_xcalloc (s->w->nmems + 1, sizeof *s->first_end);
  s->done = esc_xcalloc (s->w->nmems + 1, sizeof *s->done);
  s->used = esc_xcalloc (b->nvals + 1, sizeof *s->used);
  s->blk = esc_xcalloc (b->nins + 1, sizeof *s->blk);
  s->seen = esc_xcalloc (b->nblocks + 1, sizeof *s->seen);
  s->work = esc_xcalloc (b->nblocks + 1, sizeof *s->work);
  s->exhausted = esc_xcalloc (s->w->nnodes + 1, sizeof *s->exhausted);
  s->budget = 64 * (uint64_t)b->nins + 100000;
  s->nends = 1; /* number 0 is none */
  ESC_GROW (s->ends, s->cap_ends, 1);
  for (uint32_t k = 0; k < b->nblocks; k++)
    for (uint32_t i = 0; i < b->blocks[k].nins; i++)
      s->blk[b->blocks[k].first + i] = k;
  uint32_t *row = esc_xcalloc ((size_t)b->nblocks + 1, sizeof *row);
  uint32_t *edge = esc_xcalloc ((size_t)b->nsuccs + 1, sizeof *edge), n = 0;
  for (uint32_t k = 0; k < b->nblocks; k++)
    {
      for (uint32_t i = 0; i < b->blocks[k].nsuccs; i++)
        edge[n++] = b->succs[b->blocks[k].succs + i];
      row[k + 1] = n;
    }
  esc_components_make (b->nblocks, row, edge, &s->order);
  free (row);
  free (edge);
}

static void
check_all (struct scope *s)
{
  find_used (s);
  for (uint32_t i = 0; i < s->b->nins; i++)
    {
      const struct esc_ins *ins = &s->b->ins[i];
      s->used_by = 0;
      each_use (s, i, check_value);
      if (ins->dst != ESC_NONE)
        s->used_by = s->used[ins->dst];
      if (ins->dst != ESC_NONE && s->used[ins->dst])
        each_copy (s, i, check_value);
      if (ins->op == ESC_PHI && s->used[ins->dst])
        check_phi (s, ins);
      if (ins->op == ESC_LOAD || ins->op == ESC_CALL)
        check_load (s, i);
      s->used_by = 0;
      if (ins->op == ESC_CALL)
        check_call (s, i);
    }
}

void
esc_walk_scope (struct esc_walk *w)
{
  struct scope s = { .w = w, .b = w->b };
  if (!has_ends (w->b))
    return;
  prepare (&s);
  esc_scope_find_ends (&s);
  if (s.nends > 1)
    check_all (&s);
  free (s.ends);
  free (s.first_end);
  free (s.done);
  free (s.used);
  free (s.blk);
  free (s.seen);
  free (s.work);
  free (s.exhausted);
  esc_components_free (&s.order);
}
