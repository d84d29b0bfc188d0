/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lower-control.cc - control flow: blocks, PHIs, what ends a block, asm.

       if (a < b) …           cond, the true edge first
       switch (x) …           cases, the default edge first
       L: return D.5_1;       each `goto L` returns the value it brings

   GCC makes all `return` statements of a function one block that starts with
   a PHI, often after blocks that end the lives of locals.  A block whose only
   way is there returns itself, with the location of its own `return`.

   Invariants: block 0 is the entry and has no predecessor that is not in the
   facts; an edge that is not an ordinary one makes its block end in ESC_ANY.

   Not modelled: which of several abnormal edges is taken.  */

#include "lower-internal.h"

/* ---- the shape ---------------------------------------------------------- */

/* The most blocks, and the most ends of life, on the way to a return that are
   repeated at the end of each block that goes there.  */
#define TAIL_BLOCKS 8
#define TAIL_ENDS   32

static greturn *
last_return (basic_block bb)
{
  gimple_stmt_iterator i = gsi_last_nondebug_bb (bb);
  return gsi_end_p (i) ? NULL : dyn_cast<greturn *> (gsi_stmt (i));
}

/* Does BB nothing but end lives and return?  Adds to *ENDS how many.  */
static bool
does_little (basic_block bb, unsigned *ends)
{
  for (gimple_stmt_iterator i = gsi_start_bb (bb); !gsi_end_p (i);
       gsi_next (&i))
    switch (gimple_code (gsi_stmt (i)))
      {
      case GIMPLE_LABEL:
      case GIMPLE_NOP:
      case GIMPLE_PREDICT:
      case GIMPLE_DEBUG:
      case GIMPLE_RETURN:
        break;
      case GIMPLE_ASSIGN:
        if (gimple_clobber_p (gsi_stmt (i)) && ++*ends <= TAIL_ENDS)
          break;
        return false;
      default:
        return false;
      }
  return true;
}

/* The blocks from BB to a return, if they do nothing else, in CHAIN; their
   number, or 0.  */
static unsigned
tail (basic_block bb, basic_block *chain)
{
  unsigned n = 0, ends = 0;
  while (n < TAIL_BLOCKS && does_little (bb, &ends))
    {
      chain[n++] = bb;
      if (last_return (bb))
        return n;
      if (!single_succ_p (bb) || (single_succ_edge (bb)->flags & EDGE_COMPLEX)
          || single_succ (bb)->index == EXIT_BLOCK)
        return 0;
      bb = single_succ (bb);
    }
  return 0;
}

/* Does edge E, the only one of its block, merely go to a return?  */
static bool
returns_itself (struct esc_lower *lo, edge e)
{
  return !(e->flags & EDGE_COMPLEX) && single_succ_p (e->src)
         && lo->returns[e->dest->index];
}

/* The condition that ends BB, if it has two ways out.  */
static gcond *
last_cond (basic_block bb)
{
  gimple_stmt_iterator i = gsi_last_nondebug_bb (bb);
  if (gsi_end_p (i) || EDGE_COUNT (bb->succs) != 2)
    return NULL;
  return dyn_cast<gcond *> (gsi_stmt (i));
}

/* How many facts blocks BB becomes.  */
static unsigned
blocks_of (struct esc_lower *lo, basic_block bb)
{
  gcond *s = last_cond (bb);
  lo->splits[bb->index] = false;
  if (!s)
    return 1;
  struct esc_lower_plan plan;
  esc_lower_plan_cond (s, &plan);
  lo->splits[bb->index] = plan.n > 1;
  return plan.n;
}

/* Number the blocks of the function; a block that all its predecessors
   replace gets none.  True if the entry needs a block of its own.  */
bool
esc_lower_number (struct esc_lower *lo)
{
  basic_block bb, first = single_succ (ENTRY_BLOCK_PTR_FOR_FN (lo->fun));
  bool entry = first != ENTRY_BLOCK_PTR_FOR_FN (lo->fun)->next_bb
               || !single_pred_p (first);
  uint32_t n = entry ? 1 : 0;
  FOR_EACH_BB_FN (bb, lo->fun)
    {
      basic_block chain[TAIL_BLOCKS];
      lo->returns[bb->index] = tail (bb, chain) != 0;
    }
  FOR_EACH_BB_FN (bb, lo->fun)
    {
      bool needed = bb == first || !lo->returns[bb->index];
      edge e;
      edge_iterator ei;
      if (!needed)
        FOR_EACH_EDGE (e, ei, bb->preds)
          needed |= !returns_itself (lo, e);
      lo->blks[bb->index] = needed ? n : ESC_NONE;
      if (needed)
        n += blocks_of (lo, bb);
    }
  return entry;
}

/* ---- PHIs --------------------------------------------------------------- */

static esc_loc
phi_loc (struct esc_lower *lo, gphi *phi, unsigned i)
{
  location_t loc = gimple_phi_arg_location (phi, i);
  if (loc == UNKNOWN_LOCATION)
    loc = gimple_phi_arg_edge (phi, i)->goto_locus;
  return loc == UNKNOWN_LOCATION ? lo->loc : esc_lower_loc (loc);
}

/* Add PHI arguments A for all facts blocks that edge E comes from; their
   number.  */
static unsigned
from_edge (struct esc_lower *lo, edge e, esc_opnd a, esc_loc loc)
{
  if (e->src->index == ENTRY_BLOCK)
    {
      esc_phi_add (lo->b, 0, a, loc);
      return 1;
    }
  uint32_t pred = lo->blks[e->src->index];
  if (!lo->splits[e->src->index])
    {
      esc_phi_add (lo->b, pred, a, loc);
      return 1;
    }
  struct esc_lower_plan plan;
  unsigned n = 0;
  esc_lower_plan_cond (last_cond (e->src), &plan);
  for (unsigned i = 0; i < plan.n; i++)
    if (esc_lower_leaf_leaves (&plan.leaves[i], e))
      {
        esc_phi_add (lo->b, pred + i, a, loc);
        n++;
      }
  return n;
}

static void
lower_phi (struct esc_lower *lo, gphi *phi)
{
  uint32_t first = lo->b->nphis, n = 0;
  for (unsigned i = 0; i < gimple_phi_num_args (phi); i++)
    {
      edge e = gimple_phi_arg_edge (phi, i);
      if (returns_itself (lo, e))
        continue;
      esc_opnd a = esc_lower_invariant (lo, gimple_phi_arg_def (phi, i));
      n += from_edge (lo, e, a, phi_loc (lo, phi, i));
    }
  uint32_t dst = esc_lower_val (lo, gimple_phi_result (phi));
  struct esc_ins *ins = esc_lower_emit (lo, ESC_PHI, dst);
  ins->x = first;
  ins->n = n;
}

void
esc_lower_phis (struct esc_lower *lo, basic_block bb)
{
  lo->loc = 0;
  for (gphi_iterator i = gsi_start_phis (bb); !gsi_end_p (i); gsi_next (&i))
    if (!virtual_operand_p (gimple_phi_result (i.phi ())))
      {
        lo->loc = esc_lower_loc (gimple_location (i.phi ()));
        lower_phi (lo, i.phi ());
      }
}

/* ---- what ends a block --------------------------------------------------- */

static void
ret (struct esc_lower *lo, tree value)
{
  esc_opnd a = ESC_OPND_NONE;
  if (value && TREE_CODE (value) == SSA_NAME)
    {
      tree var = SSA_NAME_VAR (value);
      if (var && TREE_CODE (var) == RESULT_DECL && DECL_BY_REFERENCE (var))
        value = var;
    }
  if (value && TREE_CODE (value) == RESULT_DECL && DECL_BY_REFERENCE (value))
    {
      struct esc_place p;
      memset (&p, 0, sizeof p);
      p.base = esc_addr (lo->b, esc_lower_obj (lo, value), 0);
      p.size = esc_lower_size (TREE_TYPE (TREE_TYPE (value)));
      p.type = ESC_TY_AGGR;
      a = esc_content (esc_place_add (lo->b, &p));
    }
  else if (value)
    a = esc_lower_by_value (lo, value);
  esc_lower_emit (lo, ESC_RET, ESC_NONE)->a = a;
  esc_block_end (lo->b, NULL, 0);
}

/* The value of NAME, if a PHI of E's destination makes it, on E.  Its location
   in *LOC, if there is one.  */
static tree
value_on_edge (tree name, edge e, location_t *loc)
{
  for (gphi_iterator i = gsi_start_phis (e->dest); !gsi_end_p (i);
       gsi_next (&i))
    if (gimple_phi_result (i.phi ()) == name)
      {
        location_t l = gimple_phi_arg_location_from_edge (i.phi (), e);
        if (l != UNKNOWN_LOCATION)
          *loc = l;
        return PHI_ARG_DEF_FROM_EDGE (i.phi (), e);
      }
  return name;
}

/* The only edge E leads to a return by way of blocks that only end lives: do
   so here.  */
static void
return_through (struct esc_lower *lo, edge e)
{
  basic_block chain[TAIL_BLOCKS];
  unsigned n = tail (e->dest, chain);
  greturn *s = last_return (chain[n - 1]);
  tree value = gimple_return_retval (s);
  location_t loc = gimple_location (s);
  for (unsigned i = n; i-- > 0;)
    {
      edge in = i ? single_succ_edge (chain[i - 1]) : e;
      if (in->goto_locus != UNKNOWN_LOCATION)
        loc = in->goto_locus;
      if (value)
        value = value_on_edge (value, in, &loc);
    }
  for (unsigned i = 0; i < n; i++)
    for (gimple_stmt_iterator j = gsi_start_bb (chain[i]); !gsi_end_p (j);
         gsi_next (&j))
      if (gassign *end = dyn_cast<gassign *> (gsi_stmt (j)))
        {
          lo->loc = 0;
          esc_lower_assign (lo, end);
        }
  lo->loc = esc_lower_loc (loc);
  ret (lo, value);
}

static void
end_to (struct esc_lower *lo, enum esc_op op, basic_block bb)
{
  enum
  {
    FEW = 32
  };
  uint32_t few[FEW], n = 0;
  uint32_t *succs = EDGE_COUNT (bb->succs) <= FEW
                        ? few
                        : XNEWVEC (uint32_t, EDGE_COUNT (bb->succs));
  edge e;
  edge_iterator ei;
  FOR_EACH_EDGE (e, ei, bb->succs)
    if (e->dest->index != EXIT_BLOCK)
      succs[n++] = lo->blks[e->dest->index];
  esc_lower_emit (lo, n ? op : ESC_STOP, ESC_NONE);
  esc_block_end (lo->b, succs, n);
  if (succs != few)
    free (succs);
}

/* BB ends without a statement that decides, or in one with one outcome.  */
static void
fall (struct esc_lower *lo, basic_block bb)
{
  if (!single_succ_p (bb) || (single_succ_edge (bb)->flags & EDGE_COMPLEX))
    {
      end_to (lo, ESC_ANY, bb);
      return;
    }
  edge e = single_succ_edge (bb);
  if (e->goto_locus != UNKNOWN_LOCATION)
    lo->loc = esc_lower_loc (e->goto_locus);
  if (e->dest->index == EXIT_BLOCK)
    ret (lo, NULL_TREE);
  else if (returns_itself (lo, e))
    return_through (lo, e);
  else
    end_to (lo, ESC_BR, bb);
}

static void
cond (struct esc_lower *lo, gcond *s, basic_block bb)
{
  if (EDGE_COUNT (bb->succs) != 2)
    {
      fall (lo, bb);
      return;
    }
  edge yes, no;
  extract_true_false_edges_from_block (bb, &yes, &no);
  uint32_t ways[2] = { lo->blks[yes->dest->index], lo->blks[no->dest->index] };
  esc_lower_cond (lo, s, ways);
}

/* The block that LABEL, of a switch, leads to.  */
static basic_block
case_block (struct esc_lower *lo, tree label)
{
  return label_to_block (lo->fun, CASE_LABEL (label));
}

static void
switch_ (struct esc_lower *lo, gswitch *s, basic_block bb)
{
  if (single_succ_p (bb))
    {
      fall (lo, bb);
      return;
    }
  esc_opnd a = esc_lower_opnd (lo, gimple_switch_index (s));
  tree type = TREE_TYPE (gimple_switch_index (s));
  unsigned n = 1, nsuccs = EDGE_COUNT (bb->succs);
  uint32_t *succs = XNEWVEC (uint32_t, nsuccs);
  basic_block other = case_block (lo, gimple_switch_default_label (s));
  edge e;
  edge_iterator ei;
  succs[0] = lo->blks[other->index];
  lo->nth[other->index] = 0;
  FOR_EACH_EDGE (e, ei, bb->succs)
    if (e->dest != other)
      {
        lo->nth[e->dest->index] = n;
        succs[n++] = lo->blks[e->dest->index];
      }
  uint32_t first = lo->b->ncases;
  for (unsigned i = 1; i < gimple_switch_num_labels (s); i++)
    {
      tree label = gimple_switch_label (s, i);
      int64_t low, high;
      if (!esc_lower_constant (CASE_LOW (label), &low))
        continue;
      if (!CASE_HIGH (label) || !esc_lower_constant (CASE_HIGH (label), &high))
        high = low;
      esc_case_add (lo->b, low, MAX (low, high),
                    lo->nth[case_block (lo, label)->index]);
    }
  struct esc_ins *ins = esc_lower_emit (lo, ESC_SWITCH, ESC_NONE);
  ins->a = a;
  ins->x = first;
  ins->n = lo->b->ncases - first;
  ins->flags = (uint8_t)esc_lower_flags (type);
  ins->width = (uint8_t)esc_lower_width (type);
  esc_block_end (lo->b, succs, n);
  free (succs);
}

/* End the facts block of BB.  */
void
esc_lower_end (struct esc_lower *lo, basic_block bb)
{
  gimple_stmt_iterator i = gsi_last_nondebug_bb (bb);
  gimple *s = gsi_end_p (i) ? NULL : gsi_stmt (i);
  if (s && gimple_location (s) != UNKNOWN_LOCATION)
    lo->loc = esc_lower_loc (gimple_location (s));
  switch (s ? gimple_code (s) : GIMPLE_NOP)
    {
    case GIMPLE_COND:
      cond (lo, as_a<gcond *> (s), bb);
      break;
    case GIMPLE_SWITCH:
      switch_ (lo, as_a<gswitch *> (s), bb);
      break;
    case GIMPLE_RETURN:
      ret (lo, gimple_return_retval (as_a<greturn *> (s)));
      break;
    default:
      fall (lo, bb);
      break;
    }
}

/* ---- inline assembly ----------------------------------------------------- */

/* What asm output LHS gets: anything, if it can hold an address.  */
static esc_opnd
asm_output (tree lhs)
{
  int64_t size = esc_lower_size (TREE_TYPE (lhs));
  return size >= 0 && size < POINTER_SIZE / BITS_PER_UNIT ? ESC_OPND_NONE
                                                          : ESC_OPND_UNKNOWN;
}

static bool
clobbers_memory (gasm *s)
{
  for (unsigned i = 0; i < gimple_asm_nclobbers (s); i++)
    {
      tree text = TREE_VALUE (gimple_asm_clobber_op (s, i));
      if (!strcmp (TREE_STRING_POINTER (text), "memory"))
        return true;
    }
  return false;
}

void
esc_lower_asm (struct esc_lower *lo, gasm *s)
{
  struct esc_call call;
  memset (&call, 0, sizeof call);
  unsigned n = gimple_asm_ninputs (s);
  esc_opnd inputs[30]; /* the most that GCC takes */
  n = MIN (n, ARRAY_SIZE (inputs));
  for (unsigned i = 0; i < n; i++)
    inputs[i]
        = esc_lower_by_value (lo, TREE_VALUE (gimple_asm_input_op (s, i)));
  call.flags = ESC_CALL_ASM;
  if (clobbers_memory (s))
    call.flags |= ESC_CALL_CLOBBERS;
  call.args = lo->b->nargs;
  call.nargs = n;
  for (unsigned i = 0; i < n; i++)
    esc_arg_add (lo->b, inputs[i]);
  uint32_t c = esc_call_add (lo->b, &call);
  esc_lower_emit (lo, ESC_CALL, ESC_NONE)->x = c;
  for (unsigned i = 0; i < gimple_asm_noutputs (s); i++)
    {
      tree lhs = TREE_VALUE (gimple_asm_output_op (s, i));
      esc_lower_store (lo, lhs, asm_output (lhs));
    }
}
