/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap: same */
/* The function may return twice.  */
#include <stdio.h>
#include <stdlib.h>
#include <setjmp.h>

static jmp_buf jb;

static __attribute__ ((noinline)) void
jump (int *p)
{
  *p = 3;
  longjmp (jb, 1);
}

int
main (void)
{
  int *p = malloc (sizeof *p);
  *p = 1;
  if (!setjmp (jb))
    jump (p);
  printf ("%d\n", *p);
  free (p);
  return 0;
}
