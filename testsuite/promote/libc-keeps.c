/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap: same */
/* Library functions that keep what they are handed.  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static __attribute__ ((noinline)) void
environment (void)
{
  char *e = malloc (32);
  strcpy (e, "ESCAPE_TEST=yes");
  putenv (e);
}

static __attribute__ ((noinline)) void
buffer (void)
{
  char *b = malloc (BUFSIZ);
  setvbuf (stdout, b, _IOFBF, BUFSIZ);
}

static __attribute__ ((noinline)) void
scribble (void)
{
  char noise[12000];
  memset (noise, 'Z', sizeof noise);
  __asm__ volatile ("" : : "r" (noise) : "memory");
}

int
main (void)
{
  buffer ();
  environment ();
  scribble ();
  printf ("%s\n", getenv ("ESCAPE_TEST"));
  fflush (stdout);
  scribble ();
  setvbuf (stdout, NULL, _IONBF, 0);
  return 0;
}
