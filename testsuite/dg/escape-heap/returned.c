/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Heap memory that is returned holds the address of a local.  */

#include <stdlib.h>

struct task
{
  int *counter;
  const char *name;
  struct task *next;
};
int
task_count (const struct task *t)
{
  return *t->counter;
}

struct task *
warn_field (void)
{
  int n = 0;
  struct task *t = malloc (sizeof *t);
  if (!t)
    return 0;
  t->counter = &n; /* { dg-warning {'n' is left in.*\[escape-heap\]} } */
  t->name = "n";
  return t;
}

struct task *
warn_name (int id)
{
  char name[16] = { (char)('0' + id % 10), 0 };
  struct task *t = calloc (1, sizeof *t);
  if (t)
    t->name = name; /* { dg-warning {'name' is left in.*\[escape-heap\]} } */
  return t;
}

int **
warn_array (void)
{
  int x = 0, y = 0;
  int **v = malloc (2 * sizeof *v);
  if (!v)
    abort ();
  v[0] = &x; /* { dg-warning {'x' is left in.*\[escape-heap\]} } */
  v[1] = &y; /* { dg-warning {'y' is left in.*\[escape-heap\]} } */
  return v;
}

struct task *
warn_second_node (struct task *list)
{
  struct task dummy = { 0, "dummy", list };
  struct task *t = malloc (sizeof *t);
  if (!t)
    return 0;
  t->counter = 0;
  t->name = "head";
  t->next = &dummy; /* { dg-warning {'dummy' is left in.*\[escape-heap\]} } */
  return t;
}

struct task *
nowarn_cleared (void)
{
  int n = 0;
  struct task *t = malloc (sizeof *t);
  if (!t)
    return 0;
  t->counter = &n;
  ++*t->counter;
  t->counter = 0;
  t->name = "n";
  t->next = 0;
  return t;
}

int
nowarn_freed (void)
{
  int n = 0;
  struct task *t = malloc (sizeof *t);
  if (!t)
    return 0;
  t->counter = &n;
  ++*t->counter;
  free (t);
  return n;
}

struct task *
nowarn_heap_in_heap (void)
{
  struct task *t = malloc (sizeof *t);
  if (!t)
    return 0;
  t->counter = malloc (sizeof *t->counter);
  t->name = "x";
  t->next = 0;
  return t;
}

struct task *
nowarn_freed_on_error (int fail)
{
  int n = 0;
  struct task *t = malloc (sizeof *t);
  if (!t)
    return 0;
  t->counter = &n;
  t->name = "x";
  t->next = 0;
  if (fail)
    {
      free (t);
      return 0;
    }
  t->counter = 0;
  return t;
}
