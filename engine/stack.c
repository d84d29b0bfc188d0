/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stack.c - objects that the stack should not have to hold.

   large-local: an automatic object of known size above max_local.
   vla-unbounded: a VLA or alloca whose proven bound is above max_vla or that
   has none, or an alloca that a loop repeats: it is freed only when the
   function returns.  The bound is the lower of the front end's (GCC's ranges)
   and of what the paths show, if all were followed.  */

#include "passes.h"

#include <stdlib.h>

#include "alloc.h"
#include "component.h"

static void
report (struct esc_world *w, enum esc_rule rule, uint32_t fn, uint32_t obj,
        esc_loc loc, int64_t size, int64_t limit, esc_str name)
{
  struct esc_report *r = w->report;
  struct esc_finding f = { .rule = rule,
                           .level = ESC_DEFINITE,
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
        report (w, ESC_RULE_LARGE, o->fn, i, o->loc, o->size,
                w->opts->max_local, o->name);
    }
  for (uint32_t i = 1; i < m->nobjs; i++)
    for (uint32_t j = 0; j < m->objs[i].nparts; j++)
      {
        const struct esc_part *p = &m->parts[m->objs[i].parts + j];
        if (p->size > w->opts->max_local)
          report (w, ESC_RULE_LARGE, m->objs[i].fn, i, p->loc, p->size,
                  w->opts->max_local, p->name);
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
        const struct esc_obj *o = &w->m->objs[in->x];
        uint64_t limit = (uint64_t)w->opts->max_vla;
        const struct esc_summary *sum = w->summary[fn];
        uint64_t max = o->max;
        if (sum && sum->complete && w->stack_size[in->x] < max)
          max = w->stack_size[in->x];
        if (o->kind == ESC_OBJ_ALLOCA && !loops)
          loops = find_loops (b);
        bool loop = o->kind == ESC_OBJ_ALLOCA && loops[k];
        if ((max <= limit && !loop) || max == 0)
          continue;
        int64_t size = max > INT64_MAX ? ESC_SIZE_UNKNOWN : (int64_t)max;
        /* A limit of -1 says that the loop, not the size, is the matter.  */
        report (w, ESC_RULE_VLA, fn, in->x, in->loc ? in->loc : o->loc, size,
                max <= limit ? -1 : (int64_t)limit, o->name);
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
