/* SPDX-License-Identifier: GPL-3.0-or-later */
/* analyse.h - the pass that asks the engine and shows what it answers.  */

#ifndef ESC_ANALYSE_H
#define ESC_ANALYSE_H

/* Put the pass where all bodies are in SSA form and nothing is inlined yet.
   NAME is the plugin's.  */
void esc_analyse_register (const char *name);

#endif
