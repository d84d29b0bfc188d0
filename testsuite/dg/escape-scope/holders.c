/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pointer waits in a struct, an array or behind a callee's out
   parameter.  */

struct opt
{
  const char *name;
  int *value;
  struct opt *next;
};
void print (int);
void use (const void *);
static void
set (int **to, int *p)
{
  *to = p;
}

void
warn_struct (int c)
{
  struct opt o = { "n", 0, 0 };
  {
    int v = c;
    o.value = &v;
  }
  print (*o.value); /* { dg-warning {'v'.*\[escape-scope\]} } */
}

void
warn_list_of_blocks (int a, int b)
{
  struct opt *head = 0;
  if (a)
    {
      struct opt oa = { "a", &a, head };
      head = &oa;
    }
  if (b)
    {
      struct opt ob = { "b", &b, 0 };
      use (&ob);
    }
  if (a)
    print (*head->value); /* { dg-warning {'oa'.*\[escape-scope\]} } */
}

void
warn_out_parameter (int c)
{
  int *p = 0;
  if (c)
    {
      int x = c;
      set (&p, &x);
    }
  if (c)
    print (*p); /* { dg-warning {'x'.*\[escape-scope\]} } */
}

void
warn_statement_expression (int c)
{
  int *p = ({ int t = c; &t; });
  *p = 4; /* { dg-warning {'t'.*\[escape-scope\]} } */
}

void
nowarn_struct_other_field (int c)
{
  struct opt o = { "n", 0, 0 };
  {
    int v = c;
    o.value = &v;
    ++*o.value;
  }
  use (o.name);
}

void
nowarn_list_outside (int a, int b)
{
  struct opt *head = 0, oa, ob;
  if (a)
    {
      oa = (struct opt){ "a", &a, head };
      head = &oa;
    }
  if (b)
    {
      ob = (struct opt){ "b", &b, head };
      head = &ob;
    }
  for (struct opt *o = head; o; o = o->next)
    print (*o->value);
}

void
nowarn_out_parameter_again (int c)
{
  int *p = 0;
  if (c)
    {
      int x = c;
      set (&p, &x);
      print (*p);
    }
  set (&p, &c);
  print (*p);
}

void
nowarn_statement_expression_value (int c)
{
  int v = ({ int t = c; int *q = &t; *q + 1; });
  print (v);
}
