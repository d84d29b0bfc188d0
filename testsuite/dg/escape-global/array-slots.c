/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Elements of static arrays hold the address; the same one must be
   cleared.  */

static void *slots[16];
static unsigned top;
static void **cursor = slots;
void work (void);
void *
slot (unsigned i)
{
  return slots[i & 15];
}

void
warn_constant_slot (void)
{
  int x = 1;
  slots[3] = &x; /* { dg-warning {'x' is left in 'slots.*\[escape-global\]} } */
  work ();
}

void
warn_other_slot_cleared (void)
{
  int x = 1;
  slots[3] = &x; /* { dg-warning {'x' is left in 'slots.*\[escape-global\]} } */
  work ();
  slots[4] = 0;
}

void
warn_pushed (void)
{
  int x = 1;
  slots[top++ & 15] = &x; /* { dg-warning {'x' is left in 'slots.*\[escape-global\]} } */
  work ();
}

void
warn_cursor (void)
{
  int x = 1;
  *cursor = &x; /* { dg-warning {'x' is left in.*\[escape-global\]} } */
}

void
warn_loop (void)
{
  int cells[16];
  for (int i = 0; i < 16; i++)
    {
      cells[i] = i;
      slots[i] = &cells[i]; /* { dg-warning {'cells' is left in 'slots.*\[escape-global\]} } */
    }
}

void
nowarn_same_slot (void)
{
  int x = 1;
  slots[3] = &x;
  work ();
  slots[3] = 0;
}

void
nowarn_same_index (unsigned i)
{
  int x = 1;
  slots[i & 15] = &x;
  work ();
  slots[i & 15] = 0;
}

void
nowarn_popped (void)
{
  int x = 1;
  unsigned at = top++ & 15;
  slots[at] = &x;
  work ();
  slots[at] = 0;
}

void
nowarn_by_address (void)
{
  int x = 1;
  void **s = &slots[5];
  *s = &x;
  work ();
  *s = 0;
}
