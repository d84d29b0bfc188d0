/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The address is only measured, hashed, compared or printed; nothing is kept
   that is an address.  */

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static size_t deepest;
static unsigned seed;
static int grows_down;
static char text[32];
extern char *stack_start;

void
nowarn_deepest (void)
{
  char here;
  size_t d = (size_t)(stack_start - &here);
  if (d > deepest)
    deepest = d;
}

void
nowarn_seed (void)
{
  int x;
  seed ^= (unsigned)((uintptr_t)&x >> 3) * 2654435761u;
}

void
nowarn_direction (char *outer)
{
  char inner;
  grows_down = &inner < outer;
}

void
nowarn_text (void)
{
  int x;
  snprintf (text, sizeof text, "%p", (void *)&x);
}

int
nowarn_limit (char *limit)
{
  char here;
  if (&here < limit)
    abort ();
  return grows_down + (int)seed + (int)deepest;
}
