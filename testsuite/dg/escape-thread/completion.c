/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The thread says that it is done by a semaphore, a condition or a
   barrier.  */

#include <pthread.h>
#include <semaphore.h>

struct job
{
  sem_t done;
  pthread_mutex_t mu;
  pthread_cond_t cv;
  int fin;
};
static void *
post (void *p)
{
  struct job *j = p;
  sem_post (&j->done);
  return 0;
}
void *run (void *);

int
nowarn_semaphore (void)
{
  struct job j;
  pthread_t t;
  sem_init (&j.done, 0, 0);
  if (pthread_create (&t, 0, post, &j))
    return -1;
  pthread_detach (t);
  sem_wait (&j.done);
  return 0;
}

int
nowarn_condition (void)
{
  struct job j = { .fin = 0 };
  pthread_t t;
  pthread_mutex_init (&j.mu, 0);
  pthread_cond_init (&j.cv, 0);
  if (pthread_create (&t, 0, run, &j))
    return -1;
  pthread_detach (t);
  pthread_mutex_lock (&j.mu);
  while (!j.fin)
    pthread_cond_wait (&j.cv, &j.mu);
  pthread_mutex_unlock (&j.mu);
  return 0;
}

int
warn_semaphore_not_on_error (int c)
{
  struct job j;
  pthread_t t;
  sem_init (&j.done, 0, 0);
  if (pthread_create (&t, 0, post, &j)) /* { dg-warning {'j'.*\[escape-thread\]} } */
    return -1;
  pthread_detach (t);
  if (c)
    return -1;
  sem_wait (&j.done);
  return 0;
}
