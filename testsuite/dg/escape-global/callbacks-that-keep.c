/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A callback that a visible function or libc calls keeps what it is given.  */

#include <stdlib.h>

static const void *seen;
int
look (void)
{
  return seen != 0;
}

static int
keep (const void *p)
{
  seen = p;
  return 0;
}
static int
read_only (const void *p)
{
  return *(const int *)p;
}
static int
cmp_keep (const void *a, const void *b)
{
  seen = a;
  return *(const int *)a - *(const int *)b;
}
static int
cmp (const void *a, const void *b)
{
  return *(const int *)a - *(const int *)b;
}
static int
each (const int *v, int n, int (*f) (const void *))
{
  int s = 0;
  for (int i = 0; i < n; i++)
    s += f (&v[i]);
  return s;
}
static void *
pick (void *a, void *b, int (*first) (const void *))
{
  return first (a) ? a : b;
}
static int
never (const void *p)
{
  (void)p;
  return 0;
}

int
warn_each (void)
{
  int v[3] = { 1, 2, 3 };
  return each (v, 3, keep); /* { dg-warning {'v'.*\[escape-(call|global|closure)\]} } */
}

int
warn_sorted (void)
{
  int v[3] = { 1, 2, 3 };
  qsort (v, 3, sizeof *v, cmp_keep); /* { dg-warning {'v'.*\[escape-(call|global|closure)\]} } */
  return v[0];
}

int
nowarn_each (void)
{
  int v[3] = { 1, 2, 3 };
  return each (v, 3, read_only);
}

int
nowarn_sorted (void)
{
  int v[3] = { 1, 2, 3 };
  qsort (v, 3, sizeof *v, cmp);
  return v[0];
}

void *
nowarn_never_picked (void *other)
{
  int x = 0;
  return pick (&x, other, never);
}
