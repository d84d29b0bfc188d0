/* SPDX-License-Identifier: GPL-3.0-or-later */
/* promote-expose.cc - callees that hide an allocation or its release.

       static struct s *s_new (int);        makes memory and hands it back
       static void s_free (struct s *);     frees it and more

       x = s_new (1);  …  s_free (x);

   Where the engine says that memory might leave the heap if the callee were
   part of the caller, the call goes to a copy of the callee that GCC inlines
   at once; the callee itself stays as it is, for all other calls and whatever
   its attributes say.  In the copy, calls of further such callees go to copies
   too.

   The pass runs before any inlining.  It proves nothing and needs no proof:
   inlining changes no meaning.

   Not modelled: callees that are large, may not be copied, or call
   themselves.  */

#include "promote-internal.h"
#include "arguments.h"
#include "model.h"

enum
{
  LARGE = 150, /* instructions of a callee that is copied */
  DEPTH = 3,   /* copies within copies */
  MOST = 400   /* copies in a unit */
};

struct exposing
{
  struct esc_promote p;
  tree *copies; /* by function: the copy, or NULL */
  unsigned n;
};

static bool
may_copy (struct exposing *x, uint32_t fn, tree fndecl)
{
  const struct esc_fn *f = &x->p.m->fns[fn];
  cgraph_node *node = cgraph_node::get (fndecl);
  struct function *fun = DECL_STRUCT_FUNCTION (fndecl);
  return f->body && f->body->nins <= LARGE && x->p.heap.opens[fn]
         && !(f->flags & (ESC_FN_VARARGS | ESC_FN_NESTED | ESC_FN_WEAK)) && node
         && node->has_gimple_body_p () && !node->alias
         && node->get_availability () >= AVAIL_AVAILABLE && fun
         && !fun->calls_setjmp && !fun->has_nonlocal_label && !fun->calls_alloca
         && !lookup_attribute ("noclone", DECL_ATTRIBUTES (fndecl))
         && !lookup_attribute ("noipa", DECL_ATTRIBUTES (fndecl))
         && tree_versionable_function_p (fndecl);
}

/* The copy of FNDECL, which is to be inlined.  */
static tree
make_copy (tree fndecl)
{
  cgraph_node *node = cgraph_node::get (fndecl);
  cgraph_node *copy = node->create_version_clone_with_body (
      vNULL, NULL, NULL, NULL, NULL, "escape", NULL_TREE);
  if (!copy)
    return NULL_TREE;
  tree decl = copy->decl;
  DECL_ATTRIBUTES (decl)
      = remove_attribute ("noinline", copy_list (DECL_ATTRIBUTES (decl)));
  DECL_UNINLINABLE (decl) = 0;
  DECL_DECLARED_INLINE_P (decl) = 1;
  DECL_DISREGARD_INLINE_LIMITS (decl) = 1;
  TREE_PUBLIC (decl) = 0;
  copy->local = true;
  return decl;
}

static uint32_t
function_of (struct exposing *x, tree fndecl)
{
  for (uint32_t f = 0; f < x->p.m->nfns; f++)
    if (x->p.m->fns[f].body && x->p.m->fns[f].uid == DECL_UID (fndecl))
      return f;
  return ESC_NONE;
}

static tree copy_of (struct exposing *x, tree fndecl, int depth);

/* Calls in FNDECL, a copy, go on to copies.  */
static void
redirect_inner (struct exposing *x, tree fndecl, int depth)
{
  basic_block bb;
  bool changed = false;
  push_cfun (DECL_STRUCT_FUNCTION (fndecl));
  FOR_EACH_BB_FN (bb, cfun)
    for (gimple_stmt_iterator i = gsi_start_bb (bb); !gsi_end_p (i);
         gsi_next (&i))
      {
        gcall *call = dyn_cast<gcall *> (gsi_stmt (i));
        tree callee = call ? gimple_call_fndecl (call) : NULL_TREE;
        tree copy = callee ? copy_of (x, callee, depth + 1) : NULL_TREE;
        if (!copy)
          continue;
        gimple_call_set_fndecl (call, copy);
        changed = true;
      }
  if (changed)
    cgraph_edge::rebuild_edges ();
  pop_cfun ();
}

/* The copy of FNDECL, or NULL if it is not to be copied.  */
static tree
copy_of (struct exposing *x, tree fndecl, int depth)
{
  uint32_t fn = function_of (x, fndecl);
  if (fn == ESC_NONE || depth > DEPTH || x->n >= MOST)
    return NULL_TREE;
  if (x->copies[fn])
    return x->copies[fn];
  if (!may_copy (x, fn, fndecl))
    return NULL_TREE;
  x->n++;
  tree copy = make_copy (fndecl);
  x->copies[fn] = copy;
  if (copy)
    redirect_inner (x, copy, depth);
  return copy;
}

/* All calls to be exposed that are in one function.  */
static void
expose_in (struct exposing *x, uint32_t fn)
{
  bool changed = false;
  tree decl = NULL_TREE;
  for (uint32_t i = 0; i < x->p.heap.nexposed; i++)
    for (unsigned k = 0; k < x->p.stmts.n; k++)
      {
        const struct esc_lower_stmt *s = &x->p.stmts.v[k];
        if (x->p.heap.exposed[i].fn != fn || s->fn != fn
            || s->ins != x->p.heap.exposed[i].ins)
          continue;
        gcall *call = as_a<gcall *> (s->stmt);
        tree callee = gimple_call_fndecl (call);
        tree copy = callee ? copy_of (x, callee, 0) : NULL_TREE;
        if (!copy)
          continue;
        gimple_call_set_fndecl (call, copy);
        decl = s->decl;
        changed = true;
      }
  if (!changed)
    return;
  push_cfun (DECL_STRUCT_FUNCTION (decl));
  cgraph_edge::rebuild_edges ();
  pop_cfun ();
}

/* All that may give up.  */
static void
ask (void *arg)
{
  struct exposing *x = (struct exposing *)arg;
  x->p.m = esc_lower_late (&x->p.stmts);
  esc_models_link (esc_settings_models (), x->p.m);
  esc_heap_solve (x->p.m, &x->p.heap, true);
}

void
esc_promote_expose (void)
{
  struct exposing x;
  memset (&x, 0, sizeof x);
  if (esc_guard (ask, &x))
    {
      while (cfun)
        pop_cfun ();
      return; /* promotion itself will say why, if it gives up too */
    }
  x.copies = XCNEWVEC (tree, x.p.m->nfns + 1);
  uint32_t last = ESC_NONE;
  for (uint32_t i = 0; i < x.p.heap.nexposed; i++)
    if (x.p.heap.exposed[i].fn != last)
      {
        last = x.p.heap.exposed[i].fn;
        expose_in (&x, last);
      }
  free (x.copies);
  free (x.p.stmts.v);
  esc_heap_free (&x.p.heap);
  esc_module_free (x.p.m);
}
