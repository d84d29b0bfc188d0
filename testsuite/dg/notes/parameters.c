/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Argument m: one note for each decision, in Go's words.  */
/* { dg-options "-fplugin-arg-escape-m" } */

#include <stdlib.h>

static int *slot;
struct box
{
  int *p;
};

int
read_it (int *p) /* { dg-note {p does not escape} } */
{
  return *p;
}

void
keep_it (int *p) /* { dg-note {leaking param: p} } */
{
  slot = p;
}

int *
hand_back (int *p) /* { dg-note {leaking param: p to result.* level=0} } */
{
  return p;
}

int *
hand_back_content (struct box *b) /* { dg-note {leaking param: b to result.* level=1} } */
{
  return b->p;
}

void
keep_content (struct box *b) /* { dg-note {leaking param content: b} } */
{
  slot = b->p;
}

int
use_heap (void)
{
  int *p = malloc (4); /* { dg-note {malloc\(4\) does not escape} } */
  int r;
  if (!p)
    return 0;
  *p = 1;
  r = *p;
  free (p);
  return r;
}

int *
return_heap (void)
{
  return malloc (8); /* { dg-note {malloc\(8\) escapes to heap} } */
}
