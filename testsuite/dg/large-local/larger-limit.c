/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The limit is raised to a mebibyte.  */
/* { dg-options "-fplugin-arg-escape-max-local=1M" } */

void use (void *);

void
warn_above (void)
{
  char b[1024 * 1024 + 1]; /* { dg-warning {'b'.*\[large-local\]} } */
  use (b);
}

void
nowarn_at_limit (void)
{
  char b[1024 * 1024];
  use (b);
}

void
nowarn_above_default (void)
{
  char b[200000];
  use (b);
}
