/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A heap object that holds the address is linked where others find it.  */

#include <stdlib.h>
#include <string.h>

struct job
{
  void *arg;
  struct job *next;
};
struct queue
{
  struct job *head;
};
static struct job *jobs;
struct job *
first_job (void)
{
  return jobs;
}
void work (void);

static struct job *
job_new (void *arg)
{
  struct job *j = malloc (sizeof *j);
  if (!j)
    abort ();
  j->arg = arg;
  j->next = 0;
  return j;
}

static void *
xmalloc (size_t n)
{
  void *p = malloc (n);
  if (!p)
    abort ();
  return p;
}

void
warn_global_list (int n)
{
  struct job *j = malloc (sizeof *j);
  if (!j)
    return;
  j->arg = &n; /* { dg-warning {'n' is left in.*\[escape-heap\]} } */
  j->next = jobs;
  jobs = j;
  work ();
}

void
warn_callers_list (struct queue *q)
{
  int n = 1;
  struct job *j = xmalloc (sizeof *j);
  j->arg = &n; /* { dg-warning {'n' is left in.*\[escape-heap\]} } */
  j->next = q->head;
  q->head = j;
}

struct job *
warn_constructor (void)
{
  char text[16] = "";
  return job_new (text); /* { dg-warning {'text'.*\[escape-(heap|call|return)\]} } */
}

void
warn_struct_assigned (void)
{
  char text[16] = "";
  struct job tmp = { text, jobs };
  struct job *j = xmalloc (sizeof *j);
  *j = tmp; /* { dg-warning {'text' is left in.*\[escape-heap\]} } */
  jobs = j;
}

void
warn_memcpy (void)
{
  char text[16] = "";
  struct job tmp = { text, jobs };
  struct job *j = xmalloc (sizeof *j);
  memcpy (j, &tmp, sizeof tmp); /* { dg-warning {'text'.*\[escape-heap\]} } */
  jobs = j;
}

struct job *
warn_two_deep (void)
{
  int x = 1;
  struct job *outer = xmalloc (sizeof *outer), *inner = xmalloc (sizeof *inner);
  inner->arg = &x; /* { dg-warning {'x' is left in.*\[escape-heap\]} } */
  inner->next = 0;
  outer->arg = inner;
  outer->next = 0;
  return outer;
}

void
nowarn_run_and_freed (int n)
{
  struct job *j = job_new (&n);
  j->next = jobs;
  jobs = j;
  work ();
  jobs = j->next;
  free (j);
}

struct job *
nowarn_duplicated (void)
{
  char text[16] = "";
  return job_new (strdup (text));
}

void
nowarn_replaced (struct queue *q)
{
  int n = 1;
  struct job *j = job_new (&n);
  work ();
  j->arg = 0;
  j->next = q->head;
  q->head = j;
}

struct job *
nowarn_only_other_returned (void)
{
  int n = 1;
  struct job *a = job_new (&n), *b = job_new (0);
  ++*(int *)a->arg;
  free (a);
  return b;
}
