/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sieve.c - which functions are worth searching: a coarse, cheap walk.

   A function is if the address of an object of its own may be left behind, or
   used after the object's block:

       void f (int **o) { int x; g (&x); *o = h (&x); }
                          candidate if g keeps, or h returns, its parameter

   Steps: one body at a time (sieve-walk.c), bottom-up over components, each
   until nothing changes.  A call through a pointer is taken to do what any
   function does that it may lead to (sieve-pointer.c); so bodies with such
   calls, and their callers, are walked again until that is stable too.

   Sound for what level likely can show: an unknown callee keeps nothing.  Who
   asks what a function can leave with the help of others makes it open: then an
   unknown callee keeps all.

   Invariant: masks only grow, so every loop ends; bounds on rounds make the
   rest conservative (everything is kept).  */

#include "sieve-walk.h"

#include <stdlib.h>
#include <string.h>

#include "alloc.h"

enum
{
  ROUNDS = 8,  /* over one component */
  REPEATS = 12 /* over the module */
};

/* ---- blocks that end in the middle ---------------------------------------*/

/* Does control go on from the end of block K with anything but a return?  */
static bool
goes_on (const struct esc_body *b, uint32_t k)
{
  const struct esc_ins *last = esc_block_last (b, k);
  if (last->op != ESC_BR)
    return last->op != ESC_RET;
  /* The return may be a block of its own.  */
  const struct esc_block *t = &b->blocks[b->succs[b->blocks[k].succs]];
  const struct esc_ins *f = &b->ins[t->first];
  while (f->op == ESC_PHI || f->op == ESC_NOP || f->op == ESC_END)
    f++;
  return f->op != ESC_RET;
}

/* Mark the objects whose life ends where something can be used after it.  */
static void
find_inner (struct esc_sieving *s, const struct esc_body *b)
{
  bool restored = false;
  for (uint32_t k = 0; k < b->nblocks; k++)
    {
      const struct esc_block *bl = &b->blocks[k];
      uint32_t i = bl->nins - 1;
      bool more = false, asked = false;
      while (i-- > 0)
        {
          const struct esc_ins *in = &b->ins[bl->first + i];
          bool end = in->op == ESC_END || in->op == ESC_RESTORE;
          if (end && !more && !asked)
            {
              more = goes_on (b, k);
              asked = true;
            }
          if (in->op == ESC_END && more)
            s->inner[in->x] = true;
          restored |= in->op == ESC_RESTORE && more;
          more |= !end;
        }
    }
  for (uint32_t i = 0; restored && i < b->nins; i++)
    if (b->ins[i].op == ESC_ALLOCA)
      s->inner[b->ins[i].x] = true;
}

/* ---- one component after the other ---------------------------------------*/

static void
walk_component (struct esc_sieving *s, const struct esc_order *o, uint32_t c)
{
  for (unsigned round = 0;; round++)
    {
      bool changed = false;
      for (uint32_t i = o->comp[c]; i < o->comp[c + 1]; i++)
        changed |= esc_sieve_walk (s, o->fns[i]);
      if (!changed || !o->recursive[c])
        return;
      if (round < ROUNDS)
        continue;
      for (uint32_t i = o->comp[c]; i < o->comp[c + 1]; i++)
        {
          esc_sieve_give_up (&s->fns[o->fns[i]]);
          s->grown[o->fns[i]] = s->clock;
        }
      return;
    }
}

uint32_t
esc_sieve_alias (const struct esc_module *m, uint32_t fn)
{
  for (int i = 0; i < 8 && m->fns[fn].alias != ESC_NONE; i++)
    fn = m->fns[fn].alias;
  return fn;
}

void
esc_sieve_give_up (struct esc_sieve_fn *f)
{
  f->candidate = true;
  f->keeps = f->rets = ESC_M_PARAMS;
}

bool
esc_sieve_join (struct esc_sieve_fn *to, const struct esc_sieve_fn *from)
{
  esc_mask more = (from->keeps & ~to->keeps) | (from->rets & ~to->rets);
  to->keeps |= from->keeps;
  to->rets |= from->rets;
  to->fills |= from->fills;
  for (unsigned i = 0; from->fills >> i; i++)
    {
      more |= from->into[i] & ~to->into[i];
      to->into[i] |= from->into[i];
    }
  return more != 0;
}

static void
walk_all (struct esc_sieving *s, const struct esc_order *o)
{
  for (unsigned repeat = 0; repeat < REPEATS; repeat++)
    {
      for (uint32_t c = 0; c < o->ncomps; c++)
        walk_component (s, o, c);
      if (!esc_sieve_join_pointed (s, repeat + 2 >= REPEATS))
        return;
    }
}

void
esc_sieve_make (const struct esc_module *m, const struct esc_order *o,
                bool open, struct esc_sieve *out)
{
  struct esc_sieving *s = esc_xcalloc (1, sizeof *s);
  s->m = m;
  s->open = open;
  s->fns = esc_xcalloc (m->nfns + 1, sizeof *s->fns);
  s->inner = esc_xcalloc (m->nobjs + 1, sizeof *s->inner);
  s->copied = esc_xcalloc (m->nobjs + 1, sizeof *s->copied);
  s->bodies = esc_xcalloc (m->nfns + 1, sizeof *s->bodies);
  s->grown = esc_xcalloc (m->nfns + 1, sizeof *s->grown);
  s->called = esc_xcalloc (m->nfns + 1, sizeof *s->called);
  s->mentioned = esc_xcalloc (m->nfns + 1, sizeof *s->mentioned);
  uint32_t nvals = 0;
  for (uint32_t i = 0; i < o->nfns; i++)
    {
      const struct esc_body *b = m->fns[o->fns[i]].body;
      find_inner (s, b);
      esc_sieve_mentions (s, b);
      s->bodies[o->fns[i]].masks = nvals;
      nvals += b->nvals;
    }
  s->masks = esc_xcalloc (nvals + 1, sizeof *s->masks);
  walk_all (s, o);
  esc_sieve_mark_pointed (s);
  free (s->bodies);
  free (s->grown);
  free (s->called);
  free (s->masks);
  free (s->call_ins);
  free (s->inner);
  free (s->copied);
  out->pointed = s->mentioned;
  out->hands = s->hands;
  out->nhands = s->nhands;
  free (s->stored);
  out->fns = s->fns;
  out->steps = s->steps;
  free (s);
}

void
esc_sieve_free (struct esc_sieve *s)
{
  free (s->fns);
  free (s->pointed);
  free (s->hands);
}
