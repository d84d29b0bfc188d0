/* SPDX-License-Identifier: GPL-3.0-or-later */
/* extract.c - the part of a translation unit that a whole program needs.

   Most of a unit is nobody else's business.  What an escape across files needs
   are functions

   - that may leave an object of their own behind with the help of others,

         void f (void) { int x; other (&x); }

   - that others can call, by name or through a constant table that they can
     name, and that may keep, return or store what they are
     handed, or take back what somebody left (overwrite or free),

   each with the functions of the unit that it leads to, because the path search
   looks into those.  Such a root and what it leads to is taken as a whole or
   not at all.

   Steps:
   1. one look at all bodies: what each object and member is used for (world.c),
      which does not travel with the bodies that are left out;
   2. the open sieve: what may be left with the help of unknown callees;
   3. what may take something back, or be helped: bottom-up;
   4. roots, those that matter most first, then those that lead to little;
   5. as many of them as the limit allows.

   What is left out and named is absent, and opaque too if it may do something
   of this: whoever calls it finds nothing definite behind the call.  */

#include "extract.h"

#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "module-code.h"
#include "naming.h"
#include "passes.h"

/* How much a function matters to others.  */
enum worth
{
  LEAVES, /* what it is handed or has itself may be left behind */
  TAKES,  /* it may take back or be called for what it returns */
  NOTHING /* nobody needs to see it */
};

struct root
{
  uint32_t fn, order;
  enum worth worth;
  uint64_t size; /* instructions of all that it leads to */
};

struct esc_extract
{
  struct esc_module *m;
  struct esc_sieve open, closed;
  bool *takes;  /* by function */
  bool *helped; /* by function: unknown code runs in it */
  bool *shown;  /* by function: a table that others can name holds it */
  struct root *roots;
  uint32_t nroots, cap_roots;
  uint64_t size;
  uint8_t *take; /* enum esc_take by function */
  /* Of one root: what it leads to.  */
  uint32_t *todo, ntodo, done;
  uint32_t *stamp, now; /* by function */
  uint32_t *seen_obj;   /* by object */
};

static bool
has_own_body (const struct esc_module *m, uint32_t f)
{
  return m->fns[f].body && !(m->fns[f].flags & ESC_FN_MODEL);
}

static bool
is_exported (const struct esc_fn *f)
{
  return f->flags & (ESC_FN_EXTERNAL | ESC_FN_WEAK | ESC_FN_MAIN);
}

/* ---- 1. what everything is used for --------------------------------------*/

static void
keep_uses (struct esc_world *w)
{
  struct esc_module *m = w->m;
  esc_world_find_uses (w);
  for (uint32_t i = 0; i < m->nobjs; i++)
    m->objs[i].uses = w->obj_flags[i];
  for (uint32_t i = 0; i < m->nfields; i++)
    m->fields[i].uses = w->field_flags[i];
  m->loose_to_ptr = w->loose_to_ptr;
}

/* ---- 2. what others get at -----------------------------------------------*/

/* The functions of a constant table that others can name.  */
static void
show_tables (struct esc_extract *x)
{
  const struct esc_module *m = x->m;
  for (uint32_t i = 1; i < m->nobjs; i++)
    if (esc_obj_shown_table (&m->objs[i]))
      for (uint32_t k = 0; k < m->objs[i].ninits; k++)
        {
          uint32_t f = m->inits[m->objs[i].inits + k].fun;
          if (f != ESC_NONE)
            x->shown[esc_sieve_alias (m, f)] = true;
        }
}

/* ---- 3. what takes back, what is helped ----------------------------------*/

/* Is place PL in memory of this frame for sure?  */
static bool
is_own (const struct esc_module *m, const struct esc_body *b, uint32_t place)
{
  const struct esc_place *pl = &b->places[place];
  if (esc_opnd_kind (pl->base) != ESC_OP_ADDR)
    return false;
  const struct esc_obj *o = &m->objs[b->addrs[esc_opnd_index (pl->base)].obj];
  return esc_obj_mortal (o) || o->kind == ESC_OBJ_RESULT;
}

static void
judge_call (struct esc_extract *x, uint32_t fn, const struct esc_call *c)
{
  if (c->flags & (ESC_CALL_INTERNAL | ESC_CALL_CONST | ESC_CALL_PURE))
    return;
  if (esc_opnd_kind (c->callee) != ESC_OP_FUN)
    {
      x->takes[fn] = x->helped[fn] = true;
      return;
    }
  uint32_t f = esc_sieve_alias (x->m, esc_opnd_index (c->callee));
  bool seen = x->m->fns[f].body;
  x->takes[fn] |= seen ? x->takes[f] : true;
  x->helped[fn] |= seen ? x->helped[f] : true;
}

static void
judge_instruction (struct esc_extract *x, uint32_t fn, const struct esc_ins *in)
{
  const struct esc_body *b = x->m->fns[fn].body;
  switch (in->op)
    {
    case ESC_STORE:
    case ESC_COPY:
    case ESC_FILL:
      x->takes[fn] |= !is_own (x->m, b, in->x);
      break;
    case ESC_FREE:
    case ESC_DOUBT:
    case ESC_STOP:
      x->takes[fn] = true;
      break;
    case ESC_CALL:
      judge_call (x, fn, &b->calls[in->x]);
      break;
    default:
      break;
    }
}

static void
judge_component (struct esc_extract *x, const struct esc_order *o, uint32_t c)
{
  /* The second round has what members say of each other.  */
  for (int round = 0; round <= (int)o->recursive[c]; round++)
    for (uint32_t i = o->comp[c]; i < o->comp[c + 1]; i++)
      {
        uint32_t f = o->fns[i];
        x->takes[f] |= o->recursive[c];
        for (uint32_t k = 0; k < x->m->fns[f].body->nins; k++)
          judge_instruction (x, f, &x->m->fns[f].body->ins[k]);
      }
}

/* ---- 4. roots ------------------------------------------------------------*/

static void
lead_to (void *arg, uint32_t fn)
{
  struct esc_extract *x = arg;
  fn = esc_sieve_alias (x->m, fn);
  if (x->stamp[fn] == x->now || !has_own_body (x->m, fn))
    return;
  x->stamp[fn] = x->now;
  x->todo[x->ntodo++] = fn;
}

/* A constant table leads to its functions.  */
static void
lead_to_table (void *arg, uint32_t obj)
{
  struct esc_extract *x = arg;
  if (x->seen_obj[obj] == x->now)
    return;
  x->seen_obj[obj] = x->now;
  struct esc_naming n = { x, lead_to, NULL, NULL };
  esc_named_by_object (x->m, obj, &n);
}

/* List in todo what ROOT leads to and is not taken yet; the instructions of
   that, or more than MOST if it is more.  */
static uint64_t
follow (struct esc_extract *x, uint32_t root, uint64_t most)
{
  struct esc_naming n = { x, lead_to, lead_to_table, NULL };
  uint64_t size = 0;
  x->now++;
  x->ntodo = 0;
  lead_to (x, root);
  for (x->done = 0; x->done < x->ntodo && size <= most; x->done++)
    {
      uint32_t f = x->todo[x->done];
      if (x->take[f] == ESC_TAKE_BODY)
        continue;
      size += x->m->fns[f].body->nins;
      esc_named_by_function (x->m, f, &n);
    }
  return size;
}

static enum worth
worth_of (const struct esc_extract *x, uint32_t f)
{
  const struct esc_fn *fn = &x->m->fns[f];
  const struct esc_sieve_fn *o = &x->open.fns[f];
  if (fn->flags & ESC_FN_UNREACHED)
    return NOTHING;
  if (o->candidate && (!x->closed.fns[f].candidate || x->helped[f]))
    return LEAVES;
  if (!is_exported (fn) && !x->shown[f])
    return NOTHING;
  return o->keeps || o->rets || o->fills ? LEAVES : TAKES;
}

static int
compare_roots (const void *pa, const void *pb)
{
  const struct root *a = pa, *b = pb;
  if (a->worth != b->worth)
    return a->worth < b->worth ? -1 : 1;
  if (a->size != b->size)
    return a->size < b->size ? -1 : 1;
  return (a->order > b->order) - (a->order < b->order);
}

static void
list_roots (struct esc_extract *x)
{
  for (uint32_t f = 0; f < x->m->nfns; f++)
    {
      if (!has_own_body (x->m, f))
        continue;
      struct root r = { f, x->m->fns[f].order, worth_of (x, f), 0 };
      x->size += x->m->fns[f].body->nins;
      if (r.worth == NOTHING)
        continue;
      ESC_GROW (x->roots, x->cap_roots, x->nroots + 1);
      x->roots[x->nroots++] = r;
    }
  /* None of those that lead to more than a tenth is ever taken first.  */
  for (uint32_t i = 0; i < x->nroots; i++)
    x->roots[i].size = follow (x, x->roots[i].fn, 1000 + x->size / 10);
  if (x->nroots)
    qsort (x->roots, x->nroots, sizeof *x->roots, compare_roots);
}

struct esc_extract *
esc_extract_new (struct esc_module *m)
{
  struct esc_extract *x = esc_xcalloc (1, sizeof *x);
  struct esc_options opts = { .level = ESC_LIKELY };
  struct esc_world w = { .m = m, .opts = &opts };
  struct esc_order order = { 0 };
  x->m = m;
  x->takes = esc_xcalloc ((size_t)m->nfns + 1, 1);
  x->helped = esc_xcalloc ((size_t)m->nfns + 1, 1);
  x->shown = esc_xcalloc ((size_t)m->nfns + 1, 1);
  x->take = esc_xcalloc ((size_t)m->nfns + 1, 1);
  x->todo = esc_xcalloc ((size_t)m->nfns + 1, sizeof *x->todo);
  x->stamp = esc_xcalloc ((size_t)m->nfns + 1, sizeof *x->stamp);
  x->seen_obj = esc_xcalloc ((size_t)m->nobjs + 1, sizeof *x->seen_obj);
  esc_world_scan (&w);
  esc_order_make (m, &order);
  esc_sieve_make (m, &order, false, &x->closed);
  esc_sieve_make (m, &order, true, &x->open);
  keep_uses (&w);
  show_tables (x);
  for (uint32_t c = 0; c < order.ncomps; c++)
    judge_component (x, &order, c);
  list_roots (x);
  free (w.obj_flags);
  free (w.field_flags);
  esc_order_free (&order);
  return x;
}

void
esc_extract_free (struct esc_extract *x)
{
  esc_sieve_free (&x->open);
  esc_sieve_free (&x->closed);
  free (x->takes);
  free (x->helped);
  free (x->shown);
  free (x->take);
  free (x->todo);
  free (x->stamp);
  free (x->seen_obj);
  free (x->roots);
  free (x);
}

uint64_t
esc_extract_size (const struct esc_extract *x)
{
  return x->size;
}

/* ---- 5. taking -----------------------------------------------------------*/

/* Another name for a function that is taken is taken.  */
static void
take_aliases (struct esc_extract *x)
{
  for (uint32_t f = 0; f < x->m->nfns; f++)
    if (x->m->fns[f].alias != ESC_NONE && is_exported (&x->m->fns[f]))
      x->take[f] = x->take[esc_sieve_alias (x->m, f)] == ESC_TAKE_BODY
                       ? ESC_TAKE_BODY
                       : ESC_TAKE_NAME;
}

/* Does somebody who calls F, and does not see it, have to fear it?  */
static bool
is_opaque (const struct esc_extract *x, uint32_t f)
{
  const struct esc_sieve_fn *o = &x->open.fns[f];
  return x->takes[f] || o->keeps || o->rets || o->fills;
}

struct esc_module *
esc_extract_make (struct esc_extract *x, uint64_t most, uint32_t *left)
{
  struct esc_module *m = x->m, *part = esc_module_new ();
  *left = 0;
  memset (x->take, 0, m->nfns);
  for (uint32_t i = 0; i < x->nroots; i++)
    {
      uint64_t size = follow (x, x->roots[i].fn, most);
      if (size > most)
        continue;
      most -= size;
      for (uint32_t k = 0; k < x->ntodo; k++)
        x->take[x->todo[k]] = ESC_TAKE_BODY;
    }
  for (uint32_t i = 0; i < x->nroots; i++)
    if (x->take[x->roots[i].fn] != ESC_TAKE_BODY)
      {
        ++*left;
        if (is_exported (&m->fns[x->roots[i].fn]))
          x->take[x->roots[i].fn] = ESC_TAKE_NAME;
      }
  take_aliases (x);
  esc_module_join (part, m, "", x->take, true);
  for (uint32_t f = 0; f < m->nfns; f++)
    if (has_own_body (m, f) && x->take[f] != ESC_TAKE_BODY)
      {
        uint32_t g = esc_fn_find (part, esc_string (m, m->fns[f].symbol));
        if (g != ESC_NONE)
          part->fns[g].flags
              |= ESC_FN_ABSENT | (is_opaque (x, f) ? ESC_FN_OPAQUE : 0);
      }
  return part;
}
