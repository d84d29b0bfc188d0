/* SPDX-License-Identifier: GPL-3.0-or-later */
/* initial.c - static objects that hold what they were initialised with.

       static const struct ops table = { .open = keep };   never written
       static struct module mods[] = { { "a", init } };    nothing in view
                                           stores to a member `init`

   A member that holds functions and that is stored to nowhere is read as it
   was written in the source, also of an object that changes otherwise.  */

#include "search.h"

/* Does nothing change OBJ, or the member of functions that PL reads?  */
static bool
stays (const struct esc_search *s, uint32_t obj, const struct esc_place *pl)
{
  const struct esc_obj *o = &s->m->objs[obj];
  if (!o->init_known || o->volatile_ || o->readonly || o->external)
    return o->init_known && !o->volatile_ && o->readonly;
  if (!(s->w->obj_flags[obj] & (ESC_OF_WRITTEN | ESC_OF_EXPOSED)))
    return true;
  return pl && pl->field && pl->type == ESC_TY_FUNPTR
         && !(s->w->field_flags[pl->field] & ESC_FF_WRITTEN);
}

bool
esc_initial (struct esc_search *s, const struct esc_slot_key *k,
             const struct esc_place *pl, struct esc_sv *v)
{
  const struct esc_tnode *t = &s->ts.t[k->region];
  if (t->kind != ESC_T_OBJ || k->idx || k->size <= 0 || !stays (s, t->a, pl))
    return false;
  const struct esc_obj *o = &s->m->objs[t->a];
  for (uint32_t i = 0; i < o->ninits; i++)
    {
      const struct esc_init *in = &s->m->inits[o->inits + i];
      if (in->off != k->off)
        continue;
      if ((int64_t)in->size != k->size)
        return false;
      if (in->fun != ESC_NONE)
        *v = esc_sv_term (esc_term_fun (&s->ts, in->fun));
      else if (in->obj)
        *v = (struct esc_sv){ esc_term_obj (&s->ts, in->obj, 0), in->add };
      else
        *v = esc_sv_int (in->add);
      esc_search_sync (s);
      return true;
    }
  if (!o->has_ptr)
    return false;
  *v = esc_sv_int (0);
  return true;
}

unsigned
esc_table_targets (struct esc_search *s, esc_term t, uint32_t *fns,
                   unsigned max)
{
  const struct esc_tnode *n = &s->ts.t[t];
  unsigned count = 0;
  if (n->kind != ESC_T_INIT || n->x.off != 0)
    return 0;
  const struct esc_tnode *o = &s->ts.t[esc_term_region (&s->ts, n->a)];
  const struct esc_place pl = { .field = n->field, .type = n->type };
  if (o->kind != ESC_T_OBJ || !stays (s, o->a, &pl))
    return 0;
  const struct esc_obj *obj = &s->m->objs[o->a];
  for (uint32_t i = 0; i < obj->ninits; i++)
    {
      const struct esc_init *in = &s->m->inits[obj->inits + i];
      bool hit
          = n->b && n->y.off > 0 ? (in->off - n->n) % n->y.off == 0 : n->b != 0;
      if (in->fun == ESC_NONE || !hit)
        continue;
      if (count == max)
        return 0;
      fns[count++] = in->fun;
    }
  return count;
}
