/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The address is stored by an atomic operation.  */

#include <stdatomic.h>

static _Atomic (int *) slot;
static int *plain;
void work (void);

int
peek (void)
{
  int *p = atomic_load (&slot);
  return p && plain ? *p + *plain : 0;
}

void
warn_store (void)
{
  int x = 1;
  atomic_store (&slot, &x); /* { dg-warning {'x' is left in 'slot'.*\[escape-global\]} } */
  work ();
}

void
warn_assignment (void)
{
  int x = 1;
  slot = &x; /* { dg-warning {'x' is left in 'slot'.*\[escape-global\]} } */
}

void
warn_release (void)
{
  int x = 1;
  __atomic_store_n (&plain, &x, __ATOMIC_RELEASE); /* { dg-warning {'x' is left in 'plain'.*\[escape-global\]} } */
}

void
warn_exchange (void)
{
  int x = 1;
  int *old = atomic_exchange (&slot, &x); /* { dg-warning {'x' is left in 'slot'.*\[escape-global\]} } */
  work ();
  if (old)
    *old = 1;
}

void
warn_compare_exchange (void)
{
  int x = 1, *expected = 0;
  atomic_compare_exchange_strong (&slot, &expected, &x); /* { dg-warning {'x' is left in 'slot'.*\[escape-global\]} } */
  work ();
}

void
warn_sync_builtin (void)
{
  int x = 1;
  int *old = __sync_lock_test_and_set (&plain, &x); /* { dg-warning {'x' is left in 'plain'.*\[escape-global\]} } */
  if (old)
    work ();
}

void
nowarn_exchanged_back (void)
{
  int x = 1;
  int *old = atomic_exchange (&slot, &x);
  work ();
  atomic_store (&slot, old);
}

void
nowarn_cleared (void)
{
  int x = 1;
  atomic_store_explicit (&slot, &x, memory_order_release);
  work ();
  atomic_store_explicit (&slot, 0, memory_order_release);
}

void
nowarn_expected_only (int *p)
{
  int *expected = 0;
  atomic_compare_exchange_strong (&slot, &expected, p);
}
