/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Logs, signal stacks, random state, polls and coroutines keep what they are
   given.  */

#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <syslog.h>
#include <ucontext.h>

struct conn
{
  int fd;
};
void work (void);

void
warn_openlog (const char *name)
{
  char ident[32];
  snprintf (ident, sizeof ident, "%s", name);
  openlog (ident, 0, LOG_USER); /* { dg-warning {'ident'.*\[escape-call\]} } */
  syslog (LOG_INFO, "x");
}

void
nowarn_closelog (const char *name)
{
  char ident[32];
  snprintf (ident, sizeof ident, "%s", name);
  openlog (ident, 0, LOG_USER);
  syslog (LOG_INFO, "x");
  closelog ();
}

int
warn_sigaltstack (void)
{
  char stack[8192];
  stack_t ss = { .ss_sp = stack, .ss_size = sizeof stack };
  return sigaltstack (&ss, 0); /* { dg-warning {'stack'.*\[escape-call\]} } */
}

int
nowarn_sigaltstack_restored (void)
{
  char stack[8192];
  stack_t ss = { .ss_sp = stack, .ss_size = sizeof stack }, old;
  if (sigaltstack (&ss, &old))
    return -1;
  work ();
  return sigaltstack (&old, 0);
}

void
warn_initstate (void)
{
  char state[64];
  initstate (1, state, sizeof state); /* { dg-warning {'state'.*\[escape-call\]} } */
  srandom (2);
}

void
nowarn_state_restored (void)
{
  char state[64];
  char *old = initstate (1, state, sizeof state);
  work ();
  setstate (old);
}

int
warn_epoll_add (int ep, int fd)
{
  struct conn c = { fd };
  struct epoll_event ev = { .events = EPOLLIN };
  ev.data.ptr = &c;
  return epoll_ctl (ep, EPOLL_CTL_ADD, fd, &ev); /* { dg-warning {'c'.*\[escape-call\]} } */
}

int
nowarn_epoll_deleted (int ep, int fd)
{
  struct conn c = { fd };
  struct epoll_event ev = { .events = EPOLLIN };
  ev.data.ptr = &c;
  if (epoll_ctl (ep, EPOLL_CTL_ADD, fd, &ev))
    return -1;
  work ();
  return epoll_ctl (ep, EPOLL_CTL_DEL, fd, 0);
}

int
nowarn_epoll_number (int ep, int fd)
{
  struct epoll_event ev = { .events = EPOLLIN };
  ev.data.fd = fd;
  return epoll_ctl (ep, EPOLL_CTL_ADD, fd, &ev);
}

static ucontext_t co;
int
resume (ucontext_t *me)
{
  return swapcontext (me, &co);
}
void
warn_coroutine_stack (void)
{
  char stack[16384];
  getcontext (&co);
  co.uc_stack.ss_sp = stack; /* { dg-warning {'stack'.*\[escape-(global|call)\]} } */
  co.uc_stack.ss_size = sizeof stack;
  makecontext (&co, work, 0);
}

void
nowarn_coroutine_run (void)
{
  static char stack[16384];
  ucontext_t me, c;
  getcontext (&c);
  c.uc_stack.ss_sp = stack;
  c.uc_stack.ss_size = sizeof stack;
  c.uc_link = &me;
  makecontext (&c, work, 0);
  swapcontext (&me, &c);
}
