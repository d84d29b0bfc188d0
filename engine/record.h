/* SPDX-License-Identifier: GPL-3.0-or-later */
/* record.h - a translation unit's findings as they travel.

   A report (verdict.h) refers to the facts of one compilation and dies with
   them.  A unit refers to nothing: positions are file, line and column, names
   and sentences are text.  The plugin makes one for each compilation; the
   object file carries it (record-write.c, record-read.c); the `escape` command
   and the SARIF writer take any number of them.

   Identity: what a finding is about (rule, function, object, holder, the
   functions on its way) stands in fields of its own, so that a fingerprint
   needs neither positions nor sentences.

   Ownership: everything belongs to the unit.  A string is never NULL.  */

#ifndef ESC_RECORD_H
#define ESC_RECORD_H

#include "verdict.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A place in the source; LINE 0: unknown.  */
struct esc_position
{
  const char *file;
  uint32_t line, column;
};

/* One step of a finding's path.  */
struct esc_unit_event
{
  uint8_t why, depth;
  struct esc_position at;
  const char *fn;   /* in which it happens */
  const char *name; /* variable, holder or function */
  const char *text; /* the sentence */
};

enum esc_suppressed
{
  ESC_SHOWN,
  ESC_SUPPRESSED_IN_SOURCE,
  ESC_SUPPRESSED_BY_ARGUMENT
};

struct esc_unit_finding
{
  const char *rule; /* slug: another version's is kept as it is */
  uint8_t level;    /* enum esc_level */
  uint8_t error;    /* the compilation asked for an error */
  uint32_t doubt;   /* ESC_DOUBT_* */
  struct esc_position at;
  struct esc_position declared; /* the object, if it has a place */
  const char *fn, *symbol;      /* owner */
  uint8_t fn_local;             /* the symbol is the unit's own */
  uint8_t obj_kind;             /* enum esc_obj_kind, or 0 */
  const char *obj;
  uint8_t holder; /* enum esc_holder */
  const char *holder_name;
  const char *callee;
  const char *message;
  const char *source; /* the text of line AT */
  uint8_t suppressed; /* enum esc_suppressed */
  const char *reason;
  uint32_t first_event, nevents;
};

/* What the source says is meant.  */
struct esc_unit_suppression
{
  struct esc_position at;
  const char *rules, *reason;
  uint8_t used;
  uint32_t first, last; /* lines of AT's file; LAST UINT32_MAX: to its end */
};

/* One decision of `m`, for the inventory.  */
struct esc_unit_note
{
  uint8_t kind; /* enum esc_note_kind */
  struct esc_position at;
  const char *fn, *text;
};

struct esc_unit
{
  const char *version;  /* of escape */
  const char *compiler; /* "gcc 12.2.0" */
  const char *dir;      /* where the compiler ran */
  const char *main;     /* the source file */
  const char *failed;   /* why nothing was analysed, or "" */
  uint8_t level;        /* findings above it were not asked for */
  struct esc_counts counts;
  struct esc_unit_finding *findings;
  struct esc_unit_event *events;
  struct esc_unit_suppression *suppressions;
  struct esc_unit_note *notes;
  const char **files; /* with functions that were analysed; sorted */
  uint32_t nfindings, nevents, nsuppressions, nnotes, nfiles;
  uint32_t cap[5];
  unsigned char *facts; /* module-code.h, or NULL */
  size_t nfacts;
  uint32_t left; /* functions that the facts leave out for their size */
  char **owned;  /* strings */
  uint32_t nowned, cap_owned;
  uint64_t id; /* of the bytes that it was read from, or 0 */
};

struct esc_unit *esc_unit_new (void);
void esc_unit_free (struct esc_unit *);
/* A copy of S (NULL: "") that belongs to UNIT.  */
const char *esc_unit_string (struct esc_unit *unit, const char *s);

void esc_unit_add_event (struct esc_unit *, const struct esc_unit_event *);
void esc_unit_add_finding (struct esc_unit *, const struct esc_unit_finding *);
void esc_unit_add_suppression (struct esc_unit *,
                               const struct esc_unit_suppression *);
void esc_unit_add_file (struct esc_unit *, const char *file);
void esc_unit_add_note (struct esc_unit *, const struct esc_unit_note *);

/* What the front end knows and the engine does not.  */
struct esc_unit_source
{
  void *arg;
  /* The position of a place.  False: nowhere.  */
  bool (*locate) (void *arg, esc_loc, struct esc_position *);
  /* The text of a place's line, or NULL.  Valid until the next call.  */
  const char *(*line) (void *arg, esc_loc);
  /* Is F, which stands at AT, meant?  Sets *REASON.  */
  enum esc_suppressed (*suppressed) (void *arg, const struct esc_finding *f,
                                     const struct esc_position *at,
                                     const char **reason);
  bool (*error) (void *arg, const struct esc_finding *f);
};

/* Add the findings, notes and counts of R to UNIT.  */
void esc_unit_take (struct esc_unit *unit, const struct esc_module *,
                    const struct esc_report *r, const struct esc_unit_source *);

/* ---- bytes --------------------------------------------------------------
   */

/* UNIT as bytes to be freed, the same for equal units; their number in
   *SIZE.  */
unsigned char *esc_unit_write (const struct esc_unit *unit, size_t *size);

/* The unit that SIZE bytes at DATA describe, or NULL if they are malformed;
     then *WHY says what is wrong.  Records of later versions are passed
     over.  */
struct esc_unit *esc_unit_read (const unsigned char *data, size_t size,
                                const char **why);

#ifdef __cplusplus
}
#endif
#endif
