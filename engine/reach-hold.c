/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reach-hold.c - what outlives the function, and what that leads to.

   Holders are the result, statics, the memory of callers and of the world,
   and heap sites that these lead to; unknown code that was handed an address
   is one too, but not a sure one.

       x.next = h;  head = &x;     head holds x, and so h

   A memory is marked with the best holder that leads to it: sure ones are
   walked first, breadth first.

   Not modelled: that a holder lets go; level audit does without.  */

#include "walk.h"

bool
esc_walk_public (const struct walk_mem *m)
{
  return m->outer || m->kind == WALK_STATIC || m->kind == WALK_WORLD;
}

bool
esc_walk_mere_number (const struct esc_walk *w, walk_ptr p)
{
  return (walk_ptr_flags (p) & WALK_NUMBER) && !w->to_ptr;
}

struct visitor
{
  void (*visit) (struct esc_walk *, void *, const struct walk_holder *,
                 uint32_t, uint32_t);
  void *arg;
};

static void
each_elem (struct esc_walk *w, const struct visitor *v,
           const struct walk_holder *h, uint32_t node)
{
  node = esc_walk_node_rep (w, node);
  for (uint32_t i = 0; i < w->nodes[node].n; i++)
    if (w->uses[w->nodes[node].elems[i].use].ins != WALK_ENTRY)
      v->visit (w, v->arg, h, node, i);
}

/* The elements of memory MEM, which is a holder.  */
static void
each_slot (struct esc_walk *w, const struct visitor *v, uint32_t mem)
{
  struct walk_holder h
      = { .mem = mem, .off = WALK_ANY, .site = ESC_NONE, .sure = true };
  if (w->mems[mem].any)
    each_elem (w, v, &h, w->mems[mem].any);
  if (w->mems[mem].collapsed)
    return;
  for (uint32_t s = w->mems[mem].slots; s; s = w->slots[s].next)
    {
      h.off = w->slots[s].off;
      h.field = w->slots[s].field;
      each_elem (w, v, &h, w->slots[s].node);
    }
}

static void
each_handed (struct esc_walk *w, const struct visitor *v)
{
  for (uint32_t s = 0; s < w->nsites; s++)
    {
      const struct walk_site site = w->sites[s];
      struct walk_holder h = { .off = WALK_ANY, .site = s };
      if (site.sink)
        each_elem (w, v, &h, site.sink);
      for (uint32_t i = 0; site.callres && i < site.nargs; i++)
        if (w->argv[site.args + i])
          each_elem (w, v, &h, w->argv[site.args + i]);
    }
}

void
esc_walk_each_held (struct esc_walk *w,
                    void (*visit) (struct esc_walk *, void *,
                                   const struct walk_holder *, uint32_t,
                                   uint32_t),
                    void *arg)
{
  const struct visitor v = { visit, arg };
  for (uint32_t i = w->world; i < w->nmems; i++)
    if (w->mems[i].rep == i
        && (esc_walk_public (&w->mems[i]) || i == w->result
            || (w->mems[i].kind == WALK_HEAP && w->mems[i].held == WALK_HELD)))
      each_slot (w, &v, i);
  for (uint32_t s = 0; s < w->nsites; s++)
    if (w->sites[s].kept)
      {
        struct walk_holder h = {
          .mem = w->world, .off = WALK_ANY, .site = ESC_NONE, .sure = true
        };
        each_elem (w, &v, &h, w->sites[s].kept);
      }
  each_handed (w, &v);
}

/* ---- marking -------------------------------------------------------------*/

/* P is held by BY.  True if that is news.  */
static bool
mark (struct esc_walk *w, walk_ptr p, enum walk_held held, uint32_t by,
      uint32_t ins, uint32_t site)
{
  uint32_t mem = esc_walk_mem_rep (w, walk_ptr_mem (p));
  struct walk_mem *m = &w->mems[mem];
  if (m->held || (m->kind != WALK_AUTO && m->kind != WALK_HEAP)
      || esc_walk_mere_number (w, p))
    return false;
  m->held = (uint8_t)held;
  m->held_by = by;
  m->held_ins = ins;
  m->held_site = site;
  w->queue[WALK_PUSH (w, queue)] = mem;
  return true;
}

struct phase
{
  bool sure;
};

static void
mark_elem (struct esc_walk *w, void *arg, const struct walk_holder *h,
           uint32_t node, uint32_t idx)
{
  const struct phase *phase = arg;
  const struct walk_elem e = w->nodes[node].elems[idx];
  bool sure = h->sure && !(walk_ptr_flags (e.ptr) & WALK_UNSURE);
  if (sure != phase->sure
      || !mark (w, e.ptr, sure ? WALK_HELD : WALK_HANDED, h->mem,
                w->uses[e.use].ins, h->site))
    return;
  uint32_t mem = esc_walk_mem_rep (w, walk_ptr_mem (e.ptr));
  w->mems[mem].held_node = node;
  w->mems[mem].held_idx = idx;
}

/* What NODE of marked memory M holds is held.  */
static void
mark_node (struct esc_walk *w, uint32_t node, const struct walk_mem *m,
           uint32_t by)
{
  node = esc_walk_node_rep (w, node);
  for (unsigned i = 0; i < w->nodes[node].n; i++)
    {
      walk_ptr p = w->nodes[node].elems[i].ptr;
      if (!mark (w, p, m->held, by, m->held_ins, m->held_site))
        continue;
      uint32_t mem = esc_walk_mem_rep (w, walk_ptr_mem (p));
      w->mems[mem].held_node = node;
      w->mems[mem].held_idx = i;
    }
}

static void
mark_content (struct esc_walk *w, uint32_t mem)
{
  const struct walk_mem m = w->mems[mem];
  uint32_t by = m.kind == WALK_HEAP && m.held == WALK_HELD ? mem : m.held_by;
  if (m.any)
    mark_node (w, m.any, &m, by);
  for (uint32_t s = m.slots; s && !m.collapsed; s = w->slots[s].next)
    mark_node (w, w->slots[s].node, &m, by);
}

void
esc_walk_hold (struct esc_walk *w)
{
  for (int sure = 1; sure >= 0; sure--)
    {
      struct phase phase = { sure };
      w->nqueue = 0;
      esc_walk_each_held (w, mark_elem, &phase);
      for (uint32_t i = 0; i < w->nqueue; i++)
        mark_content (w, w->queue[i]);
    }
  w->nqueue = w->queue_head = 0;
}
