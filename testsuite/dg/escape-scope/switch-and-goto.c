/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Blocks left by break and goto.  */

#include <stdio.h>
void print (const char *);

void
warn_case_block (int k)
{
  const char *s;
  switch (k)
    {
    case 1:
      {
        char b[8] = "one";
        s = b;
        break;
      }
    default:
      s = "many";
    }
  print (s); /* { dg-warning {'b'.*\[escape-scope\]} } */
}

int
warn_goto_out (int k)
{
  int *p = 0;
  {
    int x = k;
    p = &x;
    if (k > 3)
      goto out;
  }
  return 0;
out:
  return *p; /* { dg-warning {'x'.*\[escape-scope\]} } */
}

int
warn_goto_back (int k)
{
  int *p = 0;
again:
  if (p)
    return *p; /* { dg-warning {'x'.*\[escape-scope\]} } */
  {
    int x = k;
    p = &x;
    goto again;
  }
}

void
nowarn_case_returns (int k)
{
  const char *s;
  switch (k)
    {
    case 1:
      {
        char b[8] = "one";
        s = b;
        print (s);
        return;
      }
    default:
      s = "many";
    }
  print (s);
}

int
nowarn_goto_value (int k)
{
  int *p = 0, r = 0;
  {
    int x = k;
    p = &x;
    r = *p;
    if (k > 3)
      goto out;
    r++;
  }
out:
  return r;
}

void
nowarn_case_reset (int k)
{
  const char *s = "none";
  switch (k)
    {
    case 1:
      {
        char b[8] = "one";
        s = b;
        print (s);
        s = "one";
        break;
      }
    default:
      break;
    }
  print (s);
}
