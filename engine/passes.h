/* SPDX-License-Identifier: GPL-3.0-or-later */
/* passes.h - the steps of esc_solve that are not the walk or the search.  */

#ifndef ESC_PASSES_H
#define ESC_PASSES_H

#include "search.h"

/* world.c: fill W->obj_flags and W->field_flags from all bodies.  */
void esc_world_scan (struct esc_world *w);

/* stack.c: large-local and vla-unbounded, from sizes and control flow.  */
void esc_stack_check (struct esc_world *w);
/* Is it up to the paths of FN whether its stack allocations are bounded?  */
bool esc_stack_asks (const struct esc_world *w, uint32_t fn);

/* leftover.c: findings in a member that every reader in view sets first are
   harmless leftovers: likely, not definite.  */
void esc_leftover_judge (struct esc_world *w);

#endif
