/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap: same */
/* Through another function.  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static long odd (int n);

static __attribute__ ((noinline)) long
even (int n)
{
  char *p = malloc (1000);
  p[n % 1000] = 1;
  long r = n ? odd (n - 1) + p[n % 1000] : 0;
  free (p);
  return r;
}

static __attribute__ ((noinline)) long
odd (int n)
{
  return n ? even (n - 1) + 1 : 0;
}

int
main (int argc, char **argv)
{
  printf ("%ld\n", even (15000 + argc));
  return argv[0] == NULL;
}
