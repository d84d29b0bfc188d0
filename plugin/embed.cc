/* SPDX-License-Identifier: GPL-3.0-or-later */
/* embed.cc - how much of a unit's facts its object file carries.

   Facts are worth carrying if nobody minds: they may take BYTES_PER_100
   hundredths of a byte for each instruction of the facts language, which is
   less than a twentieth of the code that GCC makes of it at -O2, and what a
   small unit needs in any case.  What matters most goes first (extract.h); how
   much of it fits is found by trying, because only deflate knows.  */

#include "gcc-compat.h"
#include "embed.h"
#include "extract.h"
#include "frame.h"

enum
{
  BYTES_PER_100 = 40,
  BYTES_AT_LEAST = 1000,
  BYTES_PER_INS = 5, /* a first guess */
  TRIES = 6
};

/* A choice of what to carry.  */
struct choice
{
  unsigned char *data;
  size_t size;
  uint32_t left;
  size_t packed;
};

static struct choice
choose (struct esc_extract *x, uint64_t most,
        bool (*locate) (void *, esc_loc, struct esc_position *))
{
  struct choice c = {};
  struct esc_module *part = esc_extract_make (x, most, &c.left);
  c.data = esc_module_write (part, locate, NULL, &c.size);
  esc_module_free (part);
  free (esc_frame_pack (c.data, c.size, &c.packed));
  return c;
}

/* What of X takes at most BYTES, or if nothing does the least that there
   is.  */
static struct choice
choose_within (struct esc_extract *x, size_t bytes,
               bool (*locate) (void *, esc_loc, struct esc_position *))
{
  struct choice best = {};
  uint64_t most = bytes / BYTES_PER_INS, too_much = UINT64_MAX;
  for (int i = 0; i < TRIES; i++)
    {
      struct choice c = choose (x, most, locate);
      bool fits = c.packed <= bytes;
      if (!best.data
          || (fits ? c.packed > best.packed || best.packed > bytes
                   : c.packed < best.packed))
        {
          free (best.data);
          best = c;
        }
      else
        free (c.data);
      if (fits && !c.left)
        break;
      if (!fits)
        too_much = MIN (too_much, most);
      uint64_t next = most * bytes / (c.packed + 1);
      next = fits ? MAX (next, most + most / 16 + 16) : next - next / 16;
      if (next >= too_much)
        next = (most + too_much) / 2;
      if (next == most)
        break;
      most = next;
    }
  return best;
}

void
esc_embed (struct esc_unit *unit, struct esc_module *m, bool everything,
           bool (*locate) (void *, esc_loc, struct esc_position *))
{
  if (everything)
    {
      unit->facts = esc_module_write (m, locate, NULL, &unit->nfacts);
      return;
    }
  struct esc_extract *x = esc_extract_new (m);
  size_t bytes = esc_extract_size (x) * BYTES_PER_100 / 100;
  struct choice c
      = choose_within (x, MAX (bytes, (size_t)BYTES_AT_LEAST), locate);
  unit->facts = c.data;
  unit->nfacts = c.size;
  unit->left = c.left;
  esc_extract_free (x);
}
