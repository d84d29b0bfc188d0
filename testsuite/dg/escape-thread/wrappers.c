/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Threads are made and joined by helpers.  */

#include <pthread.h>
#include <stdlib.h>

struct job
{
  int n;
};
void *run (void *);
void other (void);

static int
start (pthread_t *t, void *arg)
{
  return pthread_create (t, 0, run, arg);
}
static void
finish (pthread_t t)
{
  pthread_join (t, 0);
}
static int
start_detached (void *arg)
{
  pthread_t t;
  int rc = pthread_create (&t, 0, run, arg);
  if (rc == 0)
    pthread_detach (t);
  return rc;
}
static void
finish_all (pthread_t *t, int n)
{
  for (int i = 0; i < n; i++)
    pthread_join (t[i], 0);
}

int
warn_started (void)
{
  struct job j = { 1 };
  pthread_t t;
  if (start (&t, &j)) /* { dg-warning {'j'.*\[escape-thread\]} } */
    return -1;
  other ();
  return 0;
}

int
warn_started_detached (void)
{
  struct job j = { 1 };
  return start_detached (&j); /* { dg-warning {'j'.*\[escape-thread\]} } */
}

int
nowarn_finished (void)
{
  struct job j = { 1 };
  pthread_t t;
  if (start (&t, &j))
    return -1;
  other ();
  finish (t);
  return j.n;
}

int
nowarn_all_finished (void)
{
  struct job j[4] = { { 1 } };
  pthread_t t[4];
  for (int i = 0; i < 4; i++)
    if (start (&t[i], &j[i]))
      abort ();
  finish_all (t, 4);
  return j[0].n;
}

int
nowarn_heap_job (void)
{
  struct job *j = malloc (sizeof *j);
  if (!j)
    return -1;
  return start_detached (j);
}

int
nowarn_number (int n)
{
  return start_detached ((void *)(long)n);
}
