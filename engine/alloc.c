/* SPDX-License-Identifier: GPL-3.0-or-later */
/* alloc.c - memory that never fails, growing arrays, and the guard.

   The guard is setjmp and a chain of live frames, per thread.  The reason of
   a failure is kept in a fixed buffer, because memory may be what ran out.  */

#include "alloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

struct guard_frame
{
  jmp_buf env;
  struct guard_frame *outer;
};

static _Thread_local struct guard_frame *innermost;
static _Thread_local char reason[512];

void
esc_fatal (const char *fmt, ...)
{
  va_list ap;
  va_start (ap, fmt);
  vsnprintf (reason, sizeof reason, fmt, ap);
  va_end (ap);
  if (!innermost)
    {
      fprintf (stderr, "escape: %s\n", reason);
      abort ();
    }
  longjmp (innermost->env, 1);
}

const char *
esc_guard (void (*fn) (void *), void *arg)
{
  struct guard_frame frame;
  frame.outer = innermost;
  innermost = &frame;
  if (setjmp (frame.env))
    {
      innermost = frame.outer;
      return reason;
    }
  fn (arg);
  innermost = frame.outer;
  return NULL;
}

/* P, unless an allocation of SIZE bytes failed.  */
static void *
check_memory (void *p, size_t size)
{
  if (!p)
    esc_fatal ("out of memory (%zu bytes)", size);
  return p;
}

void *
esc_xmalloc (size_t size)
{
  return check_memory (malloc (size ? size : 1), size);
}

void *
esc_xcalloc (size_t n, size_t size)
{
  if (!n || !size)
    n = size = 1;
  return check_memory (calloc (n, size), size);
}

void *
esc_xrealloc (void *p, size_t size)
{
  return check_memory (realloc (p, size ? size : 1), size);
}

char *
esc_xstrdup (const char *s)
{
  size_t size = strlen (s) + 1;
  return memcpy (esc_xmalloc (size), s, size);
}

void
esc_trim (void)
{
#ifdef __GLIBC__
  malloc_trim (0);
#endif
}

void *
esc_grow (void *p, uint32_t *cap, uint32_t n, size_t size)
{
  if (n <= *cap)
    return p;
  uint64_t want = *cap ? (uint64_t)*cap * 2 : 8;
  if (want < n)
    want = n;
  if (want > UINT32_MAX)
    want = UINT32_MAX;
  if (want > SIZE_MAX / size)
    esc_fatal ("out of memory (%u elements of %zu bytes)", n, size);
  p = esc_xrealloc (p, (size_t)want * size);
  *cap = (uint32_t)want;
  return p;
}
