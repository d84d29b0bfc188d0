/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The size is checked while it lives in memory: a variable whose address was
   taken, a member, a static; or it is a loop's counter.  */

#include <stdio.h>

struct req
{
  int n;
};
static int limit;
void use (void *);
void step (void);
void
set_limit (int n)
{
  limit = n;
}
static int
clamp (int n)
{
  return n < 1 ? 1 : n > 128 ? 128
                             : n;
}

void
nowarn_scanned (void)
{
  int n;
  if (scanf ("%d", &n) != 1 || n < 1 || n > 99)
    return;
  char b[n];
  use (b);
}

void
nowarn_member (struct req *r)
{
  if (r->n < 1 || r->n > 99)
    return;
  char b[r->n];
  use (b);
}

void
nowarn_static (void)
{
  if (limit < 1 || limit > 99)
    return;
  char b[limit];
  use (b);
}

void
nowarn_clamped_by_callee (int n)
{
  int k = clamp (n);
  char b[k];
  use (b);
}

void
nowarn_counter (int n)
{
  for (int i = 1; i < 64 && i < n; i++)
    {
      char b[i];
      use (b);
    }
}

void
nowarn_counter_scaled (void)
{
  for (int i = 0; i < 10; i++)
    {
      char b[i * 4 + 1];
      use (b);
    }
}

void
warn_scanned (void)
{
  int n;
  if (scanf ("%d", &n) != 1 || n < 1)
    return;
  char b[n]; /* { dg-warning {'b'.*\[vla-unbounded\]} } */
  use (b);
}

void
warn_changed_after_check (struct req *r)
{
  if (r->n < 1 || r->n > 99)
    return;
  r->n *= 1000;
  char b[r->n]; /* { dg-warning {'b'.*\[vla-unbounded\]} } */
  use (b);
}

void
warn_counter (int n)
{
  for (int i = 1; i < n; i++)
    {
      char b[i]; /* { dg-warning {'b'.*\[vla-unbounded\]} } */
      use (b);
    }
}
