/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The same question is asked twice: of a pure function, of a floating-point
   number, of a sum, of memory that nothing was handed.  */

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

struct config
{
  int verbose;
  unsigned flags;
  int on[4];
};
static void *slot;
static int quiet;
int verbose;
void step (void);
void *
get (void)
{
  return slot;
}
void
set_quiet (int q)
{
  quiet = q;
}
static int
is_quiet (void)
{
  return quiet != 0;
}

void
nowarn_strcmp (const char *mode)
{
  int x = 0;
  if (strcmp (mode, "trace") == 0)
    slot = &x;
  x++;
  if (strcmp (mode, "trace") == 0)
    slot = 0;
}

void
nowarn_strlen (const char *s)
{
  int x = 0;
  if (strlen (s) > 10)
    slot = &x;
  x++;
  if (strlen (s) > 10)
    slot = 0;
}

void
nowarn_isdigit (int c)
{
  int x = 0;
  if (isdigit (c))
    slot = &x;
  x++;
  if (isdigit (c))
    slot = 0;
}

void
nowarn_abs (int n)
{
  int x = 0;
  if (abs (n) > 3)
    slot = &x;
  step ();
  if (abs (n) > 3)
    slot = 0;
}

void
nowarn_floating_point (double f)
{
  int x = 0;
  if (f > 0.5)
    slot = &x;
  step ();
  if (f > 0.5)
    slot = 0;
}

void
nowarn_sum_turned (int a, int b)
{
  int x = 0;
  if (a + b > 10)
    slot = &x;
  step ();
  if (b + a > 10)
    slot = 0;
}

void
nowarn_global (void)
{
  int x = 0;
  if (verbose)
    slot = &x;
  step ();
  if (verbose)
    slot = 0;
}

void
nowarn_member (const struct config *c)
{
  int x = 0;
  if (c->flags & 4)
    slot = &x;
  step ();
  if (c->flags & 4)
    slot = 0;
}

void
nowarn_element (const struct config *c, unsigned i)
{
  int x = 0;
  if (c->on[i & 3])
    slot = &x;
  step ();
  if (c->on[i & 3])
    slot = 0;
}

void
nowarn_visible_function (void)
{
  int x = 0;
  if (!is_quiet ())
    slot = &x;
  step ();
  if (!is_quiet ())
    slot = 0;
}

void
nowarn_toggled (int n)
{
  int x = 0, set = 0;
  while (n-- > 0)
    {
      if (set)
        slot = 0;
      else
        slot = &x;
      set = !set;
      step ();
    }
  if (set)
    slot = 0;
}

void
warn_other_string (const char *a, const char *b)
{
  int x = 0;
  if (strcmp (a, "trace") == 0)
    slot = &x; /* { dg-warning {'x' is left in 'slot'.*\[escape-global\]} } */
  x++;
  if (strcmp (b, "trace") == 0)
    slot = 0;
}

void
warn_other_bound (double f)
{
  int x = 0;
  if (f > 0.5)
    slot = &x; /* { dg-warning {'x' is left in 'slot'.*\[escape-global\]} } */
  step ();
  if (f > 0.75)
    slot = 0;
}

void
warn_changed_between (int a, int b)
{
  int x = 0;
  if (a + b > 10)
    slot = &x; /* { dg-warning {'x' is left in 'slot'.*\[escape-global\]} } */
  a -= 5;
  if (b + a > 10)
    slot = 0;
}

void
warn_flag_changed (struct config *c)
{
  int x = 0;
  if (c->verbose)
    slot = &x; /* { dg-warning {'x' is left in 'slot'.*\[escape-global\]} } */
  c->verbose = 0;
  if (c->verbose)
    slot = 0;
}
