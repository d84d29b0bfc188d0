/* SPDX-License-Identifier: GPL-3.0-or-later */
/* walk-cases.h - what the tests of the walk share: candidates and notes as
   lines.

   A case is a program and what the walk must say of it, a line for each
   candidate in order:

       f: x escape-global 'g' @4            at line 4 of the program
       f: x escape-call 'h' by keep @7      where a call leaves it
       f: x escape-call 'u' by u ? @9       only because U is unknown  */

#ifndef ESC_UNIT_REACH_H
#define ESC_UNIT_REACH_H

#include "reach.h"
#include "unit.h"

struct reach_case
{
  const char *program, *expected;
};

struct walked
{
  struct esc_module *m;
  struct esc_order order;
  struct esc_reach r;
};

UNIT_UNUSED static void
walk (struct walked *w, const char *program, int notes)
{
  struct esc_options opt = { .level = ESC_AUDIT, .notes = notes };
  w->m = unit_read (program);
  esc_order_make (w->m, &w->order);
  esc_reach_solve (w->m, &w->order, &opt, &w->r);
}

UNIT_UNUSED static void
walked_free (struct walked *w)
{
  esc_reach_free (&w->r);
  esc_order_free (&w->order);
  esc_module_free (w->m);
}

/* The candidates as lines, to be freed.  */
UNIT_UNUSED static char *
candidate_lines (const struct walked *w)
{
  struct unit_buffer b = { 0 };
  char line[400];
  unit_put (&b, "");
  for (uint32_t i = 0; i < w->r.ncandidates; i++)
    {
      const struct esc_candidate *c = &w->r.candidates[i];
      const struct esc_fn *fn = &w->m->fns[c->fn];
      const char *callee = esc_string (w->m, c->callee);
      snprintf (line, sizeof line, "%s: %s %s '%s'%s%s%s @%u\n",
                esc_string (w->m, fn->name),
                esc_string (w->m, w->m->objs[c->obj].name),
                esc_rules[c->rule].slug, esc_string (w->m, c->holder_name),
                *callee ? " by " : "", callee, c->unknown_only ? " ?" : "",
                fn->body->ins[c->ins].loc);
      unit_put (&b, line);
    }
  return b.text;
}

/* The notes as lines, to be freed.  */
UNIT_UNUSED static char *
note_lines (const struct walked *w)
{
  struct unit_buffer b = { 0 };
  char text[300], line[400];
  unit_put (&b, "");
  for (uint32_t i = 0; i < w->r.nnotes; i++)
    {
      const struct esc_note *n = &w->r.notes[i];
      snprintf (line, sizeof line, "%u: %s\n", n->loc,
                esc_note_text (w->m, n, text, sizeof text));
      unit_put (&b, line);
    }
  return b.text;
}

/* Walk every one of N cases and compare.  */
UNIT_UNUSED static void
check_cases (const struct reach_case *cases, size_t n, int notes)
{
  for (size_t i = 0; i < n; i++)
    {
      struct walked w;
      walk (&w, cases[i].program, notes);
      char *got = notes ? note_lines (&w) : candidate_lines (&w);
      ck_assert_msg (!strcmp (got, cases[i].expected),
                     "%s\nexpected:\n%sgot:\n%s", cases[i].program,
                     cases[i].expected, got);
      free (got);
      walked_free (&w);
    }
}

#define CHECK_CASES(CASES, NOTES)                                              \
  check_cases (CASES, sizeof CASES / sizeof *CASES, NOTES)

#endif
