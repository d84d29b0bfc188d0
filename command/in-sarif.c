/* SPDX-License-Identifier: GPL-3.0-or-later */
/* in-sarif.c - a set from SARIF that out-sarif.c wrote.

   What another tool reported is passed over: its results have none of the
   ingredients that a fingerprint is made of.  Of a result of ours, what is not
   there or of another type reads as empty; a result without a rule or a place
   is an error, because leaving it out would open the gate.  */

#include "command.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* ---- small readers -------------------------------------------------------*/

static const char *
get_string (const json_t *j, const char *key)
{
  const char *s = json_string_value (json_object_get (j, key));
  return s ? s : "";
}

static uint32_t
get_number (const json_t *j, const char *key)
{
  json_int_t n = json_integer_value (json_object_get (j, key));
  return n > 0 && n <= UINT32_MAX ? (uint32_t)n : 0;
}

static int
hex (char c)
{
  const char *digits = "0123456789abcdef", *p;
  c = c >= 'A' && c <= 'F' ? (char)(c + 32) : c;
  p = c ? strchr (digits, c) : NULL;
  return p ? (int)(p - digits) : -1;
}

/* The file that URI names, for UNIT.  */
static const char *
file_of_uri (struct esc_unit *u, const char *uri)
{
  if (!strncmp (uri, "file://", 7))
    uri += 7;
  char *file = strdup (uri), *to = file;
  if (!file)
    return "";
  for (const char *p = file; *p; p++)
    if (*p == '%' && hex (p[1]) >= 0 && hex (p[2]) >= 0)
      {
        *to++ = (char)(hex (p[1]) * 16 + hex (p[2]));
        p += 2;
      }
    else
      *to++ = *p;
  *to = '\0';
  const char *kept = esc_unit_string (u, file);
  free (file);
  return kept;
}

static struct esc_position
get_position (struct esc_unit *u, const json_t *location)
{
  const json_t *p = json_object_get (location, "physicalLocation");
  const json_t *region = json_object_get (p, "region");
  struct esc_position at;
  at.file = file_of_uri (
      u, get_string (json_object_get (p, "artifactLocation"), "uri"));
  at.line = get_number (region, "startLine");
  at.column = get_number (region, "startColumn");
  return at;
}

/* ---- results -------------------------------------------------------------*/

/* TEXT of a message, without the full stop that the writer added.  */
static const char *
get_sentence (struct esc_unit *u, const json_t *j)
{
  const char *s = get_string (json_object_get (j, "message"), "text");
  size_t n = strlen (s);
  char *copy = strdup (s);
  if (!copy)
    return "";
  if (n && copy[n - 1] == '.')
    copy[n - 1] = '\0';
  const char *kept = esc_unit_string (u, copy);
  free (copy);
  return kept;
}

static const char *
get_function (struct esc_unit *u, const json_t *location)
{
  const json_t *l = json_object_get (location, "logicalLocations");
  return esc_unit_string (u, get_string (json_array_get (l, 0), "name"));
}

static void
read_events (struct esc_unit *u, const json_t *result,
             struct esc_unit_finding *f)
{
  const json_t *flow
      = json_array_get (json_object_get (result, "codeFlows"), 0);
  const json_t *thread
      = json_array_get (json_object_get (flow, "threadFlows"), 0);
  size_t i;
  json_t *step;
  f->first_event = u->nevents;
  json_array_foreach (json_object_get (thread, "locations"), i, step)
  {
    const json_t *l = json_object_get (step, "location");
    const json_t *p = json_object_get (step, "properties");
    struct esc_unit_event e = { 0 };
    e.why = (uint8_t)get_number (p, "why");
    e.depth = (uint8_t)get_number (step, "nestingLevel");
    e.at = get_position (u, l);
    e.fn = get_function (u, l);
    e.name = esc_unit_string (u, get_string (p, "name"));
    e.text = get_sentence (u, l);
    esc_unit_add_event (u, &e);
  }
  f->nevents = u->nevents - f->first_event;
}

static void
read_ingredients (struct esc_unit *u, const json_t *result,
                  struct esc_unit_finding *f)
{
  const json_t *p = json_object_get (result, "properties");
  f->level = (uint8_t)esc_level_find (get_string (p, "level"));
  f->error = !strcmp (get_string (result, "level"), "error");
  f->doubt = get_number (p, "doubt");
  f->symbol = esc_unit_string (u, get_string (p, "symbol"));
  f->fn_local = json_is_true (json_object_get (p, "local"));
  f->obj_kind = (uint8_t)get_number (p, "objectKind");
  f->obj = esc_unit_string (u, get_string (p, "object"));
  f->holder = (uint8_t)get_number (p, "holderKind");
  f->holder_name = esc_unit_string (u, get_string (p, "holder"));
  f->callee = esc_unit_string (u, get_string (p, "callee"));
  f->message = esc_unit_string (u, get_string (p, "message"));
}

/* True unless the result cannot be one of ours.  */
static bool
read_result (struct esc_unit *u, const json_t *result)
{
  const json_t *place
      = json_array_get (json_object_get (result, "locations"), 0);
  const json_t *suppression
      = json_array_get (json_object_get (result, "suppressions"), 0);
  const json_t *related
      = json_array_get (json_object_get (result, "relatedLocations"), 0);
  const json_t *physical = json_object_get (place, "physicalLocation");
  struct esc_unit_finding f = { 0 };
  f.rule = esc_unit_string (u, get_string (result, "ruleId"));
  f.at = get_position (u, place);
  f.declared = get_position (u, related);
  f.fn = get_function (u, place);
  f.source = esc_unit_string (
      u, get_string (
             json_object_get (json_object_get (physical, "region"), "snippet"),
             "text"));
  read_ingredients (u, result, &f);
  f.reason = esc_unit_string (u, get_string (suppression, "justification"));
  if (suppression)
    f.suppressed = !strcmp (get_string (suppression, "kind"), "inSource")
                       ? ESC_SUPPRESSED_IN_SOURCE
                       : ESC_SUPPRESSED_BY_ARGUMENT;
  read_events (u, result, &f);
  if (!*f.rule || !f.level || !*f.message)
    return false;
  esc_unit_add_finding (u, &f);
  return true;
}

/* ---- runs ----------------------------------------------------------------*/

static struct esc_unit *
read_unit (const struct esc_set *s, const json_t *j, const char *version)
{
  struct esc_unit *u = esc_unit_new ();
  u->version = esc_unit_string (u, version);
  u->dir = esc_unit_string (u, s->root);
  u->main = esc_unit_string (u, get_string (j, "main"));
  u->compiler = esc_unit_string (u, get_string (j, "compiler"));
  u->failed = esc_unit_string (u, get_string (j, "failed"));
  u->level = (uint8_t)esc_level_find (get_string (j, "level"));
  u->counts.functions = get_number (j, "functions");
  u->counts.searched = get_number (j, "searched");
  u->counts.incomplete = get_number (j, "incomplete");
  u->counts.not_understood = get_number (j, "notUnderstood");
  u->counts.unknown_calls = get_number (j, "unknownCalls");
  return u;
}

static bool
read_run (struct esc_set *s, const char *name, const json_t *run)
{
  const json_t *driver
      = json_object_get (json_object_get (run, "tool"), "driver");
  if (strcmp (get_string (driver, "name"), "escape"))
    {
      esc_say (name, "passed over: a report of '%s'",
               get_string (driver, "name"));
      s->figures.foreign++;
      return true;
    }
  uint32_t first = s->nunits;
  size_t i;
  json_t *j;
  json_array_foreach (
      json_object_get (json_object_get (run, "properties"), "units"), i, j)
      esc_set_add (s, read_unit (s, j, get_string (driver, "version")));
  json_array_foreach (json_object_get (run, "results"), i, j)
  {
    uint32_t unit = get_number (json_object_get (j, "properties"), "unit");
    /* What the baseline knows and is no more.  */
    if (!strcmp (get_string (j, "baselineState"), "absent"))
      continue;
    if (unit >= s->nunits - first || !read_result (s->units[first + unit], j))
      {
        esc_say (name, "result %zu is not as escape writes it", i + 1);
        return false;
      }
  }
  return true;
}

bool
esc_read_sarif (struct esc_set *s, const char *name, const char *data,
                size_t size)
{
  json_error_t error;
  json_t *log = json_loadb (data, size, JSON_REJECT_DUPLICATES, &error);
  if (!log)
    {
      esc_say (name, "line %d: %s", error.line, error.text);
      return false;
    }
  json_t *runs = json_object_get (log, "runs");
  bool ok
      = json_is_array (runs) && !strcmp (get_string (log, "version"), "2.1.0");
  if (!ok)
    esc_say (name, "this is no SARIF 2.1.0");
  size_t i;
  json_t *run;
  json_array_foreach (runs, i, run) ok = ok && read_run (s, name, run);
  json_decref (log);
  return ok;
}
