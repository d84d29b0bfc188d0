/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A size that is the same number at every call has a bound, even one that is
   computed with floats; so has MB_CUR_MAX.  */

#include <limits.h>
#include <stdint.h>
#include <stdlib.h>

void use (void *, int);

static inline int
digits (int bytes)
{
  return (bytes * 8 - 1) * 0.30103 + 3;
}

static inline int
share (int n, double part)
{
  return n * part;
}

void
nowarn_digits_of_a_type (intmax_t v)
{
  int len = digits (sizeof v);
  char b[len];
  use (b, len);
}

void
nowarn_a_multibyte_character (void)
{
  char b[MB_CUR_MAX + 1];
  use (b, sizeof b);
}

void
warn_share_of_a_number (int n)
{
  int len = share (n, 0.5);
  if (len <= 0)
    return;
  char b[len]; /* { dg-warning {'b'.*\[vla-unbounded\]} } */
  use (b, len);
}
