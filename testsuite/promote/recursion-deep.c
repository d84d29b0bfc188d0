/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap: 12100 */
/* Functions that call themselves: memory of the calls near the first one is on
   the stack, that of deep ones on the heap, so the stack does not overflow.  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
sort (int *a, int n)
{
  if (n < 2)
    return;
  int m = n / 2, i = 0, j = m;
  int *t = malloc (n * sizeof *t);
  if (!t)
    abort ();
  sort (a, m);
  sort (a + m, n - m);
  for (int k = 0; k < n; k++)
    t[k] = j == n || (i < m && a[i] < a[j]) ? a[i++] : a[j++];
  memcpy (a, t, n * sizeof *t);
  free (t);
}

static int
deep (int d, int *above)
{
  int *p = malloc (2000);
  if (!p)
    return -1;
  p[0] = above ? above[0] + 1 : 0;
  p[499] = 1;
  int r = d ? deep (d - 1, p) : p[0];
  r += p[499];
  free (p);
  return r;
}

int
main (void)
{
  int a[40];
  for (int i = 0; i < 40; i++)
    a[i] = i * 17 % 41;
  sort (a, 40);
  for (int i = 0; i < 40; i++)
    printf ("%d ", a[i]);
  printf ("\n");
  for (int i = 0; i < 3; i++)
    printf ("%d\n", deep (i * i * 1000, NULL));
  printf ("%d\n", deep (7000, NULL));
  return 0;
}
