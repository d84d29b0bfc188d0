/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Functions of libc that call a visible function back.  */

#define _GNU_SOURCE
#include <link.h>
#include <stdlib.h>

static void *context;
static int *least;
void *
get_context (void)
{
  return context;
}
int
get_least (void)
{
  return least ? *least : 0;
}

static int
keep (struct dl_phdr_info *info, size_t n, void *data)
{
  context = data;
  return 0;
}
static int
count (struct dl_phdr_info *info, size_t n, void *data)
{
  ++*(int *)data;
  return 0;
}
static int
keep_least (const void *a, const void *b)
{
  least = *(const int *)a < *(const int *)b ? (int *)a : (int *)b;
  return *(const int *)a - *(const int *)b;
}
static int
compare (const void *a, const void *b)
{
  return *(const int *)a - *(const int *)b;
}

int
warn_context (void)
{
  int n = 0;
  dl_iterate_phdr (keep, &n); /* { dg-warning {'n'.*\[escape-(call|global|closure)\]} } */
  return n;
}

int
warn_element (int a, int b)
{
  int v[2] = { a, b };
  qsort (v, 2, sizeof *v, keep_least); /* { dg-warning {'v'.*\[escape-(call|global|closure)\]} } */
  return v[0];
}

int
nowarn_counted (void)
{
  int n = 0;
  dl_iterate_phdr (count, &n);
  return n;
}

int
nowarn_sorted (int a, int b)
{
  int v[2] = { a, b };
  qsort (v, 2, sizeof *v, compare);
  return v[0];
}
