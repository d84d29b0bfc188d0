/* SPDX-License-Identifier: GPL-3.0-or-later */
/* known.c - which findings of a program its compilations had already.

   Two findings are the same if their fingerprints are, or if rule, file, line
   and object are: a compilation that sees less tells the way differently.

   Keys are hashes of 128 bits; the value is how sure the surest of the
   findings is, 0 if one of them is meant.  */

#include "alloc.h"
#include "link.h"

#include <stdlib.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#define uthash_malloc(N)   esc_xmalloc (N)
#define uthash_fatal(TEXT) esc_fatal ("%s", TEXT)
#include <uthash.h>

struct entry
{
  XXH128_hash_t key;
  uint8_t level;
  UT_hash_handle hh;
};

struct esc_known
{
  struct entry *entries;
};

static XXH128_hash_t
key_of_path (const struct esc_item *i)
{
  return XXH3_128bits (i->path, strlen (i->path));
}

static XXH128_hash_t
key_of_place (const struct esc_item *i)
{
  XXH3_state_t h;
  XXH3_128bits_reset (&h);
  const char *words[] = { i->f->rule, i->file, i->f->obj };
  for (int k = 0; k < 3; k++)
    XXH3_128bits_update (&h, words[k], strlen (words[k]) + 1);
  XXH3_128bits_update (&h, &i->f->at.line, sizeof i->f->at.line);
  return XXH3_128bits_digest (&h);
}

static struct entry *
find (const struct esc_known *k, XXH128_hash_t key)
{
  struct entry *e;
  HASH_FIND (hh, k->entries, &key, sizeof key, e);
  return e;
}

static void
add (struct esc_known *k, XXH128_hash_t key, uint8_t level)
{
  struct entry *e = find (k, key);
  if (!e)
    {
      e = esc_xcalloc (1, sizeof *e);
      e->key = key;
      e->level = level;
      HASH_ADD (hh, k->entries, key, sizeof e->key, e);
    }
  e->level = e->level < level ? e->level : level;
}

struct esc_known *
esc_known_new (const struct esc_set *s)
{
  struct esc_known *k = esc_xcalloc (1, sizeof *k);
  for (uint32_t i = 0; i < s->nitems; i++)
    {
      const struct esc_item *item = &s->items[i];
      uint8_t level = item->f->suppressed ? 0 : item->f->level;
      add (k, key_of_path (item), level);
      add (k, key_of_place (item), level);
    }
  return k;
}

void
esc_known_free (struct esc_known *k)
{
  struct entry *e, *next;
  HASH_ITER (hh, k->entries, e, next)
  {
    HASH_DEL (k->entries, e);
    free (e);
  }
  free (k);
}

bool
esc_known_has (const struct esc_known *k, const struct esc_item *i)
{
  const struct entry *path = find (k, key_of_path (i));
  const struct entry *place = find (k, key_of_place (i));
  return (path && path->level <= i->f->level)
         || (place && place->level <= i->f->level);
}
