/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap: 800 */
/* Two buffers grow in turn, one shrinks to nothing, and one leaves: it is
   handed on by a last realloc.  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *last;

static __attribute__ ((noinline)) char *
take_turns (int n)
{
  char *a = NULL, *b = malloc (3);
  size_t la = 0, lb = 0;
  if (!b)
    return NULL;
  for (int i = 0; i < n; i++)
    {
      char *t = realloc (a, la + 5);
      if (!t)
        return NULL;
      a = t;
      memcpy (a + la, "abcd", 5);
      la += 4;
      t = realloc (b, lb + 3);
      if (!t)
        return NULL;
      b = t;
      memcpy (b + lb, "xy", 3);
      lb += 2;
    }
  printf ("%zu %zu %d\n", strlen (a), strlen (b), strcmp (a, b));
  if (n > 3)
    {
      a = realloc (a, 0);
      printf ("%d\n", a == NULL);
    }
  free (a);
  return realloc (b, lb + 1);
}

int
main (void)
{
  for (int n = 1; n < 900; n = 3 * n + 1)
    {
      char *s = take_turns (n);
      if (!s)
        return 1;
      free (last);
      last = s;
      printf ("%zu %c%c\n", strlen (last), s[0], s[strlen (s) - 1]);
    }
  return 0;
}
