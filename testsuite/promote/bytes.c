/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap: same */
/* Copied byte by byte into a global.  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static unsigned char hidden[sizeof (void *)];

static __attribute__ ((noinline)) void
hide (void)
{
  int *p = malloc (sizeof *p);
  const unsigned char *b = (const unsigned char *)&p;
  *p = 9;
  for (size_t i = 0; i < sizeof p; i++)
    hidden[i] = b[i];
}

int
main (void)
{
  int *p;
  hide ();
  memcpy (&p, hidden, sizeof p);
  printf ("%d\n", *p);
  free (p);
  return 0;
}
