/* SPDX-License-Identifier: GPL-3.0-or-later */
/* generate-value.c - places and values over what is in scope.

   A place is a variable and up to four steps from it (member, element,
   dereference); every one of the wanted type can be drawn, near ones more
   often.  */

#include "generate.h"

#include <string.h>

#define MAX_STEPS 4

unsigned
gen_roll (struct gen *g, unsigned n)
{
  g->random = g->random * 6364136223846793005u + 1442695040888963407u;
  return (unsigned)(g->random >> 33) % n;
}

bool
gen_chance (struct gen *g, unsigned percent)
{
  return gen_roll (g, 100) < percent;
}

/* ---- small expressions --------------------------------------------------- */

struct expr *
gen_var (struct gen *g, struct var *v)
{
  struct expr *e = expr_new (g->p, EX_VAR, v->ty);
  e->var = v;
  return e;
}

struct expr *
gen_unary (struct gen *g, enum expr_op op, enum ty ty, struct expr *a)
{
  struct expr *e = expr_new (g->p, op, ty);
  e->a = a;
  return e;
}

struct expr *
gen_int (struct gen *g, int n)
{
  struct expr *e = expr_new (g->p, EX_INT, TY_INT);
  e->n = n;
  return e;
}

struct expr *
gen_zero (struct gen *g, enum ty ty)
{
  return expr_new (g->p, EX_NULL, ty);
}

struct expr *
gen_deref (struct gen *g, struct expr *e)
{
  return gen_unary (g, EX_DEREF, types[e->ty].to, e);
}

struct expr *
gen_addr (struct gen *g, struct expr *e)
{
  return gen_unary (g, EX_ADDR, ty_pointer_to (e->ty), e);
}

struct expr *
gen_field (struct gen *g, struct expr *e, const char *name)
{
  if (types[e->ty].to)
    e = gen_deref (g, e);
  for (int i = 0; i < types[e->ty].nfields; i++)
    if (strcmp (types[e->ty].fields[i].name, name) == 0)
      {
        struct expr *f = gen_unary (g, EX_FIELD, types[e->ty].fields[i].ty, e);
        f->n = i;
        return f;
      }
  return e;
}

/* ---- places -------------------------------------------------------------- */

struct path
{
  struct var *var;
  enum ty ty;
  int nsteps;
  bool other; /* than a local variable's own memory */
  struct step
  {
    enum expr_op op;
    int n;
    enum ty ty;
  } steps[MAX_STEPS];
};

struct drawing
{
  struct gen *g;
  enum ty want;
  enum whose whose;
  unsigned weight; /* of all so far */
  struct path best;
};

static void walk (struct drawing *, const struct path *);

static void
step (struct drawing *d, const struct path *p, enum expr_op op, int n,
      enum ty ty)
{
  struct path next = *p;
  next.steps[next.nsteps++] = (struct step){ op, n, ty };
  next.ty = ty;
  next.other |= op == EX_DEREF;
  walk (d, &next);
}

static void
walk (struct drawing *d, const struct path *p)
{
  const struct type *t = &types[p->ty];
  bool whole = p->var->vla && !p->nsteps;
  if (p->ty == d->want && !whole
      && (d->whose == ANY || (d->whose == OTHER) == p->other))
    {
      unsigned w = 64u >> (2 * p->nsteps);
      w = w ? w : 1;
      d->weight += w;
      if (gen_roll (d->g, d->weight) < w)
        d->best = *p;
    }
  if (p->nsteps == MAX_STEPS)
    return;
  if (whole)
    {
      step (d, p, EX_INDEX, 0, p->ty);
      return;
    }
  if (t->to)
    step (d, p, EX_DEREF, 0, t->to);
  if (t->elem)
    step (d, p, EX_INDEX, (int)gen_roll (d->g, (unsigned)t->count), t->elem);
  for (int i = 0; i < t->nfields; i++)
    step (d, p, EX_FIELD, i, t->fields[i].ty);
}

static struct expr *
build (struct gen *g, const struct path *p)
{
  struct expr *e = gen_var (g, p->var);
  for (int i = 0; i < p->nsteps; i++)
    {
      e = gen_unary (g, p->steps[i].op, p->steps[i].ty, e);
      if (e->op == EX_INDEX)
        e->b = gen_int (g, p->steps[i].n);
      else
        e->n = p->steps[i].n;
    }
  return e;
}

struct expr *
gen_place (struct gen *g, enum ty ty, enum whose whose)
{
  struct drawing d = { .g = g, .want = ty, .whose = whose };
  for (int i = 0; i < g->p->nglobals + g->nscope; i++)
    {
      struct var *v = i < g->p->nglobals ? g->p->globals[i]
                                         : g->scope[i - g->p->nglobals];
      struct path p = { .var = v, .ty = v->ty, .other = v->kind == VAR_GLOBAL };
      if (!v->input && !v->counter && v->ty != TY_AFN)
        walk (&d, &p);
    }
  return d.weight ? build (g, &d.best) : NULL;
}

/* ---- values -------------------------------------------------------------- */

/* Reads E from anything but the running function's own variables?  */
static bool
from_elsewhere (const struct expr *e)
{
  while (e->op == EX_FIELD || e->op == EX_INDEX || e->op == EX_DEREF)
    e = e->a;
  return e->var->kind != VAR_LOCAL;
}

static struct expr *
read_place (struct gen *g, enum ty ty, bool strict)
{
  for (int tries = 0; tries < 4; tries++)
    {
      struct expr *e = gen_place (g, ty, ANY);
      if (e && (!strict || from_elsewhere (e)))
        return e;
    }
  return NULL;
}

static struct expr *
malloc_of (struct gen *g, enum ty pointer)
{
  if (g->p->nsites >= MAX_SITES)
    return gen_zero (g, pointer);
  struct expr *e = expr_new (g->p, EX_MALLOC, pointer);
  e->n = pointer == TY_PV ? TY_NODE : (int)types[pointer].to;
  e->site = g->p->nsites++;
  return e;
}

/* A pointer of type TY made of a pointer of another type.  */
static struct expr *
cast_pointer (struct gen *g, enum ty ty, bool strict, int depth)
{
  static const enum ty from[] = { TY_PI, TY_PPI, TY_PN, TY_PPN, TY_PB, TY_PCB };
  enum ty t = from[gen_roll (g, 6)];
  return gen_unary (g, EX_CAST, ty, gen_value (g, t, strict, depth + 1));
}

static struct expr *
address_of (struct gen *g, enum ty ty, bool strict)
{
  enum ty to
      = ty == TY_PV ? (gen_chance (g, 50) ? TY_INT : TY_NODE) : types[ty].to;
  struct expr *e = gen_place (g, to, strict ? OTHER : ANY);
  if (!e)
    return NULL;
  e = gen_addr (g, e);
  return ty == TY_PV ? gen_unary (g, EX_CAST, TY_PV, e) : e;
}

struct expr *
gen_own (struct gen *g, enum ty ty)
{
  enum ty to = ty == TY_PV ? TY_INT : types[ty].to;
  if (ty_is_aggregate (ty))
    {
      struct expr *own = gen_place (g, ty, OWN);
      return own ? own : gen_value (g, ty, false, 1);
    }
  struct expr *e = NULL;
  if (to && gen_chance (g, 8) && (e = gen_literal (g, to)))
    return ty == TY_PV ? gen_unary (g, EX_CAST, TY_PV, e) : e;
  if (to && gen_chance (g, 75))
    e = gen_place (g, to, OWN);
  if (!e)
    return gen_value (g, ty, false, 1);
  e = gen_addr (g, e);
  return ty == TY_PV ? gen_unary (g, EX_CAST, TY_PV, e) : e;
}

static struct expr *
pointer_value (struct gen *g, enum ty ty, bool strict, int depth)
{
  struct expr *e = NULL;
  unsigned r = gen_roll (g, 100);
  if (r < 40)
    e = address_of (g, ty, strict);
  else if (r < 78)
    e = read_place (g, ty, strict);
  else if (r < 82 && depth < 2)
    {
      e = expr_new (g->p, EX_SELECT, ty);
      e->a = gen_condition (g, 1);
      e->b = gen_value (g, ty, strict, depth + 1);
      e->c = gen_value (g, ty, strict, depth + 1);
      return e;
    }
  else if (r < 86 && ty == TY_PI && depth < 2)
    return gen_unary (g, EX_CAST, ty,
                      gen_value (g, TY_LONG, strict, depth + 1));
  else if (r < 88 && ty == TY_PI && (e = read_place (g, ty, strict)))
    {
      e = gen_unary (g, EX_ADD, ty, e);
      e->b = gen_int (g, 1);
      return e;
    }
  else if (r < 90 && depth < 2 && ty == TY_PV)
    return cast_pointer (g, ty, strict, depth);
  else if (r < 93 && depth < 2)
    return malloc_of (g, ty);
  if (!e && gen_chance (g, 70))
    e = address_of (g, ty, strict);
  if (!e)
    e = read_place (g, ty, strict);
  return e ? e : gen_zero (g, ty);
}

static struct expr *
int_value (struct gen *g)
{
  struct expr *e = gen_chance (g, 60) ? gen_place (g, TY_INT, ANY) : NULL;
  if (e && gen_chance (g, 30))
    {
      struct expr *sum = gen_unary (g, EX_ADD, TY_INT, e);
      sum->b = gen_int (g, 1);
      return sum;
    }
  return e ? e : gen_int (g, (int)gen_roll (g, 5));
}

static struct func *
callback (struct gen *g)
{
  for (int i = 0; i < g->p->nfuncs; i++)
    {
      struct func *f = g->p->funcs[i];
      if (f != g->f && f->id < g->f->id && f->ret == TY_VOID && f->nparams == 1
          && f->params[0]->ty == TY_PV && gen_chance (g, 60))
        return f;
    }
  return NULL;
}

struct expr *
gen_value (struct gen *g, enum ty ty, bool strict, int depth)
{
  struct expr *e;
  if (ty == TY_INT)
    return int_value (g);
  if (ty == TY_LONG)
    {
      e = gen_chance (g, 30) ? read_place (g, ty, strict) : NULL;
      return e ? e
               : gen_unary (g, EX_CAST, TY_LONG,
                            gen_value (g, TY_PI, strict, depth + 1));
    }
  if (ty == TY_FN)
    {
      struct func *f = callback (g);
      e = gen_chance (g, 40) || !f ? read_place (g, ty, strict) : NULL;
      if (e || !f)
        return e ? e : gen_zero (g, ty);
      e = expr_new (g->p, EX_FUN, TY_FN);
      e->fn = f;
      return e;
    }
  if (ty_is_aggregate (ty))
    {
      e = read_place (g, ty, strict);
      return e ? e : gen_zero (g, ty);
    }
  return pointer_value (g, ty, strict, depth);
}

/* ---- conditions ---------------------------------------------------------- */

static struct expr *
input (struct gen *g)
{
  struct var *found = NULL;
  unsigned n = 0;
  for (int i = 0; i < g->p->nglobals + g->nscope; i++)
    {
      struct var *v = i < g->p->nglobals ? g->p->globals[i]
                                         : g->scope[i - g->p->nglobals];
      if (v->input && gen_roll (g, ++n) == 0)
        found = v;
    }
  return found ? gen_var (g, found) : gen_int (g, 1);
}

/* Compilers see through `a && !a' at some levels only.  */
static bool
mentions (const struct expr *e, const struct var *v)
{
  return e && (!v || e->var == v || mentions (e->a, v) || mentions (e->b, v));
}

struct expr *
gen_condition (struct gen *g, int depth)
{
  static const enum ty pointers[] = { TY_PI, TY_PPI, TY_PN, TY_PB, TY_PV };
  enum ty ty = pointers[gen_roll (g, 5)];
  unsigned r = gen_roll (g, 100);
  struct expr *e = NULL, *b;
  if (r < 10 && depth < 2)
    {
      struct expr *a = input (g);
      b = gen_condition (g, depth + 1);
      if (mentions (b, a->var))
        return b;
      e = gen_unary (g, EX_AND, TY_INT, a);
      e->b = b;
      return e;
    }
  if (r < 25)
    e = gen_place (g, ty, ANY);
  else if (r < 33 && (e = gen_place (g, ty, ANY)))
    {
      b = gen_value (g, ty, false, 2);
      e = gen_unary (g, EX_EQ, TY_INT, e);
      e->b = b;
    }
  if (!e)
    e = input (g);
  return gen_chance (g, 35) ? gen_unary (g, EX_NOT, TY_INT, e) : e;
}

struct expr *
gen_call (struct gen *g, struct func *f)
{
  struct expr *e = expr_new (g->p, EX_CALL, f->ret);
  e->fn = f;
  for (int i = 0; i < f->nparams; i++)
    {
      struct var *v = f->params[i];
      if (v->input)
        e->args[i] = f == g->f            ? gen_int (g, 0)
                     : gen_chance (g, 50) ? input (g)
                                          : gen_int (g, (int)gen_roll (g, 2));
      else
        e->args[i] = gen_chance (g, 35)
                         ? gen_own (g, v->ty)
                         : gen_value (g, v->ty, gen_chance (g, 50), 1);
      if (e->args[i]->op == EX_NULL && ty_is_aggregate (v->ty))
        e->args[i] = gen_var (g, g->p->globals[0]); /* always a node */
      e->nargs++;
    }
  return e;
}
