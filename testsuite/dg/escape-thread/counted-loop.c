/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Loops with a counter whose address is handed on, of more rounds than a path
   goes through one by one.  */

#include <pthread.h>

enum
{
  FEW = 8,
  MANY = 100
};

static pthread_t threads[MANY];

static void *
run (void *p)
{
  return (void *)(long)*(int *)p;
}

void
warn_few (void)
{
  for (int i = 0; i < FEW; i++)
    pthread_create (&threads[i], NULL, run, &i); /* { dg-warning {'i'.*\[escape-thread\]} } */
}

void
warn_many (void)
{
  int i;
  for (i = 0; i < MANY; i++)
    pthread_create (&threads[i], NULL, run, &i); /* { dg-warning {'i'.*\[escape-thread\]} } */
}

void
warn_downwards (void)
{
  for (int i = MANY; i > 0; i--)
    pthread_create (&threads[i - 1], NULL, run, &i); /* { dg-warning {'i'.*\[escape-thread\]} } */
}

long
nowarn_joined (void)
{
  long sum = 0;
  for (int i = 0; i < MANY; i++)
    {
      void *result = NULL;
      if (pthread_create (&threads[i], NULL, run, &i) == 0)
        pthread_join (threads[i], &result);
      sum += (long)result;
    }
  return sum;
}

void
nowarn_value (void)
{
  static int numbers[MANY];
  for (int i = 0; i < MANY; i++)
    {
      numbers[i] = i;
      pthread_create (&threads[i], NULL, run, &numbers[i]);
    }
}
