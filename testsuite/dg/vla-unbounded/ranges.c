/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a check, a type or arithmetic proves about the size.  */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct packet
{
  uint16_t len;
  uint8_t type;
  unsigned small : 5;
};
void use (void *);
int level (void);

void
warn_text (const char *s)
{
  char copy[strlen (s) + 1]; /* { dg-warning {'copy'.*\[vla-unbounded\]} } */
  strcpy (copy, s);
  use (copy);
}

void
warn_check_of_other (int n, int m)
{
  if (m > 0 && m < 100)
    {
      char b[n]; /* { dg-warning {'b'.*\[vla-unbounded\]} } */
      use (b);
    }
}

void
warn_check_without_consequence (int n)
{
  if (n > 100)
    level ();
  char b[n]; /* { dg-warning {'b'.*\[vla-unbounded\]} } */
  use (b);
}

void
warn_product (int w, int h)
{
  if (w > 0 && w < 4096 && h > 0 && h < 4096)
    {
      char b[w * h]; /* { dg-warning {'b'.*\[vla-unbounded\]} } */
      use (b);
    }
}

void
warn_short_of_longs (struct packet *p)
{
  long b[p->len]; /* { dg-warning {'b'.*\[vla-unbounded\]} } */
  use (b);
}

void
warn_one_case (int k, int n)
{
  int size;
  switch (k)
    {
    case 0:
      size = 16;
      break;
    case 1:
      size = n;
      break;
    default:
      size = 64;
    }
  char b[size]; /* { dg-warning {'b'.*\[vla-unbounded\]} } */
  use (b);
}

void
warn_divided (unsigned n)
{
  int b[n / 16 + 1]; /* { dg-warning {'b'.*\[vla-unbounded\]} } */
  use (b);
}

void
nowarn_text_checked (const char *s)
{
  size_t n = strlen (s);
  if (n >= 256)
    return;
  char copy[n + 1];
  memcpy (copy, s, n + 1);
  use (copy);
}

void
nowarn_shorts (struct packet *p)
{
  char b[p->len];
  use (b);
}

void
nowarn_bytes (struct packet *p)
{
  long b[p->type + 1];
  use (b);
}

void
nowarn_bit_field (struct packet *p)
{
  struct packet b[p->small + 1];
  use (b);
}

void
nowarn_shifted (unsigned n)
{
  int b[(n >> 20) + 1];
  use (b);
}

void
nowarn_remainder (unsigned n)
{
  int b[n % 64 + 1];
  use (b);
}

void
nowarn_product (int w, int h)
{
  if (w > 0 && w <= 100 && h > 0 && h <= 100)
    {
      float b[w][h];
      use (b);
    }
}

void
nowarn_cases (int k)
{
  int size;
  switch (k)
    {
    case 0:
      size = 16;
      break;
    case 1:
      size = 32;
      break;
    default:
      size = 64;
    }
  char b[size];
  use (b);
}

void
nowarn_aborts (int n)
{
  if (n <= 0 || n > 1000)
    abort ();
  double b[n];
  use (b);
}

void
nowarn_parameter_type (int n, int v[n])
{
  for (int i = 0; i < n; i++)
    v[i] = 0;
}

void
nowarn_pointer_to_vla (int n)
{
  int (*p)[n] = malloc (sizeof *p);
  if (p)
    use (p);
  free (p);
}
