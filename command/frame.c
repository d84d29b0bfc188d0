/* SPDX-License-Identifier: GPL-3.0-or-later */
/* frame.c - records in a section.

   A frame's sizes are anybody's: what it claims to inflate to is bounded by
   what deflate can do with the bytes that are there, before it is
   allocated.  Zero bytes between frames are a linker's padding.  */

#include "frame.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum
{
  HEAD = 24,
  VERSION = 2,
  MOST_RATIO = 1032, /* of deflate */
  MOST_RAW = 1 << 30
};

static void
put32 (unsigned char *p, uint32_t n)
{
  for (int i = 0; i < 4; i++)
    p[i] = (unsigned char)(n >> 8 * i);
}

static uint32_t
get32 (const unsigned char *p)
{
  return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16
         | (uint32_t)p[3] << 24;
}

unsigned char *
esc_frame_pack (const unsigned char *raw, size_t nraw, size_t *size)
{
  uLongf n = compressBound (nraw);
  unsigned char *out = nraw < MOST_RAW ? malloc (HEAD + n) : NULL;
  if (!out)
    return NULL;
  if (compress2 (out + HEAD, &n, raw, nraw, Z_BEST_COMPRESSION) != Z_OK)
    {
      free (out);
      return NULL;
    }
  memcpy (out, ESC_FRAME_MAGIC, 8);
  put32 (out + 8, VERSION);
  put32 (out + 12, (uint32_t)n);
  put32 (out + 16, (uint32_t)nraw);
  put32 (out + 20, (uint32_t)crc32 (0, out + HEAD, (uInt)n));
  *size = HEAD + n;
  return out;
}

static unsigned char *
inflate_record (const unsigned char *head, size_t stored, size_t *nraw,
                const char **why)
{
  uLongf n = get32 (head + 16);
  unsigned char *raw = malloc (n ? n : 1);
  *why = "memory ran out";
  if (!raw)
    return NULL;
  *why = "a record cannot be inflated";
  if (uncompress (raw, &n, head + HEAD, stored) == Z_OK
      && n == get32 (head + 16))
    {
      *why = NULL;
      *nraw = n;
      return raw;
    }
  free (raw);
  return NULL;
}

unsigned char *
esc_frame_next (const unsigned char *data, size_t size, size_t *at,
                size_t *nraw, const char **why)
{
  *why = NULL;
  while (*at < size && !data[*at])
    ++*at;
  const unsigned char *head = data + *at;
  size_t left = size - *at;
  if (left == 0)
    return NULL;
  *at = size;
  if (left < HEAD)
    *why = "the facts are truncated";
  else if (memcmp (head, ESC_FRAME_MAGIC, 8))
    *why = "these are not facts of escape";
  else if (get32 (head + 8) != VERSION)
    *why = "the facts are of another format; use the escape that made them";
  else if (get32 (head + 12) > left - HEAD)
    *why = "the facts are truncated";
  else if (get32 (head + 16) > MOST_RAW
           || get32 (head + 16) / MOST_RATIO > get32 (head + 12))
    *why = "a record claims an impossible size";
  else if (get32 (head + 20) != crc32 (0, head + HEAD, (uInt)get32 (head + 12)))
    *why = "the facts are damaged: the checksum differs";
  if (*why)
    return NULL;
  size_t stored = get32 (head + 12);
  *at = (size_t)(head - data) + HEAD + stored;
  return inflate_record (head, stored, nraw, why);
}
