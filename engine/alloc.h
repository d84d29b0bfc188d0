/* SPDX-License-Identifier: GPL-3.0-or-later */
/* alloc.h - memory that never fails, growing arrays, and the guard.

   The engine runs inside somebody's compiler: an internal error must end the
   analysis, not the compile.  Every check that fails and every exhausted
   allocation goes to esc_fatal, which jumps back to the innermost esc_guard.
   What the guarded call had allocated is then lost, not freed.  */

#ifndef ESC_ALLOC_H
#define ESC_ALLOC_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined __GNUC__
#define ESC_PRINTF(A, B) __attribute__ ((format (printf, A, B)))
#define ESC_NORETURN     __attribute__ ((noreturn))
#else
#define ESC_PRINTF(A, B)
#define ESC_NORETURN
#endif

/* Give up: jump to the innermost guard with the formatted reason, or print it
   and abort if there is none.  */
void esc_fatal (const char *fmt, ...) ESC_PRINTF (1, 2) ESC_NORETURN;

/* Call FN (ARG).  NULL if it returned, else why it did not, valid until the
   next guard.  Guards nest.  */
const char *esc_guard (void (*fn) (void *), void *arg);

void *esc_xmalloc (size_t); /* never NULL */
void *esc_xcalloc (size_t n, size_t size);
void *esc_xrealloc (void *, size_t);
char *esc_xstrdup (const char *);

/* Much was freed: hand it back to the system, as far as the C library can.  */
void esc_trim (void);

/* Make room for N elements of SIZE bytes in array P whose capacity is *CAP;
   doubles.  Returns the array.  */
void *esc_grow (void *p, uint32_t *cap, uint32_t n, size_t size);
/* There nearly always is room: then nothing is called.  */
#define ESC_GROW(P, CAP, N)                                                    \
  ((void)((uint32_t)(N) <= (CAP)                                               \
          || ((P) = esc_grow ((P), &(CAP), (N), sizeof *(P)), 0)))

#define ESC_CHECK(COND)                                                        \
  ((COND)                                                                      \
       ? (void)0                                                               \
       : esc_fatal ("%s:%d: internal error: %s", __FILE__, __LINE__, #COND))

#ifdef __cplusplus
}
#endif
#endif
