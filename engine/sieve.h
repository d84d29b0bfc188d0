/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sieve.h - which functions are worth searching: a coarse, cheap walk.  */

#ifndef ESC_SIEVE_H
#define ESC_SIEVE_H

#include "reach.h"

/* What the sieve knows of a function.  Bit i of a mask is parameter i, at any
   depth of dereference; parameters beyond 29 and the static chain share bit
   29.  */
struct esc_sieve_fn
{
  uint32_t keeps; /* may be left in memory that outlives the call */
  uint32_t rets;  /* may be in the result */
  bool candidate; /* an object of its own may be left behind, or used after
                     its block */
  bool changes;   /* may write or free memory that callers see, may not come
                     back: whoever follows a pointer must look into it */
};

struct esc_sieve
{
  struct esc_sieve_fn *fns; /* by function */
  uint64_t steps;
};

void esc_sieve_make (const struct esc_module *, const struct esc_order *,
                     struct esc_sieve *);
void esc_sieve_free (struct esc_sieve *);

#endif
