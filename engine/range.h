/* SPDX-License-Identifier: GPL-3.0-or-later */
/* range.h - intervals of integers, apart from any path.  */

#ifndef ESC_RANGE_H
#define ESC_RANGE_H

#include "term.h"

/* Every integer of WIDTH bytes; 0 or 8: all that is told apart.  */
struct esc_range esc_range_of_width (unsigned width, bool is_unsigned);

/* R becomes the range of R op Q, mathematically; OP is of enum esc_arith or
   ESC_X_TRUNC.  False, and R is spoilt, if nothing is known.  */
bool esc_range_combine (unsigned op, struct esc_range *r,
                        const struct esc_range *q);

#endif
