/* SPDX-License-Identifier: GPL-3.0-or-later */
/* promote.h - heap allocations that become stack storage.

       esc_promote_register ("escape")   from the entry point, if `promote`

   The pass runs once per translation unit (or per LTO partition), after all
   inlining and before the optimisations that dissolve what it makes.  Include
   plugin/gcc-compat.h first.  */

#ifndef ESC_PROMOTE_H
#define ESC_PROMOTE_H

/* AT_LINK: in lto1.  */
void esc_promote_register (const char *plugin, bool at_link);

#endif
