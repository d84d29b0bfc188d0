/* SPDX-License-Identifier: GPL-3.0-or-later */
/* world-internal.h - the state of a run, shared by world.c and run.c.  */

#ifndef ORACLE_WORLD_INTERNAL_H
#define ORACLE_WORLD_INTERNAL_H

#include "world.h"

#include <setjmp.h>

enum object_kind
{
  OBJECT_GLOBAL,
  OBJECT_FRESH, /* given to an entry */
  OBJECT_FRAME, /* a local or a parameter */
  OBJECT_TEMP,  /* a returned struct */
  OBJECT_HEAP
};

struct object
{
  long addr;
  int size, count;
  enum object_kind kind;
  enum ty ty;
  struct var *var; /* itself; FRESH: the variable it is reached from */
  int depth;       /* FRESH: pointers from there, from 1 */
  int frame;       /* FRAME, TEMP, HEAP: depth of the frame that made it */
  int serial;      /* ... and its number */
  int site;
  bool dead, dying, marked, noted;
  bool handed; /* unknown code can reach it */
};

#define MAX_OBJECTS 4000
#define MAX_STACK   1000
#define MAX_FRAMES  40
#define MAX_BLOCKS  24
#define ARENA_SIZE  (1 << 20)
#define UNSET       0x5a5a5a5a5a5a5a5aL /* what new memory holds */

struct frame
{
  struct func *fn;
  int serial, bottom, stmt;
  int blocks[MAX_BLOCKS], nblocks;
};

struct world
{
  struct program *program;
  const struct code *code;
  const struct run *run;
  char *arena, *at_entry; /* ... and what it held when the entry was called */
  bool number[ARENA_SIZE / 8]; /* by word of the arena */
  int used, globals_used;
  struct object objects[MAX_OBJECTS];
  int nobjects, nglobals;
  struct object *stack[MAX_STACK];
  int nstack;
  struct frame frames[MAX_FRAMES];
  int nframes, serial;
  bool has_result, leaving, endless;
  enum ty result_ty;
  long result, result_at;
  int stmt, steps;
  uint64_t path;
  struct seen seen[MAX_SEEN];
  int nseen;
  uint8_t leaks[MAX_VARS];
  bool heap_outlives[MAX_SITES];
  uint64_t random;
  jmp_buf trap;
};

extern struct world world;

_Noreturn void world_trap (void);
struct object *world_object (enum object_kind, enum ty, int count);
struct object *world_find (long addr);
bool *world_number (long at);
/* Call LOOK for every word of O that can hold an address.  */
void world_each_slot (struct object *,
                      void (*look) (struct object *, int, bool, long));
/* Code that is not in the program is called with ARG (run.c).  */
void world_unknown_code (long arg);
/* Mark the heap memory that outlives the running frame.  */
void world_mark (void);
/* The run's own call is about to return: its parameters' leaks (run.c).  */
void world_entry_returns (void);

#endif
