/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rules.c - the table of rules, made of rules.def, and the patterns that users
   name rules by.  */

#include "verdict.h"

#include <fnmatch.h>
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

bool
esc_rule_matches (const char *pattern, const char *slug)
{
  return !strcmp (pattern, "all") || !fnmatch (pattern, slug, FNM_NOESCAPE);
}

bool
esc_rules_match (const char *list, const char *slug)
{
  char pattern[128];
  for (const char *p = list; *p; p += *p == ',')
    {
      size_t n = strcspn (p, ",");
      if (n < sizeof pattern)
        {
          memcpy (pattern, p, n);
          pattern[n] = '\0';
          if (esc_rule_matches (pattern, slug))
            return true;
        }
      p += n;
    }
  return false;
}
