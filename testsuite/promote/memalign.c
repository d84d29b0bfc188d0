/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap: 2 */
/* posix_memalign leaves what it makes where its first argument points.  Two
   stay: a page's alignment, and one that must fail.  */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static __attribute__ ((noinline)) unsigned
sum (int c, size_t n)
{
  void *p;
  unsigned s = 0;
  if (posix_memalign (&p, 64, n) != 0)
    return 1;
  unsigned char *q = p;
  memset (q, c, n);
  for (size_t i = 0; i < n; i++)
    s += q[i];
  s += (uintptr_t)q % 64;
  free (p);
  return s;
}

static __attribute__ ((noinline)) unsigned
many (int n)
{
  unsigned s = 0;
  void *rows[8];
  for (int i = 0; i < n; i++)
    {
      if (posix_memalign (&rows[i], 16, 8 * (i + 1)))
        return 1;
      memset (rows[i], i, 8 * (i + 1));
    }
  for (int i = 0; i < n; i++)
    {
      s = s * 7 + ((char *)rows[i])[8 * i];
      free (rows[i]);
    }
  return s;
}

static __attribute__ ((noinline)) int
page (void)
{
  void *p = NULL, *q = NULL;
  int r = posix_memalign (&p, 4096, 256);
  if (r == 0)
    r = (uintptr_t)p % 4096;
  free (p);
  return r + 10 * posix_memalign (&q, 3, 16);
}

int
main (void)
{
  printf ("%u %u %u %d\n", sum (3, 100), sum (4, 1000), many (8), page () > 0);
  return 0;
}
