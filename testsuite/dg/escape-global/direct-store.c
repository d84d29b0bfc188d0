/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The address of a local is stored in a static or global pointer, directly.  */

static int *slot;
int *visible;
static __thread int *per_thread;

int
read_slot (void)
{
  return *slot + *per_thread;
}

void
warn_static (void)
{
  int x = 1;
  slot = &x; /* { dg-warning {address of local variable 'x' is left in 'slot' when 'warn_static' returns.*\[escape-global\]} } */
}

void
warn_external (void)
{
  int x = 1;
  visible = &x; /* { dg-warning {address of local variable 'x' is left in 'visible'.*\[escape-global\]} } */
}

void
warn_thread_local (void)
{
  int x = 1;
  per_thread = &x; /* { dg-warning {address of local variable 'x' is left in 'per_thread'.*\[escape-global\]} } */
}

void
warn_static_in_function (void)
{
  static char *last;
  char buf[16];
  buf[0] = last ? *last : 0;
  last = buf; /* { dg-warning {address of local variable 'buf' is left in 'last'.*\[escape-global\]} } */
}

void
warn_parameter (int n)
{
  visible = &n; /* { dg-warning {'n' is left in 'visible'.*\[escape-global\]} } */
}

void
warn_interior (int i)
{
  int table[8] = { 0 };
  visible = &table[i & 7]; /* { dg-warning {'table' is left in 'visible'.*\[escape-global\]} } */
}

void
nowarn_static_object (void)
{
  static int kept;
  slot = &kept;
}

void
nowarn_string (void)
{
  static const char *name;
  name = "constant";
  (void)name;
}

void
nowarn_value (void)
{
  int x = 3;
  *visible = x;
}
