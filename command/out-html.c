/* SPDX-License-Identifier: GPL-3.0-or-later */
/* out-html.c - a set as one page for an auditor.

   Self-contained: nothing is loaded.  Everything is there without a script,
   in the order of the files; a script only hides what a filter does not name.
   A finding is a <details>, so the page works with the keyboard; colours
   follow the reader's preference, and all is open when it is printed.

   Sections: the figures, the findings with their paths and flow, the inventory
   (what `m` says of every parameter, local and allocation, if the compilation
   asked), suppressions with their reasons, units that were not analysed.  */

#include "command.h"

#include <stdlib.h>
#include <string.h>

static const char head[]
    = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width\">\n"
      "<title>escape: audit</title>\n<style>\n"
      ":root{color-scheme:light "
      "dark;--line:#8884;--bad:#b3261e;--maybe:#8a5a00;"
      "--soft:#666}\n"
      "@media(prefers-color-scheme:dark){:root{--bad:#ff8a80;--maybe:#ffca6b;"
      "--soft:#aaa}}\n"
      "body{font:15px/1.5 system-ui,sans-serif;max-width:72rem;margin:auto;"
      "padding:1rem}\n"
      "code,pre{font-family:ui-monospace,monospace;font-size:.92em}\n"
      "pre{overflow:auto;padding:.5rem;border:1px solid "
      "var(--line);margin:.5rem 0}\n"
      "table{border-collapse:collapse;width:100%}\n"
      "th,td{text-align:left;vertical-align:top;padding:.2rem .6rem .2rem 0;"
      "border-bottom:1px solid var(--line)}\n"
      "details{border-bottom:1px solid var(--line);content-visibility:auto;"
      "contain-intrinsic-size:auto 2rem}\n"
      "summary{cursor:pointer;padding:.3rem 0}\n"
      "summary:focus-visible{outline:2px solid}\n"
      ".definite{color:var(--bad)}.likely{color:var(--maybe)}"
      ".audit,.soft{color:var(--soft)}\n"
      "ol.path{list-style:none;padding:0 0 0 .5rem}\n"
      "ol.path li{border-left:3px solid var(--line);padding:.15rem .8rem;"
      "margin-left:calc(var(--d,0)*1.5rem)}\n"
      "ol.path li:last-child{border-left-color:var(--bad)}\n"
      "form{display:flex;gap:1rem;flex-wrap:wrap;position:sticky;top:0;"
      "background:Canvas;padding:.5rem 0}\n"
      "input[type=search]{flex:1;min-width:12rem}\n"
      "@media print{form{display:none}details{content-visibility:visible}"
      "details>*{display:block!important}}\n"
      "[hidden]{display:none}\n"
      "</style>\n</head>\n<body>\n<h1>escape: audit</h1>\n";

static const char script[]
    = "<script>\n"
      "const f=document.querySelector('form'),"
      "all=[...document.querySelectorAll('details.finding')],"
      "out=f.querySelector('output');\n"
      "function go(){const q=f.q.value.toLowerCase(),l=f.level.value,"
      "r=f.rule.value;let n=0;\n"
      "for(const d of all){const ok=(!l||d.dataset.level===l)&&"
      "(!r||d.dataset.rule===r)&&(!q||d.textContent.toLowerCase().includes(q));"
      "d.hidden=!ok;n+=ok}\n"
      "out.textContent=n+' shown'}\n"
      "f.addEventListener('input',go);f.hidden=false;\n"
      "addEventListener('beforeprint',()=>all.forEach(d=>d.open=true));\n"
      "</script>\n</body>\n</html>\n";

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

static void
path (struct esc_set *s, const struct esc_item *i, struct esc_text *t)
{
  esc_text_add (t, "<ol class=\"path\">\n");
  for (uint32_t k = 0; k < i->f->nevents; k++)
    {
      const struct esc_unit_event *e = &i->unit->events[i->f->first_event + k];
      esc_text_add (t, "<li style=\"--d:%u\">%u. ", e->depth, k + 1);
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
finding (struct esc_set *s, const struct esc_item *i, struct esc_text *t)
{
  const struct esc_unit_finding *f = i->f;
  const char *level = f->suppressed ? "suppressed" : esc_level_name (f->level);
  esc_text_add (t, "<details class=\"finding\" data-level=\"%s\" data-rule=\"",
                level);
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
  esc_text_add (t, "</select></label> <output></output></form>\n");
}

/* ---- the inventory -------------------------------------------------------*/

static void
notes (struct esc_set *s, struct esc_text *t)
{
  bool any = false;
  esc_text_add (t, "<h2>Inventory</h2>\n");
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
  esc_text_add (t, "<h2>Translation units</h2>\n<table><tr><th>Source</th>"
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

void
esc_out_html (struct esc_set *s, struct esc_text *t)
{
  struct esc_text figures = { 0 };
  esc_text_add (t, "%s", head);
  esc_figures_text (s, &figures);
  esc_text_add (t, "<p>");
  esc_text_markup (t, figures.data);
  esc_text_add (t, "</p>\n<h2>Findings</h2>\n");
  free (figures.data);
  filters (t);
  for (uint32_t i = 0; i < s->nitems; i++)
    finding (s, &s->items[i], t);
  if (!s->nitems)
    esc_text_add (t, "<p>None.</p>\n");
  notes (s, t);
  suppressions (s, t);
  units (s, t);
  esc_text_add (t, "%s", script);
}
