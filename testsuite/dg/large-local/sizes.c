/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Automatic objects around the default limit of 131072 bytes.  */

#include <stddef.h>

void use (void *, size_t);

struct big
{
  char bytes[200000];
};

void
warn_array (void)
{
  char buf[131073]; /* { dg-warning {'buf'.*\[large-local\]} } */
  use (buf, sizeof buf);
}

void
warn_struct (void)
{
  struct big b; /* { dg-warning {'b'.*\[large-local\]} } */
  use (&b, sizeof b);
}

void
warn_matrix (void)
{
  double m[256][256]; /* { dg-warning {'m'.*\[large-local\]} } */
  use (m, sizeof m);
}

void
warn_inner_block (int n)
{
  if (n > 3)
    {
      int table[100000]; /* { dg-warning {'table'.*\[large-local\]} } */
      use (table, sizeof table);
    }
}

void
nowarn_at_limit (void)
{
  char buf[131072];
  use (buf, sizeof buf);
}

void
nowarn_static (void)
{
  static char buf[1 << 20];
  use (buf, sizeof buf);
}

void
nowarn_pointer (struct big *b)
{
  use (b, sizeof *b);
}

void
nowarn_several_small (void)
{
  char a[100000], b[100000];
  use (a, sizeof a);
  use (b, sizeof b);
}
