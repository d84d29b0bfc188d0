/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bytes.c - numbers and strings as bytes, and back.  */

#include "bytes.h"
#include "alloc.h"

#include <stdlib.h>
#include <string.h>

#define uthash_malloc(N)   esc_xmalloc (N)
#define uthash_fatal(TEXT) esc_fatal ("%s", TEXT)
#include <uthash.h>

struct esc_bytes_string
{
  char *text;
  uint32_t number;
  UT_hash_handle hh;
};

/* ---- writing -------------------------------------------------------------*/

void
esc_put_bytes (struct esc_writer *w, const void *data, size_t n)
{
  if (w->size + n > w->cap)
    {
      size_t cap = w->cap ? w->cap : 256;
      while (cap < w->size + n)
        cap *= 2;
      w->data = esc_xrealloc (w->data, cap);
      w->cap = cap;
    }
  if (n)
    memcpy (w->data + w->size, data, n);
  w->size += n;
}

void
esc_put (struct esc_writer *w, uint64_t n)
{
  unsigned char buf[10];
  size_t len = 0;
  do
    {
      buf[len] = (unsigned char)(n & 127);
      n >>= 7;
      if (n)
        buf[len] |= 128;
      len++;
    }
  while (n);
  esc_put_bytes (w, buf, len);
}

void
esc_put_signed (struct esc_writer *w, int64_t n)
{
  uint64_t bits = (uint64_t)n << 1;
  esc_put (w, n < 0 ? ~bits : bits);
}

void
esc_put_string (struct esc_writer *w, const char *s)
{
  struct esc_bytes_string *found = NULL;
  if (!s)
    s = "";
  HASH_FIND_STR (w->table, s, found);
  if (!found)
    {
      found = esc_xcalloc (1, sizeof *found);
      found->text = esc_xstrdup (s);
      found->number = w->nstrings++;
      HASH_ADD_KEYPTR (hh, w->table, found->text, strlen (found->text), found);
    }
  esc_put (w, found->number);
}

size_t
esc_part_begin (struct esc_writer *w)
{
  return w->size;
}

/* The length goes in front, so the part makes room.  */
void
esc_part_end (struct esc_writer *w, size_t begin)
{
  size_t size = w->size - begin;
  esc_put (w, size);
  size_t room = w->size - begin - size;
  unsigned char length[10];
  memcpy (length, w->data + begin + size, room);
  memmove (w->data + begin + room, w->data + begin, size);
  memcpy (w->data + begin, length, room);
}

/* uthash keeps the order of insertion, which is that of the numbers.  */
unsigned char *
esc_writer_finish (struct esc_writer *w, size_t *size)
{
  struct esc_writer out = { 0 };
  struct esc_bytes_string *s, *next;
  esc_put (&out, w->nstrings);
  HASH_ITER (hh, w->table, s, next)
  {
    size_t n = strlen (s->text);
    esc_put (&out, n);
    esc_put_bytes (&out, s->text, n);
  }
  esc_put_bytes (&out, w->data, w->size);
  HASH_ITER (hh, w->table, s, next)
  {
    HASH_DEL (w->table, s);
    free (s->text);
    free (s);
  }
  free (w->data);
  memset (w, 0, sizeof *w);
  *size = out.size;
  return out.data;
}

/* ---- reading -------------------------------------------------------------*/

uint64_t
esc_get (struct esc_reader *r)
{
  uint64_t n = 0;
  for (unsigned shift = 0; shift < 64; shift += 7)
    {
      if (r->at >= r->end)
        break;
      unsigned char c = *r->at++;
      n |= (uint64_t)(c & 127) << shift;
      if (!(c & 128))
        return n;
    }
  r->bad = true;
  r->at = r->end;
  return 0;
}

uint32_t
esc_get_max (struct esc_reader *r, uint32_t max)
{
  uint64_t n = esc_get (r);
  if (n <= max)
    return (uint32_t)n;
  r->bad = true;
  r->at = r->end;
  return 0;
}

int64_t
esc_get_signed (struct esc_reader *r)
{
  uint64_t n = esc_get (r);
  return n & 1 ? (int64_t) ~(n >> 1) : (int64_t)(n >> 1);
}

const char *
esc_get_string (struct esc_reader *r)
{
  uint64_t n = esc_get (r);
  if (n < r->nstrings)
    return r->strings[n];
  if (!r->bad)
    r->at = r->end;
  r->bad = true;
  return "";
}

struct esc_reader
esc_get_part (struct esc_reader *r)
{
  struct esc_reader part = *r;
  uint64_t n = esc_get (r);
  if (n > (uint64_t)(r->end - r->at))
    {
      r->bad = true;
      n = 0;
    }
  part.at = r->at;
  part.end = r->at + n;
  part.bad = r->bad;
  r->at += n;
  return part;
}

void
esc_reader_begin (struct esc_reader *r, const unsigned char *data, size_t size,
                  const char *(*copy) (void *, const char *, size_t), void *arg)
{
  memset (r, 0, sizeof *r);
  r->at = data;
  r->end = data + size;
  /* Each string takes a byte at least.  */
  uint32_t n = esc_get_max (r, size < UINT32_MAX ? (uint32_t)size : UINT32_MAX);
  r->strings = esc_xcalloc ((size_t)n + 1, sizeof *r->strings);
  for (uint32_t i = 0; i < n; i++)
    {
      uint64_t len = esc_get (r);
      if (r->bad || len > (uint64_t)(r->end - r->at)
          || memchr (r->at, '\0', len))
        {
          r->bad = true;
          r->at = r->end;
          return;
        }
      r->strings[r->nstrings++] = copy (arg, (const char *)r->at, len);
      r->at += len;
    }
}

void
esc_reader_end (struct esc_reader *r)
{
  free (r->strings);
  r->strings = NULL;
}
