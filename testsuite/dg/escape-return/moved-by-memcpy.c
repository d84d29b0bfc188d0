/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pointer itself is moved by memcpy or by a struct copy.  */

#include <string.h>

struct box
{
  int n;
  void *p;
};

void *
warn_memcpy (void)
{
  int x = 1, *p = &x;
  void *q;
  memcpy (&q, &p, sizeof q);
  return q; /* { dg-warning {'x'.*\[escape-return\]} } */
}

void *
warn_struct_copy (void)
{
  int x = 1;
  struct box a = { 1, &x }, b;
  b = a;
  return b.p; /* { dg-warning {'x'.*\[escape-return\]} } */
}

void *
warn_memmove_struct (void)
{
  int x = 1;
  struct box a = { 1, &x }, b = { 0, 0 };
  memmove (&b, &a, sizeof a);
  return b.p; /* { dg-warning {'x'.*\[escape-return\]} } */
}

void *
warn_copy_through_pointer (struct box *out)
{
  int x = 1;
  struct box a = { 1, &x }, b = { 0, 0 };
  struct box *to = out ? out : &b;
  to = &b;
  *to = a;
  return to->p; /* { dg-warning {'x'.*\[escape-return\]} } */
}

void *
nowarn_copied_before (void)
{
  int x = 1;
  struct box a = { 1, 0 }, b;
  b = a;
  a.p = &x;
  *(int *)a.p = 2;
  return b.p;
}

void *
nowarn_cleared_by_memset (void)
{
  int x = 1;
  struct box a = { 1, &x };
  memset (&a, 0, sizeof a);
  x++;
  return a.p;
}

int
nowarn_pointee_copied (void)
{
  int x = 1, y;
  int *p = &x;
  memcpy (&y, p, sizeof y);
  return y;
}

void *
nowarn_part_without_pointer (void)
{
  int x = 1;
  struct box a = { 1, &x }, b = { 0, 0 };
  memcpy (&b, &a, sizeof a.n);
  return b.p;
}
