/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reach.h - where may an address go: the flow-insensitive walk.

   Sound for the code that it sees (Go's rule, with fields): if the address of
   an object can be in a place when the object dies, that pair is among the
   candidates.  The path search (path.h) then confirms some of them; level
   audit shows the rest; promotion asks it about heap sites.  */

#ifndef ESC_REACH_H
#define ESC_REACH_H

#include "facts.h"
#include "verdict.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Bottom-up order over strongly connected components of the call graph.
   fns[comp[i] .. comp[i+1]) are the functions of component i; callees come
   first.  Iterative: no recursion on the C stack.  */
struct esc_order
{
  uint32_t *fns, *comp;
  uint32_t nfns, ncomps;
  bool *recursive; /* per component: calls itself, directly or not */
};

void esc_order_make (const struct esc_module *, struct esc_order *);
void esc_order_free (struct esc_order *);

/* The address of OBJ may be in a holder that outlives it.  Rule NOESCAPE: OBJ
   is 0 and what a parameter points to may be.  */
struct esc_candidate
{
  uint32_t fn, obj;
  int64_t off;  /* of the address in OBJ, or ESC_SIZE_UNKNOWN */
  uint32_t ins; /* instruction of FN's body where it leaves */
  enum esc_rule rule;
  enum esc_holder holder;
  uint32_t holder_obj; /* static or hidden object, or 0 */
  esc_str holder_name;
  esc_str callee;    /* when INS is a call; NOESCAPE: the parameter */
  bool unknown_only; /* only because an unknown callee was handed it */
  uint32_t first_event, nevents; /* the flow, in reach->events */
};

/* What the walk knows of one function.  */
struct esc_reach_fn
{
  bool needs_path; /* has a candidate that is not unknown_only */
  bool effects;    /* may write memory that callers see, free, keep, call
                        the unknown, or return a pointer that matters: its
                        path summary is worth having */
  bool may_return; /* false: no path reaches a return */
};

struct esc_reach
{
  struct esc_reach_fn *fns; /* by function id */
  struct esc_candidate *candidates;
  struct esc_event *events;
  struct esc_note *notes; /* when options->notes */
  uint32_t ncandidates, nevents, nnotes;
  uint32_t cap_candidates, cap_events, cap_notes;
  uint32_t incomplete; /* functions whose budget ran out: everything in
                               them is then a candidate */
  uint64_t steps;      /* work done, to judge how it grows */
};

void esc_reach_solve (struct esc_module *, const struct esc_order *,
                      const struct esc_options *, struct esc_reach *);
void esc_reach_free (struct esc_reach *);

#ifdef __cplusplus
}
#endif
#endif
