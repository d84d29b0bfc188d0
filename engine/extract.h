/* SPDX-License-Identifier: GPL-3.0-or-later */
/* extract.h - the part of a translation unit that a whole program needs.  */

#ifndef ESC_EXTRACT_H
#define ESC_EXTRACT_H

#include "facts.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What of a unit matters to others, in order.  */
struct esc_extract;

/* M, with its models linked, must stay as it is for the life of the
     result.  */
struct esc_extract *esc_extract_new (struct esc_module *m);
void esc_extract_free (struct esc_extract *);

/* A new module with what matters, of bodies at most MOST instructions.  What is
     left out is declared ESC_FN_ABSENT, and ESC_FN_OPAQUE if it may do anything
     that matters.  *LEFT: functions that were left out.  */
struct esc_module *esc_extract_make (struct esc_extract *, uint64_t most,
                                     uint32_t *left);

/* Instructions of all bodies of M.  */
uint64_t esc_extract_size (const struct esc_extract *);

#ifdef __cplusplus
}
#endif
#endif
