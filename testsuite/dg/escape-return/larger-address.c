/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The smaller or the larger of two addresses is one of the two.  */

char *sink (char *, ...);

void *
warn_larger (void)
{
  char c, d;
  sink (&c, &d);
  return &c < &d ? &d : &c; /* { dg-warning {'[cd]' is returned.*\[escape-return\]} } */
}

void *
warn_smaller (void)
{
  char c;
  char *p = sink (&c);
  void *q = p < &c ? p : &c;
  return q; /* { dg-warning {'c' is returned.*\[escape-return\]} } */
}

int
nowarn_distance (void)
{
  char c, d;
  char *low = &c < &d ? &c : &d;
  sink (&c, &d);
  return *low;
}
