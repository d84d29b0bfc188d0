/* SPDX-License-Identifier: GPL-3.0-or-later */
/* translate.c - a callee's terms in the caller's state, at a call.

   A summary speaks of the callee's entry state: its parameters, what memory
   held.  At the call a parameter is its argument, INIT is a load, an expression
   is computed anew, and so becomes a number if it can:

       int get (struct s *p) { return p->n + 1; }      result INIT(p, n) + 1
       s.n = 4; get (&s);                              is 5

   A term is translated once for an outcome, when it is first needed, after its
   operands.  */

#include "apply.h"
#include "unlink.h"

void
esc_note_stale (struct application *a, struct esc_cell c)
{
  struct esc_search *s = a->s;
  esc_term r = esc_term_region (&s->ts, c.val.base);
  if (a->stale.val.base == 0 && r > 1 && r < s->cap_regions
      && s->regions[r].dead && esc_mortal_term (s, r))
    a->stale = c;
}

static struct esc_sv
new_term (struct application *a, struct esc_tnode n, esc_term t)
{
  struct esc_search *s = a->s;
  n.a = s->ins;
  n.b = s->count[s->blk];
  n.c = t + 1;
  n.x = n.y = esc_sv_int (0);
  n.n = 0;
  esc_term r = esc_term_get (&s->ts, &n);
  s->ts.t[r].loc = a->in->loc;
  if (s->ts.t[r].name == 0)
    s->ts.t[r].name = s->m->fns[a->fn].name;
  esc_search_sync (s);
  return esc_sv_term (r);
}

bool
esc_argument_place (struct application *a, uint32_t param, struct esc_sv *addr,
                    struct esc_cell *scalar)
{
  if (param >= a->c->nargs)
    return false;
  esc_opnd arg = a->s->b->args[a->c->args + param];
  if (esc_opnd_kind (arg) != ESC_OP_CONTENT)
    {
      *scalar = esc_eval (a->s, arg);
      return false;
    }
  *addr = esc_eval_place (a->s, &a->s->b->places[esc_opnd_index (arg)]);
  return true;
}

static struct esc_cell
read_content (struct application *a, const struct esc_tnode *n)
{
  struct esc_search *s = a->s;
  const struct esc_tnode *r = &a->sum->terms[n->a];
  struct esc_cell c = { .val = { 0, 0 } };
  struct esc_sv addr = a->cell[n->a].val;
  if (r->kind == ESC_T_OBJ && s->m->objs[r->a].kind == ESC_OBJ_PARAM)
    {
      c.val = esc_sv_term (1);
      if (!esc_argument_place (a, s->m->objs[r->a].param, &addr, &c))
        return c;
    }
  if (n->x.off != 0)
    return (struct esc_cell){
      .val = new_term (
          a, (struct esc_tnode){ .kind = ESC_T_FRESH, .width = n->width },
          (esc_term)(n - a->sum->terms))
    };
  if (addr.base == 0)
    return (struct esc_cell){ .val = esc_sv_term (1) };
  esc_note_stale (
      a, (struct esc_cell){ .val = addr, .trace = a->cell[n->a].trace });
  addr.off += n->n;
  if (n->b || n->y.off)
    addr = esc_sv_index (&s->ts, addr, esc_resolve (s, a->cell[n->b].val),
                         n->y.off);
  esc_search_sync (s);
  struct esc_place pl = { .size = n->c, .field = n->field, .type = n->type };
  c = esc_mem_load (s, addr, &pl);
  if (n->flags & ESC_TF_UNSIGNED)
    esc_note_unsigned (s, c.val);
  c.val = esc_resolve (s, c.val);
  return c;
}

static struct esc_sv
compute (struct application *a, const struct esc_tnode *n)
{
  struct esc_search *s = a->s;
  struct esc_sv x = a->cell[n->x.base].val, y = { 0, 0 };
  x.off += n->x.off;
  bool u = n->flags & ESC_TF_UNSIGNED;
  if (n->a == ESC_X_TRUNC)
    return esc_sv_trunc (&s->ts, x, (unsigned)n->y.off, u);
  y = a->cell[n->y.base].val;
  y.off += n->y.off;
  switch (n->a)
    {
    case ESC_X_EQ:
      esc_mem_key_looked_for (s, x, y);
      esc_mem_key_looked_for (s, y, x);
      return esc_compare (s, ESC_EQ, x, y, false);
    case ESC_X_LT:
      return esc_compare (s, ESC_LT, x, y, false);
    case ESC_X_ULT:
      return esc_compare (s, ESC_LT, x, y, true);
    case ESC_X_CALL:
      {
        struct esc_tnode k = *n;
        k.x = x;
        k.y = y;
        return esc_sv_term (esc_term_get (&s->ts, &k));
      }
    default:
      return esc_sv_arith (&s->ts, (enum esc_arith)n->a, x, y, n->width, u);
    }
}

/* The address of an element, N in the callee.  */
static struct esc_cell
element (struct application *a, const struct esc_tnode *n)
{
  struct esc_search *s = a->s;
  struct esc_cell c = a->cell[n->a];
  struct esc_sv of = c.val;
  c.val = esc_sv_index (&s->ts, of, esc_resolve (s, a->cell[n->b].val), n->n);
  int64_t lo, hi;
  esc_term_array (n, &lo, &hi);
  if ((lo || hi) && s->ts.t[of.base].kind != ESC_T_IDX)
    esc_term_note_array (&s->ts, c.val.base, of.off + lo, hi ? hi - lo : 0);
  return c;
}

static struct esc_cell
translate (struct application *a, esc_term t)
{
  struct esc_search *s = a->s;
  const struct esc_tnode *n = &a->sum->terms[t];
  struct esc_cell c = { .val = { 0, 0 } };
  switch (n->kind)
    {
    case ESC_T_FUN:
      c.val = esc_sv_term (esc_term_fun (&s->ts, n->a));
      break;
    case ESC_T_OBJ:
      /* The callee's own parameter is dead by now, and no variable of the
         caller's, not even if the caller is the callee.  */
      c.val
          = s->m->objs[n->a].kind == ESC_OBJ_PARAM
                ? new_term (
                    a, (struct esc_tnode){ .kind = ESC_T_FRESH, .width = 8 }, t)
                : esc_sv_term (esc_term_obj (&s->ts, n->a, 0));
      break;
    case ESC_T_PARAM:
      if (n->a < a->c->nargs
          && esc_opnd_kind (a->s->b->args[a->c->args + n->a]) != ESC_OP_CONTENT)
        {
          c = esc_eval (s, s->b->args[a->c->args + n->a]);
          c.val = esc_resolve (s, c.val);
        }
      else if (n->a >= s->m->fns[a->fn].nparams && a->c->chain != ESC_OPND_NONE)
        c = esc_eval (s, a->c->chain);
      else if (s->m->fns[a->fn].flags & ESC_FN_MODEL)
        c.val = esc_sv_int (0); /* an argument that the call lacks */
      else
        c.val = esc_sv_term (1);
      break;
    case ESC_T_INIT:
      c = read_content (a, n);
      break;
    case ESC_T_IDX:
      c = element (a, n);
      break;
    case ESC_T_EXPR:
      c.val = compute (a, n);
      break;
    case ESC_T_HEAP:
    case ESC_T_FRESH:
      c.val = new_term (a, *n, t);
      break;
    default:
      c.val = esc_sv_term (1);
      break;
    }
  esc_search_sync (s);
  return c;
}

/* The recursion is over operands, whose depth outcome.c bounds.  */
void
esc_translate (struct application *a, esc_term t)
{
  const struct esc_tnode *n = &a->sum->terms[t];
  if (n->kind == ESC_T_INIT || n->kind == ESC_T_IDX)
    {
      esc_need (a, n->a);
      esc_need (a, n->b);
    }
  else if (n->kind == ESC_T_EXPR)
    {
      esc_need (a, n->x.base);
      if (n->a != ESC_X_TRUNC)
        esc_need (a, n->y.base);
    }
  a->cell[t] = translate (a, t);
  a->translated[t] = true;
  a->terms++;
}

struct esc_sv
esc_translated (struct application *a, struct esc_sv v)
{
  struct esc_sv r = a->cell[v.base].val;
  r.off += v.off;
  return esc_resolve (a->s, r);
}
