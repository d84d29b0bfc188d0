/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap: 0 */
/* A local struct holds the pointer on the way.  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct buffer
{
  char *data;
  size_t len, cap;
};

static __attribute__ ((noinline)) void
put (struct buffer *b, char c)
{
  if (b->len < b->cap)
    b->data[b->len++] = c;
}

int
main (void)
{
  struct buffer b = { malloc (64), 0, 64 };
  if (!b.data)
    return 1;
  for (int i = 0; i < 26; i++)
    put (&b, 'a' + i);
  put (&b, 0);
  puts (b.data);
  free (b.data);
  return 0;
}
