/* SPDX-License-Identifier: GPL-3.0-or-later */
/* embed.h - the facts of functions that an object file carries.  */

#ifndef ESC_EMBED_H
#define ESC_EMBED_H

#include "module-code.h"

/* Give UNIT the facts of M: all (EVERYTHING), or as much of what matters to
   others as its share of the object's size allows.  */
void esc_embed (struct esc_unit *unit, struct esc_module *m, bool everything,
                bool (*locate) (void *, esc_loc, struct esc_position *));

#endif
