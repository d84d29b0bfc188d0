/* SPDX-License-Identifier: GPL-3.0-or-later */
/* set.c - the findings of any number of translation units.  */

#include "set.h"
#include "alloc.h"
#include "path.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct esc_set *
esc_set_new (const char *root)
{
  struct esc_set *s = esc_xcalloc (1, sizeof *s);
  s->root = esc_xstrdup (root);
  return s;
}

void
esc_set_free (struct esc_set *s)
{
  for (uint32_t i = 0; i < s->nunits; i++)
    esc_unit_free (s->units[i]);
  for (uint32_t i = 0; i < s->nowned; i++)
    free (s->owned[i]);
  free (s->owned);
  free (s->units);
  free (s->items);
  free (s->root);
  free (s);
}

void
esc_set_add (struct esc_set *s, struct esc_unit *u)
{
  ESC_GROW (s->units, s->cap_units, s->nunits + 1);
  s->units[s->nunits++] = u;
}

const char *
esc_set_file (struct esc_set *s, const struct esc_unit *u, const char *file)
{
  if (!*file)
    return "";
  char *shown = esc_path_shown (s->root, u->dir, file);
  if (s->nowned && !strcmp (s->owned[s->nowned - 1], shown))
    {
      free (shown);
      return s->owned[s->nowned - 1];
    }
  ESC_GROW (s->owned, s->cap_owned, s->nowned + 1);
  return s->owned[s->nowned++] = shown;
}

/* ---- order ---------------------------------------------------------------*/

static int
compare_numbers (uint64_t a, uint64_t b)
{
  return (a > b) - (a < b);
}

/* By the bytes that a unit was read from, so that equal ones meet.  */
static int
compare_units (const void *pa, const void *pb)
{
  const struct esc_unit *a = *(struct esc_unit *const *)pa;
  const struct esc_unit *b = *(struct esc_unit *const *)pb;
  int c = strcmp (a->main, b->main);
  c = c ? c : strcmp (a->dir, b->dir);
  return c ? c : compare_numbers (a->id, b->id);
}

/* What makes two findings the same one.  */
static int
compare_findings (const struct esc_item *a, const struct esc_item *b)
{
  const struct esc_unit_finding *x = a->f, *y = b->f;
  int c = strcmp (a->file, b->file);
  c = c ? c : compare_numbers (x->at.line, y->at.line);
  c = c ? c : compare_numbers (x->at.column, y->at.column);
  c = c ? c : strcmp (x->rule, y->rule);
  c = c ? c : strcmp (x->fn, y->fn);
  c = c ? c : strcmp (x->obj, y->obj);
  return c ? c : strcmp (x->message, y->message);
}

/* Of equal ones the surest comes first, and of those the one that is not
   suppressed.  */
static int
compare_items (const void *pa, const void *pb)
{
  const struct esc_item *a = pa, *b = pb;
  int c = compare_findings (a, b);
  c = c ? c : compare_numbers (a->f->level, b->f->level);
  c = c ? c : compare_numbers (a->f->suppressed, b->f->suppressed);
  c = c ? c : strcmp (a->unit->main, b->unit->main);
  c = c ? c : strcmp (a->unit->dir, b->unit->dir);
  return c ? c : compare_numbers (a->unit->id, b->unit->id);
}

/* ---- settling ------------------------------------------------------------*/

static void
drop_repeated_units (struct esc_set *s)
{
  uint32_t n = 0;
  if (s->nunits)
    qsort (s->units, s->nunits, sizeof *s->units, compare_units);
  for (uint32_t i = 0; i < s->nunits; i++)
    if (n && s->units[i]->id && !compare_units (&s->units[n - 1], &s->units[i]))
      {
        esc_unit_free (s->units[i]);
        s->figures.repeated++;
      }
    else
      s->units[n++] = s->units[i];
  s->nunits = n;
}

static void
count_units (struct esc_set *s)
{
  memset (&s->counts, 0, sizeof s->counts);
  s->failed = 0;
  for (uint32_t i = 0; i < s->nunits; i++)
    {
      const struct esc_counts *c = &s->units[i]->counts;
      s->counts.functions += c->functions;
      s->counts.searched += c->searched;
      s->counts.incomplete += c->incomplete;
      s->counts.not_understood += c->not_understood;
      s->counts.unknown_calls += c->unknown_calls;
      s->counts.steps += c->steps;
      s->failed += *s->units[i]->failed != '\0';
    }
}

static void
add_items (struct esc_set *s, const struct esc_unit *u, enum esc_level level,
           uint32_t *cap)
{
  for (uint32_t k = 0; k < u->nfindings; k++)
    {
      const struct esc_unit_finding *f = &u->findings[k];
      if (f->level > level)
        continue;
      struct esc_item i = { .unit = u, .f = f };
      int rule = esc_rule_find (f->rule);
      i.rule = rule < 0 ? ESC_NRULES : (uint32_t)rule;
      i.file = esc_set_file (s, u, f->at.file);
      ESC_GROW (s->items, *cap, s->nitems + 1);
      s->items[s->nitems++] = i;
    }
}

static int
compare_by_path (const void *pa, const void *pb)
{
  const struct esc_item *a = *(struct esc_item *const *)pa;
  const struct esc_item *b = *(struct esc_item *const *)pb;
  int c = strcmp (a->path, b->path);
  return c ? c : (a > b) - (a < b);
}

/* Number the items whose fingerprints are the same.  */
static void
number_twins (struct esc_set *s)
{
  struct esc_item **by = esc_xcalloc (s->nitems + 1, sizeof (*by));
  for (uint32_t i = 0; i < s->nitems; i++)
    by[i] = &s->items[i];
  qsort (by, s->nitems, sizeof *by, compare_by_path);
  for (uint32_t i = 0; i < s->nitems; i++)
    by[i]->twin
        = i && !strcmp (by[i - 1]->path, by[i]->path) ? by[i - 1]->twin + 1 : 1;
  free (by);
}

void
esc_set_settle (struct esc_set *s, enum esc_level level)
{
  uint32_t cap = 0, n = 0;
  free (s->items);
  s->items = NULL;
  s->nitems = 0;
  drop_repeated_units (s);
  count_units (s);
  for (uint32_t i = 0; i < s->nunits; i++)
    add_items (s, s->units[i], level, &cap);
  if (s->nitems)
    qsort (s->items, s->nitems, sizeof *s->items, compare_items);
  for (uint32_t i = 0; i < s->nitems; i++)
    if (!n || compare_findings (&s->items[n - 1], &s->items[i]))
      s->items[n++] = s->items[i];
  s->nitems = n;
  for (uint32_t i = 0; i < n; i++)
    esc_fingerprint (&s->items[i]);
  if (n)
    number_twins (s);
}

/* ---- words ---------------------------------------------------------------*/

static const char *const level_names[]
    = { "unknown", "definite", "likely", "audit" };

const char *
esc_level_name (unsigned level)
{
  return level_names[level <= ESC_AUDIT ? level : 0];
}

enum esc_level
esc_level_find (const char *name)
{
  for (unsigned i = ESC_DEFINITE; i <= ESC_AUDIT; i++)
    if (!strcmp (name, level_names[i])
        || (name[0] == (char)('0' + i) && !name[1]))
      return (enum esc_level)i;
  return (enum esc_level)0;
}

char *
esc_item_subject (const struct esc_item *i, char *buf, size_t size)
{
  const struct esc_unit_finding *f = i->f;
  const char *to = *f->callee ? f->callee : f->holder_name;
  if (f->holder == ESC_IN_RESULT)
    to = "result";
  snprintf (buf, size, "%s%s%s", *f->obj ? f->obj : "-", *to ? " -> " : "", to);
  for (char *p = buf; *p; p++)
    if ((unsigned char)*p < ' ')
      *p = ' ';
  return buf;
}
