/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A record that holds the address goes through callees by value.  */

struct record
{
  int *p;
  int n;
  const char *name;
};
static struct record last;
void work (void);
int
get (void)
{
  return *last.p;
}

static __attribute__ ((noinline)) void
keep (struct record r)
{
  last = r;
}

static __attribute__ ((noinline)) struct record
counted (struct record r)
{
  r.n++;
  return r;
}

static __attribute__ ((noinline)) void
keep_counted (struct record r)
{
  keep (counted (r));
}

void
warn_two_deep (void)
{
  int x = 1;
  struct record r = { &x, 0, "x" };
  keep_counted (r); /* { dg-warning {'x' is kept by 'keep_counted'.*\[escape-call\]} } */
}

void
nowarn_restored (void)
{
  int x = 1;
  struct record r = { &x, 0, "x" }, old = last;
  keep_counted (r);
  work ();
  keep (old);
}

void
nowarn_cleared_before (void)
{
  int x = 1;
  struct record r = { &x, 0, "x" };
  r.p = 0;
  keep_counted (r);
}
