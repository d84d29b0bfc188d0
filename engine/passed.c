/* SPDX-License-Identifier: GPL-3.0-or-later */
/* passed.c - the numbers that a function's callers pass.

       static void half (int n) { char b[n]; if (n > 1) half (n / 2); }
       void top (void) { half (100); half (64); }

       n of half: 64 and 100 from `top`, a half of that from itself: [0, 100]

   A function is *closed* if every call of it is in view: no other unit, no
   pointer and no constructor list reaches it.  A parameter of a closed function
   is in the hull of what its calls pass.  The spans grow from empty, callers
   before callees, until nothing changes; a bound that a call cycle keeps moving
   becomes its type's.

   Integers are mathematical; arithmetic that leaves its type gives the type's
   whole span.  Flow is not looked at: what a caller's conditions say of a
   value is not known here.

   Not modelled: numbers from memory and from calls (the type's span).  */

#include "passed.h"

#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "range.h"

enum
{
  EVAL_STEPS = 64, /* instructions looked at for one argument */
  WIDEN_AFTER = 16 /* rounds */
};

/* A call of a closed function.  */
struct site
{
  uint32_t caller, call, callee;
};

struct passing
{
  const struct esc_module *m;
  struct esc_passed *p;
  bool *closed, *relevant; /* by function */
  struct site *sites;
  uint32_t *row; /* by function: first of the calls of it */
  uint32_t nsites;
  unsigned left; /* steps, of EVAL_STEPS */
};

/* ---- spans ---------------------------------------------------------------*/

static struct esc_span
span_of_type (const struct esc_val *v)
{
  bool is_unsigned = v->flags & (ESC_VAL_UNSIGNED | ESC_VAL_BOOL);
  struct esc_range r = esc_range_of_width (v->width, is_unsigned);
  if (v->flags & ESC_VAL_BOOL)
    r.hi = 1;
  return (struct esc_span){ r.lo, r.hi };
}

static bool
is_empty (struct esc_span a)
{
  return a.lo > a.hi;
}

static struct esc_span
hull (struct esc_span a, struct esc_span b)
{
  if (is_empty (a))
    return b;
  if (is_empty (b))
    return a;
  return (struct esc_span){ a.lo < b.lo ? a.lo : b.lo,
                            a.hi > b.hi ? a.hi : b.hi };
}

/* A, if value V can be all of it; what does not fit has wrapped.  */
static struct esc_span
fitted (struct esc_span a, const struct esc_val *v)
{
  struct esc_span type = span_of_type (v);
  return is_empty (a) || (a.lo >= type.lo && a.hi <= type.hi) ? a : type;
}

/* ---- values --------------------------------------------------------------*/

static struct esc_span span_of (struct passing *q, uint32_t fn, esc_opnd o);

/* The span of A op B, each of FN; ALL where nothing is known.  */
static struct esc_span
combined (struct passing *q, uint32_t fn, const struct esc_ins *in,
          struct esc_span all)
{
  struct esc_span a = span_of (q, fn, in->a), b = span_of (q, fn, in->b);
  if (is_empty (a) || is_empty (b))
    return is_empty (a) ? a : b;
  struct esc_range r = { .lo = a.lo, .hi = a.hi },
                   s = { .lo = b.lo, .hi = b.hi };
  if (!esc_range_combine (in->sub, &r, &s))
    return all;
  return (struct esc_span){ r.lo, r.hi };
}

/* The span of the value that IN makes; ALL: that of its type.  */
static struct esc_span
span_made (struct passing *q, uint32_t fn, const struct esc_ins *in,
           struct esc_span all)
{
  const struct esc_body *b = q->m->fns[fn].body;
  struct esc_span r = { 1, 0 };
  switch (in->op)
    {
    case ESC_MOVE:
      return in->sub == ESC_CAST_TO_INT || in->sub == ESC_CAST_TO_PTR
                 ? all
                 : span_of (q, fn, in->a);
    case ESC_ARITH:
      return in->flags & ESC_INS_FLOAT ? all : combined (q, fn, in, all);
    case ESC_CMP:
      return (struct esc_span){ 0, 1 };
    case ESC_SELECT:
      return hull (span_of (q, fn, in->a), span_of (q, fn, in->b));
    case ESC_PHI:
      for (uint32_t i = 0; i < in->n; i++)
        r = hull (r, span_of (q, fn, b->phis[in->x + i].val));
      return r;
    default:
      return all;
    }
}

/* The parameter of FN that is value VAL, or ESC_NONE.  */
static uint32_t
parameter_of (const struct esc_fn *f, uint32_t val)
{
  for (uint32_t i = 0; i < f->nparams; i++)
    if (f->params[i].val == val)
      return i;
  return ESC_NONE;
}

/* What operand O of FN can be.  */
static struct esc_span
span_of (struct passing *q, uint32_t fn, esc_opnd o)
{
  const struct esc_fn *f = &q->m->fns[fn];
  uint32_t i = esc_opnd_index (o);
  if (esc_opnd_kind (o) == ESC_OP_INT)
    return (struct esc_span){ f->body->ints[i], f->body->ints[i] };
  if (esc_opnd_kind (o) != ESC_OP_VAL)
    return (struct esc_span){ INT64_MIN, INT64_MAX };
  const struct esc_val *v = &f->body->vals[i];
  struct esc_span all = span_of_type (v);
  if (v->flags & (ESC_VAL_PTR | ESC_VAL_UNDEF) || q->left == 0)
    return all;
  q->left--;
  if (v->def != ESC_NONE)
    return fitted (span_made (q, fn, &f->body->ins[v->def], all), v);
  uint32_t param = parameter_of (f, i);
  const struct esc_span *known
      = param == ESC_NONE ? NULL : esc_passed_to (q->p, fn, param);
  return known ? *known : all;
}

/* ---- calls ---------------------------------------------------------------*/

/* The function that CALL names, behind its alias, or ESC_NONE.  */
static uint32_t
named_callee (const struct esc_module *m, const struct esc_call *call)
{
  if (esc_opnd_kind (call->callee) != ESC_OP_FUN)
    return ESC_NONE;
  uint32_t f = esc_opnd_index (call->callee);
  return m->fns[f].alias == ESC_NONE ? f : m->fns[f].alias;
}

static void
find_closed (struct passing *q)
{
  const unsigned open = ESC_FN_EXTERNAL | ESC_FN_ADDR_TAKEN | ESC_FN_WEAK
                        | ESC_FN_CTOR | ESC_FN_MAIN | ESC_FN_MODEL;
  const struct esc_module *m = q->m;
  for (uint32_t f = 0; f < m->nfns; f++)
    q->closed[f] = m->fns[f].body && !(m->fns[f].flags & open);
  for (uint32_t f = 0; f < m->nfns; f++)
    if (m->fns[f].alias != ESC_NONE && m->fns[f].flags & open)
      q->closed[m->fns[f].alias] = false;
}

/* Call VISIT for each call of a closed function.  */
static void
each_site (struct passing *q, void (*visit) (struct passing *, struct site))
{
  const struct esc_module *m = q->m;
  for (uint32_t f = 0; f < m->nfns; f++)
    for (uint32_t i = 0; m->fns[f].body && i < m->fns[f].body->ncalls; i++)
      {
        uint32_t g = named_callee (m, &m->fns[f].body->calls[i]);
        if (g != ESC_NONE && q->closed[g])
          visit (q, (struct site){ f, i, g });
      }
}

static void
count_site (struct passing *q, struct site s)
{
  q->row[s.callee + 1]++;
  q->nsites++;
}

static void
put_site (struct passing *q, struct site s)
{
  q->sites[q->row[s.callee]++] = s;
}

/* Sort the calls of closed functions by callee.  */
static void
find_sites (struct passing *q)
{
  uint32_t n = q->m->nfns;
  q->row = esc_xcalloc (n + 2, sizeof *q->row);
  each_site (q, count_site);
  q->sites = esc_xmalloc ((q->nsites + 1) * sizeof *q->sites);
  for (uint32_t f = 0; f < n; f++)
    q->row[f + 1] += q->row[f];
  each_site (q, put_site);
  memmove (q->row + 1, q->row, n * sizeof *q->row);
  q->row[0] = 0;
}

/* What the wanted functions' callers pass depends on what theirs do: mark
   these, and give each parameter an empty span.  */
static void
find_relevant (struct passing *q, const bool *wanted)
{
  uint32_t *work = esc_xmalloc ((q->m->nfns + 1) * sizeof *work), n = 0;
  uint32_t nspans = 0;
  for (uint32_t f = 0; f < q->m->nfns; f++)
    if (wanted[f] && q->closed[f])
      {
        q->relevant[f] = true;
        work[n++] = f;
      }
  while (n)
    {
      uint32_t f = work[--n];
      q->p->first[f] = 1 + nspans;
      nspans += q->m->fns[f].nparams;
      for (uint32_t i = q->row[f]; i < q->row[f + 1]; i++)
        {
          uint32_t g = q->sites[i].caller;
          if (q->relevant[g] || !q->closed[g])
            continue;
          q->relevant[g] = true;
          work[n++] = g;
        }
    }
  free (work);
  q->p->spans = esc_xmalloc ((nspans + 1) * sizeof *q->p->spans);
  for (uint32_t i = 0; i < nspans; i++)
    q->p->spans[i] = (struct esc_span){ 1, 0 };
}

/* What call S passes for parameter PARAM, which is value V of the callee.  */
static struct esc_span
span_passed (struct passing *q, const struct site *s, uint32_t param,
             const struct esc_val *v)
{
  const struct esc_body *b = q->m->fns[s->caller].body;
  const struct esc_call *call = &b->calls[s->call];
  if (param >= call->nargs)
    return span_of_type (v);
  q->left = EVAL_STEPS;
  return fitted (span_of (q, s->caller, b->args[call->args + param]), v);
}

/* Look at the calls of FN again; did a span grow?  WIDEN: what grows has no
   bound.  */
static bool
look_again (struct passing *q, uint32_t fn, bool widen)
{
  const struct esc_fn *f = &q->m->fns[fn];
  bool grown = false;
  for (uint32_t i = 0; i < f->nparams; i++)
    {
      struct esc_span *now = &q->p->spans[q->p->first[fn] - 1 + i], was = *now;
      if (f->params[i].val == ESC_NONE)
        {
          *now = (struct esc_span){ INT64_MIN, INT64_MAX };
          continue;
        }
      const struct esc_val *v = &f->body->vals[f->params[i].val];
      for (uint32_t j = q->row[fn]; j < q->row[fn + 1]; j++)
        *now = hull (*now, span_passed (q, &q->sites[j], i, v));
      if (widen && !is_empty (was) && now->lo < was.lo)
        now->lo = span_of_type (v).lo;
      if (widen && !is_empty (was) && now->hi > was.hi)
        now->hi = span_of_type (v).hi;
      grown |= now->lo != was.lo || now->hi != was.hi;
    }
  return grown;
}

void
esc_passed_find (const struct esc_module *m, const struct esc_order *o,
                 const bool *wanted, struct esc_passed *p)
{
  struct passing q = { .m = m, .p = p };
  p->first = esc_xcalloc (m->nfns + 1, sizeof *p->first);
  q.closed = esc_xcalloc (m->nfns + 1, sizeof *q.closed);
  q.relevant = esc_xcalloc (m->nfns + 1, sizeof *q.relevant);
  find_closed (&q);
  find_sites (&q);
  find_relevant (&q, wanted);
  bool grown = true;
  for (unsigned round = 0; grown; round++)
    {
      grown = false;
      for (uint32_t i = o->nfns; i-- > 0;)
        if (q.relevant[o->fns[i]])
          grown |= look_again (&q, o->fns[i], round >= WIDEN_AFTER);
    }
  free (q.closed);
  free (q.relevant);
  free (q.sites);
  free (q.row);
}

const struct esc_span *
esc_passed_to (const struct esc_passed *p, uint32_t fn, uint32_t param)
{
  return p->first && p->first[fn] ? &p->spans[p->first[fn] - 1 + param] : NULL;
}

void
esc_passed_free (struct esc_passed *p)
{
  free (p->first);
  free (p->spans);
}
