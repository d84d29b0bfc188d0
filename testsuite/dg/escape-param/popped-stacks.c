/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stacks of addresses in memory that the caller owns, popped and not.  An
   index into an array is not negative: after a push there is an element.  */
/* { dg-options "-fplugin-arg-escape-level=likely" } */

extern void work (void);

struct inside
{
  int *v[8];
  int n;
};

struct outside
{
  int **v;
  unsigned n;
};

void
nowarn_inside (struct inside *s)
{
  int x = 0;
  s->v[s->n++] = &x;
  work ();
  s->n--;
}

void
nowarn_outside (struct outside *s)
{
  int x = 0;
  s->v[s->n++] = &x;
  work ();
  s->n--;
}

void
warn_inside (struct inside *s)
{
  int x = 0;
  s->v[s->n++] = &x; /* { dg-warning {'x'.*\[escape-param\]} } */
  work ();
}

void
warn_outside (struct outside *s, int again)
{
  int x = 0;
  s->v[s->n++] = &x; /* { dg-warning {'x'.*\[escape-param\]} } */
  work ();
  if (!again)
    s->n--;
}

void
nowarn_count_is_seen (struct inside *s)
{
  int x = 0;
  s->v[s->n++] = &x;
  for (int i = 0; i < s->n; i++)
    if (s->v[i] == &x)
      {
        s->v[i] = s->v[--s->n];
        return;
      }
}
