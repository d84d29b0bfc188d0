/* SPDX-License-Identifier: GPL-3.0-or-later */
/* generate.c - random functions and programs; see generate.h.

   A program has a few globals, some helpers (bodies of one to three
   statements without variables of their own) and some larger functions.  A
   function calls those before it, and itself only while a boolean that the
   inner call gets as false is true, so every call ends.  */

#include "generate.h"

/* ---- building ------------------------------------------------------------ */

struct stmt *
gen_stmt (struct gen *g, enum stmt_op op)
{
  struct stmt *s = stmt_new (g->p, op);
  if (!s)
    return NULL;
  *g->tail = s;
  g->tail = &s->next;
  g->budget--;
  return s;
}

static bool
follows_pointer (const struct expr *e)
{
  while (e->op == EX_FIELD || e->op == EX_INDEX)
    e = e->a;
  return e->op == EX_DEREF;
}

void
gen_set (struct gen *g, struct expr *to, struct expr *value)
{
  struct stmt *s;
  if (value->op == EX_CALL && follows_pointer (to))
    {
      /* C leaves open which side is evaluated first.  */
      struct var *v = gen_local (g, value->ty, value);
      if (!v)
        return;
      value = gen_var (g, v);
    }
  if (value->op == EX_NULL && ty_is_aggregate (to->ty))
    {
      s = gen_stmt (g, ST_ZERO);
      if (s)
        s->lhs = to;
      return;
    }
  bool move
      = ty_is_aggregate (to->ty) && (types[to->ty].elem || gen_chance (g, 30));
  if (move && value->op == EX_CALL)
    move = false;
  s = gen_stmt (g, move ? ST_COPY : ST_SET);
  if (!s)
    return;
  s->lhs = to;
  s->rhs = value;
}

struct var *
gen_local (struct gen *g, enum ty ty, struct expr *init)
{
  if (g->nscope >= MAX_SCOPE || g->p->nstmts + 1 >= MAX_STMTS)
    return NULL;
  struct var *v = var_new (g->p, VAR_LOCAL, ty, g->f);
  struct stmt *s = v ? gen_stmt (g, ST_DECL) : NULL;
  if (!s)
    return NULL;
  s->var = v;
  s->rhs = init;
  g->scope[g->nscope++] = v;
  return v;
}

void
gen_block (struct gen *g, struct stmt **body, void (*make) (struct gen *))
{
  struct stmt **tail = g->tail;
  int nscope = g->nscope;
  g->tail = body;
  g->depth++;
  make (g);
  g->depth--;
  g->nscope = nscope;
  g->tail = tail;
}

/* ---- statements ---------------------------------------------------------- */

static enum ty
local_type (struct gen *g)
{
  static const enum ty t[]
      = { TY_INT, TY_INT,  TY_INT, TY_PI, TY_PI, TY_NODE, TY_NODE, TY_PN,
          TY_PPI, TY_LONG, TY_BOX, TY_PV, TY_AI, TY_API,  TY_APN,  TY_CB };
  return t[gen_roll (g, sizeof t / sizeof *t)];
}

static void
declare_local (struct gen *g)
{
  enum ty ty = local_type (g);
  struct expr *init = NULL;
  if (types[ty].elem)
    init = gen_zero (g, ty);
  else if (ty_is_aggregate (ty))
    init = gen_chance (g, 60) ? gen_zero (g, ty) : gen_value (g, ty, false, 0);
  else
    init = gen_value (g, ty, false, 0);
  gen_local (g, ty, init);
}

static void
declare_vla (struct gen *g)
{
  struct expr *n = gen_unary (g, EX_ADD, TY_INT, gen_condition (g, 2));
  n->b = gen_int (g, 1);
  if (n->a->op != EX_VAR || !n->a->var->input || (g->label && g->depth == 1))
    return;
  struct var *v = gen_local (g, gen_chance (g, 60) ? TY_INT : TY_PI, n);
  if (!v)
    return;
  v->vla = true;
  struct expr *e = gen_unary (g, EX_INDEX, v->ty, gen_var (g, v));
  e->b = gen_int (g, 0);
  gen_set (g, e, gen_value (g, v->ty, false, 1));
}

static void
assign (struct gen *g)
{
  static const enum ty t[]
      = { TY_PI,   TY_PI,  TY_PI,  TY_PN,   TY_PN,  TY_PPI, TY_PV, TY_INT,
          TY_LONG, TY_PPN, TY_UNI, TY_NODE, TY_API, TY_BOX, TY_CB, TY_FN };
  enum ty ty = t[gen_roll (g, sizeof t / sizeof *t)];
  bool other = gen_chance (g, 40);
  struct expr *to = gen_place (g, ty, other ? OTHER : OWN);
  if (!to)
    return;
  bool strict = other && !gen_chance (g, (unsigned)g->leak);
  struct expr *v = gen_chance (g, 8) && !types[ty].elem ? gen_zero (g, ty)
                   : other && !strict                   ? gen_own (g, ty)
                                      : gen_value (g, ty, strict, 0);
  gen_set (g, to, v);
}

static struct func *
callee (struct gen *g)
{
  int n = g->f->id;
  return n ? g->p->funcs[gen_roll (g, (unsigned)n)] : NULL;
}

static void
put_call (struct gen *g, struct func *f)
{
  struct expr *e = gen_call (g, f);
  if (f->ret == TY_VOID || gen_chance (g, 15))
    {
      struct stmt *s = gen_stmt (g, ST_EXPR);
      if (s)
        s->rhs = e;
      return;
    }
  bool other = gen_chance (g, (unsigned)g->leak);
  struct expr *to = gen_place (g, f->ret, other ? OTHER : OWN);
  if (to)
    gen_set (g, to, e);
  else
    gen_local (g, f->ret, e);
}

static void
call (struct gen *g)
{
  struct func *f = callee (g);
  if (f)
    put_call (g, f);
}

static void
call_itself (struct gen *g)
{
  put_call (g, g->f);
}

static void
recurse (struct gen *g)
{
  for (int i = 0; i < g->f->nparams; i++)
    if (g->f->params[i]->input)
      {
        struct stmt *s = gen_stmt (g, ST_IF);
        if (!s)
          return;
        s->cond = gen_var (g, g->f->params[i]);
        gen_block (g, &s->body, call_itself);
        return;
      }
}

static void
give_back (struct gen *g)
{
  struct stmt *s = gen_stmt (g, ST_RET);
  if (s && g->f->ret != TY_VOID)
    {
      bool strict = !gen_chance (g, (unsigned)g->leak);
      s->rhs = strict || g->f->ret == TY_INT ? gen_value (g, g->f->ret, true, 0)
                                             : gen_own (g, g->f->ret);
      if (s->rhs->op == EX_NULL && ty_is_aggregate (g->f->ret))
        s->rhs = gen_var (g, g->p->globals[0]); /* a node: see globals */
    }
}

static void
go_out (struct gen *g)
{
  gen_statements (g);
  gen_stmt (g, ST_GOTO);
}

static void
branch (struct gen *g)
{
  struct stmt *s = gen_stmt (g, ST_IF);
  if (!s)
    return;
  s->cond = gen_condition (g, 0);
  if (gen_chance (g, 12) && s->cond->op == EX_VAR && s->cond->var->input)
    s->op = ST_SWITCH;
  if (gen_chance (g, g->label ? 25 : 12))
    gen_block (g, &s->body,
               g->label && gen_chance (g, 60) ? go_out : give_back);
  else
    gen_block (g, &s->body, gen_statements);
  if (gen_chance (g, 30))
    gen_block (g, &s->alt, gen_statements);
}

static void
loop_body (struct gen *g)
{
  gen_statements (g);
  if (!gen_chance (g, 25))
    return;
  struct stmt *s = gen_stmt (g, ST_IF);
  if (!s)
    return;
  s->cond = gen_condition (g, 0);
  struct stmt *jump
      = stmt_new (g->p, gen_chance (g, 60) ? ST_BREAK : ST_CONTINUE);
  s->body = jump;
  if (!jump)
    s->cond = gen_int (g, 0);
}

static void
loop (struct gen *g)
{
  struct stmt *s = gen_stmt (g, ST_LOOP);
  struct var *v = s ? var_new (g->p, VAR_LOCAL, TY_INT, g->f) : NULL;
  if (!v)
    {
      if (s)
        s->op = ST_BLOCK;
      return;
    }
  v->counter = true;
  s->var = v;
  s->form = (enum loop_form)gen_roll (g, 3);
  s->cond = gen_int (g, 1 + (int)gen_roll (g, 3));
  g->loops++;
  gen_block (g, &s->body, loop_body);
  g->loops--;
}

static void
block (struct gen *g)
{
  struct stmt *s = gen_stmt (g, ST_BLOCK);
  if (s)
    gen_block (g, &s->body, gen_statements);
}

static void
statement (struct gen *g)
{
  static const struct
  {
    int weight;
    void (*make) (struct gen *);
  } kinds[]
      = { { 14, declare_local }, { 28, assign },    { 16, call },
          { 2, recurse },        { 18, gen_idiom }, { 3, gen_block_value } },
      nested[] = { { 7, branch }, { 3, loop }, { 4, block } };
  unsigned r = gen_roll (g, 100);
  if (r < 2)
    declare_vla (g);
  if (r < 15 && g->depth < 4)
    {
      unsigned k = gen_roll (g, 14), i = 0;
      while (k >= (unsigned)nested[i].weight)
        k -= (unsigned)nested[i++].weight;
      nested[i].make (g);
      return;
    }
  unsigned k = gen_roll (g, 81), i = 0;
  while (k >= (unsigned)kinds[i].weight)
    k -= (unsigned)kinds[i++].weight;
  kinds[i].make (g);
}

void
gen_statements (struct gen *g)
{
  int n = 1 + (int)gen_roll (g, 4);
  for (int i = 0; i < n && g->budget > 0; i++)
    statement (g);
}

/* ---- functions ----------------------------------------------------------- */

static struct var *
param_of (struct gen *g, enum ty ty)
{
  for (int i = 0; i < g->f->nparams; i++)
    if (g->f->params[i]->ty == ty)
      return g->f->params[i];
  return NULL;
}

static struct expr *popped;

static void
pop_body (struct gen *g)
{
  gen_set (g, popped, gen_field (g, popped, "next"));
}

/* n->next = head; head = n;  or  if (head) head = head->next;  */
static void
list_body (struct gen *g)
{
  struct var *n = param_of (g, TY_PN);
  struct expr *head = gen_place (g, TY_PN, OTHER);
  if (!head)
    return;
  if (n && gen_chance (g, 60))
    {
      gen_set (g, gen_field (g, gen_var (g, n), "next"), head);
      gen_set (g, head, gen_var (g, n));
      return;
    }
  struct stmt *s = gen_stmt (g, ST_IF);
  if (!s)
    return;
  s->cond = gen_unary (g, EX_NOT, TY_INT, gen_unary (g, EX_NOT, TY_INT, head));
  popped = head;
  gen_block (g, &s->body, pop_body);
}

static void
free_body (struct gen *g)
{
  struct var *v = g->f->params[gen_roll (g, (unsigned)g->f->nparams)];
  struct stmt *s = ty_is_pointer (v->ty) ? gen_stmt (g, ST_FREE) : NULL;
  if (s)
    s->rhs = gen_var (g, v);
}

static void
helper_body (struct gen *g)
{
  static const enum ty t[] = { TY_PI, TY_PN, TY_PPI, TY_PV, TY_NODE };
  int n = 1 + (int)gen_roll (g, 2);
  unsigned kind = gen_roll (g, 100);
  if (kind < 30)
    list_body (g);
  else if (kind < 36)
    free_body (g);
  for (int i = kind < 36; i < n; i++)
    {
      enum ty ty = t[gen_roll (g, 5)];
      struct expr *to = gen_place (g, ty, OTHER);
      if (!to)
        continue;
      struct expr *v = gen_chance (g, 30)
                           ? gen_zero (g, ty)
                           : gen_value (g, ty, gen_chance (g, 70), 1);
      gen_set (g, to, v);
    }
  if (g->f->ret != TY_VOID)
    give_back (g);
}

static void
main_statements (struct gen *g)
{
  unsigned leave = gen_roll (g, 7); /* one escape, in half of them */
  for (unsigned i = 0; i < 4 && g->budget > 0; i++)
    {
      if (i == leave)
        gen_leave_one (g);
      gen_statements (g);
    }
}

static void
function_body (struct gen *g)
{
  int n = 2 + (int)gen_roll (g, 3);
  for (int i = 0; i < n; i++)
    declare_local (g);
  if (gen_chance (g, 20))
    gen_with_label (g, main_statements);
  else
    main_statements (g);
  if (g->f->ret != TY_VOID)
    give_back (g);
}

static void
signature (struct gen *g, struct func *f)
{
  static const enum ty rets[] = { TY_VOID, TY_VOID, TY_VOID, TY_PI, TY_PI,
                                  TY_PN,   TY_NODE, TY_PV,   TY_INT };
  static const enum ty params[]
      = { TY_PI, TY_PI,  TY_PPI, TY_PPI, TY_PN, TY_PN,
          TY_PN, TY_PPN, TY_PB,  TY_PV,  TY_FN, TY_NODE };
  f->ret = rets[gen_roll (g, 9)];
  int inputs = (int)gen_roll (g, 3), n = 1 + (int)gen_roll (g, 3);
  if (gen_chance (g, 20)) /* fit for a callback */
    {
      f->ret = TY_VOID;
      inputs = 0;
      n = 0;
      f->params[f->nparams++] = var_new (g->p, VAR_PARAM, TY_PV, f);
    }
  for (int i = 0; i < inputs; i++)
    {
      struct var *v = var_new (g->p, VAR_PARAM, TY_INT, f);
      v->input = true;
      f->params[f->nparams++] = v;
    }
  for (int i = 0; i < n; i++)
    f->params[f->nparams++]
        = var_new (g->p, VAR_PARAM, params[gen_roll (g, 12)], f);
  struct var *last = f->params[f->nparams - 1];
  last->vararg
      = f->nparams > 1 && ty_is_pointer (last->ty) && gen_chance (g, 8);
}

static void
make_function (struct gen *g, bool helper)
{
  struct func *f = program_alloc (g->p, sizeof *f);
  f->id = g->p->nfuncs;
  g->p->funcs[g->p->nfuncs++] = f;
  __builtin_sprintf (f->name, "f%d_%d", f->id, g->p->index);
  f->is_static = gen_chance (g, 25);
  signature (g, f);
  g->f = f;
  g->nscope = 0;
  for (int i = 0; i < f->nparams; i++)
    g->scope[g->nscope++] = f->params[i];
  g->budget = helper ? 4 : 8 + (int)gen_roll (g, 12);
  g->depth = 0;
  gen_block (g, &f->body, helper ? helper_body : function_body);
}

/* ---- programs ------------------------------------------------------------ */

static void
make_globals (struct gen *g)
{
  static const enum ty t[]
      = { TY_PI,   TY_PI,  TY_PN,  TY_PPI,  TY_BOX, TY_PV,
          TY_NODE, TY_INT, TY_API, TY_LONG, TY_CB,  TY_PB };
  struct program *p = g->p;
  int n = 1 + (int)gen_roll (g, 3), inputs = (int)gen_roll (g, 3);
  p->globals[p->nglobals++] = var_new (p, VAR_GLOBAL, TY_NODE, NULL);
  for (int i = 0; i < n; i++)
    p->globals[p->nglobals++]
        = var_new (p, VAR_GLOBAL, t[gen_roll (g, 12)], NULL);
  for (int i = 0; i < inputs; i++)
    {
      struct var *v = var_new (p, VAR_GLOBAL, TY_INT, NULL);
      v->input = true;
      p->globals[p->nglobals++] = v;
    }
}

struct program *
generate (uint64_t seed, int index)
{
  static const int leaks[] = { 0, 3, 6, 12, 25 };
  struct program *p = program_new (seed, index);
  struct gen g = { .p = p, .random = seed * 0x9e3779b97f4a7c15u + 1 };
  gen_roll (&g, 2);
  g.leak = leaks[gen_roll (&g, 5)];
  make_globals (&g);
  int helpers = (int)gen_roll (&g, 3), larger = 1 + (int)gen_roll (&g, 2);
  for (int i = 0; i < helpers; i++)
    make_function (&g, true);
  gen_table (&g);
  for (int i = 0; i < larger; i++)
    make_function (&g, false);
  return p;
}
