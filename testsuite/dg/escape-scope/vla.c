/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A VLA dies with its block; alloca does not.  */

#include <alloca.h>
#include <string.h>
void use (const char *);

void
warn_previous_vla (int n)
{
  char *keep = 0;
  for (int i = 1; i < n && i < 64; i++)
    {
      char b[i];
      memset (b, 'a', i);
      if (keep)
        use (keep); /* { dg-warning {'b'.*\[escape-scope\]} } */
      keep = b;
    }
}

void
warn_after_block (unsigned char n)
{
  char *p;
  {
    char b[n + 1];
    memset (b, 0, n + 1);
    p = b;
  }
  use (p); /* { dg-warning {'b'.*\[escape-scope\]} } */
}

void
nowarn_alloca (int c)
{
  char *p = 0;
  if (c)
    {
      char *t = alloca (32);
      strcpy (t, "x");
      p = t;
    }
  if (p)
    use (p);
}

void
nowarn_each_round (int n)
{
  for (int i = 1; i < n && i < 64; i++)
    {
      char b[i];
      memset (b, 'a', i);
      char *p = b;
      use (p);
    }
}
