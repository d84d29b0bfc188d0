/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap: 0 */
/* Rows of a matrix live together.  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static __attribute__ ((noinline)) int
total (int **rows, int n)
{
  int s = 0;
  for (int i = 0; i < n; i++)
    for (int j = 0; j < n; j++)
      s += rows[i][j];
  return s;
}

int
main (int argc, char **argv)
{
  int n = argc + 3;
  int *rows[8];
  for (int i = 0; i < n; i++)
    {
      rows[i] = malloc (n * sizeof *rows[i]);
      for (int j = 0; j < n; j++)
        rows[i][j] = i * j;
    }
  printf ("%d\n", total (rows, n));
  for (int i = 0; i < n; i++)
    free (rows[i]);
  return argv[0] == NULL;
}
