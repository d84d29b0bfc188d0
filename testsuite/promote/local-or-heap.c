/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap: 0 */
/* The small-buffer idiom by hand.  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static __attribute__ ((noinline)) unsigned
measure (const char *s, unsigned n)
{
  char small[16], *p = small;
  if (n >= sizeof small)
    p = malloc (n + 1);
  if (!p)
    return 0;
  memcpy (p, s, n);
  p[n] = 0;
  unsigned r = strlen (p);
  if (p != small)
    free (p);
  return r;
}

int
main (void)
{
  printf ("%u %u\n", measure ("abc", 3),
          measure ("abcdefghijklmnopqrstuvwxyz", 26));
  return 0;
}
