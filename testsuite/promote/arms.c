/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap: 0 */
/* Freed in several arms, with an early return.  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static __attribute__ ((noinline)) int
work (char *p, int n)
{
  memset (p, n, 40);
  return p[n];
}

static __attribute__ ((noinline)) int
arms (int n)
{
  char *p = malloc (40);
  if (p == NULL)
    return -1;
  if (n < 0)
    {
      free (p);
      return -2;
    }
  int r = work (p, n);
  if (r == 3)
    {
      free (p);
      return 30;
    }
  free (p);
  return r;
}

int
main (void)
{
  for (int i = -1; i < 5; i++)
    printf ("%d\n", arms (i));
  return 0;
}
