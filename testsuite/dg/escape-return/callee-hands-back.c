/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The address comes back from a function that returns its argument.  */

#include <string.h>
#include <stdio.h>

static int *
same (int *p)
{
  return p;
}
__attribute__ ((noinline)) static int *
same_noinline (int *p)
{
  return p;
}
static int *
twice (int *p)
{
  return same_noinline (same (p));
}
static int *
thrice (int *p, int n)
{
  return n ? twice (p) : p;
}
static int *
pick (int c, int *a, int *b)
{
  return c ? a : b;
}
static int *
first_only (int *a, int *b)
{
  *b = 0;
  return a;
}
int *unknown (int *);

int *
warn_same (void)
{
  int x = 1;
  return same (&x); /* { dg-warning {'x'.*\[escape-return\]} } */
}

int *
warn_noinline (void)
{
  int x = 1;
  return same_noinline (&x); /* { dg-warning {'x'.*\[escape-return\]} } */
}

int *
warn_two_deep (void)
{
  int x = 1;
  return twice (&x); /* { dg-warning {'x'.*\[escape-return\]} } */
}

int *
warn_three_deep (int n)
{
  int x = 1;
  int *p = thrice (&x, n);
  return p; /* { dg-warning {'x'.*\[escape-return\]} } */
}

int *
warn_pick (int c, int *a)
{
  int x = 1;
  return pick (c, a, &x); /* { dg-warning {'x'.*\[escape-return\]} } */
}

char *
warn_libc (const char *s)
{
  char buf[64];
  return strncpy (buf, s, sizeof buf); /* { dg-warning {'buf'.*\[escape-return\]} } */
}

char *
warn_libc_inside (void)
{
  char buf[64] = "a,b";
  return strchr (buf, ','); /* { dg-warning {'buf'.*\[escape-return\]} } */
}

char *
warn_fgets (FILE *f)
{
  char line[64];
  return fgets (line, sizeof line, f); /* { dg-warning {'line'.*\[escape-return\]} } */
}

int *
nowarn_other_argument (int *a)
{
  int x = 1;
  return first_only (a, &x);
}

int *
nowarn_not_picked (int *a)
{
  int x = 1;
  return pick (1, a, &x);
}

int *
nowarn_unknown (void)
{
  int x = 1;
  return unknown (&x);
}

char *
nowarn_strdup (void)
{
  char buf[64] = "copy";
  return strdup (buf);
}
