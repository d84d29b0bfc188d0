/* SPDX-License-Identifier: GPL-3.0-or-later */
/* walk-pointer.h - what the walk takes for a pointer: a memory and an offset.

   Invariant: a known offset is within 2^30 of the start; others are WALK_ANY.  */

#ifndef ESC_WALK_POINTER_H
#define ESC_WALK_POINTER_H

#include <stdint.h>

/* Memory in the upper 30 bits, then two flags, then the offset.  */
typedef uint64_t walk_ptr;

#define WALK_ANY    INT32_MIN /* an unknown offset */
#define WALK_UNSURE 1         /* only an unknown callee hands it back */
#define WALK_NUMBER 2         /* as an integer */

static inline walk_ptr
walk_ptr_make (uint32_t mem, int32_t off, unsigned flags)
{
  return (uint64_t)mem << 34 | (uint64_t)(flags & 3) << 32 | (uint32_t)off;
}

static inline uint32_t
walk_ptr_mem (walk_ptr p)
{
  return (uint32_t)(p >> 34);
}

static inline int32_t
walk_ptr_off (walk_ptr p)
{
  return (int32_t)(uint32_t)p;
}

static inline unsigned
walk_ptr_flags (walk_ptr p)
{
  return (unsigned)(p >> 32) & 3;
}

/* Offset A moved by B.  */
static inline int32_t
walk_off_add (int32_t a, int64_t b)
{
  int64_t sum = (int64_t)a + b;
  if (a == WALK_ANY || b == WALK_ANY || sum < -(1 << 30) || sum > 1 << 30)
    return WALK_ANY;
  return (int32_t)sum;
}

static inline int32_t
walk_off (int64_t off)
{
  return walk_off_add (0, off);
}

#endif
