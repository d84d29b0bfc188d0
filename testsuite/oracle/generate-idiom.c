/* SPDX-License-Identifier: GPL-3.0-or-later */
/* generate-idiom.c - how real programs lend an address and take it back.

   Saved and restored, pushed and popped, set and cleared under one condition,
   put into heap memory that is freed, given to a callback: each with some
   statements between, and in a share of cases with the last step missing or
   under a condition.  */

#include "generate.h"

/* The places that a last step can go wrong in.  */
static bool
forgets (struct gen *g)
{
  return gen_chance (g, (unsigned)g->leak);
}

static void
between (struct gen *g)
{
  if (gen_chance (g, 60))
    gen_statements (g);
}

/* A pointer type with a place of its own and what it can point to.  */
static enum ty
some_pointer (struct gen *g)
{
  static const enum ty t[] = { TY_PI, TY_PI, TY_PN, TY_PPI, TY_PV };
  return t[gen_roll (g, 5)];
}

/* T old = place; place = &local; ...; place = old; */
static void
save_and_restore (struct gen *g)
{
  enum ty ty = some_pointer (g);
  struct expr *place = gen_place (g, ty, OTHER);
  if (!place)
    return;
  bool save = gen_chance (g, 60);
  struct var *old = save ? gen_local (g, ty, place) : NULL;
  gen_set (g, place, gen_own (g, ty));
  between (g);
  if (!forgets (g))
    gen_set (g, place, old ? gen_var (g, old) : gen_zero (g, ty));
}

/* n.next = head; head = &n; ...; head = n.next; */
static void
push_and_pop (struct gen *g)
{
  struct expr *head = gen_place (g, TY_PN, OTHER);
  struct var *n = gen_local (g, TY_NODE, gen_zero (g, TY_NODE));
  if (!head || !n)
    return;
  struct expr *next = gen_field (g, gen_var (g, n), "next");
  gen_set (g, next, head);
  gen_set (g, head, gen_addr (g, gen_var (g, n)));
  between (g);
  if (forgets (g))
    return;
  gen_set (g, head, gen_chance (g, 50) ? next : gen_field (g, head, "next"));
}

static struct expr *idiom_place, *idiom_value;

static void
set_idiom (struct gen *g)
{
  gen_set (g, idiom_place, idiom_value);
}

static void
set_under (struct gen *g, struct expr *condition, struct expr *place,
           struct expr *value)
{
  struct stmt *s = gen_stmt (g, ST_IF);
  if (!s)
    return;
  s->cond = condition;
  idiom_place = place;
  idiom_value = value;
  gen_block (g, &s->body, set_idiom);
}

/* if (c) place = &local; ...; if (c) place = 0; */
static void
set_and_clear (struct gen *g)
{
  enum ty ty = some_pointer (g);
  struct expr *place = gen_place (g, ty, OTHER);
  struct expr *c = gen_condition (g, 1);
  if (!place)
    return;
  set_under (g, c, place, gen_own (g, ty));
  between (g);
  if (forgets (g))
    c = gen_condition (g, 1);
  if (!forgets (g))
    set_under (g, c, place, gen_zero (g, ty));
}

/* Whether the local pointer V is set.  */
static struct expr *
is_there (struct gen *g, struct var *v)
{
  return gen_unary (g, EX_NOT, TY_INT,
                    gen_unary (g, EX_NOT, TY_INT, gen_var (g, v)));
}

static struct var *heap_var;

static void
fill_heap (struct gen *g)
{
  struct expr *h = gen_var (g, heap_var);
  const struct type *t = &types[types[heap_var->ty].to];
  if (!t->nfields)
    gen_set (g, gen_deref (g, h),
             gen_value (g, types[heap_var->ty].to, !forgets (g), 1));
  for (int i = 0; i < t->nfields && i < 3; i++)
    gen_set (g, gen_field (g, h, t->fields[i].name),
             gen_chance (g, 25) ? gen_own (g, t->fields[i].ty)
                                : gen_value (g, t->fields[i].ty, true, 1));
  between (g);
  struct expr *to = gen_place (g, heap_var->ty, OTHER);
  if (to && gen_chance (g, 35))
    {
      gen_set (g, to, h);
      return;
    }
  struct stmt *s = forgets (g) ? NULL : gen_stmt (g, ST_FREE);
  if (s)
    s->rhs = h;
}

/* T *h = malloc (sizeof *h); if (h) { ... free (h); } */
static void
heap_memory (struct gen *g)
{
  static const enum ty t[] = { TY_PN, TY_PB, TY_PPI, TY_PN };
  if (g->p->nsites >= MAX_SITES)
    return;
  enum ty ty = t[gen_roll (g, 4)];
  struct expr *m = expr_new (g->p, EX_MALLOC, ty);
  m->n = (int)types[ty].to;
  m->site = g->p->nsites++;
  struct var *h = gen_local (g, ty, m);
  struct stmt *s = h ? gen_stmt (g, ST_IF) : NULL;
  if (!s)
    return;
  s->cond = is_there (g, h);
  heap_var = h;
  gen_block (g, &s->body, fill_heap);
}

/* struct callback c = { f, &local }; ... c.fn (c.context); */
static void
callback (struct gen *g)
{
  struct expr *f = gen_chance (g, 40) ? gen_from_table (g) : NULL;
  if (!f)
    f = gen_value (g, TY_FN, false, 1);
  if (f->op == EX_NULL)
    return;
  struct expr *e = expr_new (g->p, EX_ICALL, TY_VOID);
  e->a = f;
  e->nargs = 1;
  e->args[0] = gen_value (g, TY_PV, false, 0);
  struct var *c
      = gen_chance (g, 60) ? gen_local (g, TY_CB, gen_zero (g, TY_CB)) : NULL;
  if (c)
    {
      struct expr *fn = gen_field (g, gen_var (g, c), "fn");
      struct expr *context = gen_field (g, gen_var (g, c), "context");
      gen_set (g, fn, f);
      gen_set (g, context, e->args[0]);
      between (g);
      e->a = fn;
      e->args[0] = context;
      struct expr *to = gen_place (g, TY_CB, OTHER);
      if (to && forgets (g))
        gen_set (g, to, gen_var (g, c));
    }
  struct stmt *s = gen_stmt (g, ST_EXPR);
  if (s)
    s->rhs = e;
}

void
gen_leave_one (struct gen *g)
{
  enum ty ty = some_pointer (g);
  struct expr *place = gen_place (g, ty, OTHER);
  if (place)
    gen_set (g, place, gen_own (g, ty));
}

void
gen_idiom (struct gen *g)
{
  static void (*const idioms[]) (struct gen *)
      = { save_and_restore, save_and_restore, push_and_pop,
          set_and_clear,    heap_memory,      callback };
  idioms[gen_roll (g, sizeof idioms / sizeof *idioms)](g);
}
