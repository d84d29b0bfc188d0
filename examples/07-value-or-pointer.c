/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Return a value, or a pointer?

   Go's teachers measure both: the pointer costs an allocation, the value a
   copy.  C has a third way, the caller's own storage, and a fourth, a static
   buffer.  A value that holds a pointer into the frame is no better than the
   pointer.  */

#include <stdio.h>
#include <stdlib.h>

struct name
{
  char text[32];
};

struct view
{
  const char *text;
  int length;
};

struct name
by_value (int n)
{
  struct name name;
  snprintf (name.text, sizeof name.text, "item %d", n);
  return name;
}

struct name *
by_pointer (int n)
{
  struct name name;
  snprintf (name.text, sizeof name.text, "item %d", n);
  struct name *p = &name;
  return p;
}

struct name *
from_the_heap (int n)
{
  struct name *name = malloc (sizeof *name);
  if (name)
    snprintf (name->text, sizeof name->text, "item %d", n);
  return name;
}

void
into_the_callers (int n, struct name *name)
{
  snprintf (name->text, sizeof name->text, "item %d", n);
}

struct view
value_with_pointer (int n)
{
  char text[32];
  int length = snprintf (text, sizeof text, "item %d", n);
  return (struct view){ text, length };
}

/* clang-format off */
/* What escape says, with -fplugin-arg-escape-m:

   <<<
   34:15: note: name escapes: returned
   43:23: note: malloc(32) escapes to heap: returned
   50:39: note: name does not escape
   58:8: note: text escapes: returned
   37:10: warning: address of local variable 'name' is returned by 'by_pointer' [CWE-562] [escape-return]
   60:10: warning: address of local variable 'text' is returned by 'value_with_pointer' [CWE-562] [escape-return]
   >>>

   What Go 1.19 says, with -gcflags='-m -l':

   import "strconv"

   type name struct{ text [32]byte }

   type view struct{ text []byte }

   func byValue(n int) name {
       var v name
       strconv.AppendInt(v.text[:0], int64(n), 10)
       return v
   }

   func byPointer(n int) *name {
       var v name  // moved to heap: v
       strconv.AppendInt(v.text[:0], int64(n), 10)
       return &v
   }

   func intoTheCallers(n int, v *name) {  // v does not escape
       strconv.AppendInt(v.text[:0], int64(n), 10)
   }

   func valueWithPointer(n int) view {
       var text [32]byte  // moved to heap: text
       return view{strconv.AppendInt(text[:0], int64(n), 10)}
   }  */
