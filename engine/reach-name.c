/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reach-name.c - memories and places as C expressions.

       store [p + 8] .node.next = &x      p->next
       the memory of child (root p, 8)    *p->next

   What has no name in the source gives an empty string, and the message then
   does without.  Constant indices are not written out.  */

#include "walk.h"

#include <stdio.h>
#include <string.h>

#define NAME_SIZE 160

static const char *
str (const struct esc_walk *w, esc_str s)
{
  return esc_string (w->m, s);
}

/* Put what HEAD, a pointer, leads to into BUF: its member FIELD, or all.  */
static void
deref (const struct esc_walk *w, char *buf, const char *head, uint32_t field,
       bool indexed)
{
  const char *member = field ? str (w, w->m->fields[field].name) : "";
  if (!*head)
    *buf = '\0';
  else if (*member && indexed)
    snprintf (buf, NAME_SIZE, "%s[...].%s", head, member);
  else if (*member)
    snprintf (buf, NAME_SIZE, "%s->%s", head, member);
  else if (indexed)
    snprintf (buf, NAME_SIZE, "%s[...]", head);
  else
    snprintf (buf, NAME_SIZE, "*%s", head);
}

/* Put member FIELD of object OBJ, or all of it, into BUF.  */
static void
part (const struct esc_walk *w, char *buf, uint32_t obj, uint32_t field,
      bool indexed)
{
  const char *head = str (w, w->m->objs[obj].name);
  const char *member = field ? str (w, w->m->fields[field].name) : "";
  if (!*head)
    *buf = '\0';
  else
    snprintf (buf, NAME_SIZE, "%s%s%s%s", head, indexed ? "[...]" : "",
              *member ? "." : "", member);
}

/* ---- places --------------------------------------------------------------*/

static void place_name (const struct esc_walk *, char *, uint32_t, int);

/* The user's expression for value VAL.  */
static void
val_name (const struct esc_walk *w, char *buf, uint32_t val, int depth)
{
  const struct esc_val *v = &w->b->vals[val];
  *buf = '\0';
  if (v->name)
    {
      snprintf (buf, NAME_SIZE, "%s", str (w, v->name));
      return;
    }
  const struct esc_fn *fn = &w->m->fns[w->fn];
  for (uint32_t i = 0; i < fn->nparams && v->def == ESC_NONE; i++)
    if (fn->params[i].val == val)
      snprintf (buf, NAME_SIZE, "%s", str (w, fn->params[i].name));
  if (v->def == ESC_NONE || depth >= WALK_DEPTH)
    return;
  const struct esc_ins *i = &w->b->ins[v->def];
  if (i->op == ESC_LOAD)
    place_name (w, buf, i->x, depth + 1);
  else if ((i->op == ESC_MOVE || i->op == ESC_ARITH)
           && esc_opnd_kind (i->a) == ESC_OP_VAL)
    val_name (w, buf, esc_opnd_index (i->a), depth + 1);
}

static void
place_name (const struct esc_walk *w, char *buf, uint32_t place, int depth)
{
  const struct esc_place *p = &w->b->places[place];
  char head[NAME_SIZE];
  uint32_t i = esc_opnd_index (p->base);
  bool indexed = p->idx != ESC_OPND_NONE;
  *buf = '\0';
  if (esc_opnd_kind (p->base) == ESC_OP_ADDR)
    part (w, buf, w->b->addrs[i].obj, p->field, indexed);
  else if (esc_opnd_kind (p->base) == ESC_OP_VAL)
    {
      val_name (w, head, i, depth);
      deref (w, buf, head, p->field, indexed);
    }
}

esc_str
esc_walk_val_name (struct esc_walk *w, uint32_t val)
{
  char buf[NAME_SIZE];
  val_name (w, buf, val, 0);
  return esc_intern (w->m, buf);
}

esc_str
esc_walk_place_name (struct esc_walk *w, uint32_t place)
{
  char buf[NAME_SIZE];
  place_name (w, buf, place, 0);
  return esc_intern (w->m, buf);
}

/* ---- memories ------------------------------------------------------------*/

static void mem_name (const struct esc_walk *, char *, uint32_t, uint32_t);

/* The member at OFF of memory MEM, if one was accessed there.  */
static uint32_t
field_at (const struct esc_walk *w, uint32_t mem, int32_t off)
{
  for (uint32_t s = w->mems[mem].slots; s; s = w->slots[s].next)
    if (w->slots[s].off == off)
      return w->slots[s].field;
  return 0;
}

/* An expression that points to MEM.  */
static void
pointer_name (const struct esc_walk *w, char *buf, uint32_t mem)
{
  const struct walk_mem *m = &w->mems[mem];
  const struct esc_fn *fn = &w->m->fns[w->fn];
  *buf = '\0';
  if (m->kind == WALK_ROOT && m->a < fn->nparams)
    snprintf (buf, NAME_SIZE, "%s", str (w, fn->params[m->a].name));
  else if (m->kind == WALK_CHILD)
    mem_name (w, buf, m->a, field_at (w, m->a, m->off));
}

/* Put member FIELD of MEM, or all of it, into BUF.  Recursion is at most
   WALK_DEPTH deep.  */
static void
mem_name (const struct esc_walk *w, char *buf, uint32_t mem, uint32_t field)
{
  const struct walk_mem *m = &w->mems[mem];
  char head[NAME_SIZE];
  *buf = '\0';
  if (m->kind == WALK_AUTO || m->kind == WALK_STATIC)
    part (w, buf, m->a, field, false);
  else if (m->kind == WALK_ROOT || m->kind == WALK_CHILD)
    {
      pointer_name (w, head, mem);
      deref (w, buf, head, field, false);
    }
}

esc_str
esc_walk_name (struct esc_walk *w, uint32_t mem, int32_t off, uint32_t field)
{
  char buf[NAME_SIZE];
  if (!field && off != WALK_ANY)
    field = field_at (w, mem, off);
  mem_name (w, buf, mem, field);
  return esc_intern (w->m, buf);
}

esc_str
esc_walk_callee_name (const struct esc_walk *w, uint32_t ins)
{
  const struct esc_call *c = &w->b->calls[w->b->ins[ins].x];
  uint32_t i = esc_opnd_index (c->callee);
  if (esc_opnd_kind (c->callee) == ESC_OP_FUN)
    return w->m->fns[i].name ? w->m->fns[i].name : w->m->fns[i].symbol;
  if (esc_opnd_kind (c->callee) == ESC_OP_VAL)
    {
      char buf[NAME_SIZE];
      val_name (w, buf, i, 0);
      return esc_intern (w->m, buf);
    }
  return 0;
}
