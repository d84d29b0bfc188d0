/* SPDX-License-Identifier: GPL-3.0-or-later */
/* jit-value.c - places and values through libgccjit.

   Everything is a long: a scalar is its value, an aggregate its address.  Every
   access is a call of world.h, and every call's value is put into a variable
   of its own, so that the order is that of the tree.  An expression that is
   off is a zero.  */

#include "jit-internal.h"

/* ---- small pieces -------------------------------------------------------- */

gcc_jit_rvalue *
jit_constant (struct jit *j, long n)
{
  return gcc_jit_context_new_rvalue_from_long (j->ctx, j->type_long, n);
}

gcc_jit_lvalue *
jit_variable (struct jit *j)
{
  return gcc_jit_function_new_local (j->fn, NULL, j->type_long, "t");
}

gcc_jit_rvalue *
jit_keep (struct jit *j, gcc_jit_rvalue *v)
{
  gcc_jit_lvalue *t = jit_variable (j);
  gcc_jit_block_add_assignment (j->block, NULL, t, v);
  return gcc_jit_lvalue_as_rvalue (t);
}

/* Call the C function AT with N longs.  */
gcc_jit_rvalue *
jit_call (struct jit *j, void (*at) (void), gcc_jit_type *type, int n,
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
    return jit_keep (j, v);
  gcc_jit_block_add_eval (j->block, NULL, v);
  return NULL;
}

void
jit_just (struct jit *j, void (*at) (void))
{
  jit_call (j, at, j->type_void, 0, NULL);
}

gcc_jit_rvalue *
jit_sum (struct jit *j, gcc_jit_rvalue *a, gcc_jit_rvalue *b)
{
  return jit_keep (j, gcc_jit_context_new_binary_op (j->ctx, NULL,
                                                     GCC_JIT_BINARY_OP_PLUS,
                                                     j->type_long, a, b));
}

static gcc_jit_rvalue *
is_set (struct jit *j, gcc_jit_rvalue *v)
{
  return gcc_jit_context_new_comparison (j->ctx, NULL, GCC_JIT_COMPARISON_NE, v,
                                         jit_constant (j, 0));
}

gcc_jit_block *
jit_block (struct jit *j)
{
  return gcc_jit_function_new_block (j->fn, NULL);
}

void
jit_go_to (struct jit *j, gcc_jit_block *to)
{
  if (j->block)
    gcc_jit_block_end_with_jump (j->block, NULL, to);
  j->block = NULL;
}

/* Branch on V; continue in YES.  */
void
jit_branch (struct jit *j, gcc_jit_rvalue *v, gcc_jit_block *yes,
            gcc_jit_block *no)
{
  gcc_jit_block_end_with_conditional (j->block, NULL, is_set (j, v), yes, no);
  j->block = yes;
}

void
jit_store (struct jit *j, gcc_jit_rvalue *at, enum ty ty, gcc_jit_rvalue *v)
{
  if (ty_is_aggregate (ty))
    DO (j, ora_copy, at, v, jit_constant (j, types[ty].size));
  else
    DO (j, ora_write, at, v, jit_constant (j, ty));
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
                                        jit_constant (j, types[to].size));
}

static gcc_jit_rvalue *
at_offset (struct jit *j, const struct expr *e)
{
  if (e->op == EX_FIELD)
    return jit_sum (j, jit_address (j, e->a),
                    jit_constant (j, types[e->a->ty].fields[e->n].off));
  gcc_jit_rvalue *i = jit_value (j, e->b);
  gcc_jit_rvalue *bytes = scaled (j, i, e->ty);
  return jit_sum (j, jit_address (j, e->a), bytes);
}

/* Make the object V; its address.  */
gcc_jit_rvalue *
jit_make (struct jit *j, const struct var *v, gcc_jit_rvalue *elements)
{
  gcc_jit_rvalue *at = CALL (j, ora_local, jit_constant (j, v->id), elements);
  gcc_jit_block_add_assignment (j->block, NULL, j->at[v->id], at);
  return at;
}

static gcc_jit_rvalue *
literal (struct jit *j, const struct expr *e)
{
  gcc_jit_rvalue *v = ty_is_aggregate (e->ty) ? NULL : jit_part (j, e->a);
  gcc_jit_rvalue *at = jit_make (j, e->var, jit_constant (j, 1));
  if (v)
    jit_store (j, at, e->ty, v);
  else
    DO (j, ora_zero, at, jit_constant (j, types[e->ty].size));
  return at;
}

/* The address of the object E.  */
gcc_jit_rvalue *
jit_address (struct jit *j, const struct expr *e)
{
  switch (e->op)
    {
    case EX_VAR:
      return e->var->kind == VAR_GLOBAL
                 ? jit_constant (j, world_global (e->var))
                 : gcc_jit_lvalue_as_rvalue (j->at[e->var->id]);
    case EX_DEREF:
      return CALL (j, ora_at, jit_value (j, e->a),
                   jit_constant (j, types[e->ty].size));
    case EX_FIELD:
    case EX_INDEX:
      return at_offset (j, e);
    case EX_LITERAL:
      return literal (j, e);
    default:
      return jit_value (j, e); /* an aggregate's value is its address */
    }
}

/* The arguments of E in an array of their own; its address as a long.  */
static gcc_jit_rvalue *
arguments (struct jit *j, const struct expr *e)
{
  gcc_jit_rvalue *v[MAX_ARGS];
  for (int i = 0; i < e->nargs; i++)
    {
      v[i] = jit_part (j, e->args[i]);
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
            j->ctx, NULL, gcc_jit_lvalue_as_rvalue (a), jit_constant (j, i)),
        v[i]);
  return gcc_jit_lvalue_get_address (
      gcc_jit_context_new_array_access (
          j->ctx, NULL, gcc_jit_lvalue_as_rvalue (a), jit_constant (j, 0)),
      NULL);
}

static gcc_jit_rvalue *
call_function (struct jit *j, const struct expr *e)
{
  gcc_jit_rvalue *args = arguments (j, e);
  gcc_jit_rvalue *ret = ty_is_aggregate (e->fn->ret)
                            ? CALL (j, ora_temp, jit_constant (j, e->fn->ret))
                            : jit_constant (j, 0);
  gcc_jit_rvalue *v[2] = { ret, args };
  return jit_keep (
      j, gcc_jit_context_new_call (j->ctx, NULL, j->fns[e->fn->id], 2, v));
}

static gcc_jit_rvalue *
select_value (struct jit *j, const struct expr *a, const struct expr *b,
              const struct expr *c)
{
  gcc_jit_lvalue *t = jit_variable (j);
  gcc_jit_block *yes = jit_block (j), *no = jit_block (j), *end = jit_block (j);
  jit_branch (j, CALL (j, ora_branch, jit_value (j, a)), yes, no);
  gcc_jit_rvalue *v = b ? jit_part (j, b) : jit_constant (j, 1);
  gcc_jit_block_add_assignment (j->block, NULL, t, v);
  jit_go_to (j, end);
  j->block = no;
  v = c ? jit_part (j, c) : jit_constant (j, 0);
  gcc_jit_block_add_assignment (j->block, NULL, t, v);
  jit_go_to (j, end);
  j->block = end;
  return gcc_jit_lvalue_as_rvalue (t);
}

static gcc_jit_rvalue *
compare (struct jit *j, gcc_jit_rvalue *a, gcc_jit_rvalue *b)
{
  gcc_jit_rvalue *c = gcc_jit_context_new_comparison (
      j->ctx, NULL, GCC_JIT_COMPARISON_EQ, a, b);
  return jit_keep (j, gcc_jit_context_new_cast (j->ctx, NULL, c, j->type_long));
}

static gcc_jit_rvalue *
load (struct jit *j, const struct expr *e)
{
  gcc_jit_rvalue *at = jit_address (j, e);
  if (ty_is_aggregate (e->ty))
    return at;
  return CALL (j, ora_read, at, jit_constant (j, types[e->ty].size));
}

static gcc_jit_rvalue *
block_value (struct jit *j, const struct expr *e)
{
  gcc_jit_lvalue *t = jit_variable (j);
  jit_scope (j, e->body, e->a, t);
  return gcc_jit_lvalue_as_rvalue (t);
}

gcc_jit_rvalue *
jit_value (struct jit *j, const struct expr *e)
{
  gcc_jit_rvalue *a;
  switch (e->op)
    {
    case EX_INT:
      return jit_constant (j, e->n);
    case EX_NULL:
      return jit_constant (j, 0);
    case EX_ADDR: /* &*p follows nothing */
      return e->a->op == EX_DEREF ? jit_value (j, e->a->a)
                                  : jit_address (j, e->a);
    case EX_CAST:
      return jit_value (j, e->a);
    case EX_CALL:
      return call_function (j, e);
    case EX_ICALL:
      a = jit_value (j, e->a);
      return CALL (j, ora_icall, a,
                   CALL (j, ora_pass, jit_part (j, e->args[0])));
    case EX_MALLOC:
      return CALL (j, ora_malloc, jit_constant (j, e->n),
                   jit_constant (j, e->site));
    case EX_SELECT:
      return select_value (j, e->a, e->b, e->c);
    case EX_AND:
      return select_value (j, e->a, e->b, NULL);
    case EX_EQ:
      a = jit_value (j, e->a);
      return compare (j, a, jit_value (j, e->b));
    case EX_NOT:
      return compare (j, jit_value (j, e->a), jit_constant (j, 0));
    case EX_ADD:
      a = jit_value (j, e->a);
      return jit_sum (j, a, scaled (j, jit_value (j, e->b), types[e->ty].to));
    case EX_FUN:
      return CALL (j, ora_fun, jit_constant (j, e->fn->id));
    case EX_STMT:
      return block_value (j, e);
    default:
      return load (j, e);
    }
}

/* The value of E, which may be switched off at run time: then zero.  */
gcc_jit_rvalue *
jit_part (struct jit *j, const struct expr *e)
{
  if (e->op == EX_INT || e->op == EX_NULL || ty_is_aggregate (e->ty))
    return jit_value (j, e);
  gcc_jit_lvalue *t = jit_variable (j);
  gcc_jit_block *yes = jit_block (j), *end = jit_block (j);
  gcc_jit_block_add_assignment (j->block, NULL, t, jit_constant (j, 0));
  jit_branch (j, CALL (j, ora_on, jit_constant (j, (long)(intptr_t)e)), yes,
              end);
  gcc_jit_rvalue *v = jit_value (j, e);
  gcc_jit_block_add_assignment (j->block, NULL, t, v);
  jit_go_to (j, end);
  j->block = end;
  return gcc_jit_lvalue_as_rvalue (t);
}
