/* SPDX-License-Identifier: GPL-3.0-or-later */
/* realloc, arrays on the heap, and loops that fill them.  */

#include <stdlib.h>
#include <string.h>
#include <stdio.h>

void work (void);

void **
warn_realloc (void **v, size_t n)
{
  int mark = 0;
  v = realloc (v, (n + 1) * sizeof *v);
  if (!v)
    return 0;
  v[n] = &mark; /* { dg-warning {'mark' is left in.*\[escape-(heap|param)\]} } */
  return v;
}

char **
warn_split (char *line)
{
  char words[4][16];
  char **v = calloc (5, sizeof *v);
  if (!v)
    return 0;
  for (int i = 0; i < 4 && sscanf (line, "%15s", words[i]) == 1; i++)
    v[i] = words[i]; /* { dg-warning {'words' is left in.*\[escape-heap\]} } */
  return v;
}

struct cell
{
  int *value;
  struct cell *next;
};

struct cell *
warn_list (int n)
{
  int values[8];
  struct cell *head = 0;
  for (int i = 0; i < n && i < 8; i++)
    {
      struct cell *c = malloc (sizeof *c);
      if (!c)
        break;
      values[i] = i;
      c->value = &values[i]; /* { dg-warning {'values' is left in.*\[escape-heap\]} } */
      c->next = head;
      head = c;
    }
  return head;
}

char **
nowarn_split_dup (char *line)
{
  char word[16];
  char **v = calloc (5, sizeof *v);
  if (!v)
    return 0;
  for (int i = 0; i < 4 && sscanf (line, "%15s", word) == 1; i++)
    v[i] = strdup (word);
  return v;
}

int
nowarn_list_freed (int n)
{
  int values[8], s = 0;
  struct cell *head = 0;
  for (int i = 0; i < n && i < 8; i++)
    {
      struct cell *c = malloc (sizeof *c);
      if (!c)
        break;
      values[i] = i;
      c->value = &values[i];
      c->next = head;
      head = c;
    }
  while (head)
    {
      struct cell *next = head->next;
      s += *head->value;
      free (head);
      head = next;
    }
  return s;
}

void **
nowarn_realloc_cleared (void **v, size_t n)
{
  int mark = 0;
  v = realloc (v, (n + 1) * sizeof *v);
  if (!v)
    return 0;
  v[n] = &mark;
  work ();
  v[n] = 0;
  return v;
}
