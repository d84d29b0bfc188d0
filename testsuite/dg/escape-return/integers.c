/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The address passes through integers: round trips, tags, and numbers that
   nobody turns back.  */

#include <stdint.h>
#include <stddef.h>
#include <stdio.h>

union bits
{
  void *p;
  uintptr_t u;
};

void *
warn_round_trip (void)
{
  int x = 1;
  uintptr_t u = (uintptr_t)&x;
  return (void *)u; /* { dg-warning {'x'.*\[escape-return\]} } */
}

void *
warn_tagged (int tag)
{
  long cell = 1;
  uintptr_t u = (uintptr_t)&cell;
  u |= tag & 3;
  return (void *)u; /* { dg-warning {'cell'.*\[escape-return\]} } */
}

void *
warn_tag_removed (void)
{
  long cell = 1;
  uintptr_t u = (uintptr_t)&cell | 1;
  u &= ~(uintptr_t)3;
  return (void *)u; /* { dg-warning {'cell'.*\[escape-return\]} } */
}

void *
warn_union (void)
{
  int x = 1;
  union bits b;
  b.u = (uintptr_t)&x;
  return b.p; /* { dg-warning {'x'.*\[escape-return\]} } */
}

void *
warn_integer_plus (size_t off)
{
  char buf[64] = "";
  return (void *)((uintptr_t)buf + (off & 63)); /* { dg-warning {'buf'.*\[escape-return\]} } */
}

unsigned
nowarn_hash (const char *s)
{
  int salt;
  unsigned h = (unsigned)((uintptr_t)&salt >> 4);
  while (*s)
    h = h * 31 + (unsigned char)*s++;
  return h;
}

ptrdiff_t
nowarn_difference (char *base)
{
  char here;
  return base - &here;
}

int
nowarn_aligned (void)
{
  char buf[8];
  return ((uintptr_t)buf & 7) == 0;
}

void
nowarn_printed (void)
{
  int x;
  printf ("%p\n", (void *)&x);
}

void *
nowarn_only_the_tag (void)
{
  long cell = 1;
  return (void *)((uintptr_t)&cell & 7);
}

static const char *stack_base;
long
nowarn_stack_depth (void)
{
  char here;
  return stack_base ? stack_base - &here : 0;
}
