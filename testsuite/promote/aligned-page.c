/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap: same */
/* Page alignment is for the heap.  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int
main (void)
{
  char *p = aligned_alloc (4096, 4096);
  if (!p)
    return 1;
  memset (p, 1, 4096);
  printf ("%d\n", p[77]);
  free (p);
  return 0;
}
