/* SPDX-License-Identifier: GPL-3.0-or-later */
/* notes.cc - the `m` lines: decisions as notes, in Go's manner.

     list.c:40:24: note: leaking param: p
     list.c:41:14: note:   flow: stored in 'head'            (m=2)

   One line each, without the source text, by position, each at most once.
   Those in system headers are shown when -Wsystem-headers asks for them.  */

#include "notes.h"
#include "lower.h"

struct line
{
  location_t plain, where;
  const struct esc_note *note;
  char *text;
};

/* By position, then by text; lines that are equal show once.  */
static int
compare_lines (const void *a_, const void *b_)
{
  const struct line *a = (const struct line *)a_;
  const struct line *b = (const struct line *)b_;
  if (a->plain != b->plain)
    return a->plain < b->plain ? -1 : 1;
  return strcmp (a->text, b->text);
}

/* The lines of R's notes in *LINES, sorted; how many there are.  */
static unsigned
collect (const struct esc_module *m, const struct esc_report *r,
         struct line **lines)
{
  unsigned n = 0;
  char buf[512];
  *lines = XNEWVEC (struct line, r->nnotes + 1);
  for (uint32_t i = 0; i < r->nnotes; i++)
    {
      const struct esc_note *note = &r->notes[i];
      location_t where
          = esc_gcc_reader_location (esc_lower_location (note->loc));
      if (in_system_header_at (where) && !esc_gcc_warn_system_headers ())
        continue;
      struct line *l = &(*lines)[n++];
      l->plain = esc_gcc_plain_location (where);
      l->where = where;
      l->note = note;
      l->text = xstrdup (esc_note_text (m, note, buf, sizeof buf));
    }
  qsort (*lines, n, sizeof **lines, compare_lines);
  return n;
}

static void
show_flow (const struct esc_module *m, const struct esc_report *r,
           const struct line *l)
{
  char buf[512];
  for (uint32_t i = 0; i < l->note->nevents; i++)
    {
      const struct esc_event *e = &r->events[l->note->first_event + i];
      location_t at = esc_gcc_reader_location (esc_lower_location (e->loc));
      inform (at != UNKNOWN_LOCATION ? at : l->where, "  flow: %s",
              esc_event_text (m, r, e, buf, sizeof buf));
    }
}

void
esc_show_notes (const struct esc_module *m, const struct esc_report *r,
                bool flow)
{
  struct line *lines;
  unsigned n = collect (m, r, &lines);
  struct esc_gcc_style old = esc_gcc_style_brief ();
  for (unsigned i = 0; i < n; i++)
    if (i == 0 || compare_lines (&lines[i - 1], &lines[i]))
      {
        inform (lines[i].where, "%s", lines[i].text);
        if (flow)
          show_flow (m, r, &lines[i]);
      }
  esc_gcc_style_set (old);
  for (unsigned i = 0; i < n; i++)
    free (lines[i].text);
  XDELETEVEC (lines);
}
