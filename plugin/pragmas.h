/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pragmas.h - what the source says is meant.  */

#ifndef ESC_PRAGMAS_H
#define ESC_PRAGMAS_H

#include "gcc-compat.h"
#include "facts.h"

/* Make GCC know `#pragma escape`.  */
void esc_pragmas_register (void);
/* The front end has finished declaration or function DECL.  */
void esc_pragmas_declaration (tree decl);
void esc_pragmas_function (tree fndecl);

/* Does the translation unit suppress anything?  */
bool esc_pragmas_any (void);
/* The reason why a finding of RULE at WHERE is meant, or NULL if the source
   does not say so.  The suppression then has a purpose.  */
const char *esc_pragmas_reason (location_t where, int rule);
/* The whole program may find something between FROM and TO: what is suppressed
   there has a purpose.  */
void esc_pragmas_crossing (location_t from, location_t to);
/* Warn of the suppressions that suppress nothing.  Only those are judged whose
   functions are all in M.  */
void esc_pragmas_show_unused (const struct esc_module *m);

/* A suppression: the pragma, and the lines that it holds for.  */
struct esc_pragma
{
  location_t where, begin, end; /* END all ones: to the end of the source */
  const char *rules, *reason;
  bool used;
};

/* Call EACH for every suppression of the source itself, in its order.  */
void esc_pragmas_each (void (*each) (const struct esc_pragma *));

void esc_pragmas_reset (void);

#endif
