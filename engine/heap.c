/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap.c - the heap questions over a module: the driver, and the words.

   Only functions that allocate are judged, and only what they can call is
   solved before them, bottom-up; a recursive component until nothing changes.

   Not modelled: a function whose component comes later although it is called
   through a pointer counts as unknown.  */

#include "heap-flow.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint32_t
alias (const struct esc_module *m, uint32_t fn)
{
  for (int i = 0; i < 16 && m->fns[fn].alias != ESC_NONE; i++)
    fn = m->fns[fn].alias;
  return fn;
}

/* ---- which functions ----------------------------------------------------- */

/* Does FN make memory or free it itself?  */
static bool
makes_memory (const struct esc_module *m, uint32_t fn)
{
  const struct esc_body *b = m->fns[fn].body;
  for (uint32_t k = 0; b && k < b->nins; k++)
    if (b->ins[k].op == ESC_NEW)
      return true;
  return false;
}

/* How many calls each function is away from one that makes memory, along
   ORDER; NEVER when too many to matter: memory stays fresh only through
   functions that hand it back.  */
enum
{
  NEVER = 4
};

static uint8_t *
distances (const struct esc_module *m, const struct esc_order *order)
{
  uint8_t *d = esc_xmalloc (m->nfns + 1);
  memset (d, NEVER, m->nfns + 1);
  for (uint32_t i = 0; i < order->nfns; i++)
    {
      uint32_t fn = order->fns[i];
      const struct esc_body *b = m->fns[fn].body;
      if (makes_memory (m, fn))
        d[fn] = 0;
      for (uint32_t c = 0; c < b->ncalls; c++)
        if (esc_opnd_kind (b->calls[c].callee) == ESC_OP_FUN)
          {
            uint32_t f = alias (m, esc_opnd_index (b->calls[c].callee));
            if (d[f] + 1 < d[fn])
              d[fn] = d[f] + 1;
          }
    }
  return d;
}

/* The functions still to be looked at.  */
struct wanted
{
  const struct esc_module *m;
  bool *want;
  uint32_t *work, n;
};

static void
want_fn (struct wanted *w, esc_opnd o)
{
  if (esc_opnd_kind (o) != ESC_OP_FUN)
    return;
  uint32_t f = alias (w->m, esc_opnd_index (o));
  if (w->want[f] || !w->m->fns[f].body)
    return;
  w->want[f] = true;
  w->work[w->n++] = f;
}

/* Whatever a function mentions may be called by it.  */
static void
want_mentioned (struct wanted *w, uint32_t fn)
{
  const struct esc_body *b = w->m->fns[fn].body;
  for (uint32_t c = 0; c < b->ncalls; c++)
    want_fn (w, b->calls[c].callee);
  for (uint32_t k = 0; k < b->nargs; k++)
    want_fn (w, b->args[k]);
  for (uint32_t k = 0; k < b->nphis; k++)
    want_fn (w, b->phis[k].val);
  for (uint32_t k = 0; k < b->nins; k++)
    if (b->ins[k].op == ESC_STORE || b->ins[k].op == ESC_MOVE
        || b->ins[k].op == ESC_SELECT)
      {
        want_fn (w, b->ins[k].a);
        want_fn (w, b->ins[k].b);
      }
}

static bool *
wanted (const struct esc_module *m, const struct esc_order *order)
{
  uint8_t *d = distances (m, order);
  struct wanted w = { .m = m,
                      .want = esc_xcalloc (m->nfns + 1, sizeof *w.want),
                      .work = esc_xmalloc ((m->nfns + 1) * sizeof *w.work) };
  for (uint32_t f = 0; f < m->nfns; f++)
    if (d[f] < NEVER && m->fns[f].body && !(m->fns[f].flags & ESC_FN_MODEL))
      {
        w.want[f] = true;
        w.work[w.n++] = f;
      }
  while (w.n)
    want_mentioned (&w, w.work[--w.n]);
  free (w.work);
  free (d);
  return w.want;
}

/* ---- components ---------------------------------------------------------- */

/* Solve function FN.  True if its summary has changed.  */
static bool
solve (struct heap_state *h, uint32_t fn)
{
  struct heap_summary making;
  memset (&making, 0, sizeof making);
  h->sum = &making;
  heap_start (h, fn);
  heap_solve (h);
  return heap_summarise (h);
}

static void
solve_component (struct heap_state *h, const struct esc_order *order,
                 uint32_t c, const bool *want)
{
  bool again = order->recursive[c];
  for (uint32_t i = order->comp[c]; again && i < order->comp[c + 1]; i++)
    {
      h->recursive[order->fns[i]] = true;
      h->sums[order->fns[i]].solved = want[order->fns[i]];
    }
  for (unsigned round = 0; again; round++)
    {
      again = false;
      for (uint32_t i = order->comp[c]; i < order->comp[c + 1]; i++)
        if (want[order->fns[i]])
          again |= solve (h, order->fns[i]);
      for (uint32_t i = order->comp[c];
           round >= HEAP_SAME && i < order->comp[c + 1]; i++)
        {
          h->sums[order->fns[i]].top = true;
          again = false;
        }
    }
  for (uint32_t i = order->comp[c]; i < order->comp[c + 1]; i++)
    {
      uint32_t fn = order->fns[i];
      bool top = h->sums[fn].top;
      if (!want[fn])
        continue;
      solve (h, fn);
      h->sums[fn].top |= top;
      if (!(h->m->fns[fn].flags & ESC_FN_MODEL))
        heap_judge (h);
    }
}

static void
release (struct heap_state *h)
{
  for (uint32_t i = 0; i < h->cap_objs; i++)
    {
      for (uint32_t c = 0; c < h->objs[i].cap; c++)
        heap_set_free (&h->objs[i].cells[c].set);
      free (h->objs[i].cells);
      heap_set_free (&h->objs[i].any);
    }
  for (uint32_t i = 0; i < h->cap_vals; i++)
    heap_set_free (&h->vals[i]);
  for (uint32_t i = 0; i < HEAP_SCRATCH; i++)
    heap_set_free (&h->scratch[i]);
  heap_set_free (&h->ret);
  free (h->objs);
  free (h->vals);
  free (h->site_at);
  free (h->sums);
  free (h->recursive);
  free (h->obj_at);
  free (h->obj_epoch);
  free (h->fn_at);
  free (h->fn_epoch);
}

/* Does the module set up stacks for others?  */
static bool
small_stacks (const struct esc_module *m)
{
  for (uint32_t f = 0; f < m->nfns; f++)
    {
      const struct esc_body *b = m->fns[f].body;
      bool own = b && !(m->fns[f].flags & ESC_FN_MODEL);
      for (uint32_t c = 0; own && c < b->ncalls; c++)
        if (esc_opnd_kind (b->calls[c].callee) == ESC_OP_FUN
            && (m->fns[esc_opnd_index (b->calls[c].callee)].flags
                & ESC_FN_STACK))
          return true;
    }
  return false;
}

void
esc_heap_solve (struct esc_module *m, struct esc_heap *out, bool expose)
{
  struct heap_state h = { .m = m, .out = out, .expose = expose };
  struct esc_order order = { 0 };
  esc_order_make (m, &order);
  bool *want = wanted (m, &order);
  h.sums = esc_xcalloc (m->nfns + 1, sizeof *h.sums);
  h.recursive = esc_xcalloc (m->nfns + 1, sizeof *h.recursive);
  h.obj_at = esc_xcalloc (m->nobjs + 1, sizeof *h.obj_at);
  h.obj_epoch = esc_xcalloc (m->nobjs + 1, sizeof *h.obj_epoch);
  h.fn_at = esc_xcalloc (m->nfns + 1, sizeof *h.fn_at);
  h.fn_epoch = esc_xcalloc (m->nfns + 1, sizeof *h.fn_epoch);
  for (uint32_t c = 0; c < order.ncomps; c++)
    solve_component (&h, &order, c, want);
  out->small_stacks = small_stacks (m);
  out->opens = esc_xcalloc (m->nfns + 1, sizeof *out->opens);
  for (uint32_t f = 0; f < m->nfns; f++)
    {
      const struct heap_summary *s = &h.sums[f];
      out->opens[f]
          = s->solved && !s->top && !h.recursive[f]
            && (s->fresh || s->fresh_in || (s->freed && !s->only_frees));
    }
  release (&h);
  free (want);
  esc_order_free (&order);
}

void
esc_heap_free (struct esc_heap *h)
{
  free (h->sites);
  free (h->releases);
  free (h->refs);
  free (h->exposed);
  free (h->opens);
  memset (h, 0, sizeof *h);
}

/* ---- choices that depend on each other ----------------------------------- */

void
esc_heap_settle (const struct esc_module *m, struct esc_heap *h)
{
  (void)m;
  (void)h;
}

/* ---- words --------------------------------------------------------------- */

static const char *const plain[] = {
  [ESC_HEAP_OK] = "it needs no heap",
  [ESC_HEAP_RETURNED] = "it is returned",
  [ESC_HEAP_LEFT] = "it is left in memory that outlives the function",
  [ESC_HEAP_PASSED] = "it is passed to code that may keep it",
  [ESC_HEAP_SHOWN] = "its address is used as a number",
  [ESC_HEAP_COMPARED] = "its address may be compared after it is freed",
  [ESC_HEAP_SETJMP] = "the function calls setjmp or the like",
  [ESC_HEAP_RECURSIVE] = "the function may call itself",
  [ESC_HEAP_FREED_BY] = "it is freed inside a callee",
  [ESC_HEAP_RESIZED] = "it is resized",
  [ESC_HEAP_VOLATILE] = "a volatile variable holds it",
  [ESC_HEAP_UNDERSTOOD] = "its size or alignment is not understood",
  [ESC_HEAP_COMPLEX] = "the function is too large to follow it",
  [ESC_HEAP_SIZE] = "it may be larger than the limit 'promote'",
  [ESC_HEAP_FRAME] = "the frame's budget 'promote-frame' is spent",
  [ESC_HEAP_COUNT] = "the limit 'promote-count' is reached",
  [ESC_HEAP_ALIGN] = "its alignment is not understood or too large",
  [ESC_HEAP_OFF] = "it is not wanted here",
};

char *
esc_heap_reason (const struct esc_module *m, const struct esc_heap_site *s,
                 char *buf, size_t size)
{
  const char *name = esc_string (m, s->name);
  if (*name && s->why == ESC_HEAP_PASSED)
    snprintf (buf, size, "it is passed to '%s', which may keep it", name);
  else if (*name && s->why == ESC_HEAP_FREED_BY)
    snprintf (buf, size, "it is freed inside '%s'", name);
  else if (*name && s->why == ESC_HEAP_OFF)
    snprintf (buf, size, "%s", name);
  else
    snprintf (buf, size, "%s", plain[s->why]);
  return buf;
}
