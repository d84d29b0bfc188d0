/* SPDX-License-Identifier: GPL-3.0-or-later */
/* shrink.c - make a program that shows a fault as small as it goes.

   Statements, values, functions and variables are switched off one after the
   other; what is off stays off as long as the program still runs and still
   shows a fault of the same kind, compiled on its own.  Large statements are
   tried first, and all again until nothing more goes.  */

#include "check.h"

#include <stdlib.h>
#include <string.h>

struct shrinking
{
  struct batch *b;
  int i;
  const struct compiler *c;
  const char *optimise;
  enum fault kind;
  int tries;
};

#define MAX_TRIES 1500

/* Does the program as it is now still show the fault?  */
static bool
still (struct shrinking *s)
{
  struct result r = { 0 };
  s->tries++;
  if (!batch_run (s->b, s->i))
    return false;
  batch_check (s->b, s->c, s->i, s->optimise, WANT (s->kind), &r);
  for (int k = 0; k < r.nfaults; k++)
    if (r.faults[k].fault == s->kind)
      return true;
  return false;
}

/* Switch *OFF on, and back if the fault goes with it.  */
static bool
try_without (struct shrinking *s, bool *off)
{
  if (*off || s->tries > MAX_TRIES)
    return false;
  *off = true;
  if (still (s))
    return true;
  *off = false;
  return false;
}

/* ---- what is used -------------------------------------------------------- */

struct used
{
  bool vars[MAX_VARS], funcs[MAX_FUNCS];
};

static void use_stmts (const struct stmt *, struct used *);

static void
use_expr (const struct expr *e, struct used *u)
{
  if (!e || e->off)
    return;
  if (e->var)
    u->vars[e->var->id] = true;
  if (e->fn)
    u->funcs[e->fn->id] = true;
  use_stmts (e->body, u);
  use_expr (e->a, u);
  use_expr (e->b, u);
  use_expr (e->c, u);
  for (int i = 0; i < e->nargs; i++)
    use_expr (e->args[i], u);
}

static void
use_stmts (const struct stmt *s, struct used *u)
{
  for (; s; s = s->next)
    if (!s->off)
      {
        use_expr (s->lhs, u);
        use_expr (s->rhs, u);
        use_expr (s->cond, u);
        use_stmts (s->body, u);
        use_stmts (s->alt, u);
      }
}

static void
use (const struct program *p, struct used *u)
{
  memset (u, 0, sizeof *u);
  for (int i = 0; i < p->nglobals; i++)
    if (p->globals[i]->ty == TY_AFN && !p->globals[i]->off)
      for (int k = 0; k < TABLE_SIZE; k++)
        u->funcs[p->globals[i]->table[k]->id] = true;
  for (int i = 0; i < p->nfuncs; i++)
    if (!p->funcs[i]->off)
      use_stmts (p->funcs[i]->body, u);
}

/* ---- the passes ---------------------------------------------------------- */

static bool
shrink_funcs (struct shrinking *s)
{
  struct program *p = s->b->programs[s->i];
  bool any = false;
  for (int i = p->nfuncs - 1; i >= 0; i--)
    {
      struct used u;
      use (p, &u);
      if (!u.funcs[i])
        any |= try_without (s, &p->funcs[i]->off);
    }
  return any;
}

static bool
shrink_stmts (struct shrinking *s, struct stmt *t)
{
  struct program *p = s->b->programs[s->i];
  bool any = false;
  for (; t; t = t->next)
    {
      struct used u;
      if (t->off)
        continue;
      if (t->op == ST_DECL)
        use (p, &u);
      if (t->rhs && t->rhs->body)
        any |= shrink_stmts (s, t->rhs->body);
      if (t->op == ST_DECL ? !u.vars[t->var->id] : batch_may_go (p, t))
        any |= try_without (s, &t->off);
      if (!t->off)
        any |= shrink_stmts (s, t->alt) | shrink_stmts (s, t->body);
    }
  return any;
}

static bool
shrink_value (struct shrinking *s, struct expr *e)
{
  bool any = false;
  if (!e || e->off || e->op == EX_NULL || e->op == EX_INT
      || ty_is_aggregate (e->ty))
    return false;
  if (e->op != EX_CALL && e->op != EX_ICALL)
    any = try_without (s, &e->off);
  for (int i = 0; i < e->nargs && !e->off; i++)
    any |= shrink_value (s, e->args[i]);
  if (e->op == EX_SELECT && !e->off)
    any |= shrink_value (s, e->b) | shrink_value (s, e->c);
  return any;
}

static bool
shrink_values (struct shrinking *s)
{
  struct program *p = s->b->programs[s->i];
  bool any = false;
  for (int i = 1; i < p->nstmts; i++)
    {
      struct stmt *t = p->stmts[i];
      if (t->off || (t->op == ST_DECL && t->var->vla))
        continue;
      any |= shrink_value (s, t->cond);
      if (t->op != ST_COPY)
        any |= shrink_value (s, t->rhs);
    }
  return any;
}

static bool
shrink_globals (struct shrinking *s)
{
  struct program *p = s->b->programs[s->i];
  struct used u;
  use (p, &u);
  bool any = false;
  for (int i = 0; i < p->nglobals; i++)
    if (!u.vars[p->globals[i]->id])
      any |= try_without (s, &p->globals[i]->off);
  return any;
}

bool
shrink (struct batch *b, int i, const struct compiler *c, const char *optimise,
        enum fault kind)
{
  struct shrinking s
      = { .b = b, .i = i, .c = c, .optimise = optimise, .kind = kind };
  struct program *p = b->programs[i];
  if (!still (&s))
    return false;
  bool more = true;
  while (more && s.tries < MAX_TRIES)
    {
      more = shrink_funcs (&s);
      for (int k = p->nfuncs - 1; k >= 0; k--)
        if (!p->funcs[k]->off)
          more |= shrink_stmts (&s, p->funcs[k]->body);
      more |= shrink_values (&s);
      more |= shrink_globals (&s);
    }
  return still (&s);
}
