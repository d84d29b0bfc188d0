/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The limit is lowered to a kibibyte, as a kernel would.  */
/* { dg-options "-fplugin-arg-escape-max-local=1k" } */

void use (void *);
struct state
{
  char b[600];
};

void
warn_buffer (void)
{
  char b[1025]; /* { dg-warning {'b'.*\[large-local\]} } */
  use (b);
}

void
warn_struct_array (void)
{
  struct state v[2]; /* { dg-warning {'v'.*\[large-local\]} } */
  use (v);
}

void
warn_ints (void)
{
  int v[300]; /* { dg-warning {'v'.*\[large-local\]} } */
  use (v);
}

void
nowarn_at_limit (void)
{
  char b[1024];
  use (b);
}

void
nowarn_struct (void)
{
  struct state s;
  use (&s);
}

void
nowarn_static (void)
{
  static int v[300];
  use (v);
}
