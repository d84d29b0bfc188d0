/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap: same */
/* Sizes that must fail still fail.  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static __attribute__ ((noinline)) int
fails (size_t n, size_t m)
{
  void *p = malloc (n), *q = calloc (n, m);
  int r = !p + 2 * !q;
  free (p);
  free (q);
  return r;
}

int
main (int argc, char **argv)
{
  size_t n = (size_t)-1 / (argc + 1) + (argv[0] != NULL);
  printf ("%d\n", fails (n, n));
  return 0;
}
