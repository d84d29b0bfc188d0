/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A parameter is declared noescape; the body keeps it anyway, or not.  */

#include <stdlib.h>
#include <stdio.h>
#include <string.h>

#define NOESCAPE __attribute__ ((noescape))
struct box
{
  int *p;
};
static int *kept;
static int *slots[4];
int *
last (void)
{
  return kept + (slots[0] != 0);
}
void work (void);
void trusted (int *NOESCAPE);
static void
keep (int *p)
{
  kept = p;
}
static int *
same (int *p)
{
  return p;
}

void
warn_global (int *p NOESCAPE)
{
  kept = p; /* { dg-warning {'p'.*\[noescape-broken\]} } */
}

int *
warn_returned (int *p NOESCAPE)
{
  return p; /* { dg-warning {'p'.*\[noescape-broken\]} } */
}

int *
warn_returned_inside (int *p NOESCAPE, int n)
{
  return p + n; /* { dg-warning {'p'.*\[noescape-broken\]} } */
}

void
warn_other_parameter (struct box *b, int *p NOESCAPE)
{
  b->p = p; /* { dg-warning {'p'.*\[noescape-broken\]} } */
}

struct box *
warn_heap (int *p NOESCAPE)
{
  struct box *b = malloc (sizeof *b);
  if (b)
    b->p = p; /* { dg-warning {'p'.*\[noescape-broken\]} } */
  return b;
}

void
warn_callee (int *p NOESCAPE)
{
  keep (p); /* { dg-warning {'p'.*\[noescape-broken\]} } */
  work ();
}

int *
warn_handed_back (int *p NOESCAPE)
{
  return same (p); /* { dg-warning {'p'.*\[noescape-broken\]} } */
}

struct box
warn_struct (int *p NOESCAPE)
{
  struct box b = { p };
  return b; /* { dg-warning {'p'.*\[noescape-broken\]} } */
}

void
warn_one_path (int *p NOESCAPE, int c)
{
  if (c)
    kept = p; /* { dg-warning {'p'.*\[noescape-broken\]} } */
  else
    *p = c;
}

void
warn_slot (int *p NOESCAPE, int i)
{
  slots[i & 3] = p; /* { dg-warning {'p'.*\[noescape-broken\]} } */
}

void
warn_member_address (struct box *b NOESCAPE)
{
  kept = (int *)&b->p; /* { dg-warning {'b'.*\[noescape-broken\]} } */
}

void
warn_not_reset_on_error (int *p NOESCAPE, int c)
{
  int *old = kept;
  kept = p; /* { dg-warning {'p'.*\[noescape-broken\]} } */
  work ();
  if (c)
    return;
  kept = old;
}

void
warn_second (int *p, int *q NOESCAPE)
{
  *p = 1;
  kept = q; /* { dg-warning {'q'.*\[noescape-broken\]} } */
}

void
warn_memcpy (struct box *b, int *p NOESCAPE)
{
  memcpy (&b->p, &p, sizeof p); /* { dg-warning {'p'.*\[noescape-broken\]} } */
}

int **
warn_array (int *p NOESCAPE)
{
  int **v = calloc (2, sizeof *v);
  if (!v)
    return 0;
  v[1] = p; /* { dg-warning {'p'.*\[noescape-broken\]} } */
  return v;
}

void
warn_out (int **out, int *p NOESCAPE)
{
  *out = p; /* { dg-warning {'p'.*\[noescape-broken\]} } */
}

int
nowarn_read (const int *p NOESCAPE)
{
  return *p + p[1];
}

void
nowarn_written (int *p NOESCAPE)
{
  *p = 1;
  p[1] = 2;
}

void
nowarn_libc (char *s NOESCAPE)
{
  memset (s, 0, 4);
  printf ("%s %zu\n", s, strlen (s));
}

void
nowarn_trusted (int *p NOESCAPE)
{
  trusted (p);
}

void
nowarn_restored (int *p NOESCAPE)
{
  int *old = kept;
  kept = p;
  work ();
  kept = old;
}

void
nowarn_not_declared (int *p)
{
  kept = p;
}

void
nowarn_local_box (int *p NOESCAPE)
{
  struct box b = { p };
  *b.p = 1;
}

void
nowarn_freed_box (int *p NOESCAPE)
{
  struct box *b = malloc (sizeof *b);
  if (!b)
    return;
  b->p = p;
  *b->p = 1;
  free (b);
}

int
nowarn_content_kept (int **p NOESCAPE)
{
  kept = *p;
  return *kept;
}

int
nowarn_compared (int *p NOESCAPE)
{
  return p == kept;
}

static int
sum (const int *p NOESCAPE, int n)
{
  return n ? *p + sum (p + 1, n - 1) : 0;
}
int
nowarn_recursive (const int *p NOESCAPE)
{
  return sum (p, 3);
}

long
nowarn_difference (char *a NOESCAPE, char *b NOESCAPE)
{
  return a - b;
}

void
nowarn_swapped (int *a NOESCAPE, int *b NOESCAPE)
{
  int *t = a;
  a = b;
  b = t;
  *a = *b;
}

void
nowarn_other_kept (int *p NOESCAPE, int *q)
{
  *p = 1;
  kept = q;
}

void
nowarn_null_given_back (int **out, int *p NOESCAPE)
{
  *out = p;
  ++**out;
  *out = 0;
}
