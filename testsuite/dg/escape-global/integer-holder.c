/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The address is kept in an integer; it matters if somebody turns it back.  */

#include <stdint.h>
#include <stdio.h>

static uintptr_t turned_back;
static uintptr_t only_compared;
static unsigned low_bits;
static intptr_t table[4];
void work (void);

void *
get (void)
{
  return (void *)turned_back;
}
int *
get_entry (int i)
{
  return (int *)table[i & 3];
}
int
is_same (void *p)
{
  return (uintptr_t)p == only_compared;
}
unsigned
bits (void)
{
  return low_bits;
}

void
warn_turned_back (void)
{
  int x = 1;
  turned_back = (uintptr_t)&x; /* { dg-warning {'x' is left in 'turned_back'.*\[escape-global\]} } */
  work ();
}

void
warn_tagged (void)
{
  long x = 1;
  turned_back = (uintptr_t)&x | 1; /* { dg-warning {'x' is left in 'turned_back'.*\[escape-global\]} } */
  work ();
}

void
warn_in_table (void)
{
  int x = 1;
  table[2] = (intptr_t)&x; /* { dg-warning {'x' is left in 'table.*\[escape-global\]} } */
}

void
nowarn_only_compared (void)
{
  int x = 1;
  only_compared = (uintptr_t)&x;
  work ();
}

void
nowarn_truncated (void)
{
  int x = 1;
  low_bits = (unsigned)((uintptr_t)&x & 15);
}

void
nowarn_cleared (void)
{
  int x = 1;
  turned_back = (uintptr_t)&x;
  work ();
  turned_back = 0;
}
