/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sieve-walk.h - one body in the sieve; shared by sieve.c and sieve-walk.c
   only.  */

#ifndef ESC_SIEVE_WALK_H
#define ESC_SIEVE_WALK_H

#include "sieve.h"

enum
{
  SIEVE_ARITIES = 10,  /* numbers of arguments told apart, up to here */
  SIEVE_OFFSETS = 256, /* places in tables told apart, and members */
  SIEVE_CLASSES = 2 * SIEVE_OFFSETS + 3 /* see sieve-pointer.c */
};

/* A body stores the address of a function in a member.  */
struct esc_sieve_stored
{
  uint32_t fn, field;
};

/* What is known of a body between two walks of it.  */
struct esc_sieve_body
{
  uint32_t masks;         /* where those of its values begin */
  uint32_t calls, ncalls; /* range in call_ins */
  uint32_t walked;        /* when; 0: never */
  esc_mask pot;           /* what memory of its frame holds */
};

struct esc_sieving
{
  const struct esc_module *m;
  bool open; /* unknown callees keep and return what they are handed */
  struct esc_sieve_fn *fns; /* by function */
  bool *inner;     /* by object: its block ends in the middle of the body */
  bool *copied;    /* by object: it is copied to somewhere */
  bool *mentioned; /* by function: its address may be anywhere */
  bool *called;    /* by function: it is a parameter that is called */
  struct esc_sieve_stored *stored;
  struct esc_sieve_hand *hands;
  uint32_t nstored, cap_stored, nhands, cap_hands;
  uint64_t steps;

  /* What calls through pointers may do, by where the pointer comes from and
     the number of arguments.  */
  struct esc_sieve_fn any[SIEVE_CLASSES][SIEVE_ARITIES];

  struct esc_sieve_body *bodies; /* by function */
  esc_mask *masks;               /* of all bodies */
  uint32_t *call_ins;            /* of all bodies: the instructions */
  uint32_t ncall_ins, cap_call_ins;

  /* When a function has grown (by function; 0: never), and when calls of a
     class have.  */
  uint32_t *grown, any_grown[SIEVE_CLASSES], clock;

  /* The body being walked.  */
  const struct esc_body *b;
  esc_mask *mask; /* by value */
  uint32_t at;    /* instruction */
  esc_mask pot;
  struct esc_sieve_fn now;
  bool held;     /* an inner object's address is kept in this frame */
  bool pot_read; /* the pot was used in this pass */
  bool grew;     /* a mask of this body did */
  bool again;    /* ... after it was used */
};

/* sieve-walk.c: walk FN, or what of it depends on callees that have grown
   since it was; true if what callers see of it has grown.  */
bool esc_sieve_walk (struct esc_sieving *, uint32_t fn);

/* sieve-pointer.c: calls through pointers.  */
/* Note the functions whose address body B has, and its calls.  */
void esc_sieve_mentions (struct esc_sieving *, const struct esc_body *b);
/* The classes, two or three, of call C of body B, through a pointer.  */
unsigned esc_sieve_pointed (const struct esc_body *b, const struct esc_call *c,
                            uint32_t *classes);
/* Take in what the functions do that pointers may lead to; true if that has
   grown.  */
bool esc_sieve_join_pointed (struct esc_sieving *, bool give_up);
/* Add to MENTIONED all other functions that a pointer may be seen to lead
   to.  */
void esc_sieve_mark_pointed (struct esc_sieving *);

/* sieve.c */
/* Add what FROM may do to TO; true if it has grown.  */
bool esc_sieve_join (struct esc_sieve_fn *to, const struct esc_sieve_fn *from);
/* Everything is kept.  */
void esc_sieve_give_up (struct esc_sieve_fn *);

#endif
