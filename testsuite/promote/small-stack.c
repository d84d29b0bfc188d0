/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap: same */
/* flags: -pthread */
/* A thread with the smallest stack there is.  */
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static __attribute__ ((noinline)) int
fill (char *p, int c)
{
  memset (p, c, 4000);
  return p[3999];
}

static void *
run (void *arg)
{
  char *a = malloc (4000), *b = malloc (4000), *c = malloc (4000);
  char *d = malloc (4000);
  if (a && b && c && d)
    *(int *)arg = fill (a, 1) + fill (b, 2) + fill (c, 3) + fill (d, 4);
  free (d);
  free (c);
  free (b);
  free (a);
  return NULL;
}

int
main (void)
{
  pthread_attr_t attr;
  pthread_t t;
  int r = 0;
  pthread_attr_init (&attr);
  pthread_attr_setstacksize (&attr, 16384);
  if (pthread_create (&t, &attr, run, &r))
    return 1;
  pthread_join (t, NULL);
  printf ("%d\n", r);
  return 0;
}
