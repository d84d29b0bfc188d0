/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A call that is handed neither the object nor its holder is no excuse.  */

#include <stdio.h>
#include <string.h>

struct handler
{
  int (*fn) (int);
  char *buf;
};
static struct handler *active;
struct handler *exported;
void log_event (int);
int run (void);
void examine (struct handler *);
void touch_slot (struct handler **);

int
call_active (int n)
{
  return active->fn (n);
}

void
warn_calls_between (void)
{
  struct handler h = { 0, 0 };
  active = &h; /* { dg-warning {'h' is left in 'active'.*\[escape-global\]} } */
  log_event (1);
  run ();
  printf ("done\n");
}

int
warn_exported_holder (void)
{
  struct handler h = { 0, 0 };
  exported = &h; /* { dg-warning {'h' is left in 'exported'.*\[escape-global\]} } */
  return run ();
}

void
warn_libc_reads_object (void)
{
  char line[80];
  static char *last_line;
  last_line = line; /* { dg-warning {'line' is left in 'last_line'.*\[escape-global\]} } */
  memset (line, 0, sizeof line);
  snprintf (line, sizeof line, "%d %p", run (), (void *)last_line);
}

void
nowarn_object_handed_over (void)
{
  struct handler h = { 0, 0 };
  exported = &h;
  examine (&h);
}

void
nowarn_holder_handed_over (void)
{
  struct handler h = { 0, 0 };
  exported = &h;
  touch_slot (&exported);
}
