/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reach-note.c - nothing yet.  */

#include "walk.h"

void
esc_walk_notes (struct esc_walk *w)
{
  (void)w;
}
