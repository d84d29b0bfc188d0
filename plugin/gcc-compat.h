/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gcc-compat.h - GCC's headers, and every difference between its versions.

   The only file that includes a GCC header and the only one with a version
   `#if` (`make check-layers` proves both).  Each difference is hidden behind
   a function or a macro with the prefix esc_gcc_ or ESC_GCC_, or behind GCC's
   newest name for the thing.

   Symbols of the C front end are reached through esc_gcc_ functions that may
   find them absent: lto1 and the other front ends have none.  */

#ifndef ESC_GCC_COMPAT_H
#define ESC_GCC_COMPAT_H

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
#include "toplev.h"
#include "intl.h"
#include "print-tree.h"
#include "gimple-pretty-print.h"
#include "diagnostic.h"
#include "diagnostic-path.h"
#include "diagnostic-metadata.h"
#include "tree-diagnostic.h"
#include "gcc-rich-location.h"
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
#include "c-family/c-pragma.h"

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

/* The largest value that unsigned integer NAME can have at S, in *MAX.  */
static inline bool
esc_gcc_range_max (gimple_ranger *ranger, tree name, gimple *s,
                   unsigned HOST_WIDE_INT *max)
{
  int_range_max r;
  if (!ranger->range_of_expr (r, name, s) || r.undefined_p ())
    return false;
  wide_int top = r.upper_bound ();
  if (!wi::fits_uhwi_p (top))
    return false;
  *max = top.to_uhwi ();
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

#endif
