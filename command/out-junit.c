/* SPDX-License-Identifier: GPL-3.0-or-later */
/* out-junit.c - a set as JUnit XML: a suite for each rule, a failing case for
   each finding, and a passing case where a rule has found nothing.  */

#include "command.h"

#include <stdlib.h>
#include <string.h>

static void
test_case (struct esc_set *s, const struct esc_item *i, struct esc_text *t)
{
  struct esc_text body = { 0 };
  esc_text_add (t, "    <testcase classname=\"");
  esc_text_markup (t, i->f->rule);
  esc_text_add (t, "\" name=\"");
  esc_text_markup (t, i->file);
  esc_text_add (t, ":%u ", i->f->at.line);
  esc_text_markup (t, i->f->fn);
  esc_text_add (t, "\" file=\"");
  esc_text_markup (t, i->file);
  esc_text_add (t, "\" line=\"%u\">\n      <failure message=\"", i->f->at.line);
  esc_text_markup (t, i->f->message);
  esc_text_add (t, "\" type=\"%s\">", esc_level_name (i->f->level));
  esc_out_finding (s, i, &body);
  esc_text_markup (t, body.data);
  esc_text_add (t, "</failure>\n    </testcase>\n");
  free (body.data);
}

static bool
of_rule (const struct esc_item *i, const char *slug)
{
  return !i->f->suppressed && !strcmp (i->f->rule, slug);
}

static void
suite (struct esc_set *s, const char *slug, struct esc_text *t)
{
  uint32_t n = 0;
  for (uint32_t k = 0; k < s->nitems; k++)
    n += of_rule (&s->items[k], slug);
  esc_text_add (t, "  <testsuite name=\"%s\" tests=\"%u\" failures=\"%u\">\n",
                slug, n ? n : 1, n);
  for (uint32_t k = 0; k < s->nitems; k++)
    if (of_rule (&s->items[k], slug))
      test_case (s, &s->items[k], t);
  if (!n)
    esc_text_add (t, "    <testcase classname=\"%s\" name=\"no finding\"/>\n",
                  slug);
  esc_text_add (t, "  </testsuite>\n");
}

void
esc_out_junit (struct esc_set *s, struct esc_text *t)
{
  esc_text_add (t, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                   "<testsuites name=\"escape\">\n");
  for (int i = 0; i < ESC_NRULES; i++)
    suite (s, esc_rules[i].slug, t);
  esc_text_add (t, "</testsuites>\n");
}
