/* SPDX-License-Identifier: GPL-3.0-or-later */
/* join.c - joins the modules of translation units to one program.

   What other units can name (external functions and objects, a library's
   hidden memory) meets under its name, as in a linker; everything else is
   copied.  Of two definitions the first one stays, except that one which is
   not weak replaces one that is.

   Bodies refer to the module only through function, object and member numbers
   and through strings; those are translated, the rest of a body is copied as
   it is.  */

#include "alloc.h"
#include "module-code.h"
#include "naming.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct join
{
  struct esc_module *into;
  const struct esc_module *from;
  const char *tag;
  const uint8_t *take;
  bool places;
  bool *used_fns, *used_objs, *used_fields; /* NULL: all */
  uint32_t *todo, ntodo;                    /* used objects to look into */
  uint32_t *fns, *objs, *fields;            /* FROM's numbers to INTO's */
};

static esc_str
text (const struct join *j, esc_str s)
{
  return esc_intern (j->into, esc_string (j->from, s));
}

static esc_loc
loc (const struct join *j, esc_loc l)
{
  return j->places ? l : 0;
}

/* ---- functions -----------------------------------------------------------*/

/* Is F the unit's own?  */
static bool
is_local (const struct esc_fn *f)
{
  return (f->body || (f->flags & ESC_FN_ABSENT))
         && !(f->flags & (ESC_FN_EXTERNAL | ESC_FN_WEAK | ESC_FN_MAIN));
}

static uint32_t
join_function (struct join *j, const struct esc_fn *f)
{
  const char *symbol = esc_string (j->from, f->symbol);
  if (!is_local (f) || !*j->tag)
    return esc_fn_get (j->into, symbol);
  size_t n = strlen (symbol) + strlen (j->tag) + 2;
  char *own = esc_xmalloc (n);
  snprintf (own, n, "%s@%s", symbol, j->tag);
  uint32_t id = esc_fn_get (j->into, own);
  free (own);
  return id;
}

static void
map_functions (struct join *j)
{
  for (uint32_t i = 0; i < j->from->nfns; i++)
    {
      const struct esc_fn *f = &j->from->fns[i];
      if (j->used_fns && !j->used_fns[i])
        continue;
      j->fns[i] = join_function (j, f);
      struct esc_fn *g = &j->into->fns[j->fns[i]];
      uint32_t known = g->flags;
      if (!g->body)
        {
          g->name = text (j, f->name);
          g->loc = loc (j, f->loc);
          g->noescape |= f->noescape;
        }
      g = &j->into->fns[j->fns[i]];
      g->flags = known | (f->flags & ~(unsigned)(ESC_FN_WEAK | ESC_FN_MODEL));
    }
}

/* ---- objects -------------------------------------------------------------*/

/* The object of INTO that other units call by the name of O, or 0.  */
static uint32_t
find_external (const struct join *j, const struct esc_obj *o)
{
  uint32_t id = esc_obj_external (j->into, esc_string (j->from, o->name));
  return id && j->into->objs[id].kind == o->kind ? id : 0;
}

static void
join_ranges (struct join *j, const struct esc_obj *o, struct esc_obj *copy)
{
  copy->parts = j->into->nparts;
  for (uint32_t i = 0; i < o->nparts; i++)
    {
      struct esc_part p = j->from->parts[o->parts + i];
      p.name = text (j, p.name);
      p.loc = loc (j, p.loc);
      p.fn = p.fn ? j->fns[p.fn - 1] + 1 : 0;
      esc_part_add (j->into, &p);
    }
  /* Initialisers follow, when every object has its number.  */
  copy->inits = j->into->ninits;
  for (uint32_t i = 0; i < o->ninits; i++)
    esc_init_add (j->into, &j->from->inits[o->inits + i]);
}

static void
map_objects (struct join *j)
{
  for (uint32_t i = 1; i < j->from->nobjs; i++)
    {
      const struct esc_obj *o = &j->from->objs[i];
      if (j->used_objs && !j->used_objs[i])
        continue;
      if (o->kind == ESC_OBJ_HIDDEN)
        {
          j->objs[i] = esc_obj_hidden (j->into, esc_string (j->from, o->name));
          j->into->objs[j->objs[i]].rule = o->rule;
          continue;
        }
      uint32_t known = o->external ? find_external (j, o) : 0;
      if (known)
        j->into->objs[known].uses |= o->uses;
      if (known && (j->into->objs[known].init_known || !o->init_known))
        {
          j->objs[i] = known;
          continue;
        }
      struct esc_obj copy = *o;
      copy.uses |= known ? j->into->objs[known].uses : 0;
      copy.name = text (j, o->name);
      copy.loc = loc (j, o->loc);
      copy.fn = o->fn == ESC_NONE ? ESC_NONE : j->fns[o->fn];
      copy.uid = 0;
      join_ranges (j, o, &copy);
      if (known)
        j->into->objs[j->objs[i] = known] = copy;
      else
        j->objs[i] = esc_obj_add (j->into, &copy);
    }
}

/* Translate the initialisers that were added from FIRST on.  */
static void
map_inits (struct join *j, uint32_t first)
{
  for (uint32_t i = first; i < j->into->ninits; i++)
    {
      struct esc_init *p = &j->into->inits[i];
      p->obj = j->objs[p->obj];
      p->fun = p->fun == ESC_NONE ? ESC_NONE : j->fns[p->fun];
    }
}

static void
map_fields (struct join *j)
{
  for (uint32_t i = 1; i < j->from->nfields; i++)
    {
      struct esc_field f = j->from->fields[i];
      if (j->used_fields && !j->used_fields[i])
        continue;
      f.record = text (j, f.record);
      f.name = text (j, f.name);
      j->fields[i] = esc_field_add (j->into, &f);
      j->into->fields[j->fields[i]].uses |= f.uses;
    }
}

/* ---- bodies --------------------------------------------------------------*/

static esc_opnd
operand (const struct join *j, esc_opnd o)
{
  return esc_opnd_kind (o) == ESC_OP_FUN
             ? esc_opnd_make (ESC_OP_FUN, j->fns[esc_opnd_index (o)])
             : o;
}

static void *
copy_of (const void *p, uint32_t n, size_t size)
{
  if (!n)
    return NULL;
  void *copy = esc_xmalloc (n * size);
  memcpy (copy, p, n * size);
  return copy;
}

#define COPY(NAME, NUMBER)                                                     \
  (b->NAME = copy_of (o->NAME, o->NUMBER, sizeof *o->NAME))

static void
map_instruction (const struct join *j, struct esc_ins *i)
{
  i->loc = loc (j, i->loc);
  if (i->op == ESC_END || i->op == ESC_ALLOCA)
    i->x = j->objs[i->x];
  /* The source of a copy is a plain number.  */
  if (i->op != ESC_COPY)
    i->a = operand (j, i->a);
  i->b = operand (j, i->b);
}

static void
map_body (const struct join *j, struct esc_body *b)
{
  for (uint32_t i = 0; i < b->nins; i++)
    map_instruction (j, &b->ins[i]);
  for (uint32_t i = 0; i < b->nvals; i++)
    b->vals[i].name = text (j, b->vals[i].name);
  for (uint32_t i = 0; i < b->nplaces; i++)
    {
      b->places[i].base = operand (j, b->places[i].base);
      b->places[i].field = j->fields[b->places[i].field];
      b->places[i].path = text (j, b->places[i].path);
    }
  for (uint32_t i = 0; i < b->ncalls; i++)
    {
      b->calls[i].callee = operand (j, b->calls[i].callee);
      b->calls[i].chain = operand (j, b->calls[i].chain);
    }
  for (uint32_t i = 0; i < b->nargs; i++)
    b->args[i] = operand (j, b->args[i]);
  for (uint32_t i = 0; i < b->nphis; i++)
    {
      b->phis[i].val = operand (j, b->phis[i].val);
      b->phis[i].loc = loc (j, b->phis[i].loc);
    }
  for (uint32_t i = 0; i < b->naddrs; i++)
    b->addrs[i].obj = j->objs[b->addrs[i].obj];
  b->end_loc = loc (j, b->end_loc);
}

/* Give function ID of INTO the parameters and the body of F.  */
static void
join_body (const struct join *j, const struct esc_fn *f, uint32_t id)
{
  const struct esc_body *o = f->body;
  esc_fn_params (j->into, id, f->nparams);
  struct esc_fn *g = &j->into->fns[id];
  for (uint32_t i = 0; i < f->nparams; i++)
    {
      g->params[i] = f->params[i];
      g->params[i].name = text (j, f->params[i].name);
      g->params[i].loc = loc (j, f->params[i].loc);
      g->params[i].obj = j->objs[f->params[i].obj];
    }
  g->name = text (j, f->name);
  g->loc = loc (j, f->loc);
  g->chain = f->chain;
  g->noescape = f->noescape;
  g->flags |= f->flags;
  struct esc_body *b = esc_xcalloc (1, sizeof *b);
  *b = *o;
  memset (b->cap, 0, sizeof b->cap);
  b->fn = id;
  COPY (ins, nins);
  COPY (blocks, nblocks);
  COPY (succs, nsuccs);
  COPY (vals, nvals);
  COPY (places, nplaces);
  COPY (calls, ncalls);
  COPY (args, nargs);
  COPY (phis, nphis);
  COPY (cases, ncases);
  COPY (addrs, naddrs);
  COPY (ints, nints);
  map_body (j, b);
  g->body = b;
}

static void
join_bodies (struct join *j)
{
  for (uint32_t i = 0; i < j->from->nfns; i++)
    {
      const struct esc_fn *f = &j->from->fns[i];
      uint32_t id = j->fns[i];
      if (j->used_fns && !j->used_fns[i])
        continue;
      if (f->alias != ESC_NONE && !j->into->fns[id].body
          && j->into->fns[id].alias == ESC_NONE && j->fns[f->alias] != id)
        j->into->fns[id].alias = j->fns[f->alias];
      if (!f->body || (j->take && j->take[i] != ESC_TAKE_BODY))
        continue;
      const struct esc_fn *g = &j->into->fns[id];
      if (g->body && (g->flags & ESC_FN_WEAK) && !(f->flags & ESC_FN_WEAK))
        {
          esc_body_drop (j->into, id);
          j->into->fns[id].flags &= ~(unsigned)ESC_FN_WEAK;
        }
      if (!j->into->fns[id].body)
        join_body (j, f, id);
    }
}

/* ---- what is named -------------------------------------------------------*/

static void
use_function (void *arg, uint32_t fn)
{
  struct join *j = arg;
  for (int i = 0; i < 8 && fn != ESC_NONE; i++)
    {
      j->used_fns[fn] = true;
      fn = j->from->fns[fn].alias;
    }
}

static void
use_field (void *arg, uint32_t field)
{
  struct join *j = arg;
  j->used_fields[field] = true;
}

static void
use_object (void *arg, uint32_t obj)
{
  struct join *j = arg;
  if (j->used_objs[obj])
    return;
  j->used_objs[obj] = true;
  j->todo[j->ntodo++] = obj;
}

/* Mark what goes along: the functions to take and all that they name.  */
static void
mark_used (struct join *j)
{
  struct esc_naming n = { j, use_function, use_object, use_field };
  j->used_fns = esc_xcalloc ((size_t)j->from->nfns + 1, 1);
  j->used_objs = esc_xcalloc ((size_t)j->from->nobjs + 1, 1);
  j->used_fields = esc_xcalloc ((size_t)j->from->nfields + 1, 1);
  j->todo = esc_xcalloc ((size_t)j->from->nobjs + 1, sizeof *j->todo);
  for (uint32_t i = 0; i < j->from->nfns; i++)
    {
      if (j->take[i] == ESC_TAKE_BODY)
        esc_named_by_function (j->from, i, &n);
      if (j->take[i] != ESC_TAKE_NOTHING)
        use_function (j, i);
    }
  for (uint32_t i = 1; i < j->from->nobjs; i++)
    if (esc_obj_shown_table (&j->from->objs[i]))
      use_object (j, i);
  while (j->ntodo)
    esc_named_by_object (j->from, j->todo[--j->ntodo], &n);
}

void
esc_module_join (struct esc_module *into, const struct esc_module *from,
                 const char *tag, const uint8_t *take, bool places)
{
  struct join j = {
    .into = into, .from = from, .tag = tag, .take = take, .places = places
  };
  uint32_t first = into->ninits;
  j.fns = esc_xcalloc (from->nfns + 1, sizeof *j.fns);
  j.objs = esc_xcalloc (from->nobjs + 1, sizeof *j.objs);
  j.fields = esc_xcalloc (from->nfields + 1, sizeof *j.fields);
  if (take)
    mark_used (&j);
  into->loose_to_ptr |= from->loose_to_ptr;
  map_functions (&j);
  map_fields (&j);
  map_objects (&j);
  map_inits (&j, first);
  join_bodies (&j);
  free (j.fns);
  free (j.objs);
  free (j.fields);
  free (j.used_fns);
  free (j.used_objs);
  free (j.used_fields);
  free (j.todo);
}

/* ---- completing ----------------------------------------------------------*/

/* Functions of FROM that are taken, and those whose bodies were not looked at
   yet.  */
struct wanted
{
  const struct esc_module *from;
  uint8_t *take;
  uint32_t *todo;
  uint32_t ntodo;
};

static void
want (void *arg, uint32_t fn)
{
  struct wanted *w = arg;
  if (w->take[fn])
    return;
  w->take[fn] = w->from->fns[fn].body ? ESC_TAKE_BODY : ESC_TAKE_NAME;
  w->todo[w->ntodo++] = fn;
}

void
esc_module_complete (struct esc_module *into, const struct esc_module *from)
{
  uint32_t known = into->nfns;
  bool *had = esc_xcalloc ((size_t)known + 1, 1);
  struct wanted w
      = { from, esc_xcalloc ((size_t)from->nfns + 1, 1),
          esc_xcalloc ((size_t)from->nfns + 1, sizeof (uint32_t)), 0 };
  for (uint32_t i = 0; i < known; i++)
    {
      had[i] = into->fns[i].body != NULL;
      uint32_t fn
          = had[i] ? ESC_NONE
                   : esc_fn_find (from, esc_string (into, into->fns[i].symbol));
      if (fn != ESC_NONE)
        want (&w, fn);
    }
  struct esc_naming n = { .arg = &w, .fn = want };
  for (uint32_t i = 1; i < from->nobjs; i++)
    if (esc_obj_shown_table (&from->objs[i])
        && esc_obj_external (into, esc_string (from, from->objs[i].name)))
      esc_named_by_object (from, i, &n);
  while (w.ntodo)
    esc_named_by_function (from, w.todo[--w.ntodo], &n);
  esc_module_join (into, from, "summary", w.take, false);
  for (uint32_t i = 0; i < into->nfns; i++)
    if (into->fns[i].body && (i >= known || !had[i]))
      into->fns[i].flags |= ESC_FN_MODEL;
  free (had);
  free (w.take);
  free (w.todo);
}
