/* SPDX-License-Identifier: GPL-3.0-or-later */
/* link.h - what `escape link` asks of the compilations: had one found this
   already (known.c), and does the source say that it is meant (meant.c)?  */

#ifndef ESC_LINK_H
#define ESC_LINK_H

#include "set.h"

/* The findings of a settled set, by what they are about and by where they
   are.  It must not outlive the set.  */
struct esc_known;
struct esc_known *esc_known_new (const struct esc_set *);
void esc_known_free (struct esc_known *);
/* Is item I of another set among them, as sure or surer, or meant?  */
bool esc_known_has (const struct esc_known *, const struct esc_item *i);

/* The suppressions of a set's units, by file and line.  It must not outlive
   the set.  */
struct esc_meant;
struct esc_meant *esc_meant_new (struct esc_set *);
void esc_meant_free (struct esc_meant *);
/* A suppression of RULE on line LINE of FILE (as shown), or NULL.  It is then
   used, and so are the others that hold there.  */
const struct esc_unit_suppression *esc_meant_find (struct esc_meant *,
                                                   const char *file,
                                                   uint32_t line,
                                                   const char *rule);

#endif
