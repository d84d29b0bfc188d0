/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The address is an element of an array of pointers.  */

int *
warn_constant_index (void)
{
  int a = 1, b = 2;
  int *v[2] = { &a, &b };
  return v[1]; /* { dg-warning {'b'.*\[escape-return\]} } */
}

int *
warn_variable_index (int i)
{
  int a = 1, b = 2;
  int *v[2] = { &a, &b };
  return v[i & 1]; /* { dg-warning {'(a|b)'.*\[escape-return\]} } */
}

int *
warn_one_of_many (int i, int *in)
{
  int last = 1;
  int *v[3] = { in, in, &last };
  return v[i % 3]; /* { dg-warning {'last'.*\[escape-return\]} } */
}

int
nowarn_value (int i)
{
  int a = 1, b = 2;
  int *v[2] = { &a, &b };
  return *v[i & 1];
}

int *
nowarn_other_element (int *in)
{
  int mine = 1;
  int *v[2] = { &mine, in };
  *v[0] = *v[1];
  return v[1];
}

int *
nowarn_overwritten (int *in)
{
  int mine = 1;
  int *v[2] = { &mine, &mine };
  *v[0] = 2;
  v[0] = v[1] = in;
  return v[*in & 1];
}
