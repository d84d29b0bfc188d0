/* SPDX-License-Identifier: GPL-3.0-or-later */
/* slots.h - single slots of the path search's memory: slots.c makes and
   compares them, memory.c changes them.  Included by search.h, which has the
   types.  */

#ifndef ESC_SLOTS_H
#define ESC_SLOTS_H

/* slots.c */
uint32_t esc_slot_get (struct esc_search *s, const struct esc_slot_key *k);
bool esc_slot_regular (const struct esc_slot_key *k);
bool esc_ranges_meet (int64_t a, int64_t an, int64_t b, int64_t bn);
bool esc_slots_overlap (struct esc_search *s, const struct esc_slot_key *p,
                        const struct esc_slot_key *q);
/* Note what the index of K can reach on this path, if nothing is known.  Such
   a key is not kept: on another path it may reach more.  */
void esc_slot_bound (struct esc_search *s, struct esc_slot_key *k);
/* Is SL another member than that in which K, of unknown extent, begins?  A
   write that begins inside a record ends with the member.  */
bool esc_slot_apart (const struct esc_search *s, const struct esc_slot_key *k,
                     const struct esc_slot *sl);
bool esc_slot_covers (const struct esc_slot_key *p,
                      const struct esc_slot_key *q);
bool esc_slot_same (const struct esc_slot_key *a, const struct esc_slot_key *b);

/* memory.c: what becomes of a single slot, and of what a store through PL may
   hit behind other pointers, but not in region SPARE; what a region holds
   where nothing says.  */
void esc_slot_unset (struct esc_search *s, uint32_t i);
void esc_slot_blur (struct esc_search *s, uint32_t i, unsigned doubt);
void esc_slot_doubt (struct esc_search *s, uint32_t i, unsigned doubt);
void esc_mem_disturb (struct esc_search *s, const struct esc_slot_key *k,
                      const struct esc_place *pl, esc_term spare);
enum esc_default esc_region_default (struct esc_search *s, esc_term region);

#endif
