/* SPDX-License-Identifier: GPL-3.0-or-later */
/* out-html.c - a set as one page for an auditor.

   Self-contained: nothing is loaded.  Everything is there without a script,
   in the order of the files; the script (page.js) hides what a filter does not
   name and draws what the path of a finding says.  A finding is a <details>, so
   the page works with the keyboard; colours follow the reader's preference
   (page.css), and all is open when it is printed.

   Sections: the figures, the findings with their paths and flow, the inventory
   (what `m` says of every parameter, local and allocation, if the compilation
   asked, and the frames), suppressions with their reasons, the units and what
   was not analysed of them.  */

#include "command.h"
#include "rule-pages.h"

#include <stdlib.h>
#include <string.h>

static void
place (struct esc_text *t, const char *file, const struct esc_position *p)
{
  esc_text_add (t, "<code>");
  esc_text_markup (t, file);
  if (p->line)
    esc_text_add (t, ":%u:%u", p->line, p->column);
  esc_text_add (t, "</code>");
}

/* ---- findings ------------------------------------------------------------*/

/* What the picture calls a step: how it looks, and a word.  */
static const struct
{
  const char *kind, *word;
} steps[] = {
  [ESC_WHY_DECLARED] = { "declared", "declared" },
  [ESC_WHY_TAKEN] = { "taken", "address taken" },
  [ESC_WHY_COPIED] = { "copied", "copied to" },
  [ESC_WHY_CAST] = { "copied", "cast to" },
  [ESC_WHY_STORED] = { "stored", "stored in" },
  [ESC_WHY_LOADED] = { "copied", "read from" },
  [ESC_WHY_STRUCT] = { "stored", "copied to" },
  [ESC_WHY_PASSED] = { "passed", "passed to" },
  [ESC_WHY_RETURNED_BY] = { "copied", "back from" },
  [ESC_WHY_KEPT] = { "stored", "kept by" },
  [ESC_WHY_HANDED] = { "stored", "handed to" },
  [ESC_WHY_BRANCH] = { "branch", "condition" },
  [ESC_WHY_SCOPE_END] = { "end", "block ends" },
  [ESC_WHY_USED] = { "used", "used" },
  [ESC_WHY_RETURN] = { "return", "returns" },
  [ESC_WHY_UNDECIDED] = { "branch", "maybe removed" },
  [ESC_WHY_SIZE] = { "size", "size" },
};

/* The step of event E, for the script.  */
static void
step (const struct esc_unit_event *e, struct esc_text *t)
{
  bool known = e->why < sizeof steps / sizeof *steps && steps[e->why].kind;
  esc_text_add (t, " data-kind=\"%s\" data-fn=\"",
                known ? steps[e->why].kind : "other");
  esc_text_markup (t, *e->fn ? e->fn : "?");
  esc_text_add (t, "\" data-short=\"%s ", known ? steps[e->why].word : "");
  if (e->why != ESC_WHY_RETURN)
    esc_text_markup (t, e->name);
  esc_text_add (t, "\"");
}

static void
path (struct esc_set *s, const struct esc_item *i, struct esc_text *t)
{
  esc_text_add (t, "<ol class=\"path\">\n");
  for (uint32_t k = 0; k < i->f->nevents; k++)
    {
      const struct esc_unit_event *e = &i->unit->events[i->f->first_event + k];
      esc_text_add (t, "<li style=\"--d:%u\"", e->depth);
      step (e, t);
      esc_text_add (t, ">%u. ", k + 1);
      esc_text_markup (t, e->text);
      esc_text_add (t, " <span class=\"soft\">in ");
      esc_text_markup (t, *e->fn ? e->fn : "?");
      esc_text_add (t, ", ");
      place (t, esc_set_file (s, i->unit, e->at.file), &e->at);
      esc_text_add (t, "</span></li>\n");
    }
  esc_text_add (t, "</ol>\n");
}

static void
finding (struct esc_set *s, const struct esc_item *i, bool open,
         struct esc_text *t)
{
  const struct esc_unit_finding *f = i->f;
  const char *level = f->suppressed ? "suppressed" : esc_level_name (f->level);
  esc_text_add (t,
                "<details class=\"finding\"%s id=\"f%.8s-%u\" "
                "data-level=\"%s\" data-rule=\"",
                open ? " open" : "", i->path, i->twin, level);
  esc_text_markup (t, f->rule);
  esc_text_add (t, "\"><summary><b class=\"%s\">%s</b> ",
                f->suppressed ? "soft" : level, level);
  esc_text_markup (t, f->message);
  esc_text_add (t, " <span class=\"soft\">");
  place (t, i->file, &f->at);
  esc_text_add (t, " [");
  esc_text_markup (t, f->rule);
  esc_text_add (t, "]</span></summary>\n");
  if (*f->source)
    {
      esc_text_add (t, "<pre>%5u | ", f->at.line);
      esc_text_markup (t, f->source);
      esc_text_add (t, "</pre>\n");
    }
  if (f->suppressed)
    {
      esc_text_add (t, "<p>Meant: ");
      esc_text_markup (t, f->reason);
      esc_text_add (t, "</p>\n");
    }
  path (s, i, t);
  esc_text_add (t,
                "<p class=\"soft\">fingerprint <code>%s</code></p></details>\n",
                i->path);
}

static void
filters (struct esc_text *t)
{
  esc_text_add (
      t,
      "<form hidden onsubmit=\"return false\"><label>Search "
      "<input type=\"search\" name=\"q\"></label>\n<label>Level "
      "<select name=\"level\"><option value=\"\">all</option>"
      "<option>definite</option><option>likely</option><option>audit</option>"
      "<option>suppressed</option></select></label>\n<label>Rule "
      "<select name=\"rule\"><option value=\"\">all</option>");
  for (int i = 0; i < ESC_NRULES; i++)
    esc_text_add (t, "<option>%s</option>", esc_rules[i].slug);
  esc_text_add (t, "</select></label> <output></output> "
                   "<span class=\"hint soft\">keys: j, k, Enter, /</span>"
                   "</form>\n");
}

/* ---- the inventory -------------------------------------------------------*/

static void
notes (struct esc_set *s, struct esc_text *t)
{
  bool any = false;
  esc_text_add (t, "<h2 id=\"inventory\">Inventory</h2>\n");
  for (uint32_t i = 0; i < s->nunits; i++)
    for (uint32_t k = 0; k < s->units[i]->nnotes; k++)
      {
        const struct esc_unit_note *n = &s->units[i]->notes[k];
        esc_text_add (t, "%s<tr><td>",
                      any ? ""
                          : "<table><tr><th>Verdict</th><th>Function</th>"
                            "<th>Place</th></tr>\n");
        esc_text_markup (t, n->text);
        esc_text_add (t, "</td><td><code>");
        esc_text_markup (t, n->fn);
        esc_text_add (t, "</code></td><td>");
        place (t, esc_set_file (s, s->units[i], n->at.file), &n->at);
        esc_text_add (t, "</td></tr>\n");
        any = true;
      }
  esc_text_add (t, any ? "</table>\n"
                       : "<p>The facts hold no inventory: compile with the "
                         "plugin's argument <code>m</code>, as in <code>escape "
                         "run m -- make</code>.</p>\n");
}

static void
suppressions (struct esc_set *s, struct esc_text *t)
{
  bool any = false;
  for (uint32_t i = 0; i < s->nunits; i++)
    for (uint32_t k = 0; k < s->units[i]->nsuppressions; k++)
      {
        const struct esc_unit_suppression *p = &s->units[i]->suppressions[k];
        esc_text_add (t, "%s<tr><td>",
                      any ? ""
                          : "<h2>Suppressions</h2>\n<table><tr><th>Rules"
                            "</th><th>Reason</th><th>Place</th><th>Used"
                            "</th></tr>\n");
        esc_text_markup (t, p->rules);
        esc_text_add (t, "</td><td>");
        esc_text_markup (t, p->reason);
        esc_text_add (t, "</td><td>");
        place (t, esc_set_file (s, s->units[i], p->at.file), &p->at);
        esc_text_add (t, "</td><td>%s</td></tr>\n", p->used ? "yes" : "no");
        any = true;
      }
  if (any)
    esc_text_add (t, "</table>\n");
}

static void
units (struct esc_set *s, struct esc_text *t)
{
  esc_text_add (
      t, "<h2 id=\"units\">Translation units</h2>\n<table><tr><th>Source</th>"
         "<th>Functions</th><th>Incomplete</th><th>Not understood"
         "</th><th>Compiler</th></tr>\n");
  for (uint32_t i = 0; i < s->nunits; i++)
    {
      const struct esc_unit *u = s->units[i];
      esc_text_add (t, "<tr><td><code>");
      esc_text_markup (t, esc_set_file (s, u, u->main));
      esc_text_add (t, "</code>");
      if (*u->failed)
        {
          esc_text_add (t, " <b class=\"definite\">not analysed: ");
          esc_text_markup (t, u->failed);
          esc_text_add (t, "</b>");
        }
      esc_text_add (t, "</td><td>%u</td><td>%u</td><td>%u</td><td>",
                    u->counts.functions, u->counts.incomplete,
                    u->counts.not_understood);
      esc_text_markup (t, u->compiler);
      esc_text_add (t, "</td></tr>\n");
    }
  esc_text_add (t, "</table>\n");
}

/* What there is, and where.  */
static void
contents (const struct esc_set *s, struct esc_text *t)
{
  uint32_t n[4] = { 0 };
  for (uint32_t i = 0; i < s->nitems; i++)
    n[s->items[i].f->suppressed ? 0 : s->items[i].f->level]++;
  esc_text_add (t,
                "<nav><a href=\"#findings\">Findings</a><a "
                "href=\"#inventory\">Inventory</a><a href=\"#units\">"
                "Translation units</a></nav>\n<p><b class=\"definite\">%u "
                "definite</b>, <b class=\"likely\">%u likely</b>, %u audit, %u "
                "suppressed</p>\n",
                n[ESC_DEFINITE], n[ESC_LIKELY], n[ESC_AUDIT], n[0]);
}

void
esc_out_html (struct esc_set *s, struct esc_text *t)
{
  struct esc_text figures = { 0 };
  esc_text_add (t,
                "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
                "<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
                "content=\"width=device-width\">\n<title>escape: audit"
                "</title>\n<style>\n%s</style>\n</head>\n<body>\n"
                "<h1>escape: audit</h1>\n",
                esc_page_style);
  esc_figures_text (s, &figures);
  esc_text_add (t, "<p>");
  esc_text_markup (t, figures.data);
  esc_text_add (t, "</p>\n");
  free (figures.data);
  contents (s, t);
  esc_text_add (t, "<h2 id=\"findings\">Findings</h2>\n");
  filters (t);
  for (uint32_t i = 0; i < s->nitems; i++)
    finding (s, &s->items[i], i == 0, t);
  if (!s->nitems)
    esc_text_add (t, "<p>None.</p>\n");
  notes (s, t);
  suppressions (s, t);
  units (s, t);
  esc_text_add (t, "<script>\n%s</script>\n</body>\n</html>\n",
                esc_page_script);
}
