/* SPDX-License-Identifier: GPL-3.0-or-later */
/* holder.c - names of memory, as the C expressions that a reader would write.

       slot (g, 8) of member next      g.next
       slot (p0, 0)                    *out
       slot (INIT (p0 + 8), 16)        list->head->prev
       slot (heap, 0)                  p->buf, if variable p points to it

   A name is for people: where no expression is short, it names the nearest
   thing that has one.  */

#include "search.h"

#include <stdio.h>
#include <string.h>

enum
{
  NAME_MAX_LENGTH = 120,
  DEPTH_MAX = 4
};

static void name_pointer (struct esc_search *, esc_term, char *, unsigned);

/* A variable of this function that holds T, or "".  */
static const char *
variable_of (struct esc_search *s, esc_term t)
{
  uint32_t first = t < s->cap_regions ? s->regions[t].var : 0;
  for (uint32_t i = first ? first - 1 : s->b->nvals; i < s->b->nvals; i++)
    if (s->vals[i].val.base == t && s->vals[i].val.off == 0
        && s->b->vals[i].name)
      return esc_string (s->m, s->b->vals[i].name);
  return "";
}

static void
name_place (struct esc_search *s, esc_term region, bool indexed, int64_t off,
            int64_t size, uint32_t field, char *buf, unsigned depth)
{
  const struct esc_tnode *t = &s->ts.t[region];
  const char *member = field ? esc_string (s->m, s->m->fields[field].name) : "";
  char base[NAME_MAX_LENGTH];
  if (t->kind == ESC_T_OBJ)
    {
      const struct esc_obj *o = &s->m->objs[t->a];
      const char *name = esc_string (s->m, o->name);
      if (*member)
        snprintf (buf, NAME_MAX_LENGTH, "%s%s.%s", name,
                  o->is_array ? "[...]" : "", member);
      else if (o->is_array && !indexed && size > 0)
        snprintf (buf, NAME_MAX_LENGTH, "%s[%lld]", name,
                  (long long)(off / size));
      else
        snprintf (buf, NAME_MAX_LENGTH, "%s%s", name,
                  o->is_array || indexed ? "[...]" : "");
      return;
    }
  name_pointer (s, region, base, depth + 1);
  if (*base == '\0')
    snprintf (buf, NAME_MAX_LENGTH, "%s", member);
  else if (*member)
    snprintf (buf, NAME_MAX_LENGTH, "%.60s->%.50s", base, member);
  else if (indexed)
    snprintf (buf, NAME_MAX_LENGTH, "%.100s[...]", base);
  else if (off == 0 || size <= 0)
    snprintf (buf, NAME_MAX_LENGTH, "*%.100s", base);
  else
    snprintf (buf, NAME_MAX_LENGTH, "%.90s[%lld]", base,
              (long long)(off / size));
}

static void
name_pointer (struct esc_search *s, esc_term t, char *buf, unsigned depth)
{
  const struct esc_tnode *n = &s->ts.t[t];
  const struct esc_fn *f = &s->m->fns[s->fn];
  buf[0] = '\0';
  if (depth > DEPTH_MAX)
    return;
  switch (n->kind)
    {
    case ESC_T_PARAM:
      if (n->a < f->nparams)
        snprintf (buf, NAME_MAX_LENGTH, "%s",
                  esc_string (s->m, f->params[n->a].name));
      return;
    case ESC_T_INIT:
      name_place (s, esc_term_region (&s->ts, n->a), n->b != 0, n->n, n->c,
                  n->field, buf, depth);
      return;
    case ESC_T_IDX:
      name_pointer (s, n->a, buf, depth + 1);
      return;
    case ESC_T_EXPR:
      if (n->x.base)
        name_pointer (s, n->x.base, buf, depth + 1);
      return;
    default:
      {
        const char *v = variable_of (s, t);
        const char *by = esc_string (s->m, n->name);
        if (*v)
          snprintf (buf, NAME_MAX_LENGTH, "%s", v);
        else if (*by)
          snprintf (buf, NAME_MAX_LENGTH, "%s ()", by);
        return;
      }
    }
}

esc_str
esc_holder_name (struct esc_search *s, const struct esc_slot *sl)
{
  char buf[NAME_MAX_LENGTH] = "";
  name_place (s, sl->key.region, sl->key.idx != 0, sl->key.off, sl->key.size,
              sl->field, buf, 0);
  return esc_intern (s->m, buf);
}

enum esc_holder
esc_holder_kind (struct esc_search *s, esc_term region)
{
  esc_term r = esc_term_root (&s->ts, region);
  const struct esc_tnode *t = &s->ts.t[r];
  switch (t->kind)
    {
    case ESC_T_PARAM:
      return ESC_IN_PARAM;
    case ESC_T_HEAP:
      return ESC_IN_HEAP;
    case ESC_T_FRESH:
      return ESC_IN_MEMORY;
    case ESC_T_OBJ:
      switch (s->m->objs[t->a].kind)
        {
        case ESC_OBJ_TLS:
          return ESC_IN_THREAD;
        case ESC_OBJ_HIDDEN:
          return ESC_IN_LIBRARY;
        case ESC_OBJ_PARAM:
          return ESC_IN_PARAM;
        default:
          return ESC_IN_STATIC;
        }
    default:
      return ESC_IN_MEMORY;
    }
}
