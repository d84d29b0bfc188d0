/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gcc-compat.h - GCC's headers, and every difference between its versions.

   The only file that includes a GCC header and the only one with a version
   `#if` (`make check-layers` proves both).  Each difference is hidden behind
   a function or a macro with the prefix esc_gcc_ or ESC_GCC_, or behind GCC's
   newest name for the thing.

   Symbols of the C front end are reached through esc_gcc_ functions that may
   find them absent: lto1 and the other front ends have none.  */

#ifndef ESC_GCC_COMPAT_H
#define ESC_GCC_COMPAT_H

#include "gcc-plugin.h"
#include "plugin-version.h"

#include "tree.h"
#include "gimple.h"
#include "tree-pass.h"
#include "context.h"
#include "cgraph.h"
#include "stringpool.h"
#include "attribs.h"
#include "langhooks.h"
#include "basic-block.h"
#include "function.h"
#include "cfg.h"
#include "gimple-iterator.h"
#include "gimple-ssa.h"
#include "ssa.h"
#include "tree-cfg.h"
#include "tree-iterator.h"
#include "fold-const.h"
#include "builtins.h"
#include "options.h"
#include "toplev.h"
#include "intl.h"
#include "print-tree.h"
#include "gimple-pretty-print.h"
#include "diagnostic.h"
#include "diagnostic-path.h"
#include "diagnostic-metadata.h"
#include "tree-diagnostic.h"
#include "gcc-rich-location.h"
#include "c-family/c-pragma.h"

#endif
