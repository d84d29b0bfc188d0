/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap: 3 */
/* A vector that grows by realloc: in the pool while it fits, then from the
   pool to the heap (at most three calls for the last size).  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct vec
{
  int *at;
  size_t n, room;
};

static int
push (struct vec *v, int x)
{
  if (v->n == v->room)
    {
      size_t room = v->room ? 2 * v->room : 4;
      int *p = realloc (v->at, room * sizeof *p);
      if (!p)
        return -1;
      v->at = p;
      v->room = room;
    }
  v->at[v->n++] = x;
  return 0;
}

static __attribute__ ((noinline)) unsigned
fill (int n)
{
  struct vec v = { NULL, 0, 0 };
  unsigned sum = 0;
  for (int i = 0; i < n; i++)
    if (push (&v, i * i))
      return 1;
  for (size_t i = 0; i < v.n; i++)
    sum = sum * 31 + v.at[i];
  free (v.at);
  return sum;
}

int
main (void)
{
  printf ("%u %u %u %u\n", fill (0), fill (1), fill (16), fill (500));
  printf ("%u\n", fill (4000));
  return 0;
}
