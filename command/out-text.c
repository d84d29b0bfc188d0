/* SPDX-License-Identifier: GPL-3.0-or-later */
/* out-text.c - findings as a compiler writes them.

       list.c:7:3: warning: address of local variable 'node' is kept by 'push'
         when 'add_item' returns [CWE-825] [escape-call]
       list.c:6:15: note: (1) 'node' is declared here

   One line each, so that editors and graders of compilers' output read it.  */

#include "command.h"

static void
position (struct esc_text *t, const char *file, const struct esc_position *p)
{
  if (*file && p->line)
    esc_text_add (t, "%s:%u:%u: ", file, p->line, p->column);
  else
    esc_text_add (t, "escape: ");
}

void
esc_out_finding (struct esc_set *s, const struct esc_item *i,
                 struct esc_text *t)
{
  const struct esc_unit_finding *f = i->f;
  position (t, i->file, &f->at);
  esc_text_add (t, "%s: ", f->error ? "error" : "warning");
  if (f->level != ESC_DEFINITE)
    esc_text_add (t, "%s: ", esc_level_name (f->level));
  esc_text_add (t, "%s", f->message);
  if (i->rule < ESC_NRULES)
    esc_text_add (t, " [CWE-%d]", esc_rules[i->rule].cwe);
  esc_text_add (t, " [%s]\n", f->rule);
  for (uint32_t k = 0; k < f->nevents; k++)
    {
      const struct esc_unit_event *e = &i->unit->events[f->first_event + k];
      const char *shown = esc_set_file (s, i->unit, e->at.file);
      position (t, e->at.line ? shown : i->file, e->at.line ? &e->at : &f->at);
      esc_text_add (t, "note: (%u) %s\n", k + 1, e->text);
    }
}

/* How many items of S are shown, and how many suppressed, by level.  */
static void
count (const struct esc_set *s, uint32_t shown[4], uint32_t *suppressed)
{
  for (uint32_t i = 0; i < s->nitems; i++)
    if (s->items[i].f->suppressed)
      ++*suppressed;
    else
      shown[s->items[i].f->level]++;
}

void
esc_out_text (struct esc_set *s, struct esc_text *t)
{
  uint32_t shown[4] = { 0 }, suppressed = 0;
  for (uint32_t i = 0; i < s->nitems; i++)
    if (!s->items[i].f->suppressed)
      esc_out_finding (s, &s->items[i], t);
  count (s, shown, &suppressed);
  uint32_t all = shown[1] + shown[2] + shown[3];
  esc_text_add (t,
                "%u finding%s: %u definite, %u likely, %u audit; "
                "%u suppressed\n",
                all, all == 1 ? "" : "s", shown[1], shown[2], shown[3],
                suppressed);
  esc_figures_text (s, t);
}
