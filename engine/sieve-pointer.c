/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sieve-pointer.c - the sieve's calls through pointers.

   The search knows whom a pointer calls only if it saw the function's address
   stored on the path, or if it reads a table as it was initialised.  So a call through a
   pointer that is read from memory is taken to do what any function does

   - that a body stores in the member that is read,
   - that a table in view holds at the offset at which it is read,

         static const struct ops o = { .open = f, .read = g };
         o.read (x), p->read (x)                 offset 8: g, not f

   - whose address is a value elsewhere in a body, and one through a pointer
     that is a parameter, what any function does that is handed over to be
     called; an argument is followed to the parameters that it becomes,

   and that has no more parameters than the call has arguments.  Tables that
   are arrays, or are copied to other places, hold their functions anywhere.  */

#include "sieve-walk.h"

#include "alloc.h"
#include "search.h"

enum
{
  ANYWHERE = SIEVE_OFFSETS, /* read from memory, at whatever offset */
  DIRECT,                   /* not read from memory */
  EVERYWHERE,               /* all of these */
  MEMBERS,                  /* read from this member, and so on */
  MAX_HANDED = 32           /* parameters that one function is followed to */
};

/* May a call read the functions that object OBJ is initialised with?  Members
   that the unit stores to are left to the search (initial.c).  */
static bool
is_table (const struct esc_sieving *s, uint32_t obj)
{
  const struct esc_obj *o = &s->m->objs[obj];
  return o->init_known && !o->volatile_ && (o->readonly || !o->external);
}

/* ---- looking at a body ---------------------------------------------------*/

static void
mention (struct esc_sieving *s, esc_opnd o)
{
  if (esc_opnd_kind (o) == ESC_OP_FUN)
    s->mentioned[esc_sieve_alias (s->m, esc_opnd_index (o))] = true;
}

static void
note_called (struct esc_sieving *s, esc_opnd o)
{
  s->called[esc_sieve_alias (s->m, esc_opnd_index (o))] = true;
}

/* O is stored in a member that PL tells.  */
static void
mention_in (struct esc_sieving *s, const struct esc_place *pl, esc_opnd o)
{
  if (esc_opnd_kind (o) != ESC_OP_FUN || !pl->field)
    {
      mention (s, o);
      return;
    }
  ESC_GROW (s->stored, s->cap_stored, s->nstored + 1);
  s->stored[s->nstored++] = (struct esc_sieve_stored){
    .fn = esc_sieve_alias (s->m, esc_opnd_index (o)), .field = pl->field
  };
}

/* A way that a function's address takes: parameter I of FN is it.  */
struct handed
{
  uint32_t fn, i;
};

struct following
{
  struct esc_sieving *s;
  esc_opnd fun;
  struct handed to[MAX_HANDED];
  uint32_t n;
};

/* It is argument I of call C.  */
static void
hand_on (struct following *f, const struct esc_call *c, uint32_t i)
{
  const struct esc_module *m = f->s->m;
  if (esc_opnd_kind (c->callee) != ESC_OP_FUN)
    {
      mention (f->s, f->fun);
      return;
    }
  uint32_t fn = esc_sieve_alias (m, esc_opnd_index (c->callee));
  if (!m->fns[fn].body || i >= m->fns[fn].nparams)
    return;
  for (uint32_t j = 0; j < f->n; j++)
    if (f->to[j].fn == fn && f->to[j].i == i)
      return;
  if (f->n == MAX_HANDED)
    mention (f->s, f->fun);
  else
    f->to[f->n++] = (struct handed){ fn, i };
}

/* What instruction IN of body B does with it, the value of operand V.  */
static void
follow_use (struct following *f, const struct esc_body *b,
            const struct esc_ins *in, esc_opnd v)
{
  if (in->op == ESC_STORE && in->a == v)
    mention_in (f->s, &b->places[in->x], f->fun);
  else if (in->op == ESC_CALL)
    {
      const struct esc_call *c = &b->calls[in->x];
      if (c->callee == v)
        note_called (f->s, f->fun);
      for (uint32_t i = 0; i < c->nargs; i++)
        if (b->args[c->args + i] == v)
          hand_on (f, c, i);
    }
  else if (in->op == ESC_PHI)
    {
      for (uint32_t i = 0; i < in->n; i++)
        if (b->phis[in->x + i].val == v)
          mention (f->s, f->fun);
    }
  else if (in->op != ESC_CMP && in->op != ESC_COND && in->op != ESC_COPY
           && (in->a == v || in->b == v))
    mention (f->s, f->fun);
}

/* FROM hands functions to TO.  */
static void
hand (struct esc_sieving *s, uint32_t from, uint32_t to)
{
  ESC_GROW (s->hands, s->cap_hands, s->nhands + 1);
  s->hands[s->nhands++] = (struct esc_sieve_hand){ from, to };
}

/* FUN is argument I of call C in FROM: note where it may be called.  */
static void
follow (struct esc_sieving *s, uint32_t from, esc_opnd fun,
        const struct esc_call *c, uint32_t i)
{
  struct following f = { .s = s, .fun = fun };
  hand_on (&f, c, i);
  for (uint32_t k = 0; k < f.n; k++)
    {
      const struct esc_fn *fn = &s->m->fns[f.to[k].fn];
      uint32_t val = fn->params[f.to[k].i].val;
      hand (s, from, f.to[k].fn);
      if (val >= fn->body->nvals)
        mention (s, fun);
      else
        for (uint32_t j = 0; j < fn->body->nins; j++)
          follow_use (&f, fn->body, &fn->body->ins[j], esc_val (val));
    }
}

static void
look_at_call (struct esc_sieving *s, const struct esc_body *b,
              const struct esc_call *c)
{
  for (uint32_t i = 0; i < c->nargs; i++)
    {
      esc_opnd a = b->args[c->args + i];
      uint32_t k = esc_opnd_index (a);
      if (esc_opnd_kind (a) == ESC_OP_FUN)
        follow (s, b->fn, a, c, i);
      /* A table of functions.  */
      else if (esc_opnd_kind (a) == ESC_OP_ADDR
               && esc_opnd_kind (c->callee) == ESC_OP_FUN
               && s->m->objs[b->addrs[k].obj].ninits
               && is_table (s, b->addrs[k].obj))
        hand (s, b->fn, esc_sieve_alias (s->m, esc_opnd_index (c->callee)));
    }
}

void
esc_sieve_mentions (struct esc_sieving *s, const struct esc_body *b)
{
  struct esc_sieve_body *body = &s->bodies[b->fn];
  body->calls = s->ncall_ins;
  for (uint32_t i = 0; i < b->nins; i++)
    {
      const struct esc_ins *in = &b->ins[i];
      if (in->op == ESC_STORE)
        mention_in (s, &b->places[in->x], in->a);
      else if (in->op == ESC_CALL)
        {
          look_at_call (s, b, &b->calls[in->x]);
          ESC_GROW (s->call_ins, s->cap_call_ins, s->ncall_ins + 1);
          s->call_ins[s->ncall_ins++] = i;
        }
      else if (in->op == ESC_COPY)
        {
          esc_opnd base = b->places[in->a].base;
          if (esc_opnd_kind (base) == ESC_OP_ADDR)
            s->copied[b->addrs[esc_opnd_index (base)].obj] = true;
        }
      else
        {
          mention (s, in->a);
          mention (s, in->b);
        }
    }
  for (uint32_t i = 0; i < b->nphis; i++)
    mention (s, b->phis[i].val);
  body->ncalls = s->ncall_ins - body->calls;
}

/* ---- calls ---------------------------------------------------------------*/

static uint32_t
offset_class (int64_t off)
{
  return off < 0 ? ANYWHERE : (uint32_t)(off / 8) % SIEVE_OFFSETS;
}

/* The place that the callee of call C was read from, or NULL.  */
static const struct esc_place *
read_from (const struct esc_body *b, const struct esc_call *c)
{
  uint32_t def = b->vals[esc_opnd_index (c->callee)].def;
  while (def < b->nins && b->ins[def].op == ESC_MOVE
         && esc_opnd_kind (b->ins[def].a) == ESC_OP_VAL
         && b->vals[esc_opnd_index (b->ins[def].a)].def < def)
    def = b->vals[esc_opnd_index (b->ins[def].a)].def;
  return def < b->nins && b->ins[def].op == ESC_LOAD ? &b->places[b->ins[def].x]
                                                     : NULL;
}

unsigned
esc_sieve_pointed (const struct esc_body *b, const struct esc_call *c,
                   uint32_t *classes)
{
  const struct esc_place *pl = read_from (b, c);
  classes[0] = EVERYWHERE;
  classes[1] = DIRECT;
  if (!pl)
    return 2;
  uint32_t base = esc_opnd_index (pl->base);
  bool addr = esc_opnd_kind (pl->base) == ESC_OP_ADDR;
  classes[1] = classes[2] = ANYWHERE;
  if (pl->idx == ESC_OPND_NONE && (!addr || b->addrs[base].off_known))
    classes[1] = offset_class (pl->off + (addr ? b->addrs[base].off : 0));
  if (pl->field)
    classes[2] = MEMBERS + pl->field % SIEVE_OFFSETS;
  return 3;
}

/* ---- what they may do ----------------------------------------------------*/

/* Calls of class K may be calls of FN.  */
static bool
join (struct esc_sieving *s, uint32_t k, uint32_t fn)
{
  bool grown = false;
  uint32_t n = s->m->fns[fn].nparams;
  if (n >= SIEVE_ARITIES)
    n = SIEVE_ARITIES - 1;
  for (; s->m->fns[fn].body && n < SIEVE_ARITIES; n++)
    grown |= esc_sieve_join (&s->any[k][n], &s->fns[fn]);
  if (grown)
    s->any_grown[k] = s->clock;
  return grown;
}

static bool
join_table (struct esc_sieving *s, uint32_t obj)
{
  const struct esc_obj *o = &s->m->objs[obj];
  bool grown = false, exact = !o->is_array && !s->copied[obj];
  for (uint32_t i = 0; i < o->ninits; i++)
    {
      const struct esc_init *in = &s->m->inits[o->inits + i];
      if (in->fun == ESC_NONE)
        continue;
      uint32_t fn = esc_sieve_alias (s->m, in->fun);
      if (!exact)
        grown |= join (s, EVERYWHERE, fn);
      else
        {
          grown |= join (s, offset_class (in->off), fn);
          grown |= join (s, ANYWHERE, fn);
        }
    }
  return grown;
}

/* Is FN a nested function that a trampoline may call?  */
static bool
is_nested (const struct esc_module *m, uint32_t fn)
{
  unsigned flags = m->fns[fn].flags;
  return (flags & ESC_FN_NESTED) && (flags & ESC_FN_ADDR_TAKEN);
}

bool
esc_sieve_join_pointed (struct esc_sieving *s, bool give_up)
{
  s->clock++;
  bool grown = false;
  for (uint32_t f = 0; f < s->m->nfns; f++)
    if (s->mentioned[f] || is_nested (s->m, f))
      grown |= join (s, EVERYWHERE, f);
    else if (s->called[f])
      grown |= join (s, DIRECT, f);
  for (uint32_t i = 0; i < s->nstored; i++)
    {
      const struct esc_sieve_stored *p = &s->stored[i];
      grown |= join (s, MEMBERS + p->field % SIEVE_OFFSETS, p->fn);
      grown |= join (s, ANYWHERE, p->fn);
    }
  for (uint32_t o = 1; o < s->m->nobjs; o++)
    if (s->m->objs[o].ninits && is_table (s, o))
      grown |= join_table (s, o);
  for (uint32_t n = 0; give_up && grown && n < SIEVE_ARITIES; n++)
    esc_sieve_give_up (&s->any[EVERYWHERE][n]);
  if (give_up && grown)
    s->any_grown[EVERYWHERE] = s->clock;
  return grown;
}

void
esc_sieve_mark_pointed (struct esc_sieving *s)
{
  for (uint32_t f = 0; f < s->m->nfns; f++)
    s->mentioned[f] |= s->called[f] || is_nested (s->m, f);
  for (uint32_t i = 0; i < s->nstored; i++)
    s->mentioned[s->stored[i].fn] = true;
  for (uint32_t o = 1; o < s->m->nobjs; o++)
    if (s->m->objs[o].ninits && is_table (s, o))
      for (uint32_t i = 0; i < s->m->objs[o].ninits; i++)
        {
          uint32_t fn = s->m->inits[s->m->objs[o].inits + i].fun;
          if (fn != ESC_NONE)
            s->mentioned[esc_sieve_alias (s->m, fn)] = true;
        }
}
