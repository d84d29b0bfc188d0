/* SPDX-License-Identifier: GPL-3.0-or-later */
/* attributes.cc - noescape and escape_on_stack.

     void use (int *p __attribute__ ((noescape)));   also [[clang::noescape]]
                                                     and [[escape::noescape]]

   A prototype that is no definition forgets its parameters, but not their
   types.  So noescape is kept on the parameter and on its type; the type's
   identity does not change.

   escape_on_stack marks the variable that ESCAPE_ON_STACK makes.  That GCC
   knows it is also how escape.h sees that the plugin is there.

   The lowering reads both.  */

#include "gcc-compat.h"
#include "attributes.h"

static location_t
place_of (tree node)
{
  return DECL_P (node) ? DECL_SOURCE_LOCATION (node) : input_location;
}

/* The parameter *NODE promises; note it on its type too.  */
static tree
handle_noescape (tree *node, tree name, tree, int, bool *no_add_attrs)
{
  tree parm = *node;
  *no_add_attrs = true;
  if (TREE_CODE (parm) != PARM_DECL)
    {
      warning_at (place_of (parm), OPT_Wattributes,
                  "%qE attribute applies to parameters only", name);
      return NULL_TREE;
    }
  tree type = TREE_TYPE (parm);
  if (!POINTER_TYPE_P (type) && TREE_CODE (type) != ARRAY_TYPE)
    {
      warning_at (place_of (parm), OPT_Wattributes,
                  "%qE attribute ignored: parameter %qD is not a pointer", name,
                  parm);
      return NULL_TREE;
    }
  *no_add_attrs = false;
  tree plain = get_identifier ("noescape");
  if (POINTER_TYPE_P (type)
      && !lookup_attribute ("noescape", TYPE_ATTRIBUTES (type)))
    TREE_TYPE (parm) = build_type_attribute_variant (
        type, tree_cons (plain, NULL_TREE, TYPE_ATTRIBUTES (type)));
  return NULL_TREE;
}

static tree
handle_on_stack (tree *node, tree name, tree, int, bool *no_add_attrs)
{
  if (VAR_P (*node))
    return NULL_TREE;
  warning_at (place_of (*node), OPT_Wattributes,
              "%qE attribute applies to variables only", name);
  *no_add_attrs = true;
  return NULL_TREE;
}

static struct attribute_spec noescape_spec
    = { "noescape", 0, 0, true, false, false, false, handle_noescape, NULL };
static struct attribute_spec on_stack_spec
    = { "escape_on_stack", 0,   0, true, false, false, false,
        handle_on_stack,   NULL };

void
esc_attributes_register (void)
{
  register_attribute (&noescape_spec);
  register_attribute (&on_stack_spec);
  esc_gcc_register_scoped (&noescape_spec, "escape");
  esc_gcc_register_scoped (&noescape_spec, "clang");
}
