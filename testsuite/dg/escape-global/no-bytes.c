/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copying no bytes from or to a null pointer is what an empty buffer looks
   like: the path goes on.  Copying some is not.  */

#include <stdlib.h>
#include <string.h>

struct buffer
{
  char *data;
  size_t used, room;
};

static struct buffer *kept;

static int
grow (struct buffer *b, size_t room)
{
  if (b->room >= room)
    return 0;
  char *data = calloc (room, 1);
  if (!data)
    return -1;
  memcpy (data, b->data, b->used);
  free (b->data);
  b->data = data;
  b->room = room;
  return 0;
}

size_t
kept_room (void)
{
  return kept->room;
}

void
warn_grown (void)
{
  struct buffer b = { 0 };
  if (grow (&b, 32))
    return;
  kept = &b; /* { dg-warning {'b'.*\[escape-global\]} } */
}

void
warn_no_bytes (char *to)
{
  struct buffer b = { 0 };
  memcpy (to, b.data, b.used);
  kept = &b; /* { dg-warning {'b'.*\[escape-global\]} } */
}

void
warn_maybe_no_bytes (char *to, size_t n)
{
  struct buffer b = { 0 };
  memcpy (to, b.data, n);
  kept = &b; /* { dg-warning {'b'.*\[escape-global\]} } */
}

void
nowarn_some_bytes (char *to)
{
  struct buffer b = { 0 };
  memcpy (to, b.data, 3);
  kept = &b;
}

void
nowarn_fill_some_bytes (void)
{
  struct buffer b = { 0 };
  memset (b.data, 0, 3);
  kept = &b;
}
