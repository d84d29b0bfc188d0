/* SPDX-License-Identifier: GPL-3.0-or-later */
/* index.c - a number found by four numbers: a table with open addresses.

   Invariant: at most half of the entries are used, so that every search meets
   a free one.  */

#include "index.h"

#include <stdlib.h>
#include <string.h>

#include "alloc.h"

static struct esc_index_entry *
find (const struct esc_index *x, const uint32_t key[4])
{
  uint64_t h = ((uint64_t)key[0] << 32 | key[1]) * 0x9e3779b97f4a7c15u;
  h = (h ^ (h >> 32) ^ ((uint64_t)key[2] << 32 | key[3])) * 0xff51afd7ed558ccdu;
  uint32_t i = (uint32_t)(h >> 32) & (x->size - 1);
  while (x->entries[i].number
         && memcmp (x->entries[i].key, key, sizeof x->entries[i].key) != 0)
    i = (i + 1) & (x->size - 1);
  return &x->entries[i];
}

static void
grow (struct esc_index *x)
{
  struct esc_index old = *x;
  x->size = old.size ? 2 * old.size : 64;
  x->entries = esc_xcalloc (x->size, sizeof *x->entries);
  for (uint32_t i = 0; i < old.size; i++)
    if (old.entries[i].number)
      *find (x, old.entries[i].key) = old.entries[i];
  free (old.entries);
}

uint32_t
esc_index_get (const struct esc_index *x, const uint32_t key[4])
{
  return x->size ? find (x, key)->number : 0;
}

void
esc_index_put (struct esc_index *x, const uint32_t key[4], uint32_t number)
{
  if (2 * (x->used + 1) > x->size)
    grow (x);
  struct esc_index_entry *e = find (x, key);
  x->used += e->number == 0;
  memcpy (e->key, key, sizeof e->key);
  e->number = number;
}

void
esc_index_free (struct esc_index *x)
{
  free (x->entries);
  memset (x, 0, sizeof *x);
}
