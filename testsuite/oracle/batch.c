/* SPDX-License-Identifier: GPL-3.0-or-later */
/* batch.c - make programs, repair them until they run, and learn the truth.

   Each function is an entry, called with every assignment of its own and the
   global booleans, in plain and in empty surroundings; then in strange ones.
   A statement that does what C does not define in a plain run is switched off
   and all is run again; a program that cannot be mended so is left out.  */

#include "check.h"

#include <stdlib.h>
#include <string.h>

#define MAX_REPAIRS  30
#define STRANGE_RUNS 12

/* Every plain run of F, and the same in empty surroundings.  Returns the
   statement that a plain run trapped in, or 0.  */
static int
run_function (struct batch *b, int i, struct func *f)
{
  struct program *p = b->programs[i];
  int n = program_inputs (p, f);
  struct run r = { .entry = f };
  for (unsigned in = 0; in < 1u << n; in++)
    {
      r.inputs = in;
      r.around = PLAIN;
      r.no_memory = 0;
      int trap = world_run (&b->codes[i], &r, &b->truths[i]);
      if (trap)
        return trap;
      r.around = EMPTY;
      world_run (&b->codes[i], &r, &b->truths[i]);
      if (p->nsites)
        {
          r.around = PLAIN;
          r.no_memory = ~0u;
          world_run (&b->codes[i], &r, &b->truths[i]);
        }
    }
  for (unsigned k = 0; k < STRANGE_RUNS; k++)
    {
      r.around = STRANGE;
      r.seed = k;
      r.inputs = k * 2654435761u >> 7;
      r.no_memory = k & 3 ? 0 : (unsigned)(k * 40503u);
      world_run (&b->codes[i], &r, &b->truths[i]);
    }
  return 0;
}

static int
run_all (struct batch *b, int i)
{
  struct program *p = b->programs[i];
  memset (&b->truths[i], 0, sizeof b->truths[i]);
  for (int k = 0; k < p->nfuncs; k++)
    if (!p->funcs[k]->off)
      {
        int trap = run_function (b, i, p->funcs[k]);
        if (trap)
          return trap;
      }
  return 0;
}

bool
batch_run (struct batch *b, int i)
{
  world_program (b->programs[i]);
  return run_all (b, i) == 0;
}

bool
batch_may_go (const struct program *p, const struct stmt *s)
{
  if (s->op == ST_DECL || s->op == ST_LABEL)
    return false;
  if (s->op != ST_RET)
    return true;
  for (int i = 0; i < p->nfuncs; i++)
    for (const struct stmt *t = p->funcs[i]->body; t; t = t->next)
      if (t == s && !t->next && p->funcs[i]->ret != TY_VOID)
        return false;
  return true;
}

/* Take the trap out of statement S.  */
static bool
mend (struct program *p, struct stmt *s)
{
  if (batch_may_go (p, s))
    {
      s->off = true;
      return true;
    }
  if (!s->rhs || s->rhs->off || s->rhs->op == EX_NULL
      || (s->var && s->var->vla))
    return false;
  if (!ty_is_aggregate (s->rhs->ty))
    s->rhs->off = true;
  else if (s->op == ST_DECL)
    *s->rhs = (struct expr){ .op = EX_NULL, .ty = s->rhs->ty };
  else
    return false;
  return true;
}

static bool
repair (struct batch *b, int i)
{
  struct program *p = b->programs[i];
  world_program (p);
  for (int k = 0; k < MAX_REPAIRS; k++)
    {
      int trap = run_all (b, i);
      if (!trap)
        return true;
      if (trap < 0 || !mend (p, p->stmts[trap]))
        return false;
    }
  return false;
}

static void
count (const struct truth *t, struct result *r)
{
  const struct var *objects[2] = { NULL, NULL };
  int n = 0;
  for (int i = 0; i < t->nseen && n < 2; i++)
    {
      const struct var *x = t->seen[i].object;
      if (t->seen[i].how == HOW_READ || x == objects[0])
        continue;
      objects[n++] = x;
    }
  r->programs++;
  r->clean += n == 0;
  r->one += n == 1;
  r->many += n > 1;
  r->runs += t->runs;
}

void
batch_make (struct batch *b, uint64_t seed, int n, struct result *r)
{
  b->programs = calloc ((size_t)n, sizeof *b->programs);
  b->codes = calloc ((size_t)n, sizeof *b->codes);
  b->truths = calloc ((size_t)n, sizeof *b->truths);
  b->n = 0;
  b->seed = seed;
  b->jit = jit_new ();
  if (!b->programs || !b->codes || !b->truths)
    abort ();
  for (int i = 0; i < n; i++)
    {
      b->programs[i] = generate (seed + (uint64_t)i, i);
      jit_add (b->jit, b->programs[i]);
    }
  jit_compile (b->jit);
  for (int i = 0; i < n; i++)
    {
      struct program *p = b->programs[i];
      jit_code (b->jit, p, &b->codes[b->n]);
      b->programs[b->n] = p;
      if (repair (b, b->n))
        count (&b->truths[b->n++], r);
      else
        {
          r->rejected++;
          program_free (p);
        }
    }
}

void
batch_free (struct batch *b)
{
  for (int i = 0; i < b->n; i++)
    program_free (b->programs[i]);
  jit_free (b->jit);
  free (b->programs);
  free (b->codes);
  free (b->truths);
}
