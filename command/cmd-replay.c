/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd-replay.c - `escape replay`: analyse without building, from
   compile_commands.json.

   Each command is run again in its folder as far as assembler text, which goes
   nowhere: outputs and dependency files of the build are not touched.  */

#include "alloc.h"
#include "path.h"
#include "process.h"
#include "wrap.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <wordexp.h>

static const struct argp_option options[]
    = { { "database", 'p', "FILE", 0,
          "The compilation database (default: compile_commands.json here or in "
          "build)",
          1 },
        { "jobs", 'j', "N", 0, "Run N compilers at once", 1 },
        { "output", 'o', "DIR", 0, "Keep the facts in DIR", 1 },
        { "plugin", 'P', "FILE", 0, "The plugin to use", 1 },
        { "argument", 'a', "NAME=VALUE", 0, "An argument of the plugin's", 1 },
        { 0 } };

struct replay
{
  struct esc_watch watch;
  const char *database;
  unsigned jobs;
  char **files; /* only these */
  uint32_t nfiles, cap;
  unsigned failed;
};

static error_t
parse (int key, char *arg, struct argp_state *state)
{
  struct replay *r = state->input;
  char *end;
  switch (key)
    {
    case 'p':
      r->database = arg;
      return 0;
    case 'j':
      r->jobs = (unsigned)strtoul (arg, &end, 10);
      if (*end || !r->jobs || r->jobs > 4096)
        argp_error (state, "--jobs=%s: a number from 1", arg);
      return 0;
    case 'o':
      r->watch.dir = arg;
      return 0;
    case 'P':
      r->watch.plugin = arg;
      return 0;
    case 'a':
      ESC_GROW (r->watch.args, r->watch.cap, r->watch.nargs + 1);
      r->watch.args[r->watch.nargs++] = arg;
      return 0;
    case ARGP_KEY_ARG:
      ESC_GROW (r->files, r->cap, r->nfiles + 1);
      r->files[r->nfiles++] = arg;
      return 0;
    default:
      return ARGP_ERR_UNKNOWN;
    }
}

/* ---- one entry -----------------------------------------------------------*/

struct words
{
  char **v;
  uint32_t n, cap;
};

static void
add_word (struct words *w, const char *s)
{
  ESC_GROW (w->v, w->cap, w->n + 2);
  w->v[w->n++] = esc_xstrdup (s);
  w->v[w->n] = NULL;
}

/* The words of an entry as its shell would see them.  */
static bool
words_of (const json_t *entry, struct words *w)
{
  const json_t *list = json_object_get (entry, "arguments");
  const char *line = json_string_value (json_object_get (entry, "command"));
  size_t i;
  json_t *j;
  json_array_foreach (list, i, j) if (json_is_string (j))
      add_word (w, json_string_value (j));
  if (w->n || !line)
    return w->n > 0;
  wordexp_t words;
  if (wordexp (line, &words, WRDE_NOCMD | WRDE_UNDEF))
    return false;
  for (size_t k = 0; k < words.we_wordc; k++)
    add_word (w, words.we_wordv[k]);
  wordfree (&words);
  return w->n > 0;
}

/* The command that analyses instead of W.  */
static struct words
without_output (const struct words *w)
{
  struct words out = { 0 };
  for (uint32_t i = 0; i < w->n; i++)
    {
      const char *a = w->v[i];
      if (!strcmp (a, "-o") || !strcmp (a, "-MF") || !strcmp (a, "-MT")
          || !strcmp (a, "-MQ"))
        i++;
      else if (strcmp (a, "-c") && strcmp (a, "-S") && strncmp (a, "-M", 2)
               && (strncmp (a, "-o", 2) || !strncmp (a, "-openmp", 7)))
        add_word (&out, a);
    }
  add_word (&out, "-S");
  add_word (&out, "-o");
  add_word (&out, "/dev/null");
  return out;
}

/* Is the file of ENTRY wanted?  */
static bool
chosen (const struct replay *r, const char *dir, const char *file)
{
  if (!r->nfiles)
    return true;
  char *cwd = getcwd (NULL, 0), *path = esc_path_join (dir, file);
  bool found = false;
  for (uint32_t i = 0; i < r->nfiles && !found; i++)
    {
      char *asked = esc_path_join (cwd ? cwd : "", r->files[i]);
      found = !strcmp (asked, path);
      free (asked);
    }
  free (path);
  free (cwd);
  return found;
}

static void
start (const char *dir, const struct words *w)
{
  pid_t pid = fork ();
  if (pid)
    return;
  if (chdir (dir))
    {
      esc_say (dir, "%s", strerror (errno));
      _exit (126);
    }
  execvp (w->v[0], w->v);
  esc_say (w->v[0], "%s", strerror (errno));
  _exit (127);
}

static void
wait_for_one (struct replay *r)
{
  int status;
  if (wait (&status) > 0 && status)
    r->failed++;
}

/* ---- all -----------------------------------------------------------------*/

static unsigned
replay_all (struct replay *r, const json_t *database)
{
  unsigned running = 0, n = 0;
  size_t i;
  json_t *entry;
  json_array_foreach (database, i, entry)
  {
    const char *dir = json_string_value (json_object_get (entry, "directory"));
    const char *file = json_string_value (json_object_get (entry, "file"));
    struct words w = { 0 };
    if (!dir || !file || !words_of (entry, &w))
      {
        esc_say (r->database, "entry %zu is malformed", i + 1);
        r->failed++;
        continue;
      }
    if (!chosen (r, dir, file))
      continue;
    if (running == r->jobs)
      {
        wait_for_one (r);
        running--;
      }
    struct words command = without_output (&w);
    start (dir, &command);
    running++;
    n++;
    if (isatty (STDERR_FILENO))
      fprintf (stderr, "\r%u of %zu", n, json_array_size (database));
  }
  while (running--)
    wait_for_one (r);
  if (isatty (STDERR_FILENO))
    fprintf (stderr, "\r\033[K");
  return n;
}

static int
run (int argc, char **argv)
{
  struct replay r = { .jobs = 1 };
  json_error_t error;
  esc_parse (&esc_command_replay, argc, argv, parse, &r, NULL);
  if (!r.database)
    r.database = access ("compile_commands.json", F_OK)
                     ? "build/compile_commands.json"
                     : "compile_commands.json";
  json_t *database = json_load_file (r.database, 0, &error);
  if (!json_is_array (database))
    {
      esc_say (r.database, "%s",
               database ? "this is no compilation database" : error.text);
      return ESC_EXIT_USAGE;
    }
  if (!esc_watch_begin (&r.watch))
    return ESC_EXIT_USAGE;
  unsigned n = replay_all (&r, database);
  json_decref (database);
  enum esc_exit status = esc_watch_end (&r.watch);
  fprintf (stderr, "%u compilation%s replayed, %u failed\n", n,
           n == 1 ? "" : "s", r.failed);
  return r.failed ? ESC_EXIT_INCOMPLETE : status;
}

const struct esc_command esc_command_replay = {
  .name = "replay",
  .args = "[FILE...]",
  .summary = "Analyse from compile_commands.json, without building",
  .text = "Only FILEs, if any are given. Nothing of the build is written. The "
          "status is 3 if a command fails or nothing was analysed.",
  .options = options,
  .run = run,
};
