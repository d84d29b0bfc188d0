/* SPDX-License-Identifier: GPL-3.0-or-later */
/* As many threads are joined as were started: the number, which a callee reads
   with a library function, is the same both times.  */

#include <pthread.h>
#include <stdlib.h>

void *work (void *);

static int
get_number (int *to, const char *text)
{
  char *end;
  *to = strtol (text, &end, 10);
  return *end != 0;
}

int
nowarn_all_joined (const char *text)
{
  int job = 0, n;
  if (get_number (&n, text))
    return -1;
  pthread_t *ids = calloc (n, sizeof *ids);
  if (!ids)
    return -1;
  for (int k = 0; k < n; k++)
    if (pthread_create (&ids[k], 0, work, &job))
      abort ();
  for (int k = 0; k < n; k++)
    if (pthread_join (ids[k], 0))
      abort ();
  free (ids);
  return job;
}

int
warn_one_too_few (const char *text)
{
  int job = 0, n;
  if (get_number (&n, text))
    return -1;
  pthread_t *ids = calloc (n, sizeof *ids);
  if (!ids)
    return -1;
  for (int k = 0; k < n; k++)
    if (pthread_create (&ids[k], 0, work, &job)) /* { dg-warning {'job'.*\[escape-thread\]} } */
      abort ();
  for (int k = 1; k < n; k++)
    if (pthread_join (ids[k], 0))
      abort ();
  free (ids);
  return job;
}
