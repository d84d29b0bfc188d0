/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A struct that holds the pointer is copied into the caller's memory.  */

#include <string.h>

struct msg
{
  const char *text;
  int n;
};
struct pair
{
  struct msg a, b;
};

int
first_char (const struct msg *m)
{
  return m->text[0];
}
static void
copy (struct msg *to, const struct msg *from)
{
  *to = *from;
}
static void
move (struct pair *p)
{
  p->b = p->a;
}

void
warn_assigned (struct msg *out)
{
  char buf[16] = "a";
  struct msg m = { buf, 1 };
  *out = m; /* { dg-warning {'buf' is left in.*\[escape-param\]} } */
}

void
warn_memcpy (struct msg *out)
{
  char buf[16] = "a";
  struct msg m = { buf, 1 };
  memcpy (out, &m, sizeof m); /* { dg-warning {'buf'.*\[escape-param\]} } */
}

void
warn_callee_copies (struct msg *out)
{
  char buf[16] = "a";
  struct msg m = { buf, 1 };
  copy (out, &m); /* { dg-warning {'buf'.*\[escape-(param|call)\]} } */
}

void
warn_array (struct msg out[2])
{
  char buf[16] = "a";
  struct msg m[2] = { { "x", 1 }, { buf, 2 } };
  for (int i = 0; i < 2; i++)
    out[i] = m[i]; /* { dg-warning {'buf' is left in.*\[escape-param\]} } */
}

void
warn_moved_inside (struct pair *p)
{
  char buf[16] = "a";
  p->a.text = buf;
  move (p); /* { dg-warning {'buf'.*\[escape-(param|call)\]} } */
  p->a.text = 0;
}

void
nowarn_clean_copy (struct msg *out)
{
  char buf[16] = "a";
  struct msg m = { buf, 1 };
  m.n = m.text[0];
  m.text = "const";
  copy (out, &m);
}

void
nowarn_reset_after_copy (struct msg *out)
{
  char buf[16] = "a";
  struct msg m = { buf, 1 };
  *out = m;
  out->text = "const";
}

void
nowarn_by_value (struct msg m)
{
  char buf[16] = "a";
  m.text = buf;
  m.n = m.text[0];
}

void
nowarn_copied_in (const struct msg *in)
{
  char buf[16] = "a";
  struct msg m;
  copy (&m, in);
  m.text = buf;
}
