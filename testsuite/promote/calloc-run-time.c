/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap: 0 */
/* Zeroed, also when the slot is used again.  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static __attribute__ ((noinline)) int
dirty (int *p, int n)
{
  int s = 0;
  for (int i = 0; i < n; i++)
    {
      s += p[i];
      p[i] = 99;
    }
  return s;
}

int
main (int argc, char **argv)
{
  int s = 0;
  for (int i = 1; i < 40; i++)
    {
      int *p = calloc (i * argc, sizeof *p);
      if (!p)
        return 1;
      s += dirty (p, i * argc);
      free (p);
    }
  printf ("%d\n", s);
  return argv[0] == NULL;
}
