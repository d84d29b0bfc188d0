/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A thread is handed the address of a local; is it joined on every path?  */

#include <pthread.h>

struct job
{
  int in, out;
};
static void *
run (void *p)
{
  struct job *j = p;
  j->out = j->in + 1;
  return 0;
}
int checks (void);

int
warn_never_joined (void)
{
  struct job j = { 1, 0 };
  pthread_t t;
  if (pthread_create (&t, 0, run, &j)) /* { dg-warning {'j'.*\[escape-thread\]} } */
    return -1;
  return 0;
}

int
warn_detached (void)
{
  struct job j = { 1, 0 };
  pthread_t t;
  if (pthread_create (&t, 0, run, &j)) /* { dg-warning {'j'.*\[escape-thread\]} } */
    return -1;
  pthread_detach (t);
  return j.out;
}

int
warn_not_joined_on_error (void)
{
  struct job j = { 1, 0 };
  pthread_t t;
  if (pthread_create (&t, 0, run, &j)) /* { dg-warning {'j'.*\[escape-thread\]} } */
    return -1;
  if (checks () < 0)
    return -2;
  pthread_join (t, 0);
  return j.out;
}

int
nowarn_joined (void)
{
  struct job j = { 1, 0 };
  pthread_t t;
  if (pthread_create (&t, 0, run, &j))
    return -1;
  pthread_join (t, 0);
  return j.out;
}

int
nowarn_joined_on_every_path (void)
{
  struct job j = { 1, 0 };
  pthread_t t;
  if (pthread_create (&t, 0, run, &j))
    return -1;
  if (checks () < 0)
    {
      pthread_join (t, 0);
      return -2;
    }
  pthread_join (t, 0);
  return j.out;
}

int
nowarn_static_job (void)
{
  static struct job j = { 1, 0 };
  pthread_t t;
  return pthread_create (&t, 0, run, &j);
}
