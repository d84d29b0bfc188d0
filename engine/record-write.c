/* SPDX-License-Identifier: GPL-3.0-or-later */
/* record-write.c - a unit as bytes.

   The table of strings, then parts (bytes.h) with a tag before each, in the
   order of record-tags.h: the unit itself, its findings with their events, its
   suppressions, its notes, its facts.  A field is only ever added at the end of a part,
   and a tag is never used again for something else: readers take what they
   know and pass over the rest.  */

#include "bytes.h"
#include "record-tags.h"
#include "record.h"

static void
put_position (struct esc_writer *w, const struct esc_position *p)
{
  esc_put_string (w, p->file);
  esc_put (w, p->line);
  esc_put (w, p->column);
}

static void
put_header (struct esc_writer *w, const struct esc_unit *u)
{
  const struct esc_counts *c = &u->counts;
  esc_put (w, ESC_TAG_UNIT);
  size_t part = esc_part_begin (w);
  esc_put_string (w, u->version);
  esc_put_string (w, u->compiler);
  esc_put_string (w, u->dir);
  esc_put_string (w, u->main);
  esc_put_string (w, u->failed);
  esc_put (w, u->level);
  esc_put (w, c->functions);
  esc_put (w, c->searched);
  esc_put (w, c->incomplete);
  esc_put (w, c->not_understood);
  esc_put (w, c->unknown_calls);
  esc_put (w, c->steps);
  esc_put (w, u->nfiles);
  for (uint32_t i = 0; i < u->nfiles; i++)
    esc_put_string (w, u->files[i]);
  esc_put (w, u->left);
  esc_part_end (w, part);
}

static void
put_event (struct esc_writer *w, const struct esc_unit_event *e)
{
  size_t part = esc_part_begin (w);
  esc_put (w, e->why);
  esc_put (w, e->depth);
  put_position (w, &e->at);
  esc_put_string (w, e->fn);
  esc_put_string (w, e->name);
  esc_put_string (w, e->text);
  esc_part_end (w, part);
}

static void
put_finding (struct esc_writer *w, const struct esc_unit *u,
             const struct esc_unit_finding *f)
{
  esc_put (w, ESC_TAG_FINDING);
  size_t part = esc_part_begin (w);
  esc_put_string (w, f->rule);
  esc_put (w, f->level);
  esc_put (w, f->error);
  esc_put (w, f->doubt);
  put_position (w, &f->at);
  put_position (w, &f->declared);
  esc_put_string (w, f->fn);
  esc_put_string (w, f->symbol);
  esc_put (w, f->fn_local);
  esc_put (w, f->obj_kind);
  esc_put_string (w, f->obj);
  esc_put (w, f->holder);
  esc_put_string (w, f->holder_name);
  esc_put_string (w, f->callee);
  esc_put_string (w, f->message);
  esc_put_string (w, f->source);
  esc_put (w, f->suppressed);
  esc_put_string (w, f->reason);
  esc_put (w, f->nevents);
  for (uint32_t i = 0; i < f->nevents; i++)
    put_event (w, &u->events[f->first_event + i]);
  esc_part_end (w, part);
}

static void
put_suppression (struct esc_writer *w, const struct esc_unit_suppression *s)
{
  esc_put (w, ESC_TAG_SUPPRESSION);
  size_t part = esc_part_begin (w);
  put_position (w, &s->at);
  esc_put_string (w, s->rules);
  esc_put_string (w, s->reason);
  esc_put (w, s->used);
  esc_put (w, s->first);
  esc_put (w, s->last);
  esc_part_end (w, part);
}

static void
put_note (struct esc_writer *w, const struct esc_unit_note *n)
{
  esc_put (w, ESC_TAG_NOTE);
  size_t part = esc_part_begin (w);
  esc_put (w, n->kind);
  put_position (w, &n->at);
  esc_put_string (w, n->fn);
  esc_put_string (w, n->text);
  esc_part_end (w, part);
}

unsigned char *
esc_unit_write (const struct esc_unit *u, size_t *size)
{
  struct esc_writer w = { 0 };
  put_header (&w, u);
  for (uint32_t i = 0; i < u->nfindings; i++)
    put_finding (&w, u, &u->findings[i]);
  for (uint32_t i = 0; i < u->nsuppressions; i++)
    put_suppression (&w, &u->suppressions[i]);
  for (uint32_t i = 0; i < u->nnotes; i++)
    put_note (&w, &u->notes[i]);
  if (u->nfacts)
    {
      esc_put (&w, ESC_TAG_FACTS);
      esc_put (&w, u->nfacts);
      esc_put_bytes (&w, u->facts, u->nfacts);
    }
  return esc_writer_finish (&w, size);
}
