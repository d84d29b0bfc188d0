/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The store happens in a loop; the last round decides.  */

static int *current;
int next (void);
int
show (void)
{
  return current ? *current : 0;
}

void
warn_last_round (int n)
{
  for (int i = 0; i < n; i++)
    {
      int v = next ();
      current = &v; /* { dg-warning {'v' is left in 'current'.*\[escape-global\]} } */
      show ();
    }
}

void
warn_break_before_reset (int n)
{
  for (int i = 0; i < n; i++)
    {
      int v = next ();
      current = &v; /* { dg-warning {'v' is left in 'current'.*\[escape-global\]} } */
      if (show ())
        break;
      current = 0;
    }
}

void
warn_while (void)
{
  int v;
  while ((v = next ()) > 0)
    current = &v; /* { dg-warning {'v' is left in 'current'.*\[escape-global\]} } */
}

void
nowarn_each_round (int n)
{
  for (int i = 0; i < n; i++)
    {
      int v = next ();
      current = &v;
      show ();
      current = 0;
    }
}

void
nowarn_after_loop (int n)
{
  int v;
  for (int i = 0; i < n; i++)
    {
      v = i;
      current = &v;
      show ();
    }
  current = 0;
}

void
nowarn_continue (int n)
{
  for (int i = 0; i < n; i++)
    {
      int v = next ();
      current = &v;
      if (!show ())
        {
          current = 0;
          continue;
        }
      show ();
      current = 0;
    }
}
