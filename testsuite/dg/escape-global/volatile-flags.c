/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Volatile locals and odd sentinels remember whether the pointer was
   installed.  */

static void *slot;
void step (void);
int more (void);
void *
get (void)
{
  return slot;
}

void
nowarn_volatile_flag (int c)
{
  volatile int installed = 0;
  int x = 0;
  if (c)
    {
      slot = &x;
      installed = 1;
    }
  step ();
  if (installed)
    slot = 0;
}

void
nowarn_minus_one (void)
{
  int x = 0;
  void *old = (void *)-1;
  if (more ())
    {
      old = slot;
      slot = &x;
    }
  step ();
  if (old != (void *)-1)
    slot = old;
}

void
warn_volatile_flag_lost (int c)
{
  volatile int installed = 0;
  int x = 0;
  if (c)
    {
      slot = &x; /* { dg-warning {'x' is left in 'slot'.*\[escape-global\]} } */
      installed = 1;
    }
  if (more ())
    installed = 0;
  if (installed)
    slot = 0;
}

void
warn_waits_for_itself (void)
{
  volatile int done = 0;
  slot = (void *)&done; /* { dg-warning {'done' is left in 'slot'.*\[escape-global\]} } */
  while (!done)
    step ();
}

void
warn_waits_for_itself_plainly (void)
{
  int done = 0;
  slot = &done; /* { dg-warning {'done' is left in 'slot'.*\[escape-global\]} } */
  while (!done)
    step ();
}
