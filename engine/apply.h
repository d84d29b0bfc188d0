/* SPDX-License-Identifier: GPL-3.0-or-later */
/* apply.h - one outcome of a callee's summary at a call, as apply.c has it in
   hand; shared by its own files only.  */

#ifndef ESC_APPLY_H
#define ESC_APPLY_H

#include "search.h"

struct application
{
  struct esc_search *s;
  const struct esc_summary *sum;
  const struct esc_outcome *o;
  const struct esc_ins *in;
  const struct esc_call *c;
  uint32_t fn;
  struct esc_cell *cell; /* by term of the summary */
  /* The first pointer to a dead object that the callee follows, or base 0.  */
  struct esc_cell stale;
};

/* The callee follows pointer C.  */
void esc_note_stale (struct application *, struct esc_cell c);

/* apply-write.c */
void esc_apply_write (struct application *, const struct esc_write *);
/* The N steps in the callee from FIRST on, after the one that passed the
   address to it; the newest.  */
uint32_t esc_callee_steps (struct application *, const struct esc_cell *from,
                           uint32_t first, uint32_t n);

#endif
