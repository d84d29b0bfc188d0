/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sieve.h - which functions are worth searching: a coarse, cheap walk.  */

#ifndef ESC_SIEVE_H
#define ESC_SIEVE_H

#include "reach.h"

/* Where a value may come from.  Bit i: it is parameter i as passed (bit
   ESC_M_LAST: a later one, or the static chain); bit ESC_M_READ + i: it was
   read from memory that parameter i leads to.  */
typedef uint64_t esc_mask;

enum
{
  ESC_M_LAST = 29,
  ESC_M_READ = 30,
  ESC_M_INTO = 8 /* parameters whose memory is told apart */
};

#define ESC_M_PASSED (((esc_mask)1 << ESC_M_READ) - 1)
#define ESC_M_PARAMS (((esc_mask)1 << 2 * ESC_M_READ) - 1)
#define ESC_M_OWN    ((esc_mask)1 << 60) /* address of an automatic object */
#define ESC_M_INNER  ((esc_mask)1 << 61) /* ... whose block ends midway */
#define ESC_M_ELSE   ((esc_mask)1 << 62) /* anything else */
#define ESC_M_EARLY  ((esc_mask)1 << 63) /* used before it was computed */

/* What callers see of a function.  */
struct esc_sieve_fn
{
  esc_mask keeps; /* may be left in memory that outlives the call, other than
                     what INTO says */
  esc_mask rets;  /* may be in the result */
  esc_mask into[ESC_M_INTO]; /* may be left in what parameter i points to */
  uint8_t fills;             /* bit i: into[i] is not empty */
  bool candidate; /* an object of its own may be left behind, or used after
                     its block */
};

/* FROM hands the address of a function to a parameter of TO, or of what that
   hands it on to.  */
struct esc_sieve_hand
{
  uint32_t from, to;
};

struct esc_sieve
{
  struct esc_sieve_fn *fns; /* by function */
  bool *pointed; /* by function: a pointer may be seen to lead to it */
  struct esc_sieve_hand *hands;
  uint32_t nhands;
  uint64_t steps;
};

/* OPEN: an unknown callee may keep and return what it is handed; else it keeps
   nothing.  */
void esc_sieve_make (const struct esc_module *, const struct esc_order *,
                     bool open, struct esc_sieve *);
void esc_sieve_free (struct esc_sieve *);
/* The function that FN is another name of.  */
uint32_t esc_sieve_alias (const struct esc_module *, uint32_t fn);

#endif
