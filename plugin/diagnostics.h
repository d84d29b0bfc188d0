/* SPDX-License-Identifier: GPL-3.0-or-later */
/* diagnostics.h - findings on the terminal.  */

#ifndef ESC_DIAGNOSTICS_H
#define ESC_DIAGNOSTICS_H

#include "gcc-compat.h"
#include "verdict.h"

/* Show the findings of R that the settings ask for and the source does not
   suppress.  */
void esc_show_findings (const struct esc_module *, const struct esc_report *r);

/* Where finding F of the module is: never nowhere, if that can be helped.  */
location_t esc_finding_location (const struct esc_module *,
                                 const struct esc_finding *f);

/* Warn (or fail, if the switch is among the errors) at WHERE with TEXT, the
   name of SWITCH_ (a rule or ESC_RULE_UNUSED) in the last bracket.  */
void esc_show_warning (location_t where, int switch_, const char *text);

#endif
