/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stack.c - objects that the stack should not have to hold.

   large-local: an automatic object of known size above max_local.
   vla-unbounded: a VLA or alloca whose proven bound is above max_vla or that
   has none, or an alloca that a loop repeats: it is freed only when the
   function returns.  The bound is the lower of the front end's (GCC's ranges)
   and of what the paths show, if all were followed; they start with what the
   callers pass (passed.c).  */

#include "passes.h"

#include <stdlib.h>

#include "alloc.h"
#include "component.h"

static void
report (struct esc_world *w, enum esc_rule rule, enum esc_level level,
        uint32_t fn, uint32_t obj, esc_loc loc, int64_t size, int64_t limit,
        esc_str name)
{
  struct esc_report *r = w->report;
  struct esc_finding f = { .rule = rule,
                           .level = level,
                           .loc = loc,
                           .fn = fn,
                           .obj = obj,
                           .holder = ESC_IN_NOTHING,
                           .holder_name = name,
                           .size = size,
                           .limit = limit,
                           .first_event = r->nevents };
  ESC_GROW (r->findings, r->cap_findings, r->nfindings + 1);
  r->findings[r->nfindings++] = f;
}

static void
check_sizes (struct esc_world *w)
{
  const struct esc_module *m = w->m;
  for (uint32_t i = 1; i < m->nobjs; i++)
    {
      const struct esc_obj *o = &m->objs[i];
      if (!esc_obj_mortal (o) || o->artificial || o->fn == ESC_NONE
          || o->kind == ESC_OBJ_VLA || o->kind == ESC_OBJ_ALLOCA)
        continue;
      if (o->kind != ESC_OBJ_FRAME && o->size > w->opts->max_local)
        report (w, ESC_RULE_LARGE, ESC_DEFINITE, o->fn, i, o->loc, o->size,
                w->opts->max_local, o->name);
    }
  for (uint32_t i = 1; i < m->nobjs; i++)
    for (uint32_t j = 0; j < m->objs[i].nparts; j++)
      {
        const struct esc_part *p = &m->parts[m->objs[i].parts + j];
        if (p->size > w->opts->max_local)
          report (w, ESC_RULE_LARGE, ESC_DEFINITE, m->objs[i].fn, i, p->loc,
                  p->size, w->opts->max_local, p->name);
      }
}

/* By block of B: can control come back to it?  */
static bool *
find_loops (const struct esc_body *b)
{
  uint32_t *row = esc_xcalloc (b->nblocks + 1, sizeof *row), n = 0;
  uint32_t *edge = esc_xmalloc ((b->nsuccs + 1) * sizeof *edge);
  bool *loops = esc_xcalloc (b->nblocks + 1, sizeof *loops);
  for (uint32_t k = 0; k < b->nblocks; k++)
    {
      const struct esc_block *bl = &b->blocks[k];
      for (uint32_t i = 0; i < bl->nsuccs; i++)
        {
          edge[n++] = b->succs[bl->succs + i];
          loops[k] |= b->succs[bl->succs + i] == k;
        }
      row[k + 1] = n;
    }
  struct esc_components c;
  esc_components_make (b->nblocks, row, edge, &c);
  for (uint32_t k = 0; k < b->nblocks; k++)
    loops[k] |= c.first[c.of[k] + 1] - c.first[c.of[k]] > 1;
  esc_components_free (&c);
  free (row);
  free (edge);
  return loops;
}

/* The most that stack object OBJ of FN takes; *LEVEL: how sure that is.  */
static uint64_t
most_taken (struct esc_world *w, uint32_t fn, uint32_t obj,
            enum esc_level *level)
{
  uint64_t proven = w->m->objs[obj].max, limit = (uint64_t)w->opts->max_vla;
  const struct esc_summary *sum = w->summary[fn];
  bool complete = sum && sum->complete;
  *level = ESC_DEFINITE;
  if (w->stack_size[obj] > limit || complete)
    return w->stack_size[obj] < proven ? w->stack_size[obj] : proven;
  *level = ESC_LIKELY;
  return proven;
}

static void
check_alloca (struct esc_world *w, uint32_t fn, const struct esc_ins *in,
              bool loop)
{
  enum
  {
    ADDRESS_BITS = 47 /* what is more than all memory is no bound */
  };
  const struct esc_obj *o = &w->m->objs[in->x];
  uint64_t limit = (uint64_t)w->opts->max_vla;
  enum esc_level level;
  uint64_t max = most_taken (w, fn, in->x, &level);
  if ((max <= limit && !loop) || max == 0)
    return;
  int64_t size = max >> ADDRESS_BITS ? ESC_SIZE_UNKNOWN : (int64_t)max;
  /* A limit of -1 says that the loop, not the size, is the matter.  */
  report (w, ESC_RULE_VLA, max <= limit ? ESC_DEFINITE : level, fn, in->x,
          in->loc ? in->loc : o->loc, size, max <= limit ? -1 : (int64_t)limit,
          o->name);
}

static void
check_allocas (struct esc_world *w, uint32_t fn)
{
  const struct esc_body *b = w->m->fns[fn].body;
  bool *loops = NULL;
  for (uint32_t k = 0; k < b->nblocks; k++)
    for (uint32_t i = 0; i < b->blocks[k].nins; i++)
      {
        const struct esc_ins *in = &b->ins[b->blocks[k].first + i];
        if (in->op != ESC_ALLOCA)
          continue;
        bool frees_late = w->m->objs[in->x].kind == ESC_OBJ_ALLOCA;
        if (frees_late && !loops)
          loops = find_loops (b);
        check_alloca (w, fn, in, frees_late && loops[k]);
      }
  free (loops);
}

bool
esc_stack_asks (const struct esc_world *w, uint32_t fn)
{
  const struct esc_body *b = w->m->fns[fn].body;
  for (uint32_t i = 0; i < b->nins; i++)
    if (b->ins[i].op == ESC_ALLOCA
        && w->m->objs[b->ins[i].x].max > (uint64_t)w->opts->max_vla)
      return true;
  return false;
}

void
esc_stack_check (struct esc_world *w)
{
  check_sizes (w);
  for (uint32_t f = 0; f < w->m->nfns; f++)
    if (w->m->fns[f].body && !(w->m->fns[f].flags & ESC_FN_MODEL))
      check_allocas (w, f);
}
