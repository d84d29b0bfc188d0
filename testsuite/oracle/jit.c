/* SPDX-License-Identifier: GPL-3.0-or-later */
/* jit.c - a generated program through libgccjit; see jit.h.

   A function of the program becomes

       long f (long ret, const long *args)

   where RET is where an aggregate result goes; a scalar is its value, an
   aggregate its address.  Every statement asks first whether it is on.  */

#include "jit-internal.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- statements ---------------------------------------------------------- */

static void stmts (struct jit *, const struct stmt *);

/* BODY in a block of its own, at whose end E (if any) goes to TO.  */
void
jit_scope (struct jit *j, const struct stmt *body, const struct expr *e,
           gcc_jit_lvalue *to)
{
  jit_just (j, ora_push);
  j->depth++;
  stmts (j, body);
  if (e)
    gcc_jit_block_add_assignment (j->block, NULL, to, jit_value (j, e));
  j->depth--;
  if (j->block)
    DO (j, ora_pop, jit_constant (j, 1));
}

static void
declare (struct jit *j, const struct stmt *s)
{
  struct var *v = s->var;
  gcc_jit_rvalue *n = v->vla ? jit_value (j, s->rhs) : jit_constant (j, 1);
  gcc_jit_rvalue *init = NULL;
  if (s->rhs && !v->vla && s->rhs->op != EX_NULL)
    init = jit_part (j, s->rhs);
  gcc_jit_rvalue *at = jit_make (j, v, n);
  if (init)
    jit_store (j, at, v->ty, init);
  else if (s->rhs && !v->vla)
    DO (j, ora_zero, at, jit_constant (j, types[v->ty].size));
}

/* The counter at I becomes N + 1.  */
static void
count_up (struct jit *j, gcc_jit_rvalue *i, gcc_jit_rvalue *n)
{
  DO (j, ora_write, i, jit_sum (j, n, jit_constant (j, 1)),
      jit_constant (j, TY_INT));
}

static void
test_loop (struct jit *j, const struct stmt *s, gcc_jit_rvalue *n,
           gcc_jit_block *body, gcc_jit_block *end)
{
  gcc_jit_rvalue *limit = jit_part (j, s->cond);
  gcc_jit_block_end_with_conditional (
      j->block, NULL,
      gcc_jit_context_new_comparison (j->ctx, NULL, GCC_JIT_COMPARISON_LT, n,
                                      limit),
      body, end);
}

/* Where a round of loop S ends: count, and in a do loop test.  */
static void
end_round (struct jit *j, const struct stmt *s, gcc_jit_rvalue *i,
           gcc_jit_block *test, const struct loop *l, gcc_jit_block *body)
{
  jit_go_to (j, l->next);
  j->block = l->next;
  gcc_jit_rvalue *n = CALL (j, ora_read, i, jit_constant (j, 4));
  if (s->form != LOOP_WHILE)
    count_up (j, i, n);
  if (s->form == LOOP_DO)
    test_loop (j, s, jit_sum (j, n, jit_constant (j, 1)), body, l->end);
  else
    jit_go_to (j, test);
}

static void
loop (struct jit *j, const struct stmt *s)
{
  gcc_jit_block *body = jit_block (j);
  gcc_jit_block *test = s->form == LOOP_DO ? body : jit_block (j);
  struct loop l = { jit_block (j), jit_block (j), j->depth + 1, j->loop };
  jit_just (j, ora_push);
  j->depth++;
  gcc_jit_rvalue *i = jit_make (j, s->var, jit_constant (j, 1));
  DO (j, ora_write, i, jit_constant (j, 0), jit_constant (j, TY_INT));
  jit_go_to (j, test);
  if (s->form != LOOP_DO)
    {
      j->block = test;
      gcc_jit_rvalue *n = CALL (j, ora_read, i, jit_constant (j, 4));
      if (s->form == LOOP_WHILE)
        count_up (j, i, n);
      test_loop (j, s, n, body, l.end);
    }
  j->block = body;
  j->loop = &l;
  jit_scope (j, s->body, NULL, NULL);
  j->loop = l.outer;
  end_round (j, s, i, test, &l, body);
  j->block = l.end;
  j->depth--;
  DO (j, ora_pop, jit_constant (j, 1));
}

static void
choose (struct jit *j, const struct stmt *s)
{
  gcc_jit_block *yes = jit_block (j), *no = jit_block (j), *end = jit_block (j);
  jit_branch (j, jit_part (j, s->cond), yes, no);
  jit_scope (j, s->body, NULL, NULL);
  jit_go_to (j, end);
  j->block = no;
  if (s->alt)
    jit_scope (j, s->alt, NULL, NULL);
  jit_go_to (j, end);
  j->block = end;
}

static void
leave_loop (struct jit *j, bool over)
{
  DO (j, ora_pop, jit_constant (j, j->depth - j->loop->depth));
  jit_go_to (j, over ? j->loop->end : j->loop->next);
}

static void
go_out (struct jit *j)
{
  if (j->depth)
    DO (j, ora_pop, jit_constant (j, j->depth));
  jit_go_to (j, j->label);
}

static void
give_back (struct jit *j, const struct expr *e)
{
  gcc_jit_rvalue *v = e ? jit_part (j, e) : jit_constant (j, 0);
  if (e && ty_is_aggregate (j->func->ret))
    {
      gcc_jit_rvalue *ret
          = gcc_jit_param_as_rvalue (gcc_jit_function_get_param (j->fn, 0));
      jit_store (j, ret, j->func->ret, v);
      v = ret;
    }
  if (e)
    DO (j, ora_result, v, jit_constant (j, j->func->ret));
  jit_just (j, ora_leave);
  gcc_jit_block_end_with_return (j->block, NULL, v);
  j->block = NULL;
}

static void
simple (struct jit *j, const struct stmt *s)
{
  gcc_jit_rvalue *v, *at;
  switch (s->op)
    {
    case ST_SET:
      v = jit_part (j, s->rhs);
      jit_store (j, jit_address (j, s->lhs), s->lhs->ty, v);
      break;
    case ST_EXPR:
      jit_value (j, s->rhs);
      break;
    case ST_FREE:
      DO (j, ora_free, jit_part (j, s->rhs));
      break;
    case ST_COPY:
      v = jit_address (j, s->rhs);
      at = jit_address (j, s->lhs);
      DO (j, ora_copy, at, v, jit_constant (j, types[s->lhs->ty].size));
      break;
    case ST_ZERO:
      DO (j, ora_zero, jit_address (j, s->lhs),
          jit_constant (j, types[s->lhs->ty].size));
      break;
    case ST_RET:
      give_back (j, s->rhs);
      break;
    case ST_GOTO:
      go_out (j);
      break;
    default:
      leave_loop (j, s->op == ST_BREAK);
      break;
    }
}

static void
stmts (struct jit *j, const struct stmt *s)
{
  for (; s && j->block; s = s->next)
    {
      if (s->op == ST_LABEL)
        {
          jit_go_to (j, j->label);
          j->block = j->label;
          continue;
        }
      gcc_jit_block *yes = jit_block (j), *after = jit_block (j);
      jit_branch (j, CALL (j, ora_stmt, jit_constant (j, s->id)), yes, after);
      switch (s->op)
        {
        case ST_DECL:
          declare (j, s);
          break;
        case ST_IF:
        case ST_SWITCH:
          choose (j, s);
          break;
        case ST_LOOP:
          loop (j, s);
          break;
        case ST_BLOCK:
          jit_scope (j, s->body, NULL, NULL);
          break;
        default:
          simple (j, s);
          break;
        }
      jit_go_to (j, after);
      j->block = after;
    }
}

/* ---- functions ----------------------------------------------------------- */

static const char *
symbol (const struct func *f, char *buf, size_t size)
{
  snprintf (buf, size, "j%s", f->name);
  return buf;
}

static void
parameters (struct jit *j)
{
  gcc_jit_rvalue *args
      = gcc_jit_param_as_rvalue (gcc_jit_function_get_param (j->fn, 1));
  for (int i = 0; i < j->func->nparams; i++)
    {
      struct var *v = j->func->params[i];
      gcc_jit_rvalue *arg = jit_keep (
          j, gcc_jit_lvalue_as_rvalue (gcc_jit_context_new_array_access (
                 j->ctx, NULL, args, jit_constant (j, i))));
      jit_store (j, jit_make (j, v, jit_constant (j, 1)), v->ty, arg);
    }
}

static gcc_jit_function *
new_function (struct jit *j, const struct func *f)
{
  char name[40];
  gcc_jit_param *params[2]
      = { gcc_jit_context_new_param (j->ctx, NULL, j->type_long, "ret"),
          gcc_jit_context_new_param (j->ctx, NULL, j->type_args, "args") };
  return gcc_jit_context_new_function (
      j->ctx, NULL, GCC_JIT_FUNCTION_EXPORTED, j->type_long,
      symbol (f, name, sizeof name), 2, params, 0);
}

static bool
has_label (const struct func *f)
{
  const struct stmt *s = f->body;
  while (s && s->op != ST_LABEL)
    s = s->next;
  return s != NULL;
}

static void
add_function (struct jit *j, struct func *f)
{
  j->func = f;
  j->fn = j->fns[f->id];
  j->block = jit_block (j);
  j->depth = 0;
  j->loop = NULL;
  j->label = has_label (f) ? jit_block (j) : NULL;
  for (int i = 1; i < j->p->nvars; i++)
    if (j->p->vars[i]->fn == f)
      j->at[i] = jit_variable (j);
  DO (j, ora_enter, jit_constant (j, f->id));
  parameters (j);
  stmts (j, f->body);
  if (j->block)
    give_back (j, NULL);
}

void
jit_add (struct jit *j, struct program *p)
{
  j->p = p;
  world_program (p);
  for (int i = 0; i < p->nfuncs; i++)
    j->fns[i] = new_function (j, p->funcs[i]);
  for (int i = 0; i < p->nfuncs; i++)
    add_function (j, p->funcs[i]);
}

struct jit *
jit_new (void)
{
  struct jit *j = calloc (1, sizeof *j);
  if (!j)
    abort ();
  j->ctx = gcc_jit_context_acquire ();
  j->type_long = gcc_jit_context_get_type (j->ctx, GCC_JIT_TYPE_LONG);
  j->type_void = gcc_jit_context_get_type (j->ctx, GCC_JIT_TYPE_VOID);
  j->type_args = gcc_jit_type_get_pointer (j->type_long);
  gcc_jit_context_set_int_option (j->ctx, GCC_JIT_INT_OPTION_OPTIMIZATION_LEVEL,
                                  0);
  return j;
}

void
jit_compile (struct jit *j)
{
  j->result = gcc_jit_context_compile (j->ctx);
  if (!j->result)
    {
      fprintf (stderr, "oracle: libgccjit: %s\n",
               gcc_jit_context_get_first_error (j->ctx));
      exit (2);
    }
}

void
jit_code (struct jit *j, struct program *p, struct code *code)
{
  char name[40];
  for (int i = 0; i < p->nfuncs; i++)
    code->call[i]
        = (long (*) (long, const long *)) (uintptr_t)gcc_jit_result_get_code (
            j->result, symbol (p->funcs[i], name, sizeof name));
}

void
jit_free (struct jit *j)
{
  if (j->result)
    gcc_jit_result_release (j->result);
  gcc_jit_context_release (j->ctx);
  free (j);
}
