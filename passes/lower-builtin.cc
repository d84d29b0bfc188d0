/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lower-builtin.cc - builtins that are part of the language rather than of a
   library: stack allocation, nested functions, hints to the compiler.

       char v[n];   p = __builtin_alloca_with_align (n, 8);
                    => p = alloca v, n bytes, with the bound that GCC's range
                       analysis proves for n
       &inner       t = __builtin_adjust_trampoline (&FRAME.inner);
                    => the address of the frame at the part named `inner`

   Invariants: no library function is known here; those are left as calls.

   Not modelled: __builtin_constant_p is always false, because its value
   depends on the optimisation level.  */

#include "lower-internal.h"

/* ---- stack allocation --------------------------------------------------- */

/* Remember of each variable-length array in BLOCK, or inside it, what variable
   of the compiler's own points to its storage.  */
static void
find_arrays (struct esc_lower *lo, tree block)
{
  for (tree var = BLOCK_VARS (block); var; var = DECL_CHAIN (var))
    if (VAR_P (var) && DECL_HAS_VALUE_EXPR_P (var))
      {
        tree value = DECL_VALUE_EXPR (var);
        if (TREE_CODE (value) == INDIRECT_REF || TREE_CODE (value) == MEM_REF)
          lo->arrays->put (TREE_OPERAND (value, 0), var);
      }
}

/* The block after BLOCK inside TOP, parents first, or NULL.  */
static tree
next_block (tree block, tree top)
{
  if (BLOCK_SUBBLOCKS (block))
    return BLOCK_SUBBLOCKS (block);
  while (block != top && TREE_CODE (block) == BLOCK && !BLOCK_CHAIN (block))
    block = BLOCK_SUPERCONTEXT (block);
  return block == top || TREE_CODE (block) != BLOCK ? NULL_TREE
                                                    : BLOCK_CHAIN (block);
}

/* The variable-length array whose storage POINTER points to.  The first
   question in a function reads all of its blocks.  */
static tree
array_of (struct esc_lower *lo, tree pointer)
{
  tree top = DECL_INITIAL (lo->decl);
  if (!top || TREE_CODE (top) != BLOCK)
    return NULL_TREE;
  if (!lo->arrays)
    lo->arrays = new hash_map<tree, tree>;
  if (!lo->has_arrays)
    {
      lo->arrays->empty ();
      for (tree block = top; block; block = next_block (block, top))
        find_arrays (lo, block);
    }
  lo->has_arrays = true;
  tree *found = lo->arrays->get (pointer);
  return found ? *found : NULL_TREE;
}

/* The name of POINTER without the number that GCC appends.  */
static esc_str
stem (struct esc_lower *lo, tree pointer)
{
  if (!DECL_NAME (pointer))
    return 0;
  char *name = xstrdup (IDENTIFIER_POINTER (DECL_NAME (pointer)));
  char *dot = strrchr (name, '.');
  if (dot && dot != name)
    *dot = '\0';
  esc_str s = esc_intern (lo->m, name);
  free (name);
  return s;
}

static void
allocate (struct esc_lower *lo, gcall *s)
{
  tree lhs = gimple_call_lhs (s), size = gimple_call_arg (s, 0);
  tree var
      = lhs && TREE_CODE (lhs) == SSA_NAME ? SSA_NAME_VAR (lhs) : NULL_TREE;
  bool is_array = gimple_call_alloca_for_var_p (s);
  tree user = is_array && var ? array_of (lo, var) : NULL_TREE;
  struct esc_obj o;
  memset (&o, 0, sizeof o);
  o.kind = is_array ? ESC_OBJ_VLA : ESC_OBJ_ALLOCA;
  o.loc = user ? esc_lower_loc (DECL_SOURCE_LOCATION (user)) : lo->loc;
  if (user)
    o.name = esc_lower_name (lo, user);
  else if (is_array && var)
    o.name = stem (lo, var);
  o.fn = lo->fn;
  o.size = ESC_SIZE_UNKNOWN;
  int64_t n;
  if (esc_lower_constant (size, &n))
    o.size = n;
  o.max = esc_lower_bound (lo, s, size);
  if (gimple_call_builtin_p (s, BUILT_IN_ALLOCA_WITH_ALIGN_AND_MAX)
      && esc_lower_constant (gimple_call_arg (s, 2), &n) && n >= 0)
    o.max = MIN (o.max, (uint64_t)n);
  o.is_array = o.has_ptr = true;
  uint32_t obj = user ? esc_lower_slot (lo, user)->id : 0;
  if (obj)
    lo->m->objs[obj] = o;
  else
    obj = esc_obj_add (lo->m, &o);
  if (user)
    esc_lower_slot (lo, user)->id = obj;
  esc_opnd bytes = esc_lower_opnd (lo, size);
  uint32_t dst = lhs ? esc_lower_result_begin (lo, lhs)
                     : esc_lower_temp (lo, ptr_type_node);
  struct esc_ins *ins = esc_lower_emit (lo, ESC_ALLOCA, dst);
  ins->x = obj;
  ins->a = bytes;
  esc_lower_result_end (lo, lhs, dst);
}

static void
stack_save (struct esc_lower *lo, gcall *s)
{
  tree lhs = gimple_call_lhs (s);
  if (!lhs)
    return;
  uint32_t dst = esc_lower_result_begin (lo, lhs);
  esc_lower_emit (lo, ESC_SAVE, dst);
  esc_lower_result_end (lo, lhs, dst);
}

/* ---- values ------------------------------------------------------------- */

/* The result of S is operand A.  */
static void
result_is (struct esc_lower *lo, gcall *s, esc_opnd a)
{
  if (gimple_call_lhs (s))
    esc_lower_store (lo, gimple_call_lhs (s), a);
}

/* Call S of builtin FNDECL, if it has a meaning of its own.  */
bool
esc_lower_builtin (struct esc_lower *lo, gcall *s, tree fndecl)
{
  enum built_in_function code = DECL_FUNCTION_CODE (fndecl);
  switch (code)
    {
    CASE_BUILT_IN_ALLOCA:
      allocate (lo, s);
      return true;
    case BUILT_IN_STACK_SAVE:
      stack_save (lo, s);
      return true;
    case BUILT_IN_STACK_RESTORE:
      {
        esc_opnd a = esc_lower_opnd (lo, gimple_call_arg (s, 0));
        esc_lower_emit (lo, ESC_RESTORE, ESC_NONE)->a = a;
        return true;
      }
    case BUILT_IN_ADJUST_TRAMPOLINE:
    case BUILT_IN_ADJUST_DESCRIPTOR:
      result_is (lo, s, esc_lower_trampoline (lo, gimple_call_arg (s, 0)));
      return true;
    case BUILT_IN_EXPECT:
    case BUILT_IN_EXPECT_WITH_PROBABILITY:
    case BUILT_IN_ASSUME_ALIGNED:
      result_is (lo, s, esc_lower_opnd (lo, gimple_call_arg (s, 0)));
      return true;
    case BUILT_IN_CONSTANT_P:
      result_is (lo, s, esc_int (lo->b, 0));
      return true;
    case BUILT_IN_VA_START:
    case BUILT_IN_VA_COPY:
    case BUILT_IN_VA_END:
      return esc_lower_va_list (lo, s, code);
    case BUILT_IN_INIT_TRAMPOLINE:
    case BUILT_IN_INIT_DESCRIPTOR:
    case BUILT_IN_PREFETCH:
    case BUILT_IN_CLEAR_PADDING:
      return true;
    default:
      return esc_lower_atomic (lo, s, code);
    }
}

/* Is builtin FNDECL the compiler's own, keeping nothing that it is handed?  */
bool
esc_lower_builtin_inert (tree fndecl)
{
  enum built_in_function code = DECL_FUNCTION_CODE (fndecl);
  /* The sanitizers' functions are one run of codes.  */
  if (code >= BUILT_IN_ASAN_INIT && code < BUILT_IN_CORO_PROMISE)
    return true;
  switch (code)
    {
    case BUILT_IN_VA_START:
    case BUILT_IN_VA_END:
    case BUILT_IN_VA_COPY:
    case BUILT_IN_NEXT_ARG:
    case BUILT_IN_SAVEREGS:
    case BUILT_IN_OBJECT_SIZE:
    case BUILT_IN_RETURN_ADDRESS:
    case BUILT_IN_FRAME_ADDRESS:
    case BUILT_IN_EXTRACT_RETURN_ADDR:
    case BUILT_IN_FROB_RETURN_ADDR:
    case BUILT_IN_SETJMP_SETUP:
    case BUILT_IN_SETJMP_RECEIVER:
    case BUILT_IN_NONLOCAL_GOTO:
    case BUILT_IN_EH_POINTER:
    case BUILT_IN_EH_FILTER:
    case BUILT_IN_EH_COPY_VALUES:
    case BUILT_IN_UNWIND_RESUME:
    case BUILT_IN_UNREACHABLE:
    case BUILT_IN_TRAP:
    case BUILT_IN_DWARF_CFA:
    case BUILT_IN_CLEAR_CACHE:
    case BUILT_IN_ATOMIC_THREAD_FENCE:
    case BUILT_IN_ATOMIC_SIGNAL_FENCE:
    case BUILT_IN_SYNC_SYNCHRONIZE:
    case BUILT_IN_ATOMIC_ALWAYS_LOCK_FREE:
    case BUILT_IN_ATOMIC_IS_LOCK_FREE:
      return true;
    default:
      return false;
    }
}
