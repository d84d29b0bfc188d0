/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A static function that only calls itself is there at -O0 and gone at -O2.
   What it does (here: it makes a pointer of a number) does not count.  */
/* { dg-options "-fplugin-arg-escape-m -fplugin-arg-escape-level=audit -Wno-unused-function" } */

#include <stdint.h>
#include <stdlib.h>

intptr_t number;

static int *
unreached (int again)
{
  return again ? unreached (0) : (int *)number;
}

void
nowarn_mere_number (void)
{
  number = (intptr_t)malloc (4); /* { dg-note {malloc\(4\) does not escape} } */
}
