/* SPDX-License-Identifier: GPL-3.0-or-later */
/* promote-demand.cc - allocations that the source wants on the stack.

       p = ESCAPE_ON_STACK (malloc (n));      a demand at the call's place
       …
       return p;                              warning: [noescape-broken]

   The macro's variable is gone once GCC optimizes, the place of the call is
   not, so places are noted before inlining and looked up when all is decided.
   A call that was inlined stands for what its callee allocates.

   Not modelled: with -flto the link decides, and knows no demands; a call that
   is not known to allocate has no verdict, so a demand on it says nothing.  */

#include "promote-internal.h"
#include "diagnostics.h"
#include "pragmas.h"

static location_t *demands;
static unsigned ndemands;

static bool
demanded (location_t loc)
{
  for (unsigned i = 0; i < ndemands; i++)
    if (demands[i] == LOCATION_LOCUS (loc))
      return true;
  return false;
}

/* The call that gives SSA name NAME its value, through copies.  */
static gcall *
call_of (tree name)
{
  while (TREE_CODE (name) == SSA_NAME)
    {
      gimple *def = SSA_NAME_DEF_STMT (name);
      if (is_a<gcall *> (def))
        return as_a<gcall *> (def);
      if (!gimple_assign_single_p (def) && !gimple_assign_cast_p (def))
        break;
      name = gimple_assign_rhs1 (def);
    }
  return NULL;
}

static void
note_function (function *fun)
{
  unsigned i;
  tree name;
  FOR_EACH_SSA_NAME (i, name, fun)
  {
    tree var = SSA_NAME_VAR (name);
    if (!var || !VAR_P (var)
        || !lookup_attribute ("escape_on_stack", DECL_ATTRIBUTES (var)))
      continue;
    gcall *call = call_of (name);
    if (!call || demanded (gimple_location (call)))
      continue;
    demands = XRESIZEVEC (location_t, demands, ndemands + 1);
    demands[ndemands++] = LOCATION_LOCUS (gimple_location (call));
  }
}

void
esc_promote_note_demands (void)
{
  cgraph_node *node;
  FOR_EACH_FUNCTION_WITH_GIMPLE_BODY (node)
    if (!node->inlined_to && !node->alias)
      note_function (DECL_STRUCT_FUNCTION (node->decl));
}

/* Where S was demanded: itself, or the call that it was inlined for; or
   UNKNOWN_LOCATION.  */
static location_t
demand_for (const struct esc_promote_site *s)
{
  if (demanded (s->loc))
    return s->loc;
  for (tree b = LOCATION_BLOCK (s->loc); b && TREE_CODE (b) == BLOCK;
       b = BLOCK_SUPERCONTEXT (b))
    if (inlined_function_outer_scope_p (b)
        && demanded (BLOCK_SOURCE_LOCATION (b)))
      return BLOCK_SOURCE_LOCATION (b);
  return UNKNOWN_LOCATION;
}

void
esc_promote_check_demand (const struct esc_promote_site *s, const char *reason)
{
  char text[400];
  location_t where = ndemands ? demand_for (s) : UNKNOWN_LOCATION;
  if (where == UNKNOWN_LOCATION || s->site->chosen)
    return;
  where = esc_gcc_reader_location (LOCATION_LOCUS (where));
  if (esc_pragmas_reason (where, ESC_RULE_NOESCAPE))
    return;
  snprintf (text, sizeof text,
            "allocation that is declared to stay on the stack cannot: %s",
            reason);
  esc_show_warning (where, ESC_RULE_NOESCAPE, text);
}
