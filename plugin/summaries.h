/* SPDX-License-Identifier: GPL-3.0-or-later */
/* summaries.h - what other translation units do, as `escape link` wrote it.  */

#ifndef ESC_SUMMARIES_H
#define ESC_SUMMARIES_H

#include "facts.h"

/* Read FILE, once.  NULL, or what is wrong with it.  */
const char *esc_summaries_read (const char *file);

/* Give the functions that M only declares the bodies that the summaries have.
   Positions in other units are unknown here.  */
void esc_summaries_join (struct esc_module *m);

#endif
