/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memory made at run time on the stack is returned.  */

#include <alloca.h>
#include <string.h>
#include <stdlib.h>

char *
warn_vla (unsigned char n)
{
  char buf[n + 1];
  memset (buf, 'x', n);
  buf[n] = 0;
  char *p = buf;
  return p; /* { dg-warning {'buf'.*\[escape-return\]} } */
}

void *
warn_alloca (void)
{
  void *p = alloca (64);
  memset (p, 0, 64);
  return p; /* { dg-warning {alloca.*\[escape-return\]} } */
}

char *
warn_alloca_inside (unsigned char n)
{
  char *p = alloca (n + 2);
  p[0] = p[n] = 0;
  return p + 1; /* { dg-warning {alloca.*\[escape-return\]} } */
}

char *
warn_strdupa (unsigned char n)
{
  char *p = n > 8 ? malloc (n) : alloca (8);
  if (p)
    p[0] = 0;
  return p; /* { dg-warning {alloca.*\[escape-return\]} } */
}

char *
nowarn_vla_copied (unsigned char n)
{
  char buf[n + 1];
  memset (buf, 'x', n);
  buf[n] = 0;
  return strdup (buf);
}

int
nowarn_alloca_value (unsigned char n)
{
  int *p = alloca ((n + 1) * sizeof *p);
  p[n] = n;
  return p[n];
}

char *
nowarn_heap_branch (unsigned char n)
{
  char *p = n > 8 ? malloc (n) : alloca (8);
  if (n <= 8)
    return 0;
  return p;
}
