/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A value boxed behind void *.

   Go's interface values point at what they hold: to box a number is to take
   the address of a copy, and the copy goes to the heap if the box is kept.
   C's box is a tag and a void *.  What counts is not the box but where it
   goes: one that is only read may point at a local, one that is kept may
   not.  */

struct any
{
  int tag;
  const void *value;
};

static struct any last;

static int
is_zero (struct any a)
{
  return a.tag == 1 && *(const int *)a.value == 0;
}

static void
remember (struct any a)
{
  last.tag = a.tag;
  last.value = a.value;
}

int
boxed_and_read (int n)
{
  return is_zero ((struct any){ 1, &n });
}

void
boxed_and_kept (int n)
{
  remember ((struct any){ 1, &n });
}

int
last_is_zero (void)
{
  return is_zero (last);
}

/* clang-format off */
/* What escape says, with -fplugin-arg-escape-m:

   <<<
   38:21: note: n escapes: passed to 'remember'
   40:3: warning: address of parameter 'n' is kept by 'remember' when 'boxed_and_kept' returns [CWE-825] [escape-call]
   >>>

   What Go 1.19 says, with -gcflags='-m -l':

   var last any

   func isZero(a any) bool {  // a does not escape
       n, ok := a.(int)
       return ok && n == 0
   }

   func remember(a any) { last = a }  // leaking param: a

   func boxedAndRead(n int) bool { return isZero(n) }  // n does not escape

   func boxedAndKept(n int) { remember(n) }  // n escapes to heap  */
