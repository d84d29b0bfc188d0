/* SPDX-License-Identifier: GPL-3.0-or-later */
/* count.c - counts the calls that ask for heap memory.  Linked with
   --wrap=malloc and so on; says how many at the end, on descriptor 9.  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static unsigned long calls;

#define WRAP(TYPE, NAME, PARAMS, ARGS)                                         \
  TYPE __real_##NAME PARAMS;                                                   \
  TYPE __wrap_##NAME PARAMS                                                    \
  {                                                                            \
    calls++;                                                                   \
    return __real_##NAME ARGS;                                                 \
  }

WRAP (void *, malloc, (size_t n), (n))
WRAP (void *, calloc, (size_t n, size_t m), (n, m))
WRAP (void *, realloc, (void *p, size_t n), (p, n))
WRAP (void *, aligned_alloc, (size_t a, size_t n), (a, n))
WRAP (int, posix_memalign, (void **p, size_t a, size_t n), (p, a, n))
WRAP (char *, strdup, (const char *s), (s))
WRAP (char *, strndup, (const char *s, size_t n), (s, n))

__attribute__ ((destructor)) static void
say (void)
{
  dprintf (9, "%lu\n", calls);
}
