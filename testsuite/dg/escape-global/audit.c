/* SPDX-License-Identifier: GPL-3.0-or-later */
/* At level audit the address must only reach a place that may outlive the
   object: what is taken back counts too, and what is handed to unknown
   functions.  */
/* { dg-options "-fplugin-arg-escape-level=audit" } */

int *slot;
void unknown (int *);

void
warn_taken_back (void)
{
  int x = 1;
  slot = &x; /* { dg-warning {'x'.*.*\[escape-global\]} } */
  slot = 0;
}

void
warn_handed_to_unknown (void)
{
  int x = 1;
  unknown (&x); /* { dg-warning {'x'.*.*\[escape-[a-z]+\]} } */
}

int
nowarn_stays (void)
{
  int x = 1, *p = &x;
  *p += 2;
  return x;
}

static int
read_it (int *p)
{
  return *p;
}
int
nowarn_callee_reads (void)
{
  int x = 1;
  return read_it (&x);
}
