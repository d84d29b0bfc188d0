/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plugin.cc - the entry point: may we work here, and if so, who is called when.

   The plugin works in the GCC that it was built for, on C (C++ and
   Objective-C as they come).  Whatever else loads it gets one clear message,
   or, in lto1, silence: the source was analysed when it was compiled.

   GCC's symbols are weak in this library (see the Makefile), so nothing of
   GCC but what every version has may be touched before the version is known
   to be the right one.  */

#include "gcc-compat.h"
#include "analyse.h"
#include "arguments.h"
#include "attributes.h"
#include "lower.h"
#include "pragmas.h"
#include "promote.h"
#include "travel.h"

#define ESC_EXPORT __attribute__ ((visibility ("default")))

extern "C" {
ESC_EXPORT int plugin_is_GPL_compatible;
ESC_EXPORT int plugin_init (struct plugin_name_args *,
                            struct plugin_gcc_version *);
}

/* ---- may we work here? --------------------------------------------------- */

/* Is this the GCC that the plugin was built for?  If not, an error says in
   which field THEIRS differs and how to mend it.  */
static bool
right_compiler (const char *name, const struct plugin_gcc_version *theirs)
{
  const struct
  {
    const char *name, *mine, *theirs;
  } fields[] = {
    { "version", gcc_version.basever, theirs->basever },
    { "date stamp", gcc_version.datestamp, theirs->datestamp },
    { "development phase", gcc_version.devphase, theirs->devphase },
    { "revision", gcc_version.revision, theirs->revision },
    { "configuration", gcc_version.configuration_arguments,
      theirs->configuration_arguments },
  };
  size_t i = 0;
  while (i < ARRAY_SIZE (fields) && !strcmp (fields[i].mine, fields[i].theirs))
    i++;
  if (i == ARRAY_SIZE (fields))
    return true;
  /* The configuration is too long to show.  */
  char values[256] = "";
  if (i + 1 < ARRAY_SIZE (fields))
    snprintf (values, sizeof values, " (built for %s, this is %s)",
              fields[i].mine, fields[i].theirs);
  int major = atoi (theirs->basever);
  error ("plugin %qs was built for another GCC: the %s differs%s; rebuild it "
         "with %<make CC=gcc-%d CXX=g++-%d BUILD=build-%d%>",
         name, fields[i].name, values, major, major, major);
  return false;
}

/* lto1 sees what was analysed when it was compiled; only promotion has more
   to do.  */
static bool
front_end_is_lto (void)
{
  return in_lto_p || !strcmp (lang_hooks.name, "GNU GIMPLE");
}

/* Will this run of the compiler come as far as the analysis?  If not, say
   so, once.  */
static bool
will_analyse (const char *name)
{
  if (!lang_GNU_C () && !lang_GNU_CXX () && !lang_GNU_OBJC ())
    {
      warning (0, "plugin %qs analyses C and C++; nothing is analysed in %qs",
               name, lang_hooks.name);
      return false;
    }
  if (flag_syntax_only)
    warning (0,
             "plugin %qs analyses nothing under %<-fsyntax-only%>; use "
             "%<-S -o /dev/null%>",
             name);
  return true;
}

/* ---- who is called when -------------------------------------------------- */

static void
on_attributes (void *, void *)
{
  esc_attributes_register ();
}

static void
on_pragmas (void *, void *)
{
  esc_pragmas_register ();
}

static void
on_declaration (void *decl, void *)
{
  esc_pragmas_declaration ((tree)decl);
}

static void
on_function_parsed (void *decl, void *)
{
  esc_pragmas_function ((tree)decl);
}

/* The front end is about to lose `return &local`.  */
static void
on_pre_genericize (void *decl, void *)
{
  esc_lower_note_returns ((tree)decl);
}

static void
on_finish_unit (void *, void *)
{
  esc_travel_write ();
}

static void
on_finish (void *, void *)
{
  esc_lower_reset ();
  esc_pragmas_reset ();
}

static void
register_all (const char *name)
{
  static struct plugin_info info = { ESC_VERSION, NULL };
  register_callback (name, PLUGIN_INFO, NULL, &info);
  register_callback (name, PLUGIN_ATTRIBUTES, on_attributes, NULL);
  register_callback (name, PLUGIN_PRAGMAS, on_pragmas, NULL);
  register_callback (name, PLUGIN_FINISH_DECL, on_declaration, NULL);
  register_callback (name, PLUGIN_FINISH_PARSE_FUNCTION, on_function_parsed,
                     NULL);
  register_callback (name, PLUGIN_PRE_GENERICIZE, on_pre_genericize, NULL);
  register_callback (name, PLUGIN_FINISH_UNIT, on_finish_unit, NULL);
  register_callback (name, PLUGIN_FINISH, on_finish, NULL);
  esc_analyse_register (name);
  if (esc_settings.value[ESC_ARG_PROMOTE] >= 0)
    esc_promote_register (name, false);
}

int
plugin_init (struct plugin_name_args *args, struct plugin_gcc_version *version)
{
  /* An error that was reported is enough to fail the compilation.  */
  if (!right_compiler (args->base_name, version))
    return 0;
  if (front_end_is_lto ())
    {
      esc_arguments_read (args->base_name, args->argc, args->argv);
      if (esc_settings.value[ESC_ARG_PROMOTE] >= 0)
        esc_promote_register (args->base_name, true);
      return 0;
    }
  esc_gcc_forget_options (args->base_name);
  esc_arguments_read (args->base_name, args->argc, args->argv);
  if (will_analyse (args->base_name))
    register_all (args->base_name);
  return 0;
}
