/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A callee or a libc function copies the struct that holds the pointer.  */

#include <string.h>
#include <strings.h>

struct msg
{
  const char *text;
  long n;
};

static void
copy (struct msg *to, const struct msg *from)
{
  *to = *from;
}

void
warn_callee (struct msg *out)
{
  char b[16] = "x";
  struct msg m = { b, 1 };
  copy (out, &m); /* { dg-warning {'b'.*\[escape-(param|call)\]} } */
}

void
warn_memcpy (struct msg *out)
{
  char b[16] = "x";
  struct msg m = { b, 1 };
  memcpy (out, &m, sizeof m); /* { dg-warning {'b'.*\[escape-(param|call)\]} } */
}

void
warn_memcpy_many (struct msg *out, size_t n)
{
  char b[16] = "x";
  struct msg m[4] = { { b, 1 }, { b, 2 }, { b, 3 }, { b, 4 } };
  memcpy (out, m, 4 * sizeof *m); /* { dg-warning {'b'.*\[escape-(param|call)\]} } */
}

void
warn_bcopy (struct msg *out)
{
  char b[16] = "x";
  struct msg m = { b, 1 };
  bcopy (&m, out, sizeof m); /* { dg-warning {'b'.*\[escape-(param|call)\]} } */
}

void
nowarn_taken_back (struct msg *out)
{
  char b[16] = "x";
  struct msg m = { b, 1 }, old;
  copy (&old, out);
  copy (out, &m);
  copy (out, &old);
}

void
nowarn_other_way (struct msg *in)
{
  char b[16] = "x";
  struct msg m = { b, 1 };
  copy (&m, in);
}
