/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A loop that waits for a flag in memory that others write ends some day,
   although nothing in the loop changes the flag.  */

struct request
{
  int *target;
  int done;
};
static int *shared;
static int finished;
int mode;
void wait_a_bit (void);

int
peek (void)
{
  return *shared;
}

void
finish (void)
{
  finished = 1;
}

int
warn_waits (void)
{
  int x = 0;
  shared = &x; /* { dg-warning {'x' is left in 'shared'.*\[escape-global\]} } */
  finished = 0;
  while (!finished)
    wait_a_bit ();
  return x;
}

int
nowarn_waits_and_clears (void)
{
  int x = 0;
  shared = &x;
  finished = 0;
  while (!finished)
    wait_a_bit ();
  shared = 0;
  return x;
}

int
nowarn_same_flag_after (struct request *r)
{
  int x = 0;
  r->target = &x;
  r->done = 0;
  do
    wait_a_bit ();
  while (!r->done);
  if (r->done)
    r->target = 0;
  return x;
}

int
nowarn_counts_in_memory (void)
{
  int x = 0;
  for (mode = 0; mode < 3; mode++)
    {
      shared = &x;
      wait_a_bit ();
    }
  if (mode == 3)
    shared = 0;
  return x;
}

int
nowarn_flag_decides_in_loop (int n)
{
  int x = 0;
  mode = 1;
  if (mode)
    shared = &x;
  while (n--)
    {
      wait_a_bit ();
      x += mode ? 1 : 2;
    }
  if (mode)
    shared = 0;
  return x;
}

int
nowarn_never_ends (void)
{
  int x = 0;
  shared = &x;
  for (;;)
    wait_a_bit ();
}
