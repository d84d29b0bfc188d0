/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap: 0 */
/* Returned, or left for the caller, who frees it: the callee is seen through.  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static __attribute__ ((noinline)) char *
make (int n)
{
  char *p = malloc (n);
  memset (p, 'x', n - 1);
  p[n - 1] = 0;
  return p;
}

static __attribute__ ((noinline)) void
give (char **out)
{
  char *p = malloc (8);
  strcpy (p, "given");
  *out = p;
}

int
main (int argc, char **argv)
{
  char *a = make (argc + 4), *b;
  give (&b);
  puts (a);
  puts (b);
  free (a);
  free (b);
  return argv[0] == NULL;
}
