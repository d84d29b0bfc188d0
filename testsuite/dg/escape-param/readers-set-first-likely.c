/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The same leftover is reported at level likely.  */
/* { dg-options "-fplugin-arg-escape-level=likely" } */

struct scanner
{
  char *line;
  int pos;
};

static int
read_line (struct scanner *s)
{
  return s->line[s->pos++];
}

int
warn_set_before_each_use (struct scanner *s)
{
  char buf[80] = "";
  s->line = buf; /* { dg-warning {'buf'.* left in.*\[escape-param\]} } */
  s->pos = 0;
  return read_line (s);
}

int
nowarn_taken_back (struct scanner *s)
{
  char other[20] = "";
  s->line = other;
  s->pos = 0;
  int r = read_line (s) + read_line (s);
  s->line = 0;
  return r;
}
