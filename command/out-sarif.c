/* SPDX-License-Identifier: GPL-3.0-or-later */
/* out-sarif.c - a set as SARIF 2.1.0, for the plugin and for `report`.

   One run.  All rules are described, not only those that fired.  A result:

     ruleId, kind, level    definite: a failure; likely: for review; audit:
                            informational
     locations              where the address leaves, with the function
     relatedLocations       where the object is declared
     codeFlows              the events, one flow; a long one is cut in its
                            middle, which is said
     partialFingerprints    fingerprint.c
     suppressions           in the source or external, with the reason
     baselineState          where a baseline was given

   File names are relative to SRCROOT, which is not spelled out: the text is
   the same in every checkout.  `properties` hold what in-sarif.c needs to make
   the set again.  */

#include "sarif.h"
#include "rule-pages.h"

#include <ctype.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#define SCHEMA                                                                 \
  "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"        \
  "sarif-schema-2.1.0.json"

static json_t *
string (const char *s)
{
  json_t *j = json_string (s);
  if (j)
    return j;
  /* Not UTF-8: what is no ASCII is shown as it can be.  */
  char buf[1024];
  size_t n = 0;
  for (; *s && n + 1 < sizeof buf; s++)
    buf[n++] = (unsigned char)*s < 128 ? *s : '?';
  return json_stringn (buf, n);
}

static json_t *
text (const char *s)
{
  return json_pack ("{so}", "text", string (s));
}

/* S, which ends without a full stop, as a sentence.  */
static json_t *
sentence (const char *s)
{
  char buf[1024];
  snprintf (buf, sizeof buf, "%s.", s);
  return text (buf);
}

/* ---- places --------------------------------------------------------------*/

/* FILE as a URI: absolute, or relative to SRCROOT.  */
static json_t *
artifact (const char *file)
{
  char uri[4096];
  size_t n = 0;
  if (*file == '/')
    n = (size_t)snprintf (uri, sizeof uri, "file://");
  for (const char *p = file; *p && n + 4 < sizeof uri; p++)
    if (isalnum ((unsigned char)*p) || strchr ("/-._~+,=@!$&'()", *p))
      uri[n++] = *p;
    else
      n += (size_t)snprintf (uri + n, 4, "%%%02X", (unsigned char)*p);
  uri[n] = '\0';
  json_t *a = json_pack ("{ss}", "uri", uri);
  if (*file != '/')
    json_object_set_new (a, "uriBaseId", json_string ("SRCROOT"));
  return a;
}

static json_t *
physical (const char *file, const struct esc_position *p, const char *snippet)
{
  json_t *place = json_pack ("{so}", "artifactLocation", artifact (file));
  json_t *region = json_pack ("{si}", "startLine", (int)p->line);
  if (p->column)
    json_object_set_new (region, "startColumn", json_integer (p->column));
  if (snippet && *snippet)
    json_object_set_new (region, "snippet", text (snippet));
  json_object_set_new (place, "region", region);
  return place;
}

static json_t *
location (const char *file, const struct esc_position *p, const char *snippet,
          const char *fn)
{
  json_t *l = json_object ();
  if (*file && p->line)
    json_object_set_new (l, "physicalLocation", physical (file, p, snippet));
  if (*fn)
    json_object_set_new (l, "logicalLocations",
                         json_pack ("[{sososs}]", "name", string (fn),
                                    "fullyQualifiedName", string (fn), "kind",
                                    "function"));
  return l;
}

/* ---- paths ---------------------------------------------------------------*/

static json_t *
step (struct esc_set *s, const struct esc_item *i, uint32_t k)
{
  const struct esc_unit_event *e = &i->unit->events[i->f->first_event + k];
  bool placed = e->at.line && *e->at.file;
  json_t *l
      = location (placed ? esc_set_file (s, i->unit, e->at.file) : i->file,
                  placed ? &e->at : &i->f->at, NULL, e->fn);
  json_object_set_new (l, "message", sentence (e->text));
  bool end = k == 0 || k + 1 == i->f->nevents;
  return json_pack ("{sosisss{siso}}", "location", l, "nestingLevel",
                    (int)e->depth, "importance",
                    end ? "essential" : "important", "properties", "why",
                    (int)e->why, "name", string (e->name));
}

static json_t *
code_flows (struct esc_set *s, const struct esc_item *i)
{
  json_t *steps = json_array ();
  uint32_t n = i->f->nevents, head = n, tail = n;
  if (n > ESC_SARIF_STEPS)
    {
      head = ESC_SARIF_STEPS / 2;
      tail = n - (ESC_SARIF_STEPS - head - 1);
    }
  for (uint32_t k = 0; k < n; k++)
    if (k < head || k >= tail)
      json_array_append_new (steps, step (s, i, k));
    else if (k == head)
      {
        char buf[80];
        snprintf (buf, sizeof buf, "%u steps are left out", tail - head);
        json_t *l = location (i->file, &i->f->at, NULL, "");
        json_object_set_new (l, "message", sentence (buf));
        json_array_append_new (steps, json_pack ("{soss}", "location", l,
                                                 "importance", "unimportant"));
      }
  return json_pack ("[{s[{so}]}]", "threadFlows", "locations", steps);
}

/* ---- results -------------------------------------------------------------*/

static const char *const kinds[]
    = { "informational", "fail", "review", "informational" };
static const char *const states[]
    = { NULL, "new", "unchanged", "updated", NULL };
static const double ranks[] = { 0, 95, 60, 20 };

static void
set_fingerprints (json_t *r, const struct esc_item *i)
{
  char path[64], line[64];
  snprintf (path, sizeof path, "%s:%u", i->path, i->twin);
  snprintf (line, sizeof line, "%s", i->line);
  json_object_set_new (
      r, "partialFingerprints",
      json_pack ("{ssss}", "escapePath/v1", path, "escapeLine/v1", line));
}

static void
set_suppression (json_t *r, const struct esc_unit_finding *f)
{
  if (f->suppressed == ESC_SHOWN)
    return;
  json_object_set_new (
      r, "suppressions",
      json_pack ("[{ssssso}]", "kind",
                 f->suppressed == ESC_SUPPRESSED_IN_SOURCE ? "inSource"
                                                           : "external",
                 "status", "accepted", "justification", string (f->reason)));
}

static json_t *
ingredients (const struct esc_set *s, const struct esc_item *i)
{
  const struct esc_unit_finding *f = i->f;
  uint32_t unit = 0;
  while (unit < s->nunits && s->units[unit] != i->unit)
    unit++;
  return json_pack (
      "{sssisosbsisosisosososi}", "level", esc_level_name (f->level), "doubt",
      (int)f->doubt, "symbol", string (f->symbol), "local", (int)f->fn_local,
      "objectKind", (int)f->obj_kind, "object", string (f->obj), "holderKind",
      (int)f->holder, "holder", string (f->holder_name), "callee",
      string (f->callee), "message", string (f->message), "unit", (int)unit);
}

static json_t *
result (struct esc_set *s, const struct esc_item *i)
{
  const struct esc_unit_finding *f = i->f;
  const char *level = f->level != ESC_DEFINITE ? "none"
                      : f->error               ? "error"
                                               : "warning";
  json_t *r = json_pack ("{so}", "ruleId", string (f->rule));
  if (i->rule < ESC_NRULES)
    json_object_set_new (r, "ruleIndex", json_integer (i->rule));
  json_object_set_new (r, "kind", json_string (kinds[f->level & 3]));
  json_object_set_new (r, "level", json_string (level));
  json_object_set_new (r, "rank", json_real (ranks[f->level & 3]));
  json_object_set_new (r, "message", sentence (f->message));
  json_object_set_new (
      r, "locations",
      json_pack ("[o]", location (i->file, &f->at, f->source, f->fn)));
  if (f->declared.line)
    {
      json_t *l = location (esc_set_file (s, i->unit, f->declared.file),
                            &f->declared, NULL, "");
      json_object_set_new (l, "id", json_integer (1));
      json_object_set_new (l, "message", sentence ("declared here"));
      json_object_set_new (r, "relatedLocations", json_pack ("[o]", l));
    }
  if (f->nevents)
    json_object_set_new (r, "codeFlows", code_flows (s, i));
  set_fingerprints (r, i);
  set_suppression (r, f);
  if (states[i->state])
    json_object_set_new (r, "baselineState", json_string (states[i->state]));
  json_object_set_new (r, "properties", ingredients (s, i));
  return r;
}

/* ---- rules ---------------------------------------------------------------*/

static json_t *
rule (int i)
{
  const struct esc_rule_info *r = &esc_rules[i];
  char tag[40], id[16];
  snprintf (tag, sizeof tag, "external/cwe/cwe-%d", r->cwe);
  snprintf (id, sizeof id, "%d", r->cwe);
  json_t *tags = json_pack ("[sss]", "correctness", "security", tag);
  if (*r->cert)
    json_array_append_new (tags, json_pack ("s", r->cert));
  json_t *help = text (r->help);
  json_object_set_new (help, "markdown", string (esc_rule_pages[i]));
  return json_pack ("{sssss{so}s{so}sos{ss}s[{s{sss{ss}}s[s]}]s{sossssss}}",
                    "id", r->slug, "name", r->slug, "shortDescription", "text",
                    string (r->title), "fullDescription", "text",
                    string (r->help), "help", help, "defaultConfiguration",
                    "level", "warning", "relationships", "target", "id", id,
                    "toolComponent", "name", "CWE", "kinds", "superset",
                    "properties", "tags", tags, "precision", "very-high",
                    "problem.severity", "warning", "security-severity", "7.5");
}

static json_t *
taxonomy (void)
{
  json_t *taxa = json_array ();
  for (int i = 0; i < ESC_NRULES; i++)
    {
      bool met = false;
      char id[16], uri[80];
      for (int k = 0; k < i; k++)
        met |= esc_rules[k].cwe == esc_rules[i].cwe;
      if (met)
        continue;
      snprintf (id, sizeof id, "%d", esc_rules[i].cwe);
      snprintf (uri, sizeof uri,
                "https://cwe.mitre.org/data/definitions/%d.html",
                esc_rules[i].cwe);
      json_array_append_new (taxa,
                             json_pack ("{ssss}", "id", id, "helpUri", uri));
    }
  return json_pack ("{sssss{ss}ssso}", "name", "CWE", "organization", "MITRE",
                    "shortDescription", "text",
                    "The MITRE Common Weakness Enumeration.", "informationUri",
                    "https://cwe.mitre.org/", "taxa", taxa);
}

static json_t *
driver (void)
{
  json_t *rules = json_array ();
  for (int i = 0; i < ESC_NRULES; i++)
    json_array_append_new (rules, rule (i));
  return json_pack ("{sssssssos[{ss}]}", "name", "escape", "version",
                    ESC_VERSION, "semanticVersion", ESC_VERSION, "rules", rules,
                    "supportedTaxonomies", "name", "CWE");
}

/* ---- the run -------------------------------------------------------------*/

static json_t *
units (const struct esc_set *s)
{
  json_t *all = json_array ();
  for (uint32_t i = 0; i < s->nunits; i++)
    {
      const struct esc_unit *u = s->units[i];
      const struct esc_counts *c = &u->counts;
      json_array_append_new (
          all, json_pack (
                   "{sosososssisisisisi}", "main", string (u->main), "compiler",
                   string (u->compiler), "failed", string (u->failed), "level",
                   esc_level_name (u->level), "functions", (int)c->functions,
                   "searched", (int)c->searched, "incomplete",
                   (int)c->incomplete, "notUnderstood", (int)c->not_understood,
                   "unknownCalls", (int)c->unknown_calls));
    }
  return all;
}

static json_t *
invocation (const struct esc_set *s)
{
  json_t *notes = json_array ();
  for (uint32_t i = 0; i < s->nunits; i++)
    if (*s->units[i]->failed)
      {
        char buf[600];
        snprintf (buf, sizeof buf, "%s was not analysed: %s", s->units[i]->main,
                  s->units[i]->failed);
        json_array_append_new (notes, json_pack ("{ssso}", "level", "error",
                                                 "message", sentence (buf)));
      }
  return json_pack ("{sbso}", "executionSuccessful", s->failed == 0,
                    "toolExecutionNotifications", notes);
}

char *
esc_sarif_write (struct esc_set *s, size_t *size)
{
  json_t *results = json_array ();
  for (uint32_t i = 0; i < s->nitems; i++)
    json_array_append_new (results, result (s, &s->items[i]));
  json_t *run = json_pack (
      "{s{so}s[o]s[o]s{s{s{ss}}}s{ss}sssos{so}}", "tool", "driver", driver (),
      "taxonomies", taxonomy (), "invocations", invocation (s),
      "originalUriBaseIds", "SRCROOT", "description", "text",
      "The root of the project.", "automationDetails", "id", "escape/",
      "columnKind", "unicodeCodePoints", "results", results, "properties",
      "units", units (s));
  json_t *log = json_pack ("{sssss[o]}", "$schema", SCHEMA, "version", "2.1.0",
                           "runs", run);
  char *out
      = log ? json_dumps (log, JSON_INDENT (1) | JSON_PRESERVE_ORDER) : NULL;
  json_decref (log);
  *size = out ? strlen (out) : 0;
  return out;
}
