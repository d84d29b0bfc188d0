/* SPDX-License-Identifier: GPL-3.0-or-later */
/* memset through a pointer, or of a variable that a pointer may point to, may
   undo what is held behind another pointer: that is likely, not definite.  */

#include <string.h>

struct node
{
  struct node *next;
  int *data;
  int value;
};

struct node first;
struct node *head;

void
nowarn_variable_filled (void)
{
  int v = 4;
  head->data = &v;
  memset (&first, 0, sizeof first);
}

void
nowarn_parameter_filled (struct node *p)
{
  int v = 4;
  head->data = &v;
  memset (p, 0, sizeof *p);
}

void
warn_local_filled (void)
{
  int v = 4;
  struct node own;
  head->data = &v; /* { dg-warning {'v'.*\[escape-global\]} } */
  memset (&own, 0, sizeof own);
}

void
warn_filled_before (struct node *p)
{
  int v = 4;
  memset (p, 0, sizeof *p);
  head->data = &v; /* { dg-warning {'v'.*\[escape-global\]} } */
}
