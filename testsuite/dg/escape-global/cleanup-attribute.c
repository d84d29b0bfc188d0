/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A cleanup attribute takes the pointer back on every path out of the
   block.  */

struct arena
{
  char *base;
  struct arena *prev;
};
static struct arena *arena;
static int *counter;
void work (void);
int stop (void);

int
arena_first (void)
{
  return arena ? arena->base[0] : 0;
}
int
count (void)
{
  return counter ? *counter : 0;
}

static void
arena_pop (struct arena *a)
{
  arena = a->prev;
}
static void
counter_off (int *unused)
{
  (void)unused;
  counter = 0;
}
static void
nothing (int *unused)
{
  (void)unused;
}

void
nowarn_every_exit (int n)
{
  char mem[256];
  __attribute__ ((cleanup (arena_pop))) struct arena a = { mem, arena };
  arena = &a;
  if (n < 0)
    return;
  while (!stop ())
    work ();
}

int
nowarn_guard_variable (void)
{
  int n = 0;
  __attribute__ ((cleanup (counter_off))) int guard = 1;
  counter = &n;
  if (stop ())
    return -1;
  work ();
  return n + guard;
}

int
nowarn_in_loop (int rounds)
{
  int total = 0;
  for (int i = 0; i < rounds; i++)
    {
      int n = 0;
      __attribute__ ((cleanup (counter_off))) int guard = 0;
      counter = &n;
      work ();
      if (stop ())
        break;
      total += n + guard;
    }
  return total;
}

int
warn_cleanup_does_nothing (void)
{
  int n = 0;
  __attribute__ ((cleanup (nothing))) int guard = 1;
  counter = &n; /* { dg-warning {'n' is left in 'counter'.*\[escape-global\]} } */
  work ();
  return guard;
}

void
warn_pop_by_hand (int n)
{
  char mem[256];
  struct arena a = { mem, arena };
  arena = &a; /* { dg-warning {'a' is left in 'arena'.*\[escape-global\]} } */
  if (n < 0)
    return;
  arena_pop (&a);
}
