/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap: 0 */
/* Wrappers whose only callers pass constants: GCC makes versions of them that
   no longer take the size.  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static __attribute__ ((noinline, noreturn)) void
die (const char *what)
{
  fprintf (stderr, "%s\n", what);
  exit (3);
}

static __attribute__ ((noinline)) void *
need (size_t n, size_t size)
{
  void *p = calloc (n, size);
  if (!p)
    die ("calloc");
  return p;
}

static __attribute__ ((noinline)) char *
copy (const char *s)
{
  char *p = strdup (s);
  if (!p)
    die ("strdup");
  return p;
}

int
main (void)
{
  int *count = need (26, sizeof *count);
  char *text = copy ("sphinx of black quartz");
  for (char *p = text; *p; p++)
    if (*p >= 'a')
      count[*p - 'a']++;
  for (int i = 0; i < 26; i++)
    printf ("%d", count[i]);
  puts ("");
  free (text);
  free (count);
  return 0;
}
