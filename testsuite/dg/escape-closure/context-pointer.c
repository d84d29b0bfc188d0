/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A callback is registered together with a pointer to a local.  */

#include <stdlib.h>

typedef void (*cb_t) (void *);
struct event
{
  cb_t cb;
  void *arg;
  struct event *next;
};
struct widget
{
  cb_t click;
  void *click_data;
};
struct ops
{
  void (*add) (cb_t, void *);
  void (*del) (void);
};

static cb_t idle_cb;
static void *idle_arg;
static struct event table[4];
static int nevents;
void run (void);
void each (cb_t, void *);
void
idle (void)
{
  if (idle_cb)
    idle_cb (idle_arg);
}
void
fire (int i)
{
  table[i].cb (table[i].arg);
}

static void
count (void *p)
{
  ++*(int *)p;
}
static void
idle_add (cb_t cb, void *arg)
{
  idle_cb = cb;
  idle_arg = arg;
}
static void
idle_del (void)
{
  idle_cb = 0;
  idle_arg = 0;
}
static int
event_add (cb_t cb, void *arg)
{
  table[nevents].cb = cb;
  table[nevents].arg = arg;
  return nevents++;
}
static void
event_del (int id)
{
  table[id].arg = 0;
  table[id].cb = 0;
}
static void
call_now (cb_t cb, void *arg)
{
  cb (arg);
}
static const struct ops idle_ops = { idle_add, idle_del };

void
warn_direct (void)
{
  int n = 0;
  table[0].cb = count;
  table[0].arg = &n; /* { dg-warning {'n'.*\[escape-(closure|global)\]} } */
  run ();
}

void
warn_registered (void)
{
  int n = 0;
  idle_add (count, &n); /* { dg-warning {'n'.*\[escape-(closure|call)\]} } */
  run ();
}

void
warn_event (void)
{
  int n = 0;
  event_add (count, &n); /* { dg-warning {'n'.*\[escape-(closure|call)\]} } */
  while (!n)
    run ();
}

void
warn_cancelled_sometimes (int c)
{
  int n = 0;
  idle_add (count, &n); /* { dg-warning {'n'.*\[escape-(closure|call)\]} } */
  run ();
  if (c)
    idle_del ();
}

void
warn_widget (struct widget *w)
{
  int n = 0;
  w->click = count;
  w->click_data = &n; /* { dg-warning {'n'.*\[escape-(closure|param)\]} } */
  run ();
}

void
warn_through_table (void)
{
  int n = 0;
  idle_ops.add (count, &n); /* { dg-warning {'n'.*\[escape-(closure|call)\]} } */
  run ();
}

void
warn_through_pointer (void)
{
  void (*add) (cb_t, void *) = idle_add;
  int n = 0;
  add (count, &n); /* { dg-warning {'n'.*\[escape-(closure|call)\]} } */
}

struct event
warn_returned (void)
{
  int n = 0;
  struct event e = { count, &n, 0 };
  return e; /* { dg-warning {'n'.*\[escape-(closure|return)\]} } */
}

void
nowarn_cancelled (void)
{
  int n = 0;
  idle_add (count, &n);
  run ();
  idle_del ();
}

void
nowarn_event_deleted (void)
{
  int n = 0;
  int id = event_add (count, &n);
  while (!n)
    run ();
  event_del (id);
}

int
nowarn_called_now (void)
{
  int n = 0;
  call_now (count, &n);
  each (count, &n);
  return n;
}

void
nowarn_widget_restored (struct widget *w)
{
  int n = 0;
  struct widget old = *w;
  w->click = count;
  w->click_data = &n;
  run ();
  *w = old;
}

void
nowarn_static_context (void)
{
  static int n;
  idle_add (count, &n);
}

void
nowarn_through_table (void)
{
  int n = 0;
  idle_ops.add (count, &n);
  run ();
  idle_ops.del ();
}

int
nowarn_local_event (void)
{
  int n = 0;
  struct event e = { count, &n, 0 };
  e.cb (e.arg);
  return n;
}
