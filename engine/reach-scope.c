/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reach-scope.c - nothing yet.  */

#include "walk.h"

void
esc_walk_scope (struct esc_walk *w)
{
  (void)w;
}
