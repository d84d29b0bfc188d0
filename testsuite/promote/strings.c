/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap: 0 */
/* strdup and strndup.  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static __attribute__ ((noinline)) int
upper (const char *s)
{
  char *t = strdup (s);
  if (!t)
    return -1;
  for (char *c = t; *c; c++)
    if (*c >= 'a' && *c <= 'z')
      *c -= 32;
  puts (t);
  int n = strlen (t);
  free (t);
  return n;
}

static __attribute__ ((noinline)) void
head (const char *s, size_t n)
{
  char *t = strndup (s, n);
  if (!t)
    return;
  puts (t);
  free (t);
}

int
main (int argc, char **argv)
{
  printf ("%d\n", upper ("hello, world"));
  head ("abcdefgh", argc + 2);
  head ("abc", argc + 20);
  head ("", 3);
  return argv[0] == NULL;
}
