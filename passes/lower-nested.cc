/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lower-nested.cc - nested functions that are none.

       void f (void) { int twice (int x) { return 2 * x; }  cb = twice; }

   `twice` uses nothing of f.  When optimising, GCC gives it no static chain
   and its address is the function's.  When not, it gets a chain that it does
   not use and a trampoline in f's frame.  Here it is an ordinary function at
   every level.

   Invariants: a function has a chain if it uses it for something else than to
   call functions that have none.

   Not modelled: a nested function that uses nothing itself but has nested
   functions of its own keeps its chain when not optimising.  */

#include "lower-internal.h"

bool
esc_lower_has_chain (struct esc_lower *lo, tree fndecl)
{
  return DECL_STATIC_CHAIN (fndecl) && !esc_lower_slot (lo, fndecl)->no_chain;
}

/* Does statement S use static chain CHAIN for more than to pass it on to
   functions that have no use for it?  */
static bool
needs (struct esc_lower *lo, gimple *s, tree chain)
{
  if (is_gimple_debug (s))
    return false;
  gcall *call = dyn_cast<gcall *> (s);
  if (!call || gimple_call_chain (call) != chain)
    return true;
  for (unsigned i = 0; i < gimple_call_num_args (call); i++)
    if (gimple_call_arg (call, i) == chain)
      return true;
  tree callee = gimple_call_fndecl (call);
  return !callee || esc_lower_has_chain (lo, callee);
}

static bool
uses_chain (struct esc_lower *lo, struct function *fun)
{
  if (!fun->static_chain_decl || !is_gimple_reg (fun->static_chain_decl))
    return fun->static_chain_decl != NULL_TREE;
  tree chain = ssa_default_def (fun, fun->static_chain_decl);
  if (!chain)
    return false;
  use_operand_p use;
  imm_use_iterator iter;
  FOR_EACH_IMM_USE_FAST (use, iter, chain)
    if (needs (lo, USE_STMT (use), chain))
      return true;
  return false;
}

/* The member of a FRAME that PTR points to, or NULL.  */
static tree
frame_member (tree ptr)
{
  if (TREE_CODE (ptr) == SSA_NAME)
    {
      gimple *def = SSA_NAME_DEF_STMT (ptr);
      if (!gimple_assign_single_p (def))
        return NULL_TREE;
      ptr = gimple_assign_rhs1 (def);
    }
  if (TREE_CODE (ptr) != ADDR_EXPR
      || TREE_CODE (TREE_OPERAND (ptr, 0)) != COMPONENT_REF)
    return NULL_TREE;
  return TREE_OPERAND (TREE_OPERAND (ptr, 0), 1);
}

/* Note which members of FUN's frame are code of which functions.  */
static void
find_trampolines (struct esc_lower *lo, struct function *fun)
{
  basic_block bb;
  FOR_EACH_BB_FN (bb, fun)
    for (gimple_stmt_iterator i = gsi_start_bb (bb); !gsi_end_p (i);
         gsi_next (&i))
      {
        gimple *s = gsi_stmt (i);
        if (!gimple_call_builtin_p (s, BUILT_IN_INIT_TRAMPOLINE)
            && !gimple_call_builtin_p (s, BUILT_IN_INIT_DESCRIPTOR))
          continue;
        tree field = frame_member (gimple_call_arg (s, 0));
        tree fn = gimple_call_arg (s, 1);
        if (!field || TREE_CODE (fn) != ADDR_EXPR
            || TREE_CODE (TREE_OPERAND (fn, 0)) != FUNCTION_DECL)
          continue;
        bool direct = !esc_lower_has_chain (lo, TREE_OPERAND (fn, 0));
        uint32_t id = esc_lower_function (lo, TREE_OPERAND (fn, 0));
        esc_lower_slot (lo, field)->code = id + 1;
        esc_lower_slot (lo, field)->direct = direct;
      }
}

static bool
has_frame (struct function *fun)
{
  unsigned i;
  tree var;
  FOR_EACH_LOCAL_DECL (fun, i, var)
    if (VAR_P (var) && DECL_NONLOCAL_FRAME (var))
      return true;
  return false;
}

/* Find the nested functions among the N functions NODES that use nothing of
   their parents.  */
void
esc_lower_nested (struct esc_lower *lo, cgraph_node **nodes, unsigned n)
{
  unsigned nested = 0;
  for (unsigned i = 0; i < n; i++)
    if (DECL_STATIC_CHAIN (nodes[i]->decl))
      {
        esc_lower_slot (lo, nodes[i]->decl)->no_chain = true;
        nested++;
      }
  bool changed = nested != 0;
  while (changed)
    {
      changed = false;
      for (unsigned i = 0; i < n; i++)
        if (DECL_STATIC_CHAIN (nodes[i]->decl)
            && esc_lower_slot (lo, nodes[i]->decl)->no_chain
            && uses_chain (lo, DECL_STRUCT_FUNCTION (nodes[i]->decl)))
          {
            esc_lower_slot (lo, nodes[i]->decl)->no_chain = false;
            changed = true;
          }
    }
  if (nested)
    for (unsigned i = 0; i < n; i++)
      if (has_frame (DECL_STRUCT_FUNCTION (nodes[i]->decl)))
        find_trampolines (lo, DECL_STRUCT_FUNCTION (nodes[i]->decl));
}

esc_opnd
esc_lower_trampoline (struct esc_lower *lo, tree ptr)
{
  tree field = frame_member (ptr);
  if (field && esc_lower_slot (lo, field)->direct)
    return esc_fun (esc_lower_slot (lo, field)->code - 1);
  return esc_lower_opnd (lo, ptr);
}
