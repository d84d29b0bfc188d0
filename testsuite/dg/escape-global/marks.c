/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The address is kept as a mark to measure from: every reader in view only
   compares it or takes differences.  One that follows it makes it a pointer
   again, and a mark that nothing in view reads is read elsewhere.  */

#include <stddef.h>
#include <stdint.h>

static char *bottom;
static char *highest;
static char *followed;
char *read_elsewhere;
struct task
{
  char *low;
  char *text;
};
static struct task task;
static char *owner;
void work (void);

int
is_owner (char *p)
{
  return owner == p;
}

ptrdiff_t
depth (void)
{
  char here;
  if ((uintptr_t)highest < (uintptr_t)&here)
    return 0;
  return bottom - &here + (task.low < &here);
}

char
first (void)
{
  return *followed + task.text[0];
}

void
nowarn_bottom (void)
{
  char here;
  bottom = &here;
  work ();
}

void
nowarn_highest (void)
{
  char here;
  if (&here > highest)
    highest = &here;
  work ();
}

void
nowarn_member (void)
{
  char here;
  task.low = &here;
  work ();
}

void
warn_followed (void)
{
  char here = 1;
  followed = &here; /* { dg-warning {'here' is left in 'followed'.*\[escape-global\]} } */
  work ();
}

void
warn_other_member (void)
{
  char here = 1;
  task.text = &here; /* { dg-warning {'here' is left in 'task.text'.*\[escape-global\]} } */
  work ();
}

void
warn_only_identified (void)
{
  char here = 1;
  owner = &here; /* { dg-warning {'here' is left in 'owner'.*\[escape-global\]} } */
  work ();
}

void
warn_not_read_in_view (void)
{
  char here = 1;
  read_elsewhere = &here; /* { dg-warning {'here' is left in 'read_elsewhere'.*\[escape-global\]} } */
  work ();
}
