/* SPDX-License-Identifier: GPL-3.0-or-later */
/* git.c - which lines have changed since a revision.

   Asked of git itself: `git diff -U0` from the merge base to the files as they
   are.  A file that git does not know yet has changed altogether.  Whatever
   git cannot answer (an unknown revision, a clone too shallow for a merge
   base, no repository) is an error: a gate that guesses lets things pass.  */

#include "git.h"
#include "alloc.h"
#include "command.h"
#include "process.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct range
{
  char *file;
  uint32_t first, last;
};

struct esc_changes
{
  struct range *ranges;
  uint32_t n, cap;
};

static void
add_range (struct esc_changes *c, const char *file, uint32_t first,
           uint32_t last)
{
  ESC_GROW (c->ranges, c->cap, c->n + 1);
  c->ranges[c->n++] = (struct range){ esc_xstrdup (file), first, last };
}

/* ---- asking --------------------------------------------------------------*/

/* The output of git with the arguments ARGS (ended by NULL) in ROOT, to be
   freed; NULL if it fails.  Its words are then passed on, unless QUIET.  */
static char *
git (const char *root, const char *const *args, bool quiet)
{
  const char *argv[16] = { "git", "-C", root, "-c", "core.quotePath=false" };
  int n = 5;
  struct esc_text out = { 0 }, err = { 0 };
  while (*args && n < 15)
    argv[n++] = *args++;
  esc_text_bytes (&out, "", 0);
  esc_text_bytes (&err, "", 0);
  int status = esc_process ((char *const *)argv, &out, &err);
  if (status < 0)
    esc_say ("git", "%s", strerror (errno));
  else if (status && !quiet)
    fputs (err.data, stderr);
  free (err.data);
  if (!status)
    return out.data;
  free (out.data);
  return NULL;
}

/* ---- reading a diff ------------------------------------------------------*/

/* The file that a line `+++ NAME` names, in place: git quotes what has
   special characters.  */
static char *
file_name (char *name)
{
  size_t n = strcspn (name, "\t");
  name[n] = '\0';
  if (*name != '"')
    return name;
  char *to = name;
  for (char *p = name + 1; *p && *p != '"'; p++)
    if (*p == '\\' && p[1])
      *to++ = *++p;
    else
      *to++ = *p;
  *to = '\0';
  return name;
}

static void
read_diff (struct esc_changes *c, char *text)
{
  char *file = NULL, *next;
  for (char *line = text; line && *line; line = next)
    {
      next = strchr (line, '\n');
      if (next)
        *next++ = '\0';
      unsigned long first, count = 1;
      char *plus;
      if (!strncmp (line, "+++ ", 4))
        file = file_name (line + 4);
      else if (!strncmp (line, "@@ ", 3) && file && (plus = strchr (line, '+')))
        {
          first = strtoul (plus + 1, &plus, 10);
          if (*plus == ',')
            count = strtoul (plus + 1, NULL, 10);
          if (count)
            add_range (c, file, (uint32_t)first, (uint32_t)(first + count - 1));
        }
    }
}

static void
read_untracked (struct esc_changes *c, const char *text, size_t size)
{
  for (const char *p = text; p < text + size && *p; p += strlen (p) + 1)
    add_range (c, p, 1, UINT32_MAX);
}

/* ---- all -----------------------------------------------------------------*/

static bool
fill (struct esc_changes *c, const char *root, const char *base)
{
  const char *diff[]
      = { "diff",        "-U0",        "--no-color", "--no-ext-diff",
          "--no-prefix", "--relative", base,         "--",
          NULL };
  const char *others[] = { "ls-files", "--others", "--exclude-standard", NULL };
  char *text = git (root, diff, false);
  char *untracked = text ? git (root, others, false) : NULL;
  if (untracked)
    {
      read_diff (c, text);
      for (char *p = untracked; *p; p++)
        if (*p == '\n')
          *p = '\0';
      size_t n = 0;
      while (untracked[n])
        n += strlen (untracked + n) + 1;
      read_untracked (c, untracked, n);
    }
  free (text);
  bool ok = untracked != NULL;
  free (untracked);
  return ok;
}

struct esc_changes *
esc_git_changes (const char *root, const char *rev)
{
  char commit[512];
  snprintf (commit, sizeof commit, "%s^{commit}", rev);
  const char *verify[] = { "rev-parse", "--verify", "--quiet", commit, NULL };
  const char *merge[] = { "merge-base", rev, "HEAD", NULL };
  char *base = *rev != '-' ? git (root, verify, true) : NULL;
  if (!base)
    {
      esc_say (NULL, "revision '%s' is not available in %s", rev, root);
      return NULL;
    }
  free (base);
  base = git (root, merge, true);
  if (!base)
    {
      esc_say (NULL,
               "'%s' and HEAD have no common history in %s: is the clone "
               "shallow?",
               rev, root);
      return NULL;
    }
  base[strcspn (base, "\n")] = '\0';
  struct esc_changes *c = esc_xcalloc (1, sizeof *c);
  bool ok = fill (c, root, base);
  free (base);
  if (ok)
    return c;
  esc_git_changes_free (c);
  return NULL;
}

void
esc_git_changes_free (struct esc_changes *c)
{
  for (uint32_t i = 0; i < c->n; i++)
    free (c->ranges[i].file);
  free (c->ranges);
  free (c);
}

bool
esc_git_changed (const struct esc_changes *c, const char *file, uint32_t line)
{
  for (uint32_t i = 0; i < c->n; i++)
    if (line >= c->ranges[i].first && line <= c->ranges[i].last
        && !strcmp (c->ranges[i].file, file))
      return true;
  return false;
}
