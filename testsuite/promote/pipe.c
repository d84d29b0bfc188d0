/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap: same */
/* The pointer itself travels through a pipe.  */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static __attribute__ ((noinline)) void
send (int fd)
{
  int *p = malloc (sizeof *p);
  *p = 77;
  if (write (fd, &p, sizeof p) != sizeof p)
    abort ();
}

static __attribute__ ((noinline)) int *
receive (int fd)
{
  int *p;
  if (read (fd, &p, sizeof p) != sizeof p)
    abort ();
  return p;
}

int
main (void)
{
  int fd[2];
  if (pipe (fd))
    return 1;
  send (fd[1]);
  int *p = receive (fd[0]);
  printf ("%d\n", *p);
  free (p);
  return 0;
}
