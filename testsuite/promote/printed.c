/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap: same */
/* Its address is printed and read back.  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char text[40];

static __attribute__ ((noinline)) void
show (void)
{
  int *p = malloc (sizeof *p);
  *p = 5;
  snprintf (text, sizeof text, "%p", (void *)p);
}

int
main (void)
{
  void *p;
  show ();
  if (sscanf (text, "%p", &p) != 1)
    return 1;
  printf ("%d\n", *(int *)p);
  free (p);
  return 0;
}
