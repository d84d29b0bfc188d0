/* SPDX-License-Identifier: GPL-3.0-or-later */
/* range.c - the numbers that a term can be: what the path has assumed of it,
   else what its type and its operands say.

       unsigned char c;   (c & 15) + 1     [1, 16]

   Integers are taken as mathematical; what may not fit its type has the type's
   whole range.  Not modelled: bits, and more than one range for a term.  */

#include "search.h"

struct esc_range
esc_whole_range (const struct esc_tnode *t)
{
  struct esc_range r = { INT64_MIN, INT64_MAX, { 0, 0 }, 0 };
  if (t->kind == ESC_T_EXPR && t->a >= ESC_X_EQ && t->a <= ESC_X_ULT)
    {
      r.lo = 0;
      r.hi = 1;
    }
  else if (t->width == 0 || t->width >= 8)
    {
      if (t->flags & ESC_TF_UNSIGNED)
        r.lo = 0;
    }
  else if (t->flags & ESC_TF_UNSIGNED)
    {
      r.lo = 0;
      r.hi = (int64_t)((1ull << (8 * t->width)) - 1);
    }
  else
    {
      r.hi = (int64_t)((1ull << (8 * t->width - 1)) - 1);
      r.lo = -r.hi - 1;
    }
  return r;
}

void
esc_note_test (struct esc_search *s, esc_term t)
{
  uint32_t here = s->bi[s->blk].rpo + 1;
  if (s->tested[t] < here)
    s->tested[t] = here;
}

static struct esc_range
range_of_sv (struct esc_search *s, struct esc_sv v)
{
  struct esc_range r = esc_range_of (s, v.base);
  if (__builtin_add_overflow (r.lo, v.off, &r.lo))
    r.lo = INT64_MIN;
  if (__builtin_add_overflow (r.hi, v.off, &r.hi))
    r.hi = INT64_MAX;
  r.nne = 0;
  return r;
}

/* [A.lo, A.hi] times K, not negative; false if too large.  */
static bool
scale_range (struct esc_range *a, int64_t k)
{
  return k >= 0 && !__builtin_mul_overflow (a->lo, k, &a->lo)
         && !__builtin_mul_overflow (a->hi, k, &a->hi);
}

/* The range of expression N from R, its first operand's, and its second
   operand; false if nothing is known.  */
static bool
combine_ranges (struct esc_search *s, const struct esc_tnode *n,
                struct esc_range *r)
{
  struct esc_sv y = n->y;
  struct esc_range q;
  switch (n->a)
    {
    case ESC_X_TRUNC:
      return true;
    case ESC_MUL:
      q = range_of_sv (s, y);
      if (q.lo == q.hi)
        return scale_range (r, q.lo);
      return r->lo >= 0 && q.lo >= 0
             && !__builtin_mul_overflow (r->lo, q.lo, &r->lo)
             && !__builtin_mul_overflow (r->hi, q.hi, &r->hi);
    case ESC_SHL:
      return y.base == 0 && y.off >= 0 && y.off <= 40
             && scale_range (r, (int64_t)1 << y.off);
    case ESC_AND:
      q = range_of_sv (s, y);
      if (q.lo < 0 && r->lo < 0)
        return false;
      if (r->lo < 0 || (q.lo >= 0 && r->hi > q.hi))
        r->hi = q.hi;
      r->lo = 0;
      return true;
    case ESC_SHR:
      if (y.base || y.off < 0 || y.off > 63 || r->lo < 0)
        return false;
      r->lo >>= y.off;
      r->hi >>= y.off;
      return true;
    case ESC_SUB:
      q = range_of_sv (s, y);
      return !__builtin_sub_overflow (r->lo, q.hi, &r->lo)
             && !__builtin_sub_overflow (r->hi, q.lo, &r->hi);
    case ESC_DIV:
    case ESC_MOD:
      if (y.base || y.off <= 0 || r->lo < 0)
        return false;
      r->lo = n->a == ESC_DIV ? r->lo / y.off : 0;
      r->hi = n->a == ESC_DIV ? r->hi / y.off : y.off - 1;
      return true;
    case ESC_ADD:
      q = range_of_sv (s, y);
      return !__builtin_add_overflow (r->lo, q.lo, &r->lo)
             && !__builtin_add_overflow (r->hi, q.hi, &r->hi);
    case ESC_MIN:
    case ESC_MAX:
      q = range_of_sv (s, y);
      r->lo = (q.lo < r->lo) == (n->a == ESC_MIN) ? q.lo : r->lo;
      r->hi = (q.hi < r->hi) == (n->a == ESC_MIN) ? q.hi : r->hi;
      return true;
    default:
      return false;
    }
}

/* What the ranges of its operands say of expression T.  */
static struct esc_range
range_of_expr (struct esc_search *s, esc_term t)
{
  const struct esc_tnode n = s->ts.t[t];
  struct esc_range own = esc_whole_range (&n);
  if (n.depth > 16 || n.a == ESC_X_CALL
      || (n.a >= ESC_X_EQ && n.a != ESC_X_TRUNC))
    return own;
  struct esc_range r = range_of_sv (s, n.x);
  /* What does not fit has wrapped.  */
  if (!combine_ranges (s, &n, &r) || r.lo < own.lo || r.hi > own.hi)
    return own;
  return r;
}

struct esc_range
esc_range_of (struct esc_search *s, esc_term t)
{
  if (t == 0)
    return (struct esc_range){ 0, 0, { 0, 0 }, 0 };
  esc_search_sync (s);
  if (!s->range_known[t])
    return s->ts.t[t].kind == ESC_T_EXPR ? range_of_expr (s, t)
                                         : esc_whole_range (&s->ts.t[t]);
  esc_note_test (s, t);
  return s->range[t];
}
