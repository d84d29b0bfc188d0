/* SPDX-License-Identifier: GPL-3.0-or-later */
/* index.h - a number found by four numbers, in constant time.

   For lists that grow with the program and are asked for each of their own
   members.  Keys are only added; putting a key again replaces its number.  */

#ifndef ESC_INDEX_H
#define ESC_INDEX_H

#include <stdint.h>

struct esc_index_entry
{
  uint32_t key[4];
  uint32_t number; /* 0: the entry is free */
};

/* All zero is an empty index.  */
struct esc_index
{
  struct esc_index_entry *entries;
  uint32_t used, size; /* size: a power of two, or 0 */
};

/* What was put for KEY, or 0.  */
uint32_t esc_index_get (const struct esc_index *, const uint32_t key[4]);
/* NUMBER is not 0.  */
void esc_index_put (struct esc_index *, const uint32_t key[4], uint32_t number);
void esc_index_free (struct esc_index *);

#endif
