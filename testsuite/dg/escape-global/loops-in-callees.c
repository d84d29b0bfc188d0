/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A callee's loop whose bound the caller knows; loops over pointers.  */

static void *slots[16];
void work (void);
void *
get (int i)
{
  return slots[i];
}

static __attribute__ ((noinline)) void
fill (void **a, void *p, int n)
{
  for (int i = 0; i < n; i++)
    a[i] = p;
}

void
warn_filled (void)
{
  int x = 1;
  fill (slots, &x, 8); /* { dg-warning {'x' is left in 'slots.*\[escape-global\]} } */
  work ();
}

void
nowarn_filled_and_cleared (void)
{
  int x = 1;
  fill (slots, &x, 8);
  work ();
  fill (slots, 0, 8);
}

void
warn_one_is_left (void)
{
  int x = 1;
  fill (slots, &x, 8); /* { dg-warning {'x' is left in 'slots.*\[escape-global\]} } */
  work ();
  fill (slots, 0, 7);
}

void
nowarn_by_pointer (void)
{
  int x = 1;
  for (void **p = slots; p < slots + 16; p++)
    *p = &x;
  work ();
  for (void **p = slots; p < slots + 16; p++)
    *p = 0;
}

void
warn_last_by_pointer (void)
{
  int x = 1;
  for (void **p = slots; p < slots + 16; p++)
    *p = &x; /* { dg-warning {'x' is left in 'slots.*\[escape-global\]} } */
  work ();
  for (void **p = slots; p < slots + 15; p++)
    *p = 0;
}
