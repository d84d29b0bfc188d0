/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A variadic call.

   Go packs variadic arguments into a slice, which stays on the caller's stack
   unless the callee keeps it, and boxes them: the number in fmt.Println (n)
   goes to the heap, as anyone finds out who tries -m.  C boxes nothing, and
   the models know that printf and scanf keep nothing.  What a function of
   one's own takes with va_arg is what its caller passes: note_largest keeps it,
   so its callers must not pass their own.  */

#include <stdarg.h>
#include <stdio.h>

static const int *largest_seen;

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

void
printed (int n)
{
  printf ("%d lives at %p\n", n, (void *)&n);
}

int
scanned (const char *s)
{
  int a, b;
  return sscanf (s, "%d %d", &a, &b) == 2 ? a + b : 0;
}

void
kept (int a, int b)
{
  note_largest (2, &a, &b);
}

/* clang-format off */
/* What escape says, with -fplugin-arg-escape-m:

   <<<
   37:22: note: s does not escape
   44:11: note: a escapes: passed to 'note_largest'
   44:18: note: b escapes: passed to 'note_largest'
   46:3: warning: address of parameter 'a' is kept by 'note_largest' when 'kept' returns [CWE-825] [escape-call]
   46:3: warning: address of parameter 'b' is kept by 'note_largest' when 'kept' returns [CWE-825] [escape-call]
   >>>

   What Go 1.19 says, with -gcflags='-m -l':

   import "fmt"

   var largestSeen *int

   func noteLargest(v ...*int) {  // leaking param content: v
       for _, p := range v {
           if largestSeen == nil || *p > *largestSeen {
               largestSeen = p
           }
       }
   }

   // moved to heap: n
   // ... argument does not escape
   // n escapes to heap
   // "lives at" escapes to heap
   func printed(n int) { fmt.Println(n, "lives at", &n) }

   func scanned(s string) int {  // leaking param: s
       var a, b int  // moved to heap: a; moved to heap: b
       fmt.Sscanf(s, "%d %d", &a, &b)  // ... argument does not escape
       return a + b
   }

   // moved to heap: a
   // moved to heap: b
   // ... argument does not escape
   func kept(a, b int) { noteLargest(&a, &b) }  */
