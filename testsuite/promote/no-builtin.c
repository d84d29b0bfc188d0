/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap: same */
/* flags: -fno-builtin-malloc */
/* -fno-builtin-malloc: malloc may be anything.  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int
main (void)
{
  char *p = malloc (8);
  p[0] = 'a';
  p[1] = 0;
  puts (p);
  free (p);
  return 0;
}
