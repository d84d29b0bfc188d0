/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap: same */
/* A volatile variable holds it.  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int
main (void)
{
  char *volatile p = malloc (8);
  p[0] = 'a';
  p[1] = 0;
  puts (p);
  free (p);
  return 0;
}
