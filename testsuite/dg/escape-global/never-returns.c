/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A function that never returns leaves nothing behind.  */

#include <stdlib.h>
#include <stdio.h>
#include <unistd.h>

struct state
{
  int phase;
};
struct state *current;
void run (void);
int bad (void);

static void
fatal (const char *s)
{
  fputs (s, stderr);
  exit (1);
}

static void
maybe_fatal (int n)
{
  if (n)
    exit (1);
}

void
nowarn_loops_for_ever (void)
{
  struct state s = { 0 };
  current = &s;
  for (;;)
    run ();
}

void
nowarn_exits (int rc)
{
  struct state s = { 0 };
  current = &s;
  run ();
  exit (rc);
}

void
nowarn_aborts_on_error (void)
{
  struct state s = { 0 };
  current = &s;
  if (bad ())
    abort ();
  current = 0;
}

void
nowarn_callee_never_returns (void)
{
  struct state s = { 0 };
  current = &s;
  if (bad ())
    fatal ("bad\n");
  current = 0;
}

void
nowarn_quick_exit (void)
{
  struct state s = { 0 };
  current = &s;
  run ();
  _exit (0);
}

void
nowarn_assertion (int n)
{
  struct state s = { 0 };
  current = &s;
  maybe_fatal (1);
  s.phase = n;
}

void
warn_callee_may_return (int n)
{
  struct state s = { 0 };
  current = &s; /* { dg-warning {'s' is left in 'current'.*\[escape-global\]} } */
  maybe_fatal (n);
}

void
warn_loop_that_ends (void)
{
  struct state s = { 0 };
  current = &s; /* { dg-warning {'s' is left in 'current'.*\[escape-global\]} } */
  for (;;)
    {
      run ();
      if (bad ())
        break;
    }
}
