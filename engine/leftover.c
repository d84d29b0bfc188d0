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
   reads by copying the whole record.  What is looked at is bounded in
   proportion to the unit; a finding that it does not suffice for is likely.  */

#include "passes.h"

#include <stdlib.h>
#include <string.h>

#include "alloc.h"

/* A function in a list: the readers of a member, the callers of a function.  */
struct link
{
  uint32_t fn;
  uint32_t next; /* or 0 */
};

struct question
{
  struct esc_world *w;
  uint32_t field;
  uint32_t *needs; /* by function: the last member found to be needed */
  /* Made once: who reads what, and who calls whom.  */
  struct link *links; /* 0 unused */
  uint32_t nlinks, cap_links;
  uint32_t *readers, *callers; /* by member, by function: list of links */
  struct esc_index reads;      /* 1 for function, member */
  /* Scratch.  */
  uint32_t *work, nwork, cap_work;
  uint32_t *seen, stamp; /* by function */
  uint64_t budget;       /* instructions and calls still to be looked at */
};

static bool
reads_through_pointer (const struct esc_body *b, const struct esc_ins *in)
{
  return in->op == ESC_LOAD && b->places[in->x].field
         && esc_opnd_kind (b->places[in->x].base) == ESC_OP_VAL;
}

static void
push_link (struct question *q, uint32_t *list, uint32_t fn)
{
  if (*list && q->links[*list].fn == fn)
    return;
  ESC_GROW (q->links, q->cap_links, q->nlinks + 1);
  q->links[q->nlinks] = (struct link){ .fn = fn, .next = *list };
  *list = q->nlinks++;
}

static void
list_function (struct question *q, uint32_t fn)
{
  const struct esc_body *b = q->w->m->fns[fn].body;
  for (uint32_t i = 0; i < b->nins; i++)
    if (reads_through_pointer (b, &b->ins[i]))
      {
        uint32_t field = b->places[b->ins[i].x].field;
        push_link (q, &q->readers[field], fn);
        esc_index_put (&q->reads, (uint32_t[4]){ fn, field, 0, 0 }, 1);
      }
  for (uint32_t i = 0; i < b->ncalls; i++)
    if (esc_opnd_kind (b->calls[i].callee) == ESC_OP_FUN)
      push_link (q, &q->callers[esc_opnd_index (b->calls[i].callee)], fn);
  q->budget += 16 * (uint64_t)b->nins;
}

static void
prepare (struct question *q)
{
  const struct esc_module *m = q->w->m;
  q->needs = esc_xcalloc (m->nfns + 1, sizeof *q->needs);
  q->readers = esc_xcalloc (m->nfields + 1, sizeof *q->readers);
  q->callers = esc_xcalloc (m->nfns + 1, sizeof *q->callers);
  q->seen = esc_xcalloc (m->nfns + 1, sizeof *q->seen);
  q->nlinks = 1;
  q->budget = 1000000;
  for (uint32_t f = 0; f < m->nfns; f++)
    if (m->fns[f].body)
      list_function (q, f);
}

static void
finish (struct question *q)
{
  free (q->needs);
  free (q->readers);
  free (q->callers);
  free (q->seen);
  free (q->links);
  free (q->work);
  esc_index_free (&q->reads);
}

/* Look at N more things; false if that is too much.  */
static bool
spend (struct question *q, uint64_t n)
{
  q->budget -= n < q->budget ? n : q->budget;
  return q->budget != 0;
}

static void
push_work (struct question *q, uint32_t fn)
{
  ESC_GROW (q->work, q->cap_work, q->nwork + 1);
  q->work[q->nwork++] = fn;
}

static bool
calls_needy (const struct question *q, const struct esc_body *b,
             const struct esc_ins *in)
{
  if (in->op != ESC_CALL)
    return false;
  const struct esc_call *c = &b->calls[in->x];
  return esc_opnd_kind (c->callee) == ESC_OP_FUN
         && q->needs[esc_opnd_index (c->callee)] == q->field;
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
reached_unset (struct question *q, const struct esc_body *b, uint32_t at,
               esc_opnd base)
{
  bool *seen = esc_xcalloc (b->nblocks, sizeof *seen), found = false;
  uint32_t *work = esc_xmalloc ((b->nblocks + 1) * sizeof *work), n = 0;
  work[n++] = 0;
  seen[0] = true;
  while (n && !found)
    {
      const struct esc_block *bl = &b->blocks[work[--n]];
      bool set = !spend (q, bl->nins);
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
needs_field (struct question *q, const struct esc_body *b)
{
  spend (q, b->nins);
  for (uint32_t i = 0; i < b->nins; i++)
    {
      const struct esc_ins *in = &b->ins[i];
      if (reads_through_pointer (b, in) && b->places[in->x].field == q->field
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

/* Does FN, or what it calls in view, read the member?  */
static bool
read_within (struct question *q, uint32_t fn)
{
  const struct esc_module *m = q->w->m;
  q->nwork = 0;
  q->seen[fn] = ++q->stamp;
  push_work (q, fn);
  while (q->nwork)
    {
      uint32_t f = q->work[--q->nwork];
      const struct esc_body *b = m->fns[f].body;
      if (esc_index_get (&q->reads, (uint32_t[4]){ f, q->field, 0, 0 }))
        return true;
      if (!b || !spend (q, 1 + b->ncalls))
        continue;
      for (uint32_t i = 0; i < b->ncalls; i++)
        {
          esc_opnd c = b->calls[i].callee;
          if (esc_opnd_kind (c) != ESC_OP_FUN
              || q->seen[esc_opnd_index (c)] == q->stamp)
            continue;
          q->seen[esc_opnd_index (c)] = q->stamp;
          push_work (q, esc_opnd_index (c));
        }
    }
  return false;
}

static void
push_all (struct question *q, uint32_t list)
{
  for (uint32_t i = list; i; i = q->links[i].next)
    push_work (q, q->links[i].fn);
}

/* Is there no function that others can call and that needs the member?  */
static bool
harmless (struct question *q)
{
  const struct esc_module *m = q->w->m;
  q->nwork = 0;
  push_all (q, q->readers[q->field]);
  while (q->nwork)
    {
      uint32_t f = q->work[--q->nwork];
      if (q->needs[f] == q->field || !needs_field (q, m->fns[f].body))
        continue;
      if (m->fns[f].flags & (ESC_FN_EXTERNAL | ESC_FN_ADDR_TAKEN))
        return false;
      q->needs[f] = q->field;
      push_all (q, q->callers[f]);
    }
  return true;
}

/* Is F a leftover to be asked about?  */
static bool
in_question (const struct esc_world *w, const struct esc_finding *f)
{
  return f->level == ESC_DEFINITE && f->holder_field
         && (f->holder == ESC_IN_PARAM || f->holder == ESC_IN_HEAP
             || f->holder == ESC_IN_MEMORY)
         && (w->field_flags[f->holder_field] & ESC_FF_READ);
}

void
esc_leftover_judge (struct esc_world *w)
{
  struct esc_report *r = w->report;
  struct question q = { .w = w };
  int8_t *known = NULL;
  for (uint32_t i = 0; i < r->nfindings; i++)
    {
      struct esc_finding *f = &r->findings[i];
      if (!in_question (w, f))
        continue;
      if (!known)
        {
          known = esc_xcalloc (w->m->nfields + 1, 1);
          prepare (&q);
        }
      q.field = f->holder_field;
      if (!known[q.field])
        known[q.field] = harmless (&q) ? 1 : -1;
      if (known[q.field] < 0 || (!read_within (&q, f->fn) && q.budget))
        continue;
      f->doubt |= ESC_DOUBT_READERS | (q.budget ? 0 : ESC_DOUBT_BUDGET);
      f->level = ESC_LIKELY;
    }
  finish (&q);
  free (known);
}
