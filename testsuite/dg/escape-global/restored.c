/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A global is set to a local's address and given its old value back.  */

struct frame
{
  struct frame *up;
  int depth;
};
static struct frame *top;
struct ctx
{
  int *cell;
  int n;
};
struct ctx current;
void work (void);
int busy (void);
int
current_depth (void)
{
  return top ? top->depth : 0;
}

void
nowarn_save_restore (void)
{
  int x = 0;
  int *old = current.cell;
  current.cell = &x;
  work ();
  current.cell = old;
}

void
nowarn_cleared (void)
{
  int x = 0;
  current.cell = &x;
  work ();
  current.cell = 0;
}

int
nowarn_push_pop (void)
{
  struct frame f;
  f.up = top;
  f.depth = f.up ? f.up->depth + 1 : 0;
  top = &f;
  work ();
  top = f.up;
  return f.depth;
}

void
nowarn_struct_restored (void)
{
  int x = 0;
  struct ctx save = current;
  current.cell = &x;
  current.n = 1;
  work ();
  current = save;
}

int
nowarn_goto_exit (void)
{
  struct frame f = { top, 1 };
  int rc = -1;
  top = &f;
  if (!busy ())
    goto out;
  work ();
  if (!busy ())
    goto out;
  rc = 0;
out:
  top = f.up;
  return rc;
}

void
warn_early_return (void)
{
  struct frame f = { top, 1 };
  top = &f; /* { dg-warning {'f' is left in 'top'.*\[escape-global\]} } */
  work ();
  if (busy ())
    return;
  top = f.up;
}

void
warn_restored_wrong_field (void)
{
  int x = 0;
  struct ctx save = current;
  current.cell = &x; /* { dg-warning {'x' is left in 'current.cell'.*\[escape-global\]} } */
  work ();
  current.n = save.n;
}

void
warn_one_frame_too_few (void)
{
  struct frame outer = { top, 1 };
  struct frame inner = { &outer, 2 };
  top = &inner;
  work ();
  top = inner.up; /* { dg-warning {'outer' is left in 'top'.*\[escape-global\]} } */
}
