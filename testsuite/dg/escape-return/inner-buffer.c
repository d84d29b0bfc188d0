/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A record with a small buffer of its own and a pointer into it: bytes put
   into the buffer are not put into the members beside it.  */

#include <stdlib.h>
#include <string.h>

struct text
{
  char *buf;
  size_t len, room;
  char small[32];
  int heap;
};

static __attribute__ ((noinline)) void
start (struct text *t)
{
  t->buf = t->small;
  t->room = sizeof t->small;
  t->len = 0;
  t->heap = 0;
}

static __attribute__ ((noinline)) void
add (struct text *t, const char *s)
{
  size_t n = strlen (s);
  if (t->len + n + 1 > t->room)
    {
      char *big = malloc (2 * (t->len + n + 1));
      if (!big)
        abort ();
      memcpy (big, t->buf, t->len);
      if (t->heap)
        free (t->buf);
      t->buf = big;
      t->heap = 1;
      t->room = 2 * (t->len + n + 1);
    }
  memcpy (t->buf + t->len, s, n + 1);
  t->len += n;
}

char *
warn_inner (const char *s)
{
  struct text t;
  start (&t);
  add (&t, "<");
  add (&t, s);
  return t.buf; /* { dg-warning {'t' is returned.*\[escape-return\]} } */
}

char *
nowarn_copied_if_inner (const char *s)
{
  struct text t;
  start (&t);
  add (&t, "<");
  add (&t, s);
  return t.heap ? t.buf : strdup (t.buf);
}

size_t
nowarn_length (const char *s)
{
  struct text t;
  start (&t);
  add (&t, s);
  if (t.heap)
    free (t.buf);
  return t.len;
}
