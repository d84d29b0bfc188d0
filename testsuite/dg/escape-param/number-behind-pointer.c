/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A number behind a plain pointer becomes a pointer again in this unit.  */

#include <stdint.h>

int *
decode (const uintptr_t *from)
{
  return (int *)(*from & ~(uintptr_t)1);
}

void
warn_encoded (uintptr_t *to)
{
  int x = 1;
  *to = (uintptr_t)&x | 1; /* { dg-warning {'x' is left in.*\[escape-param\]} } */
}

void
nowarn_cleared (uintptr_t *to)
{
  int x = 1;
  *to = (uintptr_t)&x | 1;
  *decode (to) = 2;
  *to = 0;
}
