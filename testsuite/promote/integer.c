/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap: same */
/* Kept as an integer.  */
#include <stdio.h>
#include <stdlib.h>
#include <stdint.h>

static uintptr_t hidden;

static __attribute__ ((noinline)) void
hide (void)
{
  int *p = malloc (sizeof *p);
  *p = 9;
  hidden = (uintptr_t)p ^ 0x5555;
}

int
main (void)
{
  hide ();
  int *p = (int *)(hidden ^ 0x5555);
  printf ("%d\n", *p);
  free (p);
  return 0;
}
