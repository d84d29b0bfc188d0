/* SPDX-License-Identifier: GPL-3.0-or-later */
/* passed: a size that the callers of a static function bound, or do not.  */

#include <stddef.h>

void use (void *);
int ask (void);

static void
nowarn_hash (int prefix, const unsigned char *in, int len)
{
  unsigned char x[len + 1];
  x[0] = (unsigned char)prefix;
  for (int i = 0; i < len; i++)
    x[i + 1] = in[i];
  use (x);
}

static void
nowarn_halves (const short *in, long long len)
{
  if (len > 1)
    {
      short half[(len + 1) / 2];
      for (long long i = 0; i < len / 2; i++)
        half[i] = in[2 * i];
      nowarn_halves (half, (len + 1) / 2);
      use (half);
    }
}

static void
nowarn_deepest (size_t n)
{
  char b[n * 4];
  use (b);
}

static void
nowarn_passes_on (size_t n, int flag)
{
  nowarn_deepest (flag ? n + 16 : 32);
}

static void
nowarn_masked (unsigned n)
{
  char b[n];
  use (b);
}

static void
warn_one_caller_asks (int n)
{
  char b[n]; /* { dg-warning {'b'.*\[vla-unbounded\]} } */
  use (b);
}

static void
warn_grows (int n)
{
  char b[n]; /* { dg-warning {'b'.*\[vla-unbounded\]} } */
  use (b);
  if (ask ())
    warn_grows (2 * n);
}

static void
warn_by_pointer (int n)
{
  char b[n]; /* { dg-warning {'b'.*\[vla-unbounded\]} } */
  use (b);
}

void (*hook) (int) = warn_by_pointer;

__attribute__ ((used)) static void
warn_for_assembly (int n)
{
  char b[n]; /* { dg-warning {'b'.*\[vla-unbounded\]} } */
  use (b);
}

static void
warn_large (int n)
{
  char b[n]; /* { dg-warning {'b'.*1000000.*\[vla-unbounded\]} } */
  use (b);
}

void
warn_any_caller (int n)
{
  char b[n]; /* { dg-warning {'b'.*\[vla-unbounded\]} } */
  use (b);
}

void
top (const unsigned char *p, const short *v)
{
  nowarn_hash (1, p, sizeof (int[8]));
  nowarn_hash (ask (), p, 1158);
  nowarn_halves (v, 761);
  nowarn_passes_on (64, ask ());
  nowarn_passes_on (128, 1);
  nowarn_masked (ask () & 255);
  warn_one_caller_asks (10);
  warn_one_caller_asks (ask ());
  warn_grows (1);
  warn_by_pointer (3);
  warn_for_assembly (3);
  warn_large (1000000);
  warn_any_caller (8);
}
