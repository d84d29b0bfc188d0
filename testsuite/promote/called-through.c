/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap: 1 */
/* Members that are functions: what they do is known where all that the member
   can be is known.  One of several that frees is left alone.  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct shape
{
  int (*area) (struct shape *);
  void (*drop) (struct shape *);
  int w, h;
};

static int
square (struct shape *s)
{
  return s->w * s->w;
}

static int
rectangle (struct shape *s)
{
  return s->w * s->h;
}

static void
drop (struct shape *s)
{
  free (s);
}

static void
drop_loudly (struct shape *s)
{
  puts ("gone");
  free (s);
}

static __attribute__ ((noinline)) int
known (int n)
{
  struct shape *s = malloc (sizeof *s);
  if (!s)
    return -1;
  s->area = n & 1 ? square : rectangle;
  s->drop = drop;
  s->w = n;
  s->h = n + 1;
  int r = s->area (s);
  s->drop (s);
  return r;
}

static __attribute__ ((noinline)) int
either (int n)
{
  struct shape *s = malloc (sizeof *s);
  if (!s)
    return -1;
  s->drop = n & 1 ? drop : drop_loudly;
  s->w = n;
  int r = s->w;
  s->drop (s);
  return r;
}

int
main (void)
{
  printf ("%d %d %d\n", known (3), known (4), either (6));
  return 0;
}
