/* SPDX-License-Identifier: GPL-3.0-or-later */
/* figures.c - what was analysed and what was not: the end of every summary.

       analysed 3 translation units, 41 functions; 1 function incomplete,
       0 statements not understood; skipped 2 object files without facts  */

#include "command.h"

/* "N WORD" or "N WORDs".  */
static void
number (struct esc_text *t, uint32_t n, const char *word)
{
  esc_text_add (t, "%u %s%s", n, word, n == 1 ? "" : "s");
}

static void
skipped (struct esc_text *t, uint32_t n, const char *what, const char *which,
         bool *any)
{
  if (!n)
    return;
  esc_text_add (t, "%s", *any ? ", " : "; skipped ");
  number (t, n, what);
  esc_text_add (t, "%s", which);
  *any = true;
}

void
esc_figures_text (const struct esc_set *s, struct esc_text *t)
{
  const struct esc_figures *f = &s->figures;
  bool any = false;
  esc_text_add (t, "analysed ");
  number (t, s->nunits - s->failed, "translation unit");
  esc_text_add (t, ", ");
  number (t, s->counts.functions, "function");
  esc_text_add (t, "; ");
  number (t, s->counts.incomplete, "function");
  esc_text_add (t, " incomplete, ");
  number (t, s->counts.not_understood, "statement");
  esc_text_add (t, " not understood");
  skipped (t, f->without, "object file", " without facts", &any);
  skipped (t, f->unreadable, "damaged file", "", &any);
  skipped (t, f->repeated, "repeated unit", "", &any);
  esc_text_add (t, "\n");
  for (uint32_t i = 0; i < s->nunits; i++)
    if (*s->units[i]->failed)
      esc_text_add (t, "not analysed: %s: %s\n", s->units[i]->main,
                    s->units[i]->failed);
  if (s->nunits == s->failed)
    esc_text_add (t, "nothing was analysed: %s\n",
                  f->without ? "the objects have no facts; compile with the "
                               "plugin's argument facts"
                             : "no input holds facts");
}

enum esc_exit
esc_figures_status (const struct esc_set *s)
{
  return s->nunits == s->failed || s->failed || s->figures.unreadable
             ? ESC_EXIT_INCOMPLETE
             : ESC_EXIT_OK;
}
