/* SPDX-License-Identifier: GPL-3.0-or-later */
/* leftover.c - leftovers that nobody can stumble over.

   A scratch member in the caller's or the heap's memory that every reader in
   view sets before it reads,

       s->tmp = &buf;  fill (s);       and fill is the only reader of ->tmp

   is true by the letter and harmless: its finding becomes likely.  A function
   needs member F if it reads F through a pointer, or calls a function that
   needs F, at a point where not every path has set F.  If a function that
   others can call needs F, there is a reader that finds the leftover.  A member
   that nothing in view reads is read elsewhere: that is no excuse.

   The excuse is that the member is set for somebody to read it now: the
   function that leaves it, or a function in view that it calls, must read it.

   Two pointers are the same record if they are the same value.  Not modelled:
   reads by copying the whole record.  */

#include "passes.h"

#include <stdlib.h>
#include <string.h>

#include "alloc.h"

struct question
{
  struct esc_world *w;
  uint32_t field;
  bool *needs; /* by function */
};

static bool
calls_needy (const struct question *q, const struct esc_body *b,
             const struct esc_ins *in)
{
  if (in->op != ESC_CALL)
    return false;
  const struct esc_call *c = &b->calls[in->x];
  return esc_opnd_kind (c->callee) == ESC_OP_FUN
         && q->needs[esc_opnd_index (c->callee)];
}

/* Does IN set the member of the record that BASE points to?  */
static bool
sets (const struct question *q, const struct esc_body *b,
      const struct esc_ins *in, esc_opnd base)
{
  return in->op == ESC_STORE && b->places[in->x].field == q->field
         && b->places[in->x].base == base;
}

/* Is there a path from the entry to instruction AT that does not set the
   member of BASE?  */
static bool
reached_unset (const struct question *q, const struct esc_body *b, uint32_t at,
               esc_opnd base)
{
  bool *seen = esc_xcalloc (b->nblocks, sizeof *seen), found = false;
  uint32_t *work = esc_xmalloc ((b->nblocks + 1) * sizeof *work), n = 0;
  work[n++] = 0;
  seen[0] = true;
  while (n && !found)
    {
      const struct esc_block *bl = &b->blocks[work[--n]];
      bool set = false;
      for (uint32_t i = 0; i < bl->nins && !set && !found; i++)
        {
          found = bl->first + i == at;
          set = sets (q, b, &b->ins[bl->first + i], base);
        }
      for (uint32_t i = 0; i < bl->nsuccs && !set && !found; i++)
        {
          uint32_t t = b->succs[bl->succs + i];
          if (!seen[t])
            {
              seen[t] = true;
              work[n++] = t;
            }
        }
    }
  free (seen);
  free (work);
  return found;
}

/* Is the member read, or needed by a callee, before it is set?  */
static bool
needs_field (const struct question *q, const struct esc_body *b)
{
  for (uint32_t i = 0; i < b->nins; i++)
    {
      const struct esc_ins *in = &b->ins[i];
      if (in->op == ESC_LOAD && b->places[in->x].field == q->field
          && esc_opnd_kind (b->places[in->x].base) == ESC_OP_VAL
          && reached_unset (q, b, i, b->places[in->x].base))
        return true;
      if (!calls_needy (q, b, in))
        continue;
      /* It may need the member of any argument that is not set here.  */
      const struct esc_call *c = &b->calls[in->x];
      bool set = false;
      for (uint32_t j = 0; j < c->nargs && !set; j++)
        set = !reached_unset (q, b, i, b->args[c->args + j]);
      if (!set)
        return true;
    }
  return false;
}

static bool
reads_field (const struct question *q, const struct esc_body *b)
{
  for (uint32_t i = 0; i < b->nins; i++)
    if (b->ins[i].op == ESC_LOAD && b->places[b->ins[i].x].field == q->field
        && esc_opnd_kind (b->places[b->ins[i].x].base) == ESC_OP_VAL)
      return true;
  return false;
}

/* Does FN, or what it calls in view, read the member?  */
static bool
read_within (const struct question *q, uint32_t fn)
{
  const struct esc_module *m = q->w->m;
  bool *seen = esc_xcalloc (m->nfns, sizeof *seen), found = false;
  uint32_t *work = esc_xmalloc ((m->nfns + 1) * sizeof *work), n = 0;
  work[n++] = fn;
  seen[fn] = true;
  while (n && !found)
    {
      const struct esc_body *b = m->fns[work[--n]].body;
      if (!b)
        continue;
      found = reads_field (q, b);
      for (uint32_t i = 0; i < b->ncalls; i++)
        {
          esc_opnd c = b->calls[i].callee;
          if (esc_opnd_kind (c) != ESC_OP_FUN || seen[esc_opnd_index (c)])
            continue;
          seen[esc_opnd_index (c)] = true;
          work[n++] = esc_opnd_index (c);
        }
    }
  free (seen);
  free (work);
  return found;
}

static bool
harmless (struct question *q)
{
  const struct esc_module *m = q->w->m;
  enum
  {
    MAX_ROUNDS = 16
  };
  memset (q->needs, 0, m->nfns * sizeof *q->needs);
  bool changed = true;
  for (int round = 0; changed; round++)
    {
      if (round == MAX_ROUNDS)
        return false;
      changed = false;
      for (uint32_t f = 0; f < m->nfns; f++)
        {
          if (q->needs[f] || !m->fns[f].body
              || !needs_field (q, m->fns[f].body))
            continue;
          if (m->fns[f].flags & (ESC_FN_EXTERNAL | ESC_FN_ADDR_TAKEN))
            return false;
          q->needs[f] = changed = true;
        }
    }
  return true;
}

void
esc_leftover_judge (struct esc_world *w)
{
  struct esc_report *r = w->report;
  struct question q = { .w = w };
  int8_t *known = esc_xcalloc (w->m->nfields + 1, 1);
  q.needs = esc_xcalloc (w->m->nfns + 1, sizeof *q.needs);
  for (uint32_t i = 0; i < r->nfindings; i++)
    {
      struct esc_finding *f = &r->findings[i];
      if (f->level != ESC_DEFINITE || f->holder_field == 0
          || (f->holder != ESC_IN_PARAM && f->holder != ESC_IN_HEAP
              && f->holder != ESC_IN_MEMORY)
          || !(w->field_flags[f->holder_field] & ESC_FF_READ))
        continue;
      q.field = f->holder_field;
      if (!known[q.field])
        known[q.field] = harmless (&q) ? 1 : -1;
      if (known[q.field] < 0 || !read_within (&q, f->fn))
        continue;
      f->doubt |= ESC_DOUBT_READERS;
      f->level = ESC_LIKELY;
    }
  free (q.needs);
  free (known);
}
