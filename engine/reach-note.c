/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reach-note.c - what the walk decided, for people who want to know: `m`.

       int *f (int *p, int **q)      leaking param: p to result level=0
       { g = *q; return p; }         leaking param content: q

   Parameters: read off the summary.  The level counts dereferences; a leak to
   where anybody can see it hides leaks of no lower level to the result or to
   other parameters, as in Go.  Heap sites: what a call returns fresh, or a
   model's function makes.  Local variables: only those that escape.

   Steps: 1. parameters; 2. heap sites; 3. locals.

   Not modelled: parameters without a name, and those that are not pointers
   themselves.  */

#include "walk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NO_LEVEL 1000

/* The least level of each kind of leak of a parameter, and its flow.  */
struct leak
{
  int level;
  uint32_t flow;
};

static struct esc_note *
add_note (struct esc_walk *w, enum esc_note_kind kind, esc_loc loc,
          esc_str name)
{
  struct esc_reach *out = w->out;
  ESC_GROW (out->notes, out->cap_notes, out->nnotes + 1);
  struct esc_note *n = &out->notes[out->nnotes++];
  *n = (struct esc_note){ .kind = kind,
                          .loc = loc,
                          .fn = w->fn,
                          .name = name,
                          .first_event = out->nevents };
  return n;
}

/* ---- step 1 --------------------------------------------------------------*/

/* The parameter that item I hangs on, with the number of loads in *LEVEL; or
   ESC_NONE.  */
static uint32_t
param_of (const struct esc_walk *w, uint32_t i, int *level)
{
  const struct walk_summary *sum = &w->sums[w->fn];
  for (*level = 0;; ++*level)
    {
      const struct walk_item *it = &w->items[sum->items + i];
      if (it->kind == WALK_I_ROOT)
        return it->a;
      if (it->kind != WALK_I_CHILD && it->kind != WALK_I_SELF)
        return ESC_NONE;
      i = it->a;
    }
}

static void
lower (struct leak *l, int level, uint32_t flow)
{
  if (level < l->level)
    *l = (struct leak){ level, flow };
}

/* The leaks of one parameter: to everybody, to the result, and, as the rest,
   to the memory of each parameter.  */
static void
find_leaks (const struct esc_walk *w, uint32_t param, struct leak *leaks)
{
  const struct walk_summary *sum = &w->sums[w->fn];
  uint32_t n = w->m->fns[w->fn].nparams;
  for (uint32_t i = 0; i < n + 2; i++)
    leaks[i] = (struct leak){ NO_LEVEL, ESC_NONE };
  if (sum->top)
    leaks[0].level = 0;
  for (uint32_t f = sum->flows; f < sum->flows + sum->nflows; f++)
    {
      const struct walk_flow *flow = &w->flows[f];
      int level, ignored;
      if (param_of (w, flow->src, &level) != param
          || (flow->flags & WALK_NUMBER && !w->to_ptr))
        continue;
      level += flow->blit;
      uint8_t kind = w->items[sum->items + flow->dst].kind;
      uint32_t to = param_of (w, flow->dst, &ignored);
      if (kind == WALK_I_RESULT)
        lower (&leaks[1], level, f);
      else if (to < n && to != param)
        lower (&leaks[2 + to], level, f);
      else if (to >= n && kind != WALK_I_CALLEE)
        lower (&leaks[0], level, f);
    }
}

static void
note_leak (struct esc_walk *w, enum esc_note_kind kind,
           const struct esc_param *p, const struct leak *l, esc_str other)
{
  struct esc_note *n = add_note (w, kind, p->loc, p->name);
  n->level = l->level;
  n->other = other;
  if (w->opt->notes > 1 && l->flow != ESC_NONE)
    n->nevents = esc_walk_explain_flow (w, l->flow);
}

static void
note_param (struct esc_walk *w, uint32_t param, struct leak *leaks)
{
  const struct esc_fn *fn = &w->m->fns[w->fn];
  const struct esc_param *p = &fn->params[param];
  find_leaks (w, param, leaks);
  int all = leaks[0].level;
  bool any = all < NO_LEVEL;
  if (any)
    note_leak (w, all ? ESC_NOTE_LEAK_CONTENT : ESC_NOTE_LEAK, p, &leaks[0], 0);
  for (uint32_t i = 1; i < fn->nparams + 2; i++)
    if (leaks[i].level < all)
      {
        any = true;
        note_leak (w, i == 1 ? ESC_NOTE_LEAK_RESULT : ESC_NOTE_LEAK_PARAM, p,
                   &leaks[i], i == 1 ? 0 : fn->params[i - 2].name);
      }
  if (!any)
    add_note (w, ESC_NOTE_NO_ESCAPE, p->loc, p->name);
}

static void
note_params (struct esc_walk *w)
{
  const struct esc_fn *fn = &w->m->fns[w->fn];
  struct leak *leaks = esc_xcalloc (fn->nparams + 2, sizeof *leaks);
  for (uint32_t i = 0; i < fn->nparams; i++)
    if (fn->params[i].pointer && fn->params[i].name && fn->params[i].loc)
      note_param (w, i, leaks);
  free (leaks);
}

/* ---- step 2 --------------------------------------------------------------*/

/* Text that may be cut off.  */
struct text
{
  char buf[120];
  size_t len;
};

static void
add_text (struct text *t, const char *s)
{
  size_t n = strlen (s), room = sizeof t->buf - 1 - t->len;
  n = n < room ? n : room;
  memcpy (t->buf + t->len, s, n);
  t->len += n;
  t->buf[t->len] = '\0';
}

static void
add_arg (struct esc_walk *w, struct text *t, esc_opnd o)
{
  char number[32];
  uint32_t i = esc_opnd_index (o);
  const char *name = "";
  switch (esc_opnd_kind (o))
    {
    case ESC_OP_INT:
      snprintf (number, sizeof number, "%lld", (long long)w->b->ints[i]);
      name = number;
      break;
    case ESC_OP_VAL:
      if (w->b->vals[i].def == ESC_NONE
          || w->b->ins[w->b->vals[i].def].op != ESC_ARITH)
        name = esc_string (w->m, esc_walk_val_name (w, i));
      break;
    case ESC_OP_ADDR:
      name = esc_string (w->m, w->m->objs[w->b->addrs[i].obj].name);
      if (*name && !w->m->objs[w->b->addrs[i].obj].is_array)
        add_text (t, "&");
      break;
    case ESC_OP_FUN:
      name = esc_string (w->m, w->m->fns[i].name);
      break;
    default:
      break;
    }
  add_text (t, *name ? name : "...");
}

/* The call at INS as it looks in the source, as far as operands tell.  */
static esc_str
call_text (struct esc_walk *w, uint32_t ins)
{
  const struct esc_ins *i = &w->b->ins[ins];
  struct text t = { "", 0 };
  if (i->op != ESC_CALL)
    {
      add_text (&t, "allocation of ");
      add_arg (w, &t, i->a);
      return esc_intern (w->m, t.buf);
    }
  const struct esc_call *c = &w->b->calls[i->x];
  add_text (&t, esc_string (w->m, esc_walk_callee_name (w, ins)));
  add_text (&t, "(");
  for (uint32_t k = 0; k < c->nargs; k++)
    {
      if (k)
        add_text (&t, ", ");
      add_arg (w, &t, w->b->args[c->args + k]);
    }
  add_text (&t, ")");
  return esc_intern (w->m, t.buf);
}

/* Does the value that INS defines point to memory MEM?  */
static bool
gives (struct esc_walk *w, uint32_t ins, uint32_t mem)
{
  uint32_t val = w->b->ins[ins].dst;
  if (val == ESC_NONE || w->val_epoch[val] != w->epoch)
    return false;
  uint32_t node = esc_walk_node_rep (w, w->val_node[val]);
  for (unsigned i = 0; i < w->nodes[node].n; i++)
    if (esc_walk_mem_rep (w, walk_ptr_mem (w->nodes[node].elems[i].ptr))
        == esc_walk_mem_rep (w, mem))
      return true;
  return false;
}

/* Is the call at INS one of a function that only a model knows?  */
static bool
is_modelled (const struct esc_walk *w, uint32_t ins)
{
  const struct esc_ins *i = &w->b->ins[ins];
  if (i->op != ESC_CALL)
    return true;
  esc_opnd o = w->b->calls[i->x].callee;
  if (esc_opnd_kind (o) != ESC_OP_FUN)
    return false;
  uint32_t f = esc_walk_alias (w->m, esc_opnd_index (o));
  return (w->m->fns[f].flags & ESC_FN_MODEL) != 0;
}

/* Why something escapes: "returned", "left in 'g'", "passed to 'f'".  */
static esc_str
reason (struct esc_walk *w, bool returned, bool passed, esc_str name)
{
  struct text t = { "", 0 };
  add_text (&t, returned ? "returned" : passed ? "passed to '" : "left in '");
  if (!returned && !*esc_string (w->m, name))
    return 0;
  if (!returned)
    {
      add_text (&t, esc_string (w->m, name));
      add_text (&t, "'");
    }
  return esc_intern (w->m, t.buf);
}

/* Why heap site MEM escapes.  */
static esc_str
heap_reason (struct esc_walk *w, const struct walk_mem *m)
{
  if (m->held == WALK_HANDED || !m->held_by)
    {
      bool call
          = m->held_ins != WALK_ENTRY && w->b->ins[m->held_ins].op == ESC_CALL;
      return reason (w, false, true,
                     call ? esc_walk_callee_name (w, m->held_ins) : 0);
    }
  uint32_t by = esc_walk_mem_rep (w, m->held_by);
  const struct esc_ins *i
      = m->held_ins != WALK_ENTRY ? &w->b->ins[m->held_ins] : NULL;
  esc_str name = i && i->op == ESC_STORE ? esc_walk_place_name (w, i->x)
                                         : esc_walk_name (w, by, WALK_ANY, 0);
  return reason (w, by == w->result, false, name);
}

static void
note_heap (struct esc_walk *w, uint32_t ins)
{
  uint32_t escapes = 0;
  bool any = false, modelled = is_modelled (w, ins);
  for (uint32_t h = w->heap_first[ins]; h; h = w->mems[h].sibling)
    {
      uint32_t rep = esc_walk_mem_rep (w, h);
      if (!modelled && !gives (w, ins, h))
        continue;
      any = true;
      if (w->mems[rep].held && !escapes)
        escapes = rep;
    }
  if (!any)
    return;
  struct esc_note *n
      = add_note (w, escapes ? ESC_NOTE_HEAP_ESCAPES : ESC_NOTE_HEAP_STAYS,
                  w->b->ins[ins].loc, call_text (w, ins));
  if (!escapes)
    return;
  n->other = heap_reason (w, &w->mems[escapes]);
  if (w->opt->notes > 1 && w->mems[escapes].held_node)
    {
      struct walk_cand c = { .node = w->mems[escapes].held_node,
                             .idx = w->mems[escapes].held_idx };
      c.c.ins = w->mems[escapes].held_ins;
      n->nevents = esc_walk_explain (w, &c);
    }
}

static void
note_heaps (struct esc_walk *w)
{
  for (uint32_t i = 0; i < w->b->nins; i++)
    if (w->heap_epoch[i] == w->epoch && w->b->ins[i].loc)
      note_heap (w, i);
}

/* ---- step 3 --------------------------------------------------------------*/

static void
note_local (struct esc_walk *w, const struct walk_cand *cand)
{
  const struct esc_candidate *c = &cand->c;
  const struct esc_obj *o = &w->m->objs[c->obj];
  if (!o->name || !o->loc || o->artificial)
    return;
  struct esc_note *n = add_note (w, ESC_NOTE_LOCAL_ESCAPES, o->loc, o->name);
  bool passed = c->unknown_only || c->rule == ESC_RULE_CALL
                || c->rule == ESC_RULE_THREAD;
  if (c->rule == ESC_RULE_SCOPE)
    n->other = esc_intern (w->m, "used after its block");
  else
    n->other = reason (w, c->rule == ESC_RULE_RETURN, passed,
                       passed ? c->callee : c->holder_name);
  if (w->opt->notes > 1)
    n->nevents = esc_walk_explain (w, cand);
}

static void
note_locals (struct esc_walk *w)
{
  bool *seen = esc_xcalloc (w->nmems + 1, sizeof *seen);
  for (uint32_t i = 1; i < w->ncands; i++)
    {
      if (!w->cands[i].c.obj)
        continue;
      uint32_t mem = esc_walk_obj_mem (w, w->cands[i].c.obj);
      if (!seen[mem])
        note_local (w, &w->cands[i]);
      seen[mem] = true;
    }
  free (seen);
}

void
esc_walk_notes (struct esc_walk *w)
{
  if (w->m->fns[w->fn].flags & (ESC_FN_MODEL | ESC_FN_UNREACHED))
    return;
  note_params (w);
  note_heaps (w);
  note_locals (w);
}

/* ---- the end -------------------------------------------------------------*/

static const struct esc_module *sorting;

static int
compare_notes (const void *pa, const void *pb)
{
  const struct esc_note *a = pa, *b = pb;
  uint32_t oa = sorting->fns[a->fn].order, ob = sorting->fns[b->fn].order;
  if (oa != ob)
    return oa < ob ? -1 : 1;
  if (a->loc != b->loc)
    return a->loc < b->loc ? -1 : 1;
  if (a->kind != b->kind)
    return a->kind < b->kind ? -1 : 1;
  if (a->name != b->name)
    return a->name < b->name ? -1 : 1;
  if (a->other != b->other)
    return a->other < b->other ? -1 : 1;
  return (a->level > b->level) - (a->level < b->level);
}

void
esc_walk_sort_notes (const struct esc_module *m, struct esc_reach *out)
{
  uint32_t n = 0;
  sorting = m;
  if (out->nnotes)
    qsort (out->notes, out->nnotes, sizeof *out->notes, compare_notes);
  for (uint32_t i = 0; i < out->nnotes; i++)
    if (!n || compare_notes (&out->notes[n - 1], &out->notes[i]))
      out->notes[n++] = out->notes[i];
  out->nnotes = n;
}
