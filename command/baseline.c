/* SPDX-License-Identifier: GPL-3.0-or-later */
/* baseline.c - findings that a project knows and lives with, for now.

   Matching is in stages, each on what the one before has left:
     1. the same path fingerprint: unchanged
     2. the same line fingerprint: updated (something was renamed)
     3. the same rule, function and subject: updated (moved to another file)
   Equal fingerprints are counted: two findings need an entry of count two, and
   a third one is new.  An entry that is left is fixed if its file was
   analysed, stale if its file or rule is gone, and otherwise kept: it could
   not be judged.  */

#include "baseline.h"
#include "alloc.h"
#include "command.h"
#include "path.h"
#include "save.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- reading -------------------------------------------------------------*/

static bool
is_fingerprint (const char *s)
{
  return strlen (s) == ESC_FINGERPRINT - 1
         && strspn (s, "0123456789abcdef") == ESC_FINGERPRINT - 1;
}

/* What is wrong with LINE, or NULL; then its entry is in *E.  */
static const char *
read_entry (char *line, struct esc_entry *e)
{
  char *fields[7], *end;
  int n = 0;
  for (char *p = line; p && n < 7; n++)
    {
      fields[n] = p;
      p = n < 6 ? strchr (p, '\t') : NULL;
      if (p)
        *p++ = '\0';
    }
  if (n < 7
      && (!strncmp (line, "<<<<<<<", 7) || !strncmp (line, "=======", 7)
          || !strncmp (line, ">>>>>>>", 7)))
    return "an unresolved merge conflict";
  if (n < 7)
    return "seven fields with tabs between are expected";
  if (!is_fingerprint (fields[0]) || !is_fingerprint (fields[1]))
    return "a fingerprint is 32 hexadecimal digits";
  unsigned long count = strtoul (fields[2], &end, 10);
  if (*end || !count || count > UINT32_MAX)
    return "the third field is a count";
  *e = (struct esc_entry){ .path = esc_xstrdup (fields[0]),
                           .line = esc_xstrdup (fields[1]),
                           .count = (uint32_t)count,
                           .left = (uint32_t)count,
                           .rule = esc_xstrdup (fields[3]),
                           .file = esc_xstrdup (fields[4]),
                           .fn = esc_xstrdup (fields[5]),
                           .subject = esc_xstrdup (fields[6]) };
  return NULL;
}

static bool
read_lines (struct esc_baseline *b, const char *name, FILE *f)
{
  char *line = NULL;
  size_t cap = 0;
  ssize_t n;
  bool ok = true;
  for (unsigned number = 1; ok && (n = getline (&line, &cap, f)) >= 0; number++)
    {
      if (n && line[n - 1] == '\n')
        line[--n] = '\0';
      if (n && line[n - 1] == '\r')
        line[--n] = '\0';
      if (!n || *line == '#')
        continue;
      struct esc_entry e;
      const char *why = strlen (line) == (size_t)n ? read_entry (line, &e)
                                                   : "this is no text";
      if (why)
        {
          fprintf (stderr, "%s:%u: %s\n", name, number, why);
          ok = false;
          continue;
        }
      ESC_GROW (b->entries, b->cap, b->nentries + 1);
      b->entries[b->nentries++] = e;
    }
  free (line);
  return ok;
}

bool
esc_baseline_read (struct esc_baseline *b, const char *name, bool maybe)
{
  memset (b, 0, sizeof *b);
  FILE *f = fopen (name, "r");
  if (!f && maybe && errno == ENOENT)
    return true;
  struct stat st;
  if (!f || fstat (fileno (f), &st) || !S_ISREG (st.st_mode))
    {
      esc_say (name, "%s", f ? "this is no file" : strerror (errno));
      if (f)
        fclose (f);
      return false;
    }
  bool ok = read_lines (b, name, f);
  if (ferror (f))
    {
      esc_say (name, "%s", strerror (errno));
      ok = false;
    }
  fclose (f);
  return ok;
}

void
esc_baseline_free (struct esc_baseline *b)
{
  for (uint32_t i = 0; i < b->nentries; i++)
    {
      struct esc_entry *e = &b->entries[i];
      free (e->path);
      free (e->line);
      free (e->rule);
      free (e->file);
      free (e->fn);
      free (e->subject);
    }
  free (b->entries);
}

/* ---- matching ------------------------------------------------------------*/

/* The key of an entry or item at a stage, in BUF.  */
static const char *
entry_key (const struct esc_entry *e, int stage, char *buf, size_t size)
{
  if (stage < 2)
    return stage ? e->line : e->path;
  snprintf (buf, size, "%s\t%s\t%s", e->rule, e->fn, e->subject);
  return buf;
}

static const char *
item_key (const struct esc_item *i, int stage, char *buf, size_t size)
{
  char subject[256];
  if (stage < 2)
    return stage ? i->line : i->path;
  snprintf (buf, size, "%s\t%s\t%s", i->f->rule, i->f->fn,
            esc_item_subject (i, subject, sizeof subject));
  return buf;
}

struct keyed
{
  char *key;
  struct esc_entry *entry;
};

static int
compare_keyed (const void *pa, const void *pb)
{
  const struct keyed *a = pa, *b = pb;
  int c = strcmp (a->key, b->key);
  return c ? c : (a->entry > b->entry) - (a->entry < b->entry);
}

/* An entry with KEY that has something left.  */
static struct esc_entry *
find_entry (const struct keyed *sorted, uint32_t n, const char *key)
{
  uint32_t lo = 0, hi = n;
  while (lo < hi)
    {
      uint32_t mid = lo + (hi - lo) / 2;
      if (strcmp (sorted[mid].key, key) < 0)
        lo = mid + 1;
      else
        hi = mid;
    }
  for (; lo < n && !strcmp (sorted[lo].key, key); lo++)
    if (sorted[lo].entry->left)
      return sorted[lo].entry;
  return NULL;
}

static void
match_stage (struct esc_baseline *b, struct esc_set *s, int stage)
{
  char buf[1024];
  struct keyed *sorted = esc_xcalloc (b->nentries + 1, sizeof *sorted);
  for (uint32_t i = 0; i < b->nentries; i++)
    {
      sorted[i].entry = &b->entries[i];
      sorted[i].key
          = esc_xstrdup (entry_key (&b->entries[i], stage, buf, sizeof buf));
    }
  qsort (sorted, b->nentries, sizeof *sorted, compare_keyed);
  for (uint32_t i = 0; i < s->nitems; i++)
    {
      struct esc_item *item = &s->items[i];
      if (item->f->suppressed || item->state != ESC_STATE_NEW)
        continue;
      struct esc_entry *e = find_entry (
          sorted, b->nentries, item_key (item, stage, buf, sizeof buf));
      if (!e)
        continue;
      e->left--;
      item->state = stage ? ESC_STATE_UPDATED : ESC_STATE_UNCHANGED;
    }
  for (uint32_t i = 0; i < b->nentries; i++)
    free (sorted[i].key);
  free (sorted);
}

/* Was FILE among what S's units are made of?  */
static bool
was_analysed (struct esc_set *s, const char *file)
{
  for (uint32_t i = 0; i < s->nunits; i++)
    {
      const struct esc_unit *u = s->units[i];
      if (*u->failed)
        continue;
      if (!strcmp (esc_set_file (s, u, u->main), file))
        return true;
      for (uint32_t k = 0; k < u->nfiles; k++)
        if (!strcmp (esc_set_file (s, u, u->files[k]), file))
          return true;
    }
  return false;
}

static void
judge (struct esc_set *s, struct esc_entry *e)
{
  char *path = esc_path_join (s->root, e->file);
  e->analysed = was_analysed (s, e->file);
  e->stale
      = !e->analysed && (access (path, F_OK) || esc_rule_find (e->rule) < 0);
  free (path);
}

void
esc_baseline_match (struct esc_baseline *b, struct esc_set *s)
{
  for (uint32_t i = 0; i < s->nitems; i++)
    s->items[i].state
        = s->items[i].f->suppressed ? ESC_STATE_NONE : ESC_STATE_NEW;
  for (int stage = 0; stage < 3; stage++)
    match_stage (b, s, stage);
  for (uint32_t i = 0; i < b->nentries; i++)
    if (b->entries[i].left)
      judge (s, &b->entries[i]);
}

/* ---- writing -------------------------------------------------------------*/

struct row
{
  const char *path, *line, *rule, *file, *fn;
  char subject[256];
  uint32_t count;
};

static int
compare_rows (const void *pa, const void *pb)
{
  const struct row *a = pa, *b = pb;
  int c = strcmp (a->file, b->file);
  c = c ? c : strcmp (a->fn, b->fn);
  c = c ? c : strcmp (a->rule, b->rule);
  c = c ? c : strcmp (a->path, b->path);
  return c ? c : strcmp (a->line, b->line);
}

static void
write_rows (struct row *rows, uint32_t n, struct esc_text *t)
{
  esc_text_add (t, "# Findings of escape that this project knows; made by "
                   "`escape gate --update-baseline'.\n");
  qsort (rows, n, sizeof *rows, compare_rows);
  for (uint32_t i = 0; i < n; i++)
    {
      uint32_t count = rows[i].count;
      while (i + 1 < n && !compare_rows (&rows[i], &rows[i + 1]))
        count += rows[++i].count;
      const struct row *r = &rows[i];
      esc_text_add (t, "%s\t%s\t%u\t%s\t%s\t%s\t%s\n", r->path, r->line, count,
                    r->rule, r->file, r->fn, r->subject);
    }
}

bool
esc_baseline_write (const struct esc_baseline *b, const struct esc_set *s,
                    bool (*wanted) (void *, const struct esc_item *), void *arg,
                    const char *file)
{
  struct row *rows = esc_xcalloc (s->nitems + b->nentries + 1, sizeof *rows);
  uint32_t n = 0;
  for (uint32_t i = 0; i < s->nitems; i++)
    {
      const struct esc_item *k = &s->items[i];
      if (k->state != ESC_STATE_UNCHANGED && k->state != ESC_STATE_UPDATED
          && !(k->state == ESC_STATE_NEW && wanted (arg, k)))
        continue;
      struct row *r = &rows[n++];
      *r = (struct row){
        k->path, k->line, k->f->rule, k->file, k->f->fn, "", 1
      };
      esc_item_subject (k, r->subject, sizeof r->subject);
    }
  for (uint32_t i = 0; i < b->nentries; i++)
    {
      const struct esc_entry *e = &b->entries[i];
      if (!e->left || e->analysed || e->stale)
        continue;
      struct row *r = &rows[n++];
      *r = (struct row){
        e->path, e->line, e->rule, e->file, e->fn, "", e->left
      };
      snprintf (r->subject, sizeof r->subject, "%s", e->subject);
    }
  struct esc_text t = { 0 };
  write_rows (rows, n, &t);
  free (rows);
  return esc_deliver (&t, file);
}
