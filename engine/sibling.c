/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sibling.c - what another outcome of a callee might have taken back.

   A callee that searches a container decides by what it finds there whether
   it removes something:

       for (p = &head; *p; p = &(*p)->next)
         if (!strcmp ((*p)->key, key)) { *p = (*p)->next; return; }

   Callers cannot tell: if another outcome, under conditions that this call
   does not decide, may remove what is held, then it is in doubt on this one.
   Conditions on parameters and plain variables are followed exactly and give
   no such doubt; threads are the exception, since their ids are counted.  */

#include "search.h"

/* Is T, of summary M, something that the caller sees as well: an argument, a
   variable, but not an element of an array?  */
static bool
is_plain (const struct esc_module *mod, const struct esc_summary *m, esc_term t,
          unsigned depth)
{
  const struct esc_tnode *n = &m->terms[t];
  const struct esc_tnode *in = &m->terms[n->kind == ESC_T_INIT ? n->a : t];
  switch (n->kind)
    {
    case ESC_T_INT:
    case ESC_T_FUN:
    case ESC_T_PARAM:
    case ESC_T_OBJ:
      return true;
    case ESC_T_INIT:
      return n->b == 0 && depth < 2
             && !(in->kind == ESC_T_OBJ && mod->objs[in->a].is_array)
             && is_plain (mod, m, n->a, depth + 1);
    case ESC_T_EXPR:
      return depth < 4 && is_plain (mod, m, n->x.base, depth)
             && (n->a == ESC_X_TRUNC || is_plain (mod, m, n->y.base, depth));
    default:
      return false;
    }
}

/* Do P and Q exclude each other by something plain?  */
static bool
plainly_apart (const struct esc_module *mod, const struct esc_summary *m,
               const struct esc_outcome *p, const struct esc_outcome *q)
{
  for (uint32_t i = 0; i < p->nconds; i++)
    for (uint32_t j = 0; j < q->nconds; j++)
      {
        const struct esc_cond *c = &m->conds[p->conds + i];
        const struct esc_cond *d = &m->conds[q->conds + j];
        if (c->t != d->t || !is_plain (mod, m, c->t, 0))
          continue;
        if (c->r.hi < d->r.lo || d->r.hi < c->r.lo)
          return true;
        if (c->r.lo == c->r.hi && d->r.nne && d->r.ne[0] == c->r.lo)
          return true;
        if (d->r.lo == d->r.hi && c->r.nne && c->r.ne[0] == d->r.lo)
          return true;
      }
  return false;
}

static bool
writes_too (const struct esc_summary *m, const struct esc_outcome *o,
            const struct esc_write *w)
{
  for (uint32_t i = 0; i < o->nwrites; i++)
    {
      const struct esc_write *v = &m->writes[o->writes + i];
      if (v->key.region == w->key.region && v->key.off == w->key.off
          && v->key.idx == w->key.idx)
        return true;
    }
  return false;
}

/* May write W of the callee hit slot SL?  By member, or by object.  */
static bool
may_remove (const struct esc_sibling *a, const struct esc_write *w,
            const struct esc_slot *sl)
{
  struct esc_search *s = a->s;
  const struct esc_tnode *r = &a->sum->terms[w->key.region];
  const struct esc_tnode *h = &s->ts.t[sl->key.region];
  if (r->kind == ESC_T_OBJ && h->kind == ESC_T_OBJ)
    return r->a == h->a
           && (w->key.idx || w->key.stride || sl->key.idx
               || w->key.off == sl->key.off);
  if (r->kind == ESC_T_OBJ || w->type == ESC_TY_OTHER)
    return false;
  if (h->kind == ESC_T_OBJ && !(s->w->obj_flags[h->a] & ESC_OF_EXPOSED)
      && !w->field)
    return false;
  return !w->field || !sl->field || w->field == sl->field;
}

static bool
same_effect (const struct esc_effect *e, const struct esc_effect *f)
{
  return e->kind == f->kind && esc_sv_same (e->val, f->val)
         && esc_sv_same (e->src, f->src) && esc_sv_same (e->len, f->len);
}

/* Does outcome Q, and not the one taken, fill or copy over the element of a
   static array that SL may be?  */
static bool
moves_elements (const struct esc_sibling *a, const struct esc_outcome *q,
                const struct esc_slot *sl)
{
  const struct esc_tnode *h = &a->s->ts.t[sl->key.region];
  for (uint32_t i = 0; i < q->neffects; i++)
    {
      const struct esc_effect *e = &a->sum->effects[q->effects + i];
      const struct esc_tnode *t = &a->sum->terms[e->val.base];
      bool taken = e->kind != ESC_E_COPY && e->kind != ESC_E_FILL;
      while (t->kind == ESC_T_IDX)
        t = &a->sum->terms[t->a];
      for (uint32_t j = 0; j < a->o->neffects && !taken; j++)
        taken = same_effect (e, &a->sum->effects[a->o->effects + j]);
      if (!taken && t->kind == ESC_T_OBJ && h->kind == ESC_T_OBJ && t->a == h->a
          && (sl->key.idx || e->val.off == sl->key.off))
        return true;
    }
  return false;
}

static bool
frees_something (const struct esc_summary *m, const struct esc_outcome *o)
{
  for (uint32_t i = 0; i < o->neffects; i++)
    if (m->effects[o->effects + i].kind == ESC_E_FREED)
      return true;
  return false;
}

/* Outcome Q of the callee was not taken; what might it have removed?  */
void
esc_doubt_sibling (const struct esc_sibling *a, const struct esc_outcome *q)
{
  struct esc_search *s = a->s;
  bool apart = plainly_apart (s->m, a->sum, a->o, q);
  bool frees = !apart && frees_something (a->sum, q)
               && !frees_something (a->sum, a->o);
  s->steps += s->npregions / 16;
  for (uint32_t p = 0; p < s->npregions; p++)
    {
      const struct esc_tnode *h = &s->ts.t[s->pregions[p]];
      bool thread = h->kind == ESC_T_OBJ
                    && s->m->objs[h->a].kind == ESC_OBJ_HIDDEN
                    && s->m->objs[h->a].rule == ESC_RULE_THREAD;
      if (apart && !thread)
        continue;
      for (uint32_t i = s->regions[s->pregions[p]].slots; i;
           i = s->slots[i].next)
        {
          const struct esc_slot *sl = &s->slots[i];
          s->steps++;
          if (!sl->set || !esc_followed (s, sl->cell.val)
              || sl->cell.doubt & ESC_DOUBT_CALL)
            continue;
          bool hit = (frees && h->kind != ESC_T_OBJ)
                     || (!apart && moves_elements (a, q, sl));
          for (uint32_t j = 0; j < q->nwrites && !hit; j++)
            {
              const struct esc_write *w = &a->sum->writes[q->writes + j];
              hit = may_remove (a, w, sl) && !writes_too (a->sum, a->o, w);
            }
          if (hit)
            esc_mem_doubt (s, sl->key, ESC_DOUBT_RELEASE);
        }
    }
}
