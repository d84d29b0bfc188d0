/* SPDX-License-Identifier: GPL-3.0-or-later */
/* promote-internal.h - what the files of promotion share.

       promote.cc           the pass: ask the engine, choose, rewrite
       promote-expose.cc    before inlining: what must be seen through
       promote-size.cc      how large an allocation can be
       promote-rewrite.cc   the statements
       promote-pool.cc      ... where several are in use at once
       promote-remark.cc    what is said of each decision
       promote-demand.cc    allocations that must be moved  */

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

/* Where those of one function lie that may be in use at the same time.  */
struct esc_promote_pool
{
  uint64_t bytes;       /* 0: there is none */
  tree base, size;      /* where it is, and how large */
  tree top, last, live; /* variables */
};

struct esc_promote
{
  struct esc_module *m;
  struct esc_heap heap;
  struct esc_lower_stmts stmts;
  struct esc_promote_site *sites; /* as heap.sites */
  struct esc_promote_pool pool;   /* of the function that is rewritten */
};

/* Fill in MOST and ALIGN of S; false if the size or alignment can not be
   had.  cfun is S's function.  */
bool esc_promote_size (struct esc_promote_site *s, gimple_ranger *ranger);

/* The bytes that the call of S asks for, as a value of sizetype computed
   before iterator AT.  */
tree esc_promote_bytes (struct esc_promote_site *s, gimple_stmt_iterator *at);

/* Give the N bytes at TO, memory of S, their first content before iterator
   AT.  */
void esc_promote_fill (struct esc_promote_site *s, tree to, tree n,
                       gimple_stmt_iterator *at);

/* The call of S has found memory at P: what it returns, or NULL_TREE if nobody
   asks, before iterator AT.  */
tree esc_promote_found (struct esc_promote_site *s, tree p,
                        gimple_stmt_iterator *at);

/* Can functions that may call themselves have a pool?  */
bool esc_promote_pool_bounds (void);
/* Make cfun's pool of so many bytes; if DEPTH is not 0, only for calls within
   so many bytes of stack from the first one.  */
void esc_promote_pool_make (struct esc_promote_pool *pool, uint64_t bytes,
                            uint64_t depth);
/* S takes its memory from the pool while there is room.  */
void esc_promote_pool_alloc (struct esc_promote_site *s,
                             const struct esc_promote_pool *pool);
/* S, which resizes what it is handed, may find that in the pool; what it
   makes is there, too, if S is chosen.  */
void esc_promote_pool_resize (struct esc_promote_site *s,
                              const struct esc_promote_pool *pool);
/* CALL, which frees argument ARG, may find that in the pool.  */
void esc_promote_pool_free (const struct esc_promote_pool *pool, gcall *call,
                            unsigned arg);

/* Rewrite the chosen sites of FNDECL, and their releases.  cfun is FNDECL.  */
void esc_promote_rewrite (struct esc_promote *p, tree fndecl);

/* Before inlining: make GCC inline what hides allocations and releases.  */
void esc_promote_expose (void);

/* Before inlining: note which allocations the source wants on the stack.  */
void esc_promote_note_demands (void);
/* Warn if S, which stays on the heap for REASON, is one of them.  */
void esc_promote_check_demand (const struct esc_promote_site *s,
                               const char *reason);

/* Say what became of all sites.  */
void esc_promote_say (struct esc_promote *p);
void esc_promote_say_off (const char *why);

#endif
