/* SPDX-License-Identifier: GPL-3.0-or-later */
/* watch.c - before and after a build with the plugin.

   TOOLS holds cc1 (a link to this program, wrap.c), known/ and the file
   `arguments'.  It is in the user's cache folder, under a name made of the
   plugin and its arguments: compiler caches hash where compilers are looked
   for, so it has to be the same place for the same build.

   DIR holds log, and facts/: the records of the compilations.  A run forgets
   what earlier ones have left there, unless one has not ended yet (`lock').  A
   compilation that a cache answered has left none, but its object carries
   them: objects below the current folder that are newer than the start are
   read too, and what was not there is added to facts/.  */

#include "alloc.h"
#include "frame.h"
#include "path.h"
#include "process.h"
#include "save.h"
#include "wrap.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- before --------------------------------------------------------------*/

static bool
make_folder (const char *dir, const char *name)
{
  char *path = esc_path_join (dir, name);
  bool ok = !mkdir (path, 0777) || errno == EEXIST;
  if (!ok)
    esc_say (path, "%s", strerror (errno));
  free (path);
  return ok;
}

/* The folder: the one asked for, absolute, or a new one.  */
static bool
choose_folder (struct esc_watch *w)
{
  char *cwd = getcwd (NULL, 0);
  if (!cwd)
    esc_fatal ("the current folder cannot be found: %s", strerror (errno));
  if (w->dir)
    {
      w->dir = esc_path_join (cwd, w->dir);
      free (cwd);
      return make_folder (w->dir, ".");
    }
  free (cwd);
  const char *tmp = getenv ("TMPDIR");
  if (asprintf (&w->dir, "%s/escape-run-XXXXXX", tmp && *tmp ? tmp : "/tmp")
      < 0)
    esc_fatal ("memory ran out");
  w->temporary = true;
  if (mkdtemp (w->dir))
    return true;
  esc_say (w->dir, "%s", strerror (errno));
  return false;
}

/* TOOLS/cc1, which another run may be using.  */
static bool
link_cc1 (const char *dir)
{
  char *self = esc_own_path (), *name = esc_path_join (dir, "cc1");
  bool ok = !symlink (self, name) || errno == EEXIST;
  if (!ok)
    esc_say (name, "%s", strerror (errno));
  free (self);
  free (name);
  return ok;
}

/* Make FOLDER and those above it.  */
static bool
make_folders (char *folder)
{
  for (char *p = folder + 1; *p; p++)
    if (*p == '/')
      {
        *p = '\0';
        mkdir (folder, 0777);
        *p = '/';
      }
  return !mkdir (folder, 0777) || errno == EEXIST;
}

/* Choose W->tools for the plugin and the arguments in ARGS.  */
static bool
choose_tools (struct esc_watch *w, const char *args)
{
  char *self = esc_own_path ();
  const char *cache = getenv ("XDG_CACHE_HOME"), *home = getenv ("HOME");
  struct stat st = { 0 };
  struct esc_text key = { 0 };
  /* What was learned of a plugin that was built anew is forgotten.  */
  char *beside = esc_path_join (self, "../escape.so");
  if (stat (w->plugin ? w->plugin : beside, &st))
    memset (&st, 0, sizeof st);
  esc_text_add (&key, "%s\n%s\n%s\n%lld %lld", self, w->plugin ? w->plugin : "",
                args, (long long)st.st_mtime, (long long)st.st_size);
  free (beside);
  free (self);
  uint64_t hash = XXH3_64bits (key.data, key.size);
  free (key.data);
  int n;
  if (cache && *cache == '/')
    n = asprintf (&w->tools, "%s/escape/%016" PRIx64, cache, hash);
  else
    n = asprintf (&w->tools, "%s/.cache/escape/%016" PRIx64, home ? home : "",
                  hash);
  if (n < 0)
    esc_fatal ("memory ran out");
  if (make_folders (w->tools) && !access (w->tools, W_OK))
    return true;
  free (w->tools);
  w->tools = esc_xstrdup (w->dir);
  return true;
}

/* Tell compiler caches what the compiler's command line does not show: the
   plugin, its models and its arguments, in a file.  */
static void
tell_caches (const struct esc_watch *w, const char *args, const char *plugin)
{
  char *file = esc_path_join (w->tools, "arguments");
  const char *was = getenv ("CCACHE_EXTRAFILES");
  struct esc_text all = { 0 };
  if (!esc_save (file, args, strlen (args)))
    esc_say (file, "%s", strerror (errno));
  esc_text_add (&all, "%s%s%s:%s", was ? was : "", was && *was ? ":" : "", file,
                plugin);
  for (uint32_t i = 0; i < w->nargs; i++)
    if (!strncmp (w->args[i], "model=", 6))
      esc_text_add (&all, ":%s", w->args[i] + 6);
  setenv ("CCACHE_EXTRAFILES", all.data, 1);
  free (all.data);
  free (file);
}

static char *
all_arguments (const struct esc_watch *w)
{
  struct esc_text args = { 0 };
  esc_text_add (&args, "facts\nquiet\n");
  for (uint32_t i = 0; i < w->nargs; i++)
    esc_text_add (&args, "%s\n", w->args[i]);
  return args.data;
}

static void
set_environment (const struct esc_watch *w, const char *args)
{
  struct esc_text path = { 0 };
  const char *was = getenv ("COMPILER_PATH");
  char *facts = esc_path_join (w->dir, "facts"), *self = esc_own_path ();
  esc_text_add (&path, "%s%s%s", w->tools, was && *was ? ":" : "",
                was ? was : "");
  setenv ("ESCAPE_RUN_PATH", was ? was : "", 1);
  setenv ("ESCAPE_RUN_TOOLS", w->tools, 1);
  setenv ("ESCAPE_RUN_DIR", w->dir, 1);
  setenv ("ESCAPE_RUN_ARGS", args, 1);
  setenv ("ESCAPE_RUN_PLUGIN", w->plugin ? w->plugin : "", 1);
  setenv ("ESCAPE_FACTS_DIR", facts, 1);
  setenv ("COMPILER_PATH", path.data, 1);
  char *beside = esc_path_join (self, "../escape.so");
  tell_caches (w, args, w->plugin ? w->plugin : beside);
  free (beside);
  free (self);
  free (facts);
  free (path.data);
}

/* Hold a lock on DIR until the process ends.  Is nobody else using it?  A file
   system without locks has one user.  */
static bool
lock_alone (const char *dir)
{
  char *name = esc_path_join (dir, "lock");
  int fd = open (name, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  bool alone = fd < 0 || !flock (fd, LOCK_EX | LOCK_NB) || errno != EWOULDBLOCK;
  if (fd >= 0)
    flock (fd, LOCK_SH);
  free (name);
  return alone;
}

/* What an earlier run has left in DIR.  */
static void
forget (const char *dir)
{
  char *log = esc_path_join (dir, "log"), *facts = esc_path_join (dir, "facts");
  char *roots[] = { facts, NULL };
  unlink (log);
  FTS *fts = fts_open (roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
  FTSENT *e;
  while (fts && (e = fts_read (fts)))
    if (e->fts_info == FTS_F && e->fts_level == 1 && e->fts_namelen > 6
        && !strcmp (e->fts_name + e->fts_namelen - 6, ".facts"))
      unlink (e->fts_accpath);
  if (fts)
    fts_close (fts);
  free (log);
  free (facts);
}

bool
esc_watch_begin (struct esc_watch *w)
{
  char *args = all_arguments (w);
  if (w->plugin)
    {
      char *cwd = getcwd (NULL, 0);
      w->plugin = esc_path_join (cwd ? cwd : "", w->plugin);
      free (cwd);
    }
  bool ok = choose_folder (w) && make_folder (w->dir, "facts")
            && choose_tools (w, args) && make_folder (w->tools, "known")
            && link_cc1 (w->tools);
  if (ok)
    {
      if (lock_alone (w->dir))
        forget (w->dir);
      set_environment (w, args);
    }
  free (args);
  /* File systems may keep whole seconds only.  */
  clock_gettime (CLOCK_REALTIME, &w->start);
  w->start.tv_nsec = 0;
  return ok;
}

/* ---- after ---------------------------------------------------------------*/

/* Read the files below FOLDER; objects only if NEW and made since W's
   start.  */
static void
collect (struct esc_set *s, const struct esc_watch *w, const char *folder,
         bool new)
{
  char *roots[] = { (char *)folder, NULL };
  FTS *fts = fts_open (roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
  FTSENT *e;
  while (fts && (e = fts_read (fts)))
    {
      size_t n = e->fts_namelen;
      bool object = n > 2 && !strcmp (e->fts_name + n - 2, ".o");
      if (e->fts_info == FTS_D && !strcmp (e->fts_name, ".git"))
        fts_set (fts, e, FTS_SKIP);
      else if (e->fts_info == FTS_F
               && (!new
                   || (object && e->fts_statp->st_mtime >= w->start.tv_sec)))
        esc_read_file (s, e->fts_path, ESC_INPUT_FOUND);
    }
  if (fts)
    fts_close (fts);
}

/* Is unit ID among the N at IDS?  */
static bool
among (uint64_t id, const uint64_t *ids, uint32_t n)
{
  for (uint32_t i = 0; i < n; i++)
    if (ids[i] == id)
      return true;
  return false;
}

/* Keep in DIR/facts every unit of S that is not there: not one of IDS.  */
static void
keep (const struct esc_set *s, const char *dir, const uint64_t *ids,
      uint32_t nids)
{
  for (uint32_t i = 0; i < s->nunits; i++)
    {
      if (among (s->units[i]->id, ids, nids))
        continue;
      size_t nraw, size;
      char *file = NULL;
      unsigned char *raw = esc_unit_write (s->units[i], &nraw);
      unsigned char *frame = esc_frame_pack (raw, nraw, &size);
      if (!frame
          || asprintf (&file, "%s/facts/u%016" PRIx64 ".facts", dir,
                       s->units[i]->id)
                 < 0)
        esc_fatal ("memory ran out");
      if (!esc_save (file, frame, size))
        esc_say (file, "%s", strerror (errno));
      free (file);
      free (frame);
      free (raw);
    }
}

/* The lines of the log that begin with WORD.  */
static unsigned
count_log (const char *dir, const char *word)
{
  char *name = esc_path_join (dir, "log"), *line = NULL;
  size_t cap = 0;
  unsigned n = 0;
  FILE *f = fopen (name, "r");
  while (f && getline (&line, &cap, f) > 0)
    n += !strncmp (line, word, strlen (word));
  if (f)
    fclose (f);
  free (line);
  free (name);
  return n;
}

static void
remove_folder (const char *dir)
{
  char *roots[] = { (char *)dir, NULL };
  FTS *fts = fts_open (roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
  FTSENT *e;
  while (fts && (e = fts_read (fts)))
    if (e->fts_info == FTS_DP)
      rmdir (e->fts_accpath);
    else if (e->fts_info != FTS_D)
      unlink (e->fts_accpath);
  if (fts)
    fts_close (fts);
}

/* Say on standard error what S holds.  */
static void
summarise (struct esc_set *s, const struct esc_watch *w)
{
  struct esc_text t = { 0 };
  unsigned other = count_log (w->dir, "other ");
  unsigned ours = count_log (w->dir, "analysed ");
  esc_out_text (s, &t);
  if (other)
    esc_text_add (&t,
                  "not analysed: %u compilations by a GCC that no plugin fits; "
                  "name one with --plugin\n",
                  other);
  if (s->nunits == 0 && !ours && !other)
    esc_text_add (&t,
                  "no compiler was called: is the build up to date, or does "
                  "it use another compiler than GCC?\n");
  if (!w->temporary)
    esc_text_add (&t, "the facts are in %s/facts\n", w->dir);
  fputs (t.data, stderr);
  free (t.data);
}

enum esc_exit
esc_watch_end (struct esc_watch *w)
{
  char *cwd = getcwd (NULL, 0);
  char *root = esc_path_root (cwd ? cwd : "/");
  char *facts = esc_path_join (w->dir, "facts");
  struct esc_set *s = esc_set_new (root);
  collect (s, w, facts, false);
  uint32_t nids = s->nunits;
  uint64_t *ids = esc_xcalloc (nids + 1, sizeof *ids);
  for (uint32_t i = 0; i < nids; i++)
    ids[i] = s->units[i]->id;
  if (cwd)
    collect (s, w, cwd, true);
  esc_set_settle (s, ESC_LIKELY);
  s->figures.repeated = 0; /* objects and records of the same compilation */
  s->figures.without = 0;
  if (!w->temporary)
    keep (s, w->dir, ids, nids);
  summarise (s, w);
  enum esc_exit status = esc_figures_status (s);
  if (w->temporary)
    remove_folder (w->dir);
  esc_set_free (s);
  free (ids);
  free (facts);
  free (root);
  free (cwd);
  return status;
}
