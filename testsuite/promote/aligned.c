/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap: 0 */
/* 16 bytes of alignment are kept, 64 are asked for.  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <stdint.h>

static __attribute__ ((noinline)) int
check (void *p, unsigned a)
{
  memset (p, 0, 64);
  return ((uintptr_t)p & (a - 1)) == 0;
}

int
main (void)
{
  int ok = 1;
  char a[3];
  void *q = aligned_alloc (64, 128);
  if (q)
    memset (q, 0, 128);
  memset (a, 0, sizeof a);
  ok &= ((char *)q)[5] == a[0];
  free (q);
  printf ("%d\n", ok);
  (void)check;
  return 0;
}
