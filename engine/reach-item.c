/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reach-item.c - items and flows of a summary that is being made.

   An item says how a caller finds a memory:  the memory of  child (root 0, 8)
   is what a load at 8 through argument 0 points to.

   A summary stays small: few offsets per item and per pair of items, and when
   it is coarse, a parameter, all that it leads to, and one world.

   Invariant: an item's parent precedes it.  */

#include "summary.h"

/* ---- items ---------------------------------------------------------------*/

/* In a coarse summary there are the parameters, what each points to, all that
   this leads to, the world, and one piece of fresh memory.  */
static struct walk_item
coarsen (const struct making *mk, struct walk_item it)
{
  switch (it.kind)
    {
    case WALK_I_STATIC:
    case WALK_I_CONTENT:
    case WALK_I_FUN:
    case WALK_I_CALLRES:
      return (struct walk_item){ .kind = WALK_I_WORLD };
    case WALK_I_HEAP:
      return (struct walk_item){ .kind = WALK_I_HEAP };
    case WALK_I_CHILD:
    case WALK_I_SELF:
      it.off = WALK_ANY;
      switch (mk->w->items[mk->items + it.a].kind)
        {
        case WALK_I_ROOT:
          it.kind = WALK_I_CHILD;
          return it;
        case WALK_I_CHILD:
          it.kind = WALK_I_SELF;
          return it;
        default: /* it already leads to itself */
          return mk->w->items[mk->items + it.a];
        }
    default:
      return it;
    }
}

/* The item like IT, made if need be.  */
static uint32_t
shared_item (struct making *mk, struct walk_item it)
{
  struct esc_walk *w = mk->w;
  for (uint32_t i = mk->items; i < w->nitems; i++)
    if (w->items[i].kind == it.kind && w->items[i].a == it.a
        && w->items[i].off == it.off)
      return i - mk->items;
  w->items[WALK_PUSH (w, items)] = it;
  return w->nitems - 1 - mk->items;
}

/* The offset at which the item of kind KIND and parent A is looked at: OFF,
   but not too many of them.  */
static int32_t
sibling_off (const struct making *mk, enum walk_item_kind kind, uint32_t a,
             int32_t off)
{
  const struct esc_walk *w = mk->w;
  unsigned siblings = 0;
  if (kind != WALK_I_CHILD && kind != WALK_I_SELF && kind != WALK_I_CONTENT)
    return off;
  for (uint32_t i = mk->items; i < w->nitems; i++)
    siblings += w->items[i].kind == kind && w->items[i].a == a;
  return siblings < WALK_SIBLINGS ? off : WALK_ANY;
}

uint32_t
esc_making_new_item (struct making *mk, enum walk_item_kind kind, uint32_t a,
                     int32_t off)
{
  struct esc_walk *w = mk->w;
  struct walk_item it = { (uint8_t)kind, a, sibling_off (mk, kind, a, off) };
  if (mk->coarse)
    it = coarsen (mk, it);
  if (it.off == WALK_ANY || mk->coarse || kind == WALK_I_CALLEE
      || kind == WALK_I_CALLARG)
    return shared_item (mk, it);
  uint32_t i = WALK_PUSH (w, items);
  w->items[i] = it;
  return i - mk->items;
}

/* The item of a memory that hangs on another.  */
static uint32_t
child_item (struct making *mk, uint32_t mem)
{
  struct esc_walk *w = mk->w;
  const struct walk_mem m = w->mems[mem];
  if (w->mems[m.a].kind == WALK_STATIC)
    return esc_making_new_item (mk, WALK_I_CONTENT, w->mems[m.a].a, m.off);
  uint32_t parent = esc_making_item (mk, m.a);
  return esc_making_new_item (
      mk, m.depth >= WALK_DEPTH ? WALK_I_SELF : WALK_I_CHILD, parent, m.off);
}

/* The item that denotes a pointer to the begin of MEM.  Recursion is at most
   WALK_DEPTH deep.  */
uint32_t
esc_making_item (struct making *mk, uint32_t mem)
{
  struct esc_walk *w = mk->w;
  if (w->mems[mem].item)
    return w->mems[mem].item - 1;
  const struct walk_mem m = w->mems[mem];
  uint32_t i;
  switch ((enum walk_mem_kind)m.kind)
    {
    case WALK_ROOT:
      i = esc_making_new_item (mk, WALK_I_ROOT, m.a, m.off);
      break;
    case WALK_CHILD:
      i = child_item (mk, mem);
      break;
    case WALK_STATIC:
      i = esc_making_new_item (mk, WALK_I_STATIC, m.a, 0);
      break;
    case WALK_AUTO:
    case WALK_HEAP:
      i = esc_making_new_item (mk, WALK_I_HEAP, mk->nheaps++, 0);
      break;
    case WALK_CALLRES:
      i = esc_making_new_item (mk, WALK_I_CALLRES,
                               mk->coarse ? 0 : w->sites[m.a].cond - 1, 0);
      break;
    case WALK_RESULT:
      i = esc_making_new_item (mk, WALK_I_RESULT, 0, 0);
      break;
    case WALK_FUN:
      i = esc_making_new_item (mk, WALK_I_FUN, m.a, 0);
      break;
    default:
      i = esc_making_new_item (mk, WALK_I_WORLD, 0, 0);
      break;
    }
  w->mems[mem].item = i + 1;
  return i;
}

bool
esc_making_is_given (const struct walk_mem *m)
{
  return m->outer && !m->of_static;
}

static bool
is_of_sort (const struct walk_mem *m, enum making_sort sort)
{
  switch (sort)
    {
    case MAKING_GIVEN:
      return esc_making_is_given (m);
    case MAKING_FRESH:
      return esc_making_is_given (m) || m->kind == WALK_HEAP;
    default:
      return m->kind != WALK_AUTO && m->kind != WALK_RESULT;
    }
}

/* Is ITEM among those of group G?  */
static bool
is_grouped (const struct esc_walk *w, const struct walk_group *g, uint32_t item)
{
  for (uint32_t i = g->first; i < g->first + g->n; i++)
    if (w->grouped[i] == item)
      return true;
  return false;
}

/* The items of SORT in memory MEM.  More of them than a summary can have flows
   end it.  */
static struct walk_group
make_group (struct making *mk, uint32_t mem, enum making_sort sort)
{
  struct esc_walk *w = mk->w;
  struct walk_group g = { .first = w->ngrouped, .made = true };
  for (uint32_t i = mem; i && !mk->top; i = w->mems[i].member)
    {
      if (!is_of_sort (&w->mems[i], sort))
        continue;
      uint32_t item = esc_making_item (mk, i);
      if (is_grouped (w, &g, item))
        continue;
      w->grouped[WALK_PUSH (w, grouped)] = item;
      mk->top = ++g.n > WALK_GATHER;
    }
  return g;
}

uint32_t
esc_making_items (struct making *mk, uint32_t mem, enum making_sort sort,
                  uint32_t *n)
{
  struct esc_walk *w = mk->w;
  if (!w->mems[mem].group)
    {
      uint32_t first = w->ngroups;
      for (int i = 0; i <= MAKING_ANY; i++)
        w->groups[WALK_PUSH (w, groups)] = (struct walk_group){ 0 };
      w->mems[mem].group = first;
    }
  uint32_t at = w->mems[mem].group + (uint32_t)sort;
  if (!w->groups[at].made)
    {
      struct walk_group made = make_group (mk, mem, sort);
      w->groups[at] = made;
    }
  *n = w->groups[at].n;
  return w->groups[at].first;
}

uint32_t
esc_making_sink (struct making *mk)
{
  if (!mk->sink)
    mk->sink = 1 + esc_making_new_item (mk, WALK_I_SINK, 0, 0);
  return mk->sink - 1;
}

/* ---- flows ---------------------------------------------------------------*/

/* The item that D means.  */
static uint32_t
dest_item (struct making *mk, const struct dest *d)
{
  return d->item == ESC_NONE ? esc_making_item (mk, d->mem) : d->item;
}

/* The lowest byte of item DST that D reaches, as far as a coarse summary
   tells.  */
static int32_t
dest_lo (const struct making *mk, const struct dest *d, uint32_t dst)
{
  uint8_t kind = mk->w->items[mk->items + dst].kind;
  return mk->coarse && kind != WALK_I_RESULT ? WALK_ANY : d->lo;
}

/* Is there flow F already?  */
static bool
is_there (const struct making *mk, const struct walk_flow *f)
{
  const struct esc_walk *w = mk->w;
  for (uint32_t i = mk->flows; i < w->nflows; i++)
    if (walk_flow_same (&w->flows[i], f))
      return true;
  return false;
}

static void
add (struct making *mk, const struct walk_flow *f)
{
  struct esc_walk *w = mk->w;
  if (is_there (mk, f))
    return;
  if (w->nflows - mk->flows >= WALK_GATHER)
    mk->top = true;
  else
    w->flows[WALK_PUSH (w, flows)] = *f;
}

/* Are there many flows from SRC to DST?  */
static bool
has_siblings (const struct making *mk, uint32_t dst, uint32_t src)
{
  const struct esc_walk *w = mk->w;
  unsigned siblings = 0;
  for (uint32_t f = mk->flows; f < w->nflows; f++)
    siblings += w->flows[f].dst == dst && w->flows[f].src == src;
  return siblings >= WALK_SIBLINGS;
}

void
esc_making_flow (struct making *mk, const struct dest *d, uint32_t src,
                 int32_t add_off, unsigned flags)
{
  uint32_t dst = dest_item (mk, d);
  bool many = has_siblings (mk, dst, src);
  int32_t lo = many ? WALK_ANY : dest_lo (mk, d, dst);
  struct walk_flow f = {
    .items = mk->items,
    .dst = dst,
    .src = src,
    .lo = lo,
    .hi = lo == WALK_ANY ? WALK_ANY : d->hi,
    .add = many || mk->coarse ? WALK_ANY : add_off,
    .flags = (uint8_t)flags,
    .field = d->field,
    .fn = mk->w->fn,
    .ins = d->ins,
    .via = d->via,
  };
  add (mk, &f);
}

void
esc_making_blit (struct making *mk, const struct dest *d, uint32_t src,
                 int32_t soff, int64_t size)
{
  uint32_t dst = dest_item (mk, d);
  if (mk->coarse || has_siblings (mk, dst, src))
    {
      struct dest any = *d;
      any.lo = any.hi = WALK_ANY;
      src = esc_making_new_item (mk, WALK_I_CHILD, src, WALK_ANY);
      esc_making_flow (mk, &any, src, WALK_ANY, 0);
      return;
    }
  struct walk_flow f = {
    .items = mk->items,
    .dst = dst,
    .src = src,
    .lo = d->lo,
    .hi = size < 0 || size > INT32_MAX ? -1 : (int32_t)size,
    .add = soff,
    .blit = true,
    .fn = mk->w->fn,
    .ins = d->ins,
    .via = d->via,
  };
  add (mk, &f);
}
