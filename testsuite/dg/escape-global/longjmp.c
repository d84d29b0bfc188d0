/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Control leaves by longjmp while the pointer is in place: whoever catches it
   restores the chain.  Silent at the default level.  */

#include <setjmp.h>

struct frame
{
  struct frame *up;
};
struct frame *top;
extern jmp_buf *target;

void
nowarn_leaves_by_longjmp (int n)
{
  struct frame f = { top };
  top = &f;
  if (n)
    longjmp (*target, n);
  top = f.up;
}

void
warn_other_path (int n)
{
  struct frame f = { top };
  top = &f; /* { dg-warning {'f' is left in 'top'.*\[escape-global\]} } */
  if (n > 1)
    longjmp (*target, n);
  if (n == 1)
    return;
  top = f.up;
}
