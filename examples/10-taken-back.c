/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A pointer that is taken back.

   Go asks whether an address ever reaches a place that lives longer, and
   allocates if so; nothing is lost but time.  A warning cannot ask like that:
   most C programs that store a local's address restore the old value in time.
   The path on which they forget is what counts.  */

struct frame
{
  struct frame *up;
  int line;
};

static struct frame *current;

extern int parse (const char *);

int
balanced (const char *s, int line)
{
  struct frame f = { current, line };
  current = &f;
  int r = parse (s);
  current = f.up;
  return r;
}

int
forgets_on_error (const char *s, int line)
{
  struct frame f = { current, line };
  current = &f;
  int r = parse (s);
  if (r < 0)
    return r;
  current = f.up;
  return r;
}

int
line_now (void)
{
  return current ? current->line : 0;
}

/* clang-format off */
/* What escape says, with -fplugin-arg-escape-m:

   <<<
   20:23: note: leaking param: s
   22:16: note: f escapes: left in 'current'
   30:31: note: leaking param: s
   32:16: note: f escapes: left in 'current'
   33:11: warning: address of local variable 'f' is left in 'current' when 'forgets_on_error' returns [CWE-825] [escape-global]
   >>>

   What Go 1.19 says, with -gcflags='-m -l':

   type frame struct {
       up   *frame
       line int
   }

   var current *frame

   func parse(s string) int { return len(s) }  // s does not escape

   func balanced(s string, line int) int {  // s does not escape
       f := frame{current, line}  // moved to heap: f
       current = &f
       r := parse(s)
       current = f.up
       return r
   }

   func forgetsOnError(s string, line int) int {  // s does not escape
       f := frame{current, line}  // moved to heap: f
       current = &f
       r := parse(s)
       if r < 0 {
           return r
       }
       current = f.up
       return r
   }

   func lineNow() int { return current.line }  */
