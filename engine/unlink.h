/* SPDX-License-Identifier: GPL-3.0-or-later */
/* unlink.h - signs that code takes an object out of what holds it: the path
   search tells what the code does, unlink.c what that says.  */

#ifndef ESC_UNLINK_H
#define ESC_UNLINK_H

#include "search.h"

/* Code compared OBJ's address with Y, which is unknown: it looks for it; what
   holds it gets DOUBT.  */
void esc_mem_looked_for (struct esc_search *, esc_term obj, struct esc_sv y,
                         unsigned doubt);
/* Code compared X with Y, which is memory's: if an element has X beside the
   address that it holds, it is looked for.  */
void esc_mem_key_looked_for (struct esc_search *, struct esc_sv x,
                             struct esc_sv y);
/* The path depends on T: if that is what somebody else may have written into
   an object that a thread has, it may say that the thread is done.  */
void esc_mem_asked (struct esc_search *, esc_term t);
/* V is about to be stored in SLOT.  If that was found through an object's own
   links after unknown code had it, or V is such a link and SLOT held the
   object, the object takes itself out; or V is what was there before.  */
void esc_mem_unlinks (struct esc_search *, uint32_t slot, struct esc_sv v);
/* Has the path come to a loop that looks for object OBJ?  It found nothing to
   look at if unknown code had emptied what held it.  */
bool esc_searched_in_vain (struct esc_search *, uint32_t obj);

#endif
