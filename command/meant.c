/* SPDX-License-Identifier: GPL-3.0-or-later */
/* meant.c - what the sources of a program say is meant.

   A compilation applies its suppressions itself; findings that cross files are
   made later, and ask here.  Suppressions are sorted by file and by their first
   line; of those of one file few are looked at in vain.  */

#include "alloc.h"
#include "link.h"

#include <stdlib.h>
#include <string.h>

struct held
{
  const char *file; /* as shown */
  struct esc_unit_suppression *s;
};

struct esc_meant
{
  struct held *held;
  uint32_t n, cap;
};

static int
compare (const void *pa, const void *pb)
{
  const struct held *a = pa, *b = pb;
  int c = strcmp (a->file, b->file);
  c = c ? c : (a->s->first > b->s->first) - (a->s->first < b->s->first);
  c = c ? c : (a->s->last > b->s->last) - (a->s->last < b->s->last);
  return c ? c : strcmp (a->s->reason, b->s->reason);
}

struct esc_meant *
esc_meant_new (struct esc_set *s)
{
  struct esc_meant *m = esc_xcalloc (1, sizeof *m);
  for (uint32_t i = 0; i < s->nunits; i++)
    for (uint32_t k = 0; k < s->units[i]->nsuppressions; k++)
      {
        struct esc_unit_suppression *p = &s->units[i]->suppressions[k];
        ESC_GROW (m->held, m->cap, m->n + 1);
        m->held[m->n++]
            = (struct held){ esc_set_file (s, s->units[i], p->at.file), p };
      }
  if (m->n)
    qsort (m->held, m->n, sizeof *m->held, compare);
  return m;
}

void
esc_meant_free (struct esc_meant *m)
{
  free (m->held);
  free (m);
}

/* The first suppression of FILE.  */
static uint32_t
first_of (const struct esc_meant *m, const char *file)
{
  uint32_t lo = 0, hi = m->n;
  while (lo < hi)
    {
      uint32_t mid = lo + (hi - lo) / 2;
      if (strcmp (m->held[mid].file, file) < 0)
        lo = mid + 1;
      else
        hi = mid;
    }
  return lo;
}

const struct esc_unit_suppression *
esc_meant_find (struct esc_meant *m, const char *file, uint32_t line,
                const char *rule)
{
  const struct esc_unit_suppression *found = NULL;
  for (uint32_t i = first_of (m, file);
       i < m->n && !strcmp (m->held[i].file, file)
       && m->held[i].s->first <= line;
       i++)
    if (line <= m->held[i].s->last
        && esc_rules_match (m->held[i].s->rules, rule))
      {
        m->held[i].s->used = 1;
        found = m->held[i].s;
      }
  return found;
}
