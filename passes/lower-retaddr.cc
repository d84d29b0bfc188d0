/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lower-retaddr.cc - `return &local;`, which GCC's C front end replaces by
   zero after it has warned.

       char *f (void) { char buf[8]; return buf; }
       => in the tree: return <result> = &buf, 0;   in GIMPLE: _1 = 0;

   Before a function becomes GIMPLE its tree is searched for such returns, and
   for each the place in the source and the object are remembered.  When the
   assignment of zero at that place is lowered, it gives the address again.

   Invariants: no tree is held; an object is remembered by its DECL_UID and by
   what is needed to describe it should the compiler have dropped it since.

   Not modelled: an offset that is not constant (the address is then
   inexact).  */

#include "lower-internal.h"

/* One `return &local;`.  */
struct returned
{
  unsigned fn;    /* DECL_UID */
  unsigned local; /* DECL_UID */
  location_t loc;
  int64_t off;
  bool off_known;
  char *name; /* of the local */
  location_t declared;
  int64_t size;
  bool is_array, has_ptr;
};

static struct returned *returns;
static unsigned nreturns, cap_returns;

void
esc_lower_reset (void)
{
  for (unsigned i = 0; i < nreturns; i++)
    free (returns[i].name);
  free (returns);
  returns = NULL;
  nreturns = cap_returns = 0;
}

/* ---- finding ------------------------------------------------------------ */

/* Add the offset of REF to *R; its innermost object.  */
static tree
base_of (tree ref, struct returned *r)
{
  poly_int64 off;
  HOST_WIDE_INT bytes;
  tree base = get_addr_base_and_unit_offset (ref, &off);
  if (base && off.is_constant (&bytes))
    {
      r->off += bytes;
      return base;
    }
  r->off_known = false;
  while (handled_component_p (ref))
    ref = TREE_OPERAND (ref, 0);
  return ref;
}

/* The local whose address, plus or minus something, VALUE is.  */
static tree
addressed (tree value, struct returned *r)
{
  int64_t n;
  for (;;)
    switch (TREE_CODE (value))
      {
      CASE_CONVERT:
      case NON_LVALUE_EXPR:
        value = TREE_OPERAND (value, 0);
        break;
      case PLUS_EXPR:
      case POINTER_PLUS_EXPR:
      case MINUS_EXPR:
        if (!esc_lower_constant (TREE_OPERAND (value, 1), &n))
          r->off_known = false;
        else
          r->off += TREE_CODE (value) == MINUS_EXPR ? -n : n;
        value = TREE_OPERAND (value, 0);
        break;
      case ADDR_EXPR:
        value = base_of (TREE_OPERAND (value, 0), r);
        return VAR_P (value) || TREE_CODE (value) == PARM_DECL ? value
                                                               : NULL_TREE;
      default:
        return NULL_TREE;
      }
}

/* Remember statement RET of FNDECL if it is what the front end makes of
   `return &local;`.  */
static void
note (tree fndecl, tree ret)
{
  tree value = TREE_OPERAND (ret, 0);
  if (!value
      || (TREE_CODE (value) != MODIFY_EXPR && TREE_CODE (value) != INIT_EXPR))
    return;
  location_t loc = EXPR_LOCATION (value);
  if (loc == UNKNOWN_LOCATION)
    loc = EXPR_LOCATION (ret);
  value = TREE_OPERAND (value, 1);
  if (TREE_CODE (value) != COMPOUND_EXPR
      || !integer_zerop (TREE_OPERAND (value, 1)))
    return;
  struct returned r;
  memset (&r, 0, sizeof r);
  r.off_known = true;
  tree local = addressed (TREE_OPERAND (value, 0), &r);
  if (!local || is_global_var (local))
    return;
  r.fn = DECL_UID (fndecl);
  r.local = DECL_UID (local);
  r.loc = loc;
  r.name = xstrdup (DECL_NAME (local) ? IDENTIFIER_POINTER (DECL_NAME (local))
                                      : "");
  r.declared = DECL_SOURCE_LOCATION (local);
  r.size = esc_lower_size (TREE_TYPE (local));
  r.is_array = TREE_CODE (TREE_TYPE (local)) == ARRAY_TYPE;
  r.has_ptr = esc_lower_type_holds (TREE_TYPE (local));
  if (nreturns == cap_returns)
    {
      cap_returns = cap_returns ? 2 * cap_returns : 16;
      returns = XRESIZEVEC (struct returned, returns, cap_returns);
    }
  returns[nreturns++] = r;
}

static tree
visit (tree *tp, int *walk_subtrees, void *fndecl)
{
  if (TREE_CODE (*tp) == RETURN_EXPR)
    {
      note ((tree)fndecl, *tp);
      *walk_subtrees = 0;
    }
  else if (TYPE_P (*tp) || DECL_P (*tp))
    *walk_subtrees = 0;
  return NULL_TREE;
}

/* Only functions that return a pointer are searched: the front end replaces
   nothing in others.  */
void
esc_lower_note_returns (tree fndecl)
{
  if (!fndecl || TREE_CODE (fndecl) != FUNCTION_DECL
      || !POINTER_TYPE_P (TREE_TYPE (TREE_TYPE (fndecl)))
      || !DECL_SAVED_TREE (fndecl))
    return;
  walk_tree_without_duplicates (&DECL_SAVED_TREE (fndecl), visit, fndecl);
}

/* ---- using -------------------------------------------------------------- */

/* Is something remembered of FNDECL?  */
bool
esc_lower_has_returns (tree fndecl)
{
  for (unsigned i = 0; i < nreturns; i++)
    if (returns[i].fn == DECL_UID (fndecl))
      return true;
  return false;
}

/* The object that R remembers.  */
static uint32_t
object (struct esc_lower *lo, const struct returned *r)
{
  if (r->local < lo->ndecls && lo->decls[r->local].id)
    return lo->decls[r->local].id;
  unsigned i;
  tree var;
  for (var = DECL_ARGUMENTS (lo->decl); var; var = DECL_CHAIN (var))
    if (DECL_UID (var) == r->local)
      return esc_lower_param_obj (lo, var);
  FOR_EACH_LOCAL_DECL (lo->fun, i, var)
    if (DECL_UID (var) == r->local && !DECL_HAS_VALUE_EXPR_P (var))
      return esc_lower_obj (lo, var);
  struct esc_obj o;
  memset (&o, 0, sizeof o);
  o.kind = r->size < 0 ? ESC_OBJ_VLA : ESC_OBJ_LOCAL;
  o.name = esc_intern (lo->m, r->name);
  o.loc = esc_lower_loc (r->declared);
  o.fn = lo->fn;
  o.size = r->size;
  o.max = UINT64_MAX;
  o.uid = r->local;
  o.is_array = r->is_array;
  o.has_ptr = r->has_ptr;
  uint32_t id = esc_obj_add (lo->m, &o);
  if (r->local < lo->ndecls)
    lo->decls[r->local].id = id;
  return id;
}

/* If assignment S of zero to value DST stands for `return &local;`, give DST
   the address.  */
bool
esc_lower_returned (struct esc_lower *lo, gimple *s, uint32_t dst)
{
  location_t loc = get_pure_location (gimple_location (s));
  for (unsigned i = 0; i < nreturns; i++)
    {
      const struct returned *r = &returns[i];
      if (r->fn != DECL_UID (lo->decl) || get_pure_location (r->loc) != loc)
        continue;
      uint32_t obj = object (lo, r);
      esc_opnd a = r->off_known ? esc_addr (lo->b, obj, r->off)
                                : esc_addr_inexact (lo->b, obj);
      struct esc_ins *ins = esc_lower_emit (lo, ESC_MOVE, dst);
      ins->a = a;
      ins->flags = ESC_INS_HINT_RETADDR;
      return true;
    }
  return false;
}
