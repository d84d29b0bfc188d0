/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The address of an automatic object is the return value.  */

struct pair
{
  int a, b;
};

int *
warn_local (void)
{
  int x = 1;
  return &x; /* { dg-warning {'x'.*\[escape-return\]} } */
}

int *
warn_through_variable (void)
{
  int x = 1;
  int *p = &x;
  return p; /* { dg-warning {'x'.*\[escape-return\]} } */
}

char *
warn_array (void)
{
  char buf[32] = "text";
  return buf; /* { dg-warning {'buf'.*\[escape-return\]} } */
}

char *
warn_array_tail (int skip)
{
  char buf[32] = "text";
  char *p = buf;
  while (skip-- > 0 && *p)
    p++;
  return p; /* { dg-warning {'buf'.*\[escape-return\]} } */
}

int *
warn_parameter (int n)
{
  return &n; /* { dg-warning {'n'.*\[escape-return\]} } */
}

int *
warn_struct_member (void)
{
  struct pair p = { 1, 2 };
  return &p.b; /* { dg-warning {'p'.*\[escape-return\]} } */
}

const char *
warn_conditional (int c)
{
  char one[4] = "1", two[4] = "2";
  return c ? one : two; /* { dg-warning {'(one|two)'.*\[escape-return\]} } */
}

struct pair *
warn_compound_literal (void)
{
  return &(struct pair){ 1, 2 }; /* { dg-warning {compound literal.*\[escape-return\]} } */
}

struct pair
nowarn_value (void)
{
  struct pair p = { 1, 2 };
  struct pair *q = &p;
  return *q;
}

int *
nowarn_static (void)
{
  static int x;
  return &x;
}

const char *
nowarn_string (int c)
{
  const char *names[] = { "zero", "one" };
  return names[c & 1];
}

int *
nowarn_parameter_pointee (int *p)
{
  int *q = p;
  return q + 1;
}

/* Here the merged return has no place of its own, and at some levels one that
   is nothing but a block: then the declaration stands for it.  */
void *
warn_merged_return (int c)
{
  int x[4] = { 0 }; /* { dg-warning {escape-return} } */
  if (0)
    {
    }
  else
    {
      if (0)
        return 0;
    }
  return (void *)&x[3];
}
