/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The use happens only where the pointer points elsewhere.  */

void use (const int *);

void
nowarn_same_condition (int c)
{
  int zero = 0, *p = &zero;
  if (c)
    {
      int x = c;
      p = &x;
      use (p);
    }
  if (!c)
    use (p);
}

void
warn_other_condition (int c, int d)
{
  int zero = 0, *p = &zero;
  if (c)
    {
      int x = c;
      p = &x;
      use (p);
    }
  if (d)
    use (p); /* { dg-warning {'x'.*\[escape-scope\]} } */
}

void
nowarn_flag (int n)
{
  int zero = 0, *p = &zero, ok = 1;
  for (int i = 0; i < n && ok; i++)
    {
      int x = i;
      p = &x;
      ok = 0;
      use (p);
    }
  if (ok)
    use (p);
}
