/* SPDX-License-Identifier: GPL-3.0-or-later */
/* arguments.h - what the user asked for.

   Settings are filled once, from -fplugin-arg-escape-NAME[=VALUE], before the
   compiler starts on the source, and only read from then on.  */

#ifndef ESC_ARGUMENTS_H
#define ESC_ARGUMENTS_H

#include "model.h"
#include "verdict.h"

enum esc_argument
{
#define ESC_ARGUMENT(ID, NAME, SHAPE, DEFAULT, VALUE, HELP) ESC_ARG_##ID,
#include "arguments.def"
#undef ESC_ARGUMENT
  ESC_NARGUMENTS
};

/* A suppression that suppresses nothing: switched like a rule, but it is about
   the source's comments on findings, not about addresses.  */
#define ESC_RULE_UNUSED ESC_NRULES
#define ESC_UNUSED_SLUG "unused-suppression"
#define ESC_NSWITCHES   (ESC_NRULES + 1)

struct esc_settings
{
  int64_t value[ESC_NARGUMENTS];
  bool enabled[ESC_NSWITCHES];
  bool error[ESC_NSWITCHES];
  const char *sarif;         /* FILE or DIR/, or NULL */
  struct esc_models *models; /* the user's on top of the built-in; or NULL */
};

extern struct esc_settings esc_settings;

/* Read ARGC arguments of the plugin called NAME into esc_settings.  Each that
   is wrong is an error of the compilation that says what is allowed.  */
struct plugin_argument;
void esc_arguments_read (const char *name, int argc,
                         const struct plugin_argument *argv);

/* Which switches LIST (comma-separated names, `*` patterns, `all`) names.
   NULL if it is well formed; else what is wrong with it, in a static
   buffer.  */
const char *esc_rules_select (const char *list, bool chosen[ESC_NSWITCHES]);

/* The name of a rule or switch.  */
const char *esc_switch_slug (int);

/* All effect models; under esc_guard.  */
struct esc_models *esc_settings_models (void);

/* The engine's view of the settings.  */
struct esc_options esc_settings_options (void);

#endif
