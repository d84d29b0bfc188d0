/* SPDX-License-Identifier: GPL-3.0-or-later */
/* promote-internal.h - what the files of promotion share.

       promote.cc           the pass: ask the engine, choose, rewrite
       promote-expose.cc    before inlining: what must be seen through
       promote-size.cc      how large an allocation can be
       promote-rewrite.cc   the statements
       promote-remark.cc    what is said of each decision  */

#ifndef ESC_PROMOTE_INTERNAL_H
#define ESC_PROMOTE_INTERNAL_H

#include "../plugin/gcc-compat.h"
#include "../engine/alloc.h"
#include "../engine/heap.h"
#include "lower.h"
#include "promote.h"

/* A site on its way from the heap to the stack.  */
struct esc_promote_site
{
  struct esc_heap_site *site;
  gcall *call;
  tree fndecl;
  location_t loc;
  const char *name; /* of what is called */
  uint64_t most;    /* bytes that it can be; UINT64_MAX: not known */
  uint64_t bytes;   /* of the slot */
  unsigned align;   /* bytes */
  tree slot;        /* the variable, once made */
};

struct esc_promote
{
  struct esc_module *m;
  struct esc_heap heap;
  struct esc_lower_stmts stmts;
  struct esc_promote_site *sites; /* as heap.sites */
};

/* Fill in MOST and ALIGN of S; false if the size or alignment can not be
   had.  cfun is S's function.  */
bool esc_promote_size (struct esc_promote_site *s, gimple_ranger *ranger);

/* The bytes that the call of S asks for, as a value of sizetype computed
   before iterator AT.  */
tree esc_promote_bytes (struct esc_promote_site *s, gimple_stmt_iterator *at);

/* Rewrite the chosen sites of FNDECL, and their releases.  cfun is FNDECL.  */
void esc_promote_rewrite (struct esc_promote *p, tree fndecl);

/* Before inlining: make GCC inline what hides allocations and releases.  */
void esc_promote_expose (void);

/* Say what became of all sites.  */
void esc_promote_say (struct esc_promote *p);
void esc_promote_say_off (const char *why);

#endif
