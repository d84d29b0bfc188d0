/* SPDX-License-Identifier: GPL-3.0-or-later */
/* passed.h - the numbers that a function's callers pass.  */

#ifndef ESC_PASSED_H
#define ESC_PASSED_H

#include "reach.h"

/* All integers from LO to HI; none if LO > HI.  */
struct esc_span
{
  int64_t lo, hi;
};

struct esc_passed
{
  uint32_t *first; /* by function: 1 + index of its first span, or 0 */
  struct esc_span *spans;
};

/* Find what is passed to each function that WANTED (by function) marks, if
   every call of it is in view.  O lists the functions, callees first.  Free it
   with esc_passed_free.  */
void esc_passed_find (const struct esc_module *, const struct esc_order *o,
                      const bool *wanted, struct esc_passed *);
void esc_passed_free (struct esc_passed *);

/* What parameter PARAM of function FN can be, as far as its callers are known;
   NULL if they are not.  */
const struct esc_span *esc_passed_to (const struct esc_passed *, uint32_t fn,
                                      uint32_t param);

#endif
