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
  uint32_t item;
  int32_t lo, hi;
  uint32_t field;
  uint32_t ins, via;
};

/* The item that denotes a pointer to the begin of memory MEM.  */
uint32_t esc_making_item (struct making *, uint32_t mem);
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
