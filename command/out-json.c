/* SPDX-License-Identifier: GPL-3.0-or-later */
/* out-json.c - a set as plain JSON, for scripts.

     { "version": 1, "findings": [ { "rule", "level", "file", "line",
       "column", "function", "object", "holder", "message", "fingerprint",
       "state", "suppressed", "reason", "path": [ ... ] } ], "figures": {} }

   Members are only ever added.  */

#include "command.h"

#include <jansson.h>
#include <stdlib.h>

static const char *const states[]
    = { "", "new", "unchanged", "updated", "untouched" };
static const char *const suppressions[] = { "", "inSource", "external" };

/* What is no UTF-8 shows as nothing.  */
static json_t *
string (const char *s)
{
  json_t *j = json_string (s);
  return j ? j : json_string ("");
}

static json_t *
path (struct esc_set *s, const struct esc_item *i)
{
  json_t *all = json_array ();
  for (uint32_t k = 0; k < i->f->nevents; k++)
    {
      const struct esc_unit_event *e = &i->unit->events[i->f->first_event + k];
      json_array_append_new (
          all, json_pack ("{sosisisiso}", "file",
                          string (esc_set_file (s, i->unit, e->at.file)),
                          "line", (int)e->at.line, "column", (int)e->at.column,
                          "depth", (int)e->depth, "text", string (e->text)));
    }
  return all;
}

static json_t *
finding (struct esc_set *s, const struct esc_item *i)
{
  const struct esc_unit_finding *f = i->f;
  json_t *j = json_pack (
      "{sossso si si so so so so so ss ss}", "rule", string (f->rule), "level",
      esc_level_name (f->level), "file", string (i->file), "line",
      (int)f->at.line, "column", (int)f->at.column, "function", string (f->fn),
      "object", string (f->obj), "holder", string (f->holder_name), "callee",
      string (f->callee), "message", string (f->message), "fingerprint",
      i->path, "lineFingerprint", i->line);
  if (i->rule < ESC_NRULES)
    json_object_set_new (j, "cwe", json_integer (esc_rules[i->rule].cwe));
  if (i->state)
    json_object_set_new (j, "state", json_string (states[i->state]));
  if (f->suppressed)
    {
      json_object_set_new (j, "suppressed",
                           json_string (suppressions[f->suppressed]));
      json_object_set_new (j, "reason", string (f->reason));
    }
  json_object_set_new (j, "path", path (s, i));
  return j;
}

void
esc_out_json (struct esc_set *s, struct esc_text *t)
{
  json_t *all = json_array ();
  for (uint32_t i = 0; i < s->nitems; i++)
    json_array_append_new (all, finding (s, &s->items[i]));
  json_t *log = json_pack (
      "{sisos{sisisisisisisisi}}", "version", 1, "findings", all, "figures",
      "units", (int)(s->nunits - s->failed), "failed", (int)s->failed,
      "functions", (int)s->counts.functions, "incomplete",
      (int)s->counts.incomplete, "notUnderstood", (int)s->counts.not_understood,
      "withoutFacts", (int)s->figures.without, "damaged",
      (int)s->figures.unreadable, "repeated", (int)s->figures.repeated);
  char *out = json_dumps (log, JSON_INDENT (2) | JSON_PRESERVE_ORDER);
  esc_text_add (t, "%s\n", out ? out : "");
  free (out);
  json_decref (log);
}
