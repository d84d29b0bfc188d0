/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lower-function.cc - declarations of functions, and who can reach them.

       static void f (void);  extern void g (void) __attribute__ ((noreturn));
       => f: symbol "f", unreached unless something mentions it
          g: symbol "g", external, noreturn

   Functions are known by the name that the linker sees, as far as it has been
   decided; a nested function whose name has not is called "outer.inner".

   Invariants: nothing here asks for an assembler name that is not there yet.
   Whether a function can be reached does not depend on the optimisation
   level: it is followed from what other translation units can call, through
   calls, addresses and initialisers of what is itself reached.

   Not modelled: references from top-level asm, unless the user marks the
   function `used`, as GCC wants it too.  */

#include "lower-internal.h"

/* ---- attributes --------------------------------------------------------- */

bool
esc_lower_has_attribute (tree t, const char *name)
{
  tree list = TYPE_P (t) ? TYPE_ATTRIBUTES (t) : DECL_ATTRIBUTES (t);
  return list && lookup_attribute (name, list);
}

/* The parameters of function type FNTYPE that its type says do not escape.  */
unsigned
esc_lower_noescape_types (tree fntype)
{
  unsigned mask = 0, i = 0;
  for (tree a = TYPE_ARG_TYPES (fntype); a && i < 32; a = TREE_CHAIN (a), i++)
    if (TYPE_P (TREE_VALUE (a))
        && esc_lower_has_attribute (TREE_VALUE (a), "noescape"))
      mask |= 1u << i;
  return mask;
}

static unsigned
noescape_params (tree fndecl)
{
  unsigned mask = esc_lower_noescape_types (TREE_TYPE (fndecl)), i = 0;
  for (tree p = DECL_ARGUMENTS (fndecl); p && i < 32; p = DECL_CHAIN (p), i++)
    if (esc_lower_has_attribute (p, "noescape"))
      mask |= 1u << i;
  tree attr = lookup_attribute ("noescape", DECL_ATTRIBUTES (fndecl));
  for (; attr; attr = lookup_attribute ("noescape", TREE_CHAIN (attr)))
    for (tree a = TREE_VALUE (attr); a; a = TREE_CHAIN (a))
      {
        int64_t n;
        if (esc_lower_constant (TREE_VALUE (a), &n) && n >= 1 && n <= 32)
          mask |= 1u << (n - 1);
      }
  return mask;
}

/* ---- declarations ------------------------------------------------------- */

/* The function of the module with FNDECL's linker name, made if new.  */
static uint32_t
by_symbol (struct esc_lower *lo, tree fndecl)
{
  const char *name = IDENTIFIER_POINTER (DECL_NAME (fndecl));
  if (DECL_ASSEMBLER_NAME_SET_P (fndecl))
    {
      name = IDENTIFIER_POINTER (DECL_ASSEMBLER_NAME (fndecl));
      return esc_fn_get (lo->m, *name == '*' ? name + 1 : name);
    }
  tree outer = decl_function_context (fndecl);
  if (TREE_PUBLIC (fndecl) || !outer || !DECL_NAME (outer))
    return esc_fn_get (lo->m, name);
  char *symbol
      = concat (IDENTIFIER_POINTER (DECL_NAME (outer)), ".", name, NULL);
  uint32_t id = esc_fn_get (lo->m, symbol);
  free (symbol);
  return id;
}

static unsigned
function_flags (tree fndecl)
{
  unsigned flags = 0;
  int ecf = flags_from_decl_or_type (fndecl);
  flags |= TREE_PUBLIC (fndecl) || DECL_EXTERNAL (fndecl) ? ESC_FN_EXTERNAL : 0;
  flags |= ecf & ECF_NORETURN ? ESC_FN_NORETURN : 0;
  flags |= ecf & ECF_PURE ? ESC_FN_PURE : 0;
  flags |= ecf & ECF_CONST ? ESC_FN_CONST : 0;
  flags |= ecf & ECF_MALLOC ? ESC_FN_MALLOC : 0;
  flags |= stdarg_p (TREE_TYPE (fndecl)) ? ESC_FN_VARARGS : 0;
  flags |= DECL_WEAK (fndecl) ? ESC_FN_WEAK : 0;
  flags |= fndecl_built_in_p (fndecl) ? ESC_FN_BUILTIN : 0;
  if (TREE_PUBLIC (fndecl) && MAIN_NAME_P (DECL_NAME (fndecl)))
    flags |= ESC_FN_MAIN;
  if (DECL_STATIC_CONSTRUCTOR (fndecl) || DECL_STATIC_DESTRUCTOR (fndecl))
    flags |= ESC_FN_CTOR;
  if (esc_lower_in_system (DECL_SOURCE_LOCATION (fndecl)))
    flags |= ESC_FN_SYSTEM;
  return flags;
}

uint32_t
esc_lower_function (struct esc_lower *lo, tree fndecl)
{
  struct esc_lower_decl *slot = esc_lower_slot (lo, fndecl);
  if (slot->id)
    return slot->id - 1;
  uint32_t known = lo->m->nfns;
  uint32_t id = by_symbol (lo, fndecl);
  esc_lower_slot (lo, fndecl)->id = id + 1;
  esc_str name = esc_lower_ident (lo, DECL_NAME (fndecl));
  struct esc_fn *fn = &lo->m->fns[id];
  fn->flags |= function_flags (fndecl);
  if (lo->late)
    fn->flags |= esc_lower_late_flags (fndecl);
  if (esc_lower_has_chain (lo, fndecl))
    fn->flags |= ESC_FN_NESTED;
  fn->noescape |= noescape_params (fndecl);
  if (id == known || gimple_has_body_p (fndecl))
    {
      fn->name = name;
      fn->loc = esc_lower_loc (DECL_SOURCE_LOCATION (fndecl));
      fn->uid = DECL_UID (fndecl);
    }
  return id;
}

/* Declare the functions that are other names of functions.  */
void
esc_lower_aliases (struct esc_lower *lo)
{
  cgraph_node *node;
  FOR_EACH_FUNCTION (node)
    {
      if (!node->alias || !node->definition || node->ifunc_resolver
          || !DECL_NAME (node->decl))
        continue;
      symtab_node *target = node->ultimate_alias_target ();
      if (!target || target == node
          || TREE_CODE (target->decl) != FUNCTION_DECL)
        continue;
      uint32_t id = esc_lower_function (lo, node->decl);
      uint32_t of = esc_lower_function (lo, target->decl);
      if (id != of)
        lo->m->fns[id].alias = of;
    }
}

/* ---- who can be reached ------------------------------------------------- */

struct reaching
{
  symtab_node **work;
  unsigned nwork, cap;
  bool *seen; /* by symtab_node::order */
};

static void
reach (struct reaching *r, symtab_node *node)
{
  if (!node || r->seen[node->order])
    return;
  r->seen[node->order] = true;
  if (r->nwork == r->cap)
    {
      r->cap = r->cap ? 2 * r->cap : 256;
      r->work = XRESIZEVEC (symtab_node *, r->work, r->cap);
    }
  r->work[r->nwork++] = node;
}

/* Can something that the compiler does not see get hold of NODE?  */
static bool
is_root (symtab_node *node)
{
  tree decl = node->decl;
  if (TREE_PUBLIC (decl) || DECL_PRESERVE_P (decl))
    return true;
  return TREE_CODE (decl) == FUNCTION_DECL
         && (DECL_STATIC_CONSTRUCTOR (decl) || DECL_STATIC_DESTRUCTOR (decl));
}

/* What is kept without a reason in view may be called by assembly.  */
static void
mark_kept (struct esc_lower *lo, tree decl)
{
  if (TREE_CODE (decl) != FUNCTION_DECL || !DECL_PRESERVE_P (decl))
    return;
  uint32_t id = esc_lower_slot (lo, decl)->id;
  if (id)
    lo->m->fns[id - 1].flags |= ESC_FN_ADDR_TAKEN;
}

static void
follow (struct esc_lower *lo, struct reaching *r, symtab_node *node)
{
  ipa_ref *ref;
  for (unsigned i = 0; node->iterate_reference (i, ref); i++)
    {
      symtab_node *to = ref->referred;
      if (ref->use == IPA_REF_ADDR && TREE_CODE (to->decl) == FUNCTION_DECL)
        {
          uint32_t id = esc_lower_slot (lo, to->decl)->id;
          if (id)
            lo->m->fns[id - 1].flags |= ESC_FN_ADDR_TAKEN;
        }
      reach (r, to);
    }
  if (cgraph_node *fn = dyn_cast<cgraph_node *> (node))
    for (cgraph_edge *e = fn->callees; e; e = e->next_callee)
      reach (r, e->callee);
}

/* Set ESC_FN_ADDR_TAKEN and ESC_FN_UNREACHED.  The body of an unreached
   function is forgotten: GCC itself removes such functions at some levels, and
   what they do must not count in what is said of others.  */
void
esc_lower_reached (struct esc_lower *lo)
{
  struct reaching r;
  memset (&r, 0, sizeof r);
  r.seen = XCNEWVEC (bool, symtab->order);
  symtab_node *node;
  FOR_EACH_SYMBOL (node)
    if (node->definition && is_root (node))
      {
        reach (&r, node);
        mark_kept (lo, node->decl);
      }
  while (r.nwork)
    follow (lo, &r, r.work[--r.nwork]);
  FOR_EACH_SYMBOL (node)
    {
      if (TREE_CODE (node->decl) != FUNCTION_DECL || r.seen[node->order])
        continue;
      uint32_t id = esc_lower_slot (lo, node->decl)->id;
      if (!id || !lo->m->fns[id - 1].body)
        continue;
      lo->m->fns[id - 1].flags |= ESC_FN_UNREACHED;
      esc_body_drop (lo->m, id - 1);
    }
  free (r.seen);
  free (r.work);
}
