/* SPDX-License-Identifier: GPL-3.0-or-later */
/* POSIX timers with a local context, and clone on a local stack.  */

#define _GNU_SOURCE
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>

static void
tick (union sigval v)
{
  ++*(int *)v.sival_ptr;
}
int child (void *);
void work (void);

int
warn_timer_left (timer_t *out)
{
  int n = 0;
  struct sigevent ev = { .sigev_notify = SIGEV_THREAD };
  ev.sigev_notify_function = tick;
  ev.sigev_value.sival_ptr = &n;
  return timer_create (CLOCK_REALTIME, &ev, out); /* { dg-warning {'n'.*\[escape-thread\]} } */
}

int
warn_clone_stack (void)
{
  char stack[16384];
  return clone (child, stack + sizeof stack, CLONE_VM | SIGCHLD, 0); /* { dg-warning {'stack'.*\[escape-thread\]} } */
}

int
warn_clone_argument (char *stack)
{
  int n = 0;
  return clone (child, stack, CLONE_VM | SIGCHLD, &n); /* { dg-warning {'n'.*\[escape-thread\]} } */
}

int
nowarn_timer_deleted (void)
{
  int n = 0;
  timer_t t;
  struct sigevent ev = { .sigev_notify = SIGEV_THREAD };
  ev.sigev_notify_function = tick;
  ev.sigev_value.sival_ptr = &n;
  if (timer_create (CLOCK_REALTIME, &ev, &t))
    return -1;
  work ();
  timer_delete (t);
  return n;
}

int
nowarn_timer_number (timer_t *out)
{
  struct sigevent ev = { .sigev_notify = SIGEV_SIGNAL };
  ev.sigev_signo = SIGUSR1;
  ev.sigev_value.sival_int = 4;
  return timer_create (CLOCK_REALTIME, &ev, out);
}
