/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The address leaves inside a struct that is returned by value.  */

#include <stddef.h>
#include <string.h>

struct slice
{
  const char *text;
  size_t len;
};
struct token
{
  int kind;
  struct slice s;
};
struct iter
{
  int *cur, *end;
  int step;
};
void fill (char *, size_t);

static struct slice
slice_of (const char *p, size_t n)
{
  struct slice s = { p, n };
  return s;
}

static struct token
token_of (int kind, struct slice s)
{
  struct token t;
  t.kind = kind;
  t.s = s;
  return t;
}

struct slice
warn_field (void)
{
  char buf[16] = "abc";
  struct slice s;
  s.text = buf;
  s.len = 3;
  return s; /* { dg-warning {'buf'.*\[escape-return\]} } */
}

struct slice
warn_initialiser (void)
{
  char buf[16] = "abc";
  struct slice s = { buf, 3 };
  return s; /* { dg-warning {'buf'.*\[escape-return\]} } */
}

struct slice
warn_compound_literal_value (void)
{
  char buf[16] = "abc";
  return (struct slice){ buf, 3 }; /* { dg-warning {'buf'.*\[escape-return\]} } */
}

struct token
warn_constructors (int n)
{
  char buf[16];
  fill (buf, sizeof buf);
  return token_of (n, slice_of (buf + 1, 3)); /* { dg-warning {'buf'.*\[escape-return\]} } */
}

struct iter
warn_second_member (int *start)
{
  int stop = 0;
  struct iter it = { start, &stop, 1 };
  return it; /* { dg-warning {'stop'.*\[escape-return\]} } */
}

struct slice
nowarn_other_field_only (void)
{
  char buf[16];
  struct
  {
    char *work;
    struct slice out;
  } state;
  state.work = buf;
  fill (state.work, sizeof buf);
  state.out.text = "constant";
  state.out.len = 8;
  return state.out;
}

size_t
nowarn_length_of_view (void)
{
  char buf[16];
  fill (buf, sizeof buf);
  struct slice s = slice_of (buf, sizeof buf);
  return s.len;
}

struct token
nowarn_reset_before_return (const char *in)
{
  char buf[16];
  fill (buf, sizeof buf);
  struct token t = token_of (1, slice_of (buf, 4));
  if (t.s.text[0] == in[0])
    t.kind = 2;
  t.s.text = in;
  return t;
}

struct slice
nowarn_replaced_whole (struct slice in)
{
  char buf[16];
  struct slice save = in;
  in.text = buf;
  fill ((char *)in.text, sizeof buf);
  in = save;
  return in;
}
