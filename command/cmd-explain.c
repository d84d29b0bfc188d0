/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd-explain.c - `escape explain RULE` and `escape rules`: the table of rules
   and its pages.  */

#include "command.h"
#include "rule-pages.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static error_t
parse_rule (int key, char *arg, struct argp_state *state)
{
  const char **rule = state->input;
  switch (key)
    {
    case ARGP_KEY_ARG:
      if (*rule)
        argp_error (state, "one RULE at a time");
      *rule = arg;
      return 0;
    case ARGP_KEY_END:
      if (!*rule)
        argp_error (state, "RULE is missing; see `escape rules'");
      return 0;
    default:
      return ARGP_ERR_UNKNOWN;
    }
}

static int
run_explain (int argc, char **argv)
{
  const char *rule = NULL;
  struct esc_text t = { 0 };
  esc_parse (&esc_command_explain, argc, argv, parse_rule, &rule, NULL);
  int i = esc_rule_find (rule);
  if (i < 0)
    {
      esc_say (NULL, "no rule is called '%s'; see `escape rules'", rule);
      return ESC_EXIT_USAGE;
    }
  esc_text_add (&t, "%s", esc_rule_pages[i]);
  return esc_deliver (&t, NULL) ? ESC_EXIT_OK : ESC_EXIT_USAGE;
}

const struct esc_command esc_command_explain = {
  .name = "explain",
  .args = "RULE",
  .summary = "Say what a rule means, with examples",
  .text = "The page shows code that the rule fires on, code that it does not "
          "fire on, and how to mend it.",
  .run = run_explain,
};

/* ---- rules ---------------------------------------------------------------*/

static const struct argp_option rules_options[]
    = { { "json", 'j', NULL, 0, "As JSON", 1 }, { 0 } };

static error_t
parse_rules (int key, char *arg, struct argp_state *state)
{
  (void)arg;
  if (key == 'j')
    *(bool *)state->input = true;
  return key == 'j' ? 0 : ARGP_ERR_UNKNOWN;
}

static void
as_json (struct esc_text *t)
{
  json_t *all = json_array ();
  for (int i = 0; i < ESC_NRULES; i++)
    {
      const struct esc_rule_info *r = &esc_rules[i];
      json_array_append_new (all, json_pack ("{sssissssssss}", "rule", r->slug,
                                             "cwe", r->cwe, "cert", r->cert,
                                             "misra", r->misra, "title",
                                             r->title, "help", r->help));
    }
  char *s = json_dumps (all, JSON_INDENT (2) | JSON_PRESERVE_ORDER);
  esc_text_add (t, "%s\n", s ? s : "");
  free (s);
  json_decref (all);
}

static int
run_rules (int argc, char **argv)
{
  bool json = false;
  struct esc_text t = { 0 };
  esc_parse (&esc_command_rules, argc, argv, parse_rules, &json, NULL);
  if (json)
    as_json (&t);
  else
    for (int i = 0; i < ESC_NRULES; i++)
      esc_text_add (&t, "%-16s CWE-%-4d %-8s %s\n", esc_rules[i].slug,
                    esc_rules[i].cwe, esc_rules[i].cert, esc_rules[i].title);
  return esc_deliver (&t, NULL) ? ESC_EXIT_OK : ESC_EXIT_USAGE;
}

const struct esc_command esc_command_rules = {
  .name = "rules",
  .args = "",
  .summary = "List the rules",
  .text = "The columns are the rule, its CWE, its CERT C rule and its title.",
  .options = rules_options,
  .run = run_rules,
};
