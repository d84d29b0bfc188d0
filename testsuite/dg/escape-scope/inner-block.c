/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The address of a variable of an inner block is used after the block.  */

int sink (int);
void use (const char *);

int
warn_read_after_block (int c)
{
  int *p = 0;
  if (c)
    {
      int inner = c;
      p = &inner;
      sink (*p);
    }
  if (c)
    return *p; /* { dg-warning {'inner'.*\[escape-scope\]} } */
  return 0;
}

void
warn_write_after_block (int n)
{
  int *p;
  {
    int inner = n;
    p = &inner;
  }
  *p = 1; /* { dg-warning {'inner'.*\[escape-scope\]} } */
}

void
warn_passed_after_block (int c)
{
  const char *s = "none";
  if (c)
    {
      char buf[8] = { (char)c, 0 };
      s = buf;
    }
  use (s); /* { dg-warning {'buf'.*\[escape-scope\]} } */
}

int
warn_previous_round (int n)
{
  int *prev = 0, sum = 0;
  for (int i = 0; i < n; i++)
    {
      int v = sink (i);
      if (prev)
        sum += *prev; /* { dg-warning {'v'.*\[escape-scope\]} } */
      prev = &v;
    }
  return sum;
}

int
warn_compound_literal_block (int c)
{
  int *p = 0;
  if (c)
    {
      p = (int[]){ 1, 2, 3 };
      sink (*p);
    }
  return c ? p[1] : 0; /* { dg-warning {compound literal.*\[escape-scope\]} } */
}

int
nowarn_same_block (int c)
{
  int r = 0;
  if (c)
    {
      int inner = c;
      int *p = &inner;
      r = *p;
    }
  return r;
}

int
nowarn_not_used_again (int c)
{
  int *p = 0, r = 0;
  if (c)
    {
      int inner = c;
      p = &inner;
      r = *p;
    }
  return r;
}

int
nowarn_reset (int n)
{
  int fallback = 0, *p = &fallback;
  for (int i = 0; i < n; i++)
    {
      int v = sink (i);
      p = &v;
      sink (*p);
      p = &fallback;
    }
  return *p;
}

int
nowarn_outer_declaration (int c)
{
  int v = 0, *p = 0;
  if (c)
    {
      p = &v;
      *p = c;
    }
  return p ? *p : 0;
}

int
nowarn_correlated (int c)
{
  int *p = 0;
  int zero = 0;
  if (c)
    {
      int inner = c;
      p = &inner;
      sink (*p);
    }
  if (c)
    p = &zero;
  return p ? *p : 0;
}
