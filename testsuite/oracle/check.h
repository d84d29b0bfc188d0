/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check.h - the verdict on the verdicts.

   unsound       an escape that was seen is not reported at level audit
   untrue        a definite warning is about what no run shows
   contradicted  an `m' note denies what was seen
   optimised     another -O level gives other findings or notes
   order         a level reports what a less strict one does not
   broken        the compiler failed
   missed        (if wanted) a plain escape is not definite

   and recall: how many of the escapes that were seen are definite.  */

#ifndef ORACLE_CHECK_H
#define ORACLE_CHECK_H

#include "jit.h"
#include "plugin.h"

enum fault
{
  FAULT_UNSOUND,
  FAULT_UNTRUE,
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
  long seen, found; /* escapes, and those of them that are definite */
  long likely;      /* ... or likely */
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
/* Can S be switched off without leaving C that does not compile?  */
bool batch_may_go (const struct program *, const struct stmt *);

/* Compile the batch's programs ONLY (or all: -1) at -O0 and OPTIMISE, judge,
   and add to RESULT.  MISSED: those that are not
   definite are faults too.  */
void batch_check (struct batch *, const struct compiler *, int only,
                  const char *optimise, bool missed, struct result *);

/* Make program I of the batch as small as it goes while it shows a fault of
   this kind on its own (shrink.c).  False: on its own it does not.  */
bool shrink (struct batch *, int i, const struct compiler *,
             const char *optimise, enum fault);

#endif
