/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An out-parameter receives the address of a local.  */

#include <stdlib.h>
#include <string.h>

struct view
{
  const char *text;
  size_t len;
};
struct owner
{
  struct view v;
  int *count;
};
size_t
text_length (const struct view *v)
{
  return strlen (v->text);
}

void
warn_out (int **out)
{
  int x = 1;
  *out = &x; /* { dg-warning {address of local variable 'x' is left in '\*out'.*\[escape-param\]} } */
}

void
warn_member (struct view *v)
{
  char buf[16] = "abc";
  v->text = buf; /* { dg-warning {'buf' is left in 'v->text'.*\[escape-param\]} } */
  v->len = 3;
}

void
warn_deep_member (struct owner *o)
{
  char buf[16] = "abc";
  o->v.text = buf + 1; /* { dg-warning {'buf' is left in 'o->.*text'.*\[escape-param\]} } */
}

void
warn_element (char *words[])
{
  char word[16] = "abc";
  words[0] = word; /* { dg-warning {'word' is left in.*\[escape-param\]} } */
}

int
warn_error_path_only (struct owner *o, int n)
{
  int failures = 0;
  if (n < 0)
    {
      failures++;
      o->count = &failures; /* { dg-warning {'failures' is left in 'o->count'.*\[escape-param\]} } */
      return -1;
    }
  return 0;
}

int
nowarn_heap (char **out)
{
  char buf[16] = "abc";
  *out = malloc (sizeof buf);
  if (!*out)
    return -1;
  memcpy (*out, buf, sizeof buf);
  return 0;
}

void
nowarn_static (int **out)
{
  static int x;
  *out = &x;
}

void
nowarn_value (int *out)
{
  int x = 4, *p = &x;
  *out = *p;
}

void
nowarn_overwritten (int **out)
{
  int x = 1;
  static int kept;
  *out = &x;
  **out += 1;
  *out = &kept;
}

void
nowarn_parameter_copy (struct view v)
{
  char buf[16] = "abc";
  v.text = buf;
  v.len = strlen (v.text);
}
