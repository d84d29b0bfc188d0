/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Variadic functions: the address travels in the argument list.  */

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

static int
sum (int n, ...)
{
  va_list ap;
  int s = 0;
  va_start (ap, n);
  while (n-- > 0)
    s += *va_arg (ap, int *);
  va_end (ap);
  return s;
}

int
nowarn_summed (void)
{
  int a = 1, b = 2;
  return sum (2, &a, &b);
}

int
nowarn_printed (void)
{
  int a = 1;
  char name[4] = "a";
  return printf ("%s %p\n", name, (void *)&a);
}

int
nowarn_list_local (const char *f, ...)
{
  char buf[64];
  va_list ap;
  va_start (ap, f);
  int n = vsnprintf (buf, sizeof buf, f, ap);
  va_end (ap);
  return n;
}

char *
warn_formatted (const char *f, ...)
{
  char buf[64];
  char *p = buf;
  va_list ap;
  va_start (ap, f);
  vsnprintf (p, sizeof buf, f, ap);
  va_end (ap);
  return p; /* { dg-warning {'buf'.*\[escape-return\]} } */
}
