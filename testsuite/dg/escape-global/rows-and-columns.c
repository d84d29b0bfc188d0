/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Elements of arrays of arrays, of records copied whole, and elements reached
   through their address: the same element is the same place.  */

struct cell
{
  int kind;
  void *p;
};
static struct
{
  int used;
  struct cell at[3][4];
} grid;
static struct cell regs[8];
void work (void);

void *
get (int i, int j)
{
  return grid.used ? grid.at[i][j].p : regs[i].p;
}

void
warn_element (int i, int j)
{
  int x = 1;
  grid.at[i][j].p = &x; /* { dg-warning {'x' is left in 'grid.*\[escape-global\]} } */
  work ();
  grid.used = 0;
}

void
nowarn_element (int i, int j)
{
  int x = 1;
  grid.at[i][j].p = &x;
  grid.used++;
  work ();
  grid.at[i][j].p = 0;
}

void
nowarn_by_address (int i, int j)
{
  int x = 1;
  struct cell *c = &grid.at[i][j];
  c->p = &x;
  work ();
  grid.at[i][j].p = 0;
}

void
nowarn_all (void)
{
  int x[12];
  for (int i = 0; i < 3; i++)
    for (int j = 0; j < 4; j++)
      grid.at[i][j].p = &x[i * 4 + j];
  work ();
  for (int i = 0; i < 3; i++)
    for (int j = 0; j < 4; j++)
      grid.at[i][j].p = 0;
}

void
nowarn_record_restored (int i)
{
  int x = 1;
  struct cell mine = { 2, &x }, old = regs[i];
  regs[i] = mine;
  work ();
  regs[i] = old;
}

void
warn_record_in_part (int i)
{
  int x = 1;
  struct cell mine = { 2, &x };
  regs[i] = mine; /* { dg-warning {'x' is left in 'regs.*\[escape-global\]} } */
  work ();
  regs[i].kind = 0;
}
