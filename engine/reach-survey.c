/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reach-survey.c - what the whole module says of its static objects.

   One pass over all bodies, before the walk:

       static void (*hook) (int *) = f;      nothing but  hook = g;  writes it
                                             anywhere: it holds &f or &g
   Such an object is *closed*.  One whose address is a value somewhere, or
   that other translation units can name, may hold anything.

   Steps: 1. note how bodies use statics; 2. gather the constants of
   initialisers and stores, sorted by object and offset.  */

#include "walk.h"

#include <stdlib.h>

bool
esc_walk_closed (const struct esc_walk *w, uint32_t obj)
{
  const struct esc_obj *o = &w->m->objs[obj];
  const struct walk_static *s = &w->objs[obj];
  if (o->kind == ESC_OBJ_STRING)
    return true;
  if (o->kind == ESC_OBJ_HIDDEN || !o->init_known || o->volatile_)
    return false;
  return o->readonly || !(o->external || s->taken || s->written);
}

/* ---- step 1 --------------------------------------------------------------*/

static void
add_const (struct esc_walk *w, uint32_t holder, int64_t off, uint32_t fun,
           uint32_t obj, int64_t add)
{
  struct walk_const *c = &w->consts[WALK_PUSH (w, consts)];
  *c = (struct walk_const){ holder, walk_off (off), fun, obj, add };
}

/* Operand O is a value: objects in it have their address taken.  */
static void
take (struct esc_walk *w, const struct esc_body *b, esc_opnd o)
{
  if (esc_opnd_kind (o) == ESC_OP_ADDR)
    w->objs[b->addrs[esc_opnd_index (o)].obj].taken = true;
}

/* The static object that place P is a part of, or 0.  */
static uint32_t
static_base (const struct esc_walk *w, const struct esc_body *b, uint32_t p)
{
  esc_opnd base = b->places[p].base;
  if (!p || esc_opnd_kind (base) != ESC_OP_ADDR)
    return 0;
  uint32_t obj = b->addrs[esc_opnd_index (base)].obj;
  return esc_obj_mortal (&w->m->objs[obj]) ? 0 : obj;
}

static void
note_write (struct esc_walk *w, const struct esc_body *b, uint32_t p)
{
  uint32_t obj = static_base (w, b, p);
  if (obj)
    w->objs[obj].written = true;
}

/* A store of operand A to place P.  */
static void
note_store (struct esc_walk *w, const struct esc_body *b, uint32_t p,
            esc_opnd a)
{
  take (w, b, a);
  uint32_t obj = static_base (w, b, p);
  if (!obj)
    return;
  const struct esc_place *place = &b->places[p];
  const struct esc_addr *base = &b->addrs[esc_opnd_index (place->base)];
  bool exact = base->off_known && place->idx == ESC_OPND_NONE;
  uint32_t index = esc_opnd_index (a);
  if (esc_opnd_kind (a) == ESC_OP_INT || esc_opnd_kind (a) == ESC_OP_NONE)
    return;
  if (exact && esc_opnd_kind (a) == ESC_OP_FUN)
    add_const (w, obj, base->off + place->off, index, 0, 0);
  else if (exact && esc_opnd_kind (a) == ESC_OP_ADDR
           && !esc_obj_mortal (&w->m->objs[b->addrs[index].obj]))
    add_const (w, obj, base->off + place->off, ESC_NONE, b->addrs[index].obj,
               b->addrs[index].off_known ? b->addrs[index].off
                                         : (int64_t)WALK_ANY);
  else if (place->size < 0 || place->size >= (int64_t)w->ptr_size)
    w->objs[obj].written = true;
}

static void
note_ins (struct esc_walk *w, const struct esc_body *b, const struct esc_ins *i)
{
  switch (i->op)
    {
    case ESC_STORE:
      note_store (w, b, i->x, i->a);
      break;
    case ESC_COPY:
      note_write (w, b, i->x);
      break;
    case ESC_CALL:
      note_write (w, b, b->calls[i->x].result);
      take (w, b, b->calls[i->x].callee);
      take (w, b, b->calls[i->x].chain);
      break;
    case ESC_MOVE:
      w->to_ptr |= i->sub == ESC_CAST_TO_PTR;
      take (w, b, i->a);
      break;
    case ESC_ARITH:
    case ESC_SELECT:
    case ESC_RET:
      take (w, b, i->a);
      take (w, b, i->b);
      break;
    default:
      break;
    }
}

static void
survey_body (struct esc_walk *w, const struct esc_body *b)
{
  for (uint32_t i = 0; i < b->nins; i++)
    note_ins (w, b, &b->ins[i]);
  for (uint32_t i = 0; i < b->nargs; i++)
    take (w, b, b->args[i]);
  for (uint32_t i = 0; i < b->nphis; i++)
    take (w, b, b->phis[i].val);
}

/* ---- step 2 --------------------------------------------------------------*/

static void
survey_inits (struct esc_walk *w)
{
  const struct esc_module *m = w->m;
  for (uint32_t o = 1; o < m->nobjs; o++)
    for (uint32_t i = 0; i < m->objs[o].ninits; i++)
      {
        const struct esc_init *init = &m->inits[m->objs[o].inits + i];
        if (init->fun == ESC_NONE && !init->obj)
          continue;
        add_const (w, o, init->off, init->fun, init->obj, init->add);
        if (init->fun == ESC_NONE)
          w->objs[init->obj].taken = true;
      }
}

static int
compare_consts (const void *pa, const void *pb)
{
  const struct walk_const *a = pa, *b = pb;
  if (a->holder != b->holder)
    return a->holder < b->holder ? -1 : 1;
  if (a->off != b->off)
    return a->off < b->off ? -1 : 1;
  if (a->fun != b->fun)
    return a->fun < b->fun ? -1 : 1;
  if (a->obj != b->obj)
    return a->obj < b->obj ? -1 : 1;
  return (a->add > b->add) - (a->add < b->add);
}

/* The width of pointers, from the first value that is one.  */
static unsigned
pointer_size (const struct esc_module *m)
{
  for (uint32_t f = 0; f < m->nfns; f++)
    {
      const struct esc_body *b = m->fns[f].body;
      for (uint32_t v = 0; b && v < b->nvals; v++)
        if ((b->vals[v].flags & ESC_VAL_PTR) && b->vals[v].width)
          return b->vals[v].width;
    }
  return 8;
}

void
esc_walk_survey (struct esc_walk *w)
{
  w->ptr_size = pointer_size (w->m);
  for (uint32_t f = 0; f < w->m->nfns; f++)
    if (w->m->fns[f].body)
      survey_body (w, w->m->fns[f].body);
  survey_inits (w);
  if (w->nconsts)
    qsort (w->consts, w->nconsts, sizeof *w->consts, compare_consts);
  uint32_t kept = 0;
  for (uint32_t i = 0; i < w->nconsts; i++)
    if (!kept || compare_consts (&w->consts[kept - 1], &w->consts[i]))
      {
        w->consts[kept] = w->consts[i];
        struct walk_static *s = &w->objs[w->consts[i].holder];
        if (!s->nconsts++)
          s->consts = kept;
        kept++;
      }
  w->nconsts = kept;
}
