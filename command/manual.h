/* SPDX-License-Identifier: GPL-3.0-or-later */
/* manual.h - man pages and completions, made of the tables.  */

#ifndef ESC_MANUAL_H
#define ESC_MANUAL_H

#include <stdbool.h>

/* If the arguments ask for a page or a completion, print it.  */
bool esc_manual (int argc, char **argv);

#endif
