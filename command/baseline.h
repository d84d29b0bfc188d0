/* SPDX-License-Identifier: GPL-3.0-or-later */
/* baseline.h - findings that a project knows and lives with, for now.

   A text file, sorted, one line each, so that it merges and reads well:

     PATH LINE COUNT RULE FILE FUNCTION SUBJECT     (tabs between)

   PATH and LINE are the fingerprints; COUNT findings have them.  Lines that
   begin with # are comments.  */

#ifndef ESC_BASELINE_H
#define ESC_BASELINE_H

#include "set.h"

struct esc_entry
{
  char *path, *line, *rule, *file, *fn, *subject;
  uint32_t count;
  uint32_t left; /* that no finding has matched */
  bool stale;    /* its file is gone, or its rule */
  bool analysed; /* its file was */
};

struct esc_baseline
{
  struct esc_entry *entries;
  uint32_t nentries, cap;
};

/* Read FILE.  False if it cannot be read or is malformed (said).  If it is
   not there: an empty one if MAYBE.  */
bool esc_baseline_read (struct esc_baseline *, const char *file, bool maybe);
void esc_baseline_free (struct esc_baseline *);

/* Match S's items, giving each its state, and judge the entries that are
   left.  Suppressed items match nothing.  */
void esc_baseline_match (struct esc_baseline *, struct esc_set *s);

/* Write what the baseline should be to FILE: the matched items, the new ones
   that WANTED accepts, and the entries that could not be judged.  False if it
   could not be written (said).  */
bool esc_baseline_write (const struct esc_baseline *, const struct esc_set *s,
                         bool (*wanted) (void *arg, const struct esc_item *),
                         void *arg, const char *file);

#endif
