/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A stack in the caller's record, pushed and popped, also by callees; the
   counter is no element of the array beside it.  */

struct stack
{
  int n;
  void *v[16];
};
struct machine
{
  int id;
  struct stack st;
};
struct vector
{
  void **items;
  unsigned n;
};
void work (void);

static __attribute__ ((noinline)) void
push (struct vector *v, void *p)
{
  v->items[v->n++] = p;
}

static __attribute__ ((noinline)) void *
pop (struct vector *v)
{
  return v->items[--v->n];
}

void
nowarn_by_hand (struct stack *s)
{
  int x = 1;
  s->v[s->n++] = &x;
  work ();
  s->n--;
}

void
nowarn_saved_counter (struct machine *m)
{
  int x = 1, save = m->st.n;
  m->st.v[m->st.n++] = &x;
  work ();
  m->st.n = save;
}

void
nowarn_by_callees (struct vector *v)
{
  int x = 1;
  push (v, &x);
  work ();
  pop (v);
}

void
warn_by_hand (struct machine *m)
{
  int x = 1;
  m->st.v[m->st.n++] = &x; /* { dg-warning {'x' is left in.*\[escape-param\]} } */
  work ();
}

void
warn_by_callee (struct vector *v)
{
  int x = 1;
  push (v, &x); /* { dg-warning {'x' is left in.*\[escape-param\]} } */
  work ();
}

void
warn_below_top (struct stack *s)
{
  int x = 1;
  s->v[s->n - 1] = &x; /* { dg-warning {'x' is left in.*\[escape-param\]} } */
  work ();
  s->n++;
}
