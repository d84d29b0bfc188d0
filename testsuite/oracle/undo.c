/* SPDX-License-Identifier: GPL-3.0-or-later */
/* undo.c - does an escape hang on what cannot be known?

   A store through another pointer, or code that is not in the program, may
   take an address back.  In the plain run that showed the escape it did not,
   because every pointer pointed to an object of its own and unknown code did
   nothing.  Here the same inputs are run again with shared objects and unknown
   code that takes back what it can: if a run decides everything as the plain
   one did and yet the object does not escape, the escape is no certain one.  */

#include "check.h"

#define HOSTILE_RUNS 300

static bool
escapes (const struct truth *t, const struct var *x)
{
  for (int i = 0; i < t->nseen; i++)
    if (t->seen[i].object == x && t->seen[i].how != HOW_READ
        && t->seen[i].how != HOW_PASSED)
      return true;
  return false;
}

/* Run R of program I, plain, shows that X escapes: can it be undone?  */
static bool
can_undo (struct batch *b, int i, struct run r, uint64_t path,
          const struct var *x)
{
  static struct truth t;
  r.around = HOSTILE;
  for (unsigned k = 0; k < HOSTILE_RUNS; k++)
    {
      r.seed = k;
      t.nseen = 0;
      if (world_run (&b->codes[i], &r, &t) == 0 && t.path == path
          && !escapes (&t, x))
        return true;
    }
  return false;
}

enum certainty
batch_certainty (struct batch *b, int i, const struct var *x)
{
  static struct truth plain;
  enum certainty found = NOT_SEEN;
  struct run r = { .entry = x->fn };
  int n = program_inputs (b->programs[i], x->fn);
  world_program (b->programs[i]);
  for (r.inputs = 0; r.inputs < 1u << n; r.inputs++)
    {
      plain.nseen = 0;
      if (world_run (&b->codes[i], &r, &plain) != 0 || !escapes (&plain, x))
        continue;
      if (!can_undo (b, i, r, plain.path, x))
        return CERTAIN;
      found = OPEN;
    }
  return found;
}
