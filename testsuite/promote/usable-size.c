/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap: same */
/* malloc_usable_size of it.  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <malloc.h>

static __attribute__ ((noinline)) size_t
room (size_t n)
{
  char *p = malloc (n);
  size_t r = malloc_usable_size (p);
  memset (p, 1, r);
  free (p);
  return r >= n;
}

int
main (void)
{
  printf ("%zu %zu\n", room (5), room (100));
  return 0;
}
