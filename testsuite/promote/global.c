/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap: same */
/* A global holds it for a later call.  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int *kept;

static __attribute__ ((noinline)) void
set (int v)
{
  int *p = malloc (sizeof *p);
  *p = v;
  kept = p;
}

static __attribute__ ((noinline)) int
get (void)
{
  char noise[200];
  memset (noise, 1, sizeof noise);
  __asm__ volatile ("" : : "r" (noise) : "memory");
  return *kept;
}

int
main (void)
{
  set (42);
  printf ("%d\n", get ());
  free (kept);
  return 0;
}
