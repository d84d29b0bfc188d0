/* SPDX-License-Identifier: GPL-3.0-or-later */
/* naming.c - what a body names.  A body refers to its module through the
   numbers of functions, objects and members only, and all of them are met
   here; whoever copies or chooses bodies needs just those.  */

#include "naming.h"

#include <stddef.h>

static void
name_fn (const struct esc_naming *n, uint32_t fn)
{
  if (n->fn)
    n->fn (n->arg, fn);
}

static void
name_obj (const struct esc_naming *n, uint32_t obj)
{
  if (obj && n->obj)
    n->obj (n->arg, obj);
}

static void
name_operand (const struct esc_naming *n, esc_opnd o)
{
  if (esc_opnd_kind (o) == ESC_OP_FUN)
    name_fn (n, esc_opnd_index (o));
}

static void
name_instructions (const struct esc_naming *n, const struct esc_body *b)
{
  for (uint32_t i = 0; i < b->nins; i++)
    {
      const struct esc_ins *in = &b->ins[i];
      if (in->op == ESC_END || in->op == ESC_ALLOCA)
        name_obj (n, in->x);
      /* The source of a copy is a plain number.  */
      if (in->op != ESC_COPY)
        name_operand (n, in->a);
      name_operand (n, in->b);
    }
}

void
esc_named_by_function (const struct esc_module *m, uint32_t fn,
                       const struct esc_naming *n)
{
  const struct esc_fn *f = &m->fns[fn];
  const struct esc_body *b = f->body;
  if (f->alias != ESC_NONE)
    name_fn (n, f->alias);
  if (!b)
    return;
  for (uint32_t i = 0; i < f->nparams; i++)
    name_obj (n, f->params[i].obj);
  name_instructions (n, b);
  for (uint32_t i = 1; i < b->nplaces; i++)
    {
      name_operand (n, b->places[i].base);
      if (b->places[i].field && n->field)
        n->field (n->arg, b->places[i].field);
    }
  for (uint32_t i = 0; i < b->ncalls; i++)
    {
      name_operand (n, b->calls[i].callee);
      name_operand (n, b->calls[i].chain);
    }
  for (uint32_t i = 0; i < b->nargs; i++)
    name_operand (n, b->args[i]);
  for (uint32_t i = 0; i < b->nphis; i++)
    name_operand (n, b->phis[i].val);
  for (uint32_t i = 0; i < b->naddrs; i++)
    name_obj (n, b->addrs[i].obj);
}

void
esc_named_by_object (const struct esc_module *m, uint32_t obj,
                     const struct esc_naming *n)
{
  const struct esc_obj *o = &m->objs[obj];
  for (uint32_t i = o->inits; i < o->inits + o->ninits; i++)
    {
      if (m->inits[i].fun != ESC_NONE)
        name_fn (n, m->inits[i].fun);
      name_obj (n, m->inits[i].obj);
    }
  for (uint32_t i = o->parts; i < o->parts + o->nparts; i++)
    if (m->parts[i].fn)
      name_fn (n, m->parts[i].fn - 1);
}
