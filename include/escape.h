/* SPDX-License-Identifier: 0BSD */
/* escape.h - what your source says to the escape plugin.

   Copy this file or install it.  Every macro vanishes where the plugin is not
   loaded (ESCAPE_NOESCAPE stays where the compiler itself knows noescape), so
   the code compiles the same without it.

     void each (struct list *, void (*fn) (void *), void *ctx ESCAPE_NOESCAPE);

     ESCAPE_OK ("escape-global", "the handler runs before we return")
     current = &frame;

     struct big *b = ESCAPE_ON_STACK (malloc (sizeof *b));  */

#ifndef ESCAPE_H
#define ESCAPE_H

/* An attribute that only the plugin knows tells that it is there.  */
#ifdef __has_attribute
#if __has_attribute(escape_on_stack)
#define ESCAPE_PLUGIN 1
#endif
#if __has_attribute(noescape)
#define ESCAPE_NOESCAPE __attribute__ ((noescape))
#endif
#endif

/* After a pointer parameter: the callee does not keep it.  Checked where the
   function is defined, trusted where it is only declared.  */
#ifndef ESCAPE_NOESCAPE
#define ESCAPE_NOESCAPE
#endif

#ifdef ESCAPE_PLUGIN

#define ESCAPE_TEXT_(X)   #X
#define ESCAPE_PRAGMA_(X) _Pragma (ESCAPE_TEXT_ (X))

/* Before a statement, or before a function outside of functions: findings of
   RULE in it are meant.  RULE and REASON are string literals; RULE may be a
   comma-separated list, with * patterns.  No semicolon is needed.  */
#define ESCAPE_OK(RULE, REASON) ESCAPE_PRAGMA_ (escape ok RULE REASON)

/* The same for all that stands between the two.  */
#define ESCAPE_OK_BEGIN(RULE, REASON)                                          \
  _Pragma ("escape push") ESCAPE_PRAGMA_ (escape ignored RULE REASON)
#define ESCAPE_OK_END _Pragma ("escape pop")

/* The value of the allocation EXPR, which must stay in this function.  */
#define ESCAPE_ON_STACK(EXPR)                                                  \
  (__extension__({                                                             \
    __attribute__ ((escape_on_stack)) __typeof__ (EXPR) escape_kept_ = (EXPR); \
    escape_kept_;                                                              \
  }))

#else

#define ESCAPE_OK(RULE, REASON)
#define ESCAPE_OK_BEGIN(RULE, REASON)
#define ESCAPE_OK_END
#define ESCAPE_ON_STACK(EXPR) (EXPR)

#endif
#endif
