/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lower-cond.cc - conditions, as the user wrote them.

       if (i < 4 && i < n) …        optimising GCC: _1 = i < 4;  _2 = i < n;
                                    _3 = _1 & _2;  if (_3 != 0) …
       => b0: if i < 4 b1 else      b1: if i < n then else

   When optimising, GCC's front end turns some `&&` and `||` into arithmetic:
   of booleans, of integers compared with zero (`(a | b) == 0`), and of members
   that lie next to each other, compared as one number.  This takes it apart
   again, so that the branches are the same at every level.

   A plan is the list of plain conditions, in order, each with two targets:
   another condition of the plan, or one of the two ways out.  The first stands
   at the end of the block itself, each other has a facts block of its own
   right after it.

   Not modelled: such arithmetic that is not at once branched on.  */

#include "lower-internal.h"

#define WAY_TRUE  -1
#define WAY_FALSE -2
#define HOLE      -3 /* and below: a target not known yet */

#define MAX_DEPTH 12

struct planning
{
  struct esc_lower_plan *plan;
  gcond *stmt;
  int depth;
  bool failed;
};

static void
leaf (struct planning *p, enum tree_code code, tree a, tree b, int yes, int no)
{
  struct esc_lower_plan *plan = p->plan;
  if (plan->n == ESC_LOWER_LEAVES)
    {
      p->failed = true;
      return;
    }
  struct esc_lower_leaf *l = &plan->leaves[plan->n++];
  l->code = code;
  l->a = a;
  l->b = b;
  l->yes = yes;
  l->no = no;
}

/* From leaf FIRST on, what goes to WAS goes to the next leaf.  */
static void
fill_hole (struct planning *p, unsigned first, int was)
{
  struct esc_lower_plan *plan = p->plan;
  for (unsigned i = first; i < plan->n; i++)
    {
      if (plan->leaves[i].yes == was)
        plan->leaves[i].yes = (int)plan->n;
      if (plan->leaves[i].no == was)
        plan->leaves[i].no = (int)plan->n;
    }
}

static void plan_compare (struct planning *p, enum tree_code code, tree a,
                          tree b, int yes, int no);

/* A CODE 0 and B CODE 0; if ALL, both, else one of them.  */
static void
plan_two (struct planning *p, bool all, enum tree_code code, tree a, tree b,
          int yes, int no)
{
  unsigned first = p->plan->n;
  int hole = HOLE - p->depth;
  tree zero_a = build_zero_cst (TREE_TYPE (a));
  tree zero_b = build_zero_cst (TREE_TYPE (b));
  if (all)
    plan_compare (p, code, a, zero_a, hole, no);
  else
    plan_compare (p, code, a, zero_a, yes, hole);
  fill_hole (p, first, hole);
  plan_compare (p, code, b, zero_b, yes, no);
}

static bool
is_boolean (tree type)
{
  return INTEGRAL_TYPE_P (type) && TYPE_PRECISION (type) == 1
         && TYPE_UNSIGNED (type);
}

/* ---- members compared together ------------------------------------------ */

/* Is nothing stored between DEF and the condition, in the same block?  */
static bool
nothing_between (struct planning *p, gimple *def)
{
  if (gimple_bb (def) != gimple_bb (p->stmt))
    return false;
  gimple_stmt_iterator i = gsi_for_stmt (def);
  for (gsi_next (&i); !gsi_end_p (i); gsi_next (&i))
    {
      gimple *s = gsi_stmt (i);
      if (s == p->stmt)
        return true;
      if (!is_gimple_debug (s) && (!is_gimple_assign (s) || gimple_vdef (s)))
        return false;
    }
  return false;
}

/* Bits [AT, AT + SIZE) of N.  */
static uint64_t
bits_of (uint64_t n, int64_t at, int64_t size)
{
  n >>= at;
  return size < 64 ? n & ((UINT64_C (1) << size) - 1) : n;
}

/* One member that takes part in a comparison.  */
struct member
{
  tree field;
  uint64_t value;
};

/* Find the members of record TYPE that are the bits MASK of its bits
   [FIRST, FIRST + 64), with their values in VALUE.  Their number, 0 if the
   bits are not exactly members.  */
static unsigned
find_members (tree type, int64_t first, uint64_t mask, uint64_t value,
              struct member *members)
{
  unsigned n = 0;
  for (tree f = TYPE_FIELDS (type); f; f = DECL_CHAIN (f))
    {
      int64_t bytes, bits, size;
      if (TREE_CODE (f) != FIELD_DECL || !DECL_SIZE (f)
          || !esc_lower_constant (DECL_FIELD_OFFSET (f), &bytes)
          || !esc_lower_constant (DECL_FIELD_BIT_OFFSET (f), &bits)
          || !esc_lower_constant (DECL_SIZE (f), &size))
        continue;
      int64_t at = bytes * BITS_PER_UNIT + bits - first;
      if (size <= 0 || at + size <= 0 || at >= 64)
        continue;
      uint64_t all = size < 64 ? (UINT64_C (1) << size) - 1 : ~UINT64_C (0);
      if (at < 0 || at + size > 64 || !INTEGRAL_TYPE_P (TREE_TYPE (f)))
        {
          int64_t from = MAX (at, INT64_C (0)),
                  to = MIN (at + size, INT64_C (64));
          if (bits_of (mask, from, to - from))
            return 0;
          continue;
        }
      if (!bits_of (mask, at, size))
        continue;
      if (bits_of (mask, at, size) != all || n == ESC_LOWER_LEAVES)
        return 0;
      members[n].field = f;
      members[n++].value = bits_of (value, at, size);
      mask &= ~(all << at);
    }
  return mask ? 0 : n;
}

/* The value of type TYPE with the low bits BITS, as GCC writes it.  */
static tree
constant (tree type, uint64_t bits)
{
  return build_int_cst_type (type, (HOST_WIDE_INT)bits);
}

/* REF & MASK CODE VALUE, where REF is some bits of a record, is a comparison
   of each member with its own value.  */
static bool
plan_members (struct planning *p, enum tree_code code, gimple *def,
              uint64_t mask, uint64_t value, int yes, int no)
{
  tree ref = gimple_assign_rhs1 (def);
  tree record = TREE_OPERAND (ref, 0);
  int64_t size, at;
  if (TREE_CODE (TREE_TYPE (record)) != RECORD_TYPE
      || !esc_lower_constant (TREE_OPERAND (ref, 1), &size)
      || !esc_lower_constant (TREE_OPERAND (ref, 2), &at) || size > 64
      || BYTES_BIG_ENDIAN || !nothing_between (p, def))
    return false;
  if (size < 64)
    mask &= (UINT64_C (1) << size) - 1;
  struct member members[ESC_LOWER_LEAVES];
  unsigned n = find_members (TREE_TYPE (record), at, mask, value, members);
  if (!n || p->plan->n + n > ESC_LOWER_LEAVES || (value & ~mask))
    return false;
  if (code == NE_EXPR)
    {
      int other = yes;
      yes = no;
      no = other;
    }
  for (unsigned i = 0; i < n; i++)
    {
      tree f = members[i].field;
      leaf (p, EQ_EXPR, NULL_TREE, constant (TREE_TYPE (f), members[i].value),
            i + 1 < n ? (int)p->plan->n + 1 : yes, no);
      p->plan->leaves[p->plan->n - 1].record = record;
      p->plan->leaves[p->plan->n - 1].field = f;
    }
  return true;
}

/* ---- plans -------------------------------------------------------------- */

/* Take NAME CODE 0 apart, CODE being EQ or NE, if NAME is of a kind that
   allows it.  */
static bool
plan_name (struct planning *p, enum tree_code code, tree name, int yes, int no)
{
  gimple *def = SSA_NAME_DEF_STMT (name);
  if (gimple_call_builtin_p (def, BUILT_IN_EXPECT)
      || gimple_call_builtin_p (def, BUILT_IN_EXPECT_WITH_PROBABILITY))
    {
      tree arg = gimple_call_arg (def, 0);
      plan_compare (p, code, arg, build_zero_cst (TREE_TYPE (arg)), yes, no);
      return true;
    }
  if (!is_gimple_assign (def))
    return false;
  enum tree_code op = gimple_assign_rhs_code (def);
  tree a = gimple_assign_rhs1 (def), b = gimple_assign_rhs2 (def);
  bool truth = is_boolean (TREE_TYPE (name));
  if (TREE_CODE_CLASS (op) == tcc_comparison && !VECTOR_TYPE_P (TREE_TYPE (a)))
    {
      plan_compare (p, op, a, b, code == NE_EXPR ? yes : no,
                    code == NE_EXPR ? no : yes);
      return true;
    }
  if (truth && op == BIT_AND_EXPR)
    plan_two (p, code == NE_EXPR, code, a, b, yes, no);
  else if (op == BIT_IOR_EXPR && INTEGRAL_TYPE_P (TREE_TYPE (name)))
    plan_two (p, code == EQ_EXPR, code, a, b, yes, no);
  else if (truth && op == BIT_NOT_EXPR)
    plan_compare (p, code, a, build_zero_cst (TREE_TYPE (a)), no, yes);
  else if ((CONVERT_EXPR_CODE_P (op) || op == SSA_NAME)
           && TREE_CODE (a) == SSA_NAME && INTEGRAL_TYPE_P (TREE_TYPE (a))
           && INTEGRAL_TYPE_P (TREE_TYPE (name))
           && TYPE_PRECISION (TREE_TYPE (name))
                  >= TYPE_PRECISION (TREE_TYPE (a)))
    plan_compare (p, code, a, build_zero_cst (TREE_TYPE (a)), yes, no);
  else
    return false;
  return true;
}

/* What defines NAME, but for casts that keep all bits; NULL if that is no
   assignment.  */
static gimple *
made_by (tree name)
{
  for (int i = 0; i < MAX_DEPTH; i++)
    {
      gimple *def = SSA_NAME_DEF_STMT (name);
      if (!is_gimple_assign (def))
        return NULL;
      tree a = gimple_assign_rhs1 (def);
      enum tree_code op = gimple_assign_rhs_code (def);
      if (op == VIEW_CONVERT_EXPR)
        a = TREE_OPERAND (a, 0);
      else if (!CONVERT_EXPR_CODE_P (op) && op != SSA_NAME)
        return def;
      if (TREE_CODE (a) != SSA_NAME || !INTEGRAL_TYPE_P (TREE_TYPE (a))
          || TYPE_PRECISION (TREE_TYPE (a))
                 != TYPE_PRECISION (TREE_TYPE (name)))
        return NULL;
      name = a;
    }
  return NULL;
}

/* Take NAME CODE VALUE apart if NAME is bits of a record.  */
static bool
plan_bits (struct planning *p, enum tree_code code, tree name, uint64_t value,
           int yes, int no)
{
  uint64_t mask = ~UINT64_C (0);
  int64_t n;
  unsigned width = TYPE_PRECISION (TREE_TYPE (name));
  gimple *def = made_by (name);
  if (def && gimple_assign_rhs_code (def) == BIT_AND_EXPR
      && TREE_CODE (gimple_assign_rhs1 (def)) == SSA_NAME
      && esc_lower_constant (gimple_assign_rhs2 (def), &n))
    {
      mask = (uint64_t)n;
      def = made_by (gimple_assign_rhs1 (def));
    }
  return def && gimple_assign_rhs_code (def) == BIT_FIELD_REF
         && esc_lower_is_memory (gimple_assign_rhs1 (def))
         && plan_members (p, code, def, mask, bits_of (value, 0, width), yes,
                          no);
}

static void
plan_compare (struct planning *p, enum tree_code code, tree a, tree b, int yes,
              int no)
{
  int64_t n;
  if ((code == EQ_EXPR || code == NE_EXPR) && TREE_CODE (a) == SSA_NAME
      && INTEGRAL_TYPE_P (TREE_TYPE (a)) && p->depth < MAX_DEPTH
      && esc_lower_constant (b, &n))
    {
      bool done;
      p->depth++;
      if (is_boolean (TREE_TYPE (a)) && n != 0)
        {
          code = code == EQ_EXPR ? NE_EXPR : EQ_EXPR;
          n = 0;
          b = build_zero_cst (TREE_TYPE (a));
        }
      done = (n == 0 && plan_name (p, code, a, yes, no))
             || plan_bits (p, code, a, (uint64_t)n, yes, no);
      p->depth--;
      if (done)
        return;
    }
  leaf (p, code, a, b, yes, no);
}

/* The plan of condition S.  */
void
esc_lower_plan_cond (gcond *s, struct esc_lower_plan *plan)
{
  struct planning p = { plan, s, 0, false };
  plan->n = 0;
  memset (plan->leaves, 0, sizeof plan->leaves);
  tree a = gimple_cond_lhs (s), b = gimple_cond_rhs (s);
  plan_compare (&p, gimple_cond_code (s), a, b, WAY_TRUE, WAY_FALSE);
  if (!p.failed)
    return;
  p.failed = false;
  plan->n = 0;
  memset (plan->leaves, 0, sizeof plan->leaves);
  leaf (&p, gimple_cond_code (s), a, b, WAY_TRUE, WAY_FALSE);
}

/* Does leaf L leave by edge E of its block?  */
bool
esc_lower_leaf_leaves (const struct esc_lower_leaf *l, edge e)
{
  int way = e->flags & EDGE_TRUE_VALUE ? WAY_TRUE : WAY_FALSE;
  return l->yes == way || l->no == way;
}

/* ---- emitting ----------------------------------------------------------- */

/* The value of member L->field of L->record.  */
static esc_opnd
member_value (struct esc_lower *lo, const struct esc_lower_leaf *l)
{
  tree type = TREE_TYPE (l->field);
  uint32_t t = esc_lower_temp (lo, type);
  esc_lower_load_member (lo, t, l->record, l->field);
  return esc_val (t);
}

static void
emit_leaf (struct esc_lower *lo, const struct esc_lower_leaf *l, uint32_t first,
           const uint32_t ways[2])
{
  tree type = TREE_TYPE (l->b);
  esc_opnd a = l->field ? member_value (lo, l) : esc_lower_opnd (lo, l->a);
  esc_opnd b = esc_lower_opnd (lo, l->b);
  struct esc_ins *ins = esc_lower_emit (lo, ESC_COND, ESC_NONE);
  ins->sub = (uint8_t)esc_lower_cmp (l->code);
  ins->flags = (uint8_t)esc_lower_flags (type);
  ins->width = (uint8_t)esc_lower_width (type);
  ins->a = a;
  ins->b = b;
  uint32_t succs[2];
  succs[0] = l->yes >= 0 ? first + (uint32_t)l->yes : ways[-1 - l->yes];
  succs[1] = l->no >= 0 ? first + (uint32_t)l->no : ways[-1 - l->no];
  esc_block_end (lo->b, succs, 2);
}

/* End the open block, and make those that follow it, with condition S.  WAYS
   are the blocks to go to when it is true and when not.  */
void
esc_lower_cond (struct esc_lower *lo, gcond *s, const uint32_t ways[2])
{
  struct esc_lower_plan plan;
  esc_lower_plan_cond (s, &plan);
  uint32_t first = lo->b->nblocks - 1;
  for (unsigned i = 0; i < plan.n; i++)
    {
      if (i)
        esc_block_begin (lo->b);
      emit_leaf (lo, &plan.leaves[i], first, ways);
    }
}
