/* SPDX-License-Identifier: GPL-3.0-or-later */
/* apply.h - one outcome of a callee's summary at a call, as apply.c has it in
   hand; shared by apply.c, apply-write.c and translate.c only.  */

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
  uint32_t terms;        /* how many were translated */
  struct esc_cell *cell; /* by term of the summary, once it is translated */
  bool *translated;
  /* The first pointer to a dead object that the callee follows, or base 0.  */
  struct esc_cell stale;
};

/* translate.c */
/* Translate T, after its operands.  */
void esc_translate (struct application *, esc_term t);
/* Make known the cell of T.  */
static inline void
esc_need (struct application *a, esc_term t)
{
  if (!a->translated[t])
    esc_translate (a, t);
}
/* V of the summary, whose base is needed, here.  */
struct esc_sv esc_translated (struct application *, struct esc_sv v);
/* The callee's by-value parameter PARAM, as memory of the caller; *SCALAR: the
   argument itself if it is no aggregate.  */
bool esc_argument_place (struct application *, uint32_t param,
                         struct esc_sv *addr, struct esc_cell *scalar);
/* The callee follows pointer C.  */
void esc_note_stale (struct application *, struct esc_cell c);

/* apply-write.c */
void esc_apply_write (struct application *, const struct esc_write *);
/* The N steps in the callee from FIRST on, after the one that passed the
   address to it; the newest.  */
uint32_t esc_callee_steps (struct application *, const struct esc_cell *from,
                           uint32_t first, uint32_t n);

#endif
