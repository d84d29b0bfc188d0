/* SPDX-License-Identifier: GPL-3.0-or-later */
/* git.h - which lines have changed since a revision.  */

#ifndef ESC_GIT_H
#define ESC_GIT_H

#include "set.h"

struct esc_changes;

/* What differs between the files in ROOT and where they left revision REV.
   NULL, which is said, if that cannot be known.  */
struct esc_changes *esc_git_changes (const char *root, const char *rev);
void esc_git_changes_free (struct esc_changes *);

/* Has LINE of FILE, as shown from the root, changed?  */
bool esc_git_changed (const struct esc_changes *, const char *file,
                      uint32_t line);

#endif
