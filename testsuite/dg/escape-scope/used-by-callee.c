/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pointer came from a callee, or a callee follows it, inside a record. */

struct view
{
  const int *p;
  int n;
};
int input (void);
void use (const void *);

static __attribute__ ((noinline)) const int *
same (const int *p)
{
  return p;
}

static __attribute__ ((noinline)) int
first (const struct view *v)
{
  return v->p[0];
}

static __attribute__ ((noinline)) void
reset (const struct view *v)
{
  *(int *)v->p = 0;
}

static __attribute__ ((noinline)) int
length (const struct view *v)
{
  return v->n;
}

static __attribute__ ((noinline)) void
show (const struct view *v)
{
  if (v->n)
    use (v->p);
}

int
warn_returned_by_callee (void)
{
  const int *p;
  {
    int x = input ();
    p = same (&x);
  }
  return *p; /* { dg-warning {'x'.*\[escape-scope\]} } */
}

int
warn_read_by_callee (void)
{
  struct view v;
  {
    int x = input ();
    v.p = &x;
  }
  return first (&v); /* { dg-warning {'x'.*\[escape-scope\]} } */
}

void
warn_written_by_callee (void)
{
  struct view v;
  {
    int x = input ();
    v.p = &x;
  }
  reset (&v); /* { dg-warning {'x'.*\[escape-scope\]} } */
}

void
warn_handed_on_by_callee (void)
{
  struct view v = { 0, 1 };
  {
    int x = input ();
    v.p = &x;
  }
  show (&v); /* { dg-warning {'x'.*\[escape-scope\]} } */
}

int
nowarn_other_member (void)
{
  struct view v = { 0, 2 };
  {
    int x = input ();
    v.p = &x;
    use (v.p);
  }
  return length (&v);
}

void
nowarn_not_on_this_path (void)
{
  struct view v = { 0, 0 };
  {
    int x = input ();
    v.p = &x;
  }
  show (&v);
}

int
nowarn_inside (void)
{
  struct view v = { 0, 3 };
  int r;
  {
    int x = input ();
    v.p = same (&x);
    r = first (&v);
  }
  return r;
}
