/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check.h - the verdict on the verdicts.

   unsound       an escape that was seen is not reported at level audit
   untrue        a definite warning is about what no run shows
   contradicted  an `m' note denies what was seen
   optimised     another -O level gives other findings or notes
   overclaimed   (if wanted) a definite warning is about what another pointer
                 or unknown code can undo: that should be likely
   order         a level reports what a less strict one does not
   broken        the compiler failed
   missed        (if wanted) a certain escape is not definite

   and recall: how many of the certain escapes are definite.  An escape of a
   plain run is certain if nothing that cannot be known could have undone it
   on that path (undo.c): level definite is silent about the others by
   contract.  */

#ifndef ORACLE_CHECK_H
#define ORACLE_CHECK_H

#include "jit.h"
#include "plugin.h"

enum fault
{
  FAULT_UNSOUND,
  FAULT_UNTRUE,
  FAULT_OVERCLAIMED,
  FAULT_CONTRADICTED,
  FAULT_OPTIMISED,
  FAULT_ORDER,
  FAULT_BROKEN,
  FAULT_MISSED,
  NFAULTS
};

extern const char *const fault_names[NFAULTS];

struct fault_report
{
  enum fault fault;
  struct program *program;
  char text[300];
};

#define MAX_FAULTS 64

struct result
{
  struct fault_report faults[MAX_FAULTS];
  int nfaults;
  long programs, rejected, clean, one, many, runs;
  long seen, found; /* certain escapes, and those of them that are definite */
  long open;        /* others: not definite, and what cannot be known might
                       have undone them */
  long likely;      /* of both, definite or likely */
  long missed[NHOWS];
  long warnings; /* definite ones */
};

/* Programs with the code to run them and the truth about them.  */
struct batch
{
  struct program **programs;
  int n;
  uint64_t seed; /* of the first */
  struct jit *jit;
  struct code *codes;
  struct truth *truths;
};

/* Make N programs from SEED on, run them, and leave out those that cannot be
   made to run; adds to RESULT's counts.  */
void batch_make (struct batch *, uint64_t seed, int n, struct result *);
/* Run program I again, from nothing.  False: it does not run.  */
bool batch_run (struct batch *, int i);
void batch_free (struct batch *);
/* Does X of program I escape on some plain path where other pointers and unknown
   code, at their worst, cannot take the address back (undo.c)?  */
enum certainty
{
  NOT_SEEN, /* in no plain run of its function */
  OPEN,     /* on all such paths they can */
  CERTAIN
};
enum certainty batch_certainty (struct batch *, int i, const struct var *x);
/* Can S be switched off without leaving C that does not compile?  */
bool batch_may_go (const struct program *, const struct stmt *);

/* The faults that WANTED, a set of bits, may hold.  */
#define WANT(FAULT) (1u << (FAULT))
#define WANT_ALL    (WANT (NFAULTS) - 1)

/* Compile the batch's programs ONLY (or all: -1) at -O0 and OPTIMISE as far as
   WANTED needs it, judge, and add to RESULT.  */
void batch_check (struct batch *, const struct compiler *, int only,
                  const char *optimise, unsigned wanted, struct result *);

/* Make program I of the batch as small as it goes while it shows a fault of
   this kind on its own (shrink.c).  False: on its own it does not.  */
bool shrink (struct batch *, int i, const struct compiler *,
             const char *optimise, enum fault);

#endif
