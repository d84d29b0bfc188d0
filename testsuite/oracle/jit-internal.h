/* SPDX-License-Identifier: GPL-3.0-or-later */
/* jit-internal.h - a program on its way through libgccjit: what jit.c
   (statements, functions) and jit-value.c (places and values) share.  */

#ifndef ORACLE_JIT_INTERNAL_H
#define ORACLE_JIT_INTERNAL_H

#include "jit.h"

#include <libgccjit.h>

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
  gcc_jit_block *label; /* of ST_LABEL */
};

struct loop
{
  gcc_jit_block *next, *end;
  int depth;
  struct loop *outer;
};

/* ---- jit-value.c: small pieces, values, places ---------------------------- */

gcc_jit_rvalue *jit_constant (struct jit *j, long n);
gcc_jit_lvalue *jit_variable (struct jit *j);
/* V in a variable of its own: evaluated here.  */
gcc_jit_rvalue *jit_keep (struct jit *j, gcc_jit_rvalue *v);
/* Call the C function AT with N longs; see the macros.  */
gcc_jit_rvalue *jit_call (struct jit *j, void (*at) (void), gcc_jit_type *type,
                          int n, gcc_jit_rvalue **args);
/* Call AT without arguments.  */
void jit_just (struct jit *j, void (*at) (void));
gcc_jit_rvalue *jit_sum (struct jit *j, gcc_jit_rvalue *a, gcc_jit_rvalue *b);
gcc_jit_block *jit_block (struct jit *j);
void jit_go_to (struct jit *j, gcc_jit_block *to);
/* Branch on V; go on in YES.  */
void jit_branch (struct jit *j, gcc_jit_rvalue *v, gcc_jit_block *yes,
                 gcc_jit_block *no);
/* Make the object V; its address.  */
gcc_jit_rvalue *jit_make (struct jit *j, const struct var *v,
                          gcc_jit_rvalue *elements);
gcc_jit_rvalue *jit_value (struct jit *j, const struct expr *e);
/* The value of E, which may be switched off at run time: then zero.  */
gcc_jit_rvalue *jit_part (struct jit *j, const struct expr *e);
/* The address of the object E.  */
gcc_jit_rvalue *jit_address (struct jit *j, const struct expr *e);
void jit_store (struct jit *j, gcc_jit_rvalue *at, enum ty ty,
                gcc_jit_rvalue *v);

#define CALL(J, FN, ...)                                                       \
  jit_call (J, (void (*) (void))FN, (J)->type_long,                            \
            sizeof (gcc_jit_rvalue *[]){ __VA_ARGS__ } / sizeof (void *),      \
            (gcc_jit_rvalue *[]){ __VA_ARGS__ })
#define DO(J, FN, ...)                                                         \
  jit_call (J, (void (*) (void))FN, (J)->type_void,                            \
            sizeof (gcc_jit_rvalue *[]){ __VA_ARGS__ } / sizeof (void *),      \
            (gcc_jit_rvalue *[]){ __VA_ARGS__ })

/* ---- jit.c: statements ---------------------------------------------------- */

/* BODY in a block of its own, at whose end E (if any) goes to TO.  */
void jit_scope (struct jit *, const struct stmt *body, const struct expr *e,
                gcc_jit_lvalue *to);

#endif
