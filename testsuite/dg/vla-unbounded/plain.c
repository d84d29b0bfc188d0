/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The size of a variable length array comes from a parameter.  */

#include <stddef.h>

void use (void *, size_t);

void
warn_int (int n)
{
  char buf[n]; /* { dg-warning {'buf'.*\[vla-unbounded\]} } */
  use (buf, n);
}

void
warn_size (size_t n)
{
  int buf[n]; /* { dg-warning {'buf'.*\[vla-unbounded\]} } */
  use (buf, n);
}

void
warn_two_dimensions (int rows, int cols)
{
  if (rows < 100 && rows > 0)
    {
      double m[rows][cols]; /* { dg-warning {'m'.*\[vla-unbounded\]} } */
      use (m, sizeof m);
    }
}

void
warn_only_lower_bound (int n)
{
  if (n < 1)
    return;
  char buf[n]; /* { dg-warning {'buf'.*\[vla-unbounded\]} } */
  use (buf, n);
}

void
warn_bound_too_large (unsigned n)
{
  if (n > 1000000)
    return;
  char buf[n]; /* { dg-warning {'buf'.*\[vla-unbounded\]} } */
  use (buf, n);
}

void
nowarn_checked (int n)
{
  if (n <= 0 || n > 512)
    return;
  char buf[n];
  use (buf, n);
}

void
nowarn_masked (unsigned n)
{
  char buf[(n & 255) + 1];
  use (buf, sizeof buf);
}

void
nowarn_byte (unsigned char n)
{
  int buf[n + 1];
  use (buf, sizeof buf);
}

void
nowarn_constant (void)
{
  const int n = 64;
  char buf[n];
  use (buf, n);
}
