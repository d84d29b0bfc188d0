/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statement expressions, comma expressions and macros around an address.  */

#define BIGGER(p, q) (*(p) > *(q) ? (p) : (q))
void note (int *);

int *
warn_macro (int a, int b)
{
  return BIGGER (&a, &b); /* { dg-warning {'(a|b)'.*\[escape-return\]} } */
}

int *
warn_comma (void)
{
  int x = 1;
  return (note (&x), &x); /* { dg-warning {'x'.*\[escape-return\]} } */
}

int *
warn_out_slot (int c)
{
  int x = 1, *slot = 0;
  int **pp = &slot;
  *pp = &x;
  if (c)
    x = c;
  return *pp; /* { dg-warning {'x'.*\[escape-return\]} } */
}

int
nowarn_macro_value (int a, int b)
{
  return *BIGGER (&a, &b);
}

int
nowarn_statement_expression (int n)
{
  return ({
    int t = n;
    int *p = &t;
    *p + 1;
  });
}

static int stored;
int *
nowarn_slot_replaced (void)
{
  int x = 1, *slot = &x;
  int **pp = &slot;
  **pp = 2;
  *pp = &stored;
  return slot;
}
