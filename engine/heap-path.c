/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap-path.c - control flow: one slot for all rounds, freed on every path.

       for (;;) { p = malloc (8); …; free (p); }     freed before the next
       for (;;) { p = malloc (8); use (p); }         dead before the next
       for (;;) { p = malloc (8); if (c) best = p; } two at once: best is alive

   The paths that begin with an allocation are followed with a state for each
   place that can hold its address (values, and cells of local objects that
   are accessed directly):

       OLD   what it held before: not this memory
       CUR   the address of this memory
       NUL   a null pointer
       ANY   nobody knows

   A path ends where what is CUR is freed.  One that comes back to the
   allocation proves that there may be two at once if something alive is CUR
   or ANY.  By induction over the rounds, OLD is no memory of an earlier round
   that is still in use.

   Not modelled: more than PLACES places or STATES states: then the answer is
   no.  */

#include "heap-flow.h"

#include <stdlib.h>
#include <string.h>

enum
{
  PLACES = 32,
  STATES = 4000
};

enum state
{
  OLD,
  CUR,
  NUL,
  ANY
};

struct place
{
  uint32_t val; /* or ESC_NONE: a cell */
  uint32_t obj; /* heap object */
  int32_t off;
};

struct point
{
  uint32_t blk;
  uint64_t state;
};

struct paths
{
  struct heap_state *h;
  const struct esc_body *b;
  uint32_t target; /* heap object */
  uint32_t site;   /* instruction of it, or ESC_NONE: the paths to a return */
  struct place places[PLACES];
  uint32_t nplaces;
  uint32_t *live; /* by block: values alive when it begins; bits of places */
  struct point *work, *seen;
  uint32_t nwork, cap_work, nseen;
  bool failed;
  bool strict; /* freed is not dead */
};

/* ---- states -------------------------------------------------------------- */

static enum state
get (uint64_t s, uint32_t place)
{
  return (enum state) (s >> (2 * place) & 3);
}

static void
set (uint64_t *s, uint32_t place, enum state to)
{
  *s = (*s & ~(UINT64_C (3) << (2 * place))) | (uint64_t)to << (2 * place);
}

static uint32_t
place_of_val (const struct paths *p, uint32_t val)
{
  for (uint32_t i = 0; i < p->nplaces; i++)
    if (p->places[i].val == val)
      return i;
  return ESC_NONE;
}

/* The state of operand O.  */
static enum state
state_of (const struct paths *p, uint64_t s, esc_opnd o)
{
  if (heap_is_null (p->h, o))
    return NUL;
  if (esc_opnd_kind (o) == ESC_OP_UNKNOWN
      || esc_opnd_kind (o) == ESC_OP_CONTENT)
    return ANY;
  if (esc_opnd_kind (o) != ESC_OP_VAL)
    return OLD;
  uint32_t i = place_of_val (p, esc_opnd_index (o));
  return i == ESC_NONE ? OLD : get (s, i);
}

static enum state
either (enum state a, enum state b)
{
  if (a == b)
    return a;
  return a == CUR || b == CUR || a == ANY || b == ANY ? ANY : OLD;
}

/* ---- what is alive --------------------------------------------------------
 */

struct alive
{
  const struct paths *p;
  uint32_t bits;
};

static void
mark_alive (void *arg, uint32_t val)
{
  struct alive *a = arg;
  uint32_t i = place_of_val (a->p, val);
  if (i != ESC_NONE)
    a->bits |= UINT32_C (1) << i;
}

/* What is alive before instruction I, given what is after it.  */
static uint32_t
before (const struct paths *p, const struct esc_ins *i, uint32_t bits)
{
  struct alive a = { p, bits };
  if (i->dst != ESC_NONE)
    {
      uint32_t d = place_of_val (p, i->dst);
      if (d != ESC_NONE)
        a.bits &= ~(UINT32_C (1) << d);
    }
  heap_each_use (p->b, i, mark_alive, &a);
  return a.bits;
}

/* What is alive at the end of block BLK.  */
static uint32_t
alive_out (const struct paths *p, uint32_t blk)
{
  const struct esc_block *k = &p->b->blocks[blk];
  struct alive a = { p, 0 };
  for (uint32_t s = k->succs; s < k->succs + k->nsuccs; s++)
    {
      const struct esc_block *to = &p->b->blocks[p->b->succs[s]];
      a.bits |= p->live[p->b->succs[s]];
      for (uint32_t i = to->first; i < to->first + to->nins; i++)
        {
          const struct esc_ins *ins = &p->b->ins[i];
          if (ins->op != ESC_PHI)
            break;
          for (uint32_t f = ins->x; f < ins->x + ins->n; f++)
            if (p->b->phis[f].pred == blk
                && esc_opnd_kind (p->b->phis[f].val) == ESC_OP_VAL)
              mark_alive (&a, esc_opnd_index (p->b->phis[f].val));
        }
    }
  return a.bits;
}

static void
find_alive (struct paths *p)
{
  for (bool again = true; again;)
    {
      again = false;
      for (uint32_t b = p->b->nblocks; b-- > 0;)
        {
          uint32_t bits = alive_out (p, b);
          const struct esc_block *k = &p->b->blocks[b];
          for (uint32_t i = k->first + k->nins; i-- > k->first;)
            bits = before (p, &p->b->ins[i], bits);
          again |= bits != p->live[b];
          p->live[b] = bits;
        }
      p->h->out->steps += p->b->nblocks;
    }
}

/* What is alive after instruction INS of block BLK.  */
static uint32_t
alive_after (const struct paths *p, uint32_t blk, uint32_t ins)
{
  const struct esc_block *k = &p->b->blocks[blk];
  uint32_t bits = alive_out (p, blk);
  for (uint32_t i = k->first + k->nins; i-- > ins + 1;)
    bits = before (p, &p->b->ins[i], bits);
  return bits;
}

/* ---- places -------------------------------------------------------------- */

/* Note all places that may hold the target's address.  */
static void
find_places (struct paths *p)
{
  struct heap_state *h = p->h;
  for (uint32_t v = 0; v < h->b->nvals && !p->failed; v++)
    if (heap_set_has (&h->vals[v], p->target))
      {
        p->failed |= p->nplaces == PLACES;
        if (!p->failed)
          p->places[p->nplaces++] = (struct place){ v, 0, 0 };
      }
  for (uint32_t o = 1; o < h->nobjs && !p->failed; o++)
    {
      const struct heap_obj *obj = &h->objs[o];
      /* What is somewhere in an object cannot be followed.  */
      p->failed |= o != p->target && heap_set_has (&obj->any, p->target);
      for (uint32_t c = 0; c < obj->ncells && !p->failed; c++)
        if (heap_set_has (&obj->cells[c].set, p->target))
          {
            p->failed |= p->nplaces == PLACES || obj->cells[c].size != 8;
            if (!p->failed)
              p->places[p->nplaces++]
                  = (struct place){ ESC_NONE, o, obj->cells[c].off };
          }
    }
}

/* The cell that memory reference X is exactly, or ESC_NONE.  */
static uint32_t
exact_cell (const struct paths *p, uint32_t x)
{
  const struct esc_place *at = &p->b->places[x];
  if (esc_opnd_kind (at->base) != ESC_OP_ADDR || at->idx != ESC_OPND_NONE
      || at->size != 8 || at->volatile_)
    return ESC_NONE;
  const struct esc_addr a = p->b->addrs[esc_opnd_index (at->base)];
  uint32_t obj = heap_local (p->h, a.obj);
  int32_t off
      = a.off_known ? heap_shift (heap_shift (0, a.off), at->off) : HEAP_ANY;
  for (uint32_t i = 0; i < p->nplaces && off != HEAP_ANY; i++)
    if (p->places[i].val == ESC_NONE && p->places[i].obj == obj
        && p->places[i].off == off)
      return i;
  return ESC_NONE;
}

/* May memory reference X be in heap object OBJ?  */
static bool
may_touch (struct paths *p, uint32_t x, uint32_t obj)
{
  const struct esc_place *at = &p->b->places[x];
  if (esc_opnd_kind (at->base) == ESC_OP_ADDR)
    return heap_local (p->h, p->b->addrs[esc_opnd_index (at->base)].obj) == obj;
  if (esc_opnd_kind (at->base) != ESC_OP_VAL)
    return true;
  const struct heap_set *s = &p->h->vals[esc_opnd_index (at->base)];
  return heap_set_has (s, obj) || heap_set_has (s, 0);
}

/* Something may have been written over cell I.  */
static void
blur (uint64_t *s, uint32_t i, bool with_target)
{
  enum state now = get (*s, i);
  set (s, i, now == CUR || now == ANY || with_target ? ANY : OLD);
}

static void
store_at (struct paths *p, uint64_t *s, uint32_t x, enum state what)
{
  uint32_t exact = exact_cell (p, x);
  if (exact != ESC_NONE)
    {
      set (s, exact, what);
      return;
    }
  for (uint32_t i = 0; i < p->nplaces; i++)
    if (p->places[i].val == ESC_NONE && may_touch (p, x, p->places[i].obj))
      blur (s, i, what == CUR || what == ANY);
}

/* ---- instructions -------------------------------------------------------- */

/* Does the call at INS free what is CUR, whatever happens?  */
static bool
call_frees (struct paths *p, uint64_t s, uint32_t ins)
{
  uint32_t f = heap_callee (p->h, ins);
  const struct esc_call *c = &p->b->calls[p->b->ins[ins].x];
  if (f == ESC_NONE || !p->h->sums[f].solved || !p->h->m->fns[f].body)
    return false;
  for (uint32_t i = 0; i < c->nargs && i < HEAP_PARAMS; i++)
    if ((p->h->sums[f].always >> i & 1)
        && state_of (p, s, p->b->args[c->args + i]) == CUR)
      return true;
  return false;
}

/* The call at INS may write whatever its arguments lead to.  */
static void
call_writes (struct paths *p, uint64_t *s, uint32_t ins)
{
  struct heap_state *h = p->h;
  const struct esc_call *c = &p->b->calls[p->b->ins[ins].x];
  bool any = false;
  for (uint32_t i = 0; i < p->nplaces; i++)
    any |= p->places[i].val == ESC_NONE;
  if (!any || (c->flags & (ESC_CALL_PURE | ESC_CALL_CONST)))
    return;
  struct heap_set *all = &h->scratch[5];
  all->n = 0;
  for (uint32_t k = 0; k <= c->nargs; k++)
    {
      const struct heap_set *a = heap_arg (h, ins, k, &h->scratch[4]);
      heap_join (h, all, a, HEAP_ANY);
      heap_reach (h, a, all);
    }
  for (uint32_t i = 0; i < p->nplaces; i++)
    if (p->places[i].val == ESC_NONE
        && (h->objs[p->places[i].obj].escaped
            || heap_set_has (all, p->places[i].obj)))
      blur (s, i, true);
  if (c->result)
    store_at (p, s, c->result, ANY);
}

/* The state of the result of the call at INS.  */
static enum state
call_result (const struct paths *p, uint64_t s, uint32_t ins)
{
  uint32_t f = heap_callee (p->h, ins);
  const struct esc_call *c = &p->b->calls[p->b->ins[ins].x];
  if (f == ESC_NONE || !p->h->sums[f].solved || !p->h->m->fns[f].body)
    return ANY;
  const struct heap_summary *g = &p->h->sums[f];
  if (g->world_result || g->fresh || g->top || g->result != g->exact)
    return ANY;
  for (uint32_t i = 0; i < c->nargs && i < HEAP_PARAMS; i++)
    if (g->result == heap_bit (i))
      return state_of (p, s, p->b->args[c->args + i]);
  return ANY;
}

static enum state
value_after (struct paths *p, uint64_t s, uint32_t ins)
{
  const struct esc_ins *i = &p->b->ins[ins];
  uint32_t cell;
  switch (i->op)
    {
    case ESC_MOVE:
      return state_of (p, s, i->a);
    case ESC_ARITH:
      {
        enum state a = state_of (p, s, i->a), b = state_of (p, s, i->b);
        if (esc_opnd_kind (i->b) == ESC_OP_INT || b == OLD)
          return a == NUL ? ANY : a;
        return either (a, b);
      }
    case ESC_SELECT:
      return either (state_of (p, s, i->a), state_of (p, s, i->b));
    case ESC_LOAD:
      cell = exact_cell (p, i->x);
      return cell == ESC_NONE ? ANY : get (s, cell);
    case ESC_CALL:
      return call_result (p, s, ins);
    default:
      return ANY;
    }
}

/* The allocation is made again: is all that is alive OLD?  */
static void
arrive (struct paths *p, uint64_t s, uint32_t blk)
{
  uint32_t alive = alive_after (p, blk, p->site);
  for (uint32_t i = 0; i < p->nplaces; i++)
    {
      enum state now = get (s, i);
      bool matters = p->places[i].val == ESC_NONE || (alive >> i & 1);
      if (matters && (now == CUR || now == ANY)
          && p->places[i].val != p->b->ins[p->site].dst)
        p->failed = true;
    }
}

/* Follow instruction INS of BLK.  False if the path ends here.  */
static bool
follow (struct paths *p, uint64_t *s, uint32_t blk, uint32_t ins)
{
  const struct esc_ins *i = &p->b->ins[ins];
  if (ins == p->site)
    {
      arrive (p, *s, blk);
      return false;
    }
  if (i->op == ESC_RET && p->site == ESC_NONE)
    p->failed = true;
  if (!p->strict
      && ((i->op == ESC_FREE && state_of (p, *s, i->a) == CUR)
          || (i->op == ESC_CALL && call_frees (p, *s, ins))))
    return false;
  enum state after = OLD;
  uint32_t d = i->dst == ESC_NONE ? ESC_NONE : place_of_val (p, i->dst);
  if (d != ESC_NONE)
    after = value_after (p, *s, ins);
  if (i->op == ESC_STORE)
    store_at (p, s, i->x, state_of (p, *s, i->a));
  else if (i->op == ESC_COPY)
    store_at (p, s, i->x, ANY);
  else if (i->op == ESC_FILL)
    store_at (p, s, i->x, heap_is_null (p->h, i->a) ? NUL : OLD);
  else if (i->op == ESC_CALL)
    call_writes (p, s, ins);
  else if (i->op == ESC_END)
    for (uint32_t k = 0; k < p->nplaces; k++)
      if (p->places[k].val == ESC_NONE
          && p->places[k].obj == heap_local (p->h, i->x))
        set (s, k, OLD);
  if (d != ESC_NONE)
    set (s, d, after);
  return true;
}

/* ---- blocks -------------------------------------------------------------- */

/* Go on at block TO, coming from FROM.  */
static void
enter (struct paths *p, uint32_t from, uint32_t to, uint64_t s)
{
  uint64_t after = s;
  const struct esc_block *k = &p->b->blocks[to];
  for (uint32_t i = k->first; i < k->first + k->nins; i++)
    {
      const struct esc_ins *ins = &p->b->ins[i];
      if (ins->op != ESC_PHI)
        break;
      uint32_t d = place_of_val (p, ins->dst);
      for (uint32_t f = ins->x; f < ins->x + ins->n && d != ESC_NONE; f++)
        if (p->b->phis[f].pred == from)
          set (&after, d, state_of (p, s, p->b->phis[f].val));
    }
  for (uint32_t i = 0; i < p->nseen; i++)
    if (p->seen[i].blk == to && p->seen[i].state == after)
      return;
  if (p->nseen == STATES)
    {
      p->failed = true;
      return;
    }
  p->seen[p->nseen++] = (struct point){ to, after };
  ESC_GROW (p->work, p->cap_work, p->nwork + 1);
  p->work[p->nwork++] = (struct point){ to, after };
}

/* Which successors of a condition are possible: bits.  */
static unsigned
ways (const struct paths *p, uint64_t s, const struct esc_ins *i)
{
  if (i->op != ESC_COND || (i->sub != ESC_EQ && i->sub != ESC_NE)
      || (!heap_is_null (p->h, i->b) && !heap_is_null (p->h, i->a)))
    return ~0u;
  enum state a = state_of (p, s, heap_is_null (p->h, i->b) ? i->a : i->b);
  unsigned if_null = i->sub == ESC_EQ ? 1 : 2;
  return a == CUR ? 3 - if_null : a == NUL ? if_null : ~0u;
}

/* Follow block BLK from instruction INS on.  */
static void
run_block (struct paths *p, uint32_t blk, uint32_t ins, uint64_t s)
{
  const struct esc_block *k = &p->b->blocks[blk];
  for (uint32_t i = ins; i < k->first + k->nins; i++)
    {
      p->h->out->steps++;
      if (p->b->ins[i].op != ESC_PHI && !follow (p, &s, blk, i))
        return;
      if (p->failed)
        return;
    }
  unsigned open = ways (p, s, &p->b->ins[k->first + k->nins - 1]);
  for (uint32_t n = 0; n < k->nsuccs; n++)
    if (n >= 2 || (open >> n & 1))
      enter (p, blk, p->b->succs[k->succs + n], s);
}

static void
run (struct paths *p, uint32_t blk, uint32_t ins, uint64_t s)
{
  p->live = esc_xcalloc (p->b->nblocks, sizeof *p->live);
  p->seen = esc_xmalloc (STATES * sizeof *p->seen);
  find_alive (p);
  run_block (p, blk, ins, s);
  while (p->nwork && !p->failed)
    {
      struct point at = p->work[--p->nwork];
      run_block (p, at.blk, p->b->blocks[at.blk].first, at.state);
    }
  free (p->live);
  free (p->seen);
  free (p->work);
}

bool
heap_single (struct heap_state *h, uint32_t ins, bool strict)
{
  struct paths p = {
    .h = h, .b = h->b, .target = h->site_at[ins], .site = ins, .strict = strict
  };
  uint64_t s = 0;
  find_places (&p);
  if (p.failed)
    return false;
  for (uint32_t i = 0; i < p.nplaces; i++)
    if (p.places[i].val == h->b->ins[ins].dst)
      set (&s, i, CUR);
  run (&p, heap_block (h->b, ins), ins + 1, s);
  return !p.failed;
}

bool
heap_always_freed (struct heap_state *h, uint32_t param)
{
  struct paths p = {
    .h = h, .b = h->b, .target = heap_param_obj (param), .site = ESC_NONE
  };
  uint32_t val = h->m->fns[h->fn].params[param].val;
  uint64_t s = 0;
  find_places (&p);
  if (p.failed || val == ESC_NONE || !h->b->nblocks)
    return false;
  for (uint32_t i = 0; i < p.nplaces; i++)
    set (&s, i, p.places[i].val == val ? CUR : OLD);
  run (&p, 0, 0, s);
  return !p.failed;
}
