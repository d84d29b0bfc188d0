/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sieve-walk.c - the sieve on one body.

   Each value carries a mask of where it may come from (sieve.h).  Masks flow
   along assignments; what is stored in memory of this frame goes to one pot
   for the whole frame; what is stored through a parameter goes to what the
   function leaves in that parameter's memory, so that a caller who passes an
   object of its own keeps it to itself:

       static void set (struct s *s, int *p) { s->p = p; }
       int f (void) { struct s s; int x; set (&s, &x); return *s.p; }

   Anything stored elsewhere is kept.  Values are visited in the body's order;
   it is walked again only if something was used before it had grown.  Masks
   stay from one walk to the next: when a callee has grown, its calls are looked
   at again, and the rest of the body only if one of them made a mask grow.  */

#include "sieve-walk.h"

#include <string.h>

#include "alloc.h"

enum
{
  PASSES = 6 /* over one body */
};

static esc_mask
param_mask (uint32_t i)
{
  return (esc_mask)1 << (i < ESC_M_LAST ? i : ESC_M_LAST);
}

static esc_mask
object_mask (const struct esc_sieving *s, uint32_t obj)
{
  if (!esc_obj_mortal (&s->m->objs[obj]))
    return ESC_M_ELSE;
  return s->inner[obj] ? ESC_M_OWN | ESC_M_INNER : ESC_M_OWN;
}

/* The value that IN defines may be M.  */
static void
define (struct esc_sieving *s, const struct esc_ins *in, esc_mask m)
{
  esc_mask *old = &s->mask[in->dst];
  if (!(m & ~*old))
    return;
  s->grew = true;
  s->again |= (*old & ESC_M_EARLY) != 0;
  *old |= m;
}

/* ---- memory --------------------------------------------------------------*/

/* What parameters' memory holds, of those that M comes from.  */
static esc_mask
read_params (esc_mask m)
{
  return (m & ESC_M_PASSED) << ESC_M_READ | (m & ESC_M_PARAMS & ~ESC_M_PASSED);
}

static esc_mask
read_pot (struct esc_sieving *s)
{
  s->pot_read = true;
  return s->pot | ESC_M_ELSE;
}

/* What a pointer of mask M leads to, at any depth.  */
static esc_mask
reached (struct esc_sieving *s, esc_mask m)
{
  esc_mask r = read_params (m) | ESC_M_ELSE;
  if (m & ESC_M_OWN)
    r |= read_pot (s) | read_params (s->pot);
  return r;
}

/* M is left where it outlives this frame.  */
static void
keep (struct esc_sieving *s, esc_mask m)
{
  s->now.candidate |= (m & ESC_M_OWN) != 0;
  s->now.keeps |= m & ESC_M_PARAMS;
}

static void
hold (struct esc_sieving *s, esc_mask m)
{
  s->held |= (m & ESC_M_INNER) != 0;
}

/* M is stored in what a pointer of mask BASE points to.  */
static void
write_to (struct esc_sieving *s, esc_mask base, esc_mask m)
{
  if (base & ESC_M_OWN)
    {
      bool more = (m & ~s->pot) != 0;
      hold (s, m);
      s->grew |= more;
      s->again |= more && s->pot_read;
      s->pot |= m;
    }
  m &= ESC_M_OWN | ESC_M_PARAMS;
  if (!m)
    return;
  for (unsigned i = 0; i < ESC_M_INTO && (base & ESC_M_PASSED) >> i; i++)
    if (base & param_mask (i))
      {
        s->now.candidate |= (m & ESC_M_OWN) != 0;
        s->now.into[i] |= m & ESC_M_PARAMS;
        s->now.fills |= (uint8_t)((m & ESC_M_PARAMS ? 1u : 0u) << i);
      }
  esc_mask told = ESC_M_OWN | ESC_M_INNER | (((esc_mask)1 << ESC_M_INTO) - 1);
  if (!base || (base & ~told))
    keep (s, m);
}

/* ---- operands ------------------------------------------------------------*/

static esc_mask read_place (struct esc_sieving *, uint32_t place);

/* OBJ's address is a value: a parameter's memory is then like any other.  */
static esc_mask
address_of (struct esc_sieving *s, uint32_t obj)
{
  const struct esc_obj *o = &s->m->objs[obj];
  esc_mask m = object_mask (s, obj);
  if (o->kind == ESC_OBJ_PARAM)
    write_to (s, m, param_mask (o->param));
  return m;
}

static esc_mask
operand (struct esc_sieving *s, esc_opnd o)
{
  uint32_t i = esc_opnd_index (o);
  switch (esc_opnd_kind (o))
    {
    case ESC_OP_VAL:
      /* Before its definition: a way round a loop.  */
      if (s->b->vals[i].def >= s->at)
        s->mask[i] |= ESC_M_EARLY;
      return s->mask[i] & ~ESC_M_EARLY;
    case ESC_OP_ADDR:
      return address_of (s, s->b->addrs[i].obj);
    case ESC_OP_CONTENT:
      return read_place (s, i);
    case ESC_OP_UNKNOWN:
      return ESC_M_ELSE;
    default:
      return 0;
    }
}

/* The object that place PL is in for sure, if it is one of this frame.  */
static const struct esc_obj *
local_object (const struct esc_sieving *s, const struct esc_place *pl)
{
  if (esc_opnd_kind (pl->base) != ESC_OP_ADDR)
    return NULL;
  const struct esc_obj *o
      = &s->m->objs[s->b->addrs[esc_opnd_index (pl->base)].obj];
  return esc_obj_mortal (o) || o->kind == ESC_OBJ_RESULT ? o : NULL;
}

static esc_mask
read_place (struct esc_sieving *s, uint32_t place)
{
  const struct esc_place *pl = &s->b->places[place];
  if (pl->type == ESC_TY_OTHER && pl->size >= 0 && pl->size < 4)
    return 0;
  const struct esc_obj *o = local_object (s, pl);
  if (o)
    return read_pot (s)
           | (o->kind == ESC_OBJ_PARAM ? param_mask (o->param) : 0);
  esc_mask m = operand (s, pl->base);
  return read_params (m) | (m & ESC_M_OWN ? read_pot (s) : 0)
         | (m & ESC_M_PARAMS ? 0 : ESC_M_ELSE);
}

static void
write_place (struct esc_sieving *s, uint32_t place, esc_mask m)
{
  const struct esc_place *pl = &s->b->places[place];
  if (!m)
    return;
  write_to (s, local_object (s, pl) ? ESC_M_OWN : operand (s, pl->base), m);
}

/* ---- calls ---------------------------------------------------------------*/

/* A callee's mask M, in terms of this body at call C.  */
static esc_mask
translate (struct esc_sieving *s, const struct esc_call *c, esc_mask m)
{
  esc_mask r = 0, passed = ESC_M_PASSED;
  if (c->nargs < ESC_M_LAST)
    passed = param_mask (ESC_M_LAST) | (param_mask (c->nargs) - 1);
  for (m &= passed | passed << ESC_M_READ; m; m &= m - 1)
    {
      uint32_t bit = (uint32_t)__builtin_ctzll (m);
      bool read = bit >= ESC_M_READ;
      uint32_t i = read ? bit - ESC_M_READ : bit;
      uint32_t end = i == ESC_M_LAST ? c->nargs : i + 1;
      for (; i < end && i < c->nargs; i++)
        {
          esc_mask a = operand (s, s->b->args[c->args + i]);
          r |= read ? reached (s, a) : a;
        }
      if (end == c->nargs && c->chain != ESC_OPND_NONE)
        {
          esc_mask a = operand (s, c->chain);
          r |= read ? reached (s, a) : a;
        }
    }
  return r;
}

/* Call C does what F says; returns the result's mask.  */
static esc_mask
call_known (struct esc_sieving *s, const struct esc_call *c,
            const struct esc_sieve_fn *f)
{
  for (uint32_t i = 0; f->fills >> i && i < c->nargs; i++)
    if (f->fills >> i & 1)
      write_to (s, operand (s, s->b->args[c->args + i]),
                translate (s, c, f->into[i]));
  if (f->keeps)
    keep (s, translate (s, c, f->keeps));
  return f->rets ? translate (s, c, f->rets) : 0;
}

/* Somebody else's function FN is called: in the open it keeps and returns
   what it is handed.  */
static esc_mask
call_other (struct esc_sieving *s, const struct esc_call *c, uint32_t fn)
{
  unsigned flags
      = c->flags | (s->m->fns[fn].flags & ESC_FN_CONST ? ESC_CALL_CONST : 0);
  esc_mask result = 0;
  if (!s->open || (flags & (ESC_CALL_PURE | ESC_CALL_CONST)))
    return 0;
  for (uint32_t i = 0; i < c->nargs; i++)
    {
      esc_mask a = operand (s, s->b->args[c->args + i]);
      if (i >= 32 || !(c->noescape >> i & 1))
        keep (s, a);
      result |= a;
    }
  return result;
}

static void
call (struct esc_sieving *s, const struct esc_ins *in)
{
  const struct esc_call *c = &s->b->calls[in->x];
  esc_mask result = ESC_M_ELSE;
  if (esc_opnd_kind (c->callee) == ESC_OP_FUN)
    {
      uint32_t f = esc_sieve_alias (s->m, esc_opnd_index (c->callee));
      result |= s->m->fns[f].body ? call_known (s, c, &s->fns[f])
                                  : call_other (s, c, f);
    }
  else if (esc_opnd_kind (c->callee) == ESC_OP_VAL)
    {
      uint32_t k[3], n = c->nargs;
      if (n >= SIEVE_ARITIES)
        n = SIEVE_ARITIES - 1;
      for (unsigned i = esc_sieve_pointed (s->b, c, k); i-- > 0;)
        result |= call_known (s, c, &s->any[k[i]][n]);
    }
  if (c->retarg && c->retarg <= c->nargs)
    result |= operand (s, s->b->args[c->args + c->retarg - 1]);
  hold (s, result);
  if (in->dst != ESC_NONE)
    define (s, in, result);
  if (c->result)
    write_place (s, c->result, result);
}

/* ---- instructions --------------------------------------------------------*/

static void
leave (struct esc_sieving *s, esc_opnd result)
{
  if (result == ESC_OPND_NONE)
    return;
  esc_mask m = operand (s, result);
  s->now.candidate |= (m & ESC_M_OWN) != 0;
  s->now.rets |= m & ESC_M_PARAMS;
}

/* The mask of what IN computes.  */
static esc_mask
computed (struct esc_sieving *s, const struct esc_ins *in)
{
  esc_mask m = 0;
  switch (in->op)
    {
    case ESC_MOVE:
      if (in->sub == ESC_CAST_TRUNC && in->width < 4)
        return 0;
      m = operand (s, in->a);
      break;
    case ESC_ARITH:
    case ESC_SELECT:
      m = operand (s, in->a) | operand (s, in->b);
      break;
    case ESC_PHI:
      for (uint32_t i = 0; i < in->n; i++)
        m |= operand (s, s->b->phis[in->x + i].val);
      break;
    case ESC_LOAD:
      return read_place (s, in->x);
    case ESC_ALLOCA:
      return object_mask (s, in->x);
    case ESC_NEW:
      return ESC_M_ELSE;
    default:
      return 0;
    }
  hold (s, m);
  return m;
}

static void
step (struct esc_sieving *s, const struct esc_ins *in)
{
  switch (in->op)
    {
    case ESC_STORE:
      write_place (s, in->x, operand (s, in->a));
      return;
    case ESC_COPY:
      write_place (s, in->x, read_place (s, in->a));
      return;
    case ESC_CALL:
      call (s, in);
      return;
    case ESC_RET:
      leave (s, in->a);
      return;
    default:
      break;
    }
  if (in->dst == ESC_NONE)
    return;
  define (s, in, computed (s, in));
}

/* ---- the walk ------------------------------------------------------------*/

/* Take up FN's body where the last walk left it.  */
static void
enter (struct esc_sieving *s, uint32_t fn)
{
  const struct esc_fn *f = &s->m->fns[fn];
  const struct esc_sieve_body *body = &s->bodies[fn];
  s->b = f->body;
  s->mask = s->masks + body->masks;
  s->pot = body->pot;
  s->held = false;
  memset (&s->now, 0, sizeof s->now);
  if (body->walked)
    return;
  for (uint32_t i = 0; i < f->nparams; i++)
    if (f->params[i].val < s->b->nvals)
      s->mask[f->params[i].val] = param_mask (i);
  if (f->chain < s->b->nvals)
    s->mask[f->chain] |= param_mask (ESC_M_LAST);
}

/* Does F, of function FN, let go of a parameter that is declared not to
   escape?  */
static bool
breaks_promise (const struct esc_fn *fn, const struct esc_sieve_fn *f)
{
  esc_mask gone = f->keeps | f->rets;
  for (unsigned i = 0; i < ESC_M_INTO; i++)
    gone |= f->into[i];
  for (uint32_t i = 0; i < fn->nparams; i++)
    if (fn->params[i].noescape && (gone & param_mask (i)))
      return true;
  return false;
}

/* Has what call C may call grown since time SINCE?  */
static bool
is_stale (const struct esc_sieving *s, const struct esc_call *c, uint32_t since)
{
  uint32_t k[3];
  if (esc_opnd_kind (c->callee) == ESC_OP_FUN)
    return s->grown[esc_sieve_alias (s->m, esc_opnd_index (c->callee))]
           >= since;
  if (esc_opnd_kind (c->callee) == ESC_OP_VAL)
    for (unsigned n = esc_sieve_pointed (s->b, c, k); n-- > 0;)
      if (s->any_grown[k[n]] > since)
        return true;
  return false;
}

/* Look again at the calls in BODY of what has grown since time SINCE; true if
   the rest of the body has to be.  */
static bool
repeat_calls (struct esc_sieving *s, const struct esc_sieve_body *body,
              uint32_t since)
{
  s->grew = false;
  for (uint32_t i = body->calls; i < body->calls + body->ncalls; i++)
    {
      s->at = s->call_ins[i];
      const struct esc_ins *in = &s->b->ins[s->at];
      if (is_stale (s, &s->b->calls[in->x], since))
        call (s, in);
    }
  return s->grew;
}

static void
walk_body (struct esc_sieving *s)
{
  unsigned pass = 0;
  do
    {
      s->again = s->pot_read = false;
      for (s->at = 0; s->at < s->b->nins; s->at++)
        step (s, &s->b->ins[s->at]);
      s->steps += s->b->nins;
    }
  while (s->again && ++pass < PASSES);
  if (s->again)
    esc_sieve_give_up (&s->now);
}

bool
esc_sieve_walk (struct esc_sieving *s, uint32_t fn)
{
  uint32_t since = s->bodies[fn].walked;
  enter (s, fn);
  s->bodies[fn].walked = ++s->clock;
  if (!since || repeat_calls (s, &s->bodies[fn], since))
    walk_body (s);
  s->bodies[fn].pot = s->pot;
  struct esc_sieve_fn *r = &s->fns[fn];
  bool more = esc_sieve_join (r, &s->now);
  r->candidate
      |= s->now.candidate || s->held || breaks_promise (&s->m->fns[fn], r);
  if (more)
    s->grown[fn] = s->clock;
  return more;
}
