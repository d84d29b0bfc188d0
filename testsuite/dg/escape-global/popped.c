/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A stack with a counter or a pointer: what was popped is not on it.  */

static void *slots[16];
static int top;
static void **sp = slots;
void work (void);

void *
peek (void)
{
  return top ? slots[top - 1] : sp[-1];
}

void
nowarn_counter (void)
{
  int x = 1;
  slots[top++] = &x;
  work ();
  top--;
}

void
nowarn_pointer (void)
{
  int x = 1;
  *sp++ = &x;
  work ();
  --sp;
}

void
nowarn_pointer_down (void)
{
  int x = 1;
  *--sp = &x;
  work ();
  sp++;
}

void
warn_not_popped (void)
{
  int x = 1;
  slots[top++] = &x; /* { dg-warning {'x' is left in 'slots.*\[escape-global\]} } */
  work ();
}

void
warn_popped_sometimes (int c)
{
  int x = 1;
  slots[top++] = &x; /* { dg-warning {'x' is left in 'slots.*\[escape-global\]} } */
  work ();
  if (c)
    top--;
}

void
warn_top_replaced (void)
{
  int x = 1;
  slots[top - 1] = &x; /* { dg-warning {'x' is left in 'slots.*\[escape-global\]} } */
  work ();
}

void
warn_pointer_stays (void)
{
  int x = 1;
  *sp = &x; /* { dg-warning {'x' is left in.*\[escape-global\]} } */
  work ();
}
