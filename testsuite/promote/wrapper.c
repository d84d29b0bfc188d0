/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap: 0 */
/* A wrapper that ends the program on failure.  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static __attribute__ ((noinline)) void *
xmalloc (size_t n)
{
  void *p = malloc (n);
  if (!p)
    {
      fprintf (stderr, "no memory\n");
      exit (2);
    }
  return p;
}

static __attribute__ ((noinline)) void
xfree (void *p)
{
  if (p)
    free (p);
}

static __attribute__ ((noinline)) int
work (int n)
{
  int *p = xmalloc (n * sizeof *p);
  for (int i = 0; i < n; i++)
    p[i] = i;
  int r = p[n / 2];
  xfree (p);
  return r;
}

int
main (int argc, char **argv)
{
  printf ("%d %d\n", work (argc + 8), work (30));
  return argv[0] == NULL;
}
