/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap: 0 */
/* Objects of no size have addresses of their own.  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static __attribute__ ((noinline)) int
same (int n)
{
  char *p = malloc (n), *q = malloc (n);
  int r = p == q;
  free (p);
  free (q);
  return r;
}

int
main (int argc, char **argv)
{
  printf ("%d\n", same (argc - 1));
  return argv[0] == NULL;
}
