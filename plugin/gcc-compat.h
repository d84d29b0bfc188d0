/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gcc-compat.h - GCC's headers, and every difference between its versions.

   With gcc-compat-show.h, which it includes, the only file that includes a GCC
   header and the only one with a version `#if` (`make check-layers` proves
   both).  Each difference is hidden behind
   a function or a macro with the prefix esc_gcc_ or ESC_GCC_, or behind GCC's
   newest name for the thing.

   Symbols of the C front end are reached through esc_gcc_ functions that may
   find them absent: lto1 and the other front ends have none.  */

#ifndef ESC_GCC_COMPAT_H
#define ESC_GCC_COMPAT_H

/* GCC's own name for what of C++ its headers then include.  */
#define INCLUDE_MEMORY
#define INCLUDE_VECTOR
#include "gcc-plugin.h"
#include "plugin-version.h"

#include "tree.h"
#include "gimple.h"
#include "tree-pass.h"
#include "context.h"
#include "cgraph.h"
#include "stringpool.h"
#include "attribs.h"
#include "langhooks.h"
#include "basic-block.h"
#include "function.h"
#include "cfg.h"
#include "gimple-iterator.h"
#include "gimple-ssa.h"
#include "ssa.h"
#include "tree-cfg.h"
#include "tree-iterator.h"
#include "fold-const.h"
#include "builtins.h"
#include "options.h"
#include "opts.h"
#include "toplev.h"
#include "intl.h"
#include "print-tree.h"
#include "spellcheck.h"
#include "gimple-pretty-print.h"
#include "gimple-expr.h"
#include "tree-dfa.h"
#include "tree-eh.h"
#include "except.h"
#include "internal-fn.h"
#include "calls.h"
#include "stor-layout.h"
#include "varasm.h"
#include "value-range.h"
#include "value-query.h"
#include "gimple-range.h"
#include "gimplify.h"
#include "gimplify-me.h"
#include "gimple-fold.h"
#include "cfgloop.h"
#include "tree-into-ssa.h"
#include "tree-phinodes.h"
#include "tree-ssanames.h"
#include "tree-ssa-operands.h"
#include "tree-ssa-alias.h"
#include "tree-inline.h"
#include "dumpfile.h"
#include "dominance.h"
#include "c-family/c-pragma.h"
#include "output.h"
#include "target.h"
#include "file-prefix-map.h"

/* ---- statements --------------------------------------------------------- */

/* Does clobber S end the life of its object?  11 has no other kind; the
   storage of a variable has had a kind of its own since 14.  */
static inline bool
esc_gcc_clobber_ends (const gimple *s)
{
#if GCCPLUGIN_VERSION_MAJOR >= 14
  unsigned kind = CLOBBER_KIND (gimple_assign_rhs1 (s));
  return kind == CLOBBER_STORAGE_END || kind == CLOBBER_OBJECT_END;
#elif GCCPLUGIN_VERSION_MAJOR >= 12
  return CLOBBER_KIND (gimple_assign_rhs1 (s)) == CLOBBER_EOL;
#else
  return gimple_clobber_p (s);
#endif
}

/* -ftrivial-auto-var-init came in 12.  */
#if GCCPLUGIN_VERSION_MAJOR < 12
#define IFN_DEFERRED_INIT IFN_LAST
#endif

/* Does call S of an internal function give a variable an initial value that
   the user did not ask for?  Since 12.  */
static inline bool
esc_gcc_deferred_init_p (const gcall *s)
{
#if GCCPLUGIN_VERSION_MAJOR >= 12
  return gimple_call_internal_fn (s) == IFN_DEFERRED_INIT;
#else
  (void)s;
  return false;
#endif
}

/* Does GCC know that call S does not keep argument I?  The flags were renamed
   and split in 12.  */
static inline bool
esc_gcc_arg_noescape (const gcall *s, unsigned i)
{
  int flags = gimple_call_arg_flags (s, i);
#if GCCPLUGIN_VERSION_MAJOR >= 12
  return flags & (EAF_NO_DIRECT_ESCAPE | EAF_UNUSED);
#else
  return flags & (EAF_NOESCAPE | EAF_NODIRECTESCAPE | EAF_UNUSED);
#endif
}

/* A statement's right side that says that the life of VAR ends.  */
static inline tree
esc_gcc_end_clobber (tree var)
{
#if GCCPLUGIN_VERSION_MAJOR >= 14
  return build_clobber (TREE_TYPE (var), CLOBBER_STORAGE_END);
#elif GCCPLUGIN_VERSION_MAJOR >= 12
  return build_clobber (TREE_TYPE (var), CLOBBER_EOL);
#else
  return build_clobber (TREE_TYPE (var));
#endif
}

/* Nothing is to be said about T, which the user did not write.  */
static inline void
esc_gcc_no_warning (tree t)
{
#if GCCPLUGIN_VERSION_MAJOR >= 12
  suppress_warning (t);
#else
  TREE_NO_WARNING (t) = 1;
#endif
}

static inline void
esc_gcc_no_warning (gimple *s)
{
#if GCCPLUGIN_VERSION_MAJOR >= 12
  suppress_warning (s);
#else
  gimple_set_no_warning (s, true);
#endif
}

/* ---- control flow ------------------------------------------------------- */

/* The last statement of BB, or NULL.  last_stmt is gone since 14.  */
static inline gimple *
esc_gcc_last_stmt (basic_block bb)
{
  return gsi_stmt (gsi_last_nondebug_bb (bb));
}

/* The statement at *AT, and what follows it, goes to *JOIN; before it COND
   decides between *YES and *NO, which are empty.  */
static inline void
esc_gcc_diamond (gimple_stmt_iterator *at, gcond *cond, location_t loc,
                 basic_block *yes, basic_block *no, basic_block *join)
{
  basic_block head = gsi_bb (*at);
  gimple_set_location (cond, loc);
  gsi_insert_before (at, cond, GSI_SAME_STMT);
  edge e = split_block (head, cond);
  *join = e->dest;
  *yes = create_empty_bb (head);
  *no = create_empty_bb (*yes);
  remove_edge (e);
  edge y = make_edge (head, *yes, EDGE_TRUE_VALUE);
  edge n = make_edge (head, *no, EDGE_FALSE_VALUE);
  y->probability = profile_probability::likely ();
  n->probability = y->probability.invert ();
  basic_block arms[2] = { *yes, *no };
  for (int i = 0; i < 2; i++)
    {
      arms[i]->count = (i ? n : y)->count ();
      make_single_succ_edge (arms[i], *join, EDGE_FALLTHRU);
      if (loops_for_fn (cfun))
        add_bb_to_loop (arms[i], head->loop_father);
    }
}

/* The body of cfun has been changed: pointers point to variables that they did
   not point to before.  What was known of them would fold comparisons and
   drop stores.  */
static inline void
esc_gcc_body_changed (void)
{
  unsigned i;
  tree name;
  FOR_EACH_SSA_NAME (i, name, cfun)
  if (POINTER_TYPE_P (TREE_TYPE (name)))
    SSA_NAME_PTR_INFO (name) = NULL;
  free_dominance_info (CDI_DOMINATORS);
  free_dominance_info (CDI_POST_DOMINATORS);
  mark_virtual_operands_for_renaming (cfun);
  update_ssa (TODO_update_ssa);
  cfun->gimple_df->ipa_pta = false;
  compute_may_aliases ();
  cgraph_edge::rebuild_edges ();
}

/* ---- ranges ------------------------------------------------------------- */

/* Start and end asking for ranges in FUN; 11 has no ranger per function.  */
static inline gimple_ranger *
esc_gcc_ranger_start (struct function *fun)
{
#if GCCPLUGIN_VERSION_MAJOR >= 12
  return enable_ranger (fun);
#else
  (void)fun;
  return new gimple_ranger;
#endif
}

static inline void
esc_gcc_ranger_stop (struct function *fun, gimple_ranger *ranger)
{
#if GCCPLUGIN_VERSION_MAJOR >= 12
  (void)ranger;
  disable_ranger (fun);
#else
  (void)fun;
  delete ranger;
#endif
}

/* The least and the largest value that integer NAME can have at statement S,
   or on edge E if that is not NULL, as far as they fit a HOST_WIDE_INT; false
   if nothing is known.  */
static inline bool
esc_gcc_range (gimple_ranger *ranger, tree name, gimple *s, edge e,
               HOST_WIDE_INT *lo, HOST_WIDE_INT *hi)
{
  int_range_max r;
  bool known = e ? ranger->range_on_edge (r, e, name)
                 : ranger->range_of_expr (r, name, s);
  if (!known || r.undefined_p ())
    return false;
  signop sign = TYPE_SIGN (TREE_TYPE (name));
  widest_int least = widest_int::from (r.lower_bound (), sign);
  widest_int most = widest_int::from (r.upper_bound (), sign);
  *lo = wi::fits_shwi_p (least) ? least.to_shwi () : HOST_WIDE_INT_MIN;
  *hi = wi::fits_shwi_p (most) ? most.to_shwi () : HOST_WIDE_INT_MAX;
  return true;
}

/* ---- locations ---------------------------------------------------------- */

/* A location in 32 bits.  GCC's own has 64 since 15; then the ones in use are
   numbered.  */
#if GCCPLUGIN_VERSION_MAJOR >= 15
typedef hash_map<int_hash<location_t, 0>, uint32_t> esc_gcc_loc_map;

struct esc_gcc_locs
{
  esc_gcc_loc_map *map;
  location_t *locs; /* by number */
  uint32_t n, cap;
};

inline struct esc_gcc_locs *
esc_gcc_locs_get (void)
{
  static struct esc_gcc_locs locs;
  if (!locs.map)
    locs.map = new esc_gcc_loc_map;
  return &locs;
}
#endif

static inline uint32_t
esc_gcc_loc_pack (location_t loc)
{
#if GCCPLUGIN_VERSION_MAJOR >= 15
  if (loc == UNKNOWN_LOCATION)
    return 0;
  struct esc_gcc_locs *l = esc_gcc_locs_get ();
  bool known;
  uint32_t &number = l->map->get_or_insert (loc, &known);
  if (!known)
    {
      if (l->n + 1 >= l->cap)
        {
          l->cap = l->cap ? 2 * l->cap : 1024;
          l->locs = XRESIZEVEC (location_t, l->locs, l->cap);
        }
      number = ++l->n;
      l->locs[number] = loc;
    }
  return number;
#else
  return loc;
#endif
}

static inline location_t
esc_gcc_loc_unpack (uint32_t number)
{
#if GCCPLUGIN_VERSION_MAJOR >= 15
  struct esc_gcc_locs *l = esc_gcc_locs_get ();
  return number && number <= l->n ? l->locs[number] : UNKNOWN_LOCATION;
#else
  return number;
#endif
}

/* ---- the C front end ------------------------------------------------------

   Absent from lto1 and from other languages' compilers.  The Makefile makes
   all of GCC's symbols weak, so that such a compiler can load the plugin; it
   never calls these.  */

/* Run HANDLER for `#pragma NAME`, wherever it stands: at once, before the
   parser sees the line.  Not under -E, which hands it on.  */
static inline void
esc_gcc_register_pragma (const char *name, void (*handler) (cpp_reader *))
{
  if (!flag_preprocess_only)
    cpp_register_pragma (parse_in, NULL, name, handler, false);
}

/* Register SPEC as [[SCOPE::name]].  */
static inline void
esc_gcc_register_scoped (const attribute_spec *spec, const char *scope)
{
#if GCCPLUGIN_VERSION_MAJOR >= 14
  /* 14 takes a description of the whole scope.  */
  attribute_spec *table = XNEWVEC (attribute_spec, 1);
  memcpy (table, spec, sizeof *table);
  scoped_attribute_specs *specs = XNEW (scoped_attribute_specs);
  new (specs) scoped_attribute_specs{ scope, { table, 1 } };
  register_scoped_attributes (*specs, false);
#else
  attribute_spec *table = XCNEWVEC (attribute_spec, 2);
  memcpy (table, spec, sizeof *table);
  register_scoped_attributes (table, scope);
#endif
}

/* WHERE in the file's own numbering: macros at their expansion, without
   ranges.  Such numbers grow in the order in which the source is read.  */
static inline location_t
esc_gcc_plain_location (location_t where)
{
  return linemap_resolve_location (line_table, where, LRK_MACRO_EXPANSION_POINT,
                                   NULL);
}

static inline location_t
esc_gcc_spelled (location_t where)
{
  return linemap_resolve_location (line_table, where, LRK_SPELLING_LOCATION,
                                   NULL);
}

/* WHERE as a reader of the source sees it: what the body of a macro says is
   where the macro is used, what an argument says is where it is written.  (A
   macro is defined before it is used, an argument is written after.)  So a
   macro of a system header does not hide what its user does with it.  */
static inline location_t
esc_gcc_reader_location (location_t where)
{
  if (!from_macro_expansion_at (where))
    return where;
  location_t use = esc_gcc_plain_location (where);
  location_t caret = esc_gcc_spelled (where);
  if (caret <= use)
    return use;
  location_t first = esc_gcc_spelled (get_start (where));
  location_t last = esc_gcc_spelled (get_finish (where));
  return make_location (caret, MAX (first, use), MAX (last, caret));
}

/* ---- options ------------------------------------------------------------ */

/* Does option O load the plugin called NAME or hand it an argument?  */
static inline bool
esc_gcc_option_is_of (const cl_decoded_option *o, const char *name)
{
  size_t n = strlen (name);
  if (o->opt_index == OPT_fplugin_)
    {
      const char *base = lbasename (o->arg);
      return !strncmp (base, name, n) && (!base[n] || base[n] == '.');
    }
  return o->opt_index == OPT_fplugin_arg_ && !strncmp (o->arg, name, n)
         && o->arg[n] == '-';
}

/* Keep the options that load the plugin called NAME, and its arguments, out of
   what GCC records of its command line in debug information and in LTO
   objects: the object file is then the same as without.  The driver adds
   -iplugindir if there is any plugin at all.  */
static inline void
esc_gcc_forget_options (const char *name)
{
  bool alone = true;
  for (unsigned i = 0; i < save_decoded_options_count; i++)
    {
      cl_decoded_option *o = &save_decoded_options[i];
      if (esc_gcc_option_is_of (o, name))
        o->opt_index = OPT_SPECIAL_ignore;
      else if (o->opt_index == OPT_fplugin_)
        alone = false;
    }
  for (unsigned i = 0; i < save_decoded_options_count; i++)
    if (alone && save_decoded_options[i].opt_index == OPT_iplugindir_)
      save_decoded_options[i].opt_index = OPT_SPECIAL_ignore;
}

#include "gcc-compat-show.h"

#endif
