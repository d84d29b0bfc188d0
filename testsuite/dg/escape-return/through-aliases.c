/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calls through function pointers and tables of constants, and aliases.  */

#include <stddef.h>

typedef char *(*pick_t) (char *, char *);
static char *
first (char *a, char *b)
{
  (void)b;
  return a;
}
static char *
second (char *a, char *b)
{
  (void)a;
  return b;
}
static const pick_t picks[2] = { first, second };
static const struct
{
  pick_t pick;
} one = { first };
char *aliased (char *, char *) __attribute__ ((alias ("real_second")));
char *
real_second (char *a, char *b)
{
  (void)a;
  return b;
}
extern pick_t unknown_pick;

char *
warn_constant_pointer (char *in)
{
  char buf[8] = "";
  pick_t p = second;
  return p (in, buf); /* { dg-warning {'buf'.*\[escape-return\]} } */
}

char *
warn_table (char *in, int i)
{
  char buf[8] = "";
  return picks[i & 1](in, buf); /* { dg-warning {'buf'.*\[escape-return\]} } */
}

char *
warn_alias (char *in)
{
  char buf[8] = "";
  return aliased (in, buf); /* { dg-warning {'buf'.*\[escape-return\]} } */
}

char *
warn_struct_constant (char *in)
{
  char buf[8] = "";
  return one.pick (buf, in); /* { dg-warning {'buf'.*\[escape-return\]} } */
}

char *
nowarn_constant_pointer (char *in)
{
  char buf[8] = "";
  pick_t p = first;
  return p (in, buf);
}

char *
nowarn_table_constant_index (char *in)
{
  char buf[8] = "";
  return picks[0](in, buf);
}

char *
nowarn_unknown (char *in)
{
  char buf[8] = "";
  return unknown_pick (in, buf);
}

char *
nowarn_struct_constant (char *in)
{
  char buf[8] = "";
  return one.pick (in, buf);
}
