/* SPDX-License-Identifier: GPL-3.0-or-later */
/* program.h - the tree of a generated program, which both back ends read.

   A program is a few globals and functions over a fixed set of C types
   (types.c).  Its expressions have no side effects except calls, and a
   statement holds at most one call, so that the order of evaluation is never
   in question.

       static int *g0;                        var, VAR_GLOBAL
       void f0 (int b1, int **a2)             func; b1 is a boolean input
       {
         int v3 = 1;                          ST_DECL
         if (b1)                              ST_IF
           *a2 = &v3;                         ST_SET  (DEREF a2) (ADDR v3)
       }

   Invariants: variable ids are dense in the program and begin at 1; every
   boolean parameter and boolean global is an input that the run tries with
   both values; a statement or expression that is `off' is not there (shrink.c
   switches parts off).  Everything belongs to the program's arena.  */

#ifndef ORACLE_PROGRAM_H
#define ORACLE_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum ty
{
  TY_VOID,
  TY_INT,
  TY_LONG, /* intptr_t */
  TY_PI,   /* int * */
  TY_PPI,  /* int ** */
  TY_PV,   /* void * */
  TY_FN,   /* void (*) (void *) */
  TY_PN,   /* struct node * */
  TY_PPN,  /* struct node ** */
  TY_PB,   /* struct box * */
  TY_NODE,
  TY_BOX,
  TY_UNI, /* the union in a box */
  TY_CB,  /* a callback with its context */
  TY_PCB,
  TY_AI,  /* int [4] */
  TY_API, /* int *[3] */
  TY_APN, /* struct node *[2] */
  TY_AFN, /* TY_FN [TABLE_SIZE] */
  NTYPES
};

struct field
{
  const char *name;
  enum ty ty;
  int off;
};

#define MAX_FIELDS 7

struct type
{
  const char *decl; /* a declaration with %s for the name */
  int size;
  enum ty to;   /* what a pointer points to, or TY_VOID */
  enum ty elem; /* of an array, or TY_VOID */
  int count;
  int nfields;
  struct field fields[MAX_FIELDS];
};

extern const struct type types[NTYPES];

bool ty_is_pointer (enum ty);   /* to an object */
bool ty_is_aggregate (enum ty); /* struct, union or array */
/* The type of a pointer to TY, or TY_VOID if there is none.  */
enum ty ty_pointer_to (enum ty);
/* The offsets of the words of TY that can hold an address, also as a number.
   Returns how many.  */
#define MAX_SLOTS 16
int ty_slots (enum ty, int off[MAX_SLOTS]);

/* ---- the tree ----------------------------------------------------------- */

enum var_kind
{
  VAR_GLOBAL,
  VAR_PARAM,
  VAR_LOCAL
};

struct func;

#define TABLE_SIZE 2

struct var
{
  int id;
  enum var_kind kind;
  enum ty ty;
  struct func *fn; /* owner, or NULL */
  bool input;      /* boolean input */
  bool is_static;
  bool vla;     /* an array of ty, of variable length */
  bool counter; /* of a loop: never assigned */
  bool literal; /* a compound literal: unnamed, made where it stands */
  bool vararg;  /* a parameter behind the `...' */
  struct func *table[TABLE_SIZE]; /* of a constant TY_AFN */
  bool off;                       /* a global that nothing uses */
  char name[24];
  int line; /* of the declaration in the C text */
};

enum expr_op
{
  EX_INT, /* n */
  EX_NULL,
  EX_VAR,     /* var */
  EX_DEREF,   /* *a */
  EX_FIELD,   /* a.fields[n] */
  EX_INDEX,   /* a[b]; a is an array, a VLA or a pointer's target array */
  EX_ADDR,    /* &a */
  EX_CAST,    /* (ty) a */
  EX_CALL,    /* fn (args) */
  EX_ICALL,   /* a (args[0]) */
  EX_MALLOC,  /* malloc of types[n].size bytes, as ty */
  EX_SELECT,  /* a ? b : c */
  EX_EQ,      /* a == b */
  EX_NOT,     /* !a */
  EX_AND,     /* a && b */
  EX_ADD,     /* a + b; a may be a pointer, b is an integer */
  EX_FUN,     /* fn as a TY_FN */
  EX_LITERAL, /* the object var, a compound literal that holds a */
  EX_STMT     /* ({ body a; }) */
};

#define MAX_ARGS 6

struct expr
{
  enum expr_op op;
  enum ty ty;
  int n;
  struct var *var;
  struct func *fn;
  struct expr *a, *b, *c;
  struct expr *args[MAX_ARGS];
  int nargs;
  struct stmt *body;
  int site; /* EX_MALLOC: its number in the program, from 0 */
  bool off; /* stands for zero */
};

enum stmt_op
{
  ST_SET,    /* lhs = rhs */
  ST_EXPR,   /* rhs, a call */
  ST_DECL,   /* var = rhs; VLA: of rhs elements */
  ST_IF,     /* cond, body, alt */
  ST_SWITCH, /* the same, as a switch on an input */
  ST_LOOP,   /* var from 0 to below cond, body; see loop_form */
  ST_BLOCK,  /* body */
  ST_RET,    /* rhs or nothing */
  ST_FREE,   /* rhs */
  ST_COPY,   /* memcpy (&lhs, &rhs, sizeof) */
  ST_ZERO,   /* memset (&lhs, 0, sizeof) */
  ST_BREAK,
  ST_CONTINUE,
  ST_LABEL, /* one a function, among its outermost statements */
  ST_GOTO   /* forward to it */
};

enum loop_form
{
  LOOP_FOR,   /* for (v = 0; v < cond; v++) */
  LOOP_WHILE, /* v = 0; while (v++ < cond) */
  LOOP_DO     /* v = 0; do ... while (++v < cond); */
};

struct stmt
{
  enum stmt_op op;
  struct var *var;
  struct expr *lhs, *rhs, *cond;
  struct stmt *body, *alt, *next;
  enum loop_form form;
  int id;   /* from 1 */
  int line; /* in the C text */
  bool off;
};

#define MAX_PARAMS  MAX_ARGS
#define MAX_FUNCS   8
#define MAX_GLOBALS 16
#define MAX_VARS    240
#define MAX_SITES   32
#define MAX_STMTS   600

struct func
{
  int id;
  char name[24];
  enum ty ret;
  bool is_static;
  struct var *params[MAX_PARAMS];
  int nparams;
  struct stmt *body;
  struct var *literal; /* its compound literal, or NULL */
  int line;
  bool off;
};

struct program
{
  uint64_t seed;
  int index; /* in its file: part of all names */
  struct var *globals[MAX_GLOBALS];
  int nglobals;
  struct func *funcs[MAX_FUNCS];
  int nfuncs;
  struct var *vars[MAX_VARS]; /* by id; 0 unused */
  int nvars;
  struct stmt *stmts[MAX_STMTS]; /* by id; 0 unused */
  int nstmts;
  int nsites; /* of malloc */
  int first_line, last_line;
  struct chunk *memory;
};

struct program *program_new (uint64_t seed, int index);
void program_free (struct program *);
/* How many booleans a call of F can be given, with the global ones.  */
int program_inputs (const struct program *, const struct func *f);
/* Zeroed memory of P.  */
void *program_alloc (struct program *, size_t);
struct var *var_new (struct program *, enum var_kind, enum ty, struct func *);
struct expr *expr_new (struct program *, enum expr_op, enum ty);
struct stmt *stmt_new (struct program *, enum stmt_op);

/* ---- what is done with it ----------------------------------------------- */

/* Make the program of SEED (generate.c).  */
struct program *generate (uint64_t seed, int index);

/* A growing text.  */
struct text
{
  char *buf;
  size_t len, cap;
  int line;
};

void text_put (struct text *, const char *fmt, ...)
    __attribute__ ((format (printf, 2, 3)));
/* Append what every file needs first, and program P, to T (print.c).  */
void print_prologue (struct text *);
void print_program (struct text *, struct program *);
/* Append "TY NAME" as C declares it.  */
void text_put_decl (struct text *, enum ty, const char *name);
/* Append a main function that runs all N programs (print-main.c).  */
void print_main (struct text *, struct program **, int n);

#endif
