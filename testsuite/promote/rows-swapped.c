/* heap: 0 */
/* Two rows of a run-time size that change places each round.  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

__attribute__ ((noinline)) static int
distance (const char *a, const char *b)
{
  size_t n = strlen (b);
  int *last = malloc ((n + 1) * sizeof *last);
  int *row = malloc ((n + 1) * sizeof *row);
  if (!last || !row)
    {
      free (last);
      free (row);
      return -1;
    }
  for (size_t j = 0; j <= n; j++)
    last[j] = (int)j;
  for (size_t i = 1; a[i - 1]; i++)
    {
      row[0] = (int)i;
      for (size_t j = 1; j <= n; j++)
        {
          int best = last[j - 1] + (a[i - 1] != b[j - 1]);
          if (last[j] + 1 < best)
            best = last[j] + 1;
          if (row[j - 1] + 1 < best)
            best = row[j - 1] + 1;
          row[j] = best;
        }
      int *swap = last;
      last = row;
      row = swap;
    }
  int result = last[n];
  free (last);
  free (row);
  return result;
}

int
main (void)
{
  printf ("%d %d\n", distance ("sitting", "kitten"), distance ("law", "flaw"));
  return 0;
}
