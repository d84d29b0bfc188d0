/* SPDX-License-Identifier: GPL-3.0-or-later */
/* world.c - what is true of the whole translation unit.

   One look at each instruction: which objects are assigned, whose address is
   used as a value (so that pointers may point to them), which members and
   objects are read, and which numbers read from memory become pointers again.
   An object that nothing here writes or exposes, and that other units cannot
   name, keeps its initial value.  */

#include "passes.h"

#include <stdlib.h>
#include <string.h>

#include "alloc.h"

static void
expose (struct esc_world *w, const struct esc_body *b, esc_opnd o)
{
  if (esc_opnd_kind (o) == ESC_OP_ADDR)
    w->obj_flags[b->addrs[esc_opnd_index (o)].obj] |= ESC_OF_EXPOSED;
}

static void
mark_place (struct esc_world *w, const struct esc_body *b, uint32_t p,
            unsigned flag)
{
  const struct esc_place *pl = &b->places[p];
  if (esc_opnd_kind (pl->base) == ESC_OP_ADDR)
    w->obj_flags[b->addrs[esc_opnd_index (pl->base)].obj] |= (uint8_t)flag;
  /* A member of an object at hand is not read from somebody's memory.  */
  if (pl->field && flag == ESC_OF_READ
      && esc_opnd_kind (pl->base) == ESC_OP_VAL)
    w->field_flags[pl->field] |= ESC_FF_READ;
  if (pl->field && flag == ESC_OF_WRITTEN)
    w->field_flags[pl->field] |= ESC_FF_WRITTEN;
  if (pl->field && flag == ESC_OF_TO_PTR)
    w->field_flags[pl->field] |= ESC_FF_TO_PTR;
  if (!pl->field && flag == ESC_OF_TO_PTR
      && esc_opnd_kind (pl->base) == ESC_OP_VAL)
    w->loose_to_ptr = true;
}

/* One body under scan.  */
struct scan
{
  struct esc_world *w;
  const struct esc_body *b;
  bool counted;    /* the next two are filled */
  uint8_t *used;   /* by value: for more than comparisons? */
  uint8_t *traced; /* by value: how far it may still be followed */
  uint32_t cap_used, cap_traced;
};

enum
{
  MAX_USED = 64,
  TRACE_DEPTH = 9
};

/* The number O becomes a pointer: where was it read?  LEFT: how many steps may
   be taken to find out.  */
static void
trace_number (struct scan *s, esc_opnd o, unsigned left)
{
  const struct esc_body *b = s->b;
  if (esc_opnd_kind (o) != ESC_OP_VAL || left <= s->traced[esc_opnd_index (o)])
    return;
  s->traced[esc_opnd_index (o)] = (uint8_t)left;
  uint32_t def = b->vals[esc_opnd_index (o)].def;
  if (def == ESC_NONE || def >= b->nins)
    return;
  const struct esc_ins *in = &b->ins[def];
  switch (in->op)
    {
    case ESC_LOAD:
      mark_place (s->w, b, in->x, ESC_OF_TO_PTR);
      break;
    case ESC_MOVE:
      trace_number (s, in->a, left - 1);
      break;
    case ESC_ARITH:
    case ESC_SELECT:
      trace_number (s, in->a, left - 1);
      trace_number (s, in->b, left - 1);
      break;
    case ESC_PHI:
      for (uint32_t i = 0; i < in->n && left > 2; i++)
        trace_number (s, b->phis[in->x + i].val, left - 2);
      break;
    default:
      break;
    }
}

/* Which values are used for more than comparisons?  */
static void
count_uses (struct scan *s)
{
  const struct esc_body *b = s->b;
  uint32_t used[MAX_USED];
  s->counted = true;
  ESC_GROW (s->used, s->cap_used, b->nvals + 1);
  ESC_GROW (s->traced, s->cap_traced, b->nvals + 1);
  memset (s->used, 0, b->nvals + 1);
  memset (s->traced, 0, b->nvals + 1);
  for (uint32_t i = 0; i < b->nins; i++)
    {
      const struct esc_ins *in = &b->ins[i];
      if (in->op == ESC_CMP || in->op == ESC_COND)
        continue;
      for (unsigned n = esc_ins_uses (b, in, used, MAX_USED); n-- > 0;)
        s->used[used[n]] = true;
      for (uint32_t j = 0; in->op == ESC_PHI && j < in->n; j++)
        if (esc_opnd_kind (b->phis[in->x + j].val) == ESC_OP_VAL)
          s->used[esc_opnd_index (b->phis[in->x + j].val)] = true;
    }
}

/* IN makes a number a pointer.  One that is only compared is none.  */
static void
scan_pointer (struct scan *s, const struct esc_ins *in)
{
  if (!s->counted)
    count_uses (s);
  if (s->used[in->dst])
    trace_number (s, in->a, TRACE_DEPTH);
}

static void
scan_call (struct esc_world *w, const struct esc_body *b,
           const struct esc_call *c)
{
  expose (w, b, c->chain);
  for (uint32_t i = 0; i < c->nargs; i++)
    {
      esc_opnd a = b->args[c->args + i];
      expose (w, b, a);
      if (esc_opnd_kind (a) == ESC_OP_CONTENT)
        mark_place (w, b, esc_opnd_index (a), ESC_OF_READ);
    }
  if (c->result)
    mark_place (w, b, c->result, ESC_OF_WRITTEN);
}

static void
scan_ins (struct scan *s, const struct esc_ins *in)
{
  struct esc_world *w = s->w;
  const struct esc_body *b = s->b;
  switch (in->op)
    {
    case ESC_LOAD:
      mark_place (w, b, in->x, ESC_OF_READ);
      break;
    case ESC_STORE:
      mark_place (w, b, in->x, ESC_OF_WRITTEN);
      expose (w, b, in->a);
      break;
    case ESC_FILL:
      mark_place (w, b, in->x, ESC_OF_WRITTEN);
      break;
    case ESC_COPY:
      mark_place (w, b, in->x, ESC_OF_WRITTEN);
      mark_place (w, b, in->a, ESC_OF_READ);
      break;
    case ESC_PHI:
      for (uint32_t i = 0; i < in->n; i++)
        expose (w, b, b->phis[in->x + i].val);
      break;
    case ESC_CALL:
      scan_call (w, b, &b->calls[in->x]);
      break;
    case ESC_MOVE:
      if (in->sub == ESC_CAST_TO_PTR)
        scan_pointer (s, in);
      expose (w, b, in->a);
      break;
    case ESC_ARITH:
    case ESC_SELECT:
    case ESC_RET:
      expose (w, b, in->a);
      expose (w, b, in->b);
      break;
    default:
      break;
    }
}

void
esc_world_scan (struct esc_world *w)
{
  const struct esc_module *m = w->m;
  struct scan s = { .w = w };
  w->obj_flags = esc_xcalloc (m->nobjs + 1, 1);
  w->field_flags = esc_xcalloc (m->nfields + 1, 1);
  for (uint32_t f = 0; f < m->nfns; f++)
    if ((s.b = m->fns[f].body))
      {
        s.counted = false;
        for (uint32_t i = 0; i < s.b->nins; i++)
          scan_ins (&s, &s.b->ins[i]);
      }
  free (s.used);
  free (s.traced);
  for (uint32_t i = 0; i < m->ninits; i++)
    if (m->inits[i].obj)
      w->obj_flags[m->inits[i].obj] |= ESC_OF_EXPOSED;
  for (uint32_t i = 0; i < m->nobjs; i++)
    w->obj_flags[i] |= m->objs[i].uses;
  for (uint32_t i = 0; i < m->nfields; i++)
    w->field_flags[i] |= m->fields[i].uses;
  w->loose_to_ptr |= m->loose_to_ptr;
}

/* ---- how pointers are used -----------------------------------------------*/

/* What reads pointers in one body.  */
struct readers
{
  struct esc_world *w;
  const struct esc_body *b;
  uint32_t *from; /* by value: 1 + the place it was read from, or 0 */
  uint32_t cap_from;
};

static void
mark_use (struct readers *r, uint32_t place, bool followed)
{
  const struct esc_place *pl = &r->b->places[place];
  if (pl->field)
    r->w->field_flags[pl->field]
        |= followed ? ESC_FF_FOLLOWED : ESC_FF_MEASURED;
  if (esc_opnd_kind (pl->base) == ESC_OP_ADDR)
    r->w->obj_flags[r->b->addrs[esc_opnd_index (pl->base)].obj]
        |= followed ? ESC_OF_FOLLOWED : ESC_OF_MEASURED;
}

/* Is a pointer only asked which one it is?  */
static bool
identifies (const struct esc_ins *in)
{
  return (in->op == ESC_CMP || in->op == ESC_COND)
         && (in->sub == ESC_EQ || in->sub == ESC_NE);
}

/* Does IN make of a pointer no more than a number or an order?  */
static bool
measures (const struct readers *r, const struct esc_ins *in)
{
  switch (in->op)
    {
    case ESC_CMP:
    case ESC_COND:
      return true;
    case ESC_MOVE:
      return in->sub == ESC_CAST_TO_INT;
    case ESC_ARITH:
      return in->dst != ESC_NONE && !(r->b->vals[in->dst].flags & ESC_VAL_PTR);
    default:
      return false;
    }
}

static void
use_value (struct readers *r, uint32_t val, bool followed)
{
  if (r->from[val])
    mark_use (r, r->from[val] - 1, followed);
}

static void
find_uses (struct readers *r)
{
  const struct esc_body *b = r->b;
  uint32_t used[MAX_USED];
  ESC_GROW (r->from, r->cap_from, b->nvals + 1);
  memset (r->from, 0, (b->nvals + 1) * sizeof *r->from);
  for (uint32_t i = 0; i < b->nins; i++)
    if (b->ins[i].op == ESC_LOAD && b->ins[i].dst != ESC_NONE)
      r->from[b->ins[i].dst] = 1 + b->ins[i].x;
  for (uint32_t i = 0; i < b->nins; i++)
    {
      const struct esc_ins *in = &b->ins[i];
      bool followed = !measures (r, in);
      if (identifies (in))
        continue;
      if (in->op == ESC_COPY)
        mark_use (r, in->a, true);
      for (unsigned n = esc_ins_uses (b, in, used, MAX_USED); n-- > 0;)
        use_value (r, used[n], followed);
      for (uint32_t j = 0; in->op == ESC_PHI && j < in->n; j++)
        if (esc_opnd_kind (b->phis[in->x + j].val) == ESC_OP_VAL)
          use_value (r, esc_opnd_index (b->phis[in->x + j].val), true);
    }
}

void
esc_world_find_uses (struct esc_world *w)
{
  struct readers r = { .w = w };
  if (w->uses_found)
    return;
  w->uses_found = true;
  for (uint32_t f = 0; f < w->m->nfns; f++)
    if ((r.b = w->m->fns[f].body))
      find_uses (&r);
  free (r.from);
}
