/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap: 1 */
/* A size that only the run knows: small on the stack, large not.  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static __attribute__ ((noinline)) unsigned
work (size_t n)
{
  unsigned char *p = malloc (n);
  unsigned s = 0;
  if (!p)
    return 0;
  memset (p, 3, n);
  for (size_t i = 0; i < n; i++)
    s += p[i];
  free (p);
  return s;
}

int
main (int argc, char **argv)
{
  for (size_t n = 1; n < 200; n += argc * 20)
    printf ("%u\n", work (n));
  printf ("%u\n", work (argc * 100000));
  return argv[0] == NULL;
}
