/* SPDX-License-Identifier: GPL-3.0-or-later */
/* promote-size.cc - how large an allocation can be, and how it is aligned.

       malloc (24)                       24
       malloc (n), n known to be < 100   99
       calloc (n, 8)                     not known: asked at run time
       strdup (s)                        not known: strlen (s) + 1

   Invariants: a size that is not known is never taken for small.  */

#include "promote-internal.h"

/* The most that argument I of S can be, UINT64_MAX if not known.  */
static uint64_t
most_of (struct esc_promote_site *s, unsigned i, gimple_ranger *ranger)
{
  tree arg = gimple_call_arg (s->call, i);
  if (TREE_CODE (arg) == INTEGER_CST)
    return tree_fits_uhwi_p (arg) ? tree_to_uhwi (arg) : UINT64_MAX;
  HOST_WIDE_INT lo, hi;
  if (TREE_CODE (arg) != SSA_NAME || !INTEGRAL_TYPE_P (TREE_TYPE (arg))
      || !esc_gcc_range (ranger, arg, s->call, NULL, &lo, &hi))
    return UINT64_MAX;
  return lo >= 0 && hi < HOST_WIDE_INT_MAX ? (uint64_t)hi : UINT64_MAX;
}

/* What malloc promises.  */
static unsigned
usual_alignment (void)
{
  unsigned bits = MAX ((unsigned)MALLOC_ABI_ALIGNMENT, 2 * BITS_PER_WORD);
  return bits / BITS_PER_UNIT;
}

static bool
alignment (struct esc_promote_site *s)
{
  const struct esc_heap_alloc *a = &s->site->alloc;
  uint64_t n = a->align;
  s->align = usual_alignment ();
  if (a->align_arg)
    {
      tree arg = gimple_call_arg (s->call, a->align_arg - 1);
      if (!tree_fits_uhwi_p (arg))
        return false;
      n = tree_to_uhwi (arg);
    }
  if (n > 64 || (n & (n - 1)))
    return false;
  /* posix_memalign asks for a pointer's alignment at least.  */
  if (a->out && n < POINTER_SIZE_UNITS)
    return false;
  bool usual = n <= s->align;
  s->align = MAX (s->align, (unsigned)n);
  return usual || !s->site->pool;
}

static bool
is_number (struct esc_promote_site *s, unsigned i)
{
  return i < gimple_call_num_args (s->call)
         && INTEGRAL_TYPE_P (TREE_TYPE (gimple_call_arg (s->call, i)));
}

static bool
is_pointer (struct esc_promote_site *s, unsigned i)
{
  return i < gimple_call_num_args (s->call)
         && POINTER_TYPE_P (TREE_TYPE (gimple_call_arg (s->call, i)));
}

static bool
size (struct esc_promote_site *s, gimple_ranger *ranger)
{
  const struct esc_heap_alloc *a = &s->site->alloc;
  uint64_t n, m;
  s->most = UINT64_MAX;
  switch (a->size)
    {
    case ESC_HEAP_CONST:
      s->most = a->add;
      return a->add >= 0;
    case ESC_HEAP_ARG:
      if (!is_number (s, a->arg))
        return false;
      n = most_of (s, a->arg, ranger);
      if (n < UINT64_MAX / 2)
        s->most = MAX (n, (uint64_t)a->least) + a->add;
      return true;
    case ESC_HEAP_PRODUCT:
      if (!is_number (s, a->arg) || !is_number (s, a->arg2))
        return false;
      n = most_of (s, a->arg, ranger);
      m = most_of (s, a->arg2, ranger);
      if (n < (1u << 30) && m < (1u << 30))
        s->most = n * m;
      return true;
    case ESC_HEAP_STRING:
      if (!is_pointer (s, a->arg)
          || (a->arg2 != ESC_NONE && !is_number (s, a->arg2)))
        return false;
      if (a->arg2 != ESC_NONE)
        {
          n = most_of (s, a->arg2, ranger);
          if (n < UINT64_MAX / 2)
            s->most = n + 1;
        }
      return true;
    default:
      return false;
    }
}

/* Can the rewritten call give its result to whom it did?  */
static bool
result_fits (struct esc_promote_site *s)
{
  tree lhs = gimple_call_lhs (s->call);
  if (s->site->alloc.out)
    return is_pointer (s, s->site->alloc.out - 1)
           && (!lhs
               || (TREE_CODE (lhs) == SSA_NAME
                   && INTEGRAL_TYPE_P (TREE_TYPE (lhs))));
  return lhs && TREE_CODE (lhs) == SSA_NAME && POINTER_TYPE_P (TREE_TYPE (lhs));
}

bool
esc_promote_size (struct esc_promote_site *s, gimple_ranger *ranger)
{
  if (!result_fits (s))
    {
      s->site->why = ESC_HEAP_UNDERSTOOD;
      return false;
    }
  if (!size (s, ranger))
    {
      s->site->why = ESC_HEAP_UNDERSTOOD;
      return false;
    }
  if (!alignment (s))
    {
      s->site->why = ESC_HEAP_ALIGN;
      return false;
    }
  return true;
}

/* ---- at run time --------------------------------------------------------- */

static tree
as_size (tree value, gimple_stmt_iterator *at)
{
  value = fold_convert (size_type_node, value);
  return force_gimple_operand_gsi (at, value, true, NULL_TREE, true,
                                   GSI_SAME_STMT);
}

static tree
combine (enum tree_code code, tree a, tree b, gimple_stmt_iterator *at)
{
  tree t = fold_build2 (code, size_type_node, a, b);
  return force_gimple_operand_gsi (at, t, true, NULL_TREE, true, GSI_SAME_STMT);
}

static tree
call_for_length (struct esc_promote_site *s, gimple_stmt_iterator *at)
{
  const struct esc_heap_alloc *a = &s->site->alloc;
  tree text = gimple_call_arg (s->call, a->arg);
  bool most = a->arg2 != ESC_NONE;
  tree fn = most ? builtin_decl_explicit (BUILT_IN_STRNLEN)
                 : builtin_decl_explicit (BUILT_IN_STRLEN);
  gcall *call = gimple_build_call (
      fn, most ? 2 : 1, text,
      most ? as_size (gimple_call_arg (s->call, a->arg2), at) : NULL_TREE);
  tree n = make_ssa_name (size_type_node);
  gimple_call_set_lhs (call, n);
  gimple_set_location (call, s->loc);
  gsi_insert_before (at, call, GSI_SAME_STMT);
  return combine (PLUS_EXPR, n, size_one_node, at);
}

/* A product that overflows becomes as large as can be.  */
static tree
product (tree a, tree b, gimple_stmt_iterator *at)
{
  tree p = combine (MULT_EXPR, a, b, at);
  tree both = combine (BIT_IOR_EXPR, a, b, at);
  tree big = fold_build2 (GT_EXPR, boolean_type_node, both,
                          build_int_cst (size_type_node, 0xffff));
  tree t = fold_build3 (COND_EXPR, size_type_node, big,
                        TYPE_MAX_VALUE (size_type_node), p);
  return force_gimple_operand_gsi (at, t, true, NULL_TREE, true, GSI_SAME_STMT);
}

tree
esc_promote_bytes (struct esc_promote_site *s, gimple_stmt_iterator *at)
{
  const struct esc_heap_alloc *a = &s->site->alloc;
  if (a->size == ESC_HEAP_STRING)
    return call_for_length (s, at);
  tree n = as_size (gimple_call_arg (s->call, a->arg), at);
  if (a->size == ESC_HEAP_PRODUCT)
    return product (n, as_size (gimple_call_arg (s->call, a->arg2), at), at);
  return n;
}
