/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The limit is lowered: bounds above it are no bounds.  */
/* { dg-options "-fplugin-arg-escape-max-vla=256" } */

#include <alloca.h>

void use (void *);

void
warn_byte_ints (unsigned char n)
{
  int b[n + 1]; /* { dg-warning {'b'.*\[vla-unbounded\]} } */
  use (b);
}

void
warn_checked_too_high (int n)
{
  if (n > 0 && n <= 257)
    {
      char b[n]; /* { dg-warning {'b'.*\[vla-unbounded\]} } */
      use (b);
    }
}

void
warn_alloca (unsigned n)
{
  if (n <= 300)
    use (alloca (n)); /* { dg-warning {alloca.*\[vla-unbounded\]} } */
}

void
nowarn_byte_chars (unsigned char n)
{
  char b[n + 1];
  use (b);
}

void
nowarn_checked (int n)
{
  if (n > 0 && n <= 256)
    {
      char b[n];
      use (b);
    }
}

void
nowarn_alloca (unsigned n)
{
  if (n <= 200)
    use (alloca (n));
}
