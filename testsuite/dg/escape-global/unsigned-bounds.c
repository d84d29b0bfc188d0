/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a comparison with a bound says of an unsigned number that was read
   from memory: a second question below the first bound has one answer.  */

#include <stddef.h>

extern void work (void);

static int *current;
static int *slots[32];
static size_t nslots;

int
value (size_t i)
{
  return current ? *current : *slots[i];
}

void
set_slots (size_t n)
{
  nslots = n;
}

int
nowarn_static_below (void)
{
  int x = 0;
  size_t n = nslots;
  if (n >= 32)
    return 0;
  current = &x;
  work ();
  if (n > 50)
    return 1;
  current = 0;
  return 0;
}

int
nowarn_through_pointer (const size_t *p)
{
  int x = 0;
  size_t n = *p;
  if (n >= 32)
    return 0;
  current = &x;
  if (n > 31)
    return 1;
  current = 0;
  return 0;
}

int
nowarn_above (void)
{
  int x = 0;
  size_t n = nslots;
  if (n < 32)
    return 0;
  current = &x;
  if (n < 16)
    return 1;
  current = 0;
  return 0;
}

int
warn_below_one_of_two (void)
{
  int x = 0;
  size_t n = nslots;
  if (n >= 32)
    return 0;
  current = &x; /* { dg-warning "'x' is left in 'current'.*escape-global" } */
  if (n > 16)
    return 1;
  current = 0;
  return 0;
}

static size_t
put (int *p)
{
  if (nslots >= 32)
    return 99;
  slots[nslots] = p;
  return nslots++;
}

int
nowarn_registered_by_number (void)
{
  int x = 0;
  size_t i = put (&x);
  if (i == 99)
    return 1;
  slots[i] = 0;
  return 0;
}

int
nowarn_difference (const size_t *p)
{
  int x = 0;
  size_t n = *p;
  if (n - 1 >= 8)
    return 0;
  current = &x;
  if (n == 0 || n > 8)
    return 1;
  current = 0;
  return 0;
}
