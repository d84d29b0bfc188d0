/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A compound literal lives as long as the block around it: also the block
   that a branch is without braces.  */

struct opt
{
  const char *name;
  int value;
};
void use (const void *);

int
warn_braces (int c)
{
  struct opt *o = 0;
  if (c)
    {
      o = &(struct opt){ "x", c };
      use (o);
    }
  return c ? o->value : 0; /* { dg-warning {compound literal.*\[escape-scope\]} } */
}

void
warn_branch_without_braces (int c)
{
  const int *v = 0;
  if (c)
    v = (int[]){ 1, 2, c };
  if (c)
    use (v); /* { dg-warning {compound literal.*\[escape-scope\]} } */
}

void
warn_loop_body (int n)
{
  struct opt *last = 0;
  for (int i = 0; i < n; i++)
    last = &(struct opt){ "i", i };
  if (n > 0)
    use (last); /* { dg-warning {compound literal.*\[escape-scope\]} } */
}

void
nowarn_function_block (int c)
{
  const int *v = (int[]){ 1, 2, c };
  use (v);
}

int
nowarn_value (int c)
{
  struct opt o = { "none", 0 };
  if (c)
    o = *&(struct opt){ "x", c };
  return o.value;
}

void
nowarn_argument (int n)
{
  for (int i = 0; i < n; i++)
    use (&(struct opt){ "i", i });
}
