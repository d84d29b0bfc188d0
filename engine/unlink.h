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
/* Something is stored in REGION: if that was found through an object's own
   links after unknown code had it, the object takes itself out.  */
void esc_mem_unlinks (struct esc_search *, esc_term region);

#endif
