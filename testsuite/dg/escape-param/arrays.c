/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Arrays and vectors of the caller receive addresses.  */

struct vec
{
  void **items;
  int n, cap;
};
struct ring
{
  void *slot[8];
  unsigned head, tail;
};
void work (void);

void
warn_filled (int **out, int n)
{
  int cells[8];
  for (int i = 0; i < n && i < 8; i++)
    {
      cells[i] = i;
      out[i] = &cells[i]; /* { dg-warning {'cells' is left in.*\[escape-param\]} } */
    }
}

void
warn_copied_array (void *out[3])
{
  int a = 1, b = 2;
  void *in[3] = { 0, &a, &b };
  for (int i = 0; i < 3; i++)
    out[i] = in[i]; /* { dg-warning {'(a|b)' is left in.*\[escape-param\]} } */
}

void
warn_vector (struct vec *v)
{
  int x = 1;
  if (v->n < v->cap)
    v->items[v->n++] = &x; /* { dg-warning {'x' is left in.*\[escape-param\]} } */
}

void
warn_ring (struct ring *r)
{
  char m[8] = "";
  r->slot[r->tail++ % 8] = m; /* { dg-warning {'m' is left in.*\[escape-param\]} } */
  work ();
}

void
nowarn_values (int *out, int n)
{
  int cells[8];
  int *p[8];
  for (int i = 0; i < n && i < 8; i++)
    {
      cells[i] = i;
      p[i] = &cells[i];
      out[i] = *p[i];
    }
}

void
nowarn_same_slot (struct ring *r)
{
  char m[8] = "";
  unsigned at = r->tail % 8;
  r->slot[at] = m;
  work ();
  r->slot[at] = 0;
}

void
nowarn_local_vector (void)
{
  int x = 1;
  void *store[4];
  struct vec v = { store, 0, 4 };
  v.items[v.n++] = &x;
  work ();
}
