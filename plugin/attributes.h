/* SPDX-License-Identifier: GPL-3.0-or-later */
/* attributes.h - what declarations promise.  */

#ifndef ESC_ATTRIBUTES_H
#define ESC_ATTRIBUTES_H

/* Make GCC know our attributes.  */
void esc_attributes_register (void);

#endif
