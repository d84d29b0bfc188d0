/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A thread that says through its own argument that it is done.  */

#define _GNU_SOURCE
#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

struct job
{
  int n, done;
  volatile int flag;
  atomic_int count;
};

void *run (void *);

int
nowarn_sleeps_until_done (void)
{
  struct job j = { 1 };
  pthread_t t;
  if (pthread_create (&t, 0, run, &j))
    return -1;
  while (!j.done)
    usleep (10);
  return j.n;
}

int
nowarn_volatile_flag (void)
{
  struct job j = { 1 };
  pthread_t t;
  if (pthread_create (&t, 0, run, &j))
    return -1;
  while (!j.flag)
    ;
  return j.n;
}

int
nowarn_atomic_count (void)
{
  struct job j = { 1 };
  pthread_t t;
  if (pthread_create (&t, 0, run, &j))
    return -1;
  while (atomic_load (&j.count) < 1)
    sched_yield ();
  return j.n;
}

int
nowarn_tried_until_joined (void)
{
  struct job j = { 1 };
  pthread_t t;
  if (pthread_create (&t, 0, run, &j))
    return -1;
  while (pthread_tryjoin_np (t, 0) == 16)
    usleep (10);
  return j.n;
}

int
warn_sleeps (void)
{
  struct job j = { 1 };
  pthread_t t;
  if (pthread_create (&t, 0, run, &j)) /* { dg-warning {'j'.*\[escape-thread\]} } */
    return -1;
  usleep (10);
  return j.n;
}

int
warn_reads_the_result (void)
{
  struct job j = { 1 };
  pthread_t t;
  if (pthread_create (&t, 0, run, &j)) /* { dg-warning {'j'.*\[escape-thread\]} } */
    return -1;
  usleep (10);
  return j.done;
}
