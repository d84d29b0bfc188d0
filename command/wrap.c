/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wrap.c - stands in for cc1, and becomes it with the plugin.

   A GCC driver looks for its programs in COMPILER_PATH first, whatever way it
   was called itself: by name, by an absolute path that CMake remembers, through
   ccache.  There it finds this program under the name cc1, asks the driver
   (COLLECT_GCC) for the real one, adds the plugin's arguments and becomes it.
   The driver's own command line, its output and its status are as ever.

   Without the plugin: preprocessing only, and the probes of configure, CMake
   and Meson, which ask what the compiler can do.

   What was learned of a driver is kept as symbolic links in TOOLS/known, so it
   is asked once: HASH.cc1 and HASH.plugin.

   The environment: ESCAPE_RUN_TOOLS and ESCAPE_RUN_DIR (watch.c),
   ESCAPE_RUN_ARGS (one a line), ESCAPE_RUN_PLUGIN, ESCAPE_RUN_PATH
   (COMPILER_PATH as it was).  */

#include "wrap.h"
#include "alloc.h"
#include "path.h"
#include "process.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *
base_of (const char *path)
{
  const char *slash = strrchr (path, '/');
  return slash ? slash + 1 : path;
}

bool
esc_wrap_asked (const char *argv0)
{
  return !strcmp (base_of (argv0), "cc1") && getenv ("ESCAPE_RUN_TOOLS");
}

/* ---- which compilations --------------------------------------------------*/

/* Does a file of this NAME, or one in this FOLDER, ask what a compiler can
   do?  */
static bool
is_probe_file (const char *name)
{
  static const char *const folders[] = { "CMakeFiles/CMakeScratch/",
                                         "CMakeFiles/CMakeTmp/",
                                         "/CMakeTmp/",
                                         "CompilerIdC/",
                                         "meson-private/",
                                         "/meson-private" };
  const char *base = base_of (name);
  if (!strcmp (name, "-") || !strncmp (name, "/dev/", 5))
    return true;
  if (!strncmp (base, "conftest", 8) || !strcmp (base, "CMakeCCompilerId.c")
      || !strncmp (base, "sanitycheckc", 12))
    return true;
  for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
    if (strstr (name, folders[i]))
      return true;
  return false;
}

static bool
is_source (const char *arg)
{
  const char *dot = strrchr (base_of (arg), '.');
  return !strcmp (arg, "-")
         || (*arg != '-' && dot
             && (!strcmp (dot, ".c") || !strcmp (dot, ".i")
                 || !strcmp (dot, ".h")));
}

/* Is this a compilation of the project's own code?  */
static bool
is_to_be_analysed (int argc, char **argv)
{
  bool source = false;
  char cwd[PATH_MAX];
  if (!getcwd (cwd, sizeof cwd) || is_probe_file (cwd))
    return false;
  strncat (cwd, "/", sizeof cwd - strlen (cwd) - 1);
  if (is_probe_file (cwd))
    return false;
  for (int i = 1; i < argc; i++)
    {
      if (!strcmp (argv[i], "-E") || !strcmp (argv[i], "-fsyntax-only")
          || !strcmp (argv[i], "-quiet-version") || !strcmp (argv[i], "--help"))
        return false;
      /* The argument of an option that takes a file is no source.  */
      if (!strcmp (argv[i], "-o") || !strcmp (argv[i], "-include")
          || !strcmp (argv[i], "-imacros") || !strncmp (argv[i], "-dump", 5)
          || !strncmp (argv[i], "-aux", 4) || !strcmp (argv[i], "-MF"))
        i++;
      else if (is_source (argv[i]))
        {
          if (is_probe_file (argv[i]))
            return false;
          source = true;
        }
    }
  return source;
}

/* ---- the real compiler ---------------------------------------------------*/

/* PATH of what is known of the driver called NAME, to be freed.  */
static char *
known (const char *driver, const char *what)
{
  char *file = NULL;
  if (asprintf (&file, "%s/known/%016" PRIx64 ".%s",
                getenv ("ESCAPE_RUN_TOOLS"),
                (uint64_t)XXH3_64bits (driver, strlen (driver)), what)
      < 0)
    esc_fatal ("memory ran out");
  return file;
}

/* Where the link NAME leads, to be freed, or NULL.  */
static char *
read_link (const char *name)
{
  char buf[PATH_MAX];
  ssize_t n = readlink (name, buf, sizeof buf - 1);
  if (n <= 0)
    return NULL;
  buf[n] = '\0';
  return esc_xstrdup (buf);
}

/* COMPILER_PATH as it was before us.  */
static void
restore_path (void)
{
  const char *was = getenv ("ESCAPE_RUN_PATH");
  if (was && *was)
    setenv ("COMPILER_PATH", was, 1);
  else
    unsetenv ("COMPILER_PATH");
}

/* Does the compiler CC1 take PLUGIN?  */
static bool
fits (const char *cc1, const char *plugin)
{
  char *load = NULL;
  if (access (plugin, R_OK) || asprintf (&load, "-fplugin=%s", plugin) < 0)
    return false;
  char *argv[] = { (char *)cc1,  (char *)"-quiet",    load, (char *)"/dev/null",
                   (char *)"-o", (char *)"/dev/null", NULL };
  struct esc_text out = { 0 }, err = { 0 };
  int status = esc_process (argv, &out, &err);
  free (load);
  free (out.data);
  free (err.data);
  return status == 0;
}

/* The compiler proper of DRIVER, to be freed, or NULL.  */
static char *
find_cc1 (const char *driver, const char *cc1)
{
  (void)cc1;
  return esc_ask (driver, "-print-prog-name=cc1");
}

/* The plugin for CC1 of DRIVER, to be freed: the one asked for, or that beside
   this program, that in GCC's own folder (which need not be CC1's), that of
   the installation.  "-" if none fits.  */
static char *
find_plugin (const char *driver, const char *cc1)
{
  char *candidates[3] = { NULL }, *found = NULL;
  const char *asked = getenv ("ESCAPE_RUN_PLUGIN");
  if (asked && *asked)
    candidates[0] = esc_xstrdup (asked);
  else
    {
      char *self = esc_own_path ();
      char *own = esc_ask (driver, "-print-file-name=plugin");
      candidates[0] = esc_path_join (self, "../escape.so");
      candidates[1] = own ? esc_path_join (own, "escape.so") : NULL;
      candidates[2] = esc_path_join (self, "../../lib/escape.so");
      free (self);
      free (own);
    }
  for (int i = 0; i < 3; i++)
    {
      if (!found && candidates[i] && fits (cc1, candidates[i]))
        found = esc_xstrdup (candidates[i]);
      free (candidates[i]);
    }
  return found ? found : esc_xstrdup ("-");
}

/* Where link NAME leads; if it is not there, FIND (DRIVER, CC1) says.  */
static char *
remember (char *name, char *(*find) (const char *, const char *),
          const char *driver, const char *cc1)
{
  char *target = read_link (name);
  if (!target)
    {
      target = find (driver, cc1);
      if (target && symlink (target, name) && errno != EEXIST)
        esc_say (name, "%s", strerror (errno));
    }
  free (name);
  return target;
}

/* ---- becoming it ---------------------------------------------------------*/

/* One word in the log: appended as a whole.  */
static void
log_word (const char *word, const char *driver)
{
  char line[PATH_MAX + 32], *name = NULL;
  if (asprintf (&name, "%s/log", getenv ("ESCAPE_RUN_DIR")) < 0)
    return;
  int n = snprintf (line, sizeof line, "%s %s\n", word, driver);
  int fd = open (name, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
  if (fd >= 0 && write (fd, line, (size_t)n) != n)
    esc_say (name, "%s", strerror (errno));
  if (fd >= 0)
    close (fd);
  free (name);
}

/* ARGV with the plugin's arguments in front.  */
static char **
with_plugin (int argc, char **argv, const char *plugin)
{
  const char *asked = getenv ("ESCAPE_RUN_ARGS");
  char *args = esc_xstrdup (asked ? asked : ""), *save = NULL;
  size_t n = 0, most = (size_t)argc + strlen (args) + 4;
  char **out = esc_xcalloc (most, sizeof *out);
  out[n++] = argv[0];
  if (asprintf (&out[n++], "-fplugin=%s", plugin) < 0)
    esc_fatal ("memory ran out");
  for (char *p = strtok_r (args, "\n", &save); p;
       p = strtok_r (NULL, "\n", &save))
    if (asprintf (&out[n++], "-fplugin-arg-escape-%s", p) < 0)
      esc_fatal ("memory ran out");
  memcpy (out + n, argv + 1, (size_t)(argc - 1) * sizeof *argv);
  free (args);
  return out;
}

int
esc_wrap_run (int argc, char **argv)
{
  const char *driver = getenv ("COLLECT_GCC");
  restore_path ();
  if (!driver)
    driver = "gcc";
  char *cc1 = remember (known (driver, "cc1"), find_cc1, driver, NULL);
  if (!cc1)
    {
      esc_say (driver, "it does not say where its cc1 is");
      return ESC_EXIT_USAGE;
    }
  argv[0] = cc1;
  if (is_to_be_analysed (argc, argv))
    {
      char *plugin
          = remember (known (driver, "plugin"), find_plugin, driver, cc1);
      bool usable = strcmp (plugin, "-") != 0;
      log_word (usable ? "analysed" : "other", driver);
      if (usable)
        argv = with_plugin (argc, argv, plugin);
    }
  execv (cc1, argv);
  esc_say (cc1, "%s", strerror (errno));
  return ESC_EXIT_USAGE;
}
