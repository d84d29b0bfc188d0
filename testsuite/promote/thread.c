/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap: same */
/* flags: -pthread */
/* Handed to a thread.  */
#include <stdio.h>
#include <stdlib.h>
#include <pthread.h>

static void *
run (void *arg)
{
  int *p = arg;
  *p += 1;
  return p;
}

static __attribute__ ((noinline)) pthread_t
start (int v)
{
  pthread_t t;
  int *p = malloc (sizeof *p);
  *p = v;
  pthread_create (&t, NULL, run, p);
  return t;
}

int
main (void)
{
  void *r;
  pthread_t t = start (4);
  pthread_join (t, &r);
  printf ("%d\n", *(int *)r);
  free (r);
  return 0;
}
