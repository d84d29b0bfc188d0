/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A check bounds the size although the size is computed anew, in a callee, or
   is what a library function says that it did.  */

#include <alloca.h>
#include <string.h>
#include <unistd.h>

extern void use (void *);
extern int failed (void);

void
nowarn_sum_after_loop (size_t a, size_t b)
{
  for (size_t i = 0; i < a; i++)
    if (failed ())
      return;
  if (a + b > 1000)
    return;
  char c[a + b];
  use (c);
}

void
nowarn_product (unsigned a, unsigned b)
{
  if (a * b > 1000)
    return;
  char c[a * b];
  use (c);
}

void
warn_other_sum (size_t a, size_t b, size_t n)
{
  if (a + n > 1000)
    return;
  char c[a + b]; /* { dg-warning {'c'.*\[vla-unbounded\]} } */
  use (c);
}

void
warn_changed_since (size_t a, size_t b)
{
  if (a + b > 1000)
    return;
  a = b * 2;
  char c[a + b]; /* { dg-warning {'c'.*\[vla-unbounded\]} } */
  use (c);
}

static size_t
round_up (size_t n)
{
  return (n + 15) & ~(size_t)15;
}

void
nowarn_rounded (size_t n)
{
  if (n > 4000)
    return;
  char c[round_up (n)];
  use (c);
}

void
warn_rounded (size_t n)
{
  if (n > 400000)
    return;
  char c[round_up (n)]; /* { dg-warning {'c'.*\[vla-unbounded\]} } */
  use (c);
}

void
nowarn_strnlen (const char *s)
{
  size_t n = strnlen (s, 64);
  char c[n + 1];
  memcpy (c, s, n);
  use (c);
}

void
warn_strnlen (const char *s, size_t max)
{
  char c[strnlen (s, max) + 1]; /* { dg-warning {'c'.*\[vla-unbounded\]} } */
  use (c);
}

void
nowarn_read (int fd)
{
  char text[128];
  ssize_t n = read (fd, text, sizeof text);
  if (n <= 0)
    return;
  char c[n];
  memcpy (c, text, n);
  use (c);
}

void
nowarn_told_the_most (size_t n)
{
  use (__builtin_alloca_with_align_and_max (n, 64, 4096));
}

void
warn_told_too_much (size_t n)
{
  use (__builtin_alloca_with_align_and_max (n, 64, 1 << 20)); /* { dg-warning {vla-unbounded} } */
}

void
nowarn_nothing_in_a_loop (int n)
{
  for (int i = 0; i < n; i++)
    use (alloca (0));
}
