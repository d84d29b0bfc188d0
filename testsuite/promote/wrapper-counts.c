/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap: 0 */
/* A wrapper that counts: the counter must go on.  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int live, total;

static __attribute__ ((noinline)) void *
get (size_t n)
{
  void *p = malloc (n);
  if (p)
    {
      live++;
      total++;
    }
  return p;
}

static __attribute__ ((noinline)) void
put (void *p)
{
  live -= p != NULL;
  free (p);
}

int
main (void)
{
  for (int i = 0; i < 3; i++)
    {
      char *p = get (10 + i);
      p[0] = i;
      printf ("%d\n", p[0]);
      put (p);
    }
  printf ("%d %d\n", live, total);
  return 0;
}
