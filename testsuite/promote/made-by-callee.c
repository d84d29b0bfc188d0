/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap: 0 */
/* A constructor and a destructor that are not inlined, and a vector's.  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct point
{
  int x, y;
};

static __attribute__ ((noinline)) struct point *
point_new (int x, int y)
{
  struct point *p = malloc (sizeof *p);
  if (!p)
    return NULL;
  p->x = x;
  p->y = y;
  return p;
}

static __attribute__ ((noinline)) void
point_free (struct point *p)
{
  if (p)
    {
      p->x = p->y = -1;
      free (p);
    }
}

static __attribute__ ((noinline)) int
work (int n)
{
  struct point *p = point_new (n, n + 1);
  if (!p)
    return -1;
  int r = p->x * p->y;
  point_free (p);
  return r;
}

struct vec
{
  int *data;
  size_t len, cap;
};

static __attribute__ ((noinline)) int
vec_init (struct vec *v, size_t cap)
{
  v->data = malloc (cap * sizeof *v->data);
  v->len = 0;
  v->cap = v->data ? cap : 0;
  return v->data != NULL;
}

static __attribute__ ((noinline)) void
vec_put (struct vec *v, int x)
{
  if (v->len < v->cap)
    v->data[v->len++] = x;
}

static __attribute__ ((noinline)) void
vec_free (struct vec *v)
{
  free (v->data);
  memset (v, 0, sizeof *v);
}

static __attribute__ ((noinline)) long
sum (int n)
{
  struct vec v;
  long s = 0;
  if (!vec_init (&v, n))
    return -1;
  for (int i = 0; i < n; i++)
    vec_put (&v, i);
  for (size_t i = 0; i < v.len; i++)
    s += v.data[i];
  vec_free (&v);
  return s;
}

int
main (int argc, char **argv)
{
  printf ("%d %ld\n", work (argc + 3), sum (argc + 8));
  return argv[0] == NULL;
}
