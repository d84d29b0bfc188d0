/* SPDX-License-Identifier: GPL-3.0-or-later */
/* site.h - call sites; shared by reach-call.c and reach-replay.c only.  */

#ifndef ESC_SITE_H
#define ESC_SITE_H

#include "walk.h"

uint32_t esc_site_new (struct esc_walk *, uint32_t ins, uint32_t call,
                       unsigned depth);
/* The node of what unknown code is handed at site S.  */
uint32_t esc_site_sink (struct esc_walk *, uint32_t s);
uint32_t esc_site_nargs (const struct esc_walk *, uint32_t s);
/* A node with argument I of site S, or 0; I beyond the last: its static
   chain.  */
uint32_t esc_site_arg (struct esc_walk *, uint32_t s, uint32_t i);
/* NODE arrives at byte LO of the result of site S, as LIKE says.  */
void esc_site_result (struct esc_walk *, uint32_t s, int32_t lo, uint32_t node,
                      const struct walk_use *like);
/* Function CALLEE, whose summary is known, is called at site S.  */
void esc_site_replay (struct esc_walk *, uint32_t s, uint32_t callee);

#endif
