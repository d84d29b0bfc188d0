/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Somebody else changes what a local holds while its address is in a queue:
   the loop that waits for that ends.  */

#include <unistd.h>

extern void schedule (void);

struct waiter
{
  struct waiter *next, **self;
  int woken;
};

static struct waiter *queue;

static void
enqueue (struct waiter *w)
{
  w->next = queue;
  w->self = &queue;
  queue = w;
}

static void
wait_a_bit (void)
{
  schedule ();
}

void
warn_left_in_queue (void)
{
  struct waiter w = { .woken = 0 };
  enqueue (&w); /* { dg-warning {'w'.*\[escape-(call|global)\]} } */
  while (!w.woken)
    schedule ();
}

void
warn_waits_in_helper (void)
{
  struct waiter w = { .woken = 0 };
  enqueue (&w); /* { dg-warning {'w'.*\[escape-(call|global)\]} } */
  while (!w.woken)
    wait_a_bit ();
}

void
warn_sleeps (void)
{
  struct waiter w = { 0 };
  enqueue (&w); /* { dg-warning {'w'.*\[escape-(call|global)\]} } */
  while (!w.woken)
    usleep (100);
}

void
nowarn_taken_off (void)
{
  struct waiter w = { .woken = 0 };
  enqueue (&w);
  while (!w.woken)
    schedule ();
  queue = w.next;
}

void
nowarn_forever (void)
{
  struct waiter w = { .woken = 0 };
  enqueue (&w);
  for (;;)
    schedule ();
}
