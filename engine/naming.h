/* SPDX-License-Identifier: GPL-3.0-or-later */
/* naming.h - what a body names: the functions, objects and members whose
   numbers stand in it.  */

#ifndef ESC_NAMING_H
#define ESC_NAMING_H

#include "facts.h"

/* Called with ARG for each, as often as it is named.  NULL: not asked.  */
struct esc_naming
{
  void *arg;
  void (*fn) (void *arg, uint32_t fn);
  void (*obj) (void *arg, uint32_t obj);
  void (*field) (void *arg, uint32_t field);
};

/* All that function FN's parameters and body name.  */
void esc_named_by_function (const struct esc_module *, uint32_t fn,
                            const struct esc_naming *);
/* All that the initialiser and the parts of object OBJ name.  */
void esc_named_by_object (const struct esc_module *, uint32_t obj,
                          const struct esc_naming *);

#endif
