/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Control leaves by longjmp while the pointer is in place: likely, no more.  */
/* { dg-options "-fplugin-arg-escape-level=likely" } */

#include <setjmp.h>

struct frame
{
  struct frame *up;
};
struct frame *top;
extern jmp_buf *target;

void
warn_leaves_by_longjmp (int n)
{
  struct frame f = { top };
  top = &f; /* { dg-warning {'f'.* left in 'top'.*\[escape-global\]} } */
  if (n)
    longjmp (*target, n);
  top = f.up;
}

void
nowarn_popped_before_longjmp (int n)
{
  struct frame f = { top };
  top = &f;
  if (n)
    {
      top = f.up;
      longjmp (*target, n);
    }
  top = f.up;
}
