/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lower-call.cc - calls.

       s = f (&x, t, 3);      s, t are structures
       => call f(&x, content of t, 3), result place s

   What GCC's own declaration of a builtin says about its arguments is noted
   with the call; what a library function does is for the effect models.

   Not modelled: statements of kinds that GCC may add some day.  They define
   their results as unknown and hand whatever they mention to an unknown
   function called "?".  */

#include "lower-internal.h"

/* ---- results ------------------------------------------------------------ */

/* The value that a call whose result goes to LHS defines: ESC_NONE if there
   is none or it is an aggregate.  */
uint32_t
esc_lower_result_begin (struct esc_lower *lo, tree lhs)
{
  if (!lhs)
    return ESC_NONE;
  if (TREE_CODE (lhs) == SSA_NAME)
    return esc_lower_val (lo, lhs);
  return esc_lower_temp (lo, TREE_TYPE (lhs));
}

/* Store value DST, just defined, if LHS is memory.  */
void
esc_lower_result_end (struct esc_lower *lo, tree lhs, uint32_t dst)
{
  if (lhs && TREE_CODE (lhs) != SSA_NAME)
    esc_lower_store (lo, lhs, esc_val (dst));
}

/* ---- what is known of the callee ---------------------------------------- */

static unsigned
call_flags (gcall *s)
{
  int ecf = gimple_call_flags (s);
  unsigned flags = 0;
  flags |= ecf & ECF_NORETURN ? ESC_CALL_NORETURN : 0;
  flags |= ecf & ECF_PURE ? ESC_CALL_PURE : 0;
  flags |= ecf & ECF_CONST ? ESC_CALL_CONST : 0;
  flags |= ecf & ECF_RETURNS_TWICE ? ESC_CALL_SETJMP : 0;
  flags |= ecf & ECF_MALLOC ? ESC_CALL_MALLOC : 0;
  flags |= ecf & ECF_LEAF ? ESC_CALL_LEAF : 0;
  /* Of functions of this unit GCC finds it out only when optimising.  */
  tree fndecl = gimple_call_fndecl (s);
  if ((ecf & ECF_NOTHROW) && fndecl && DECL_EXTERNAL (fndecl))
    flags |= ESC_CALL_NOTHROW;
  return flags;
}

/* What the declaration of the builtin that S calls says: arguments that do
   not escape, and the one that is returned.  */
static void
builtin_knowledge (struct esc_call *call, gcall *s)
{
  unsigned n = MIN (gimple_call_num_args (s), 32u);
  for (unsigned i = 0; i < n; i++)
    if (POINTER_TYPE_P (TREE_TYPE (gimple_call_arg (s, i)))
        && esc_gcc_arg_noescape (s, i))
      call->noescape |= 1u << i;
  int flags = gimple_call_return_flags (s);
  if (flags & ERF_RETURNS_ARG)
    {
      unsigned arg = flags & ERF_RETURN_ARG_MASK;
      if (arg < gimple_call_num_args (s))
        call->retarg = 1 + arg;
    }
}

static esc_opnd
callee (struct esc_lower *lo, gcall *s)
{
  if (gimple_call_internal_p (s))
    return ESC_OPND_NONE;
  tree fn = gimple_call_fndecl (s);
  if (fn)
    return esc_fun (esc_lower_function (lo, fn));
  esc_opnd a = esc_lower_opnd (lo, gimple_call_fn (s));
  if (esc_opnd_kind (a) == ESC_OP_VAL)
    return a;
  uint32_t t = esc_lower_temp (lo, ptr_type_node);
  esc_lower_move (lo, t, a);
  return esc_val (t);
}

/* ---- calls -------------------------------------------------------------- */

/* Address A as a number.  */
static esc_opnd
as_number (struct esc_lower *lo, esc_opnd a)
{
  uint32_t t
      = esc_lower_temp_int (lo, POINTER_SIZE / BITS_PER_UNIT, ESC_VAL_UNSIGNED);
  struct esc_ins *ins = esc_lower_emit (lo, ESC_MOVE, t);
  ins->sub = ESC_CAST_TO_INT;
  ins->a = a;
  return esc_val (t);
}

static void
arguments (struct esc_lower *lo, struct esc_call *call, gcall *s)
{
  enum
  {
    FEW = 16
  };
  esc_opnd few[FEW];
  unsigned n = gimple_call_num_args (s);
  unsigned shown = lo->late ? esc_lower_shown (s) : 0;
  esc_opnd *a = n <= FEW ? few : XNEWVEC (esc_opnd, n);
  for (unsigned i = 0; i < n; i++)
    {
      a[i] = esc_lower_by_value (lo, gimple_call_arg (s, i));
      if (shown >> MIN (i, 31u) & 1)
        a[i] = as_number (lo, a[i]);
    }
  call->args = lo->b->nargs;
  call->nargs = n;
  for (unsigned i = 0; i < n; i++)
    esc_arg_add (lo->b, a[i]);
  if (a != few)
    free (a);
}

static void
ordinary (struct esc_lower *lo, gcall *s, unsigned more_flags)
{
  struct esc_call call;
  memset (&call, 0, sizeof call);
  tree fndecl = gimple_call_fndecl (s), lhs = gimple_call_lhs (s);
  call.flags = call_flags (s) | more_flags;
  call.callee = callee (lo, s);
  if (gimple_call_chain (s) && (!fndecl || esc_lower_has_chain (lo, fndecl)))
    call.chain = esc_lower_opnd (lo, gimple_call_chain (s));
  arguments (lo, &call, s);
  if (fndecl && fndecl_built_in_p (fndecl))
    builtin_knowledge (&call, s);
  else if (!fndecl && gimple_call_fntype (s))
    call.noescape = esc_lower_noescape_types (gimple_call_fntype (s));

  bool aggregate = lhs && TREE_CODE (lhs) != SSA_NAME
                   && !is_gimple_reg_type (TREE_TYPE (lhs));
  if (aggregate)
    call.result = esc_lower_place (lo, lhs);
  uint32_t dst = aggregate ? ESC_NONE : esc_lower_result_begin (lo, lhs);
  uint32_t c = esc_call_add (lo->b, &call);
  esc_lower_emit (lo, ESC_CALL, dst)->x = c;
  if (lo->late)
    esc_lower_note_stmt (lo, s);
  if (!aggregate)
    esc_lower_result_end (lo, lhs, dst);
}

/* DST = A op B, checked by the undefined behaviour sanitizer.  */
static void
checked (struct esc_lower *lo, gcall *s, enum esc_arith op)
{
  tree lhs = gimple_call_lhs (s), a = gimple_call_arg (s, 0);
  if (!lhs)
    return;
  esc_opnd x = esc_lower_opnd (lo, a);
  esc_opnd y = esc_lower_opnd (lo, gimple_call_arg (s, 1));
  uint32_t dst = esc_lower_result_begin (lo, lhs);
  if (VECTOR_TYPE_P (TREE_TYPE (a)))
    op = ESC_ARITH_OTHER;
  esc_lower_arith (lo, op, dst, x, y, esc_lower_flags (TREE_TYPE (a)));
  esc_lower_result_end (lo, lhs, dst);
}

/* Calls of GCC's own operations.  None keeps an address.  */
static void
internal (struct esc_lower *lo, gcall *s)
{
  tree lhs = gimple_call_lhs (s);
  if (esc_gcc_deferred_init_p (s))
    {
      if (lhs && TREE_CODE (lhs) == SSA_NAME)
        esc_lower_move (lo, esc_lower_val (lo, lhs), ESC_OPND_NONE);
      return;
    }
  switch (gimple_call_internal_fn (s))
    {
    case IFN_UBSAN_CHECK_ADD:
      checked (lo, s, ESC_ADD);
      break;
    case IFN_UBSAN_CHECK_SUB:
      checked (lo, s, ESC_SUB);
      break;
    case IFN_UBSAN_CHECK_MUL:
      checked (lo, s, ESC_MUL);
      break;
    case IFN_ASAN_MARK:
    case IFN_UBSAN_NULL:
    case IFN_UBSAN_BOUNDS:
    case IFN_UBSAN_OBJECT_SIZE:
    case IFN_UBSAN_PTR:
    case IFN_ANNOTATE:
      if (!lhs)
        break;
      /* FALLTHRU */
    default:
      ordinary (lo, s, ESC_CALL_INTERNAL);
      break;
    case IFN_VA_ARG:
      if (!esc_lower_va_arg (lo, s))
        ordinary (lo, s, ESC_CALL_INTERNAL);
      break;
    case IFN_ABNORMAL_DISPATCHER:
      if (lo->fun->calls_setjmp && !lo->fun->has_nonlocal_label)
        ordinary (lo, s, ESC_CALL_INTERNAL | ESC_CALL_AGAIN);
      break;
    }
}

void
esc_lower_call (struct esc_lower *lo, gcall *s)
{
  if (gimple_call_internal_p (s))
    {
      internal (lo, s);
      return;
    }
  tree fndecl = gimple_call_fndecl (s);
  if (!fndecl || !fndecl_built_in_p (fndecl, BUILT_IN_NORMAL))
    {
      ordinary (lo, s, 0);
      return;
    }
  /* An argument list that does not fit the builtin makes it an ordinary
     function.  */
  if (gimple_call_builtin_p (s, BUILT_IN_NORMAL)
      && esc_lower_builtin (lo, s, fndecl))
    return;
  ordinary (lo, s, esc_lower_builtin_inert (fndecl) ? ESC_CALL_INTERNAL : 0);
}

/* ---- the rest ----------------------------------------------------------- */

/* Operand T of a statement that is not understood is handed to anybody.  */
static void
hand_out (struct esc_lower *lo, struct esc_call *call, tree t)
{
  if (!t || TYPE_P (t))
    return;
  esc_opnd a = esc_lower_by_value (lo, t);
  if (a == ESC_OPND_NONE)
    return;
  esc_arg_add (lo->b, a);
  call->nargs++;
}

void
esc_lower_unknown (struct esc_lower *lo, gimple *s)
{
  struct esc_call call;
  memset (&call, 0, sizeof call);
  lo->b->not_understood++;
  call.callee = esc_fun (esc_fn_get (lo->m, "?"));
  call.args = lo->b->nargs;
  ssa_op_iter iter;
  tree use, def;
  FOR_EACH_SSA_TREE_OPERAND (use, s, iter, SSA_OP_USE)
    hand_out (lo, &call, use);
  for (unsigned i = 0; i < gimple_num_ops (s); i++)
    {
      tree op = gimple_op (s, i);
      if (op && TREE_CODE (op) == ADDR_EXPR)
        hand_out (lo, &call, op);
    }
  uint32_t c = esc_call_add (lo->b, &call);
  struct esc_ins *ins = esc_lower_emit (lo, ESC_CALL, ESC_NONE);
  ins->x = c;
  ins->flags = ESC_INS_DEFAULTED;
  FOR_EACH_SSA_TREE_OPERAND (def, s, iter, SSA_OP_DEF)
    esc_lower_move (lo, esc_lower_val (lo, def), ESC_OPND_UNKNOWN);
}
