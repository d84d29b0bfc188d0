/* SPDX-License-Identifier: GPL-3.0-or-later */
/* notes.h - what `m` shows.  */

#ifndef ESC_NOTES_H
#define ESC_NOTES_H

#include "gcc-compat.h"
#include "verdict.h"

/* Show the notes of R by position, each once; the flow too if FLOW.  */
void esc_show_notes (const struct esc_module *, const struct esc_report *r,
                     bool flow);

#endif
