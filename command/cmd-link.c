/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd-link.c - `escape link`: the whole program.

   Joins the facts of all units to one module, in an order of their own, and
   asks the engine the same question of it.  What that finds and no compilation
   had found crosses files: those findings are shown.  -o writes the joined
   facts for a second compilation (summaries=).  */

#include "alloc.h"
#include "command.h"
#include "frame.h"
#include "link.h"
#include "model.h"
#include "module-code.h"
#include "save.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct argp_option options[]
    = { { "output", 'o', "SUMMARIES", 0,
          "Write what a second compilation takes with summaries=", 1 },
        { "model", 'm', "FILE", 0, "A further effect model", 1 },
        { 0 } };

struct link
{
  const char *output;
  char **models;
  uint32_t nmodels, cap;
  struct esc_models *all;
  struct esc_module *m;
  struct esc_places places;
  struct esc_meant *meant;
  uint32_t without; /* units without facts of bodies */
  uint32_t partial; /* units that left out functions for their size */
  uint32_t left;    /* those functions */
};

static error_t
parse (int key, char *arg, struct argp_state *state)
{
  struct link *l = state->input;
  switch (key)
    {
    case 'o':
      l->output = arg;
      return 0;
    case 'm':
      ESC_GROW (l->models, l->cap, l->nmodels + 1);
      l->models[l->nmodels++] = arg;
      return 0;
    default:
      return ARGP_ERR_UNKNOWN;
    }
}

/* ---- models --------------------------------------------------------------*/

static char *
read_text (const char *file)
{
  char *text = NULL;
  size_t cap = 0;
  FILE *f = fopen (file, "r");
  ssize_t n = f ? getdelim (&text, &cap, '\0', f) : -1;
  if (!f || ferror (f))
    {
      esc_say (file, "%s", strerror (errno));
      free (text);
      text = NULL;
    }
  else if (n < 0)
    text = esc_xstrdup ("");
  if (f)
    fclose (f);
  return text;
}

static bool
read_models (struct link *l)
{
  struct esc_text_error e;
  l->all = esc_models_new ();
  esc_models_add (l->all, esc_builtin_models, false, &e);
  for (uint32_t i = 0; i < l->nmodels; i++)
    {
      char *text = read_text (l->models[i]);
      if (!text)
        return false;
      if (!esc_models_add (l->all, text, true, &e))
        {
          fprintf (stderr, "%s:%u:%u: %s\n", l->models[i], e.line, e.column,
                   e.message);
          return false;
        }
    }
  return true;
}

/* ---- joining -------------------------------------------------------------*/

/* False if the facts of a unit are malformed (said).  */
static bool
join_all (struct link *l, struct esc_set *s)
{
  l->m = esc_module_new ();
  for (uint32_t i = 0; i < s->nunits; i++)
    {
      struct esc_unit *u = s->units[i];
      const char *why;
      char tag[16];
      if (!u->nfacts)
        {
          l->without++;
          continue;
        }
      l->partial += u->left > 0;
      l->left += u->left;
      uint32_t first = l->places.n;
      struct esc_module *m
          = esc_module_read (u->facts, u->nfacts, &l->places, &why);
      if (!m)
        {
          esc_say (esc_set_file (s, u, u->main), "%s", why);
          return false;
        }
      /* Names are of the compiler's folder.  */
      for (uint32_t k = first ? first : 1; k < l->places.n; k++)
        l->places.at[k].file = esc_set_file (s, u, l->places.at[k].file);
      snprintf (tag, sizeof tag, "%u", i + 1);
      esc_module_join (l->m, m, tag, NULL, true);
      esc_module_free (m);
      /* Facts of ten thousand units are not needed twice.  */
      free (u->facts);
      u->facts = NULL;
      u->nfacts = 0;
    }
  return true;
}

/* ---- what is found -------------------------------------------------------*/

static bool
locate (void *arg, esc_loc loc, struct esc_position *p)
{
  const struct link *l = arg;
  if (!loc || loc >= l->places.n || !l->places.at[loc].line)
    return false;
  *p = l->places.at[loc];
  return true;
}

static const char *
line_of (void *arg, esc_loc loc)
{
  (void)arg;
  (void)loc;
  return NULL;
}

static enum esc_suppressed
suppressed (void *arg, const struct esc_finding *f,
            const struct esc_position *at, const char **reason)
{
  struct link *l = arg;
  const struct esc_unit_suppression *s
      = esc_meant_find (l->meant, at->file, at->line, esc_rules[f->rule].slug);
  *reason = s ? s->reason : "";
  return s ? ESC_SUPPRESSED_IN_SOURCE : ESC_SHOWN;
}

static bool
is_error (void *arg, const struct esc_finding *f)
{
  (void)arg;
  (void)f;
  return false;
}

/* The whole program as a unit of its own.  */
static struct esc_unit *
solve (struct link *l, const struct esc_set *s, enum esc_level level)
{
  struct esc_options o
      = { .level = level, .max_local = INT64_MAX, .max_vla = INT64_MAX };
  struct esc_report r = { 0 };
  struct esc_unit_source source = { l, locate, line_of, suppressed, is_error };
  struct esc_unit *u = esc_unit_new ();
  esc_models_link (l->all, l->m);
  esc_solve (l->m, &o, &r);
  u->version = ESC_VERSION;
  u->dir = esc_unit_string (u, s->root);
  u->main = "the whole program";
  u->level = (uint8_t)level;
  esc_unit_take (u, l->m, &r, &source);
  esc_report_free (&r);
  return u;
}

/* Functions that the program calls and that nothing describes.  */
static void
list_missing (const struct link *l, struct esc_text *t)
{
  uint32_t n = 0;
  for (uint32_t i = 0; i < l->m->nfns; i++)
    {
      const struct esc_fn *f = &l->m->fns[i];
      if (!f->body && f->alias == ESC_NONE
          && !(f->flags & (ESC_FN_BUILTIN | ESC_FN_ABSENT)))
        esc_text_add (t, "%s%s",
                      n++ ? ", "
                          : "missing, in no input and no "
                            "model: ",
                      esc_string (l->m, f->name));
    }
  if (n)
    esc_text_add (t, "\n");
}

/* Say what the facts do not hold.  */
static void
list_lacking (const struct link *l, struct esc_text *t)
{
  if (l->without)
    esc_text_add (t, "%u unit%s without facts of %s functions\n", l->without,
                  l->without == 1 ? "" : "s",
                  l->without == 1 ? "its" : "their");
  if (l->left)
    esc_text_add (t,
                  "%u function%s of %u unit%s left out of the facts for %s "
                  "size: facts=all embeds all\n",
                  l->left, l->left == 1 ? "" : "s", l->partial,
                  l->partial == 1 ? "" : "s", l->left == 1 ? "its" : "their");
}

static bool
write_summaries (const struct link *l, const struct esc_unit *whole)
{
  struct esc_unit *u = esc_unit_new ();
  size_t nraw, size;
  u->version = ESC_VERSION;
  u->main = whole->main;
  u->facts = esc_module_write (l->m, locate, (void *)l, &u->nfacts);
  unsigned char *raw = esc_unit_write (u, &nraw);
  unsigned char *frame = esc_frame_pack (raw, nraw, &size);
  bool ok = frame && esc_save (l->output, frame, size);
  if (!ok)
    esc_say (l->output, "%s", frame ? strerror (errno) : "memory ran out");
  free (frame);
  free (raw);
  esc_unit_free (u);
  return ok;
}

/* The findings of LINKED that no compilation of S had; their number, and in
 *MEANT that of those that are suppressed and not shown.  */
static uint32_t
show_new (const struct esc_set *s, struct esc_set *linked, struct esc_text *t,
          uint32_t *meant)
{
  struct esc_known *known = esc_known_new (s);
  uint32_t n = 0;
  for (uint32_t i = 0; i < linked->nitems; i++)
    {
      if (esc_known_has (known, &linked->items[i]))
        continue;
      if (linked->items[i].f->suppressed)
        {
          ++*meant;
          continue;
        }
      esc_out_finding (linked, &linked->items[i], t);
      n++;
    }
  esc_known_free (known);
  return n;
}

static int
report (struct link *l, struct esc_set *s, enum esc_level level)
{
  struct esc_text t = { 0 };
  struct esc_set *linked = esc_set_new (s->root);
  struct esc_unit *whole = solve (l, s, level);
  uint32_t meant = 0;
  esc_set_add (linked, whole);
  esc_set_settle (linked, level);
  uint32_t n = show_new (s, linked, &t, &meant);
  list_missing (l, &t);
  esc_text_add (&t, "%u finding%s that cross%s files", n, n == 1 ? "" : "s",
                n == 1 ? "es" : "");
  if (meant)
    esc_text_add (&t, ", %u suppressed", meant);
  esc_text_add (&t, "\n");
  list_lacking (l, &t);
  esc_figures_text (s, &t);
  int status = l->without ? ESC_EXIT_INCOMPLETE : esc_figures_status (s);
  if (l->output && !write_summaries (l, whole))
    status = ESC_EXIT_USAGE;
  if (!esc_deliver (&t, NULL))
    status = ESC_EXIT_USAGE;
  esc_set_free (linked);
  return status;
}

static int
run (int argc, char **argv)
{
  struct link l = { 0 };
  struct esc_inputs in = { 0 };
  esc_parse (&esc_command_link, argc, argv, parse, &l, &in);
  struct esc_set *s = read_models (&l) ? esc_read_inputs (&in) : NULL;
  if (!s)
    return ESC_EXIT_USAGE;
  esc_set_settle (s, ESC_AUDIT);
  int status = ESC_EXIT_USAGE;
  l.meant = esc_meant_new (s);
  if (join_all (&l, s))
    status = report (&l, s, in.level ? in.level : ESC_LIKELY);
  esc_meant_free (l.meant);
  esc_module_free (l.m);
  esc_places_free (&l.places);
  esc_models_free (l.all);
  esc_set_free (s);
  free (in.names);
  free (l.models);
  return status;
}

const struct esc_command esc_command_link = {
  .name = "link",
  .args = "INPUT...",
  .summary = "Solve the whole program: findings that cross files",
  .text = "INPUT must hold facts: objects, archives, or the folder of `escape "
          "run -o DIR'. Findings that a compilation had already are not shown "
          "again. Functions that neither an input nor a model describes are "
          "listed.",
  .options = options,
  .inputs = true,
  .run = run,
};
