/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lower-bound.cc - how large an allocation on the stack can be.

       for (int i = 1; i < 64 && i < n; i++) { char b[2 * i]; … }
       => at most 126 bytes

   GCC's range analysis knows what conditions say of a value, here i <= 63.
   What it does not know this early is that a counter that starts at 1 and
   only grows is not negative; without that, `2 * i` as a size may be anything.
   So the size is followed back through arithmetic, each value's range being
   what the analysis says, what the arithmetic says, and, for a value that a
   loop only increases (or only decreases), where it starts.

   The ranges are of names, so that a sum that is computed twice has two:

       if (a + b > 100) return; char c[a + b];

   A name that a dominating condition asks about and that is computed in the
   same way from the same names is the same value.

   Invariants: a range is never narrower than what C allows: signed overflow
   is undefined, unsigned arithmetic counts only if it cannot wrap.

   Not modelled: relations between two variables.  */

#include "lower-internal.h"

#define MAX_DEPTH 8

/* All values from LO to HI; the extremes mean "unknown".  */
struct span
{
  int64_t lo, hi;
};

static const struct span anything = { INT64_MIN, INT64_MAX };

/* Where a value is asked for: at a statement, or on an edge.  */
struct bounding
{
  struct esc_lower *lo;
  gimple *at;
  edge on;
};

/* What a value of TYPE can be.  */
static struct span
of_type (tree type)
{
  struct span r = anything;
  unsigned bits = TYPE_PRECISION (type);
  if (bits < 64)
    {
      r.hi = (INT64_C (1) << (TYPE_UNSIGNED (type) ? bits : bits - 1)) - 1;
      r.lo = TYPE_UNSIGNED (type) ? 0 : -r.hi - 1;
    }
  else if (TYPE_UNSIGNED (type))
    r.lo = 0;
  return r;
}

static struct span
meet (struct span a, struct span b)
{
  struct span r = { MAX (a.lo, b.lo), MIN (a.hi, b.hi) };
  return r.lo <= r.hi ? r : a;
}

/* R, computed exactly, as a value of TYPE.  */
static struct span
as_type (struct span r, tree type)
{
  struct span all = of_type (type);
  bool known = r.lo != INT64_MIN && r.hi != INT64_MAX;
  if (known && r.lo >= all.lo && r.hi <= all.hi)
    return r;
  if (TYPE_OVERFLOW_UNDEFINED (type))
    return meet (all, r);
  return all;
}

/* A + N, extremes staying unknown.  */
static int64_t
plus (int64_t a, int64_t n)
{
  if (a == INT64_MIN || a == INT64_MAX)
    return a;
  int64_t r;
  if (__builtin_add_overflow (a, n, &r))
    return n < 0 ? INT64_MIN : INT64_MAX;
  return r;
}

/* A * N for positive N.  */
static int64_t
times (int64_t a, int64_t n)
{
  if (a == INT64_MIN || a == INT64_MAX)
    return a;
  int64_t r;
  if (__builtin_mul_overflow (a, n, &r))
    return a < 0 ? INT64_MIN : INT64_MAX;
  return r;
}

/* If NAME is PHI plus a constant, by way of signed additions: its sum in
 *STEP.  */
static bool
steps_from (tree name, tree phi, int64_t *step)
{
  *step = 0;
  for (int i = 0; i < MAX_DEPTH; i++)
    {
      int64_t n;
      if (name == phi)
        return true;
      gimple *def = SSA_NAME_DEF_STMT (name);
      if (!is_gimple_assign (def))
        return false;
      tree a = gimple_assign_rhs1 (def);
      enum tree_code op = gimple_assign_rhs_code (def);
      if ((op == PLUS_EXPR || op == MINUS_EXPR)
          && TYPE_OVERFLOW_UNDEFINED (TREE_TYPE (name))
          && esc_lower_constant (gimple_assign_rhs2 (def), &n))
        *step += op == PLUS_EXPR ? n : -n;
      else if (op != SSA_NAME)
        return false;
      if (TREE_CODE (a) != SSA_NAME)
        return false;
      name = a;
    }
  return false;
}

static struct span span_of (const struct bounding *, tree t, int depth);

/* What PHI can be: where the loop starts, and beyond it in the direction in
   which the loop goes.  */
static struct span
span_of_phi (const struct bounding *b, gphi *phi, int depth)
{
  struct span r = { INT64_MAX, INT64_MIN };
  tree name = gimple_phi_result (phi);
  bool up = false, down = false;
  for (unsigned i = 0; i < gimple_phi_num_args (phi); i++)
    {
      tree arg = gimple_phi_arg_def (phi, i);
      int64_t step;
      if (TREE_CODE (arg) == SSA_NAME && steps_from (arg, name, &step))
        {
          up |= step > 0;
          down |= step < 0;
          continue;
        }
      struct bounding there = { b->lo, NULL, gimple_phi_arg_edge (phi, i) };
      struct span a = span_of (&there, arg, depth);
      r.lo = MIN (r.lo, a.lo);
      r.hi = MAX (r.hi, a.hi);
    }
  if (down || r.lo == INT64_MAX)
    r.lo = INT64_MIN;
  if (up || r.hi == INT64_MIN)
    r.hi = INT64_MAX;
  return r;
}

/* What the arithmetic of S says of its result, of TYPE.  */
static struct span
span_of_assign (const struct bounding *b, gassign *s, tree type, int depth)
{
  enum tree_code op = gimple_assign_rhs_code (s);
  tree a = gimple_assign_rhs1 (s), c = gimple_assign_rhs2 (s);
  int64_t n;
  if (op == SSA_NAME || CONVERT_EXPR_CODE_P (op))
    {
      if (!INTEGRAL_TYPE_P (TREE_TYPE (a)))
        return anything;
      struct span r = span_of (b, a, depth), all = of_type (type);
      return r.lo >= all.lo && r.hi <= all.hi ? r : anything;
    }
  if (!c || !INTEGRAL_TYPE_P (type))
    return anything;
  bool constant = esc_lower_constant (c, &n);
  struct span r = span_of (b, a, depth);
  if (op == MULT_EXPR && constant && n > 0)
    r = { times (r.lo, n), times (r.hi, n) };
  else if (op == LSHIFT_EXPR && constant && n >= 0 && n < 32)
    r = { times (r.lo, INT64_C (1) << n), times (r.hi, INT64_C (1) << n) };
  else if ((op == PLUS_EXPR || op == MINUS_EXPR) && constant && n != INT64_MIN)
    {
      n = op == PLUS_EXPR ? n : -n;
      r = { plus (r.lo, n), plus (r.hi, n) };
    }
  else if (op == PLUS_EXPR)
    {
      struct span q = span_of (b, c, depth);
      bool known = r.lo != INT64_MIN && r.hi != INT64_MAX && q.lo != INT64_MIN
                   && q.hi != INT64_MAX;
      if (!known)
        return anything;
      r = { plus (r.lo, q.lo), plus (r.hi, q.hi) };
    }
  else
    return anything;
  return as_type (r, type);
}

/* Do A and B compute the same value, from the same names?  */
static bool
same_value (tree a, tree b, int depth)
{
  if (a == b)
    return true;
  if (TREE_CODE (a) != SSA_NAME || TREE_CODE (b) != SSA_NAME)
    return operand_equal_p (a, b, 0);
  if (depth <= 0 || TREE_TYPE (a) != TREE_TYPE (b))
    return false;
  gassign *s = dyn_cast<gassign *> (SSA_NAME_DEF_STMT (a));
  gassign *r = dyn_cast<gassign *> (SSA_NAME_DEF_STMT (b));
  if (!s || !r || gimple_vuse (s) || gimple_vuse (r)
      || gimple_assign_rhs_code (s) != gimple_assign_rhs_code (r)
      || gimple_num_ops (s) != gimple_num_ops (r))
    return false;
  for (unsigned i = 1; i < gimple_num_ops (s); i++)
    if (!same_value (gimple_op (s, i), gimple_op (r, i), depth - 1))
      return false;
  return true;
}

/* What the conditions that B is under say of a name that is the same value as
   T.  */
static struct span
span_of_same (const struct bounding *b, tree t)
{
  struct span r = anything;
  if (!b->at || !dom_info_available_p (b->lo->fun, CDI_DOMINATORS))
    return r;
  basic_block bb = gimple_bb (b->at);
  for (int i = 0; i < 64 && bb; i++)
    {
      bb = get_immediate_dominator (CDI_DOMINATORS, bb);
      gcond *c = bb ? safe_dyn_cast<gcond *> (esc_gcc_last_stmt (bb)) : NULL;
      for (unsigned j = 0; c && j < 2; j++)
        {
          tree u = gimple_op (c, j);
          HOST_WIDE_INT lo, hi;
          if (TREE_CODE (u) == SSA_NAME && u != t
              && same_value (u, t, MAX_DEPTH)
              && esc_gcc_range (b->lo->ranger, u, b->at, NULL, &lo, &hi))
            r = meet (r, { lo, hi });
        }
    }
  return r;
}

/* What T can be at B.  */
static struct span
span_of (const struct bounding *b, tree t, int depth)
{
  int64_t n;
  if (esc_lower_constant (t, &n))
    {
      struct span r = { n, n };
      return n < 0 && TYPE_UNSIGNED (TREE_TYPE (t)) ? anything : r;
    }
  if (TREE_CODE (t) != SSA_NAME || !INTEGRAL_TYPE_P (TREE_TYPE (t)))
    return anything;
  struct span r = of_type (TREE_TYPE (t)), q;
  HOST_WIDE_INT lo, hi;
  if (esc_gcc_range (b->lo->ranger, t, b->at, b->on, &lo, &hi))
    r = meet (r, { lo, hi });
  if (depth <= 0)
    return r;
  gimple *def = SSA_NAME_DEF_STMT (t);
  if (gphi *phi = dyn_cast<gphi *> (def))
    q = span_of_phi (b, phi, depth - 1);
  else if (gassign *s = dyn_cast<gassign *> (def))
    q = meet (span_of_assign (b, s, TREE_TYPE (t), depth - 1),
              span_of_same (b, t));
  else
    return r;
  return meet (r, q);
}

uint64_t
esc_lower_bound (struct esc_lower *lo, gimple *s, tree size)
{
  int64_t n;
  if (esc_lower_constant (size, &n))
    return (uint64_t)n;
  if (!lo->ranger)
    {
      lo->has_dominators = dom_info_available_p (lo->fun, CDI_DOMINATORS);
      calculate_dominance_info (CDI_DOMINATORS);
      lo->ranger = esc_gcc_ranger_start (lo->fun);
    }
  struct bounding b = { lo, s, NULL };
  struct span r = span_of (&b, size, MAX_DEPTH);
  return r.hi == INT64_MAX ? UINT64_MAX : (uint64_t)r.hi;
}

void
esc_lower_bound_end (struct esc_lower *lo)
{
  if (!lo->ranger)
    return;
  esc_gcc_ranger_stop (lo->fun, lo->ranger);
  if (!lo->has_dominators)
    free_dominance_info (lo->fun, CDI_DOMINATORS);
  lo->ranger = NULL;
}
