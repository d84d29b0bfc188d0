/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scope.h - ends of blocks and what they reach; shared by reach-scope.c and
   reach-end.c only.  */

#ifndef ESC_SCOPE_H
#define ESC_SCOPE_H

#include "component.h"
#include "walk.h"

/* One end of an object's life.  */
struct end
{
  uint32_t ins;
  uint32_t next; /* of the same object */
};

/* What makes a stale carrier good again.  */
struct kill
{
  uint32_t def;     /* this instruction, or ESC_NONE */
  uint32_t obj;     /* a store to bytes at OFF of this object, or 0 */
  uint32_t mention; /* any mention of this object, or 0 */
  int64_t off;
};

struct scope
{
  struct esc_walk *w;
  const struct esc_body *b;
  struct end *ends;
  uint32_t nends, cap_ends;
  uint32_t *first_end; /* by memory; 0: none */
  bool *done;          /* by memory: has its candidate */
  uint32_t *used;      /* by value: 1 + where it is used in the end, or 0 */
  uint32_t used_by;    /* that of the value being defined, or 0 */
  uint32_t *blk;       /* by instruction */
  struct esc_components order;  /* of blocks */
  uint32_t *seen, *work, stamp; /* by block */
  bool *exhausted;              /* by node: looked at without a budget */
  uint64_t budget;
};

/* Find every end of an automatic object to which something points.  */
void esc_scope_find_ends (struct scope *);
/* The first end of memory MEM from which control reaches USE without meeting
   KILL, or ESC_NONE.  */
uint32_t esc_scope_end_before (struct scope *, uint32_t mem, uint32_t use,
                               const struct kill *);

#endif
