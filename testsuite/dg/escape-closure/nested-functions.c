/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A nested function that uses its parent's locals is registered somewhere.  */

#include <stdlib.h>
#include <signal.h>

typedef int (*fn_t) (int);
struct hooks
{
  fn_t on_char;
  int (*on_end) (void);
};
static struct hooks hooks;
static fn_t fns[4];
int run (void);
void each (int, void (*) (int));
int
feed (int c)
{
  return hooks.on_char ? hooks.on_char (c) + (fns[c & 3] != 0) : hooks.on_end ();
}

void
warn_global (int base)
{
  int add (int c) { return base + c; }
  hooks.on_char = add; /* { dg-warning {'add'.*\[escape-closure\]} } */
  run ();
}

void
warn_table (int base)
{
  int add (int c) { return base + c; }
  fns[2] = add; /* { dg-warning {'add'.*\[escape-closure\]} } */
}

void
warn_param (struct hooks *h, int base)
{
  int end (void) { return base; }
  h->on_end = end; /* { dg-warning {'end'.*\[escape-closure\]} } */
}

fn_t
warn_returned (int base)
{
  int add (int c) { return base + c; }
  return add; /* { dg-warning {'add'.*\[escape-(closure|return)\]} } */
}

struct hooks *
warn_heap (int base)
{
  int add (int c) { return base + c; }
  struct hooks *h = malloc (sizeof *h);
  if (!h)
    abort ();
  h->on_char = add; /* { dg-warning {'add'.*\[escape-closure\]} } */
  h->on_end = 0;
  return h;
}

void
warn_struct_copy (int base)
{
  int add (int c) { return base + c; }
  struct hooks h = { add, 0 };
  hooks = h; /* { dg-warning {'add'.*\[escape-closure\]} } */
}

void
warn_one_path (int base, int c)
{
  int add (int d) { return base + d; }
  hooks.on_char = add; /* { dg-warning {'add'.*\[escape-closure\]} } */
  run ();
  if (c)
    hooks.on_char = 0;
}

void
warn_atexit (int code)
{
  int sum = code;
  void bye (void) { sum++; }
  atexit (bye); /* { dg-warning {'bye'.*\[escape-(closure|call)\]} } */
}

void
nowarn_reset (int base)
{
  int add (int c) { return base + c; }
  hooks.on_char = add;
  run ();
  hooks.on_char = 0;
}

void
nowarn_no_capture (void)
{
  int add (int c) { return c + 1; }
  hooks.on_char = add;
}

void
nowarn_called (int n)
{
  int sum = 0;
  void add (int c) { sum += c; }
  for (int i = 0; i < n; i++)
    add (i);
}

int
nowarn_handed_to_unknown (int n)
{
  int sum = 0;
  void add (int c) { sum += c; }
  each (n, add);
  return sum;
}

void
nowarn_sorted (int *v, size_t n, int down)
{
  int cmp (const void *a, const void *b)
  {
    int d = *(const int *)a - *(const int *)b;
    return down ? -d : d;
  }
  qsort (v, n, sizeof *v, cmp);
}

void
nowarn_old_restored (int base)
{
  int add (int c) { return base + c; }
  fn_t old = hooks.on_char;
  hooks.on_char = add;
  run ();
  hooks.on_char = old;
}

void
nowarn_static_variable (void)
{
  static int total;
  int add (int c) { return total += c; }
  hooks.on_char = add;
}
