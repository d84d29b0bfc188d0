/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The second return of setjmp leaves the handler in place.  Whoever jumped may
   have popped it before: likely.  */
/* { dg-options "-fplugin-arg-escape-level=likely" } */

#include <setjmp.h>

struct handler
{
  jmp_buf env;
  struct handler *prev;
};
struct handler *handlers;
void risky (int);
int check (int);

#define TRY(h) ((h).prev = handlers, handlers = &(h), setjmp ((h).env) == 0)
#define POP(h) (handlers = (h).prev)

int
warn_not_popped_in_catch (int n)
{
  struct handler h;
  h.prev = handlers;
  handlers = &h; /* { dg-warning {'h' is left in 'handlers'.*\[escape-global\]} } */
  if (setjmp (h.env))
    return -1;
  risky (n);
  handlers = h.prev;
  return 0;
}
