/* SPDX-License-Identifier: GPL-3.0-or-later */
/* jit.c - a generated program through libgccjit; see jit.h.

   Everything is a long: a scalar is its value, an aggregate its address.  A
   function of the program becomes

       long f (long ret, const long *args)

   where RET is where an aggregate result goes.  Every access is a call of
   world.h, and every call's value is put into a variable of its own, so that
   the order is that of the tree.  An expression that is off is a zero.  */

#include "jit.h"

#include <libgccjit.h>
#include <stdio.h>
#include <stdlib.h>

struct jit
{
  gcc_jit_context *ctx;
  gcc_jit_result *result;
  gcc_jit_type *type_long, *type_void, *type_args;
  /* While a function is made.  */
  struct program *p;
  gcc_jit_function *fns[MAX_FUNCS];
  gcc_jit_function *fn;
  gcc_jit_block *block;         /* NULL after a jump */
  gcc_jit_lvalue *at[MAX_VARS]; /* the address of each local */
  struct func *func;
  int depth; /* blocks that are open */
  struct loop *loop;
};

struct loop
{
  gcc_jit_block *next, *end;
  int depth;
  struct loop *outer;
};

static gcc_jit_rvalue *value (struct jit *, const struct expr *);
static gcc_jit_rvalue *part (struct jit *, const struct expr *);
static gcc_jit_rvalue *address (struct jit *, const struct expr *);

/* ---- small pieces -------------------------------------------------------- */

static gcc_jit_rvalue *
constant (struct jit *j, long n)
{
  return gcc_jit_context_new_rvalue_from_long (j->ctx, j->type_long, n);
}

static gcc_jit_lvalue *
variable (struct jit *j)
{
  return gcc_jit_function_new_local (j->fn, NULL, j->type_long, "t");
}

static gcc_jit_rvalue *
keep (struct jit *j, gcc_jit_rvalue *v)
{
  gcc_jit_lvalue *t = variable (j);
  gcc_jit_block_add_assignment (j->block, NULL, t, v);
  return gcc_jit_lvalue_as_rvalue (t);
}

/* Call the C function AT with N longs.  */
static gcc_jit_rvalue *
call (struct jit *j, void (*at) (void), gcc_jit_type *type, int n,
      gcc_jit_rvalue **args)
{
  gcc_jit_type *params[4]
      = { j->type_long, j->type_long, j->type_long, j->type_long };
  gcc_jit_type *ptr = gcc_jit_context_new_function_ptr_type (j->ctx, NULL, type,
                                                             n, params, 0);
  gcc_jit_rvalue *fn = gcc_jit_context_new_rvalue_from_ptr (
      j->ctx, ptr, (void *)(uintptr_t)at);
  gcc_jit_rvalue *v
      = gcc_jit_context_new_call_through_ptr (j->ctx, NULL, fn, n, args);
  if (type == j->type_long)
    return keep (j, v);
  gcc_jit_block_add_eval (j->block, NULL, v);
  return NULL;
}

#define CALL(J, FN, ...)                                                       \
  call (J, (void (*) (void))FN, (J)->type_long,                                \
        sizeof (gcc_jit_rvalue *[]){ __VA_ARGS__ } / sizeof (void *),          \
        (gcc_jit_rvalue *[]){ __VA_ARGS__ })
#define DO(J, FN, ...)                                                         \
  call (J, (void (*) (void))FN, (J)->type_void,                                \
        sizeof (gcc_jit_rvalue *[]){ __VA_ARGS__ } / sizeof (void *),          \
        (gcc_jit_rvalue *[]){ __VA_ARGS__ })

static void
do_nothing_with (struct jit *j, void (*at) (void))
{
  call (j, at, j->type_void, 0, NULL);
}

static gcc_jit_rvalue *
add (struct jit *j, gcc_jit_rvalue *a, gcc_jit_rvalue *b)
{
  return keep (j, gcc_jit_context_new_binary_op (j->ctx, NULL,
                                                 GCC_JIT_BINARY_OP_PLUS,
                                                 j->type_long, a, b));
}

static gcc_jit_rvalue *
is_set (struct jit *j, gcc_jit_rvalue *v)
{
  return gcc_jit_context_new_comparison (j->ctx, NULL, GCC_JIT_COMPARISON_NE, v,
                                         constant (j, 0));
}

static gcc_jit_block *
new_block (struct jit *j)
{
  return gcc_jit_function_new_block (j->fn, NULL);
}

static void
go_to (struct jit *j, gcc_jit_block *to)
{
  if (j->block)
    gcc_jit_block_end_with_jump (j->block, NULL, to);
  j->block = NULL;
}

/* Branch on V; continue in YES.  */
static void
branch (struct jit *j, gcc_jit_rvalue *v, gcc_jit_block *yes, gcc_jit_block *no)
{
  gcc_jit_block_end_with_conditional (j->block, NULL, is_set (j, v), yes, no);
  j->block = yes;
}

/* ---- expressions --------------------------------------------------------- */

/* N in steps of a TO's size.  */
static gcc_jit_rvalue *
scaled (struct jit *j, gcc_jit_rvalue *n, enum ty to)
{
  if (to == TY_VOID)
    return n;
  return gcc_jit_context_new_binary_op (j->ctx, NULL, GCC_JIT_BINARY_OP_MULT,
                                        j->type_long, n,
                                        constant (j, types[to].size));
}

static gcc_jit_rvalue *
at_offset (struct jit *j, const struct expr *e)
{
  if (e->op == EX_FIELD)
    return add (j, address (j, e->a),
                constant (j, types[e->a->ty].fields[e->n].off));
  gcc_jit_rvalue *i = value (j, e->b);
  gcc_jit_rvalue *bytes = scaled (j, i, e->ty);
  return add (j, address (j, e->a), bytes);
}

/* The address of the object E.  */
static gcc_jit_rvalue *
address (struct jit *j, const struct expr *e)
{
  switch (e->op)
    {
    case EX_VAR:
      return e->var->kind == VAR_GLOBAL
                 ? constant (j, world_global (e->var))
                 : gcc_jit_lvalue_as_rvalue (j->at[e->var->id]);
    case EX_DEREF:
      return CALL (j, ora_at, value (j, e->a), constant (j, types[e->ty].size));
    case EX_FIELD:
    case EX_INDEX:
      return at_offset (j, e);
    default:
      return value (j, e); /* an aggregate's value is its address */
    }
}

/* The arguments of E in an array of their own; its address as a long.  */
static gcc_jit_rvalue *
arguments (struct jit *j, const struct expr *e)
{
  gcc_jit_rvalue *v[MAX_ARGS];
  for (int i = 0; i < e->nargs; i++)
    {
      v[i] = part (j, e->args[i]);
      if (ty_is_pointer (e->args[i]->ty))
        v[i] = CALL (j, ora_pass, v[i]);
    }
  gcc_jit_type *array
      = gcc_jit_context_new_array_type (j->ctx, NULL, j->type_long, MAX_ARGS);
  gcc_jit_lvalue *a = gcc_jit_function_new_local (j->fn, NULL, array, "args");
  for (int i = 0; i < e->nargs; i++)
    gcc_jit_block_add_assignment (
        j->block, NULL,
        gcc_jit_context_new_array_access (
            j->ctx, NULL, gcc_jit_lvalue_as_rvalue (a), constant (j, i)),
        v[i]);
  return gcc_jit_lvalue_get_address (
      gcc_jit_context_new_array_access (
          j->ctx, NULL, gcc_jit_lvalue_as_rvalue (a), constant (j, 0)),
      NULL);
}

static const char *
symbol (const struct func *f, char *buf, size_t size)
{
  snprintf (buf, size, "j%s", f->name);
  return buf;
}

static gcc_jit_rvalue *
call_function (struct jit *j, const struct expr *e)
{
  gcc_jit_rvalue *args = arguments (j, e);
  gcc_jit_rvalue *ret = ty_is_aggregate (e->fn->ret)
                            ? CALL (j, ora_temp, constant (j, e->fn->ret))
                            : constant (j, 0);
  gcc_jit_rvalue *v[2] = { ret, args };
  return keep (
      j, gcc_jit_context_new_call (j->ctx, NULL, j->fns[e->fn->id], 2, v));
}

static gcc_jit_rvalue *
select_value (struct jit *j, const struct expr *a, const struct expr *b,
              const struct expr *c)
{
  gcc_jit_lvalue *t = variable (j);
  gcc_jit_block *yes = new_block (j), *no = new_block (j), *end = new_block (j);
  branch (j, value (j, a), yes, no);
  gcc_jit_rvalue *v = b ? part (j, b) : constant (j, 1);
  gcc_jit_block_add_assignment (j->block, NULL, t, v);
  go_to (j, end);
  j->block = no;
  v = c ? part (j, c) : constant (j, 0);
  gcc_jit_block_add_assignment (j->block, NULL, t, v);
  go_to (j, end);
  j->block = end;
  return gcc_jit_lvalue_as_rvalue (t);
}

static gcc_jit_rvalue *
compare (struct jit *j, gcc_jit_rvalue *a, gcc_jit_rvalue *b)
{
  gcc_jit_rvalue *c = gcc_jit_context_new_comparison (
      j->ctx, NULL, GCC_JIT_COMPARISON_EQ, a, b);
  return keep (j, gcc_jit_context_new_cast (j->ctx, NULL, c, j->type_long));
}

static gcc_jit_rvalue *
load (struct jit *j, const struct expr *e)
{
  gcc_jit_rvalue *at = address (j, e);
  if (ty_is_aggregate (e->ty))
    return at;
  return CALL (j, ora_read, at, constant (j, types[e->ty].size));
}

static gcc_jit_rvalue *
value (struct jit *j, const struct expr *e)
{
  gcc_jit_rvalue *a;
  switch (e->op)
    {
    case EX_INT:
      return constant (j, e->n);
    case EX_NULL:
      return constant (j, 0);
    case EX_ADDR: /* &*p follows nothing */
      return e->a->op == EX_DEREF ? value (j, e->a->a) : address (j, e->a);
    case EX_CAST:
      return value (j, e->a);
    case EX_CALL:
      return call_function (j, e);
    case EX_ICALL:
      a = value (j, e->a);
      return CALL (j, ora_icall, a, CALL (j, ora_pass, part (j, e->args[0])));
    case EX_MALLOC:
      return CALL (j, ora_malloc, constant (j, e->n), constant (j, e->site));
    case EX_SELECT:
      return select_value (j, e->a, e->b, e->c);
    case EX_AND:
      return select_value (j, e->a, e->b, NULL);
    case EX_EQ:
      a = value (j, e->a);
      return compare (j, a, value (j, e->b));
    case EX_NOT:
      return compare (j, value (j, e->a), constant (j, 0));
    case EX_ADD:
      a = value (j, e->a);
      return add (j, a, scaled (j, value (j, e->b), types[e->ty].to));
    case EX_FUN:
      return CALL (j, ora_fun, constant (j, e->fn->id));
    default:
      return load (j, e);
    }
}

/* The value of E, which may be switched off at run time: then zero.  */
static gcc_jit_rvalue *
part (struct jit *j, const struct expr *e)
{
  if (e->op == EX_INT || e->op == EX_NULL || ty_is_aggregate (e->ty))
    return value (j, e);
  gcc_jit_lvalue *t = variable (j);
  gcc_jit_block *yes = new_block (j), *end = new_block (j);
  gcc_jit_block_add_assignment (j->block, NULL, t, constant (j, 0));
  branch (j, CALL (j, ora_on, constant (j, (long)(intptr_t)e)), yes, end);
  gcc_jit_rvalue *v = value (j, e);
  gcc_jit_block_add_assignment (j->block, NULL, t, v);
  go_to (j, end);
  j->block = end;
  return gcc_jit_lvalue_as_rvalue (t);
}

/* ---- statements ---------------------------------------------------------- */

static void stmts (struct jit *, const struct stmt *);

static void
store (struct jit *j, gcc_jit_rvalue *at, enum ty ty, gcc_jit_rvalue *v)
{
  if (ty_is_aggregate (ty))
    DO (j, ora_copy, at, v, constant (j, types[ty].size));
  else
    DO (j, ora_write, at, v, constant (j, ty));
}

static void
scope (struct jit *j, const struct stmt *body)
{
  do_nothing_with (j, ora_push);
  j->depth++;
  stmts (j, body);
  j->depth--;
  if (j->block)
    DO (j, ora_pop, constant (j, 1));
}

static void
declare (struct jit *j, const struct stmt *s)
{
  struct var *v = s->var;
  gcc_jit_rvalue *n = v->vla ? value (j, s->rhs) : constant (j, 1);
  gcc_jit_rvalue *init = NULL;
  if (s->rhs && !v->vla && s->rhs->op != EX_NULL)
    init = part (j, s->rhs);
  gcc_jit_rvalue *at = CALL (j, ora_local, constant (j, v->id), n);
  gcc_jit_block_add_assignment (j->block, NULL, j->at[v->id], at);
  if (init)
    store (j, at, v->ty, init);
  else if (s->rhs && !v->vla)
    DO (j, ora_zero, at, constant (j, types[v->ty].size));
}

static void
loop (struct jit *j, const struct stmt *s)
{
  gcc_jit_block *test = new_block (j), *body = new_block (j);
  struct loop l = { new_block (j), new_block (j), j->depth + 1, j->loop };
  gcc_jit_rvalue *four = constant (j, 4);
  do_nothing_with (j, ora_push);
  j->depth++;
  gcc_jit_rvalue *i
      = CALL (j, ora_local, constant (j, s->var->id), constant (j, 1));
  gcc_jit_block_add_assignment (j->block, NULL, j->at[s->var->id], i);
  DO (j, ora_write, i, constant (j, 0), constant (j, TY_INT));
  go_to (j, test);
  j->block = test;
  gcc_jit_rvalue *n = CALL (j, ora_read, i, four);
  gcc_jit_rvalue *limit = part (j, s->cond);
  gcc_jit_block_end_with_conditional (
      j->block, NULL,
      gcc_jit_context_new_comparison (j->ctx, NULL, GCC_JIT_COMPARISON_LT, n,
                                      limit),
      body, l.end);
  j->block = body;
  j->loop = &l;
  scope (j, s->body);
  j->loop = l.outer;
  go_to (j, l.next);
  j->block = l.next;
  DO (j, ora_write, i, add (j, CALL (j, ora_read, i, four), constant (j, 1)),
      constant (j, TY_INT));
  go_to (j, test);
  j->block = l.end;
  j->depth--;
  DO (j, ora_pop, constant (j, 1));
}

static void
choose (struct jit *j, const struct stmt *s)
{
  gcc_jit_block *yes = new_block (j), *no = new_block (j), *end = new_block (j);
  branch (j, part (j, s->cond), yes, no);
  scope (j, s->body);
  go_to (j, end);
  j->block = no;
  if (s->alt)
    scope (j, s->alt);
  go_to (j, end);
  j->block = end;
}

static void
leave_loop (struct jit *j, bool over)
{
  DO (j, ora_pop, constant (j, j->depth - j->loop->depth));
  go_to (j, over ? j->loop->end : j->loop->next);
}

static void
give_back (struct jit *j, const struct expr *e)
{
  gcc_jit_rvalue *v = e ? part (j, e) : constant (j, 0);
  if (e && ty_is_aggregate (j->func->ret))
    {
      gcc_jit_rvalue *ret
          = gcc_jit_param_as_rvalue (gcc_jit_function_get_param (j->fn, 0));
      store (j, ret, j->func->ret, v);
      v = ret;
    }
  if (e)
    DO (j, ora_result, v, constant (j, j->func->ret));
  do_nothing_with (j, ora_leave);
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
      v = part (j, s->rhs);
      store (j, address (j, s->lhs), s->lhs->ty, v);
      break;
    case ST_EXPR:
      value (j, s->rhs);
      break;
    case ST_FREE:
      DO (j, ora_free, part (j, s->rhs));
      break;
    case ST_COPY:
      v = address (j, s->rhs);
      at = address (j, s->lhs);
      DO (j, ora_copy, at, v, constant (j, types[s->lhs->ty].size));
      break;
    case ST_ZERO:
      DO (j, ora_zero, address (j, s->lhs),
          constant (j, types[s->lhs->ty].size));
      break;
    case ST_RET:
      give_back (j, s->rhs);
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
      gcc_jit_block *yes = new_block (j), *after = new_block (j);
      branch (j, CALL (j, ora_stmt, constant (j, s->id)), yes, after);
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
          scope (j, s->body);
          break;
        default:
          simple (j, s);
          break;
        }
      go_to (j, after);
      j->block = after;
    }
}

/* ---- functions ----------------------------------------------------------- */

static void
parameters (struct jit *j)
{
  gcc_jit_rvalue *args
      = gcc_jit_param_as_rvalue (gcc_jit_function_get_param (j->fn, 1));
  for (int i = 0; i < j->func->nparams; i++)
    {
      struct var *v = j->func->params[i];
      gcc_jit_rvalue *arg = keep (
          j, gcc_jit_lvalue_as_rvalue (gcc_jit_context_new_array_access (
                 j->ctx, NULL, args, constant (j, i))));
      gcc_jit_rvalue *at
          = CALL (j, ora_local, constant (j, v->id), constant (j, 1));
      gcc_jit_block_add_assignment (j->block, NULL, j->at[v->id], at);
      store (j, at, v->ty, arg);
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

static void
add_function (struct jit *j, struct func *f)
{
  j->func = f;
  j->fn = j->fns[f->id];
  j->block = new_block (j);
  j->depth = 0;
  j->loop = NULL;
  for (int i = 1; i < j->p->nvars; i++)
    if (j->p->vars[i]->fn == f)
      j->at[i] = variable (j);
  DO (j, ora_enter, constant (j, f->id));
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
