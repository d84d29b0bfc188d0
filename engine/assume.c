/* SPDX-License-Identifier: GPL-3.0-or-later */
/* assume.c - what a path knows of its values: ranges and outcomes.

   Each term has a range of numbers and up to two numbers that it is not.  The
   outcome of a comparison of two unknowns is remembered as the range of the
   comparison itself, a term that is 0 or 1, so that the same question is
   answered the same way later:

       if (n > m) g = &x;   ...   if (n > m) g = 0;

   Integers are taken as mathematical: a path that needs wrap-around is not
   seen.  Comparisons of unsigned values with an offset in between are only
   remembered, not reasoned about.  */

#include "search.h"

struct esc_sv
esc_resolve (struct esc_search *s, struct esc_sv v)
{
  if (v.base != 0 && v.base < s->cap_range_known && s->range_known[v.base]
      && s->range[v.base].lo == s->range[v.base].hi)
    {
      esc_note_test (s, v.base);
      return esc_sv_int (s->range[v.base].lo + v.off);
    }
  return v;
}

static bool
excludes (const struct esc_range *r, int64_t n)
{
  if (n < r->lo || n > r->hi)
    return true;
  for (unsigned i = 0; i < r->nne; i++)
    if (r->ne[i] == n)
      return true;
  return false;
}

/* Leave N out of R; false if nothing remains.  */
static bool
leave_out (struct esc_range *r, int64_t n)
{
  if (r->lo == n && r->hi == n)
    return false;
  if (r->lo == n)
    r->lo++;
  else if (r->hi == n)
    r->hi--;
  else if (!excludes (r, n))
    {
      r->ne[r->nne < 2 ? r->nne : 1] = n;
      if (r->nne < 2)
        r->nne++;
    }
  return true;
}

static bool on_known (struct esc_search *, esc_term, const struct esc_range *);
static bool conclude (struct esc_search *, enum esc_cmp, struct esc_sv,
                      struct esc_sv, bool is_unsigned, bool truth);

bool
esc_assume_range (struct esc_search *s, esc_term t, const struct esc_range *n)
{
  struct esc_range r = esc_range_of (s, t);
  if (n->lo > r.lo)
    r.lo = n->lo;
  if (n->hi < r.hi)
    r.hi = n->hi;
  for (unsigned i = 0; i < n->nne; i++)
    if (!leave_out (&r, n->ne[i]))
      return false;
  for (unsigned i = 0; i < r.nne; i++)
    {
      if (r.lo == r.ne[i] && r.lo < INT64_MAX)
        r.lo++;
      if (r.hi == r.ne[i] && r.hi > INT64_MIN)
        r.hi--;
    }
  if (r.lo > r.hi)
    return false;
  if (t == 0)
    return true;
  esc_set_range (s, t, &r);
  return on_known (s, t, &r);
}

/* T, now in R, may be the outcome of a comparison: draw the conclusion.  */
static bool
on_known (struct esc_search *s, esc_term t, const struct esc_range *r)
{
  const struct esc_tnode *n = &s->ts.t[t];
  if (n->kind != ESC_T_EXPR)
    return true;
  int truth = excludes (r, 0) ? 1 : r->lo == 0 && r->hi == 0 ? 0 : -1;
  if (truth < 0)
    return true;
  struct esc_sv x = n->x, y = n->y;
  switch (n->a)
    {
    case ESC_X_EQ:
      return conclude (s, ESC_EQ, x, y, false, truth);
    case ESC_X_LT:
      return conclude (s, ESC_LT, x, y, false, truth);
    case ESC_X_ULT:
      return conclude (s, ESC_LT, x, y, true, truth);
    case ESC_AND:
      /* Both sides of a true `and` are not zero; of booleans, true.  */
      if (truth)
        return (x.base == 0 || x.off != 0
                || esc_assume (s, ESC_NE, x, esc_sv_int (0), false, true))
               && (y.base == 0 || y.off != 0
                   || esc_assume (s, ESC_NE, y, esc_sv_int (0), false, true));
      return true;
    case ESC_OR:
      if (!truth)
        return esc_assume (s, ESC_EQ, x, esc_sv_int (0), false, true)
               && esc_assume (s, ESC_EQ, y, esc_sv_int (0), false, true);
      return true;
    case ESC_X_TRUNC:
      /* Zero-extended or cut values that fit are equal to what they were.  */
      if (x.off == 0 && x.base)
        {
          struct esc_range w = esc_range_of (s, x.base);
          struct esc_range own = esc_whole_range (n);
          unsigned wx = s->ts.t[x.base].width;
          bool small = wx && wx <= 8 && n->width >= wx && r->lo >= 0
                       && r->hi < (int64_t)(1ull << (8 * wx - 1));
          if (small || (w.lo >= own.lo && w.hi <= own.hi))
            return esc_assume_range (s, x.base, r);
        }
      return true;
    default:
      return true;
    }
}

/* The term that stands for X OP Y, OP being EQ or LT.  */
static esc_term
comparison (struct esc_search *s, uint32_t op, struct esc_sv x, struct esc_sv y)
{
  if (op == ESC_X_EQ)
    {
      if (x.base < y.base)
        {
          struct esc_sv t = x;
          x = y;
          y = t;
        }
      y.off -= x.off;
      x.off = 0;
    }
  struct esc_tnode k
      = { .kind = ESC_T_EXPR, .a = op, .x = x, .y = y, .width = 1 };
  esc_term t = esc_term_get (&s->ts, &k);
  esc_search_sync (s);
  return t;
}

static int
decide_equal (struct esc_search *s, struct esc_sv x, struct esc_sv y)
{
  if (x.base == y.base)
    return x.off == y.off;
  if (x.base == 0)
    {
      struct esc_sv t = x;
      x = y;
      y = t;
    }
  if (y.base == 0)
    {
      if (esc_term_is_address (&s->ts, x.base))
        return y.off > -4096 && y.off < 4096 ? 0 : -1;
      /* (void *) -1 and its like are marks that no object's address is.  */
      const struct esc_tnode *t = &s->ts.t[x.base];
      int64_t n = y.off - x.off;
      if (t->kind == ESC_T_INIT && t->type == ESC_TY_PTR && n < 0 && n >= -4096)
        return 0;
      struct esc_range r = esc_range_of (s, x.base);
      return excludes (&r, y.off - x.off) ? 0 : r.lo == r.hi ? 1 : -1;
    }
  esc_term rx = esc_term_region (&s->ts, x.base);
  esc_term ry = esc_term_region (&s->ts, y.base);
  if (rx != ry && !esc_term_may_alias (&s->ts, s->m, rx, ry))
    return 0;
  return -1;
}

static bool
add_safe (int64_t a, int64_t off, int64_t *r)
{
  return !__builtin_add_overflow (a, off, r);
}

/* May V, in [LO, HI] as a mathematical number, be another as an unsigned
   one?  */
static bool
wraps (struct esc_search *s, struct esc_sv v, int64_t lo, int64_t hi)
{
  unsigned width = s->ts.t[v.base].width;
  if (lo < 0)
    return true;
  return v.base != 0 && v.off != 0 && width != 0 && width < 8
         && hi >= (int64_t)1 << (8 * width);
}

static int
decide_less (struct esc_search *s, struct esc_sv x, struct esc_sv y, bool u)
{
  if (x.base == y.base)
    return u && (x.off < 0 || y.off < 0) && x.base ? -1 : x.off < y.off;
  struct esc_range a = esc_range_of (s, x.base);
  struct esc_range b = esc_range_of (s, y.base);
  int64_t alo, ahi, blo, bhi;
  if (!add_safe (a.lo, x.off, &alo) || !add_safe (a.hi, x.off, &ahi)
      || !add_safe (b.lo, y.off, &blo) || !add_safe (b.hi, y.off, &bhi))
    return -1;
  if (u && (wraps (s, x, alo, ahi) || wraps (s, y, blo, bhi)))
    return -1;
  if (ahi < blo)
    return 1;
  if (alo >= bhi)
    return 0;
  return -1;
}

/* Bring OP to EQ or LT.  */
static enum esc_cmp
normalise (enum esc_cmp op, struct esc_sv *x, struct esc_sv *y, bool *negate)
{
  struct esc_sv t;
  *negate = op == ESC_NE || op == ESC_LE || op == ESC_GE;
  if (op == ESC_EQ || op == ESC_NE)
    return ESC_EQ;
  /* x > y is y < x; x <= y is not (y < x).  */
  if (op == ESC_GT || op == ESC_LE)
    {
      t = *x;
      *x = *y;
      *y = t;
    }
  return ESC_LT;
}

static int
decide (struct esc_search *s, enum esc_cmp op, struct esc_sv x, struct esc_sv y,
        bool u)
{
  x = esc_resolve (s, x);
  y = esc_resolve (s, y);
  if (x.base == 1 || y.base == 1)
    return -1;
  int d = op == ESC_EQ ? decide_equal (s, x, y) : decide_less (s, x, y, u);
  if (d >= 0 || (x.base == 0 && y.base == 0))
    return d;
  esc_term c = comparison (s,
                           op == ESC_EQ ? ESC_X_EQ
                           : u          ? ESC_X_ULT
                                        : ESC_X_LT,
                           x, y);
  if (!s->range_known[c])
    return -1;
  esc_note_test (s, c);
  return excludes (&s->range[c], 0) ? 1 : s->range[c].hi == 0 ? 0 : -1;
}

int
esc_decide (struct esc_search *s, enum esc_cmp op, struct esc_sv x,
            struct esc_sv y, bool u)
{
  bool negate;
  if (op == ESC_CMP_OTHER)
    return -1;
  op = normalise (op, &x, &y, &negate);
  int d = decide (s, op, x, y, u);
  return d < 0 ? d : d ^ negate;
}

struct esc_sv
esc_compare (struct esc_search *s, enum esc_cmp op, struct esc_sv x,
             struct esc_sv y, bool u)
{
  bool negate;
  int d = esc_decide (s, op, x, y, u);
  if (d >= 0)
    return esc_sv_int (d);
  op = normalise (op, &x, &y, &negate);
  x = esc_resolve (s, x);
  y = esc_resolve (s, y);
  esc_term c = comparison (s,
                           op == ESC_EQ ? ESC_X_EQ
                           : u          ? ESC_X_ULT
                                        : ESC_X_LT,
                           x, y);
  if (negate)
    c = comparison (s, ESC_X_EQ, esc_sv_term (c), esc_sv_int (0));
  return esc_sv_term (c);
}

static bool
assume_equal (struct esc_search *s, struct esc_sv x, struct esc_sv y,
              bool truth)
{
  if (x.base == 0)
    {
      struct esc_sv t = x;
      x = y;
      y = t;
    }
  if (y.base == 0)
    {
      int64_t n = y.off - x.off;
      struct esc_range r = { n, n, { n, 0 }, 0 };
      if (!truth)
        {
          r.lo = INT64_MIN;
          r.hi = INT64_MAX;
          r.nne = 1;
        }
      return esc_assume_range (s, x.base, &r);
    }
  struct esc_range r = { truth, truth, { 0, 0 }, 0 };
  esc_set_range (s, comparison (s, ESC_X_EQ, x, y), &r);
  if (truth)
    {
      /* Equal values share their ranges.  */
      struct esc_range a = esc_range_of (s, x.base);
      struct esc_range b = esc_range_of (s, y.base);
      if (x.off == y.off)
        return esc_assume_range (s, x.base, &b)
               && esc_assume_range (s, y.base, &a);
    }
  return true;
}

/* V, as an unsigned number, is in [0, TOP]: does that leave one range of its
   base, *N?  It does where nothing wraps around (PLAIN), and where the values
   that the base can have, from OLD, are all told apart by their bits.  */
static bool
range_below (struct esc_search *s, struct esc_sv v, int64_t top, bool plain,
             const struct esc_range *old, struct esc_range *n)
{
  unsigned width = s->ts.t[v.base].width;
  if (__builtin_sub_overflow (0, v.off, &n->lo)
      || __builtin_sub_overflow (top, v.off, &n->hi))
    return false;
  if (plain || width == 0 || width >= 8)
    return true;
  if (old->lo >= 0)
    return v.off <= 0;
  int64_t half = (int64_t)1 << (8 * width - 1);
  return n->lo >= -half && n->hi < half;
}

/* The same for unsigned numbers, one of them known.  */
static bool
assume_below (struct esc_search *s, struct esc_sv x, struct esc_sv y,
              bool truth)
{
  struct esc_range r = { truth, truth, { 0, 0 }, 0 };
  struct esc_sv v = x.base ? x : y;
  struct esc_range old = esc_range_of (s, v.base);
  struct esc_range n = { INT64_MIN, INT64_MAX, { 0, 0 }, 0 };
  int64_t c = x.base ? y.off : x.off, lo, hi;
  bool plain = !__builtin_add_overflow (old.lo, v.off, &lo)
               && !__builtin_add_overflow (old.hi, v.off, &hi)
               && !wraps (s, v, lo, hi);
  esc_set_range (s, comparison (s, ESC_X_ULT, x, y), &r);
  if (c < 0)
    return true;
  /* v < c, v >= c; c < v, c >= v.  */
  if (x.base ? truth : !truth)
    {
      if (!range_below (s, v, x.base ? c - 1 : c, plain, &old, &n))
        return true;
    }
  else if (!plain || __builtin_sub_overflow (x.base ? c : c + 1, v.off, &n.lo))
    return true;
  if (n.lo < old.lo)
    n.lo = old.lo;
  return esc_assume_range (s, v.base, &n);
}

static bool
assume_less (struct esc_search *s, struct esc_sv x, struct esc_sv y, bool u,
             bool truth)
{
  struct esc_range r = { truth, truth, { 0, 0 }, 0 };
  if (x.base && y.base)
    {
      esc_set_range (s, comparison (s, u ? ESC_X_ULT : ESC_X_LT, x, y), &r);
      return true;
    }
  if (u)
    return assume_below (s, x, y, truth);
  esc_term t = x.base ? x.base : y.base;
  struct esc_range n = { INT64_MIN, INT64_MAX, { 0, 0 }, 0 };
  int64_t bound;
  /* x < c, x >= c, c < y, c >= y, all for the base alone.  */
  if (__builtin_sub_overflow (x.base ? y.off : x.off, x.base ? x.off : y.off,
                              &bound))
    return true;
  if (x.base && truth)
    {
      if (bound == INT64_MIN)
        return false;
      n.hi = bound - 1;
    }
  else if (x.base)
    n.lo = bound;
  else if (truth)
    {
      if (bound == INT64_MAX)
        return false;
      n.lo = bound + 1;
    }
  else
    n.hi = bound;
  return esc_assume_range (s, t, &n);
}

/* X OP Y, EQ or LT, is TRUTH: narrow both, whatever is remembered of the
   comparison itself.  */
static bool
conclude (struct esc_search *s, enum esc_cmp op, struct esc_sv x,
          struct esc_sv y, bool u, bool truth)
{
  x = esc_resolve (s, x);
  y = esc_resolve (s, y);
  if (x.base == 1 || y.base == 1)
    return true;
  int d = op == ESC_EQ ? decide_equal (s, x, y) : decide_less (s, x, y, u);
  if (d >= 0)
    return d == truth;
  return op == ESC_EQ ? assume_equal (s, x, y, truth)
                      : assume_less (s, x, y, u, truth);
}

bool
esc_assume (struct esc_search *s, enum esc_cmp op, struct esc_sv x,
            struct esc_sv y, bool u, bool truth)
{
  bool negate;
  if (op == ESC_CMP_OTHER)
    return true;
  op = normalise (op, &x, &y, &negate);
  truth ^= negate;
  x = esc_resolve (s, x);
  y = esc_resolve (s, y);
  if (x.base == 1 || y.base == 1)
    return true;
  int d = decide (s, op, x, y, u);
  if (d >= 0)
    return d == truth;
  return op == ESC_EQ ? assume_equal (s, x, y, truth)
                      : assume_less (s, x, y, u, truth);
}
