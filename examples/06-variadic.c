/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A variadic call.

   Go packs variadic arguments into a slice, which stays on the caller's stack
   unless the callee keeps it; fmt.Println is the well-known case that does.
   In C the pointers among the arguments reach the callee by va_arg, and one
   that it keeps escapes as if it were named.  */

#include <stdarg.h>

static const int *largest_seen;

static int
sum (int n, ...)
{
  va_list ap;
  int total = 0;
  va_start (ap, n);
  while (n-- > 0)
    total += *va_arg (ap, const int *);
  va_end (ap);
  return total;
}

static void
note_largest (int n, ...)
{
  va_list ap;
  va_start (ap, n);
  while (n-- > 0)
    {
      const int *p = va_arg (ap, const int *);
      if (!largest_seen || *p > *largest_seen)
        largest_seen = p;
    }
  va_end (ap);
}

int
read_only (int a, int b)
{
  return sum (2, &a, &b);
}

void
kept (int a, int b)
{
  note_largest (2, &a, &b);
}

/* clang-format off */
/* What escape says, with -fplugin-arg-escape-m:

   <<<
   28:11: note: ap escapes
   40:16: note: a escapes: passed to 'sum'
   40:23: note: b escapes: passed to 'sum'
   46:11: note: a escapes: passed to 'note_largest'
   46:18: note: b escapes: passed to 'note_largest'
   >>>

   What Go 1.19 says, with -gcflags='-m -l':

   import "fmt"

   var largestSeen *int

   func sum(v ...*int) (total int) {  // v does not escape
       for _, p := range v {
           total += *p
       }
       return
   }

   func noteLargest(v ...*int) {  // leaking param content: v
       for _, p := range v {
           if largestSeen == nil || *p > *largestSeen {
               largestSeen = p
           }
       }
   }

   // ... argument does not escape
   func readOnly(a, b int) int { return sum(&a, &b) }

   // moved to heap: a
   // moved to heap: b
   // ... argument does not escape
   func kept(a, b int) { noteLargest(&a, &b) }

   // ... argument does not escape
   // n escapes to heap
   func printed(n int) { fmt.Println(n) }  */
