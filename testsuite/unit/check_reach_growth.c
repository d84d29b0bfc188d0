/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_reach_growth.c - twice the program, at most 2.3 times the work.

   Work is counted in steps, not in seconds: what the walk makes and moves.
   Each shape is made for N and 2N; no shape may need deep recursion.  */

#include "walk-cases.h"

#include <stdarg.h>

#define N 16000

/* A program that grows.  */
struct shape
{
  const char *name;
  void (*make) (struct unit_buffer *, int n);
};

static void put (struct unit_buffer *, const char *fmt, ...) ESC_PRINTF (2, 3);

static void
put (struct unit_buffer *b, const char *fmt, ...)
{
  char line[200];
  va_list ap;
  va_start (ap, fmt);
  vsnprintf (line, sizeof line, fmt, ap);
  va_end (ap);
  unit_put (b, line);
}

static void
put_locals (struct unit_buffer *b, int n, int size)
{
  for (int i = 0; i < n; i++)
    put (b, "  local x%d %d\n", i, size);
}

static void
chain_of_copies (struct unit_buffer *b, int n)
{
  put (b, "global g 8\nfunc f()\n  local x 4\nb0:\n  v0 = move &x\n");
  for (int i = 1; i < n; i++)
    put (b, "  v%d = move v%d\n", i, i - 1);
  put (b, "  store [&g] 8 = v%d\n  ret\n", n - 1);
}

/* In the wrong order, and through memory.  */
static void
chain_of_slots (struct unit_buffer *b, int n)
{
  put (b, "global g 8\nfunc f()\n  local x 4\n");
  put_locals (b, n, 8);
  put (b, "b0:\n");
  for (int i = n - 1; i > 0; i--)
    put (b, "  t%d = load [&x%d] 8\n  store [&x%d] 8 = t%d\n", i, i - 1, i, i);
  put (b, "  store [&x0] 8 = &x\n  u = load [&x%d] 8\n", n - 1);
  put (b, "  store [&g] 8 = u\n  ret\n");
}

static void
chain_of_structs (struct unit_buffer *b, int n)
{
  put (b, "global g 8\nfunc f()\n  local x 4\n");
  put_locals (b, n, 32);
  put (b, "b0:\n  store [&x0 + 16] 8 = &x\n");
  for (int i = 1; i < n; i++)
    put (b, "  copy [&x%d] 32 = [&x%d]\n", i, i - 1);
  put (b, "  t = load [&x%d + 16] 8\n  store [&g] 8 = t\n  ret\n", n - 1);
}

static void
nested_callees (struct unit_buffer *b, int n)
{
  put (b, "global g 8\nfunc top()\n  local x 4\nb0:\n  call f0(&x)\n  ret\n");
  for (int i = 0; i < n - 1; i++)
    put (b, "func f%d(p*)\nb0:\n  call f%d(p)\n  ret\n", i, i + 1);
  put (b, "func f%d(p*)\nb0:\n  store [&g] 8 = p\n  ret\n", n - 1);
}

static void
mutual_recursion (struct unit_buffer *b, int n)
{
  for (int i = 0; i < n; i++)
    put (b,
         "func f%d(p*, q*)\n  local x 4\nb0:\n  store [p] 8 = q\n"
         "  call f%d(p, &x)\n  r = call f%d(q, p)\n  ret r\n",
         i, (i + 1) % n, (i + 7) % n);
}

static void
stores_to_globals (struct unit_buffer *b, int n)
{
  for (int i = 0; i < n; i++)
    put (b, "global g%d 8\n", i);
  put (b, "func f()\n");
  put_locals (b, n, 4);
  put (b, "b0:\n");
  for (int i = 0; i < n; i++)
    put (b, "  store [&g%d] 8 = &x%d\n", i, i);
  put (b, "  ret\n");
}

static void
stores_to_one_global (struct unit_buffer *b, int n)
{
  put (b, "global g 8\nfunc f()\n");
  put_locals (b, n, 4);
  put (b, "b0:\n");
  for (int i = 0; i < n; i++)
    put (b, "  store [&g] 8 = &x%d\n", i);
  put (b, "  ret\n");
}

static void
stores_to_an_array (struct unit_buffer *b, int n)
{
  put (b, "func f(k:8)\n  local a %d\n", 8 * n);
  put_locals (b, n, 4);
  put (b, "b0:\n");
  for (int i = 0; i < n; i++)
    put (b, "  store [&a + %d] 8 = &x%d\n", 8 * i, i);
  put (b, "  q = load [&a + k*8 + 0] 8\n  call unknown(&a)\n  ret q\n");
}

static void
stores_through_a_parameter (struct unit_buffer *b, int n)
{
  put (b, "func f(a*)\n");
  put_locals (b, n, 4);
  put (b, "b0:\n");
  for (int i = 0; i < n; i++)
    put (b, "  store [a + %d] 8 = &x%d\n", 8 * i, i);
  put (b, "  ret\n");
}

/* Locals that point to each other every which way.  */
static void
tangle (struct unit_buffer *b, int n)
{
  put (b, "func f(k:8)\n");
  put_locals (b, n, 8);
  put (b, "b0:\n");
  for (int i = 0; i < n; i++)
    put (b, "  p%d = select k &x%d &x%d\n", i, i, (i * 7 + 1) % n);
  for (int i = 0; i < n; i++)
    put (b, "  store [p%d] 8 = p%d\n  q%d = load [p%d] 8\n", i, (i * 5 + 3) % n,
         i, i);
  put (b, "  ret q0\n");
}

static void
list_of_locals (struct unit_buffer *b, int n)
{
  put (b, "global g 8\nfunc f()\n");
  put_locals (b, n, 16);
  put (b, "b0:\n");
  for (int i = 1; i < n; i++)
    put (b, "  store [&x%d] 8 = &x%d\n", i, i - 1);
  put (b, "  store [&g] 8 = &x%d\n  ret\n", n - 1);
}

static void
nested_blocks (struct unit_buffer *b, int n)
{
  put (b, "func f(c:4)\n");
  put_locals (b, n, 4);
  put (b, "b0:\n  goto b1\n");
  for (int i = 0; i < n; i++)
    put (b,
         "b%d:\n  p%d = move &x%d\n  store [p%d] 4 = 1\n  call unknown(p%d)\n"
         "  end x%d\n  goto b%d\n",
         i + 1, i, i, i, i, i, i + 2);
  put (b, "b%d:\n  if c == 0 b1 b%d\nb%d:\n  ret\n", n + 1, n + 2, n + 2);
}

static void
table_of_functions (struct unit_buffer *b, int n)
{
  for (int i = 0; i < n; i++)
    put (b, "global g%d 8\n", i);
  for (int i = 0; i < n; i++)
    put (b, "func h%d(p*)\nb0:\n  store [&g%d] 8 = p\n  ret\n", i, i);
  put (b, "func f(k:8)\n  local x 4\n  local t %d\nb0:\n", 8 * n);
  for (int i = 0; i < n; i++)
    put (b, "  store [&t + %d] 8 = &h%d\n", 8 * i, i);
  put (b, "  q = load [&t + k*8 + 0] 8\n  call *q(&x)\n  ret\n");
}

static void
callbacks (struct unit_buffer *b, int n)
{
  put (b, "global g 8\nfunc apply(cb*, a*)\nb0:\n  r = call *cb(a)\n  ret r\n"
          "func keep(p*)\nb0:\n  store [&g] 8 = p\n  ret p\nfunc f()\n");
  put_locals (b, n, 4);
  put (b, "b0:\n");
  for (int i = 0; i < n; i++)
    put (b, "  v%d = call apply(&keep, &x%d)\n", i, i);
  put (b, "  ret\n");
}

static const struct shape shapes[] = {
  { "a chain of copies", chain_of_copies },
  { "a chain of slots", chain_of_slots },
  { "a chain of structs", chain_of_structs },
  { "nested callees", nested_callees },
  { "mutual recursion", mutual_recursion },
  { "stores to globals", stores_to_globals },
  { "stores to one global", stores_to_one_global },
  { "stores to an array", stores_to_an_array },
  { "stores through a parameter", stores_through_a_parameter },
  { "a tangle", tangle },
  { "a list of locals", list_of_locals },
  { "nested blocks", nested_blocks },
  { "a table of functions", table_of_functions },
  { "callbacks", callbacks },
};

static double
steps (const struct shape *s, int n)
{
  struct unit_buffer b = { 0 };
  struct walked w;
  s->make (&b, n);
  walk (&w, b.text, 0);
  double count = (double)w.r.steps;
  ck_assert_uint_ge (w.r.ncandidates, 1);
  ck_assert_uint_eq (w.r.incomplete, 0);
  walked_free (&w);
  free (b.text);
  return count;
}

START_TEST (linear)
{
  const struct shape *s = &shapes[_i];
  double one = steps (s, N), two = steps (s, 2 * N);
  ck_assert_msg (two <= 2.3 * one, "%s: %.0f steps for %d, %.0f for twice that",
                 s->name, one, N, two);
}
END_TEST

int
main (void)
{
  TCase *t = tcase_create ("growth");
  tcase_set_timeout (t, 120);
  tcase_add_loop_test (t, linear, 0, sizeof shapes / sizeof *shapes);
  return unit_main ("reach growth", t);
}
