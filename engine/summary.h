/* SPDX-License-Identifier: GPL-3.0-or-later */
/* summary.h - a summary in the making; shared by reach-summary.c and
   reach-item.c only.  */

#ifndef ESC_SUMMARY_H
#define ESC_SUMMARY_H

#include "walk.h"

/* The summary being made.  */
struct making
{
  struct esc_walk *w;
  uint32_t items, flows; /* where they begin */
  uint32_t sink;         /* 1 + item, or 0 */
  uint32_t nheaps;
  uint32_t nconds;
  bool coarse, top;
};

/* Where a flow goes and why.  */
struct dest
{
  uint32_t item; /* ESC_NONE: that of MEM, made when something flows there */
  uint32_t mem;
  int32_t lo, hi;
  uint32_t field;
  uint32_t ins, via;
};

/* Which memories are worth a flow.  */
enum making_sort
{
  MAKING_GIVEN, /* what parameters lead to */
  MAKING_FRESH, /* ... and fresh memory */
  MAKING_ANY    /* all but automatic objects and the result */
};

/* Is memory M what a parameter leads to?  */
bool esc_making_is_given (const struct walk_mem *m);
/* The item that denotes a pointer to the begin of memory MEM.  */
uint32_t esc_making_item (struct making *, uint32_t mem);
/* The items of those of SORT that memory MEM stands for, each once: their
   place in walk->grouped, and how many in *N.  */
uint32_t esc_making_items (struct making *, uint32_t mem, enum making_sort sort,
                           uint32_t *n);
/* A new item; its number.  */
uint32_t esc_making_new_item (struct making *, enum walk_item_kind, uint32_t a,
                              int32_t off);
/* The item of unknown code.  */
uint32_t esc_making_sink (struct making *);
/* Item SRC, moved by ADD, flows to D, with FLAGS.  */
void esc_making_flow (struct making *, const struct dest *d, uint32_t src,
                      int32_t add, unsigned flags);
/* SIZE bytes (-1: unknown) of what item SRC points to, from SOFF, are copied
   to what D's item points to at D->lo.  */
void esc_making_blit (struct making *, const struct dest *d, uint32_t src,
                      int32_t soff, int64_t size);

#endif
