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

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct join
{
  struct esc_module *into;
  const struct esc_module *from;
  const char *tag;
  const bool *want;
  bool places;
  uint32_t *fns, *objs, *fields; /* FROM's numbers to INTO's */
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
  return f->body && !(f->flags & (ESC_FN_EXTERNAL | ESC_FN_WEAK | ESC_FN_MAIN));
}

static uint32_t
join_function (struct join *j, const struct esc_fn *f)
{
  const char *symbol = esc_string (j->from, f->symbol);
  if (!is_local (f))
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
      if (o->kind == ESC_OBJ_HIDDEN)
        {
          j->objs[i] = esc_obj_hidden (j->into, esc_string (j->from, o->name));
          j->into->objs[j->objs[i]].rule = o->rule;
          continue;
        }
      uint32_t known = o->external ? find_external (j, o) : 0;
      if (known && (j->into->objs[known].init_known || !o->init_known))
        {
          j->objs[i] = known;
          continue;
        }
      struct esc_obj copy = *o;
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
      f.record = text (j, f.record);
      f.name = text (j, f.name);
      j->fields[i] = esc_field_add (j->into, &f);
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
  void *copy = esc_xcalloc ((size_t)n + 1, size);
  if (n)
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
      if (f->alias != ESC_NONE && !j->into->fns[id].body
          && j->into->fns[id].alias == ESC_NONE && j->fns[f->alias] != id)
        j->into->fns[id].alias = j->fns[f->alias];
      if (!f->body || (j->want && !j->want[i]))
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

void
esc_module_join (struct esc_module *into, const struct esc_module *from,
                 const char *tag, const bool *want, bool places)
{
  struct join j = { into, from, tag, want, places, NULL, NULL, NULL };
  uint32_t first = into->ninits;
  j.fns = esc_xcalloc (from->nfns + 1, sizeof *j.fns);
  j.objs = esc_xcalloc (from->nobjs + 1, sizeof *j.objs);
  j.fields = esc_xcalloc (from->nfields + 1, sizeof *j.fields);
  map_functions (&j);
  map_fields (&j);
  map_objects (&j);
  map_inits (&j, first);
  join_bodies (&j);
  free (j.fns);
  free (j.objs);
  free (j.fields);
}

/* ---- completing ----------------------------------------------------------*/

/* Functions of FROM that are wanted, and those whose bodies were not looked
   at yet.  */
struct wanted
{
  const struct esc_module *from;
  bool *is;
  uint32_t *todo;
  uint32_t ntodo;
};

static void
want (struct wanted *w, uint32_t fn)
{
  while (w->from->fns[fn].alias != ESC_NONE && !w->from->fns[fn].body
         && w->from->fns[fn].alias != fn)
    fn = w->from->fns[fn].alias;
  if (w->is[fn] || !w->from->fns[fn].body)
    return;
  w->is[fn] = true;
  w->todo[w->ntodo++] = fn;
}

static void
want_operand (struct wanted *w, esc_opnd o)
{
  if (esc_opnd_kind (o) == ESC_OP_FUN)
    want (w, esc_opnd_index (o));
}

static void
want_what_is_named (struct wanted *w, const struct esc_body *b)
{
  for (uint32_t i = 0; i < b->nins; i++)
    {
      if (b->ins[i].op != ESC_COPY)
        want_operand (w, b->ins[i].a);
      want_operand (w, b->ins[i].b);
    }
  for (uint32_t i = 0; i < b->ncalls; i++)
    want_operand (w, b->calls[i].callee);
  for (uint32_t i = 0; i < b->nargs; i++)
    want_operand (w, b->args[i]);
  for (uint32_t i = 0; i < b->nphis; i++)
    want_operand (w, b->phis[i].val);
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
  while (w.ntodo)
    want_what_is_named (&w, from->fns[w.todo[--w.ntodo]].body);
  esc_module_join (into, from, "summary", w.is, false);
  for (uint32_t i = 0; i < into->nfns; i++)
    if (into->fns[i].body && (i >= known || !had[i]))
      into->fns[i].flags |= ESC_FN_MODEL;
  free (had);
  free (w.is);
  free (w.todo);
}
