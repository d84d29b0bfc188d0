/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The object dies with its block while the holder still has its address,
   whatever happens to the holder later.  */

static int *slot;
void step (void);
int more (void);
int
get (void)
{
  return slot ? *slot : 0;
}

void
warn_cleared_too_late (int c)
{
  if (c)
    {
      int x = c;
      slot = &x; /* { dg-warning {'x'.*\[escape-(global|scope)\]} } */
      step ();
    }
  step ();
  slot = 0;
}

void
warn_left_by_break (void)
{
  for (;;)
    {
      int x = 0;
      slot = &x; /* { dg-warning {'x'.*\[escape-(global|scope)\]} } */
      if (more ())
        break;
      slot = 0;
    }
}

void
nowarn_cleared_in_block (int c)
{
  if (c)
    {
      int x = c;
      slot = &x;
      step ();
      slot = 0;
    }
  step ();
}

void
nowarn_declared_outside (int c)
{
  int x = c;
  if (c)
    {
      slot = &x;
      step ();
    }
  step ();
  slot = 0;
}
