/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap: same */
/* Where it is left is known only as a number.  */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int *kept[2];
static uintptr_t where;

static __attribute__ ((noinline)) void
leave (int i, int v)
{
  int *p = malloc (sizeof *p);
  if (!p)
    abort ();
  *p = v;
  *(int **)(where + i * sizeof *kept) = p;
}

static __attribute__ ((noinline)) int
overwrite (void)
{
  volatile char b[300];
  for (int i = 0; i < 300; i++)
    b[i] = 1;
  return b[7];
}

int
main (int argc, char **argv)
{
  where = (uintptr_t)kept;
  leave (0, 41);
  leave (argc > 0, 42);
  overwrite ();
  printf ("%d %d\n", *kept[0], *kept[1]);
  return argv[0] == NULL;
}
