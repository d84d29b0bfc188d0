/* SPDX-License-Identifier: GPL-3.0-or-later */
/* alloca: with and without a bound, and in a loop.  */

#include <alloca.h>
#include <stdlib.h>
#include <string.h>

void use (void *);

void
warn_parameter (size_t n)
{
  void *p = alloca (n); /* { dg-warning {alloca.*\[vla-unbounded\]} } */
  use (p);
}

void
warn_wrong_branch (size_t n)
{
  void *p = n > 1024 ? alloca (n) : malloc (n); /* { dg-warning {alloca.*\[vla-unbounded\]} } */
  use (p);
}

void
warn_in_loop (int n)
{
  for (int i = 0; i < n; i++)
    {
      char *p = alloca (64); /* { dg-warning {alloca.*\[vla-unbounded\]} } */
      use (p);
    }
}

void
warn_in_while (char **v)
{
  while (*v)
    {
      char *p = alloca (16); /* { dg-warning {alloca.*\[vla-unbounded\]} } */
      strncpy (p, *v++, 15);
      use (p);
    }
}

void
warn_by_goto (int n)
{
again:
  use (alloca (32)); /* { dg-warning {alloca.*\[vla-unbounded\]} } */
  if (n-- > 0)
    goto again;
}

void
nowarn_bounded_branch (size_t n)
{
  void *p = n <= 1024 ? alloca (n) : malloc (n);
  use (p);
  if (n > 1024)
    free (p);
}

void
nowarn_constant (void)
{
  use (alloca (64));
}

void
nowarn_before_loop (int n)
{
  char *p = alloca (64);
  for (int i = 0; i < n; i++)
    use (p);
}

void
nowarn_byte (unsigned char n)
{
  use (alloca (n * 4));
}

void
nowarn_loop_left_at_once (int n)
{
  for (int i = 0; i < n; i++)
    {
      if (i == 3)
        {
          use (alloca (16));
          break;
        }
    }
}
