/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A callee clears the holder, always or under the condition that set it.  */

struct frame
{
  struct frame *up;
  int line;
};
struct frame *top;
static int *watch;
int tracing;
void work (void);
int
watched (void)
{
  return watch ? *watch : 0;
}

static void
push (struct frame *f)
{
  f->up = top;
  top = f;
}
static void
pop (void)
{
  top = top->up;
}
static void
pop_this (struct frame *f)
{
  top = f->up;
}
static void
pop_if (struct frame *f, int c)
{
  if (c)
    top = f->up;
}
static void
reset (void)
{
  watch = 0;
}
static void
reset_deep (int n)
{
  if (n > 0)
    reset_deep (n - 1);
  else
    reset ();
}

void
nowarn_pop (void)
{
  struct frame f = { 0, 1 };
  push (&f);
  work ();
  pop ();
}

void
nowarn_pop_this (void)
{
  struct frame f = { 0, 1 };
  push (&f);
  work ();
  pop_this (&f);
}

void
nowarn_same_condition (int trace)
{
  struct frame f = { 0, 1 };
  if (trace)
    push (&f);
  work ();
  pop_if (&f, trace);
}

void
nowarn_reset (void)
{
  int x = 0;
  watch = &x;
  work ();
  reset ();
}

void
nowarn_reset_twice_deep (void)
{
  int x = 0;
  watch = &x;
  work ();
  reset_deep (2);
}

void
warn_pushed_twice (void)
{
  struct frame f = { 0, 1 }, g = { 0, 2 };
  push (&f);
  push (&g);
  work ();
  pop_this (&g); /* { dg-warning {'f'.*\[escape-(call|global)\]} } */
}

void
warn_pop_if_not (int trace)
{
  struct frame f = { 0, 1 };
  push (&f); /* { dg-warning {'f'.*\[escape-(call|global)\]} } */
  work ();
  pop_if (&f, !trace);
}
