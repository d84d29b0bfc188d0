/* SPDX-License-Identifier: GPL-3.0-or-later */
/* attributes.h - what declarations promise.  */

#ifndef ESC_ATTRIBUTES_H
#define ESC_ATTRIBUTES_H

#include "gcc-compat.h"

/* Make GCC know our attributes.  */
void esc_attributes_register (void);

/* Is parameter I (from 0) of a function declared noescape?  FN is its
   declaration or its function type.  */
bool esc_attribute_noescape (const_tree fn, unsigned i);

/* Is the allocation that initialises VAR meant to stay on the stack
   (ESCAPE_ON_STACK of escape.h)?  */
bool esc_attribute_on_stack (const_tree var);

#endif
