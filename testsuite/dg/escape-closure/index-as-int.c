/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A place in a table is handed out as an int and given back: below a bound it
   is the same number in any type.  */
/* { dg-options "-fplugin-arg-escape-level=likely" } */

typedef int (*observer) (void *, int);

static struct
{
  struct
  {
    observer f;
    void *self;
  } v[32];
  unsigned long n;
} subject;

extern void publish (int);

static int
add (int x)
{
  return x + 1;
}

static int
count (void *self, int event)
{
  return *(int *)self += add (event);
}

static int
observe (observer f, void *self)
{
  if (subject.n >= 32)
    return -1;
  subject.v[subject.n].f = f;
  subject.v[subject.n].self = self;
  return (int)subject.n++;
}

static void
ignore (int id)
{
  subject.v[id].f = 0;
  subject.v[id].self = 0;
}

int
nowarn_ignored (int event)
{
  int sum = 0, id = observe (count, &sum);
  if (id < 0)
    return -1;
  publish (event);
  ignore (id);
  return sum;
}

int
warn_not_ignored (int event)
{
  int sum = 0, id = observe (count, &sum); /* { dg-warning {'sum'} } */
  if (id < 0)
    return -1;
  publish (event);
  return sum;
}
