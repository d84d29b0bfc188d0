/* SPDX-License-Identifier: GPL-3.0-or-later */
/* promote-rewrite.cc - the statements of promotion.

       p = malloc (24);        p = &slot;
       …                       …
       free (p);               slot = {CLOBBER};

       p = malloc (n);         if (n <= sizeof slot) p = &slot;
                               else p = malloc (n);
       free (p);               if (p != &slot) free (p);

   The slot is an ordinary variable of the function, as aligned as the heap
   would be, so that GCC's own passes can dissolve it.

   Where several may be in use at once they are in a pool (promote-pool.cc).

   Invariants: a call that might still have to allocate or to free is kept and
   guarded; nothing is moved.  */

#include "promote-internal.h"
#include "arguments.h"

/* ---- slots --------------------------------------------------------------- */

static tree
make_slot (struct esc_promote_site *s)
{
  tree type = build_array_type_nelts (unsigned_char_type_node, s->bytes);
  tree slot = create_tmp_var (type, "escape_slot");
  TREE_ADDRESSABLE (slot) = 1;
  SET_DECL_ALIGN (slot, s->align * BITS_PER_UNIT);
  DECL_USER_ALIGN (slot) = 1;
  esc_gcc_no_warning (slot);
  return slot;
}

static tree
address_of (tree slot, tree type)
{
  return build1 (ADDR_EXPR, POINTER_TYPE_P (type) ? type : ptr_type_node, slot);
}

static gimple *
insert (gimple_stmt_iterator *at, gimple *g, location_t loc)
{
  gimple_set_location (g, loc);
  gsi_insert_before (at, g, GSI_SAME_STMT);
  return g;
}

static void
clear (struct esc_promote_site *s, gimple_stmt_iterator *at)
{
  tree zero = build_constructor (TREE_TYPE (s->slot), NULL);
  insert (at, gimple_build_assign (s->slot, zero), s->loc);
}

static void
call_memory (gimple_stmt_iterator *at, location_t loc,
             enum built_in_function code, tree to, tree from, tree n)
{
  insert (at, gimple_build_call (builtin_decl_explicit (code), 3, to, from, n),
          loc);
}

void
esc_promote_fill (struct esc_promote_site *s, tree to, tree n,
                  gimple_stmt_iterator *at)
{
  const struct esc_heap_alloc *a = &s->site->alloc;
  if (a->size == ESC_HEAP_STRING)
    {
      tree chars = force_gimple_operand_gsi (
          at, fold_build2 (MINUS_EXPR, size_type_node, n, size_one_node), true,
          NULL_TREE, true, GSI_SAME_STMT);
      call_memory (at, s->loc, BUILT_IN_MEMCPY, to,
                   gimple_call_arg (s->call, a->arg),
                   a->arg2 == ESC_NONE ? n : chars);
      if (a->arg2 == ESC_NONE)
        return;
      tree end = make_ssa_name (ptr_type_node);
      insert (at, gimple_build_assign (end, POINTER_PLUS_EXPR, to, chars),
              s->loc);
      tree byte = build2 (MEM_REF, char_type_node, end,
                          build_int_cst (ptr_type_node, 0));
      insert (at, gimple_build_assign (byte, build_int_cst (char_type_node, 0)),
              s->loc);
    }
  else if (a->zeroed)
    call_memory (at, s->loc, BUILT_IN_MEMSET, to, integer_zero_node, n);
}

static void
fill (struct esc_promote_site *s, tree n, gimple_stmt_iterator *at)
{
  esc_promote_fill (s, address_of (s->slot, ptr_type_node), n, at);
}

/* ---- allocations --------------------------------------------------------- */

/* The call of S has found memory at P: what it returns, or NULL_TREE if nobody
   asks.  */
tree
esc_promote_found (struct esc_promote_site *s, tree p, gimple_stmt_iterator *at)
{
  tree lhs = gimple_call_lhs (s->call);
  unsigned out = s->site->alloc.out;
  if (!out)
    return force_gimple_operand_gsi (at, fold_convert (TREE_TYPE (lhs), p),
                                     true, NULL_TREE, true, GSI_SAME_STMT);
  tree where
      = build2 (MEM_REF, ptr_type_node, gimple_call_arg (s->call, out - 1),
                build_int_cst (ptr_type_node, 0));
  insert (at, gimple_build_assign (where, p), s->loc);
  return lhs ? build_int_cst (TREE_TYPE (lhs), 0) : NULL_TREE;
}

/* S never needs the heap.  */
static void
allocate_fixed (struct esc_promote_site *s)
{
  gimple_stmt_iterator at = gsi_for_stmt (s->call);
  tree lhs = gimple_call_lhs (s->call);
  const struct esc_heap_alloc *a = &s->site->alloc;
  if (a->size == ESC_HEAP_STRING)
    fill (s, esc_promote_bytes (s, &at), &at);
  else if (a->zeroed)
    clear (s, &at);
  tree found = esc_promote_found (s, address_of (s->slot, ptr_type_node), &at);
  unlink_stmt_vdef (s->call);
  if (!lhs)
    {
      gsi_remove (&at, true);
      return;
    }
  gimple *g = gimple_build_assign (lhs, found);
  gimple_set_location (g, s->loc);
  gsi_replace (&at, g, true);
}

/* S needs it when it is larger than the slot.  */
static void
allocate_guarded (struct esc_promote_site *s)
{
  gimple_stmt_iterator at = gsi_for_stmt (s->call);
  tree lhs = gimple_call_lhs (s->call);
  tree n = esc_promote_bytes (s, &at);
  HOST_WIDE_INT room = s->bytes - s->site->alloc.add;
  gcond *cond = gimple_build_cond (
      LE_EXPR, n, build_int_cst (size_type_node, room), NULL_TREE, NULL_TREE);
  basic_block small, large, join;
  esc_gcc_diamond (&at, cond, s->loc, &small, &large, &join);
  gimple_stmt_iterator in = gsi_start_bb (small);
  fill (s, n, &in);
  tree quick = esc_promote_found (s, address_of (s->slot, ptr_type_node), &in);
  /* The call itself moves to its arm.  */
  at = gsi_for_stmt (s->call);
  gsi_remove (&at, false);
  if (lhs)
    {
      tree slow = make_ssa_name (TREE_TYPE (lhs));
      gimple_call_set_lhs (s->call, slow);
      gphi *phi = create_phi_node (lhs, join);
      add_phi_arg (phi, quick, single_succ_edge (small), s->loc);
      add_phi_arg (phi, slow, single_succ_edge (large), s->loc);
    }
  in = gsi_last_bb (large);
  gsi_insert_after (&in, s->call, GSI_NEW_STMT);
}

/* ---- releases ------------------------------------------------------------ */

/* Is there anything in R but promoted memory that is never the heap's?  */
static bool
needs_guard (struct esc_promote *p, const struct esc_heap_release *r)
{
  bool guard = r->others;
  for (uint32_t i = 0; i < r->nsites; i++)
    {
      const struct esc_heap_site *s
          = &p->heap.sites[p->heap.refs[r->sites + i]];
      guard |= !s->chosen || !s->fixed;
    }
  return guard;
}

static void
remove_call (struct esc_promote *p, const struct esc_heap_release *r,
             gcall *call)
{
  gimple_stmt_iterator at = gsi_for_stmt (call);
  tree slot = p->sites[p->heap.refs[r->sites]].slot;
  unlink_stmt_vdef (call);
  if (r->certain)
    {
      gimple *g = gimple_build_assign (slot, esc_gcc_end_clobber (slot));
      gimple_set_location (g, gimple_location (call));
      gsi_replace (&at, g, true);
    }
  else
    gsi_remove (&at, true);
}

/* if (ARG != &slot) CALL, for each slot of R, and for its pool.  */
static void
guard_call (struct esc_promote *p, const struct esc_heap_release *r,
            gcall *call)
{
  bool pool = false;
  for (uint32_t i = 0; i < r->nsites; i++)
    {
      struct esc_promote_site *s = &p->sites[p->heap.refs[r->sites + i]];
      pool |= s->site->chosen && s->site->pool;
      if (!s->site->chosen || s->site->pool)
        continue;
      tree arg = gimple_call_arg (call, r->arg);
      gimple_stmt_iterator at = gsi_for_stmt (call);
      gcond *cond = gimple_build_cond (EQ_EXPR, arg,
                                       address_of (s->slot, TREE_TYPE (arg)),
                                       NULL_TREE, NULL_TREE);
      basic_block skip, go, join;
      esc_gcc_diamond (&at, cond, gimple_location (call), &skip, &go, &join);
      at = gsi_for_stmt (call);
      gsi_remove (&at, false);
      at = gsi_last_bb (go);
      gsi_insert_after (&at, call, GSI_NEW_STMT);
    }
  if (pool)
    esc_promote_pool_free (&p->pool, call, r->arg);
  esc_gcc_no_warning (call);
}

static gcall *
statement_of (struct esc_promote *p, uint32_t fn, uint32_t ins)
{
  for (unsigned i = 0; i < p->stmts.n; i++)
    if (p->stmts.v[i].fn == fn && p->stmts.v[i].ins == ins)
      return as_a<gcall *> (p->stmts.v[i].stmt);
  return NULL;
}

/* R resizes memory of the pool.  If it makes memory for the pool itself, it is
   rewritten as an allocation.  */
static void
rewrite_resize (struct esc_promote *p, const struct esc_heap_release *r)
{
  for (uint32_t i = 0; i < p->heap.nsites; i++)
    {
      struct esc_promote_site *s = &p->sites[i];
      if (s->site->fn == r->fn && s->site->ins == r->ins && !s->site->chosen)
        esc_promote_pool_resize (s, &p->pool);
    }
}

static void
rewrite_release (struct esc_promote *p, const struct esc_heap_release *r)
{
  bool any = false;
  for (uint32_t i = 0; i < r->nsites; i++)
    any |= p->heap.sites[p->heap.refs[r->sites + i]].chosen;
  gcall *call = any ? statement_of (p, r->fn, r->ins) : NULL;
  if (!call)
    return;
  if (r->resizes)
    rewrite_resize (p, r);
  else if (needs_guard (p, r))
    guard_call (p, r, call);
  else
    remove_call (p, r, call);
}

/* ---- the function -------------------------------------------------------- */

static void
rewrite_site (struct esc_promote *p, struct esc_promote_site *s)
{
  if (s->site->pool && s->site->alloc.old)
    esc_promote_pool_resize (s, &p->pool);
  else if (s->site->pool)
    esc_promote_pool_alloc (s, &p->pool);
  else if (s->site->fixed)
    allocate_fixed (s);
  else
    allocate_guarded (s);
}

void
esc_promote_rewrite (struct esc_promote *p, tree fndecl)
{
  uint32_t fn = ESC_NONE;
  p->pool.bytes = 0;
  for (uint32_t i = 0; i < p->heap.nsites; i++)
    if (p->sites[i].fndecl == fndecl && p->heap.sites[i].chosen)
      {
        fn = p->heap.sites[i].fn;
        if (!p->heap.sites[i].pool)
          p->sites[i].slot = make_slot (&p->sites[i]);
        else if (!p->pool.bytes)
          esc_promote_pool_make (&p->pool, p->sites[i].bytes,
                                 p->heap.sites[i].recursive
                                     ? esc_settings.value[ESC_ARG_PROMOTE_FRAME]
                                     : 0);
      }
  if (fn == ESC_NONE)
    return;
  for (uint32_t i = 0; i < p->heap.nreleases; i++)
    if (p->heap.releases[i].fn == fn)
      rewrite_release (p, &p->heap.releases[i]);
  for (uint32_t i = 0; i < p->heap.nsites; i++)
    if (p->heap.sites[i].fn == fn && p->heap.sites[i].chosen)
      rewrite_site (p, &p->sites[i]);
}
