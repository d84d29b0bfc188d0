/* SPDX-License-Identifier: GPL-3.0-or-later */
/* call.c - calls: who is called, and what unknown code may do.

   A callee with a summary goes on in one of its outcomes; without one the path
   waits for it (demand.c), or ends if it is being searched (recursion).  A callee that
   nobody knows is taken to remove nothing that it was not handed, and to have
   possibly removed what it was: see interface.md, "level".

   Alternative ALT of a call is outcome ALT % 64 of target ALT / 64.  */

#include "search.h"

#include "alloc.h"

enum
{
  MAX_TARGETS = 8,
  MAX_REACHED = 64,
  PER_TARGET = 64
};

/* ---- handing over --------------------------------------------------------*/

/* Is T memory found by following pointers from region R on entry?  */
static bool
found_from (const struct esc_terms *ts, esc_term t, esc_term r)
{
  while (ts->t[t].kind == ESC_T_INIT || ts->t[t].kind == ESC_T_IDX)
    {
      t = ts->t[t].a;
      if (t == r)
        return true;
    }
  return t == r;
}

/* Can code elsewhere get at region T without being handed it?  */
static bool
reachable_elsewhere (struct esc_search *s, esc_term t)
{
  const struct esc_tnode *n = &s->ts.t[t];
  if (s->regions[t].exposed)
    return true;
  if (n->kind == ESC_T_OBJ)
    return !esc_obj_mortal (&s->m->objs[n->a])
           && s->m->objs[n->a].kind != ESC_OBJ_RESULT;
  return n->kind != ESC_T_HEAP;
}

/* Unknown code may take back the address of REGION wherever it can get at it,
   and whatever is behind pointers found in REGION.  */
static void
doubt_reached (struct esc_search *s, esc_term region)
{
  s->steps += s->npregions / 16;
  for (uint32_t p = 0; p < s->npregions; p++)
    {
      esc_term t = s->pregions[p];
      bool found = found_from (&s->ts, t, region);
      if (!found && !reachable_elsewhere (s, t))
        continue;
      for (uint32_t i = s->regions[t].slots; i; i = s->slots[i].next)
        {
          s->steps++;
          if (s->slots[i].set
              && (found
                  || esc_term_region (&s->ts, s->slots[i].cell.val.base)
                         == region))
            esc_mem_doubt (s, s->slots[i].key, ESC_DOUBT_CALL);
        }
    }
}

/* Unknown code that is handed OLD, what a slot held on entry, may put it back:

       old = top; top = &frame; ...; restore (old);  */
static void
doubt_restored (struct esc_search *s, esc_term old)
{
  const struct esc_tnode *t = &s->ts.t[old];
  if (t->kind != ESC_T_INIT)
    return;
  for (uint32_t i = s->regions[t->a].slots; i; i = s->slots[i].next)
    {
      const struct esc_slot *sl = &s->slots[i];
      s->steps++;
      if (sl->set && sl->key.off == t->n && sl->key.idx == t->b
          && esc_mortal (s, sl->cell.val))
        esc_mem_doubt (s, sl->key, ESC_DOUBT_CALL);
    }
}

/* Was V what slot K held on entry, or is it the address of K, a variable or a
   member of its own?  */
static bool
names_slot (struct esc_search *s, struct esc_sv v, const struct esc_slot_key *k)
{
  const struct esc_tnode *t = &s->ts.t[v.base];
  if (t->kind == ESC_T_INIT && t->a == k->region && t->n == k->off
      && t->b == k->idx && v.off == 0)
    return true;
  if (v.base != k->region || v.off != k->off || k->idx)
    return false;
  return v.off != 0
         || (t->kind == ESC_T_OBJ && s->m->objs[t->a].size == k->size);
}

/* Code that was handed a holder to save it may be told to put it back by a
   call that is not:

       save (&top); top = &frame; ...; leave (mark);  */
static void
doubt_registered (struct esc_search *s)
{
  for (uint32_t p = 0; p < s->npregions && s->nhanded; p++)
    for (uint32_t i = s->regions[s->pregions[p]].slots; i; i = s->slots[i].next)
      {
        const struct esc_slot *sl = &s->slots[i];
        s->steps++;
        if (!sl->set || sl->cell.doubt & ESC_DOUBT_CALL
            || !esc_mortal (s, sl->cell.val))
          continue;
        bool named = false;
        for (uint32_t h = 0; h < s->nhanded && !named; h++)
          named = names_slot (s, s->handed[h], &sl->key);
        s->steps += s->nhanded / 8;
        if (named)
          esc_mem_doubt (s, sl->key, ESC_DOUBT_CALL);
      }
}

void
esc_stir_exposed (struct esc_search *s)
{
  doubt_registered (s);
  if (s->out)
    s->out->stirs = true;
  s->steps += s->npregions / 16;
  for (uint32_t p = 0; p < s->npregions; p++)
    {
      esc_term t = s->pregions[p];
      if (!reachable_elsewhere (s, t))
        continue;
      for (uint32_t i = s->regions[t].slots; i; i = s->slots[i].next)
        {
          esc_term r = esc_term_region (&s->ts, s->slots[i].cell.val.base);
          s->steps++;
          if (s->slots[i].set && r > 1 && esc_mortal_term (s, r))
            esc_mem_stir (s, r);
        }
    }
}

static bool
worth_following (struct esc_search *s, esc_term r)
{
  const struct esc_tnode *t = &s->ts.t[r];
  if (r <= 1 || t->kind == ESC_T_FUN || t->kind == ESC_T_DEAD)
    return false;
  if (t->kind == ESC_T_OBJ)
    return !s->m->objs[t->a].readonly
           && s->m->objs[t->a].kind != ESC_OBJ_STRING;
  return t->kind != ESC_T_EXPR || t->width == 8 || t->width == 0;
}

void
esc_hand_over (struct esc_search *s, struct esc_sv v, bool writes)
{
  esc_term reached[MAX_REACHED];
  unsigned n = 0, done = 0;
  v = esc_resolve (s, v);
  esc_term r = esc_term_region (&s->ts, v.base);
  if (!worth_following (s, r))
    return;
  ESC_GROW (s->handed, s->cap_handed, s->nhanded + 1);
  s->handed[s->nhanded++] = v;
  reached[n++] = r;
  while (done < n)
    {
      r = reached[done++];
      for (uint32_t i = s->regions[r].slots; i && n < MAX_REACHED;
           i = s->slots[i].next)
        {
          s->steps++;
          if (!s->slots[i].set || s->slots[i].cell.val.base <= 1)
            continue;
          esc_term q = esc_term_region (&s->ts, s->slots[i].cell.val.base);
          bool known = !worth_following (s, q);
          for (unsigned j = 0; j < n && !known; j++)
            known = reached[j] == q;
          if (!known)
            reached[n++] = q;
        }
      doubt_reached (s, r);
      doubt_restored (s, r);
      if (writes)
        esc_mem_havoc (s, r);
    }
}

/* ---- who is called -------------------------------------------------------*/

static uint32_t
follow_alias (const struct esc_module *m, uint32_t fn)
{
  for (int i = 0;
       i < 8 && m->fns[fn].alias != ESC_NONE && m->fns[fn].alias != fn; i++)
    fn = m->fns[fn].alias;
  return fn;
}

/* T is called: if it is a parameter, or read from a table that a parameter
   points to, callers that know it can say whom it calls.  */
static void
note_called (struct esc_search *s, esc_term t)
{
  const struct esc_tnode *n = &s->ts.t[t];
  if (n->kind == ESC_T_INIT && n->x.off == 0)
    n = &s->ts.t[esc_term_region (&s->ts, n->a)];
  if (n->kind == ESC_T_PARAM && n->a < 32 && s->out)
    s->out->calls_param |= 1u << n->a;
}

static unsigned
find_targets (struct esc_search *s, const struct esc_call *c, uint32_t *fns)
{
  unsigned n = 0;
  if (esc_opnd_kind (c->callee) == ESC_OP_FUN)
    fns[n++] = esc_opnd_index (c->callee);
  else if (esc_opnd_kind (c->callee) == ESC_OP_VAL)
    {
      struct esc_sv v = esc_resolve (s, esc_eval (s, c->callee).val);
      const struct esc_tnode *t = &s->ts.t[v.base];
      note_called (s, v.base);
      if (t->kind == ESC_T_FUN && v.off == 0)
        fns[n++] = t->a;
      else if (t->kind == ESC_T_OBJ)
        for (uint32_t i = 0; i < s->m->objs[t->a].nparts; i++)
          {
            /* A trampoline in a frame calls its nested function.  */
            const struct esc_part *p = &s->m->parts[s->m->objs[t->a].parts + i];
            if (p->trampoline && p->off == v.off)
              {
                uint32_t f
                    = p->fn ? p->fn - 1
                            : esc_fn_find (s->m, esc_string (s->m, p->name));
                if (f != ESC_NONE)
                  fns[n++] = f;
              }
          }
      else
        n = esc_table_targets (s, v.base, fns, MAX_TARGETS);
    }
  for (unsigned i = 0; i < n; i++)
    fns[i] = follow_alias (s->m, fns[i]);
  return n;
}

/* ---- unknown code --------------------------------------------------------*/

static void
set_result (struct esc_search *s, const struct esc_ins *in,
            const struct esc_call *c, struct esc_cell v)
{
  if (c->result)
    {
      const struct esc_place *pl = &s->b->places[c->result];
      esc_mem_fill (s, esc_eval_place (s, pl), esc_sv_int (pl->size),
                    esc_sv_term (1));
    }
  if (in->dst != ESC_NONE)
    esc_set_val (s, in->dst, v);
}

/* A number that changes when what ARG points to is written.  */
static int64_t
version_of (struct esc_search *s, struct esc_sv arg)
{
  esc_term r = esc_term_region (&s->ts, arg.base);
  uint64_t h = 0;
  if (r <= 1 || r >= s->cap_regions)
    return 0;
  for (uint32_t i = s->regions[r].slots; i; i = s->slots[i].next)
    {
      h ^= esc_slot_bits (s, i);
      s->steps++;
    }
  return (int64_t)(h + esc_region_bits (s, r));
}

/* The result of FN, which only reads: the same for the same arguments and
   the same content behind them.  */
static struct esc_sv
const_result (struct esc_search *s, const struct esc_ins *in,
              const struct esc_call *c, uint32_t fn)
{
  struct esc_sv v = esc_sv_term (esc_term_fun (&s->ts, fn));
  for (uint32_t i = 0; i <= c->nargs; i++)
    {
      struct esc_tnode k = { .kind = ESC_T_EXPR, .a = ESC_X_CALL, .x = v };
      if (i < c->nargs)
        {
          esc_opnd a = s->b->args[c->args + i];
          k.y = esc_resolve (s, esc_eval (s, a).val);
          k.n = version_of (s, k.y);
        }
      else
        {
          k.width = in->width;
          if (s->b->vals[in->dst].flags & ESC_VAL_UNSIGNED)
            k.flags = ESC_TF_UNSIGNED;
        }
      v = esc_sv_term (esc_term_get (&s->ts, &k));
      esc_search_sync (s);
    }
  return v;
}

static struct esc_cell
unknown_result (struct esc_search *s, const struct esc_ins *in,
                const struct esc_call *c, uint32_t fn)
{
  struct esc_cell r = { .val = { 0, 0 } };
  if (c->retarg && c->retarg <= c->nargs)
    return esc_eval (s, s->b->args[c->args + c->retarg - 1]);
  if (c->flags & ESC_CALL_MALLOC)
    {
      struct esc_tnode k = { .kind = ESC_T_HEAP,
                             .a = s->ins,
                             .b = s->count[s->blk],
                             .width = 8,
                             .flags = ESC_TF_MAYNULL };
      r.val = esc_sv_term (esc_term_get (&s->ts, &k));
      esc_search_sync (s);
      s->ts.t[r.val.base].loc = in->loc;
      return r;
    }
  unsigned u
      = in->dst != ESC_NONE && (s->b->vals[in->dst].flags & ESC_VAL_UNSIGNED)
            ? ESC_TF_UNSIGNED
            : 0;
  r.val = esc_fresh_here (s, 0, in->width, u);
  if (fn != ESC_NONE)
    s->ts.t[r.val.base].name = s->m->fns[fn].name;
  return r;
}

void
esc_doubt_everything (struct esc_search *s)
{
  esc_doubt_followed (s, ESC_DOUBT_CALL);
  if (s->out)
    s->out->opaque = true;
}

static enum esc_step
call_unknown (struct esc_search *s, const struct esc_ins *in,
              const struct esc_call *c, uint32_t fn)
{
  unsigned flags = c->flags;
  if (fn != ESC_NONE)
    {
      unsigned f = s->m->fns[fn].flags;
      flags |= (f & ESC_FN_CONST ? ESC_CALL_CONST : 0)
               | (f & ESC_FN_PURE ? ESC_CALL_PURE : 0)
               | (f & ESC_FN_NORETURN ? ESC_CALL_NORETURN : 0);
    }
  if (flags & ESC_CALL_NORETURN)
    return ESC_STEP_END;
  if (fn != ESC_NONE && s->m->fns[fn].flags & ESC_FN_OPAQUE)
    esc_doubt_everything (s);
  if (!(flags & (ESC_CALL_CONST | ESC_CALL_PURE | ESC_CALL_INTERNAL)))
    {
      for (uint32_t i = 0; i < c->nargs; i++)
        {
          esc_opnd a = s->b->args[c->args + i];
          if (esc_opnd_kind (a) != ESC_OP_CONTENT)
            {
              esc_hand_over (s, esc_eval (s, a).val, true);
              continue;
            }
          const struct esc_place *pl = &s->b->places[esc_opnd_index (a)];
          struct esc_slot_key k
              = esc_mem_key (s, esc_eval_place (s, pl), pl->size);
          for (uint32_t j = s->regions[k.region].slots; j; j = s->slots[j].next)
            if (s->slots[j].set)
              esc_hand_over (s, s->slots[j].cell.val, true);
        }
      if (c->chain != ESC_OPND_NONE)
        esc_hand_over (s, esc_eval (s, c->chain).val, true);
      esc_stir_exposed (s);
    }
  set_result (s, in, c, unknown_result (s, in, c, fn));
  return ESC_STEP_ON;
}

/* ---- the call ------------------------------------------------------------*/

static void
note_uses (struct esc_search *s, const struct esc_call *c)
{
  for (uint32_t i = 0; i < c->nargs; i++)
    {
      esc_opnd a = s->b->args[c->args + i];
      if (esc_opnd_kind (a) == ESC_OP_VAL
          && (s->b->vals[esc_opnd_index (a)].flags & ESC_VAL_PTR))
        esc_note_use (s, esc_eval (s, a), s->ins);
    }
}

static enum esc_step
call_setjmp (struct esc_search *s, const struct esc_ins *in,
             const struct esc_call *c, uint32_t alt)
{
  struct esc_cell r = { .val = { 0, 0 } };
  if (alt == 0)
    {
      esc_later (s, 1);
      set_result (s, in, c, r);
      return ESC_STEP_ON;
    }
  /* Back by longjmp: who jumped may have taken back what was there.  */
  esc_doubt_followed (s, ESC_DOUBT_LONGJMP);
  r.val = esc_fresh_here (s, 1, in->width, 0);
  set_result (s, in, c, r);
  return esc_assume (s, ESC_NE, r.val, esc_sv_int (0), false, true)
             ? ESC_STEP_ON
             : ESC_STEP_END;
}

/* Does the call only compute a number from its arguments and what they point
   to, by the front end's knowledge of the callee?  */
static bool
asks_only (struct esc_search *s, const struct esc_ins *in,
           const struct esc_call *c, uint32_t fn)
{
  unsigned f = s->m->fns[fn].flags;
  if (s->m->fns[fn].body && !(f & ESC_FN_MODEL))
    return false;
  if (!(c->flags & (ESC_CALL_PURE | ESC_CALL_CONST))
      && !(f & (ESC_FN_PURE | ESC_FN_CONST)))
    return false;
  if (in->dst == ESC_NONE || c->result)
    return false;
  return !(s->b->vals[in->dst].flags & ESC_VAL_PTR) || c->nargs == 0;
}

/* The result of FN, which asks_only: the same for the same question, and what
   FN's model says of it.  */
static enum esc_step
ask (struct esc_search *s, const struct esc_ins *in, const struct esc_call *c,
     uint32_t fn, const struct esc_summary *sum)
{
  struct esc_cell v = { .val = const_result (s, in, c, fn) };
  bool holds = true;
  if (sum && sum->noutcomes == 1 && sum->outcomes[0].nconds)
    {
      if (esc_apply (s, fn, sum, 0) != ESC_STEP_ON)
        return ESC_STEP_END;
      holds = esc_assume (s, ESC_EQ, s->vals[in->dst].val, v.val, false, true);
    }
  set_result (s, in, c, v);
  return holds ? ESC_STEP_ON : ESC_STEP_END;
}

enum esc_step
esc_exec_call (struct esc_search *s, uint32_t alt)
{
  const struct esc_ins *in = &s->b->ins[s->ins];
  const struct esc_call *c = &s->b->calls[in->x];
  uint32_t fns[MAX_TARGETS];
  /* The second return of setjmp is an alternative of its call; going there
     from here would give the result of the first.  */
  if (c->flags & ESC_CALL_AGAIN)
    return ESC_STEP_END;
  if (c->flags & ESC_CALL_INTERNAL)
    return call_unknown (s, in, c, ESC_NONE);
  note_uses (s, c);
  if (c->flags & ESC_CALL_SETJMP)
    return call_setjmp (s, in, c, alt);
  unsigned n = find_targets (s, c, fns);
  if (n == 0)
    return call_unknown (s, in, c, ESC_NONE);
  unsigned target = alt / PER_TARGET, outcome = alt % PER_TARGET;
  if (target >= n)
    return ESC_STEP_END;
  uint32_t fn = fns[target];
  const struct esc_summary *sum;
  if (!esc_demand (s, fn, c, &sum))
    return ESC_STEP_WAIT;
  if (n == 1 && asks_only (s, in, c, fn))
    return ask (s, in, c, fn, sum);
  uint32_t count = sum ? sum->noutcomes : 0;
  if (outcome + 1 < count)
    esc_later (s, alt + 1);
  else if (target + 1 < n)
    esc_later (s, (target + 1) * PER_TARGET);
  if (sum)
    return outcome < count ? esc_apply (s, fn, sum, outcome) : ESC_STEP_END;
  return esc_recurs (s, fn) ? ESC_STEP_END : call_unknown (s, in, c, fn);
}
