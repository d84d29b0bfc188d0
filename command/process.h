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

/* The first line that the compiler driver CC prints when it is asked OPTION
   (-dumpversion, -print-file-name=plugin, ...), to be freed; NULL if it fails
   or prints nothing.  */
char *esc_ask (const char *cc, const char *option);

/* Where this program lies, absolute, to be freed.  Without /proc there is no
   telling: that is said, and the program ends with ESC_EXIT_USAGE.  */
char *esc_own_path (void);

#endif
