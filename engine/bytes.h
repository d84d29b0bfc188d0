/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bytes.h - numbers and strings as bytes, and back.

   A number is written seven bits a byte, least first, the top bit says that
   more follow: 300 is AC 02.  A signed one is folded first (0, -1, 1, -2 ...).
   A string is a number: its place in the table that goes ahead of everything,
   each different string once, in the order of first use.

   Reading never goes beyond the end.  What is not there reads as 0 and sets
   `bad`, so a reader checks once, at its end.  */

#ifndef ESC_BYTES_H
#define ESC_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct esc_bytes_string;

struct esc_writer
{
  unsigned char *data;
  size_t size, cap;
  struct esc_bytes_string *table; /* uthash */
  uint32_t nstrings;
};

void esc_put (struct esc_writer *, uint64_t);
void esc_put_signed (struct esc_writer *, int64_t);
void esc_put_bytes (struct esc_writer *, const void *, size_t);
/* S by its number in the table; NULL is "".  */
void esc_put_string (struct esc_writer *, const char *s);
/* A part is its length and then what is written between begin, whose result
   end is handed, and end.  */
size_t esc_part_begin (struct esc_writer *);
void esc_part_end (struct esc_writer *, size_t begin);

/* The table of strings, then what was written, to be freed.  W is done.  */
unsigned char *esc_writer_finish (struct esc_writer *w, size_t *size);

struct esc_reader
{
  const unsigned char *at, *end;
  const char **strings; /* the reader's */
  uint32_t nstrings;
  bool bad;
};

/* Begin to read SIZE bytes that esc_writer_finish made.  COPY (ARG, text,
   length) keeps a string.  */
void esc_reader_begin (struct esc_reader *, const unsigned char *, size_t size,
                       const char *(*copy) (void *arg, const char *, size_t),
                       void *arg);
void esc_reader_end (struct esc_reader *);

uint64_t esc_get (struct esc_reader *);
/* The same, if it is at most MAX; else 0 and bad.  */
uint32_t esc_get_max (struct esc_reader *, uint32_t max);
int64_t esc_get_signed (struct esc_reader *);
const char *esc_get_string (struct esc_reader *);
/* A part: a reader of its own that shares the strings.  */
struct esc_reader esc_get_part (struct esc_reader *);

#endif
