/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A condition is asked, something harmless is done, and it is asked again.  */

#include <stdio.h>

static int *kept;
int
have (void)
{
  return kept ? *kept : 0;
}

void
warn_other_way (int c)
{
  int x = 0;
  if (c)
    puts ("a");
  if (!c)
    kept = &x; /* { dg-warning {'x'.*\[escape-global\]} } */
}

void
warn_same_way (int c)
{
  int x = 0;
  if (c)
    puts ("a");
  if (c)
    kept = &x; /* { dg-warning {'x'.*\[escape-global\]} } */
}

void
warn_null_is_told (int **out)
{
  int x = 0;
  if (!out)
    puts ("null");
  *out = &x; /* { dg-warning {'x'.*\[escape-param\]} } */
}

void
nowarn_taken_back (int c)
{
  int x = 0;
  if (c)
    kept = &x;
  puts ("a");
  if (c)
    kept = 0;
}

void
nowarn_never_both (int c)
{
  int x = 0;
  if (c > 2)
    puts ("a");
  if (c > 2 && c < 1)
    kept = &x;
}
