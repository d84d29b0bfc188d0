/* SPDX-License-Identifier: GPL-3.0-or-later */
/* save.h - files that are there as a whole or not at all.  */

#ifndef ESC_SAVE_H
#define ESC_SAVE_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Make FILE hold SIZE bytes of DATA.  Whoever reads FILE meanwhile, or after
     a crash or a full disk, finds the old content or the new.  What is no
     regular file (a pipe, /dev/stdout) is written to as it is.  False, with
     errno set, if it failed; FILE is then as it was.  */
bool esc_save (const char *file, const void *data, size_t size);

#ifdef __cplusplus
}
#endif
#endif
