/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd-dump.c - `escape dump FILE.o`: the embedded facts as text.

   One line each, in the order in which they are stored; what a later version
   added is not shown.  The facts of functions come last, in the language of
   engine/text.h, except that @N is line N of the source.  */

#include "command.h"
#include "module-code.h"
#include "text.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>

static void
dump_position (struct esc_text *t, const struct esc_position *p)
{
  esc_text_add (t, " at %s:%u:%u", *p->file ? p->file : "-", p->line,
                p->column);
}

static void
dump_finding (const struct esc_unit *u, const struct esc_unit_finding *f,
              struct esc_text *t)
{
  esc_text_add (t, "finding %s %s doubt %u", f->rule, esc_level_name (f->level),
                f->doubt);
  dump_position (t, &f->at);
  esc_text_add (t, "\n  function %s symbol %s%s\n", f->fn, f->symbol,
                f->fn_local ? " local" : "");
  esc_text_add (t, "  object kind %u name %s", f->obj_kind, f->obj);
  dump_position (t, &f->declared);
  esc_text_add (t, "\n  holder kind %u name %s callee %s\n  message %s\n",
                f->holder, f->holder_name, f->callee, f->message);
  if (f->suppressed)
    esc_text_add (t, "  suppressed %s: %s\n",
                  f->suppressed == ESC_SUPPRESSED_IN_SOURCE ? "in source"
                                                            : "by argument",
                  f->reason);
  for (uint32_t k = 0; k < f->nevents; k++)
    {
      const struct esc_unit_event *e = &u->events[f->first_event + k];
      esc_text_add (t, "  event %u depth %u in %s name %s", e->why, e->depth,
                    e->fn, e->name);
      dump_position (t, &e->at);
      esc_text_add (t, ": %s\n", e->text);
    }
}

struct dumping
{
  struct esc_places places;
  struct esc_text *t;
};

/* LINE of the facts, places as lines of the source.  */
static void
dump_line (void *arg, const char *line)
{
  const struct dumping *d = arg;
  bool quoted = false;
  for (const char *p = line; *p; p++)
    {
      quoted ^= *p == '"';
      esc_text_bytes (d->t, p, 1);
      if (quoted || *p != '@' || !isdigit ((unsigned char)p[1]))
        continue;
      char *end;
      unsigned long at = strtoul (p + 1, &end, 10);
      esc_text_add (d->t, "%u", at < d->places.n ? d->places.at[at].line : 0);
      p = end - 1;
    }
}

static void
dump_functions (const struct esc_unit *u, struct esc_text *t)
{
  struct dumping d = { .t = t };
  const char *why;
  esc_text_add (t, "functions: %zu bytes, %u left out\n", u->nfacts, u->left);
  if (!u->nfacts)
    return;
  struct esc_module *m = esc_module_read (u->facts, u->nfacts, &d.places, &why);
  if (m)
    esc_text_write (m, ESC_NONE, dump_line, &d);
  else
    esc_text_add (t, "malformed: %s\n", why);
  esc_module_free (m);
  esc_places_free (&d.places);
}

static void
dump_unit (const struct esc_unit *u, struct esc_text *t)
{
  const struct esc_counts *c = &u->counts;
  esc_text_add (t, "unit %s in %s\n  escape %s, %s, level %s\n", u->main,
                u->dir, u->version, u->compiler, esc_level_name (u->level));
  if (*u->failed)
    esc_text_add (t, "  not analysed: %s\n", u->failed);
  esc_text_add (t,
                "  functions %u searched %u incomplete %u not-understood %u "
                "unknown-calls %u steps %" PRIu64 "\n",
                c->functions, c->searched, c->incomplete, c->not_understood,
                c->unknown_calls, c->steps);
  for (uint32_t i = 0; i < u->nfiles; i++)
    esc_text_add (t, "  file %s\n", u->files[i]);
  for (uint32_t i = 0; i < u->nfindings; i++)
    dump_finding (u, &u->findings[i], t);
  for (uint32_t i = 0; i < u->nsuppressions; i++)
    {
      const struct esc_unit_suppression *s = &u->suppressions[i];
      esc_text_add (t, "suppression of %s%s", s->rules,
                    s->used ? "" : " unused");
      dump_position (t, &s->at);
      esc_text_add (t, ": %s\n", s->reason);
    }
  for (uint32_t i = 0; i < u->nnotes; i++)
    {
      esc_text_add (t, "note in %s", u->notes[i].fn);
      dump_position (t, &u->notes[i].at);
      esc_text_add (t, ": %s\n", u->notes[i].text);
    }
  dump_functions (u, t);
}

static int
run (int argc, char **argv)
{
  struct esc_inputs in = { 0 };
  struct esc_text t = { 0 };
  esc_parse (&esc_command_dump, argc, argv, NULL, NULL, &in);
  struct esc_set *s = esc_read_inputs (&in);
  if (!s)
    return ESC_EXIT_USAGE;
  esc_set_settle (s, ESC_AUDIT);
  for (uint32_t i = 0; i < s->nunits; i++)
    dump_unit (s->units[i], &t);
  int status = s->nunits ? ESC_EXIT_OK : ESC_EXIT_INCOMPLETE;
  if (!s->nunits)
    esc_say (in.names[0], "there are no facts in it");
  if (!esc_deliver (&t, NULL))
    status = ESC_EXIT_USAGE;
  esc_set_free (s);
  free (in.names);
  return status;
}

const struct esc_command esc_command_dump = {
  .name = "dump",
  .args = "INPUT...",
  .summary = "Show embedded facts as text",
  .text = "For looking at, not for reading by programs: those take "
          "`escape report --format json'.",
  .inputs = true,
  .run = run,
};
