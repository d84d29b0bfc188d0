/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several threads, loops, flags and error paths.  */

#include <pthread.h>
#include <stdlib.h>

struct job
{
  int n;
};
void *run (void *);
int failed (void);

int
warn_second_create_fails (void)
{
  struct job a = { 1 }, b = { 2 };
  pthread_t ta, tb;
  if (pthread_create (&ta, 0, run, &a)) /* { dg-warning {'a'.*\[escape-thread\]} } */
    return -1;
  if (pthread_create (&tb, 0, run, &b))
    return -1;
  pthread_join (ta, 0);
  pthread_join (tb, 0);
  return 0;
}

int
warn_joins_the_other (void)
{
  struct job a = { 1 }, b = { 2 };
  pthread_t ta, tb;
  if (pthread_create (&ta, 0, run, &a)) /* { dg-warning {'a'.*\[escape-thread\]} } */
    return -1;
  if (pthread_create (&tb, 0, run, &b))
    {
      pthread_join (ta, 0);
      return -1;
    }
  pthread_join (tb, 0);
  return 0;
}

void
warn_loop_index (int n)
{
  pthread_t t[8];
  for (int i = 0; i < n && i < 8; i++)
    pthread_create (&t[i], 0, run, &i); /* { dg-warning {'i'.*\[escape-thread\]} } */
}

int
warn_break_out (void)
{
  struct job j[4] = { { 1 } };
  pthread_t t[4];
  for (int i = 0; i < 4; i++)
    if (pthread_create (&t[i], 0, run, &j[i])) /* { dg-warning {'j'.*\[escape-thread\]} } */
      return -1;
  for (int i = 0; i < 4; i++)
    pthread_join (t[i], 0);
  return 0;
}

int
warn_flag_cleared (void)
{
  struct job a = { 1 };
  pthread_t t;
  int running = pthread_create (&t, 0, run, &a) == 0; /* { dg-warning {'a'.*\[escape-thread\]} } */
  if (failed ())
    running = 0;
  if (running)
    pthread_join (t, 0);
  return a.n;
}

int
warn_cancelled (void)
{
  struct job a = { 1 };
  pthread_t t;
  if (pthread_create (&t, 0, run, &a)) /* { dg-warning {'a'.*\[escape-thread\]} } */
    return -1;
  pthread_cancel (t);
  return 0;
}

int
nowarn_flag (int async)
{
  struct job a = { 1 };
  pthread_t t;
  int running = 0;
  if (async && pthread_create (&t, 0, run, &a) == 0)
    running = 1;
  if (!running)
    run (&a);
  if (running)
    pthread_join (t, 0);
  return a.n;
}

int
nowarn_loop (int n)
{
  struct job j[8] = { { 1 } };
  pthread_t t[8];
  int made = 0;
  for (int i = 0; i < n && i < 8; i++)
    {
      if (pthread_create (&t[i], 0, run, &j[i]))
        break;
      made++;
    }
  for (int i = 0; i < made; i++)
    pthread_join (t[i], 0);
  return made;
}

int
nowarn_both_joined (void)
{
  struct job a = { 1 }, b = { 2 };
  pthread_t ta, tb;
  if (pthread_create (&ta, 0, run, &a))
    return -1;
  if (pthread_create (&tb, 0, run, &b))
    {
      pthread_join (ta, 0);
      return -1;
    }
  pthread_join (ta, 0);
  pthread_join (tb, 0);
  return 0;
}

int
nowarn_goto (void)
{
  struct job a = { 1 };
  pthread_t t;
  int rc = -1;
  if (pthread_create (&t, 0, run, &a))
    return -1;
  if (failed ())
    goto out;
  rc = 0;
out:
  pthread_join (t, 0);
  return rc;
}

void
nowarn_process_ends (void)
{
  struct job a = { 1 };
  pthread_t t;
  if (pthread_create (&t, 0, run, &a) == 0)
    exit (0);
}

int
nowarn_cancelled_and_joined (void)
{
  struct job a = { 1 };
  pthread_t t;
  if (pthread_create (&t, 0, run, &a))
    return -1;
  pthread_cancel (t);
  pthread_join (t, 0);
  return 0;
}
