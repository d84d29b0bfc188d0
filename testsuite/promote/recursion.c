/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap: 20002 */
/* The stack would be spent if deep calls used it.  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static __attribute__ ((noinline)) long
deep (int n)
{
  long *p = malloc (100 * sizeof *p);
  if (!p)
    return 0;
  p[n % 100] = n;
  long r = n ? deep (n - 1) + p[n % 100] : 0;
  free (p);
  return r;
}

int
main (int argc, char **argv)
{
  printf ("%ld\n", deep (20000 + argc));
  return argv[0] == NULL;
}
