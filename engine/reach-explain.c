/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reach-explain.c - how an address came to where it is, as events.

   Every element of a node remembers the use that brought it, and so the node
   it came from: the walk back ends where the address was taken.

       int x;  int *p = &x;  keep (p);     1 'x' is declared
                                           2 taken into 'p'
                                           3 passed to 'keep' as argument 1
                                           4   stored in 'head' (in keep)
                                           5 the function returns

   Steps that leave no name (unnamed temporaries) are left out.  Inside callees
   only the last step of each is shown.

   Not modelled: paths longer than MAX_STEPS; the middle is then missing.  */

#include "walk.h"

#define MAX_STEPS 64
#define MAX_DEPTH 8

/* One arrival: use USE brought the pointer to NODE.  */
struct step
{
  uint32_t use, node;
  walk_ptr ptr;
};

/* ---- walking back --------------------------------------------------------*/

/* The element of NODE that use U, hung on it, passed on as P.  */
static uint32_t
origin (struct esc_walk *w, uint32_t node, uint32_t hint, walk_ptr p)
{
  const struct walk_node *n = &w->nodes[node];
  uint32_t mem = esc_walk_mem_rep (w, walk_ptr_mem (p)), found = ESC_NONE;
  if (hint < n->n
      && esc_walk_mem_rep (w, walk_ptr_mem (n->elems[hint].ptr)) == mem)
    return hint;
  for (uint32_t i = 0; i < n->n && found == ESC_NONE; i++)
    if (esc_walk_mem_rep (w, walk_ptr_mem (n->elems[i].ptr)) == mem)
      found = i;
  return found;
}

/* The steps that end in element IDX of NODE, last first.  */
static unsigned
walk_back (struct esc_walk *w, uint32_t node, uint32_t idx,
           struct step steps[MAX_STEPS])
{
  unsigned n = 0;
  for (unsigned looked = 0; n < MAX_STEPS && looked < 4 * MAX_STEPS; looked++)
    {
      node = esc_walk_node_rep (w, node);
      const struct walk_elem e = w->nodes[node].elems[idx];
      const struct walk_use u = w->uses[e.use];
      if (u.ins != WALK_ENTRY)
        steps[n++] = (struct step){ e.use, node, e.ptr };
      if (u.kind != WALK_COPY)
        break;
      node = esc_walk_node_rep (w, u.on);
      idx = origin (w, node, e.prev, e.ptr);
      if (idx == ESC_NONE)
        break;
    }
  return n;
}

/* ---- events --------------------------------------------------------------*/

static void
put (struct esc_walk *w, struct esc_event e)
{
  struct esc_reach *out = w->out;
  ESC_GROW (out->events, out->cap_events, out->nevents + 1);
  out->events[out->nevents++] = e;
}

/* Put E unless it says the same as the one before.  */
static void
put_once (struct esc_walk *w, uint32_t first, struct esc_event e)
{
  if (w->out->nevents > first)
    {
      const struct esc_event *last = &w->out->events[w->out->nevents - 1];
      if (last->why == e.why && last->loc == e.loc && last->name == e.name)
        return;
    }
  put (w, e);
}

static esc_str
fn_name (const struct esc_walk *w, uint32_t fn)
{
  return w->m->fns[fn].name;
}

/* The name of where flow F ends, as far as it has one.  */
static esc_str
flow_name (const struct esc_walk *w, const struct walk_flow *f)
{
  const struct walk_item *items = w->items + f->items, *it = &items[f->dst];
  while (it->kind == WALK_I_CHILD || it->kind == WALK_I_SELF)
    it = &items[it->a];
  switch (it->kind)
    {
    case WALK_I_ROOT:
      return it->a < w->m->fns[f->fn].nparams
                 ? w->m->fns[f->fn].params[it->a].name
                 : 0;
    case WALK_I_STATIC:
    case WALK_I_CONTENT:
      return w->m->objs[it->a].name;
    default:
      return 0;
    }
}

/* The call of function FN's body at INS: the callee's name.  */
static esc_str
called (const struct esc_walk *w, uint32_t fn, uint32_t ins)
{
  const struct esc_body *b = w->m->fns[fn].body;
  const struct esc_call *c = &b->calls[b->ins[ins].x];
  return esc_opnd_kind (c->callee) == ESC_OP_FUN
             ? fn_name (w, esc_opnd_index (c->callee))
             : 0;
}

/* What happens inside the callee whose flow F was replayed.  */
static void
put_callee (struct esc_walk *w, uint32_t f)
{
  for (unsigned depth = 1; f != ESC_NONE && depth < MAX_DEPTH; depth++)
    {
      const struct walk_flow *flow = &w->flows[f];
      const struct esc_fn *fn = &w->m->fns[flow->fn];
      if ((fn->flags & ESC_FN_MODEL) || flow->ins >= fn->body->nins)
        return;
      const struct esc_ins *i = &fn->body->ins[flow->ins];
      struct esc_event e
          = { .depth = (uint8_t)depth, .loc = i->loc, .fn = flow->fn };
      e.why = i->op == ESC_CALL   ? ESC_WHY_PASSED
              : i->op == ESC_COPY ? ESC_WHY_STRUCT
              : i->op == ESC_RET  ? ESC_WHY_RETURNED_BY
                                  : ESC_WHY_STORED;
      e.name = i->op == ESC_CALL  ? called (w, flow->fn, flow->ins)
               : i->op == ESC_RET ? fn->name
                                  : flow_name (w, flow);
      put (w, e);
      f = flow->via;
    }
}

/* Which argument of the call at INS carries memory MEM?  From 1; 0: none.  */
static int64_t
argument (struct esc_walk *w, uint32_t ins, uint32_t mem)
{
  const struct esc_call *c = &w->b->calls[w->b->ins[ins].x];
  mem = esc_walk_mem_rep (w, mem);
  for (uint32_t i = 0; i < c->nargs; i++)
    {
      esc_opnd o = w->b->args[c->args + i];
      uint32_t x = esc_opnd_index (o);
      if (esc_opnd_kind (o) == ESC_OP_ADDR)
        {
          uint32_t m = esc_walk_obj_mem (w, w->b->addrs[x].obj);
          if (esc_walk_mem_rep (w, m) == mem)
            return i + 1;
        }
      if (esc_opnd_kind (o) != ESC_OP_VAL || w->val_epoch[x] != w->epoch)
        continue;
      uint32_t n = esc_walk_node_rep (w, w->val_node[x]);
      for (unsigned e = 0; e < w->nodes[n].n; e++)
        if (esc_walk_mem_rep (w, walk_ptr_mem (w->nodes[n].elems[e].ptr))
            == mem)
          return i + 1;
    }
  return 0;
}

/* Step S at a call.  */
static void
put_call (struct esc_walk *w, uint32_t first, const struct step *s,
          struct esc_event e)
{
  const struct walk_use u = w->uses[s->use];
  e.why = ESC_WHY_PASSED;
  e.name = esc_walk_callee_name (w, u.ins);
  e.n = argument (w, u.ins, walk_ptr_mem (s->ptr));
  put_once (w, first, e);
  if (u.flow != ESC_NONE)
    put_callee (w, u.flow);
  if (w->nodes[s->node].kind == WALK_N_VAL)
    {
      e.why = ESC_WHY_RETURNED_BY;
      put_once (w, first, e);
    }
}

/* Step S, which is the first if TAKEN.  */
static void
put_step (struct esc_walk *w, uint32_t first, const struct step *s, bool taken)
{
  const struct walk_use u = w->uses[s->use];
  const struct walk_node node = w->nodes[s->node];
  const struct esc_ins *i = &w->b->ins[u.ins];
  struct esc_event e = { .loc = i->loc, .fn = w->fn };
  switch (i->op)
    {
    case ESC_CALL:
      put_call (w, first, s, e);
      return;
    case ESC_RET:
      return; /* the last event says it */
    case ESC_STORE:
      e.why = ESC_WHY_STORED;
      e.name = esc_walk_place_name (w, i->x);
      break;
    case ESC_COPY:
      e.why = ESC_WHY_STRUCT;
      e.name = esc_walk_place_name (w, i->x);
      break;
    case ESC_LOAD:
      e.why = ESC_WHY_LOADED;
      e.name = esc_walk_place_name (w, i->x);
      break;
    default:
      if (node.kind != WALK_N_VAL)
        return;
      e.why = i->op == ESC_MOVE && i->sub == ESC_CAST_TO_INT ? ESC_WHY_CAST
              : taken                                        ? ESC_WHY_TAKEN
                                                             : ESC_WHY_COPIED;
      e.name = w->b->vals[node.a].name;
      if (!e.name)
        return;
      break;
    }
  put_once (w, first, e);
}

/* Where the function is left.  */
static void
put_return (struct esc_walk *w, const struct esc_candidate *c)
{
  const struct esc_ins *i = &w->b->ins[c->ins];
  struct esc_event e = { .why = ESC_WHY_RETURN,
                         .loc = i->op == ESC_RET ? i->loc : w->b->end_loc,
                         .fn = w->fn,
                         .obj = c->obj,
                         .name = fn_name (w, w->fn) };
  put (w, e);
}

/* Where that which holds C's object leaves.  */
static void
put_way_out (struct esc_walk *w, uint32_t first, const struct esc_candidate *c)
{
  const struct esc_ins *i = &w->b->ins[c->ins];
  struct esc_event e = { .loc = i->loc, .fn = w->fn };
  e.why = i->op == ESC_CALL ? ESC_WHY_PASSED : ESC_WHY_STORED;
  if (i->op == ESC_CALL)
    e.name = c->callee;
  else if (i->op == ESC_STORE || i->op == ESC_COPY)
    e.name = esc_walk_place_name (w, i->x);
  else
    return;
  put_once (w, first, e);
}

/* Where the object dies, and is used all the same.  */
static void
put_stale (struct esc_walk *w, const struct walk_cand *cand)
{
  const struct esc_candidate *c = &cand->c;
  struct esc_event e = { .why = ESC_WHY_SCOPE_END,
                         .loc = w->b->ins[cand->end].loc,
                         .fn = w->fn,
                         .obj = c->obj };
  put (w, e);
  e.why = ESC_WHY_USED;
  e.loc = w->b->ins[c->ins].loc;
  put (w, e);
}

uint32_t
esc_walk_explain (struct esc_walk *w, const struct walk_cand *cand)
{
  struct step steps[MAX_STEPS];
  uint32_t first = w->out->nevents;
  const struct esc_candidate *c = &cand->c;
  if (c->obj)
    {
      const struct esc_obj *o = &w->m->objs[c->obj];
      put (w, (struct esc_event){ .why = ESC_WHY_DECLARED,
                                  .loc = o->loc,
                                  .fn = w->fn,
                                  .obj = c->obj,
                                  .name = o->name });
    }
  unsigned n = cand->node ? walk_back (w, cand->node, cand->idx, steps) : 0;
  while (n--)
    put_step (w, first, &steps[n], w->uses[steps[n].use].kind == WALK_SEED);
  if (cand->reached)
    put_way_out (w, first, c);
  if (c->rule == ESC_RULE_SCOPE)
    put_stale (w, cand);
  else if (c->obj || w->b->ins[c->ins].op == ESC_RET)
    put_return (w, c);
  return w->out->nevents - first;
}

uint32_t
esc_walk_explain_flow (struct esc_walk *w, uint32_t f)
{
  uint32_t first = w->out->nevents;
  const struct walk_flow flow = w->flows[f];
  if (flow.ins >= w->b->nins)
    return 0;
  const struct esc_ins *i = &w->b->ins[flow.ins];
  struct esc_event e = { .loc = i->loc, .fn = w->fn };
  switch (i->op)
    {
    case ESC_CALL:
      e.why = ESC_WHY_PASSED;
      e.name = esc_walk_callee_name (w, flow.ins);
      break;
    case ESC_RET:
      e.why = ESC_WHY_RETURN;
      e.name = fn_name (w, w->fn);
      break;
    case ESC_STORE:
    case ESC_COPY:
      e.why = i->op == ESC_COPY ? ESC_WHY_STRUCT : ESC_WHY_STORED;
      e.name = esc_walk_place_name (w, i->x);
      break;
    default:
      return 0;
    }
  put (w, e);
  put_callee (w, flow.via);
  return w->out->nevents - first;
}
