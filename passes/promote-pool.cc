/* SPDX-License-Identifier: GPL-3.0-or-later */
/* promote-pool.cc - a function's pool: memory of which several pieces may be
   in use at once, or that is resized.

       n = malloc (16);     if (16 < &pool + sizeof pool - top)
                              n = top, top += 32, live++, last = n;
                            else n = malloc (16);
       free (n);            if (n is in pool) { if (!--live) top = &pool; }
                            else free (n);
       p = realloc (p, k);  in pool: the last piece grows where it is, another
                            moves to the top, and to the heap when the pool is
                            full; elsewhere: as ever

   A pool is an allocator of its own, as large as the limits allow and never
   larger: what does not fit is the heap's.  So no proof is needed of how many
   pieces there are; a loop that frees what it makes finds the pool empty
   again, since it is reset when nothing is left in it.

   A function that may call itself makes its pool with alloca, and only while
   the stack is not far below where the first of its calls began; deeper calls
   have none.

   Invariants: pieces are multiples of UNIT and never empty, so that two have
   two addresses; `top` is in the pool or at its end; a call that gets memory
   from the heap or gives it back is kept, and guarded.

   Not modelled: alignment above malloc's; resizing by a call that says the
   size in a way that is not understood.  */

#include "promote-internal.h"

enum
{
  UNIT = 16 /* malloc's alignment at most */
};

/* ---- small steps ---------------------------------------------------------
   Each inserts statements before the iterator.  */

static void
step (gimple_stmt_iterator *at, gimple *g, location_t loc)
{
  gimple_set_location (g, loc);
  gsi_insert_before (at, g, GSI_SAME_STMT);
}

static tree
value (gimple_stmt_iterator *at, tree t)
{
  return force_gimple_operand_gsi (at, t, true, NULL_TREE, true, GSI_SAME_STMT);
}

static tree
size_op (gimple_stmt_iterator *at, enum tree_code code, tree a, tree b)
{
  return value (at, fold_build2 (code, size_type_node, a, b));
}

static tree
test (gimple_stmt_iterator *at, enum tree_code code, tree a, tree b)
{
  return value (at, fold_build2 (code, boolean_type_node, a, b));
}

static tree
as_number (gimple_stmt_iterator *at, tree p)
{
  return value (at, fold_convert (size_type_node, p));
}

static tree
number (HOST_WIDE_INT n)
{
  return build_int_cst (size_type_node, n);
}

static tree
read (gimple_stmt_iterator *at, tree var)
{
  tree t = make_ssa_name (TREE_TYPE (var));
  step (at, gimple_build_assign (t, var), UNKNOWN_LOCATION);
  return t;
}

static void
write (gimple_stmt_iterator *at, tree var, tree v)
{
  step (at, gimple_build_assign (var, v), UNKNOWN_LOCATION);
}

/* Branch on B before *AT: *YES and *NO are where the arms begin, *AT stays
   where it was, after both.  */
static void
branch (gimple_stmt_iterator *at, tree b, location_t loc,
        gimple_stmt_iterator *yes, gimple_stmt_iterator *no)
{
  gimple *here = gsi_end_p (*at) ? NULL : gsi_stmt (*at);
  gcond *cond = gimple_build_cond (NE_EXPR, b, boolean_false_node, NULL_TREE,
                                   NULL_TREE);
  basic_block y, n, join;
  esc_gcc_diamond (at, cond, loc, &y, &n, &join);
  *yes = gsi_start_bb (y);
  *no = gsi_start_bb (n);
  *at = here ? gsi_for_stmt (here) : gsi_start_bb (join);
}

static tree
variable (tree type, const char *name)
{
  tree v = create_tmp_var (type, name);
  /* In memory for now: GCC takes it out again.  */
  TREE_ADDRESSABLE (v) = 1;
  esc_gcc_no_warning (v);
  return v;
}

/* B ? X : Y.  Of pointers by a branch: GCC 12 cannot tell the size of what a
   conditional expression points to.  */
static tree
choice (gimple_stmt_iterator *at, tree b, tree x, tree y)
{
  gimple_stmt_iterator yes, no;
  tree var = variable (TREE_TYPE (x), "escape_choice");
  write (at, var, y);
  branch (at, b, UNKNOWN_LOCATION, &yes, &no);
  write (&yes, var, x);
  return read (at, var);
}

/* ---- the pool ------------------------------------------------------------ */

/* The highest end of the stack that a function with a bounded pool was called
   with, by thread.  */
static tree
highest (void)
{
  static tree var;
  if (var)
    return var;
  var = build_decl (UNKNOWN_LOCATION, VAR_DECL,
                    get_identifier ("escape_highest"), ptr_type_node);
  TREE_STATIC (var) = TREE_USED (var) = 1;
  DECL_ARTIFICIAL (var) = DECL_IGNORED_P (var) = 1;
  set_decl_tls_model (var, decl_default_tls_model (var));
  varpool_node::finalize_decl (var);
  return var;
}

bool
esc_promote_pool_bounds (void)
{
  return targetm.have_tls && STACK_GROWS_DOWNWARD;
}

/* Is the stack here within DEPTH bytes of the highest end?  That is raised if
   it is lower.  So all pools together take DEPTH and one more, however deep
   calls go and wherever they come back.  */
static tree
shallow (gimple_stmt_iterator *at, uint64_t depth)
{
  gcall *call
      = gimple_build_call (builtin_decl_implicit (BUILT_IN_STACK_SAVE), 0);
  tree here = make_ssa_name (ptr_type_node), top = highest ();
  gimple_call_set_lhs (call, here);
  step (at, call, UNKNOWN_LOCATION);
  tree at_here = as_number (at, here), before = read (at, top);
  tree above = test (at, GT_EXPR, at_here, as_number (at, before));
  tree most = choice (at, above, here, before);
  write (at, top, most);
  tree below = size_op (at, MINUS_EXPR, as_number (at, most), at_here);
  return test (at, LT_EXPR, below, number (depth));
}

/* Memory at *AT that is as large as POOL, if the stack is not too deep.  */
static void
bounded_room (struct esc_promote_pool *pool, gimple_stmt_iterator *at,
              uint64_t depth)
{
  gimple_stmt_iterator yes, no;
  pool->base = variable (ptr_type_node, "escape_pool");
  pool->size = variable (size_type_node, "escape_size");
  branch (at, shallow (at, depth), UNKNOWN_LOCATION, &yes, &no);
  gcall *call = gimple_build_call (
      builtin_decl_explicit (BUILT_IN_ALLOCA_WITH_ALIGN), 2,
      number (pool->bytes), size_int (UNIT * BITS_PER_UNIT));
  tree p = make_ssa_name (ptr_type_node);
  gimple_call_set_lhs (call, p);
  step (&yes, call, UNKNOWN_LOCATION);
  write (&yes, pool->base, p);
  write (&yes, pool->size, number (pool->bytes));
  write (&no, pool->base, null_pointer_node);
  write (&no, pool->size, number (0));
  cfun->calls_alloca = true;
}

static void
fixed_room (struct esc_promote_pool *pool)
{
  tree room
      = variable (build_array_type_nelts (unsigned_char_type_node, pool->bytes),
                  "escape_pool");
  SET_DECL_ALIGN (room, UNIT * BITS_PER_UNIT);
  DECL_USER_ALIGN (room) = 1;
  pool->base = build1 (ADDR_EXPR, ptr_type_node, room);
  pool->size = number (pool->bytes);
}

static tree
base (const struct esc_promote_pool *pool, gimple_stmt_iterator *at)
{
  return VAR_P (pool->base) ? read (at, pool->base) : pool->base;
}

static tree
size (const struct esc_promote_pool *pool, gimple_stmt_iterator *at)
{
  return VAR_P (pool->size) ? read (at, pool->size) : pool->size;
}

void
esc_promote_pool_make (struct esc_promote_pool *pool, uint64_t bytes,
                       uint64_t depth)
{
  basic_block first
      = split_edge (single_succ_edge (ENTRY_BLOCK_PTR_FOR_FN (cfun)));
  gimple_stmt_iterator at = gsi_start_bb (first);
  pool->bytes = bytes;
  pool->top = variable (ptr_type_node, "escape_top");
  pool->last = variable (ptr_type_node, "escape_last");
  pool->live = variable (size_type_node, "escape_live");
  if (depth)
    bounded_room (pool, &at, depth);
  else
    fixed_room (pool);
  write (&at, pool->top, base (pool, &at));
  write (&at, pool->last, null_pointer_node);
  write (&at, pool->live, number (0));
}

/* Bytes from the pool's beginning to P.  */
static tree
distance (const struct esc_promote_pool *pool, gimple_stmt_iterator *at, tree p)
{
  return size_op (at, MINUS_EXPR, as_number (at, p),
                  as_number (at, base (pool, at)));
}

/* Is P in the pool?  */
static tree
inside (const struct esc_promote_pool *pool, gimple_stmt_iterator *at, tree p)
{
  return test (at, LT_EXPR, distance (pool, at, p), size (pool, at));
}

/* Do N bytes fit at P?  */
static tree
fits (const struct esc_promote_pool *pool, gimple_stmt_iterator *at, tree p,
      tree n)
{
  tree left = size_op (at, MINUS_EXPR, size (pool, at), distance (pool, at, p));
  return test (at, LT_EXPR, n, left);
}

/* The piece of N bytes at P, which fit, is the last one.  */
static void
take (const struct esc_promote_pool *pool, gimple_stmt_iterator *at, tree p,
      tree n)
{
  tree room
      = size_op (at, BIT_AND_EXPR, size_op (at, PLUS_EXPR, n, number (UNIT)),
                 number (-UNIT));
  tree end = make_ssa_name (ptr_type_node);
  step (at, gimple_build_assign (end, POINTER_PLUS_EXPR, p, room),
        UNKNOWN_LOCATION);
  write (at, pool->top, end);
  write (at, pool->last, p);
}

static void
count (const struct esc_promote_pool *pool, gimple_stmt_iterator *at)
{
  tree n = read (at, pool->live);
  write (at, pool->live, size_op (at, PLUS_EXPR, n, number (1)));
}

/* One piece less; when none is left, all room is free.  */
static void
drop (const struct esc_promote_pool *pool, gimple_stmt_iterator *at)
{
  tree n = size_op (at, MINUS_EXPR, read (at, pool->live), number (1));
  write (at, pool->live, n);
  tree none = test (at, EQ_EXPR, n, number (0));
  write (at, pool->top,
         choice (at, none, base (pool, at), read (at, pool->top)));
  write (at, pool->last,
         choice (at, none, null_pointer_node, read (at, pool->last)));
}

/* ---- allocations --------------------------------------------------------- */

/* Bytes that S asks for, or so many that they do not fit.  */
static tree
wanted (struct esc_promote_site *s, const struct esc_promote_pool *pool,
        gimple_stmt_iterator *at)
{
  const struct esc_heap_alloc *a = &s->site->alloc;
  if (a->size == ESC_HEAP_CONST)
    return number (a->add);
  tree n
      = size_op (at, MIN_EXPR, esc_promote_bytes (s, at), number (pool->bytes));
  if (a->least)
    n = size_op (at, MAX_EXPR, n, number (a->least));
  return a->add ? size_op (at, PLUS_EXPR, n, number (a->add)) : n;
}

/* CALL goes to AT, and sets RESULT, if there is one.  */
static void
move_call (gcall *call, gimple_stmt_iterator *at, tree result)
{
  gimple_stmt_iterator old = gsi_for_stmt (call);
  gsi_remove (&old, false);
  tree lhs = result ? make_ssa_name (TREE_TYPE (result)) : NULL_TREE;
  gimple_call_set_lhs (call, lhs);
  gsi_insert_before (at, call, GSI_SAME_STMT);
  if (result)
    write (at, result, lhs);
}

void
esc_promote_pool_alloc (struct esc_promote_site *s,
                        const struct esc_promote_pool *pool)
{
  gimple_stmt_iterator at = gsi_for_stmt (s->call), yes, no;
  tree lhs = gimple_call_lhs (s->call);
  tree result = lhs ? variable (TREE_TYPE (lhs), "escape_memory") : NULL_TREE;
  tree n = wanted (s, pool, &at), top = read (&at, pool->top);
  branch (&at, fits (pool, &at, top, n), s->loc, &yes, &no);
  esc_promote_fill (s, top, n, &yes);
  take (pool, &yes, top, n);
  count (pool, &yes);
  tree found = esc_promote_found (s, top, &yes);
  if (result)
    {
      write (&yes, result, found);
      gimple *g = gimple_build_assign (lhs, result);
      gimple_set_location (g, s->loc);
      gsi_insert_after (&at, g, GSI_SAME_STMT);
    }
  move_call (s->call, &no, result);
}

void
esc_promote_pool_free (const struct esc_promote_pool *pool, gcall *call,
                       unsigned arg)
{
  gimple_stmt_iterator at = gsi_for_stmt (call), yes, no;
  tree p = gimple_call_arg (call, arg);
  branch (&at, inside (pool, &at, p), gimple_location (call), &yes, &no);
  drop (pool, &yes);
  gsi_remove (&at, false);
  gsi_insert_before (&no, call, GSI_SAME_STMT);
  esc_gcc_no_warning (call);
}

/* ---- resizing ------------------------------------------------------------ */

/* A call that resizes, on its way.  */
struct resizing
{
  struct esc_promote_site *s;
  const struct esc_promote_pool *pool;
  tree old, n; /* the piece, the bytes asked for */
  tree result; /* variable */
};

static tree
copy_call (const struct resizing *r, gimple_stmt_iterator *at, tree old)
{
  gcall *call = as_a<gcall *> (gimple_copy (r->s->call));
  gimple_set_vdef (call, NULL_TREE);
  gimple_set_vuse (call, NULL_TREE);
  tree lhs = make_ssa_name (TREE_TYPE (r->result));
  gimple_call_set_lhs (call, lhs);
  gimple_call_set_arg (call, r->s->site->alloc.old - 1, old);
  esc_gcc_no_warning (call);
  step (at, call, r->s->loc);
  return lhs;
}

/* MOST bytes, but no more than N, go from the old piece to P.  */
static void
copy_content (const struct resizing *r, gimple_stmt_iterator *at, tree p,
              tree most)
{
  tree n = size_op (at, MIN_EXPR, r->n, most);
  gcall *call = gimple_build_call (builtin_decl_explicit (BUILT_IN_MEMMOVE), 3,
                                   p, r->old, n);
  esc_gcc_no_warning (call);
  step (at, call, r->s->loc);
}

/* The old piece is in the pool, and no room for more: to the heap, by the call
   itself.  If it fails, the piece stays.  To ask for nothing frees the piece,
   and the call knows what it returns then.  */
static void
to_heap (const struct resizing *r, gimple_stmt_iterator *at)
{
  gimple_stmt_iterator yes, no;
  tree p = copy_call (r, at, build_int_cst (TREE_TYPE (r->old), 0));
  write (at, r->result, p);
  tree none = build_int_cst (TREE_TYPE (p), 0);
  branch (at, test (at, NE_EXPR, p, none), r->s->loc, &yes, &no);
  copy_content (r, &yes, p,
                size_op (&yes, MINUS_EXPR,
                         as_number (&yes, read (&yes, r->pool->top)),
                         as_number (&yes, r->old)));
  drop (r->pool, &yes);
  gimple_stmt_iterator zero, other;
  branch (&yes, test (&yes, EQ_EXPR, r->n, number (0)), r->s->loc, &zero,
          &other);
  write (&zero, r->result, copy_call (r, &zero, p));
}

/* The old piece is in the pool: if it is the last one it grows where it is,
   else it moves to the top, if there is room.  */
static void
in_pool (const struct resizing *r, gimple_stmt_iterator *at)
{
  if (!r->s->site->chosen)
    {
      to_heap (r, at);
      return;
    }
  gimple_stmt_iterator yes, no;
  tree old = value (at, fold_convert (ptr_type_node, r->old));
  tree top = read (at, r->pool->top);
  tree grows = test (at, EQ_EXPR, old, read (at, r->pool->last));
  tree to = choice (at, grows, old, top);
  tree some = test (at, NE_EXPR, r->n, number (0));
  tree ok = value (at, fold_build2 (BIT_AND_EXPR, boolean_type_node, some,
                                    fits (r->pool, at, to, r->n)));
  branch (at, ok, r->s->loc, &yes, &no);
  tree most = size_op (&yes, MINUS_EXPR, as_number (&yes, top),
                       as_number (&yes, old));
  most = choice (&yes, grows, number (0), most);
  copy_content (r, &yes, to, most);
  take (r->pool, &yes, to, r->n);
  write (&yes, r->result,
         value (&yes, fold_convert (TREE_TYPE (r->result), to)));
  to_heap (r, &no);
}

/* The old piece is not in the pool: none, perhaps.  */
static void
elsewhere (const struct resizing *r, gimple_stmt_iterator *at)
{
  gimple_stmt_iterator yes, no = *at;
  if (r->s->site->chosen)
    {
      tree top = read (at, r->pool->top);
      tree none
          = test (at, EQ_EXPR, r->old, build_int_cst (TREE_TYPE (r->old), 0));
      tree some = test (at, NE_EXPR, r->n, number (0));
      tree ok = value (
          at, fold_build2 (BIT_AND_EXPR, boolean_type_node, none, some));
      ok = value (at, fold_build2 (BIT_AND_EXPR, boolean_type_node, ok,
                                   fits (r->pool, at, top, r->n)));
      branch (at, ok, r->s->loc, &yes, &no);
      take (r->pool, &yes, top, r->n);
      count (r->pool, &yes);
      write (&yes, r->result,
             value (&yes, fold_convert (TREE_TYPE (r->result), top)));
    }
  move_call (r->s->call, &no, r->result);
}

void
esc_promote_pool_resize (struct esc_promote_site *s,
                         const struct esc_promote_pool *pool)
{
  gimple_stmt_iterator at = gsi_for_stmt (s->call), yes, no;
  tree lhs = gimple_call_lhs (s->call);
  struct resizing r
      = { s, pool, gimple_call_arg (s->call, s->site->alloc.old - 1), NULL_TREE,
          variable (TREE_TYPE (lhs), "escape_memory") };
  r.n = wanted (s, pool, &at);
  branch (&at, inside (pool, &at, r.old), s->loc, &yes, &no);
  gsi_next (&at);
  gimple_call_set_lhs (s->call, NULL_TREE);
  in_pool (&r, &yes);
  elsewhere (&r, &no);
  step (&at, gimple_build_assign (lhs, r.result), s->loc);
}
