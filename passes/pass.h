/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pass.h - our places among GCC's passes.

   All passes of ours look at the whole unit (GCC's "simple IPA" kind), and none
   runs on a source with errors.  */

#ifndef ESC_PASS_H
#define ESC_PASS_H

#include "gcc-compat.h"

/* Let PLUGIN do RUN right after the first instance of GCC's or our own pass
   REFERENCE, as the pass NAME (of dumps and -fopt-info), in the group OPTGROUP
   of -fopt-info.  Called while GCC starts, in the order of the passes.  */
void esc_pass_after (const char *plugin, const char *reference,
                     const char *name, optgroup_flags_t optgroup,
                     void (*run) (void));

#endif
