/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What va_arg gives is an argument of the caller: a callback and its context
   that are registered in pairs, here and in a function that gets the list.  */

#include <stdarg.h>

typedef void (*handler) (void *);

struct source
{
  handler fn[4];
  void *context[4];
  unsigned n;
};

static void *last;
extern void run (void);

static void
on_event (void *p)
{
  ++*(int *)p;
}

static void
vadd (struct source *s, int n, va_list ap)
{
  while (n-- > 0 && s->n < 4)
    {
      s->fn[s->n] = va_arg (ap, handler);
      s->context[s->n++] = va_arg (ap, void *);
    }
}

static void
add (struct source *s, int n, ...)
{
  va_list ap;
  va_start (ap, n);
  vadd (s, n, ap);
  va_end (ap);
}

static int
sum (int n, ...)
{
  int total = 0;
  va_list ap, again;
  va_start (ap, n);
  va_copy (again, ap);
  for (int i = 0; i < n; i++)
    total += *va_arg (again, int *);
  va_end (again);
  va_end (ap);
  return total;
}

static void *
second (int n, ...)
{
  va_list ap;
  va_start (ap, n);
  (void)va_arg (ap, double);
  void *p = va_arg (ap, void *);
  va_end (ap);
  return p;
}

static void
set (int n, ...)
{
  va_list ap;
  va_start (ap, n);
  void **out = va_arg (ap, void **);
  *out = va_arg (ap, void *);
  va_end (ap);
}

void
warn_pair (struct source *s)
{
  int hits = 0;
  add (s, 1, on_event, &hits); /* { dg-warning {'hits'.*\[escape-closure\]} } */
  run ();
}

int
nowarn_pair_local (void)
{
  struct source s = { .n = 0 };
  int hits = 0;
  add (&s, 1, on_event, &hits);
  s.fn[0] (s.context[0]);
  return hits;
}

int
nowarn_sum (int a, int b)
{
  int c = a * b;
  return sum (3, &a, &b, &c);
}

void *
warn_second (void)
{
  int x = 0;
  return second (2, 1.0, &x); /* { dg-warning {'x'.*\[escape-return\]} } */
}

void *
nowarn_first (void *p)
{
  int x = 0;
  return second (3, 1.0, p, &x);
}

void
warn_set (void)
{
  int x = 0;
  set (2, &last, &x); /* { dg-warning {'x'.*\[escape-global\]} } */
}

void
nowarn_set_own (void)
{
  int x = 0;
  void *mine;
  set (2, &mine, &x);
}

/* What a variable argument points to is the caller's.  */
void
warn_out (int n, ...)
{
  int x = 0;
  va_list ap;
  va_start (ap, n);
  *va_arg (ap, int **) = &x; /* { dg-warning {'x'.*\[escape-param\]} } */
  va_end (ap);
}
