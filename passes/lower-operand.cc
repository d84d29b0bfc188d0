/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lower-operand.cc - GIMPLE values and addresses as operands.

       x_3, 5, 1.0, &s.f, &a[i_2], g
       => value 7, 5, none, &s + 4, value t with t = &a + i*4, fun g

   Invariants: an SSA name has one value, made on first use, so that a use may
   come before its definition; a constant that cannot be an address is NONE.

   Not modelled: numbers of more than 64 bits (no width), the addresses of
   labels (NONE).  */

#include "lower-internal.h"

/* ---- values ------------------------------------------------------------- */

/* The bytes of a number of TYPE, 0 if it is none or too wide.  */
unsigned
esc_lower_width (tree type)
{
  if (!INTEGRAL_TYPE_P (type) && !POINTER_TYPE_P (type)
      && TREE_CODE (type) != OFFSET_TYPE)
    return 0;
  unsigned bytes = (TYPE_PRECISION (type) + BITS_PER_UNIT - 1) / BITS_PER_UNIT;
  return bytes <= 8 ? bytes : 0;
}

static unsigned
value_flags (tree type)
{
  unsigned flags = 0;
  if (POINTER_TYPE_P (type))
    flags |= ESC_VAL_PTR;
  else if (!INTEGRAL_TYPE_P (type))
    return 0;
  if (TYPE_UNSIGNED (type))
    flags |= ESC_VAL_UNSIGNED;
  if (TREE_CODE (type) == BOOLEAN_TYPE
      || (TYPE_UNSIGNED (type) && TYPE_PRECISION (type) == 1))
    flags |= ESC_VAL_BOOL;
  return flags;
}

uint32_t
esc_lower_temp (struct esc_lower *lo, tree type)
{
  return esc_val_add (lo->b, 0, esc_lower_width (type), value_flags (type));
}

uint32_t
esc_lower_temp_int (struct esc_lower *lo, unsigned width, unsigned flags)
{
  return esc_val_add (lo->b, 0, width, flags);
}

uint32_t
esc_lower_val (struct esc_lower *lo, tree name)
{
  uint32_t *val = &lo->vals[SSA_NAME_VERSION (name)];
  if (*val != ESC_NONE)
    return *val;
  tree type = TREE_TYPE (name), var = SSA_NAME_VAR (name);
  unsigned flags = value_flags (type);
  if (SSA_NAME_IS_DEFAULT_DEF (name) && (!var || TREE_CODE (var) != PARM_DECL))
    flags |= ESC_VAL_UNDEF;
  if (var && esc_lower_has_attribute (var, "escape_on_stack"))
    flags |= ESC_VAL_ON_STACK;
  esc_str called = var ? esc_lower_name (lo, var) : 0;
  return *val = esc_val_add (lo->b, called, esc_lower_width (type), flags);
}

/* ---- emitting ----------------------------------------------------------- */

struct esc_ins *
esc_lower_emit (struct esc_lower *lo, enum esc_op op, uint32_t dst)
{
  return esc_emit (lo->b, op, lo->loc, dst);
}

void
esc_lower_move (struct esc_lower *lo, uint32_t dst, esc_opnd a)
{
  esc_lower_emit (lo, ESC_MOVE, dst)->a = a;
}

void
esc_lower_arith (struct esc_lower *lo, enum esc_arith op, uint32_t dst,
                 esc_opnd a, esc_opnd b, unsigned flags)
{
  struct esc_ins *ins = esc_lower_emit (lo, ESC_ARITH, dst);
  ins->sub = (uint8_t)op;
  ins->flags = (uint8_t)flags;
  ins->a = a;
  ins->b = b;
}

/* ---- addresses ---------------------------------------------------------- */

/* A + B as a pointer: DST, or a new value if that is ESC_NONE.  */
static esc_opnd
add (struct esc_lower *lo, esc_opnd a, esc_opnd b, uint32_t dst)
{
  if (dst == ESC_NONE)
    dst = esc_lower_temp_int (lo, POINTER_SIZE / BITS_PER_UNIT,
                              ESC_VAL_PTR | ESC_VAL_UNSIGNED);
  esc_lower_arith (lo, ESC_ADD, dst, a, b, ESC_INS_UNSIGNED);
  return esc_val (dst);
}

/* IDX * STRIDE as wide as a pointer.  */
static esc_opnd
scale (struct esc_lower *lo, esc_opnd idx, int64_t stride)
{
  const unsigned width = POINTER_SIZE / BITS_PER_UNIT;
  const struct esc_val *v = &lo->b->vals[esc_opnd_index (idx)];
  if (v->width && v->width < width)
    {
      bool is_unsigned = v->flags & ESC_VAL_UNSIGNED;
      uint32_t wide = esc_lower_temp_int (lo, width, 0);
      struct esc_ins *ins = esc_lower_emit (lo, ESC_MOVE, wide);
      ins->sub = ESC_CAST_WIDEN;
      ins->flags = is_unsigned ? ESC_INS_UNSIGNED : 0;
      ins->a = idx;
      idx = esc_val (wide);
    }
  if (stride == 1)
    return idx;
  uint32_t t = esc_lower_temp_int (lo, width, 0);
  esc_opnd by = esc_int (lo->b, stride);
  esc_lower_arith (lo, ESC_MUL, t, idx, by, 0);
  return esc_val (t);
}

/* The address of the memory that R describes.  */
static esc_opnd
reference_address (struct esc_lower *lo, const struct esc_lower_ref *r,
                   uint32_t dst)
{
  const struct esc_place *p = &r->p;
  esc_opnd at = p->base;
  bool fixed = p->idx == ESC_OPND_NONE;
  if (esc_opnd_kind (at) == ESC_OP_ADDR)
    {
      uint32_t obj = lo->b->addrs[esc_opnd_index (at)].obj;
      if (!fixed && !p->stride)
        at = esc_addr_inexact (lo->b, obj);
      else if (p->off)
        at = esc_addr (lo->b, obj, p->off);
      fixed |= !p->stride;
    }
  else if (p->off && (fixed || p->stride))
    at = add (lo, at, esc_int (lo->b, p->off), fixed ? dst : ESC_NONE);
  if (fixed)
    {
      if (dst != ESC_NONE && at != esc_val (dst))
        esc_lower_move (lo, dst, at);
      return at;
    }
  esc_opnd by = p->stride ? scale (lo, p->idx, p->stride) : ESC_OPND_NONE;
  return add (lo, at, by, dst);
}

/* &REF.  If DST is not ESC_NONE, the value is also given to it.  */
esc_opnd
esc_lower_address (struct esc_lower *lo, tree ref, uint32_t dst)
{
  esc_opnd a;
  switch (TREE_CODE (ref))
    {
    case FUNCTION_DECL:
      a = esc_fun (esc_lower_function (lo, ref));
      break;
    case LABEL_DECL:
      a = ESC_OPND_NONE;
      break;
    case STRING_CST:
    case INTEGER_CST:
    case REAL_CST:
    case VECTOR_CST:
    case COMPLEX_CST:
    case CONSTRUCTOR:
      a = esc_addr (lo->b, esc_lower_const_obj (lo, ref), 0);
      break;
    default:
      struct esc_lower_ref r;
      esc_lower_reference (lo, ref, &r);
      return reference_address (lo, &r, dst);
    }
  if (dst != ESC_NONE)
    esc_lower_move (lo, dst, a);
  return a;
}

/* ---- operands ----------------------------------------------------------- */

/* The memory of an aggregate result that the caller provides is, seen from
   here, an object: NAME is the pointer to it.  */
static bool
is_result_pointer (tree name)
{
  tree var = SSA_NAME_VAR (name);
  return SSA_NAME_IS_DEFAULT_DEF (name) && var && TREE_CODE (var) == RESULT_DECL
         && DECL_BY_REFERENCE (var);
}

static esc_opnd
load (struct esc_lower *lo, tree ref)
{
  uint32_t place = esc_lower_place (lo, ref);
  uint32_t t = esc_lower_temp (lo, TREE_TYPE (ref));
  esc_lower_emit (lo, ESC_LOAD, t)->x = place;
  return esc_val (t);
}

esc_opnd
esc_lower_opnd (struct esc_lower *lo, tree t)
{
  int64_t n;
  switch (TREE_CODE (t))
    {
    case SSA_NAME:
      if (is_result_pointer (t))
        return esc_addr (lo->b, esc_lower_obj (lo, SSA_NAME_VAR (t)), 0);
      return esc_val (esc_lower_val (lo, t));
    case INTEGER_CST:
      return esc_lower_constant (t, &n) ? esc_int (lo->b, n) : ESC_OPND_NONE;
    case ADDR_EXPR:
      return esc_lower_address (lo, TREE_OPERAND (t, 0), ESC_NONE);
    case REAL_CST:
      /* No number to reason with, but the same for the same constant.  */
      return esc_int (lo->b, (int64_t)real_hash (TREE_REAL_CST_PTR (t)));
    case FIXED_CST:
    case COMPLEX_CST:
    case VECTOR_CST:
    case POLY_INT_CST:
    case CONSTRUCTOR:
    case LABEL_DECL:
      return ESC_OPND_NONE;
    case WITH_SIZE_EXPR:
      return esc_lower_opnd (lo, TREE_OPERAND (t, 0));
    case OBJ_TYPE_REF:
      return esc_lower_opnd (lo, OBJ_TYPE_REF_EXPR (t));
    case FUNCTION_DECL:
      return esc_fun (esc_lower_function (lo, t));
    default:
      return esc_lower_is_memory (t) ? load (lo, t) : ESC_OPND_UNKNOWN;
    }
}

/* The same where no instruction may be emitted.  */
esc_opnd
esc_lower_invariant (struct esc_lower *lo, tree t)
{
  if (TREE_CODE (t) != ADDR_EXPR)
    return esc_lower_opnd (lo, t);
  uint32_t before = lo->b->nins;
  esc_opnd a = esc_lower_address (lo, TREE_OPERAND (t, 0), ESC_NONE);
  ESC_CHECK (lo->b->nins == before);
  return a;
}

/* An argument or result by value: also an aggregate.  */
esc_opnd
esc_lower_by_value (struct esc_lower *lo, tree t)
{
  if (TREE_CODE (t) == WITH_SIZE_EXPR)
    t = TREE_OPERAND (t, 0);
  if (esc_lower_is_memory (t)
      && esc_lower_type_kind (TREE_TYPE (t)) == ESC_TY_AGGR)
    return esc_content (esc_lower_place (lo, t));
  return esc_lower_opnd (lo, t);
}
