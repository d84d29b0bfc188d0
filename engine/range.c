/* SPDX-License-Identifier: GPL-3.0-or-later */
/* range.c - the numbers that a term can be: what the path has assumed of it,
   else what its type and its operands say.

       unsigned char c;   (c & 15) + 1     [1, 16]

   Integers are taken as mathematical; what may not fit its type has the type's
   whole range.  Not modelled: bits, and more than one range for a term.  */

#include "range.h"
#include "search.h"

struct esc_range
esc_range_of_width (unsigned width, bool is_unsigned)
{
  struct esc_range r = { INT64_MIN, INT64_MAX, { 0, 0 }, 0 };
  if (width > 0 && width < 8)
    {
      r.hi = (int64_t)((1ull << (8 * width - !is_unsigned)) - 1);
      r.lo = -r.hi - 1;
    }
  if (is_unsigned)
    r.lo = 0;
  return r;
}

struct esc_range
esc_whole_range (const struct esc_tnode *t)
{
  if (t->kind == ESC_T_EXPR && t->a >= ESC_X_EQ && t->a <= ESC_X_ULT)
    return (struct esc_range){ 0, 1, { 0, 0 }, 0 };
  return esc_range_of_width (t->width, t->flags & ESC_TF_UNSIGNED);
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

bool
esc_range_combine (unsigned op, struct esc_range *r, const struct esc_range *q)
{
  bool constant = q->lo == q->hi;
  switch (op)
    {
    case ESC_X_TRUNC:
      return true;
    case ESC_MUL:
      if (constant)
        return scale_range (r, q->lo);
      return r->lo >= 0 && q->lo >= 0
             && !__builtin_mul_overflow (r->lo, q->lo, &r->lo)
             && !__builtin_mul_overflow (r->hi, q->hi, &r->hi);
    case ESC_SHL:
      return constant && q->lo >= 0 && q->lo <= 40
             && scale_range (r, (int64_t)1 << q->lo);
    case ESC_AND:
      if (q->lo < 0 && r->lo < 0)
        return false;
      if (r->lo < 0 || (q->lo >= 0 && r->hi > q->hi))
        r->hi = q->hi;
      r->lo = 0;
      return true;
    case ESC_SHR:
      if (!constant || q->lo < 0 || q->lo > 63 || r->lo < 0)
        return false;
      r->lo >>= q->lo;
      r->hi >>= q->lo;
      return true;
    case ESC_SUB:
      return !__builtin_sub_overflow (r->lo, q->hi, &r->lo)
             && !__builtin_sub_overflow (r->hi, q->lo, &r->hi);
    case ESC_DIV:
      if (!constant || q->lo <= 0)
        return false;
      r->lo /= q->lo;
      r->hi /= q->lo;
      return true;
    case ESC_MOD:
      if (!constant || q->lo <= 0 || r->lo < 0)
        return false;
      r->lo = 0;
      r->hi = q->lo - 1;
      return true;
    case ESC_ADD:
      return !__builtin_add_overflow (r->lo, q->lo, &r->lo)
             && !__builtin_add_overflow (r->hi, q->hi, &r->hi);
    case ESC_MIN:
    case ESC_MAX:
      r->lo = (q->lo < r->lo) == (op == ESC_MIN) ? q->lo : r->lo;
      r->hi = (q->hi < r->hi) == (op == ESC_MIN) ? q->hi : r->hi;
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
  struct esc_range r = range_of_sv (s, n.x), q = range_of_sv (s, n.y);
  /* What does not fit has wrapped.  */
  if (!esc_range_combine (n.a, &r, &q) || r.lo < own.lo || r.hi > own.hi)
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
