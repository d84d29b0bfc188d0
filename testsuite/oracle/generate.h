/* SPDX-License-Identifier: GPL-3.0-or-later */
/* generate.h - the pieces of the generator: values (generate-value.c),
   idioms (generate-idiom.c), the less common forms (generate-form.c),
   functions and programs (generate.c).

   All choices come from the program's seed.  The generator does not know what
   escapes: it draws statements over what is in scope, with weights under which
   a good share of programs lets nothing escape and few let much.  Whether a
   statement is defined is found out by the run, which switches off what is
   not (check.c).  */

#ifndef ORACLE_GENERATE_H
#define ORACLE_GENERATE_H

#include "program.h"

#define MAX_SCOPE 60

struct gen
{
  struct program *p;
  uint64_t random;
  struct func *f;
  struct var *scope[MAX_SCOPE];
  int nscope;
  int depth;          /* of blocks */
  int loops;          /* that are open */
  int budget;         /* statements that the function may still have */
  int leak;           /* of 100: a local's address for what outlives it */
  bool label;         /* the function has one to go out to */
  struct stmt **tail; /* where the next statement goes */
};

/* Whose memory a place is in.  */
enum whose
{
  ANY,
  OWN,  /* a local variable itself */
  OTHER /* a global, or what a pointer points to */
};

unsigned gen_roll (struct gen *, unsigned n);
bool gen_chance (struct gen *, unsigned percent);

struct expr *gen_var (struct gen *, struct var *);
struct expr *gen_unary (struct gen *, enum expr_op, enum ty, struct expr *);
struct expr *gen_int (struct gen *, int);
struct expr *gen_zero (struct gen *, enum ty);
struct expr *gen_field (struct gen *, struct expr *, const char *name);
struct expr *gen_deref (struct gen *, struct expr *);
struct expr *gen_addr (struct gen *, struct expr *);
/* An existing object of type TY, or NULL.  */
struct expr *gen_place (struct gen *, enum ty, enum whose);
/* A value of type TY.  STRICT: no address of a local variable, and nothing
   read from one.  */
struct expr *gen_value (struct gen *, enum ty, bool strict, int depth);
/* One that rather is the address of a local variable.  */
struct expr *gen_own (struct gen *, enum ty);
struct expr *gen_condition (struct gen *, int depth);
/* A call of F, with what is at hand.  */
struct expr *gen_call (struct gen *, struct func *);

/* Append a statement; NULL when the program is full.  */
struct stmt *gen_stmt (struct gen *, enum stmt_op);
void gen_set (struct gen *, struct expr *to, struct expr *value);
struct var *gen_local (struct gen *, enum ty, struct expr *init);
/* Append statements in a block of their own, which is BODY of some statement:
   whatever MAKE appends.  */
void gen_block (struct gen *, struct stmt **body, void (*make) (struct gen *));
void gen_statements (struct gen *);
/* Append one of the idioms by which programs take an address back, or the
   same with something missing.  */
void gen_idiom (struct gen *);
/* Leave a local's address where it outlives the local.  */
void gen_leave_one (struct gen *);

/* generate-form.c: the less common forms of C.  */
/* The address of a compound literal, or NULL.  */
struct expr *gen_literal (struct gen *, enum ty to);
/* Append a variable that a statement expression sets.  */
void gen_block_value (struct gen *);
/* Append the statements of a function with a label to go out to, which ends
   in taking back what was lent before.  */
void gen_with_label (struct gen *, void (*statements) (struct gen *));
/* A constant table of functions that fit callbacks, if there are any.  */
void gen_table (struct gen *);
/* A function of a table, as a value to call, or NULL.  */
struct expr *gen_from_table (struct gen *);

#endif
