/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reach-prune.c - summaries without what follows from the rest of them.

       world  <-  root 0                  keep
       world  <-  child (root 0, 8)       follows: who has the pointer has
                                          what it leads to
       result <-  root 0                  in a coarse summary: the world is
                                          in the result

   Callers pay for every flow and item of a callee, so this is what keeps deep
   call graphs cheap.

   Steps: 1. which items leak for sure, and which to unknown code; 2. drop or
   replace flows; 3. renumber the items that are left.

   Not modelled: that a leak to one place says less than a leak to another.  */

#include "walk.h"

#include <stdlib.h>

enum leaks
{
  NOT = 0,
  UNKNOWN_CODE = 1, /* to unknown code */
  SURELY = 2        /* to what outlives every frame */
};

struct prune
{
  struct esc_walk *w;
  struct walk_item *items; /* of this summary */
  uint32_t nitems, first;  /* first: its first flow */
  uint8_t *leaks;          /* by item */
  bool coarse;
};

static bool
is_child (const struct walk_item *it)
{
  return it->kind == WALK_I_CHILD || it->kind == WALK_I_SELF;
}

/* What ends in item I.  */
static enum leaks
sort_of_sink (const struct prune *p, uint32_t i)
{
  while (is_child (&p->items[i]))
    i = p->items[i].a;
  switch (p->items[i].kind)
    {
    case WALK_I_STATIC:
    case WALK_I_CONTENT:
    case WALK_I_WORLD:
      return SURELY;
    case WALK_I_SINK:
      return UNKNOWN_CODE;
    default:
      return NOT;
    }
}

/* ---- step 1 --------------------------------------------------------------*/

static void
find_leaks (struct prune *p)
{
  for (uint32_t f = p->first; f < p->w->nflows; f++)
    {
      const struct walk_flow *flow = &p->w->flows[f];
      if (!flow->flags && !flow->blit)
        p->leaks[flow->src] |= sort_of_sink (p, flow->dst);
    }
}

/* How the items leak that lead to item I.  */
static uint8_t
parents_leak (const struct prune *p, uint32_t i)
{
  uint8_t leaks = NOT;
  while (is_child (&p->items[i]))
    {
      i = p->items[i].a;
      leaks |= p->leaks[i];
    }
  return leaks;
}

/* ---- step 2 --------------------------------------------------------------*/

/* Does flow F follow from others?  */
static bool
follows (const struct prune *p, const struct walk_flow *f)
{
  enum leaks sink = sort_of_sink (p, f->dst);
  uint8_t parents = parents_leak (p, f->src);
  if (f->blit)
    parents |= p->leaks[f->src];
  if (sink == UNKNOWN_CODE)
    return parents || (p->leaks[f->src] & SURELY);
  return sink == SURELY && (parents & SURELY);
}

/* The item of the world, made if need be.  */
static uint32_t
world_item (struct prune *p)
{
  for (uint32_t i = 0; i < p->nitems; i++)
    if (p->items[i].kind == WALK_I_WORLD)
      return i;
  return ESC_NONE;
}

/* In a coarse summary, what has leaked is of the world.  */
static void
replace (struct prune *p, struct walk_flow *f)
{
  uint32_t world = p->coarse ? world_item (p) : ESC_NONE;
  if (world == ESC_NONE || sort_of_sink (p, f->dst) != NOT
      || p->items[f->dst].kind == WALK_I_CALLARG
      || !((p->leaks[f->src] | parents_leak (p, f->src)) & SURELY))
    return;
  f->src = world;
  if (f->blit)
    f->lo = f->hi = f->add = WALK_ANY;
  f->blit = false;
}

static bool
is_repeated (const struct prune *p, uint32_t n, const struct walk_flow *f)
{
  for (uint32_t i = p->first; i < n; i++)
    if (walk_flow_same (&p->w->flows[i], f))
      return true;
  return false;
}

/* ---- step 3 --------------------------------------------------------------*/

static void
renumber (struct prune *p)
{
  struct esc_walk *w = p->w;
  uint32_t *number = esc_xcalloc (p->nitems + 1, sizeof *number), n = 0;
  for (uint32_t f = p->first; f < w->nflows; f++)
    number[w->flows[f].dst] = number[w->flows[f].src] = 1;
  for (uint32_t i = p->nitems; i-- > 0;)
    if (number[i] && is_child (&p->items[i]))
      number[p->items[i].a] = 1;
  for (uint32_t i = 0; i < p->nitems; i++)
    {
      if (!number[i])
        continue;
      struct walk_item it = p->items[i];
      if (is_child (&it))
        it.a = number[it.a];
      number[i] = n;
      p->items[n++] = it;
    }
  for (uint32_t f = p->first; f < w->nflows; f++)
    {
      w->flows[f].dst = number[w->flows[f].dst];
      w->flows[f].src = number[w->flows[f].src];
    }
  w->nitems -= p->nitems - n;
  free (number);
}

void
esc_walk_prune (struct esc_walk *w, uint32_t items, uint32_t flows, bool coarse)
{
  struct prune p = { .w = w,
                     .items = w->items + items,
                     .nitems = w->nitems - items,
                     .first = flows,
                     .coarse = coarse };
  if (w->nflows == flows)
    {
      w->nitems = items;
      return;
    }
  p.leaks = esc_xcalloc (p.nitems + 1, sizeof *p.leaks);
  find_leaks (&p);
  uint32_t n = flows;
  for (uint32_t f = flows; f < w->nflows; f++)
    {
      struct walk_flow flow = w->flows[f];
      if (follows (&p, &flow))
        continue;
      replace (&p, &flow);
      if (!is_repeated (&p, n, &flow))
        w->flows[n++] = flow;
    }
  w->nflows = n;
  renumber (&p);
  free (p.leaks);
}
