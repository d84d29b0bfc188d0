/* SPDX-License-Identifier: GPL-3.0-or-later */
/* process.h - other programs, run and listened to.  */

#ifndef ESC_PROCESS_H
#define ESC_PROCESS_H

#include "command.h"

/* Run ARGV (found in PATH) and wait.  What it writes to standard output goes
   into OUT, and to standard error into ERR; NULL: to ours.  Its exit status,
   128 + the number of the signal that killed it, or -1 with errno set if it
   could not be run.  */
int esc_process (char *const *argv, struct esc_text *out, struct esc_text *err);

#endif
