/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rule-pages.h - the texts inside the command: docs/rules/SLUG.md, and the style
   and script of the audit page (page.css, page.js).  */

#ifndef ESC_RULE_PAGES_H
#define ESC_RULE_PAGES_H

#include "verdict.h"

extern const char *const esc_rule_pages[ESC_NRULES];
extern const char esc_page_style[], esc_page_script[];

#endif
