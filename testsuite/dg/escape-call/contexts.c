/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Contexts run on the stack that they are given, and go on at uc_link.  */

#include <stdlib.h>
#include <ucontext.h>

static ucontext_t home;

static void
body (void)
{
}

void
warn_local_stack (ucontext_t *c)
{
  char stack[16384];
  getcontext (c);
  c->uc_stack.ss_sp = stack; /* { dg-warning {'stack'.*\[escape-param\]} } */
  c->uc_stack.ss_size = sizeof stack;
  c->uc_link = &home;
  makecontext (c, body, 0);
}

void
warn_local_link (ucontext_t *c, char *stack, size_t n)
{
  ucontext_t here;
  getcontext (c);
  c->uc_stack.ss_sp = stack;
  c->uc_stack.ss_size = n;
  c->uc_link = &here; /* { dg-warning {'here'.*\[escape-param\]} } */
  makecontext (c, body, 0);
}

void
nowarn_heap_stack (ucontext_t *c)
{
  getcontext (c);
  c->uc_stack.ss_sp = malloc (16384);
  c->uc_stack.ss_size = 16384;
  c->uc_link = &home;
  makecontext (c, body, 0);
}

int
nowarn_local_context (void)
{
  char stack[16384];
  ucontext_t c, back;
  getcontext (&c);
  c.uc_stack.ss_sp = stack;
  c.uc_stack.ss_size = sizeof stack;
  c.uc_link = &back;
  makecontext (&c, body, 0);
  return swapcontext (&back, &c);
}
