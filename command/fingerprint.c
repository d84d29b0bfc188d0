/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fingerprint.c - the identity of a finding.

   escapePath/v1 is made of what the finding is about: rule, file as shown,
   function, the object's kind and name, the holder's kind and name, and the
   functions on the way with how they are met (passed to, kept by, ...).
   Variables that only carry the pointer are left out, and so is everything
   that an edit elsewhere, another -O level or another GCC changes: positions,
   sentences, levels.  A function met again and again counts once.

   escapeLine/v1 is the rule, the file and the text of the line without blanks:
   it finds again what was renamed.

   Either can be the same for two findings; whoever compares counts them.
   A change here is a new name (v2), next to the old one.  */

#include "set.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

/* Each ingredient ends in a zero byte, so that "ab","c" is not "a","bc".  */
static void
feed (XXH3_state_t *h, const char *s)
{
  XXH3_128bits_update (h, s, strlen (s) + 1);
}

static void
feed_number (XXH3_state_t *h, unsigned n)
{
  char buf[16];
  snprintf (buf, sizeof buf, "%u", n);
  feed (h, buf);
}

static void
finish (XXH3_state_t *h, char *out)
{
  XXH128_hash_t d = XXH3_128bits_digest (h);
  snprintf (out, ESC_FINGERPRINT, "%016" PRIx64 "%016" PRIx64,
            (uint64_t)d.high64, (uint64_t)d.low64);
}

/* Is E a step that names a function, and no passing detail?  */
static bool
is_hop (const struct esc_unit_event *e)
{
  return e->why == ESC_WHY_PASSED || e->why == ESC_WHY_RETURNED_BY
         || e->why == ESC_WHY_KEPT || e->why == ESC_WHY_HANDED;
}

static bool
same_hop (const struct esc_unit_event *a, const struct esc_unit_event *b)
{
  return a->why == b->why && !strcmp (a->name, b->name);
}

static void
feed_hops (XXH3_state_t *h, const struct esc_item *i)
{
  const struct esc_unit_event *first = i->unit->events + i->f->first_event;
  for (uint32_t k = 0; k < i->f->nevents; k++)
    {
      bool met = !is_hop (&first[k]);
      for (uint32_t j = 0; j < k && !met; j++)
        met = is_hop (&first[j]) && same_hop (&first[j], &first[k]);
      if (met)
        continue;
      feed_number (h, first[k].why);
      feed (h, first[k].name);
    }
}

static void
path_fingerprint (struct esc_item *i)
{
  const struct esc_unit_finding *f = i->f;
  XXH3_state_t h;
  XXH3_128bits_reset (&h);
  feed (&h, "escapePath/v1");
  feed (&h, f->rule);
  feed (&h, i->file);
  feed (&h, f->fn);
  feed_number (&h, f->obj_kind);
  feed (&h, f->obj);
  feed_number (&h, f->holder);
  feed (&h, f->holder_name);
  feed (&h, f->callee);
  feed_hops (&h, i);
  finish (&h, i->path);
}

static void
line_fingerprint (struct esc_item *i)
{
  char text[512];
  size_t n = 0;
  for (const char *p = i->f->source; *p && n + 1 < sizeof text; p++)
    if (!isspace ((unsigned char)*p))
      text[n++] = *p;
  text[n] = '\0';
  XXH3_state_t h;
  XXH3_128bits_reset (&h);
  feed (&h, "escapeLine/v1");
  feed (&h, i->f->rule);
  feed (&h, i->file);
  feed (&h, *text ? text : i->path);
  finish (&h, i->line);
}

void
esc_fingerprint (struct esc_item *i)
{
  path_fingerprint (i);
  line_fingerprint (i);
}
