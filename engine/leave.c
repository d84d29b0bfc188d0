/* SPDX-License-Identifier: GPL-3.0-or-later */
/* leave.c - what is left behind when a path leaves the function.

   At the end of each path, memory that outlives the frame is looked through
   for addresses of objects that die with it.  Static, hidden and callers'
   memory always outlives; heap memory if something that outlives points to it;
   memory of this frame never.  */

#include "search.h"
#include "unlink.h"

/* ---- rules ---------------------------------------------------------------*/

/* Is the address inside OBJ at OFF that of a nested function?  */
static bool
is_trampoline (const struct esc_module *m, uint32_t obj, int64_t off)
{
  const struct esc_obj *o = &m->objs[obj];
  for (uint32_t i = 0; i < o->nparts; i++)
    {
      const struct esc_part *p = &m->parts[o->parts + i];
      if (p->trampoline && off >= p->off && off < p->off + p->size)
        return true;
    }
  return false;
}

/* Was a function stored beside slot SL, so that the address is a callback's
   context?  */
static bool
beside_callback (struct esc_search *s, const struct esc_slot *sl)
{
  const struct esc_region *r = &s->regions[sl->key.region];
  if (!r->callback)
    return false;
  const struct esc_slot *last = &s->slots[r->callback];
  if (last != sl && last->key.idx == sl->key.idx && esc_is_callback (s, last))
    return true;
  for (uint32_t i = r->slots; i; i = s->slots[i].next)
    {
      const struct esc_slot *o = &s->slots[i];
      s->steps++;
      if (o != sl && o->key.idx == sl->key.idx && esc_is_callback (s, o))
        return true;
    }
  return false;
}

/* Does call IN hand over a function, beside the address?  */
static bool
passes_callback (struct esc_search *s, const struct esc_call *c)
{
  for (uint32_t i = 0; i < c->nargs; i++)
    {
      esc_opnd a = s->b->args[c->args + i];
      if (esc_opnd_kind (a) == ESC_OP_FUN)
        return true;
      if (esc_opnd_kind (a) == ESC_OP_VAL
          && s->ts.t[esc_eval (s, a).val.base].kind == ESC_T_FUN)
        return true;
    }
  return false;
}

/* Did the call hand its callee the memory that ROOT names?  */
static bool
passes_holder (struct esc_search *s, const struct esc_call *c, esc_term root)
{
  for (uint32_t i = 0; i < c->nargs; i++)
    {
      esc_opnd a = s->b->args[c->args + i];
      if (esc_opnd_kind (a) != ESC_OP_CONTENT
          && esc_term_root (&s->ts, esc_eval (s, a).val.base) == root)
        return true;
    }
  return false;
}

static enum esc_rule
rule_of_holder (enum esc_holder h)
{
  switch (h)
    {
    case ESC_IN_PARAM:
      return ESC_RULE_PARAM;
    case ESC_IN_STATIC:
    case ESC_IN_THREAD:
      return ESC_RULE_GLOBAL;
    case ESC_IN_LIBRARY:
      return ESC_RULE_CALL;
    default:
      return ESC_RULE_HEAP;
    }
}

static esc_str
callee_name (struct esc_search *s, const struct esc_call *c)
{
  if (esc_opnd_kind (c->callee) == ESC_OP_FUN)
    return s->m->fns[esc_opnd_index (c->callee)].name;
  if (esc_opnd_kind (c->callee) == ESC_OP_VAL)
    {
      struct esc_sv v = esc_eval (s, c->callee).val;
      if (s->ts.t[v.base].kind == ESC_T_FUN)
        return s->m->fns[s->ts.t[v.base].a].name;
    }
  return 0;
}

/* Is an address of OBJ handed to call C itself?  */
static bool
passes_address (struct esc_search *s, const struct esc_call *c, uint32_t obj)
{
  for (uint32_t i = 0; i < c->nargs; i++)
    {
      esc_opnd o = s->b->args[c->args + i];
      if (esc_opnd_kind (o) == ESC_OP_CONTENT)
        return true;
      esc_term r = esc_term_region (&s->ts, esc_eval (s, o).val.base);
      if (s->ts.t[r].kind == ESC_T_OBJ && s->ts.t[r].a == obj)
        return true;
    }
  return false;
}

/* Did call C, instruction INS, of a library function put its argument into
   memory of its own making, ROOT (a node of tsearch)?  */
static bool
made_by_library (struct esc_search *s, const struct esc_call *c, uint32_t obj,
                 esc_term root, uint32_t ins)
{
  const struct esc_tnode *t = &s->ts.t[root];
  return esc_opnd_kind (c->callee) == ESC_OP_FUN && t->kind == ESC_T_HEAP
         && t->a == ins
         && (s->m->fns[esc_opnd_index (c->callee)].flags & ESC_FN_MODEL)
         && passes_address (s, c, obj);
}

/* The rule for an address left in SL by instruction INS.  */
static void
choose_rule (struct esc_search *s, struct esc_finding *f,
             const struct esc_slot *sl, uint32_t ins)
{
  const struct esc_ins *in = ins < s->b->nins ? &s->b->ins[ins] : NULL;
  const struct esc_call *c
      = in && in->op == ESC_CALL ? &s->b->calls[in->x] : NULL;
  esc_term root = esc_term_root (&s->ts, sl->key.region);
  f->rule = rule_of_holder (f->holder);
  if (c)
    f->callee = callee_name (s, c);
  if (c && made_by_library (s, c, f->obj, root, ins))
    {
      f->holder = ESC_IN_LIBRARY;
      f->rule = ESC_RULE_CALL;
      return;
    }
  if (f->holder == ESC_IN_LIBRARY)
    f->rule = (enum esc_rule)s->m->objs[s->ts.t[root].a].rule;
  else if (f->obj && is_trampoline (s->m, f->obj, f->obj_off))
    f->rule = ESC_RULE_CLOSURE;
  else if (beside_callback (s, sl))
    f->rule = ESC_RULE_CLOSURE;
  else if (c && f->rule == ESC_RULE_GLOBAL && !passes_holder (s, c, root))
    f->rule = passes_callback (s, c) ? ESC_RULE_CLOSURE : ESC_RULE_CALL;
  if (f->obj && is_trampoline (s->m, f->obj, f->obj_off))
    f->rule = ESC_RULE_CLOSURE;
}

/* ---- the look-through ----------------------------------------------------*/

static void
fill_object (struct esc_search *s, struct esc_finding *f, struct esc_sv v)
{
  const struct esc_tnode *t = &s->ts.t[esc_term_region (&s->ts, v.base)];
  f->fn = s->fn;
  f->obj_off = v.off;
  if (t->kind == ESC_T_OBJ)
    f->obj = t->a;
  else
    {
      /* A parameter declared noescape stands for what it points to.  */
      f->rule = ESC_RULE_NOESCAPE;
      f->callee = s->m->fns[s->fn].params[t->a].name;
    }
}

/* Where control is when INS is executed: the end of a block has no place of
   its own, it is that of what comes next.  Many blocks may end together.  */
static esc_loc
place_of (struct esc_search *s, uint32_t ins)
{
  const struct esc_block *bl = &s->b->blocks[s->blk];
  if (ins >= s->place_from && ins < s->place_to)
    return s->place;
  s->place_from = ins;
  s->place = s->b->end_loc;
  for (; ins < bl->first + bl->nins; ins++)
    if (s->b->ins[ins].loc && s->b->ins[ins].op != ESC_END)
      {
        s->place = s->b->ins[ins++].loc;
        break;
      }
  s->place_to = ins;
  return s->place;
}

/* Does INS end the function, and not just a block of it?  */
static bool
ends_function (const struct esc_search *s, uint32_t ins)
{
  const struct esc_block *bl = &s->b->blocks[s->blk];
  return s->b->ins[ins].op != ESC_END
         || s->b->ins[bl->first + bl->nins - 1].op != ESC_BR
         || s->b->ins[s->b->blocks[s->b->succs[bl->succs]].first].op == ESC_RET;
}

static void
report_slot (struct esc_search *s, const struct esc_slot *sl, uint32_t ins,
             unsigned doubt)
{
  struct esc_finding f = { .holder = esc_holder_kind (s, sl->key.region) };
  const struct esc_trace *tr = &s->traces[sl->cell.trace];
  if (esc_excused (s, sl))
    return;
  fill_object (s, &f, sl->cell.val);
  f.doubt = doubt | sl->cell.doubt;
  f.loc = sl->cell.trace ? s->b->ins[tr->root_ins].loc : s->b->ins[ins].loc;
  f.holder_name = esc_holder_name (s, sl);
  struct esc_tnode r = s->ts.t[sl->key.region]; /* terms may move */
  if (r.kind == ESC_T_OBJ)
    f.holder_obj = r.a;
  if (f.obj)
    choose_rule (s, &f, sl, sl->cell.trace ? tr->root_ins : ESC_NONE);
  else
    f.rule = ESC_RULE_NOESCAPE;
  if (r.kind != ESC_T_OBJ && sl->field && s->m->fields[sl->field].system)
    f.doubt |= ESC_DOUBT_SYSTEM;
  if (f.obj && r.kind != ESC_T_OBJ && f.doubt & ESC_DOUBT_CALL
      && esc_searched_in_vain (s, f.obj))
    f.doubt |= ESC_DOUBT_RELEASE;
  f.holder_field = sl->field;
  struct esc_event last
      = { .why = ends_function (s, ins) ? ESC_WHY_RETURN : ESC_WHY_SCOPE_END,
          .loc = place_of (s, ins),
          .fn = s->fn,
          .obj = f.obj,
          .name = s->m->fns[s->fn].name };
  esc_finding_add (s, &f, sl->cell.trace, &last);
}

static void
report_return (struct esc_search *s, const struct esc_cell *c, uint32_t ins,
               esc_str holder)
{
  struct esc_finding f = { .rule = ESC_RULE_RETURN,
                           .holder = ESC_IN_RESULT,
                           .holder_name = holder,
                           .doubt = c->doubt };
  f.loc = s->b->ins[ins].loc;
  fill_object (s, &f, c->val);
  if (f.obj && is_trampoline (s->m, f.obj, f.obj_off))
    f.rule = ESC_RULE_CLOSURE;
  if (f.loc == 0 && c->trace)
    f.loc = s->traces[c->trace].ev.loc;
  struct esc_event last = { .why = ESC_WHY_RETURN,
                            .loc = f.loc,
                            .fn = s->fn,
                            .obj = f.obj,
                            .name = s->m->fns[s->fn].name };
  esc_finding_add (s, &f, c->trace, &last);
}

static bool
outlives (struct esc_search *s, esc_term t)
{
  const struct esc_tnode *n = &s->ts.t[t];
  if (s->regions[t].dead)
    return false;
  switch (n->kind)
    {
    case ESC_T_OBJ:
      return !esc_obj_mortal (&s->m->objs[n->a])
             && s->m->objs[n->a].kind != ESC_OBJ_RESULT;
    case ESC_T_PARAM:
    case ESC_T_INIT:
    case ESC_T_FRESH:
    case ESC_T_EXPR:
      return true;
    default:
      return false;
    }
}

static void
mark_heap (struct esc_search *s, struct esc_sv v, esc_term *work, uint32_t *n,
           uint32_t max)
{
  esc_term r = esc_term_region (&s->ts, v.base);
  if (s->ts.t[r].kind != ESC_T_HEAP || s->regions[r].stamp == s->stamp
      || s->regions[r].dead || *n >= max)
    return;
  s->regions[r].stamp = s->stamp;
  work[(*n)++] = r;
}

static void
look_through (struct esc_search *s, esc_term t, uint32_t ins, unsigned doubt,
              esc_term *work, uint32_t *n, uint32_t max)
{
  for (uint32_t i = s->regions[t].slots; i; i = s->slots[i].next)
    {
      s->steps++;
      if (!s->slots[i].set || s->slots[i].cell.val.base <= 1)
        continue;
      if (esc_mortal (s, s->slots[i].cell.val))
        report_slot (s, &s->slots[i], ins, doubt);
      else
        mark_heap (s, s->slots[i].cell.val, work, n, max);
    }
}

/* Is operand O of pointer type, and not a number?  */
static bool
is_pointer (const struct esc_search *s, esc_opnd o)
{
  return esc_opnd_kind (o) != ESC_OP_VAL
         || (s->b->vals[esc_opnd_index (o)].flags & ESC_VAL_PTR);
}

/* The result: a value, or the slots of an aggregate.  */
static void
look_at_result (struct esc_search *s, uint32_t ins, esc_term *work, uint32_t *n,
                uint32_t max)
{
  const struct esc_ins *in = &s->b->ins[ins];
  if (in->op != ESC_RET || in->a == ESC_OPND_NONE)
    return;
  if (esc_opnd_kind (in->a) != ESC_OP_CONTENT)
    {
      struct esc_cell c = esc_eval (s, in->a);
      if (!esc_mortal (s, c.val))
        mark_heap (s, c.val, work, n, max);
      else if (is_pointer (s, in->a))
        report_return (s, &c, ins, 0);
      return;
    }
  const struct esc_place *pl = &s->b->places[esc_opnd_index (in->a)];
  struct esc_slot_key k = esc_mem_key (s, esc_eval_place (s, pl), pl->size);
  for (uint32_t i = s->regions[k.region].slots; i; i = s->slots[i].next)
    {
      const struct esc_slot *sl = &s->slots[i];
      if (!sl->set
          || (k.size >= 0
              && (sl->key.off < k.off || sl->key.off >= k.off + k.size)))
        continue;
      if (!esc_mortal (s, sl->cell.val))
        mark_heap (s, sl->cell.val, work, n, max);
      else if (!esc_excused (s, sl))
        report_return (s, &sl->cell, ins,
                       sl->field ? s->m->fields[sl->field].name : 0);
    }
}

void
esc_leave (struct esc_search *s, uint32_t ins, unsigned doubt)
{
  enum
  {
    MAX_HEAP = 256
  };
  esc_term work[MAX_HEAP];
  uint32_t n = 0, done = 0;
  if (s->m->fns[s->fn].flags & ESC_FN_MODEL)
    return;
  s->stamp++;
  look_at_result (s, ins, work, &n, MAX_HEAP);
  for (uint32_t i = 0; i < s->npregions; i++)
    if (outlives (s, s->pregions[i])
        && s->regions[s->pregions[i]].stamp != s->stamp)
      {
        s->regions[s->pregions[i]].stamp = s->stamp;
        look_through (s, s->pregions[i], ins, doubt, work, &n, MAX_HEAP);
      }
  while (done < n)
    {
      uint32_t t = work[done++];
      look_through (s, t, ins, doubt, work, &n, MAX_HEAP);
    }
}

void
esc_leave_block (struct esc_search *s, esc_term object, uint32_t ins)
{
  if (s->m->fns[s->fn].flags & ESC_FN_MODEL)
    return;
  /* Most objects are held by no slot or by one.  */
  uint32_t only = 0, n = 0;
  for (uint32_t h = s->regions[object].holds; h && n < 2; h = s->holds[h].next)
    {
      const struct esc_slot *sl = &s->slots[s->holds[h].slot];
      s->steps++;
      if (s->holds[h].slot != only && sl->set
          && esc_term_region (&s->ts, sl->cell.val.base) == object)
        only = s->holds[h].slot, n++;
    }
  if (n == 1 && outlives (s, s->slots[only].key.region))
    report_slot (s, &s->slots[only], ins, 0);
  if (n < 2)
    return;
  for (uint32_t p = 0; p < s->npregions; p++)
    if (outlives (s, s->pregions[p]))
      for (uint32_t i = s->regions[s->pregions[p]].slots; i;
           i = s->slots[i].next)
        {
          s->steps++;
          if (s->slots[i].set
              && esc_term_region (&s->ts, s->slots[i].cell.val.base) == object)
            report_slot (s, &s->slots[i], ins, 0);
        }
}

void
esc_scope_used (struct esc_search *s, esc_term region, uint32_t trace,
                uint32_t ins)
{
  const struct esc_tnode *t = &s->ts.t[region];
  if (t->kind != ESC_T_OBJ || (s->m->fns[s->fn].flags & ESC_FN_MODEL))
    return;
  struct esc_finding f = { .rule = ESC_RULE_SCOPE,
                           .holder = ESC_IN_NOTHING,
                           .fn = s->fn,
                           .obj = t->a,
                           .loc = s->b->ins[ins].loc };
  struct esc_event last
      = { .why = ESC_WHY_USED, .loc = f.loc, .fn = s->fn, .obj = f.obj };
  esc_finding_add (s, &f, trace, &last);
}
