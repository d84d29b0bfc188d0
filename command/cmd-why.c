/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd-why.c - `escape why FILE:LINE`: the flow behind every verdict there.

   A finding is told if it, its object or a step of its path is on the line;
   what `m` says of the line is told too, if the facts hold it.  */

#include "alloc.h"
#include "command.h"

#include <stdlib.h>
#include <string.h>

struct why
{
  char *file;
  uint32_t line;
};

static error_t
parse (int key, char *arg, struct argp_state *state)
{
  struct why *w = state->input;
  if (key == ARGP_KEY_ARG && !w->file)
    {
      char *colon = strrchr (arg, ':'), *end = NULL;
      unsigned long line = colon ? strtoul (colon + 1, &end, 10) : 0;
      if (!line || *end || line > UINT32_MAX)
        argp_error (state, "%s: write FILE:LINE", arg);
      w->file = esc_xstrdup (arg);
      w->file[colon - arg] = '\0';
      w->line = (uint32_t)line;
      return 0;
    }
  return ARGP_ERR_UNKNOWN;
}

/* Is position P of FILE what is asked for?  A name without its folders is
   enough.  */
static bool
is_there (const struct why *w, const char *file, const struct esc_position *p)
{
  size_t n = strlen (file), k = strlen (w->file);
  return p->line == w->line && n >= k && !strcmp (file + n - k, w->file)
         && (n == k || file[n - k - 1] == '/');
}

static bool
touches (struct esc_set *s, const struct why *w, const struct esc_item *i)
{
  const struct esc_unit_finding *f = i->f;
  if (is_there (w, i->file, &f->at)
      || is_there (w, esc_set_file (s, i->unit, f->declared.file),
                   &f->declared))
    return true;
  for (uint32_t k = 0; k < f->nevents; k++)
    {
      const struct esc_unit_event *e = &i->unit->events[f->first_event + k];
      if (is_there (w, esc_set_file (s, i->unit, e->at.file), &e->at))
        return true;
    }
  return false;
}

static unsigned
tell_notes (struct esc_set *s, const struct why *w, struct esc_text *t)
{
  unsigned n = 0;
  for (uint32_t i = 0; i < s->nunits; i++)
    for (uint32_t k = 0; k < s->units[i]->nnotes; k++)
      {
        const struct esc_unit_note *note = &s->units[i]->notes[k];
        const char *file = esc_set_file (s, s->units[i], note->at.file);
        if (!is_there (w, file, &note->at))
          continue;
        esc_text_add (t, "%s:%u:%u: note: %s\n", file, note->at.line,
                      note->at.column, note->text);
        n++;
      }
  return n;
}

static int
run (int argc, char **argv)
{
  struct why w = { 0 };
  struct esc_inputs in = { 0 };
  struct esc_text t = { 0 };
  unsigned n = 0;
  esc_parse (&esc_command_why, argc, argv, parse, &w, &in);
  struct esc_set *s = esc_read_inputs (&in);
  if (!s)
    return ESC_EXIT_USAGE;
  esc_set_settle (s, in.level ? in.level : ESC_AUDIT);
  for (uint32_t i = 0; i < s->nitems; i++)
    if (touches (s, &w, &s->items[i]))
      {
        esc_out_finding (s, &s->items[i], &t);
        if (s->items[i].f->suppressed)
          esc_text_add (&t, "  suppressed: %s\n", s->items[i].f->reason);
        n++;
      }
  n += tell_notes (s, &w, &t);
  if (!n)
    esc_text_add (&t, "nothing is known of %s:%u\n", w.file, w.line);
  esc_figures_text (s, &t);
  int status = esc_figures_status (s);
  if (!esc_deliver (&t, NULL))
    status = ESC_EXIT_USAGE;
  esc_set_free (s);
  free (in.names);
  free (w.file);
  return status;
}

const struct esc_command esc_command_why = {
  .name = "why",
  .args = "FILE:LINE INPUT...",
  .summary = "Show the flow behind every verdict on a line",
  .text = "FILE may be the end of a name. Decisions about parameters, locals "
          "and allocations are shown if the compilation had the plugin's "
          "argument m.",
  .inputs = true,
  .run = run,
};
