/* SPDX-License-Identifier: GPL-3.0-or-later */
/* record-read.c - a unit from bytes (record-write.c has the layout).

   The bytes may be anybody's: nothing is believed.  A part that ends before the
   fields of this version do is malformed; what a later version added, at its
   end or as a part of its own, is passed over.  */

#include "alloc.h"
#include "bytes.h"
#include "record-tags.h"
#include "record.h"

#include <stdlib.h>
#include <string.h>

static const char *
keep (void *arg, const char *text, size_t size)
{
  char *s = esc_xmalloc (size + 1);
  memcpy (s, text, size);
  s[size] = '\0';
  struct esc_unit *u = arg;
  ESC_GROW (u->owned, u->cap_owned, u->nowned + 1);
  return u->owned[u->nowned++] = s;
}

static struct esc_position
get_position (struct esc_reader *r)
{
  struct esc_position p;
  p.file = esc_get_string (r);
  p.line = esc_get_max (r, UINT32_MAX);
  p.column = esc_get_max (r, UINT32_MAX);
  return p;
}

static void
get_header (struct esc_reader *r, struct esc_unit *u)
{
  struct esc_counts *c = &u->counts;
  u->version = esc_get_string (r);
  u->compiler = esc_get_string (r);
  u->dir = esc_get_string (r);
  u->main = esc_get_string (r);
  u->failed = esc_get_string (r);
  u->level = (uint8_t)esc_get_max (r, ESC_AUDIT);
  c->functions = esc_get_max (r, UINT32_MAX);
  c->searched = esc_get_max (r, UINT32_MAX);
  c->incomplete = esc_get_max (r, UINT32_MAX);
  c->not_understood = esc_get_max (r, UINT32_MAX);
  c->unknown_calls = esc_get_max (r, UINT32_MAX);
  c->steps = esc_get (r);
  uint32_t n = esc_get_max (r, (uint32_t)(r->end - r->at));
  for (uint32_t i = 0; i < n && !r->bad; i++)
    esc_unit_add_file (u, esc_get_string (r));
  u->left = esc_get_max (r, UINT32_MAX);
}

static bool
get_event (struct esc_reader *whole, struct esc_unit *u)
{
  struct esc_reader part = esc_get_part (whole), *r = &part;
  struct esc_unit_event e = { 0 };
  e.why = (uint8_t)esc_get_max (r, UINT8_MAX);
  e.depth = (uint8_t)esc_get_max (r, UINT8_MAX);
  e.at = get_position (r);
  e.fn = esc_get_string (r);
  e.name = esc_get_string (r);
  e.text = esc_get_string (r);
  esc_unit_add_event (u, &e);
  return !r->bad;
}

static void
get_finding (struct esc_reader *r, struct esc_unit *u)
{
  struct esc_unit_finding f = { 0 };
  f.rule = esc_get_string (r);
  f.level = (uint8_t)esc_get_max (r, ESC_AUDIT);
  f.error = (uint8_t)esc_get_max (r, 1);
  f.doubt = esc_get_max (r, UINT32_MAX);
  f.at = get_position (r);
  f.declared = get_position (r);
  f.fn = esc_get_string (r);
  f.symbol = esc_get_string (r);
  f.fn_local = (uint8_t)esc_get_max (r, 1);
  f.obj_kind = (uint8_t)esc_get_max (r, UINT8_MAX);
  f.obj = esc_get_string (r);
  f.holder = (uint8_t)esc_get_max (r, UINT8_MAX);
  f.holder_name = esc_get_string (r);
  f.callee = esc_get_string (r);
  f.message = esc_get_string (r);
  f.source = esc_get_string (r);
  f.suppressed = (uint8_t)esc_get_max (r, ESC_SUPPRESSED_BY_ARGUMENT);
  f.reason = esc_get_string (r);
  f.first_event = u->nevents;
  f.nevents = esc_get_max (r, (uint32_t)(r->end - r->at));
  for (uint32_t i = 0; i < f.nevents && !r->bad; i++)
    if (!get_event (r, u))
      r->bad = true;
  if (!f.level)
    r->bad = true;
  if (!r->bad)
    esc_unit_add_finding (u, &f);
}

static void
get_suppression (struct esc_reader *r, struct esc_unit *u)
{
  struct esc_unit_suppression s = { 0 };
  s.at = get_position (r);
  s.rules = esc_get_string (r);
  s.reason = esc_get_string (r);
  s.used = (uint8_t)esc_get_max (r, 1);
  s.first = esc_get_max (r, UINT32_MAX);
  s.last = esc_get_max (r, UINT32_MAX);
  esc_unit_add_suppression (u, &s);
}

static void
get_note (struct esc_reader *r, struct esc_unit *u)
{
  struct esc_unit_note n = { 0 };
  n.kind = (uint8_t)esc_get_max (r, UINT8_MAX);
  n.at = get_position (r);
  n.fn = esc_get_string (r);
  n.text = esc_get_string (r);
  esc_unit_add_note (u, &n);
}

static void
get_facts (struct esc_reader *r, struct esc_unit *u)
{
  free (u->facts);
  u->nfacts = (size_t)(r->end - r->at);
  u->facts = esc_xmalloc (u->nfacts + 1);
  memcpy (u->facts, r->at, u->nfacts);
}

/* True if the part was well formed.  */
static bool
get_tagged (struct esc_reader *whole, struct esc_unit *u, bool *header)
{
  uint64_t tag = esc_get (whole);
  struct esc_reader part = esc_get_part (whole);
  switch (tag)
    {
    case ESC_TAG_UNIT:
      get_header (&part, u);
      *header = true;
      break;
    case ESC_TAG_FINDING:
      get_finding (&part, u);
      break;
    case ESC_TAG_SUPPRESSION:
      get_suppression (&part, u);
      break;
    case ESC_TAG_NOTE:
      get_note (&part, u);
      break;
    case ESC_TAG_FACTS:
      get_facts (&part, u);
      break;
    default:
      break;
    }
  return !part.bad && !whole->bad;
}

struct esc_unit *
esc_unit_read (const unsigned char *data, size_t size, const char **why)
{
  struct esc_unit *u = esc_unit_new ();
  struct esc_reader r;
  bool header = false, ok = true;
  esc_reader_begin (&r, data, size, keep, u);
  ok = !r.bad;
  while (ok && r.at < r.end)
    ok = get_tagged (&r, u, &header);
  esc_reader_end (&r);
  if (ok && header)
    return u;
  *why = ok ? "it does not say which unit it is of" : "it is malformed";
  esc_unit_free (u);
  return NULL;
}
