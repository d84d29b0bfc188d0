/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lower.cc - a translation unit, and one function of it, as facts.

       for each function with a body, in source order:
         1. its parameters become values or objects
         2. its blocks are numbered
         3. each block: PHIs, statements, what ends it
       then: initialisers, other names of functions, who can be reached

   Invariants: the IL is only read.  The facts do not depend on whether a
   variable lives in memory or in a register: what goes where is the same.

   Not modelled: bodies that another translation unit provides again
   (`extern inline`): those functions are only declared.  */

#include "lower-internal.h"

esc_loc
esc_lower_loc (location_t loc)
{
  /* With no more than a block to it, it is nowhere.  */
  if (get_pure_location (loc) == UNKNOWN_LOCATION)
    return 0;
  return esc_gcc_loc_pack (loc);
}

location_t
esc_lower_location (esc_loc loc)
{
  return esc_gcc_loc_unpack (loc);
}

/* ---- parameters --------------------------------------------------------- */

static unsigned
parameter_number (tree fndecl, tree parm)
{
  unsigned n = 0;
  for (tree p = DECL_ARGUMENTS (fndecl); p && p != parm; p = DECL_CHAIN (p))
    n++;
  return n;
}

/* The memory of parameter PARM of the function.  */
uint32_t
esc_lower_param_obj (struct esc_lower *lo, tree parm)
{
  uint32_t id = esc_lower_obj (lo, parm);
  unsigned n = parameter_number (lo->decl, parm);
  lo->m->objs[id].param = n;
  return id;
}

/* The value that register PARM has on entry.  */
static uint32_t
incoming (struct esc_lower *lo, tree parm)
{
  tree name = ssa_default_def (lo->fun, parm);
  if (name)
    return esc_lower_val (lo, name);
  uint32_t v = esc_lower_temp (lo, TREE_TYPE (parm));
  lo->b->vals[v].name = esc_lower_name (lo, parm);
  return v;
}

static void
parameters (struct esc_lower *lo)
{
  unsigned n = parameter_number (lo->decl, NULL_TREE), i = 0;
  esc_fn_params (lo->m, lo->fn, n + esc_lower_rest (lo));
  for (tree p = DECL_ARGUMENTS (lo->decl); p; p = DECL_CHAIN (p), i++)
    {
      uint32_t val = ESC_NONE, obj = 0;
      if (is_gimple_reg (p))
        val = incoming (lo, p);
      else
        obj = esc_lower_param_obj (lo, p);
      struct esc_param *out = &lo->m->fns[lo->fn].params[i];
      out->name = esc_lower_name (lo, p);
      out->loc = esc_lower_loc (DECL_SOURCE_LOCATION (p));
      out->val = val;
      out->obj = obj;
      out->pointer = POINTER_TYPE_P (TREE_TYPE (p));
      out->noescape = i < 32 && (lo->m->fns[lo->fn].noescape >> i & 1);
    }
  esc_lower_rest_params (lo);
  tree chain = lo->fun->static_chain_decl;
  if (chain && is_gimple_reg (chain) && esc_lower_has_chain (lo, lo->decl))
    {
      uint32_t val = incoming (lo, chain);
      lo->m->fns[lo->fn].chain = val;
    }
}

/* ---- one function ------------------------------------------------------- */

/* Where statement S is: its own location, else that of what it assigns.  */
static esc_loc
location_of (gimple *s)
{
  location_t loc = gimple_location (s);
  if (loc == UNKNOWN_LOCATION && is_gimple_assign (s))
    loc = EXPR_LOCATION (gimple_assign_rhs1 (s));
  return esc_lower_loc (loc);
}

static void
statement (struct esc_lower *lo, gimple *s)
{
  switch (gimple_code (s))
    {
    case GIMPLE_ASSIGN:
      lo->loc = location_of (s);
      esc_lower_assign (lo, as_a<gassign *> (s));
      break;
    case GIMPLE_CALL:
      lo->loc = location_of (s);
      esc_lower_call (lo, as_a<gcall *> (s));
      break;
    case GIMPLE_ASM:
      lo->loc = location_of (s);
      esc_lower_asm (lo, as_a<gasm *> (s));
      break;
    case GIMPLE_COND:
    case GIMPLE_SWITCH:
    case GIMPLE_GOTO:
    case GIMPLE_RETURN:
    case GIMPLE_RESX:
    case GIMPLE_EH_DISPATCH:
    case GIMPLE_TRANSACTION:
    case GIMPLE_LABEL:
    case GIMPLE_NOP:
    case GIMPLE_PREDICT:
    case GIMPLE_DEBUG:
      break;
    default:
      lo->loc = location_of (s);
      esc_lower_unknown (lo, s);
      break;
    }
}

static void
block (struct esc_lower *lo, basic_block bb)
{
  uint32_t id = esc_block_begin (lo->b);
  ESC_CHECK (id == lo->blks[bb->index]);
  esc_lower_phis (lo, bb);
  lo->loc = 0;
  for (gimple_stmt_iterator i = gsi_start_bb (bb); !gsi_end_p (i);
       gsi_next (&i))
    statement (lo, gsi_stmt (i));
  esc_lower_end (lo, bb);
}

/* Scratch arrays for the function that starts.  */
static void
prepare (struct esc_lower *lo)
{
  unsigned names = num_ssa_names + 1;
  unsigned blocks = (unsigned)last_basic_block_for_fn (lo->fun);
  if (names > lo->cap_vals)
    {
      lo->cap_vals = 2 * names;
      lo->vals = XRESIZEVEC (uint32_t, lo->vals, lo->cap_vals);
    }
  memset (lo->vals, 0xff, names * sizeof *lo->vals);
  if (blocks > lo->cap_blks)
    {
      lo->cap_blks = 2 * blocks;
      lo->blks = XRESIZEVEC (uint32_t, lo->blks, lo->cap_blks);
      lo->nth = XRESIZEVEC (uint32_t, lo->nth, lo->cap_blks);
      lo->returns = XRESIZEVEC (bool, lo->returns, lo->cap_blks);
      lo->splits = XRESIZEVEC (bool, lo->splits, lo->cap_blks);
    }
  memset (lo->returns, 0, blocks * sizeof *lo->returns);
}

static void
function (struct esc_lower *lo, cgraph_node *node)
{
  lo->decl = node->decl;
  lo->fun = DECL_STRUCT_FUNCTION (node->decl);
  lo->fn = esc_lower_function (lo, node->decl);
  if (lo->m->fns[lo->fn].body)
    return;
  push_cfun (lo->fun);
  prepare (lo);
  lo->b = esc_body_new (lo->m, lo->fn);
  lo->b->end_loc = esc_lower_loc (lo->fun->function_end_locus);
  lo->rest = 0;
  lo->has_hints = esc_lower_has_returns (lo->decl);
  lo->first_ended = 0;
  lo->has_arrays = false;
  parameters (lo);
  if (esc_lower_number (lo))
    {
      basic_block first = single_succ (ENTRY_BLOCK_PTR_FOR_FN (lo->fun));
      esc_block_begin (lo->b);
      lo->loc = 0;
      esc_lower_emit (lo, ESC_BR, ESC_NONE);
      esc_block_end (lo->b, &lo->blks[first->index], 1);
    }
  basic_block bb;
  FOR_EACH_BB_FN (bb, lo->fun)
    if (lo->blks[bb->index] != ESC_NONE)
      block (lo, bb);
  esc_lower_drop_unused (lo);
  esc_lower_bound_end (lo);
  pop_cfun ();
  esc_lower_inits (lo);
}

/* ---- the unit ----------------------------------------------------------- */

static bool
wanted (cgraph_node *node)
{
  struct function *fun = DECL_STRUCT_FUNCTION (node->decl);
  return !DECL_EXTERNAL (node->decl) && !node->inlined_to && fun && fun->cfg
         && gimple_in_ssa_p (fun);
}

static int
by_order (const void *a, const void *b)
{
  int x = (*(cgraph_node *const *)a)->order;
  int y = (*(cgraph_node *const *)b)->order;
  return x < y ? -1 : x > y;
}

/* What a unit's lowering works on.  */
struct job
{
  struct esc_lower lo;
  cgraph_node **nodes;
  unsigned n;
  bool whole; /* all of the unit's functions */
  struct esc_lower_stmts *late;
};

static void
run (void *arg)
{
  struct job *job = (struct job *)arg;
  struct esc_lower *lo = &job->lo;
  lo->m = esc_module_new ();
  lo->late = job->late;
  esc_lower_nested (lo, job->nodes, job->n);
  for (unsigned i = 0; i < job->n; i++)
    {
      function (lo, job->nodes[i]);
      lo->m->fns[lo->fn].order = i;
    }
  if (!job->whole)
    return;
  esc_lower_aliases (lo);
  esc_lower_shown_tables (lo);
  esc_lower_inits (lo);
  esc_lower_reached (lo);
}

/* Lower the N functions NODES.  An internal error restores GCC's state before
   it goes on to whoever guards.  */
static struct esc_module *
lower (cgraph_node **nodes, unsigned n, bool whole,
       struct esc_lower_stmts *late)
{
  struct job job;
  memset (&job, 0, sizeof job);
  job.nodes = nodes;
  job.n = n;
  job.whole = whole;
  job.late = late;
  job.lo.consts = new hash_map<tree, uint32_t>;
  job.lo.strings = new hash_map<nofree_string_hash, uint32_t>;
  struct function *before = cfun;
  const char *why = esc_guard (run, &job);
  if (why)
    esc_lower_bound_end (&job.lo);
  if (cfun != before)
    pop_cfun ();
  delete job.lo.consts;
  delete job.lo.strings;
  delete job.lo.arrays;
  free (job.lo.decls);
  free (job.lo.vals);
  free (job.lo.blks);
  free (job.lo.nth);
  free (job.lo.returns);
  free (job.lo.splits);
  free (job.lo.pending);
  if (!why)
    return job.lo.m;
  char reason[300];
  snprintf (reason, sizeof reason, "%s", why);
  esc_fatal ("%s", reason);
}

static struct esc_module *
lower_unit (struct esc_lower_stmts *late)
{
  cgraph_node *node;
  unsigned n = 0, cap = 0;
  FOR_EACH_FUNCTION_WITH_GIMPLE_BODY (node)
    cap++;
  cgraph_node **nodes = XNEWVEC (cgraph_node *, cap + 1);
  FOR_EACH_FUNCTION_WITH_GIMPLE_BODY (node)
    if (wanted (node))
      nodes[n++] = node;
  qsort (nodes, n, sizeof *nodes, by_order);
  struct esc_module *m = lower (nodes, n, true, late);
  free (nodes);
  return m;
}

struct esc_module *
esc_lower_unit (void)
{
  return lower_unit (NULL);
}

struct esc_module *
esc_lower_late (struct esc_lower_stmts *stmts)
{
  return lower_unit (stmts);
}

struct esc_module *
esc_lower_one (tree fndecl)
{
  cgraph_node *node = cgraph_node::get (fndecl);
  return lower (&node, 1, false, NULL);
}
