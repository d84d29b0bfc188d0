/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap: same */
/* The bytes of the pointer are copied to where a callee reads numbers, at an
   index that only the run knows.  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct record
{
  long n[4];
};

struct list
{
  struct record r[3];
};

static long kept;

static __attribute__ ((noinline)) long
first_of (const struct record *r, int i)
{
  return r[i].n[0];
}

static __attribute__ ((noinline)) void
hide (int i, int v)
{
  struct list l;
  int *p = malloc (sizeof *p);
  if (!p)
    abort ();
  *p = v;
  memset (&l, 0, sizeof l);
  memcpy (&l.r[i].n[0], &p, sizeof p);
  kept = first_of (l.r, i);
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
  hide (argc, 55);
  overwrite ();
  printf ("%d\n", *(int *)kept);
  return argv[0] == NULL;
}
