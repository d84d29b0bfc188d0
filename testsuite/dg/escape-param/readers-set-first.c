/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every function in view that reads the field sets it first: a leftover that
   nobody sees.  Silent at the default level.  */

struct scanner
{
  char *line;
  int pos;
};
void step (void);

static int
read_line (struct scanner *s)
{
  return s->line[s->pos++];
}

int
nowarn_set_before_each_use (struct scanner *s)
{
  char buf[80] = "";
  s->line = buf;
  s->pos = 0;
  return read_line (s);
}

int
nowarn_second_user (struct scanner *s)
{
  char other[20] = "";
  s->line = other;
  s->pos = 0;
  return read_line (s) + read_line (s);
}
