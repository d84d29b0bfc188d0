/* SPDX-License-Identifier: GPL-3.0-or-later */
/* set.h - the findings of any number of translation units.

   Units are added in any order; esc_set_settle then makes of them one list of
   items, which is the same for every order: sorted by position, and a finding
   that several units have (in a header, or because an object was given twice)
   is one item.

   The plugin makes a set of its own unit to write SARIF, so nothing here
   prints or exits.  */

#ifndef ESC_SET_H
#define ESC_SET_H

#include "record.h"

#ifdef __cplusplus
extern "C" {
#endif

enum esc_state
{
  ESC_STATE_NONE, /* no baseline was given */
  ESC_STATE_NEW,
  ESC_STATE_UNCHANGED,
  ESC_STATE_UPDATED,  /* known by its line or subject only */
  ESC_STATE_UNTOUCHED /* not on a changed line */
};

#define ESC_FINGERPRINT 33 /* 128 bits in hexadecimal, and the end */

struct esc_item
{
  const struct esc_unit *unit;
  const struct esc_unit_finding *f;
  const char *file;           /* f->at.file, as shown */
  char path[ESC_FINGERPRINT]; /* escapePath/v1 */
  char line[ESC_FINGERPRINT]; /* escapeLine/v1 */
  uint32_t twin;              /* 1, 2 ... among items of equal PATH */
  uint32_t rule;              /* enum esc_rule; ESC_NRULES: unknown */
  enum esc_state state;
};

/* What was looked at, for the last lines of every summary.  */
struct esc_figures
{
  uint32_t files;      /* objects, archive members, records, reports */
  uint32_t without;    /* objects without facts */
  uint32_t foreign;    /* files that are something else */
  uint32_t unreadable; /* damaged ones: named when they were met */
  uint32_t repeated;   /* units that were there before */
};

struct esc_set
{
  char *root;
  struct esc_unit **units;
  uint32_t nunits, cap_units;
  struct esc_item *items;
  uint32_t nitems;
  struct esc_figures figures;
  char **owned; /* file names */
  uint32_t nowned, cap_owned;
  struct esc_counts counts; /* over all units, after settling */
  uint32_t failed;          /* units that were not analysed */
};

/* ROOT: the folder that file names are shown from.  */
struct esc_set *esc_set_new (const char *root);
void esc_set_free (struct esc_set *);
/* UNIT belongs to the set from now on.  */
void esc_set_add (struct esc_set *, struct esc_unit *unit);
/* Make the items: findings up to LEVEL, suppressed ones too.  */
void esc_set_settle (struct esc_set *, enum esc_level level);

/* FILE, named by UNIT's compiler, as shown; belongs to the set.  */
const char *esc_set_file (struct esc_set *, const struct esc_unit *,
                          const char *file);

/* fingerprint.c: fill I's fingerprints.  */
void esc_fingerprint (struct esc_item *i);

/* "definite", "likely", "audit".  */
const char *esc_level_name (unsigned level);
/* The level called NAME, or 0.  */
enum esc_level esc_level_find (const char *name);

/* What an item is about, in a few words: "node -> head".  */
char *esc_item_subject (const struct esc_item *, char *buf, size_t size);

#ifdef __cplusplus
}
#endif
#endif
