/* SPDX-License-Identifier: GPL-3.0-or-later */
/* memory.h - what the path search keeps of memory: regions of slots, and what
   they hold where no slot says.  memory.c explains; shared by the search's own
   files only.  */

#ifndef ESC_MEMORY_H
#define ESC_MEMORY_H

#include "term.h"

/* Where a value is kept: SIZE bytes at OFF, plus idx*stride, of a region.  */
struct esc_slot_key
{
  esc_term region;
  esc_term idx; /* variable index, or 0 */
  int64_t stride;
  int64_t off;
  int64_t size;
  /* Not part of its identity: the bytes of the region that any value of the
     index reaches, [lo, hi), or hi 0; then LO is where the array begins as far
     as is known.  */
  int64_t lo, hi;
};

struct esc_cell
{
  struct esc_sv val;
  uint32_t trace; /* how an automatic object's address got here, or 0 */
  uint16_t doubt; /* ESC_DOUBT_* */
  bool number;    /* an address made a number, and no pointer again */
  uint8_t by;     /* with ESC_DOUBT_STORE: the store was through this pointer,
                     index into search->doubters; or ESC_BY_ANY */
};

#define ESC_BY_ANY 255

struct esc_slot
{
  struct esc_slot_key key;
  uint32_t next;  /* of the region */
  uint32_t chain; /* hash chain */
  bool listed;    /* its region is among pregions */
  uint32_t stamp; /* outcome.c: last visit */
  /* Put back by the trail: */
  bool set;
  uint8_t type;   /* enum esc_type_kind of the last store */
  uint32_t field; /* member of the last store */
  struct esc_cell cell;
};

/* A slot that some path has stored the address of a region in.  */
struct esc_hold
{
  uint32_t slot;
  uint32_t next; /* of the region */
};

/* What memory holds that no slot describes.  */
enum esc_default
{
  ESC_D_NONE, /* ask the region's kind */
  ESC_D_INIT, /* what it held on entry, epoch 0, or after a havoc */
  ESC_D_ZERO,
  ESC_D_UNDEF
};

struct esc_range_default
{
  uint32_t next;
  int64_t lo, hi;
  uint8_t kind;
  esc_term region; /* INIT: whose content, shifted by DELTA */
  int64_t delta;
  uint32_t epoch;
};

struct esc_region
{
  uint32_t slots;    /* list, never shortened */
  uint32_t holds;    /* list of the slots that ever held its address */
  uint32_t callback; /* the slot that last got a function, or 0 */
  uint32_t stamp;    /* leave.c, outcome.c: last visit */
  uint32_t var;      /* 1 + the first named value that was it, or 0 */
  uint8_t sizes;     /* bit i: it has slots of 1<<i bytes */
  bool irregular;    /* it has slots of other sizes, unaligned or indexed */
  /* Put back by the trail: */
  uint32_t ranges;    /* list of esc_range_default, newest first */
  uint32_t epoch;     /* of the last havoc */
  uint32_t stirred;   /* like epoch, of the numbers that no slot describes */
  uint8_t deflt;      /* enum esc_default */
  bool dead;          /* its block has ended or it was freed */
  bool exposed;       /* unknown code has seen its address */
  uint16_t doubt_all; /* a model doubts everything in it */
};

#endif
