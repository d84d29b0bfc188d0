/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd-doctor.c - `escape doctor`: is everything as it should be?

   Compiles a line with every GCC that it finds, and says of each whether a
   plugin fits, and if not, what to do.  Then what compiler caches and
   distributors need to be told.  Status 0 if the compiler asked for (CC, else
   gcc) works.  */

#include "alloc.h"
#include "command.h"
#include "path.h"
#include "process.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool
in_path (const char *name)
{
  const char *path = getenv ("PATH");
  char *copy = esc_xstrdup (path ? path : ""), *save = NULL;
  bool found = false;
  for (char *dir = strtok_r (copy, ":", &save); dir && !found;
       dir = strtok_r (NULL, ":", &save))
    {
      char *file = esc_path_join (dir, name);
      found = !access (file, X_OK);
      free (file);
    }
  free (copy);
  return found;
}

/* Does CC take PLUGIN?  What it says is in ERR.  */
static bool
takes (const char *cc, const char *plugin, struct esc_text *err)
{
  struct esc_text load = { 0 }, out = { 0 };
  esc_text_add (&load, "-fplugin=%s", plugin);
  char *argv[] = { (char *)cc,   load.data,           (char *)"-S",
                   (char *)"-x", (char *)"c",         (char *)"/dev/null",
                   (char *)"-o", (char *)"/dev/null", NULL };
  err->size = 0;
  int status = esc_process (argv, &out, err);
  free (load.data);
  free (out.data);
  return status == 0;
}

/* Look at CC; true if a plugin fits.  */
static bool
look_at (const char *cc, struct esc_text *t)
{
  char *self = esc_own_path (), *version = esc_ask (cc, "-dumpfullversion");
  char *folder = esc_ask (cc, "-print-file-name=plugin");
  struct esc_text err = { 0 };
  esc_text_bytes (&err, "", 0);
  char *beside = esc_path_join (self, "../escape.so");
  char *installed = esc_path_join (folder ? folder : "", "escape.so");
  bool ok = false;
  esc_text_add (t, "%s %s: ", cc, version ? version : "(no GCC)");
  if (!version || !folder)
    esc_text_add (t, "not GCC; the plugin needs GCC\n");
  else if ((ok = takes (cc, beside, &err)))
    esc_text_add (t, "works with %s\n", beside);
  else if ((ok = takes (cc, installed, &err)))
    esc_text_add (t, "works with %s\n", installed);
  else
    {
      err.data[strcspn (err.data, "\n")] = '\0';
      esc_text_add (t, "no plugin fits; build one with `make CC=%s'\n", cc);
      if (*err.data)
        esc_text_add (t, "    %s\n", err.data);
    }
  free (self);
  free (version);
  free (folder);
  free (beside);
  free (installed);
  free (err.data);
  return ok;
}

static void
look_at_caches (struct esc_text *t)
{
  if (in_path ("ccache"))
    esc_text_add (t, "ccache: found. `escape run' tells it what to hash; by "
                     "hand, name the plugin by its path and set "
                     "CCACHE_EXTRAFILES to it and to your model files\n");
  if (in_path ("sccache"))
    esc_text_add (
        t, "sccache: found. It does not hash plugins: add "
           "-fplugin-arg-escape-key=$(sha1sum < escape.so | cut -c1-8)\n");
  if (in_path ("distcc"))
    esc_text_add (t, "distcc: found. It refuses plugins, and `escape run' does "
                     "not see what it compiles elsewhere: set "
                     "DISTCC_HOSTS=localhost\n");
}

static int
run (int argc, char **argv)
{
  struct esc_text t = { 0 };
  const char *cc = getenv ("CC");
  esc_parse (&esc_command_doctor, argc, argv, NULL, NULL, NULL);
  cc = cc && *cc ? cc : "gcc";
  esc_text_add (&t, "escape %s\n", ESC_VERSION);
  bool ok = look_at (cc, &t);
  for (int major = 11; major <= 16; major++)
    {
      char name[16];
      snprintf (name, sizeof name, "gcc-%d", major);
      if (in_path (name) && strcmp (name, cc))
        look_at (name, &t);
    }
  look_at_caches (&t);
  esc_text_add (&t, "%s\n", ok ? "all is well" : "the compiler cannot be used");
  if (!esc_deliver (&t, NULL))
    return ESC_EXIT_USAGE;
  return ok ? ESC_EXIT_OK : ESC_EXIT_INCOMPLETE;
}

const struct esc_command esc_command_doctor = {
  .name = "doctor",
  .args = "",
  .summary = "Check compiler, plugin and caches",
  .text = "Looks at the compiler in CC (default: gcc) and at every gcc-N in "
          "PATH. The status is 3 if the former cannot be used.",
  .run = run,
};
