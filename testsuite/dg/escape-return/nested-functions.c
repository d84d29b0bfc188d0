/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A nested function hands back the address of its parent's local.  */

int input (void);

int *
warn_hands_back (void)
{
  int x = input ();
  int *get (void) { return &x; }
  return get (); /* { dg-warning {'x' is returned by 'warn_hands_back'.*\[escape-return\]} } */
}

int
nowarn_value (void)
{
  int x = input ();
  int get (void) { return x + 1; }
  return get ();
}

int
nowarn_followed (void)
{
  int x = input ();
  int *get (void) { return &x; }
  return *get ();
}
