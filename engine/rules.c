/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rules.c - the table of rules, made of rules.def.  */

#include "verdict.h"

#include <string.h>

const struct esc_rule_info esc_rules[ESC_NRULES] = {
#define ESC_RULE(ID, SLUG, CWE, CERT, MISRA, TITLE, HELP)                      \
  { SLUG, CWE, CERT, MISRA, TITLE, HELP },
#include "rules.def"
#undef ESC_RULE
};

int
esc_rule_find (const char *slug)
{
  for (int i = 0; i < ESC_NRULES; i++)
    if (!strcmp (esc_rules[i].slug, slug))
      return i;
  return -1;
}
