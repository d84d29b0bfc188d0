/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sieve.c - which functions are worth searching: a coarse, cheap walk.

   Each value of a body carries a mask: a bit for "address of an automatic
   object of this frame", a bit for each parameter it may come from, directly
   or read from its memory.  Masks flow along assignments; what is stored in
   memory of this frame goes to one pot for the whole frame.  A mask that
   reaches memory elsewhere, the result, or a callee's parameter that is kept
   there, is kept here.

       void f (int **o) { int x; g (&x); *o = h (&x); }
                          candidate if g keeps, or h returns, its parameter

   Steps: bottom-up over components, each until nothing changes; calls through
   pointers are taken to keep what any function whose address is taken keeps,
   so the whole is repeated until that is stable too.

   Sound for what level likely can show: an unknown callee keeps nothing.
   Invariant: masks only grow, so every loop ends; bounds on rounds make the
   rest conservative (everything is kept).  */

#include "sieve.h"

#include <stdlib.h>
#include <string.h>

#include "alloc.h"

#define OWN  (1u << 31) /* the address of an object of this frame */
#define LAST 29         /* parameters from here on share a bit */
#define ALL  ((1u << 30) - 1)

enum
{
  PASSES = 6, /* over one body */
  ROUNDS = 8, /* over one component */
  REPEATS = 4 /* over the module */
};

struct sieve
{
  const struct esc_module *m;
  struct esc_sieve_fn *fns;
  const struct esc_body *b;
  uint32_t fn;
  uint32_t *mask; /* by value */
  uint32_t cap_mask;
  uint32_t pot; /* what memory of this frame holds */
  uint32_t keeps, rets;
  uint32_t any_keeps, any_rets; /* of functions whose address is taken */
  bool any_changes;
  bool leaves, held, changes, changed;
  uint64_t steps;
};

static uint32_t
param_bit (uint32_t i)
{
  return 1u << (i < LAST ? i : LAST);
}

static uint32_t
object_mask (const struct sieve *s, uint32_t obj)
{
  const struct esc_obj *o = &s->m->objs[obj];
  return esc_obj_mortal (o) ? OWN : 0;
}

static uint32_t read_place (struct sieve *, uint32_t place);

static uint32_t
operand (struct sieve *s, esc_opnd o)
{
  uint32_t i = esc_opnd_index (o);
  switch (esc_opnd_kind (o))
    {
    case ESC_OP_VAL:
      return s->mask[i];
    case ESC_OP_ADDR:
      return object_mask (s, s->b->addrs[i].obj);
    case ESC_OP_CONTENT:
      return read_place (s, i);
    default:
      return 0;
    }
}

static void
grow (struct sieve *s, uint32_t *mask, uint32_t more)
{
  if (more & ~*mask)
    {
      *mask |= more;
      s->changed = true;
    }
}

/* M is left where it outlives this frame.  */
static void
keep (struct sieve *s, uint32_t m)
{
  if (m & OWN)
    {
      s->leaves = true;
      m |= s->pot;
    }
  grow (s, &s->keeps, m & ALL);
}

/* Is the place in an object of this frame?  Then *PARAM is the by-value
   parameter that it is, or ESC_NONE.  */
static bool
is_local (const struct sieve *s, const struct esc_place *pl, uint32_t *param)
{
  *param = ESC_NONE;
  if (esc_opnd_kind (pl->base) != ESC_OP_ADDR)
    return false;
  const struct esc_obj *o
      = &s->m->objs[s->b->addrs[esc_opnd_index (pl->base)].obj];
  if (o->kind == ESC_OBJ_PARAM)
    *param = o->param;
  return esc_obj_mortal (o) || o->kind == ESC_OBJ_RESULT;
}

static uint32_t
read_place (struct sieve *s, uint32_t place)
{
  const struct esc_place *pl = &s->b->places[place];
  uint32_t param;
  if (pl->type == ESC_TY_OTHER && pl->size >= 0 && pl->size < 4)
    return 0;
  if (is_local (s, pl, &param))
    return s->pot | (param != ESC_NONE ? param_bit (param) : 0);
  uint32_t m = operand (s, pl->base);
  return (m & ALL) | (m & OWN ? s->pot : 0);
}

static void
write_place (struct sieve *s, uint32_t place, uint32_t m)
{
  const struct esc_place *pl = &s->b->places[place];
  uint32_t param;
  if (is_local (s, pl, &param))
    {
      s->held |= (m & OWN) != 0;
      grow (s, &s->pot, m);
      return;
    }
  uint32_t base = operand (s, pl->base);
  if (base & OWN)
    {
      s->held |= (m & OWN) != 0;
      grow (s, &s->pot, m);
    }
  if (pl->type != ESC_TY_OTHER || pl->size < 0)
    s->changes = true;
  /* A pointer made of nothing but local addresses points into the frame.  */
  if (m && base != OWN)
    keep (s, m);
}

static void
call_known (struct sieve *s, const struct esc_call *c, uint32_t keeps,
            uint32_t rets, uint32_t *result)
{
  uint32_t together = 0;
  for (uint32_t i = 0; i < c->nargs; i++)
    {
      uint32_t m = operand (s, s->b->args[c->args + i]);
      if (m & OWN)
        m |= s->pot;
      if (!m)
        continue;
      if (keeps & param_bit (i))
        {
          keep (s, m);
          together |= m;
        }
      if (rets & param_bit (i))
        *result |= m;
    }
  uint32_t chain = operand (s, c->chain);
  if (keeps & (1u << LAST))
    {
      keep (s, chain);
      together |= chain;
    }
  if (rets & (1u << LAST))
    *result |= chain;
  /* What is kept may be in memory of this frame that was passed as well.  */
  grow (s, &s->pot, together);
}

static void
call (struct sieve *s, const struct esc_ins *in)
{
  const struct esc_call *c = &s->b->calls[in->x];
  uint32_t result = 0;
  if (esc_opnd_kind (c->callee) == ESC_OP_FUN)
    {
      uint32_t f = esc_opnd_index (c->callee);
      for (int i = 0; i < 8 && s->m->fns[f].alias != ESC_NONE; i++)
        f = s->m->fns[f].alias;
      if (s->m->fns[f].body)
        {
          call_known (s, c, s->fns[f].keeps, s->fns[f].rets, &result);
          s->changes |= s->fns[f].changes;
        }
      else if (!(c->flags
                 & (ESC_CALL_PURE | ESC_CALL_CONST | ESC_CALL_INTERNAL)))
        s->changes = true;
    }
  else if (esc_opnd_kind (c->callee) == ESC_OP_VAL)
    {
      call_known (s, c, s->any_keeps, s->any_rets, &result);
      s->changes = true;
    }
  if (c->retarg && c->retarg <= c->nargs)
    result |= operand (s, s->b->args[c->args + c->retarg - 1]);
  s->held |= (result & OWN) != 0;
  if (in->dst != ESC_NONE)
    grow (s, &s->mask[in->dst], result);
  if (c->result)
    write_place (s, c->result, result);
}

static void
step (struct sieve *s, const struct esc_ins *in)
{
  uint32_t m = 0;
  switch (in->op)
    {
    case ESC_MOVE:
      if (in->sub == ESC_CAST_TRUNC && in->width < 4)
        return;
      m = operand (s, in->a);
      s->held |= (m & OWN) != 0;
      break;
    case ESC_ARITH:
    case ESC_SELECT:
      m = operand (s, in->a) | operand (s, in->b);
      s->held |= (m & OWN) != 0 && in->op == ESC_SELECT;
      break;
    case ESC_PHI:
      for (uint32_t i = 0; i < in->n; i++)
        m |= operand (s, s->b->phis[in->x + i].val);
      s->held |= (m & OWN) != 0;
      break;
    case ESC_LOAD:
      m = read_place (s, in->x);
      break;
    case ESC_STORE:
      write_place (s, in->x, operand (s, in->a));
      return;
    case ESC_COPY:
      write_place (s, in->x, read_place (s, in->a));
      return;
    case ESC_FILL:
      write_place (s, in->x, 0);
      return;
    case ESC_CALL:
      call (s, in);
      return;
    case ESC_ALLOCA:
      m = OWN;
      break;
    case ESC_FREE:
    case ESC_DOUBT:
      s->changes = true;
      return;
    case ESC_STOP:
      s->changes |= in->sub == ESC_STOP_LONGJMP || in->sub == ESC_STOP_EXIT;
      return;
    case ESC_RET:
      if (in->a == ESC_OPND_NONE)
        return;
      m = operand (s, in->a);
      if (m & OWN)
        {
          s->leaves = true;
          m |= s->pot;
        }
      grow (s, &s->rets, m & ALL);
      return;
    default:
      return;
    }
  if (in->dst != ESC_NONE && m)
    grow (s, &s->mask[in->dst], m);
}

/* Does a block end in the middle of the body, so that something can be used
   after it?  */
static bool
ends_in_the_middle (const struct esc_body *b)
{
  for (uint32_t k = 0; k < b->nblocks; k++)
    {
      const struct esc_block *bl = &b->blocks[k];
      bool ended = false;
      for (uint32_t i = 0; i < bl->nins; i++)
        {
          const struct esc_ins *in = &b->ins[bl->first + i];
          if (in->op == ESC_END || in->op == ESC_RESTORE)
            ended = true;
          else if (ended && in->op != ESC_RET && in->op != ESC_BR)
            return true;
          else if (ended && in->op == ESC_BR)
            {
              /* The return may be a block of its own.  */
              const struct esc_block *t = &b->blocks[b->succs[bl->succs]];
              const struct esc_ins *f = &b->ins[t->first];
              while (f->op == ESC_PHI || f->op == ESC_NOP || f->op == ESC_END)
                f++;
              if (f->op != ESC_RET)
                return true;
            }
        }
    }
  return false;
}

static void
enter (struct sieve *s, uint32_t fn)
{
  const struct esc_fn *f = &s->m->fns[fn];
  s->fn = fn;
  s->b = f->body;
  s->pot = s->keeps = s->rets = 0;
  s->leaves = s->held = s->changes = false;
  ESC_GROW (s->mask, s->cap_mask, s->b->nvals + 1);
  memset (s->mask, 0, (s->b->nvals + 1) * sizeof *s->mask);
  for (uint32_t i = 0; i < f->nparams; i++)
    if (f->params[i].val < s->b->nvals)
      s->mask[f->params[i].val] = param_bit (i);
  if (f->chain < s->b->nvals)
    s->mask[f->chain] |= 1u << LAST;
}

/* Walk FN; true if what callers see of it has grown.  */
static bool
walk (struct sieve *s, uint32_t fn)
{
  struct esc_sieve_fn *r = &s->fns[fn];
  struct esc_sieve_fn old = *r;
  enter (s, fn);
  unsigned pass = 0;
  do
    {
      s->changed = false;
      for (uint32_t i = 0; i < s->b->nins; i++)
        step (s, &s->b->ins[i]);
      s->steps += s->b->nins;
    }
  while (s->changed && ++pass < PASSES);
  if (s->changed)
    {
      s->leaves = s->changes = true;
      s->keeps = s->rets = ALL;
    }
  r->keeps |= s->keeps;
  r->rets |= s->rets;
  r->changes |= s->changes;
  r->candidate |= s->leaves || (s->held && ends_in_the_middle (s->b));
  for (uint32_t i = 0; i < s->m->fns[fn].nparams; i++)
    if (s->m->fns[fn].params[i].noescape
        && ((r->keeps | r->rets) & param_bit (i)))
      r->candidate = true;
  return r->keeps != old.keeps || r->rets != old.rets
         || r->changes != old.changes;
}

static void
walk_component (struct sieve *s, const struct esc_order *o, uint32_t c)
{
  for (unsigned round = 0;; round++)
    {
      bool changed = false;
      for (uint32_t i = o->comp[c]; i < o->comp[c + 1]; i++)
        changed |= walk (s, o->fns[i]);
      if (!changed || !o->recursive[c])
        return;
      if (round < ROUNDS)
        continue;
      for (uint32_t i = o->comp[c]; i < o->comp[c + 1]; i++)
        {
          struct esc_sieve_fn *r = &s->fns[o->fns[i]];
          r->keeps = r->rets = ALL;
          r->changes = r->candidate = true;
        }
      return;
    }
}

/* What calls through pointers may do; true if it has grown.  */
static bool
join_taken (struct sieve *s, bool give_up)
{
  uint32_t keeps = s->any_keeps, rets = s->any_rets;
  for (uint32_t f = 0; f < s->m->nfns; f++)
    if (s->m->fns[f].body && (s->m->fns[f].flags & ESC_FN_ADDR_TAKEN))
      {
        s->any_keeps |= s->fns[f].keeps;
        s->any_rets |= s->fns[f].rets;
      }
  if (give_up && (s->any_keeps != keeps || s->any_rets != rets))
    s->any_keeps = s->any_rets = ALL;
  return s->any_keeps != keeps || s->any_rets != rets;
}

void
esc_sieve_make (const struct esc_module *m, const struct esc_order *o,
                struct esc_sieve *out)
{
  struct sieve s = { .m = m };
  s.fns = esc_xcalloc (m->nfns + 1, sizeof *s.fns);
  unsigned repeat = 0;
  do
    for (uint32_t c = 0; c < o->ncomps; c++)
      walk_component (&s, o, c);
  while (join_taken (&s, repeat + 2 >= REPEATS) && ++repeat < REPEATS);
  free (s.mask);
  out->fns = s.fns;
  out->steps = s.steps;
}

void
esc_sieve_free (struct esc_sieve *s)
{
  free (s->fns);
}
