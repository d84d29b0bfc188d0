/* SPDX-License-Identifier: GPL-3.0-or-later */
/* travel.h - findings leave the compilation: in the object file, as SARIF.  */

#ifndef ESC_TRAVEL_H
#define ESC_TRAVEL_H

#include "gcc-compat.h"
#include "verdict.h"

/* Does anybody want this compilation's findings beyond the terminal?  */
bool esc_travel_wanted (void);

/* Keep the findings R of the translation unit for the outputs.  Called after
   they have been shown: then it is known which suppressions were used.  */
void esc_travel_take (struct esc_module *, const struct esc_report *r);
/* Nothing was analysed, because of WHY.  */
void esc_travel_failed (const char *why);

/* The assembler file is being finished: write what was kept.  */
void esc_travel_write (void);

#endif
