/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap: 0 */
/* A callee may leave by longjmp: nothing is lost but a leak.  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <setjmp.h>

static jmp_buf jb;

static __attribute__ ((noinline)) void
work (char *p, int n)
{
  memset (p, n, 32);
  if (n == 2)
    longjmp (jb, 1);
}

static __attribute__ ((noinline)) int
one (int n)
{
  char *p = malloc (32);
  if (!p)
    return -1;
  work (p, n);
  int r = p[5];
  free (p);
  return r;
}

int
main (void)
{
  volatile int s = 0;
  for (volatile int i = 0; i < 4; i++)
    if (!setjmp (jb))
      s += one (i);
  printf ("%d\n", s);
  return 0;
}
