/* SPDX-License-Identifier: GPL-3.0-or-later */
/* At level audit also what is taken back counts.  */
/* { dg-options "-fplugin-arg-escape-level=audit" } */

struct ctx
{
  int *p;
};

void
warn_cleared (struct ctx *c)
{
  int x = 1;
  c->p = &x; /* { dg-warning {'x'.*\[escape-param\]} } */
  c->p = 0;
}

void
warn_only_if_null (struct ctx *c)
{
  int x = 1;
  if (!c->p)
    c->p = &x; /* { dg-warning {'x'.*\[escape-param\]} } */
  *c->p = 2;
  if (c->p == &x)
    c->p = 0;
}

void
nowarn_value (struct ctx *c)
{
  int x = 1, *q = &x;
  *c->p = *q;
}
