/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap: 0 */
/* Freed inside a callee that does more, and that is not inlined.  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct user
{
  int id;
  char name[16];
};

static __attribute__ ((noinline)) void
drop (struct user *u)
{
  if (!u)
    return;
  printf ("bye %s\n", u->name);
  free (u);
}

static __attribute__ ((noinline)) int
meet (int id)
{
  struct user *u = malloc (sizeof *u);
  if (!u)
    return -1;
  u->id = id;
  strcpy (u->name, "ann");
  int r = u->id + u->name[0];
  drop (u);
  return r;
}

int
main (int argc, char **argv)
{
  drop (NULL);
  printf ("%d\n", meet (argc));
  return argv[0] == NULL;
}
