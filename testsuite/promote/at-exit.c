/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap: same */
/* Handed to an exit handler.  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
show (int status, void *arg)
{
  printf ("%d %s\n", status, (char *)arg);
}

static __attribute__ ((noinline)) void
arm (void)
{
  char *s = malloc (16);
  strcpy (s, "bye");
  on_exit (show, s);
}

int
main (void)
{
  arm ();
  puts ("hi");
  return 0;
}
