/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap.h - which heap memory needs no heap: the questions of promotion.

       char *p = malloc (n);      site: argument 0 says how much
       if (!p) return -1;
       fill (p, n);               a callee that keeps nothing
       free (p);                  release of that site only
       return 0;                  => nothing holds p when f returns

   The module is that of the code as it will run, after inlining, with models
   linked.  For each call that allocates there is a site with a verdict; for
   each call that may free a site's memory, a release.  Whoever rewrites the
   code decides about sizes, says so in `chosen`, and asks esc_heap_settle
   what follows.

   The proof of a site is sound for whatever the module shows: the address is
   in nothing that outlives the function, nobody looks at its bits, and when
   the call is made again, nothing refers to the memory of the last time.  */

#ifndef ESC_HEAP_H
#define ESC_HEAP_H

#include "facts.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Why a site keeps the heap.  */
enum esc_heap_why
{
  ESC_HEAP_OK,
  ESC_HEAP_RETURNED,   /* the function returns it */
  ESC_HEAP_LEFT,       /* left in memory that outlives the function */
  ESC_HEAP_PASSED,     /* passed to NAME, which may keep it */
  ESC_HEAP_SHOWN,      /* its address is used as a number */
  ESC_HEAP_COMPARED,   /* its address is compared after it was freed */
  ESC_HEAP_SETJMP,     /* the function may return twice from a call */
  ESC_HEAP_RECURSIVE,  /* the function calls itself, which cannot be bounded */
  ESC_HEAP_FREED_BY,   /* NAME, which frees it, cannot be told not to */
  ESC_HEAP_RESIZED,    /* realloc that is not understood */
  ESC_HEAP_VOLATILE,   /* a volatile variable holds it */
  ESC_HEAP_UNDERSTOOD, /* something about the call is not understood */
  ESC_HEAP_COMPLEX,    /* the function is too much for the proof */
  /* Decided outside the engine: */
  ESC_HEAP_SIZE,  /* larger than the limit */
  ESC_HEAP_FRAME, /* the frame's budget is spent */
  ESC_HEAP_COUNT, /* promote-count */
  ESC_HEAP_ALIGN, /* alignment */
  ESC_HEAP_OFF    /* not wanted here; NAME says why */
};

enum esc_heap_size
{
  ESC_HEAP_CONST,   /* add */
  ESC_HEAP_ARG,     /* argument arg + add; if LEAST, at least that */
  ESC_HEAP_PRODUCT, /* argument arg * argument arg2 */
  ESC_HEAP_STRING,  /* the string in argument arg and its end, and of it at
                         most argument arg2 bytes if that is not ESC_NONE */
  ESC_HEAP_UNKNOWN
};

/* What a call that allocates says about the memory.  */
struct esc_heap_alloc
{
  uint8_t size; /* enum esc_heap_size */
  bool zeroed;
  bool or_null;       /* may fail and say so */
  uint32_t arg, arg2; /* of the call */
  int64_t add, least;
  int64_t align;      /* bytes; 0: malloc's */
  uint32_t align_arg; /* 1 + the argument that says it, or 0 */
  uint32_t old;       /* 1 + the argument whose memory is resized, or 0 */
  uint32_t out;       /* 1 + the argument that receives the pointer, or 0 */
};

struct esc_heap_site
{
  uint32_t fn, ins; /* the call */
  struct esc_heap_alloc alloc;
  enum esc_heap_why why;
  esc_loc why_loc; /* where that is, or 0 */
  esc_str name;    /* see the reasons */
  bool loops;      /* the call may be made again */
  bool pool;       /* several may be alive at once, or it is resized: only
                      memory that is handed out piece by piece will do */
  bool recursive;  /* POOL: the function may call itself */
  bool inner;      /* EXPOSE: the callee does more than to allocate */
  bool chosen;     /* by whoever rewrites */
  bool fixed;      /* ... as memory that is never the heap's */
};

/* A call that may free memory of sites.  */
struct esc_heap_release
{
  uint32_t fn, ins;
  uint32_t arg;           /* of the call */
  uint32_t sites, nsites; /* range in heap->refs: indexes of sites */
  bool others;            /* may free something else too */
  bool null_or;           /* may be handed a null pointer */
  bool inside;            /* the callee does more than to free it */
  bool content;           /* INSIDE: frees what the argument leads to */
  bool resizes;           /* it is realloc's argument */
  bool certain;           /* hands over the very value of its only site */
};

/* A call whose callee would have to be seen through.  */
struct esc_heap_exposed
{
  uint32_t fn, ins;
};

struct esc_heap
{
  struct esc_heap_site *sites; /* by function, then instruction */
  struct esc_heap_release *releases;
  uint32_t *refs;
  uint32_t nsites, nreleases, nrefs;
  uint32_t cap_sites, cap_releases, cap_refs;
  struct esc_heap_exposed *exposed;
  uint32_t nexposed, cap_exposed;
  bool *opens;       /* by function: makes, frees or hands back memory */
  bool small_stacks; /* some code runs on stacks that may be small */
  uint64_t steps;    /* work done */
};

/* Fill *H (zeroed) for module M.  With EXPOSE the question is another one,
     for before inlining: which calls hide an allocation, or its release, that
     might leave the heap if the callee were part of the caller?  The answer is
     EXPOSED, a hint; sites and releases then prove nothing.  */
void esc_heap_solve (struct esc_module *m, struct esc_heap *h, bool expose);
void esc_heap_free (struct esc_heap *);

/* The sites that are chosen may depend on others: withdraw the choice of
     those that cannot stand, with the reason, until nothing changes.  */
void esc_heap_settle (const struct esc_module *m, struct esc_heap *h);

/* Why site S stays on the heap, in words.  Returns BUF.  */
char *esc_heap_reason (const struct esc_module *m,
                       const struct esc_heap_site *s, char *buf, size_t size);

#ifdef __cplusplus
}
#endif
#endif
