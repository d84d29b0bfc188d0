/* SPDX-License-Identifier: GPL-3.0-or-later */
/* world.h - what a run of a generated program sees: objects with exact lives.

   The code that jit.c makes holds no variable in a register or on the real
   stack: every object is made here, at an address that is never used twice in
   a run, and every access comes through here.  So when an object dies, a look
   at all memory that is alive tells exactly who still holds its address, and
   a pointer tells for ever what it once pointed to.

   A run that does what C does not define (follows null or a dangling pointer,
   reads what was never set) ends in a trap; nothing that it showed counts.

   Not modelled: out of memory other than by the run's own choice; threads.  */

#ifndef ORACLE_WORLD_H
#define ORACLE_WORLD_H

#include "program.h"

/* How an address outlived its object, or was used after its end.  */
enum how
{
  HOW_GLOBAL, /* left in a global: HOLDER */
  HOW_RESULT,
  HOW_CALLER, /* left in memory that was there before: HOLDER is its root */
  HOW_HEAP,   /* left in reachable heap memory */
  HOW_PASSED, /* passed to a function after the object's end */
  HOW_READ,   /* only read after the object's end */
  HOW_LATE,   /* put after the object's end where it outlives the frame */
  NHOWS
};

struct seen
{
  struct var *object, *holder;
  enum how how;
  bool number;     /* held as a number */
  bool entry;      /* the owner was called by the run itself */
  bool plain;      /* ... with distinct objects and no null */
  unsigned inputs; /* of the run that showed it first */
};

/* What a run saw leak of what a pointer parameter points to.  */
enum leak
{
  LEAK_TO_RESULT = 1,
  LEAK_ELSEWHERE = 2,
  LEAK_CONTENT_TO_RESULT = 4,
  LEAK_CONTENT_ELSEWHERE = 8
};

#define MAX_SEEN 512

/* All that the runs of one program showed.  */
struct truth
{
  struct seen seen[MAX_SEEN];
  int nseen;
  uint8_t leaks[MAX_VARS];       /* by parameter: enum leak */
  bool heap_outlives[MAX_SITES]; /* by malloc: it outlived its function */
  bool unset; /* a plain run left a number that was never set */
  int runs, traps;
  uint64_t path; /* a hash of what the last run decided */
};

/* What fresh memory an entry is given.  */
enum surroundings
{
  PLAIN,   /* every pointer points to an object of its own */
  EMPTY,   /* what they point to holds null */
  STRANGE, /* null, shared and fresh, at random */
  HOSTILE  /* shared and fresh; unknown code takes back what it can reach */
};

struct run
{
  struct func *entry;
  unsigned inputs; /* bit by bit: the boolean globals, then the parameters */
  enum surroundings around;
  uint64_t seed;      /* of STRANGE */
  unsigned no_memory; /* malloc sites that fail */
};

struct code
{
  long (*call[MAX_FUNCS]) (long ret, const long *args);
};

/* Start on program P: forget the last one.  */
void world_program (struct program *);
/* The address of global variable V, for good.  */
long world_global (const struct var *);
/* Run R and add what it shows to T.  Returns the statement that trapped, or
   0; -1 if the trap cannot be blamed on one.  */
int world_run (const struct code *, const struct run *, struct truth *);

/* ---- what the compiled code calls ---------------------------------------- */

long ora_on (const struct expr *);
long ora_stmt (long id); /* a statement begins; false: skip it */
long ora_branch (long condition);
void ora_enter (long fn);
void ora_leave (void);
void ora_push (void);
void ora_pop (long blocks);
long ora_local (long var, long elements);
long ora_temp (long ty);
long ora_at (long pointer, long size);
long ora_read (long at, long size);
void ora_write (long at, long value, long ty);
void ora_copy (long to, long from, long size);
void ora_zero (long to, long size);
long ora_pass (long value);
void ora_result (long value, long ty);
long ora_malloc (long ty, long site);
void ora_free (long pointer);
long ora_fun (long fn);
long ora_icall (long pointer, long arg);

#endif
