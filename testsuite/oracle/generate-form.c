/* SPDX-License-Identifier: GPL-3.0-or-later */
/* generate-form.c - the less common forms of C: compound literals, statement
   expressions, goto, constant tables of functions.  */

#include "generate.h"

struct expr *
gen_literal (struct gen *g, enum ty to)
{
  if ((to != TY_INT && to != TY_NODE) || g->f->literal)
    return NULL;
  struct var *v = var_new (g->p, VAR_LOCAL, to, g->f);
  if (!v)
    return NULL;
  v->literal = true;
  g->f->literal = v;
  struct expr *e
      = gen_unary (g, EX_LITERAL, to, gen_int (g, (int)gen_roll (g, 5)));
  e->var = v;
  if (to == TY_NODE)
    e->a = gen_int (g, 0);
  return gen_addr (g, e);
}

static struct expr *block_result;
static enum ty block_type;

static void
block_body (struct gen *g)
{
  gen_statements (g);
  block_result = gen_value (g, block_type, false, 1);
}

/* T v = ({ ...; value; });  */
void
gen_block_value (struct gen *g)
{
  static const enum ty t[] = { TY_PI, TY_PN, TY_PV, TY_INT };
  enum ty ty = t[gen_roll (g, 4)];
  struct expr *e = expr_new (g->p, EX_STMT, ty);
  block_type = ty;
  gen_block (g, &e->body, block_body);
  e->a = block_result;
  if (e->a->ty == ty)
    gen_local (g, ty, e);
}

/* place = &local; ... goto out; ... out: place = 0;  */
void
gen_with_label (struct gen *g, void (*statements) (struct gen *))
{
  static const enum ty t[] = { TY_PI, TY_PN, TY_PV };
  enum ty ty = t[gen_roll (g, 3)];
  struct expr *place = gen_place (g, ty, OTHER);
  int nscope = g->nscope;
  if (place)
    gen_set (g, place, gen_own (g, ty));
  g->label = true;
  statements (g);
  g->label = false;
  /* What was declared since may not have been reached.  */
  g->nscope = nscope;
  if (gen_stmt (g, ST_LABEL) && place && !gen_chance (g, (unsigned)g->leak))
    gen_set (g, place, gen_zero (g, ty));
}

static struct func *
some_callback (struct gen *g)
{
  struct func *found = NULL;
  unsigned n = 0;
  for (int i = 0; i < g->p->nfuncs; i++)
    {
      struct func *f = g->p->funcs[i];
      if (f->ret == TY_VOID && f->nparams == 1 && f->params[0]->ty == TY_PV
          && gen_roll (g, ++n) == 0)
        found = f;
    }
  return found;
}

void
gen_table (struct gen *g)
{
  struct program *p = g->p;
  if (!some_callback (g) || p->nglobals >= MAX_GLOBALS)
    return;
  struct var *v = var_new (p, VAR_GLOBAL, TY_AFN, NULL);
  if (!v)
    return;
  for (int i = 0; i < TABLE_SIZE; i++)
    v->table[i] = some_callback (g);
  p->globals[p->nglobals++] = v;
}

struct expr *
gen_from_table (struct gen *g)
{
  for (int i = 0; i < g->p->nglobals; i++)
    if (g->p->globals[i]->ty == TY_AFN)
      {
        struct expr *e
            = gen_unary (g, EX_INDEX, TY_FN, gen_var (g, g->p->globals[i]));
        e->b = gen_unary (g, EX_NOT, TY_INT, gen_condition (g, 1));
        return e;
      }
  return NULL;
}
