/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Threads in arrays of structs, and thread ids in static tables.  */

#include <pthread.h>
#include <stdlib.h>

struct job
{
  int n;
};
struct worker
{
  pthread_t id;
  struct job job;
  int up;
};
void *run (void *);
void step (void);
static pthread_t background;

static void
wait_for_background (void)
{
  pthread_join (background, 0);
}

int
nowarn_flag_per_worker (int n)
{
  struct worker w[4] = { 0 };
  for (int i = 0; i < 4 && i < n; i++)
    w[i].up = pthread_create (&w[i].id, 0, run, &w[i].job) == 0;
  for (int i = 0; i < 4; i++)
    if (w[i].up)
      pthread_join (w[i].id, 0);
  return w[0].job.n;
}

int
nowarn_static_id (void)
{
  struct job j = { 1 };
  if (pthread_create (&background, 0, run, &j))
    return -1;
  step ();
  wait_for_background ();
  return j.n;
}

int
nowarn_joins_those_made (void)
{
  struct job j[4] = { { 1 } };
  pthread_t t[4];
  for (int i = 0; i < 4; i++)
    if (pthread_create (&t[i], 0, run, &j[i]))
      {
        while (--i >= 0)
          pthread_join (t[i], 0);
        return -1;
      }
  for (int i = 0; i < 4; i++)
    pthread_join (t[i], 0);
  return j[0].n;
}

int
warn_only_first_joined (void)
{
  struct worker w[2] = { 0 };
  for (int i = 0; i < 2; i++)
    w[i].up = pthread_create (&w[i].id, 0, run, &w[i].job) == 0; /* { dg-warning {'w'.*\[escape-thread\]} } */
  if (w[0].up)
    pthread_join (w[0].id, 0);
  return w[0].job.n;
}

int
warn_static_id (void)
{
  struct job j = { 1 };
  return pthread_create (&background, 0, run, &j); /* { dg-warning {'j'.*\[escape-thread\]} } */
}

int
warn_block_ends_before_join (int n)
{
  pthread_t t;
  {
    struct job j = { n };
    if (pthread_create (&t, 0, run, &j)) /* { dg-warning {'j'.*\[escape-(thread|scope)\]} } */
      return -1;
  }
  pthread_join (t, 0);
  return n;
}
