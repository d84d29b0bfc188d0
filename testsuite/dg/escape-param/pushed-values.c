/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A stack of structures, with its counter behind it: a value that holds an
   address is pushed and popped, here and by callees.  */

struct value
{
  int tag;
  union
  {
    double number;
    struct
    {
      const char *text;
      unsigned long len;
    } s;
  } as;
};

struct machine
{
  struct value stack[64];
  int top;
};

static void
push (struct machine *m, struct value v)
{
  m->stack[m->top++] = v;
}

static struct value
pop (struct machine *m)
{
  return m->stack[--m->top];
}

void
warn_pushed (struct machine *m)
{
  char text[8] = "a";
  struct value v = { .tag = 1 };
  v.as.s.text = text;
  push (m, v); /* { dg-warning {'text'.*\[escape-param\]} } */
}

int
nowarn_popped (struct machine *m)
{
  char text[8] = "a";
  struct value v = { .tag = 1 };
  v.as.s.text = text;
  push (m, v);
  struct value back = pop (m);
  return back.as.s.text[0];
}

void
nowarn_popped_in_place (struct machine *m)
{
  char text[8] = "a";
  struct value v = { .tag = 1 };
  v.as.s.text = text;
  m->stack[m->top++] = v;
  m->top--;
}
