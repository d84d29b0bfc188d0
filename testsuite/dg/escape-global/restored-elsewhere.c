/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A function of another file puts the old value back: it is handed that value,
   directly or in memory.  One that is not cannot know it.  */

#include <setjmp.h>

struct handler
{
  jmp_buf env;
};
struct saved
{
  struct handler *old;
};
extern struct handler *handler;
void body (void);
void put_back (struct handler *, int);
void put_back_saved (const struct saved *);
void report (int);

int
nowarn_given_old_value (void)
{
  struct handler *volatile old = handler;
  struct handler here;
  int err = setjmp (here.env);
  if (!err)
    {
      handler = &here;
      body ();
    }
  put_back (old, err);
  return err;
}

int
nowarn_given_memory_with_old_value (void)
{
  struct saved s = { handler };
  struct handler here;
  int err = setjmp (here.env);
  if (!err)
    {
      handler = &here;
      body ();
    }
  put_back_saved (&s);
  return err;
}

int
warn_given_something_else (void)
{
  struct handler *old = handler;
  struct handler here;
  int err = setjmp (here.env);
  if (!err)
    {
      handler = &here; /* { dg-warning {'here' is left in 'handler'} } */
      body ();
    }
  report (old != 0);
  return err;
}
