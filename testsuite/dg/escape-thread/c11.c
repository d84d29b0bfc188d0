/* SPDX-License-Identifier: GPL-3.0-or-later */
/* C11 threads.  */

#include <threads.h>

struct job
{
  int n;
};
int run (void *);

int
warn_not_joined (void)
{
  struct job j = { 1 };
  thrd_t t;
  if (thrd_create (&t, run, &j) != thrd_success) /* { dg-warning {'j'.*\[escape-thread\]} } */
    return -1;
  return 0;
}

int
warn_detached (void)
{
  char line[80] = "";
  thrd_t t;
  if (thrd_create (&t, run, line) != thrd_success) /* { dg-warning {'line'.*\[escape-thread\]} } */
    return -1;
  return thrd_detach (t);
}

int
nowarn_joined (void)
{
  struct job j = { 1 };
  thrd_t t;
  int rc;
  if (thrd_create (&t, run, &j) != thrd_success)
    return -1;
  thrd_join (t, &rc);
  return rc;
}

int
nowarn_null_argument (void)
{
  thrd_t t;
  if (thrd_create (&t, run, 0) != thrd_success)
    return -1;
  return thrd_detach (t);
}
