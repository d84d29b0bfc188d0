/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Functions of another file save a holder, or what it held, and put it back
   later without being handed it again.  */

struct op
{
  struct op *next;
  int type;
};
extern struct op *current_op;
extern struct op *last_op;
extern int save_mark;
void save_value (void *, int);
void save_place (struct op **);
void run (void);
void leave (int);

void
nowarn_value_saved (void)
{
  int mark = save_mark;
  struct op mine = { 0, 1 };
  save_value (current_op, 4);
  current_op = &mine;
  run ();
  leave (mark);
}

void
nowarn_place_saved (void)
{
  int mark = save_mark;
  struct op mine = { 0, 1 };
  save_place (&current_op);
  current_op = &mine;
  run ();
  leave (mark);
}

void
warn_another_place_saved (void)
{
  int mark = save_mark;
  struct op mine = { 0, 1 };
  save_place (&last_op);
  current_op = &mine; /* { dg-warning {'mine' is left in 'current_op'} } */
  run ();
  leave (mark);
}
