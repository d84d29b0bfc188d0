/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A call through a pointer.

   Go gives up at a method of an interface and at a function value: whatever
   they are handed goes to the heap.  Here a table of operations that the file
   shows is looked into; what cannot be known is no ground for a warning, and
   a promise (noescape) settles it for callers and is checked in the body.  */

#include "../include/escape.h"

struct writer
{
  void (*write) (const int *);
};

static const int *seen;
static int written;

static void
count (const int *p)
{
  written += *p;
}

static void
keep (const int *p)
{
  seen = p;
}

static const struct writer counter = { count }, keeper = { keep };

void
to_counter (int n)
{
  counter.write (&n);
}

void
to_keeper (int n)
{
  keeper.write (&n);
}

void
to_unknown (const struct writer *w, int n)
{
  w->write (&n);
}

void
promised (const int *p ESCAPE_NOESCAPE)
{
  if (*p > written)
    seen = p;
}

int
last_seen (void)
{
  return seen ? *seen : 0;
}

/* clang-format off */
/* What escape says, with -fplugin-arg-escape-m:

   <<<
   20:19: note: p does not escape
   26:18: note: leaking param: p
   40:16: note: n escapes
   46:34: note: w does not escape
   46:41: note: n escapes: passed to 'w->write'
   52:22: note: leaking param: p
   42:3: warning: address of parameter 'n' is kept by 'keep' when 'to_keeper' returns [CWE-825] [escape-call]
   55:10: warning: what 'p' points to is left in 'seen', although 'p' is declared noescape [CWE-825] [noescape-broken]
   >>>

   What Go 1.19 says, with -gcflags='-m -l':

   type writer interface{ write(*int) }

   type counter struct{ written int }

   type keeper struct{ seen *int }

   // c does not escape
   // p does not escape
   func (c *counter) write(p *int) { c.written += *p }

   // k does not escape
   // leaking param: p
   func (k *keeper) write(p *int) { k.seen = p }

   func toCounter(c *counter, n int) { c.write(&n) }  // c does not escape

   // k does not escape
   // moved to heap: n
   func toKeeper(k *keeper, n int) { k.write(&n) }

   // leaking param: w
   // moved to heap: n
   func toUnknown(w writer, n int) { w.write(&n) }  */
