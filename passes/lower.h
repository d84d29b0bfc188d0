/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lower.h - from GIMPLE to facts: what the passes and the plugin call.

       register_callback (…, PLUGIN_PRE_GENERICIZE, …)  esc_lower_note_returns
       pass after "build_ssa_passes"                    esc_lower_unit
       PLUGIN_FINISH                                    esc_lower_reset

   Nothing here changes the compiler's state: no declaration is made, no name
   is mangled, no alias set is asked for.  The code that GCC generates is the
   same with and without it.  Include plugin/gcc-compat.h first.  */

#ifndef ESC_LOWER_H
#define ESC_LOWER_H

#include "../engine/facts.h"

/* The facts of the translation unit: every function that has a body in it,
   and everything that they mention.  The caller frees the module.  Runs once,
   when all bodies are in SSA form and nothing has been inlined.  */
struct esc_module *esc_lower_unit (void);

/* The facts of function FN's body for a module of its own, made as
   esc_lower_unit makes them but from the IL as it is now: for a pass that
   runs later.  The result's only function with a body is FN.  */
struct esc_module *esc_lower_one (tree fndecl);

/* The statement that instruction INS of function FN, a call, stands for.  */
struct esc_lower_stmt
{
  uint32_t fn, ins;
  tree decl; /* the function */
  gimple *stmt;
};

struct esc_lower_stmts
{
  struct esc_lower_stmt *v; /* by function and instruction; free it */
  unsigned n, cap;
};

/* The facts of the whole unit once more, as its code is now: after inlining,
   with bodies of all functions there.  What is not to be trusted then is
   marked: arguments that a function prints as numbers, builtins that are
   switched off, functions that another definition may replace.  *STMTS
   (zeroed) receives the calls.  */
struct esc_module *esc_lower_late (struct esc_lower_stmts *);

/* FNDECL is about to be turned into GIMPLE: remember the `return &local;` that
   the front end has replaced by zero.  */
void esc_lower_note_returns (tree fndecl);

/* Forget what was remembered.  */
void esc_lower_reset (void);

/* An esc_loc of a module made here as GCC's location, and back.  */
location_t esc_lower_location (esc_loc);
esc_loc esc_lower_loc (location_t);

#endif
