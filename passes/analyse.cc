/* SPDX-License-Identifier: GPL-3.0-or-later */
/* analyse.cc - the analysis pass: lower, link models, solve, show.

   Runs once per translation unit, right after all bodies are in SSA form: the
   same IL at every -O level, before anything is inlined or optimised.  It
   changes nothing in the IL.

   Invariant: the engine cannot break the compilation.  It runs under
   esc_guard; when it gives up, one line says so and the compiler goes on.  */

#include "gcc-compat.h"
#include "alloc.h"
#include "analyse.h"
#include "arguments.h"
#include "diagnostics.h"
#include "lower.h"
#include "model.h"
#include "notes.h"
#include "pass.h"
#include "pragmas.h"
#include "summaries.h"
#include "travel.h"
#include "verdict.h"

/* One translation unit on its way through the engine.  */
struct unit
{
  struct esc_options options;
  struct esc_module *module;
  struct esc_report report;
};

/* All that may give up.  */
static void
solve_unit (void *arg)
{
  struct unit *u = (struct unit *)arg;
  u->module = esc_lower_unit ();
  if (!u->module)
    return;
  esc_summaries_join (u->module);
  esc_models_link (esc_settings_models (), u->module);
  esc_solve (u->module, &u->options, &u->report);
}

static void
show_unit (const struct unit *u)
{
  if (u->options.notes && !esc_settings.value[ESC_ARG_QUIET])
    esc_show_notes (u->module, &u->report, u->options.notes > 1);
  esc_show_findings (u->module, &u->report);
  esc_pragmas_show_unused (u->module);
}

static void
analyse_unit (void)
{
  struct unit u = {};
  u.options = esc_settings_options ();
  /* Whether a suppression has a purpose is asked of every level.  */
  if (esc_pragmas_any ())
    u.options.level = ESC_AUDIT;
  /* Who reads the facts may ask for more than this compilation shows.  */
  if (esc_settings.value[ESC_ARG_FACTS] && u.options.level < ESC_LIKELY)
    u.options.level = ESC_LIKELY;

  const char *failed = esc_guard (solve_unit, &u);
  if (failed)
    {
      while (cfun)
        pop_cfun ();
      inform (UNKNOWN_LOCATION, "escape: %qs was not analysed: %s",
              main_input_filename, failed);
      if (esc_travel_wanted ())
        esc_travel_failed (failed);
      return;
    }
  if (!u.module)
    return;
  show_unit (&u);
  if (esc_travel_wanted ())
    esc_travel_take (u.module, &u.report);
  esc_report_free (&u.report);
  esc_module_free (u.module);
  /* GCC's memory goes on growing, but mostly outside of the C library's.  */
  esc_trim ();
}

void
esc_analyse_register (const char *name)
{
  esc_pass_after (name, "build_ssa_passes", "escape", OPTGROUP_NONE,
                  analyse_unit);
}
