/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd-gate.c - `escape gate`: may this go in?

   Fails on findings that the baseline does not hold.  With --since, only on
   those with a step of their path on a changed line.  Every level is matched
   against the baseline, so a finding that became less sure is not taken for
   fixed; only those that --fail-on names can be new.  */

#include "alloc.h"
#include "baseline.h"
#include "command.h"
#include "git.h"
#include "path.h"

#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define USUAL_BASELINE ".escape-baseline"

enum
{
  KEY_BASELINE = 'b',
  KEY_UPDATE = 'u',
  KEY_SINCE = 's',
  KEY_FAIL_ON = 'f',
  KEY_ALLOW = 0x100
};

static const struct argp_option options[]
    = { { "baseline", KEY_BASELINE, "FILE", 0,
          "Known findings (default: " USUAL_BASELINE " in the root, if it is "
          "there)",
          1 },
        { "update-baseline", KEY_UPDATE, NULL, 0,
          "Make the baseline hold what is found now, and say what changes", 1 },
        { "since", KEY_SINCE, "REV", 0,
          "Fail only on findings with a step on a line that has changed since "
          "git revision REV",
          1 },
        { "fail-on", KEY_FAIL_ON, "RULES|LEVEL", 0,
          "Fail on findings up to this level (default: definite), or of these "
          "rules: names and * patterns with commas",
          1 },
        { "allow-incomplete", KEY_ALLOW, NULL, 0,
          "Exit with 0 although not everything could be analysed", 1 },
        { 0 } };

struct gate
{
  const char *baseline, *since;
  bool update, allow;
  bool rules[ESC_NRULES + 1]; /* the last: rules of another version */
  enum esc_level level;
  uint32_t count[ESC_STATE_UNTOUCHED + 1];
  uint32_t suppressed, unused, fixed, stale, kept;
};

/* ---- what to fail on -----------------------------------------------------*/

/* Choose the rules that LIST names; false if a name is unknown.  */
static bool
choose_rules (struct gate *g, const char *list)
{
  char *copy = esc_xstrdup (list), *save = NULL;
  bool ok = true;
  memset (g->rules, 0, sizeof g->rules);
  for (char *p = strtok_r (copy, ",", &save); p;
       p = strtok_r (NULL, ",", &save))
    {
      bool any = false;
      for (int i = 0; i < ESC_NRULES; i++)
        if (!strcmp (p, "all") || !fnmatch (p, esc_rules[i].slug, 0))
          g->rules[i] = any = true;
      ok &= any;
    }
  free (copy);
  return ok;
}

static error_t
parse (int key, char *arg, struct argp_state *state)
{
  struct gate *g = state->input;
  switch (key)
    {
    case KEY_BASELINE:
      g->baseline = arg;
      return 0;
    case KEY_UPDATE:
      g->update = true;
      return 0;
    case KEY_SINCE:
      g->since = arg;
      return 0;
    case KEY_FAIL_ON:
      if (esc_level_find (arg))
        g->level = esc_level_find (arg);
      else if (!choose_rules (g, arg))
        argp_error (state,
                    "--fail-on=%s: this names no level and no rule; see "
                    "`escape rules'",
                    arg);
      return 0;
    case KEY_ALLOW:
      g->allow = true;
      return 0;
    default:
      return ARGP_ERR_UNKNOWN;
    }
}

static bool
wanted (void *arg, const struct esc_item *i)
{
  const struct gate *g = arg;
  return i->f->level <= g->level && g->rules[i->rule];
}

/* ---- since ---------------------------------------------------------------*/

static bool
touched (struct esc_set *s, const struct esc_changes *c,
         const struct esc_item *i)
{
  if (esc_git_changed (c, i->file, i->f->at.line))
    return true;
  for (uint32_t k = 0; k < i->f->nevents; k++)
    {
      const struct esc_unit_event *e = &i->unit->events[i->f->first_event + k];
      if (esc_git_changed (c, esc_set_file (s, i->unit, e->at.file),
                           e->at.line))
        return true;
    }
  return false;
}

/* False if git cannot say.  */
static bool
look_since (const struct gate *g, struct esc_set *s)
{
  if (!g->since)
    return true;
  struct esc_changes *c = esc_git_changes (s->root, g->since);
  if (!c)
    return false;
  for (uint32_t i = 0; i < s->nitems; i++)
    if (s->items[i].state == ESC_STATE_NEW && !touched (s, c, &s->items[i]))
      s->items[i].state = ESC_STATE_UNTOUCHED;
  esc_git_changes_free (c);
  return true;
}

/* ---- the verdict ---------------------------------------------------------*/

static void
show_items (struct gate *g, struct esc_set *s, struct esc_text *t)
{
  for (uint32_t i = 0; i < s->nitems; i++)
    {
      const struct esc_item *k = &s->items[i];
      bool counts = wanted (g, k);
      g->suppressed += counts && k->f->suppressed;
      if (k->state == ESC_STATE_NEW && counts)
        {
          if (g->update)
            esc_text_add (t, "adding to the baseline:\n");
          esc_out_finding (s, k, t);
        }
      if (k->state
          && (counts || k->state == ESC_STATE_UNCHANGED
              || k->state == ESC_STATE_UPDATED))
        g->count[k->state]++;
    }
  for (uint32_t i = 0; i < s->nunits; i++)
    for (uint32_t k = 0; k < s->units[i]->nsuppressions; k++)
      g->unused += !s->units[i]->suppressions[k].used;
}

static void
show_left (struct gate *g, const struct esc_baseline *b, struct esc_text *t)
{
  for (uint32_t i = 0; i < b->nentries; i++)
    {
      const struct esc_entry *e = &b->entries[i];
      if (!e->left)
        continue;
      if (!e->analysed && !e->stale)
        {
          g->kept += e->left;
          continue;
        }
      *(e->analysed ? &g->fixed : &g->stale) += e->left;
      esc_text_add (t, "%s%s: %s: '%s': %s [%s]\n",
                    e->analysed ? "fixed" : "stale",
                    g->update ? ", removed from the baseline" : "", e->file,
                    e->fn, e->subject, e->rule);
    }
}

static void
show_summary (const struct gate *g, const struct esc_set *s, int status,
              struct esc_text *t)
{
  const uint32_t *n = g->count;
  esc_text_add (t, "%s: %u new, %u updated, %u unchanged, %u fixed, %u stale",
                status == ESC_EXIT_INCOMPLETE ? "the gate cannot tell"
                : g->update                   ? "baseline updated"
                : status                      ? "the gate fails"
                                              : "the gate passes",
                n[ESC_STATE_NEW], n[ESC_STATE_UPDATED], n[ESC_STATE_UNCHANGED],
                g->fixed, g->stale);
  if (g->kept)
    esc_text_add (t, ", %u not analysed now", g->kept);
  if (g->since)
    esc_text_add (t, ", %u not on changed lines", n[ESC_STATE_UNTOUCHED]);
  esc_text_add (t, "; %u suppressed (%u suppression%s unused)\n", g->suppressed,
                g->unused, g->unused == 1 ? "" : "s");
  esc_figures_text (s, t);
}

static int
decide (struct gate *g, struct esc_set *s, struct esc_baseline *b,
        const char *file)
{
  struct esc_text t = { 0 };
  esc_baseline_match (b, s);
  if (!look_since (g, s))
    return ESC_EXIT_INCOMPLETE;
  show_items (g, s, &t);
  show_left (g, b, &t);
  int status = esc_figures_status (s);
  if (g->allow && s->nunits > s->failed)
    status = ESC_EXIT_OK;
  if (g->update && s->nunits > s->failed
      && !esc_baseline_write (b, s, wanted, g, file))
    status = ESC_EXIT_USAGE;
  else if (!g->update && g->count[ESC_STATE_NEW])
    status = ESC_EXIT_GATE;
  show_summary (g, s, status, &t);
  return esc_deliver (&t, NULL) ? status : ESC_EXIT_USAGE;
}

static int
run (int argc, char **argv)
{
  struct gate g = { .level = ESC_DEFINITE };
  struct esc_inputs in = { 0 };
  struct esc_baseline b = { 0 };
  memset (g.rules, 1, sizeof g.rules);
  esc_parse (&esc_command_gate, argc, argv, parse, &g, &in);
  if (in.level)
    g.level = in.level;
  struct esc_set *s = esc_read_inputs (&in);
  if (!s)
    return ESC_EXIT_USAGE;
  char *file = g.baseline ? esc_xstrdup (g.baseline)
                          : esc_path_join (s->root, USUAL_BASELINE);
  int status = ESC_EXIT_USAGE;
  if (esc_baseline_read (&b, file, g.update || !g.baseline))
    {
      esc_set_settle (s, ESC_AUDIT);
      status = decide (&g, s, &b, file);
    }
  esc_baseline_free (&b);
  free (file);
  esc_set_free (s);
  free (in.names);
  return status;
}

const struct esc_command esc_command_gate = {
  .name = "gate",
  .args = "INPUT...",
  .summary = "Fail on findings that the baseline does not hold",
  .text = "Exit status: 0 the gate passes, 1 it fails, 2 wrong use or "
          "unreadable input, 3 the analysis is incomplete, nothing was "
          "analysed, or the revision is not available.",
  .options = options,
  .inputs = true,
  .run = run,
};
