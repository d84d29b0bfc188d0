/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A pointer from one round of a loop is used in the next, or after it.  */

int next (void);
void use (const void *);

int
warn_minimum (int n)
{
  int *min = 0;
  for (int i = 0; i < n; i++)
    {
      int v = next ();
      if (!min || v < *min) /* { dg-warning {'v'.*\[escape-scope\]} } */
        min = &v;
    }
  return min != 0;
}

int
warn_found (int n)
{
  int *found = 0;
  for (int i = 0; i < n; i++)
    {
      int v = next ();
      if (v == 7)
        {
          found = &v;
          break;
        }
    }
  return found ? *found : -1; /* { dg-warning {'v'.*\[escape-scope\]} } */
}

int
warn_do_while_condition (void)
{
  int *p, n = 0;
  do
    {
      int done = next ();
      p = &done;
      n++;
    }
  while (!*p); /* { dg-warning {'done'.*\[escape-scope\]} } */
  return n;
}

int
warn_array_of_rounds (void)
{
  int *v[4], s = 0;
  for (int i = 0; i < 4; i++)
    {
      int x = next ();
      v[i] = &x;
    }
  for (int i = 0; i < 4; i++)
    s += *v[i]; /* { dg-warning {'x'.*\[escape-scope\]} } */
  return s;
}

void
warn_chain (int n)
{
  struct node
  {
    struct node *next;
    int v;
  } *head = 0;
  for (int i = 0; i < n; i++)
    {
      struct node e = { head, i };
      head = &e;
    }
  use (head); /* { dg-warning {'e'.*\[escape-scope\]} } */
}

int
nowarn_minimum_value (int n)
{
  int min = 0;
  for (int i = 0; i < n; i++)
    {
      int v = next ();
      int *p = &v;
      if (*p < min)
        min = *p;
    }
  return min;
}

int
nowarn_compared_only (int n)
{
  int *found = 0;
  for (int i = 0; i < n; i++)
    {
      int v = next ();
      if (v == 7)
        found = &v;
    }
  return found != 0;
}

int
nowarn_set_before_use (int n)
{
  int *p, s = 0;
  for (int i = 0; i < n; i++)
    {
      int v = next ();
      p = &v;
      s += *p;
    }
  return s;
}

int
nowarn_declared_outside (void)
{
  int *p, done;
  do
    {
      done = next ();
      p = &done;
    }
  while (!*p);
  return done;
}

int
nowarn_array_outside (void)
{
  int *v[4], x[4], s = 0;
  for (int i = 0; i < 4; i++)
    {
      x[i] = next ();
      v[i] = &x[i];
    }
  for (int i = 0; i < 4; i++)
    s += *v[i];
  return s;
}
