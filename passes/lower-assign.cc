/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lower-assign.cc - assignments.

       p_1 = &x;  q_2 = p_1 + 8;  *q_2 = 5;  s = t;  x ={v} {CLOBBER};
       => move, add, store, copy, end

   Not modelled: vector and floating-point arithmetic, of which only is known
   what goes in (ESC_ARITH_OTHER).  */

#include "lower-internal.h"

/* ---- arithmetic --------------------------------------------------------- */

unsigned
esc_lower_flags (tree type)
{
  if (POINTER_TYPE_P (type))
    return ESC_INS_UNSIGNED;
  if (INTEGRAL_TYPE_P (type))
    return TYPE_UNSIGNED (type) ? ESC_INS_UNSIGNED : 0;
  return ESC_INS_FLOAT;
}

enum esc_cmp
esc_lower_cmp (enum tree_code code)
{
  switch (code)
    {
    case EQ_EXPR:
      return ESC_EQ;
    case NE_EXPR:
      return ESC_NE;
    case LT_EXPR:
      return ESC_LT;
    case LE_EXPR:
      return ESC_LE;
    case GT_EXPR:
      return ESC_GT;
    case GE_EXPR:
      return ESC_GE;
    default:
      return ESC_CMP_OTHER;
    }
}

void
esc_lower_compare (struct esc_lower *lo, uint32_t dst, enum tree_code code,
                   tree a, tree b)
{
  esc_opnd x = esc_lower_opnd (lo, a), y = esc_lower_opnd (lo, b);
  if (VECTOR_TYPE_P (TREE_TYPE (a)))
    {
      esc_lower_arith (lo, ESC_ARITH_OTHER, dst, x, y, 0);
      return;
    }
  struct esc_ins *ins = esc_lower_emit (lo, ESC_CMP, dst);
  ins->sub = (uint8_t)esc_lower_cmp (code);
  ins->flags = (uint8_t)esc_lower_flags (TREE_TYPE (a));
  ins->width = (uint8_t)esc_lower_width (TREE_TYPE (a));
  ins->a = x;
  ins->b = y;
}

static enum esc_arith
arith_op (enum tree_code code)
{
  switch (code)
    {
    case PLUS_EXPR:
    case POINTER_PLUS_EXPR:
      return ESC_ADD;
    case MINUS_EXPR:
    case POINTER_DIFF_EXPR:
      return ESC_SUB;
    case MULT_EXPR:
      return ESC_MUL;
    case BIT_AND_EXPR:
    case TRUTH_AND_EXPR:
      return ESC_AND;
    case BIT_IOR_EXPR:
    case TRUTH_OR_EXPR:
      return ESC_OR;
    case BIT_XOR_EXPR:
    case TRUTH_XOR_EXPR:
      return ESC_XOR;
    case LSHIFT_EXPR:
      return ESC_SHL;
    case RSHIFT_EXPR:
      return ESC_SHR;
    case TRUNC_DIV_EXPR:
    case EXACT_DIV_EXPR:
      return ESC_DIV;
    case TRUNC_MOD_EXPR:
      return ESC_MOD;
    case MIN_EXPR:
      return ESC_MIN;
    case MAX_EXPR:
      return ESC_MAX;
    case NEGATE_EXPR:
      return ESC_NEG;
    case BIT_NOT_EXPR:
      return ESC_NOT;
    default:
      return ESC_ARITH_OTHER;
    }
}

/* Is arithmetic in TYPE the arithmetic of a machine word, whose wrapping the
   engine knows?  */
static bool
plain_number (tree type)
{
  if (POINTER_TYPE_P (type) || TREE_CODE (type) == OFFSET_TYPE)
    return true;
  return INTEGRAL_TYPE_P (type) && TYPE_PRECISION (type) <= 64
         && (TYPE_PRECISION (type) % BITS_PER_UNIT == 0
             || TYPE_PRECISION (type) == 1);
}

static void
binary (struct esc_lower *lo, uint32_t dst, gassign *s)
{
  enum tree_code code = gimple_assign_rhs_code (s);
  tree a = gimple_assign_rhs1 (s), b = gimple_assign_rhs2 (s);
  if (TREE_CODE_CLASS (code) == tcc_comparison)
    {
      esc_lower_compare (lo, dst, code, a, b);
      return;
    }
  esc_opnd x = esc_lower_opnd (lo, a), y = esc_lower_opnd (lo, b);
  tree type = TREE_TYPE (a);
  enum esc_arith op = arith_op (code);
  if (!plain_number (type) && INTEGRAL_TYPE_P (type) == 0)
    op = ESC_ARITH_OTHER;
  else if (!plain_number (type) && TYPE_PRECISION (type) <= 64 && op != ESC_AND
           && op != ESC_OR && op != ESC_XOR)
    op = ESC_ARITH_OTHER;
  esc_lower_arith (lo, op, dst, x, y, esc_lower_flags (type));
}

/* ---- casts -------------------------------------------------------------- */

static enum esc_cast
cast_kind (tree to, tree from)
{
  unsigned t = TYPE_PRECISION (to), f = TYPE_PRECISION (from);
  bool to_ptr = POINTER_TYPE_P (to), from_ptr = POINTER_TYPE_P (from);
  if (to_ptr)
    return from_ptr ? ESC_CAST_NONE : ESC_CAST_TO_PTR;
  if (t < f && t < POINTER_SIZE)
    return ESC_CAST_TRUNC;
  if (from_ptr)
    return ESC_CAST_TO_INT;
  if (t > f)
    return ESC_CAST_WIDEN;
  return ESC_CAST_NONE;
}

/* DST = (TO) A, where A is of type FROM.  */
void
esc_lower_cast (struct esc_lower *lo, uint32_t dst, tree to, tree from,
                esc_opnd a)
{
  bool to_number = INTEGRAL_TYPE_P (to) || POINTER_TYPE_P (to);
  bool from_number = INTEGRAL_TYPE_P (from) || POINTER_TYPE_P (from);
  if (!to_number || !from_number)
    {
      if (VECTOR_TYPE_P (to) || VECTOR_TYPE_P (from))
        esc_lower_move (lo, dst, a);
      else
        esc_lower_arith (lo, ESC_ARITH_OTHER, dst, a, ESC_OPND_NONE,
                         ESC_INS_FLOAT);
      return;
    }
  unsigned precision = TYPE_PRECISION (to);
  enum esc_cast kind = cast_kind (to, from);
  if (kind == ESC_CAST_TRUNC && precision % BITS_PER_UNIT != 0)
    {
      if (TYPE_UNSIGNED (to))
        esc_lower_arith (lo, ESC_AND, dst, a,
                         esc_int (lo->b, (INT64_C (1) << precision) - 1),
                         ESC_INS_UNSIGNED);
      else
        esc_lower_arith (lo, ESC_ARITH_OTHER, dst, a, ESC_OPND_NONE, 0);
      return;
    }
  struct esc_ins *ins = esc_lower_emit (lo, ESC_MOVE, dst);
  ins->sub = (uint8_t)kind;
  ins->flags = TYPE_UNSIGNED (from) ? ESC_INS_UNSIGNED : 0;
  ins->a = a;
}

static void
unary (struct esc_lower *lo, uint32_t dst, gassign *s)
{
  enum tree_code code = gimple_assign_rhs_code (s);
  tree rhs = gimple_assign_rhs1 (s), type = TREE_TYPE (rhs);
  esc_opnd a = esc_lower_opnd (lo, rhs);
  if (CONVERT_EXPR_CODE_P (code))
    esc_lower_cast (lo, dst, TREE_TYPE (gimple_assign_lhs (s)), type, a);
  else if (code == PAREN_EXPR)
    esc_lower_move (lo, dst, a);
  else if (code == BIT_NOT_EXPR && INTEGRAL_TYPE_P (type)
           && TYPE_PRECISION (type) == 1)
    esc_lower_arith (lo, ESC_XOR, dst, a, esc_int (lo->b, 1), ESC_INS_UNSIGNED);
  else
    esc_lower_arith (lo,
                     plain_number (type) ? arith_op (code) : ESC_ARITH_OTHER,
                     dst, a, ESC_OPND_NONE, esc_lower_flags (type));
}

/* COND ? A : B.  */
static void
select (struct esc_lower *lo, uint32_t dst, gassign *s)
{
  tree cond = gimple_assign_rhs1 (s);
  esc_opnd a = esc_lower_opnd (lo, gimple_assign_rhs2 (s));
  esc_opnd b = esc_lower_opnd (lo, gimple_assign_rhs3 (s));
  uint32_t c;
  if (COMPARISON_CLASS_P (cond))
    {
      c = esc_lower_temp_int (lo, 1, ESC_VAL_BOOL | ESC_VAL_UNSIGNED);
      esc_lower_compare (lo, c, TREE_CODE (cond), TREE_OPERAND (cond, 0),
                         TREE_OPERAND (cond, 1));
    }
  else if (TREE_CODE (cond) == SSA_NAME)
    c = esc_lower_val (lo, cond);
  else
    {
      esc_lower_move (lo, dst, integer_zerop (cond) ? b : a);
      return;
    }
  struct esc_ins *ins = esc_lower_emit (lo, ESC_SELECT, dst);
  ins->x = c;
  ins->a = a;
  ins->b = b;
}

static void
ternary (struct esc_lower *lo, uint32_t dst, gassign *s)
{
  if (gimple_assign_rhs_code (s) == COND_EXPR)
    {
      select (lo, dst, s);
      return;
    }
  esc_opnd a = esc_lower_opnd (lo, gimple_assign_rhs1 (s));
  esc_opnd b = esc_lower_opnd (lo, gimple_assign_rhs2 (s));
  esc_opnd c = esc_lower_opnd (lo, gimple_assign_rhs3 (s));
  uint32_t t = esc_lower_temp_int (lo, 0, 0);
  esc_lower_arith (lo, ESC_ARITH_OTHER, t, a, b, 0);
  esc_lower_arith (lo, ESC_ARITH_OTHER, dst, esc_val (t), c, 0);
}

/* ---- memory ------------------------------------------------------------- */

/* DST = REF, which is memory or part of an SSA value.  */
static void
load (struct esc_lower *lo, uint32_t dst, tree ref)
{
  struct esc_lower_ref r;
  esc_lower_reference (lo, ref, &r);
  if (r.value)
    {
      esc_opnd a = esc_lower_opnd (lo, r.value);
      enum tree_code code = TREE_CODE (ref);
      if (code == VIEW_CONVERT_EXPR)
        esc_lower_cast (lo, dst, TREE_TYPE (ref), TREE_TYPE (r.value), a);
      else if (code == REALPART_EXPR)
        esc_lower_move (lo, dst, a);
      else
        esc_lower_arith (lo, ESC_ARITH_OTHER, dst, a, esc_int (lo->b, r.p.off),
                         0);
    }
  else if (r.bits)
    esc_lower_load_bits (lo, dst, &r, TREE_TYPE (ref));
  else
    {
      uint32_t place = esc_place_add (lo->b, &r.p);
      esc_lower_emit (lo, ESC_LOAD, dst)->x = place;
    }
}

/* LHS = operand A.  */
void
esc_lower_store (struct esc_lower *lo, tree lhs, esc_opnd a)
{
  if (TREE_CODE (lhs) == SSA_NAME)
    {
      esc_lower_move (lo, esc_lower_val (lo, lhs), a);
      return;
    }
  struct esc_lower_ref r;
  esc_lower_reference (lo, lhs, &r);
  if (r.bits)
    {
      esc_lower_store_bits (lo, &r, a);
      return;
    }
  uint32_t place = esc_place_add (lo->b, &r.p);
  struct esc_ins *ins = esc_lower_emit (lo, ESC_STORE, ESC_NONE);
  ins->x = place;
  ins->a = a;
}

static void
fill (struct esc_lower *lo, tree lhs, esc_opnd byte)
{
  uint32_t place = esc_lower_place (lo, lhs);
  struct esc_ins *ins = esc_lower_emit (lo, ESC_FILL, ESC_NONE);
  ins->x = place;
  ins->a = byte;
}

/* Memory LHS = {RHS, …}, a vector.  */
static void
store_elements (struct esc_lower *lo, tree lhs, tree rhs)
{
  struct esc_lower_ref r;
  esc_lower_reference (lo, lhs, &r);
  fill (lo, lhs, esc_int (lo->b, 0));
  unsigned HOST_WIDE_INT i;
  tree value;
  int64_t size = esc_lower_size (TREE_TYPE (TREE_TYPE (rhs)));
  FOR_EACH_CONSTRUCTOR_VALUE (CONSTRUCTOR_ELTS (rhs), i, value)
    {
      esc_opnd a = esc_lower_opnd (lo, value);
      struct esc_place p = r.p;
      p.off += (int64_t)i * size;
      p.size = esc_lower_size (TREE_TYPE (value));
      p.type = esc_lower_type_kind (TREE_TYPE (value));
      uint32_t place = esc_place_add (lo->b, &p);
      struct esc_ins *ins = esc_lower_emit (lo, ESC_STORE, ESC_NONE);
      ins->x = place;
      ins->a = a;
    }
}

static void
assign_memory (struct esc_lower *lo, tree lhs, tree rhs)
{
  if (TREE_CODE (rhs) == CONSTRUCTOR)
    {
      if (CONSTRUCTOR_NELTS (rhs))
        store_elements (lo, lhs, rhs);
      else
        fill (lo, lhs, esc_int (lo->b, 0));
    }
  else if (esc_lower_is_memory (rhs))
    {
      uint32_t to = esc_lower_place (lo, lhs);
      uint32_t from = esc_lower_place (lo, rhs);
      struct esc_ins *ins = esc_lower_emit (lo, ESC_COPY, ESC_NONE);
      ins->x = to;
      ins->a = from;
    }
  else
    {
      esc_opnd a;
      if (handled_component_p (rhs))
        {
          uint32_t t = esc_lower_temp (lo, TREE_TYPE (rhs));
          load (lo, t, rhs);
          a = esc_val (t);
        }
      else
        a = esc_lower_opnd (lo, rhs);
      esc_lower_store (lo, lhs, a);
    }
}

/* Register value NAME = RHS, a single operand.  */
static void
assign_value (struct esc_lower *lo, tree name, tree rhs, gassign *s)
{
  uint32_t dst = esc_lower_val (lo, name);
  if (TREE_CODE (rhs) == ADDR_EXPR)
    esc_lower_address (lo, TREE_OPERAND (rhs, 0), dst);
  else if (TREE_CODE (rhs) == CONSTRUCTOR && CONSTRUCTOR_NELTS (rhs))
    {
      unsigned HOST_WIDE_INT i;
      tree value;
      esc_opnd all = ESC_OPND_NONE;
      FOR_EACH_CONSTRUCTOR_VALUE (CONSTRUCTOR_ELTS (rhs), i, value)
        {
          bool last = i + 1 == CONSTRUCTOR_NELTS (rhs);
          uint32_t t = last ? dst : esc_lower_temp_int (lo, 0, 0);
          esc_opnd a = esc_lower_opnd (lo, value);
          esc_lower_arith (lo, ESC_ARITH_OTHER, t, all, a, 0);
          all = esc_val (t);
        }
    }
  else if (handled_component_p (rhs) || esc_lower_is_memory (rhs))
    load (lo, dst, rhs);
  else if (!lo->has_hints || !integer_zerop (rhs)
           || !esc_lower_returned (lo, s, dst))
    esc_lower_move (lo, dst, esc_lower_opnd (lo, rhs));
}

/* The life of the object that clobber S names ends.  */
static void
clobber (struct esc_lower *lo, gassign *s)
{
  tree lhs = gimple_assign_lhs (s);
  if (!esc_gcc_clobber_ends (s) || !VAR_P (lhs) || is_global_var (lhs)
      || DECL_HAS_VALUE_EXPR_P (lhs))
    return;
  uint32_t before = lo->m->nobjs;
  uint32_t obj = esc_lower_obj (lo, lhs);
  if (obj == before && !lo->first_ended)
    lo->first_ended = obj;
  esc_lower_emit (lo, ESC_END, ESC_NONE)->x = obj;
}

void
esc_lower_assign (struct esc_lower *lo, gassign *s)
{
  tree lhs = gimple_assign_lhs (s);
  if (gimple_clobber_p (s))
    {
      clobber (lo, s);
      return;
    }
  enum gimple_rhs_class kind
      = get_gimple_rhs_class (gimple_assign_rhs_code (s));
  bool name = TREE_CODE (lhs) == SSA_NAME;
  if (kind == GIMPLE_SINGLE_RHS)
    {
      if (name)
        assign_value (lo, lhs, gimple_assign_rhs1 (s), s);
      else
        assign_memory (lo, lhs, gimple_assign_rhs1 (s));
      return;
    }
  uint32_t dst
      = name ? esc_lower_val (lo, lhs) : esc_lower_temp (lo, TREE_TYPE (lhs));
  if (kind == GIMPLE_UNARY_RHS)
    unary (lo, dst, s);
  else if (kind == GIMPLE_BINARY_RHS)
    binary (lo, dst, s);
  else
    ternary (lo, dst, s);
  if (!name)
    esc_lower_store (lo, lhs, esc_val (dst));
}
