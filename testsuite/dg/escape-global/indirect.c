/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The static holder is reached through pointers and functions that return
   its address.  */

struct module
{
  void *user;
  struct module *sub;
};
static struct module base, child;
static char *text;
void work (void);

static struct module *
base_of (void)
{
  return &base;
}
static char **
text_slot (int c)
{
  return c ? &text : 0;
}
void
setup (void)
{
  base.sub = &child;
}
int
users (void)
{
  return (base.user != 0) + (child.user != 0) + (text != 0);
}

void
warn_member_of_returned (void)
{
  int x = 1;
  base_of ()->user = &x; /* { dg-warning {'x' is left in 'base.*\[escape-global\]} } */
  work ();
}

void
warn_slot_returned (void)
{
  char b[8] = "";
  *text_slot (1) = b; /* { dg-warning {'b' is left in 'text'.*\[escape-global\]} } */
  work ();
}

void
warn_local_pointer (void)
{
  int x = 1;
  struct module *m = &child;
  m->user = &x; /* { dg-warning {'x' is left in 'child.*\[escape-global\]} } */
  work ();
}

void
warn_one_of_two (int c)
{
  int x = 1;
  struct module *m = c ? &base : &child;
  m->user = &x; /* { dg-warning {'x' is left in.*\[escape-global\]} } */
  work ();
}

void
nowarn_member_of_returned (void)
{
  int x = 1;
  base_of ()->user = &x;
  work ();
  base_of ()->user = 0;
}

void
nowarn_one_of_two (int c)
{
  int x = 1;
  struct module *m = c ? &base : &child;
  m->user = &x;
  work ();
  m->user = 0;
}

void
nowarn_local_module (void)
{
  int x = 1;
  struct module m = { 0, 0 }, *p = &m;
  p->user = &x;
  work ();
}
