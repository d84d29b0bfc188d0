/* SPDX-License-Identifier: GPL-3.0-or-later */
/* record.c - makes units of reports, and frees them.

   A finding whose own place is unknown stands at its object's declaration, or
   else at its function's.  */

#include "record.h"
#include "alloc.h"

#include <stdlib.h>
#include <string.h>

struct esc_unit *
esc_unit_new (void)
{
  struct esc_unit *u = esc_xcalloc (1, sizeof *u);
  u->version = u->compiler = u->dir = u->main = u->failed = "";
  return u;
}

void
esc_unit_free (struct esc_unit *u)
{
  if (!u)
    return;
  for (uint32_t i = 0; i < u->nowned; i++)
    free (u->owned[i]);
  free (u->owned);
  free (u->findings);
  free (u->events);
  free (u->suppressions);
  free (u->notes);
  free (u->files);
  free (u->facts);
  free (u);
}

const char *
esc_unit_string (struct esc_unit *u, const char *s)
{
  if (!s || !*s)
    return "";
  /* Names come in runs.  */
  if (u->nowned && !strcmp (u->owned[u->nowned - 1], s))
    return u->owned[u->nowned - 1];
  ESC_GROW (u->owned, u->cap_owned, u->nowned + 1);
  return u->owned[u->nowned++] = esc_xstrdup (s);
}

void
esc_unit_add_event (struct esc_unit *u, const struct esc_unit_event *e)
{
  ESC_GROW (u->events, u->cap[0], u->nevents + 1);
  u->events[u->nevents++] = *e;
}

void
esc_unit_add_finding (struct esc_unit *u, const struct esc_unit_finding *f)
{
  ESC_GROW (u->findings, u->cap[1], u->nfindings + 1);
  u->findings[u->nfindings++] = *f;
}

void
esc_unit_add_suppression (struct esc_unit *u,
                          const struct esc_unit_suppression *s)
{
  ESC_GROW (u->suppressions, u->cap[2], u->nsuppressions + 1);
  u->suppressions[u->nsuppressions++] = *s;
}

void
esc_unit_add_note (struct esc_unit *u, const struct esc_unit_note *n)
{
  ESC_GROW (u->notes, u->cap[3], u->nnotes + 1);
  u->notes[u->nnotes++] = *n;
}

void
esc_unit_add_file (struct esc_unit *u, const char *file)
{
  ESC_GROW (u->files, u->cap[4], u->nfiles + 1);
  u->files[u->nfiles++] = file;
}

/* ---- from a report -------------------------------------------------------*/

struct taking
{
  struct esc_unit *u;
  const struct esc_module *m;
  const struct esc_report *r;
  const struct esc_unit_source *s;
};

static const char *
text_of (const struct taking *t, esc_str s)
{
  return esc_unit_string (t->u, esc_string (t->m, s));
}

static const char *
function_name (const struct taking *t, uint32_t fn)
{
  return fn < t->m->nfns ? text_of (t, t->m->fns[fn].name) : "";
}

/* Where LOC is; the strings of the result are the unit's.  */
static struct esc_position
position_of (const struct taking *t, esc_loc loc)
{
  struct esc_position p = { "", 0, 0 };
  if (!loc || !t->s->locate (t->s->arg, loc, &p))
    return (struct esc_position){ "", 0, 0 };
  p.file = esc_unit_string (t->u, p.file);
  return p;
}

static void
take_event (const struct taking *t, const struct esc_event *e)
{
  char text[512];
  struct esc_unit_event out = { 0 };
  out.why = e->why;
  out.depth = e->depth;
  out.at = position_of (t, e->loc);
  out.fn = function_name (t, e->fn);
  out.name = text_of (t, e->name);
  out.text = esc_unit_string (
      t->u, esc_event_text (t->m, t->r, e, text, sizeof text));
  esc_unit_add_event (t->u, &out);
}

static void
take_place (const struct taking *t, const struct esc_finding *f,
            struct esc_unit_finding *out)
{
  esc_loc declared = f->obj ? t->m->objs[f->obj].loc : 0;
  esc_loc own = f->fn < t->m->nfns ? t->m->fns[f->fn].loc : 0;
  const esc_loc candidates[] = { f->loc, declared, own };
  out->declared = position_of (t, declared);
  out->source = "";
  for (int i = 0; i < 3; i++)
    {
      out->at = position_of (t, candidates[i]);
      if (!out->at.line)
        continue;
      out->source
          = esc_unit_string (t->u, t->s->line (t->s->arg, candidates[i]));
      break;
    }
}

/* The name of F's object; of the piece of a frame that it is about.  */
static const char *
object_name (const struct taking *t, const struct esc_finding *f)
{
  const struct esc_obj *o = &t->m->objs[f->obj];
  for (uint32_t i = o->parts; i < o->parts + o->nparts; i++)
    if (f->obj_off >= t->m->parts[i].off
        && f->obj_off < t->m->parts[i].off + t->m->parts[i].size)
      return text_of (t, t->m->parts[i].name);
  return o->artificial ? "" : text_of (t, o->name);
}

static void
take_finding (const struct taking *t, const struct esc_finding *f)
{
  char text[512];
  const char *reason = "";
  struct esc_unit_finding out = { 0 };
  out.rule = esc_unit_string (t->u, esc_rules[f->rule].slug);
  out.level = f->level;
  out.doubt = f->doubt;
  out.error = t->s->error (t->s->arg, f);
  take_place (t, f, &out);
  out.fn = function_name (t, f->fn);
  out.symbol = "";
  if (f->fn < t->m->nfns)
    {
      out.symbol = text_of (t, t->m->fns[f->fn].symbol);
      out.fn_local = !(t->m->fns[f->fn].flags & ESC_FN_EXTERNAL);
    }
  out.obj_kind = f->obj ? t->m->objs[f->obj].kind : 0;
  out.obj = f->obj ? object_name (t, f) : "";
  out.holder = f->holder;
  out.holder_name = text_of (t, f->holder_name);
  out.callee = text_of (t, f->callee);
  out.message
      = esc_unit_string (t->u, esc_message (t->m, f, text, sizeof text));
  out.suppressed = t->s->suppressed (t->s->arg, f, &out.at, &reason);
  out.reason = esc_unit_string (t->u, reason);
  out.first_event = t->u->nevents;
  out.nevents = f->nevents;
  for (uint32_t i = 0; i < f->nevents; i++)
    take_event (t, &t->r->events[f->first_event + i]);
  esc_unit_add_finding (t->u, &out);
}

static void
take_note (const struct taking *t, const struct esc_note *n)
{
  char text[512];
  struct esc_unit_note out = { .kind = n->kind };
  out.at = position_of (t, n->loc);
  out.fn = function_name (t, n->fn);
  out.text = esc_unit_string (t->u, esc_note_text (t->m, n, text, sizeof text));
  if (out.at.line)
    esc_unit_add_note (t->u, &out);
}

static int
compare_files (const void *a, const void *b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

/* The files whose functions have bodies: functions of one file come in
   runs.  */
static void
take_files (const struct taking *t)
{
  struct esc_unit *u = t->u;
  uint32_t n = 0;
  for (uint32_t i = 0; i < t->m->nfns; i++)
    {
      const struct esc_fn *fn = &t->m->fns[i];
      if (!fn->body || fn->flags & ESC_FN_MODEL)
        continue;
      const char *file = position_of (t, fn->loc).file;
      if (*file && !(u->nfiles && !strcmp (u->files[u->nfiles - 1], file)))
        esc_unit_add_file (u, file);
    }
  if (u->nfiles)
    qsort (u->files, u->nfiles, sizeof *u->files, compare_files);
  for (uint32_t i = 0; i < u->nfiles; i++)
    if (!n || strcmp (u->files[n - 1], u->files[i]))
      u->files[n++] = u->files[i];
  u->nfiles = n;
}

void
esc_unit_take (struct esc_unit *u, const struct esc_module *m,
               const struct esc_report *r, const struct esc_unit_source *s)
{
  struct taking t = { u, m, r, s };
  for (uint32_t i = 0; i < r->nfindings; i++)
    take_finding (&t, &r->findings[i]);
  for (uint32_t i = 0; i < r->nnotes; i++)
    take_note (&t, &r->notes[i]);
  take_files (&t);
  u->counts = r->counts;
}
