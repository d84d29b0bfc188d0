/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rule-pages.h - docs/rules/SLUG.md inside the program.  */

#ifndef ESC_RULE_PAGES_H
#define ESC_RULE_PAGES_H

#include "verdict.h"

extern const char *const esc_rule_pages[ESC_NRULES];

#endif
