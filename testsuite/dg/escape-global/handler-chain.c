/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chains of exception handlers with setjmp: the frame's handler is popped on
   every path, or not.  */

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
nowarn_popped (int n)
{
  struct handler h;
  volatile int rc = 0;
  if (TRY (h))
    risky (n);
  else
    rc = -1;
  POP (h);
  return rc;
}

int
nowarn_popped_in_each_branch (int n)
{
  struct handler h;
  h.prev = handlers;
  handlers = &h;
  if (setjmp (h.env))
    {
      handlers = h.prev;
      return -1;
    }
  risky (n);
  handlers = h.prev;
  return 0;
}

int
nowarn_rethrown (int n)
{
  struct handler h;
  h.prev = handlers;
  handlers = &h;
  if (setjmp (h.env))
    {
      handlers = h.prev;
      longjmp (handlers->env, 1);
    }
  risky (n);
  handlers = h.prev;
  return 0;
}

int
nowarn_loop_of_tries (int n)
{
  volatile int failures = 0;
  for (volatile int i = 0; i < n; i++)
    {
      struct handler h;
      if (TRY (h))
        risky (i);
      else
        failures++;
      POP (h);
    }
  return failures;
}

int
warn_return_in_try (int n)
{
  struct handler h;
  h.prev = handlers;
  handlers = &h; /* { dg-warning {'h' is left in 'handlers'.*\[escape-global\]} } */
  if (setjmp (h.env) == 0)
    {
      risky (n);
      if (check (n))
        return 1;
    }
  handlers = h.prev;
  return 0;
}
