/* SPDX-License-Identifier: GPL-3.0-or-later */
/* toggle.cc - a plugin that lets callgrind watch one pass only.

     valgrind --tool=callgrind --instr-atstart=no cc1 -fplugin=escape.so \
       -fplugin=toggle.so file.c

   Callgrind's instrumentation is on from the moment that the pass "escape" is
   about to run until another one is.  The rest of the compiler runs several
   times faster so than under --toggle-collect.  */

#include "gcc-plugin.h"
#include "tree-pass.h"
#include <valgrind/callgrind.h>

int plugin_is_GPL_compatible;

static void
on_pass (void *pass, void *)
{
  static bool on;
  bool mine = !strcmp (((opt_pass *)pass)->name, "escape");
  if (mine && !on)
    CALLGRIND_START_INSTRUMENTATION;
  if (!mine && on)
    CALLGRIND_STOP_INSTRUMENTATION;
  on = mine;
}

int
plugin_init (struct plugin_name_args *args, struct plugin_gcc_version *)
{
  register_callback (args->base_name, PLUGIN_PASS_EXECUTION, on_pass, NULL);
  return 0;
}
