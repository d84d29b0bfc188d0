/* SPDX-License-Identifier: GPL-3.0-or-later */
/* module-code.h - a module's facts as bytes, and modules joined to a program.

       compile 1 ─▶ bytes ─┐
       compile 2 ─▶ bytes ─┴▶ read, join ─▶ one module ─▶ esc_solve

   Bodies of effect models do not travel: whoever reads links its own.  */

#ifndef ESC_MODULE_CODE_H
#define ESC_MODULE_CODE_H

#include "record.h"

#ifdef __cplusplus
extern "C" {
#endif

/* M as bytes to be freed.  LOCATE (ARG, place, position) says where a place
     is.  */
unsigned char *esc_module_write (const struct esc_module *m,
                                 bool (*locate) (void *, esc_loc,
                                                 struct esc_position *),
                                 void *arg, size_t *size);

/* Where the places of a module that was read are: place N is at[N].  */
struct esc_places
{
  struct esc_position *at; /* 0 unused */
  uint32_t n, cap;
  char **owned;
  uint32_t nowned, cap_owned;
};

void esc_places_free (struct esc_places *);

/* The module that SIZE bytes at DATA describe; its places are appended to
     PLACES and numbered there.  NULL, with *WHY set, if they are
     malformed.  */
struct esc_module *esc_module_read (const unsigned char *data, size_t size,
                                    struct esc_places *places,
                                    const char **why);

enum esc_take
{
  ESC_TAKE_NOTHING,
  ESC_TAKE_NAME,
  ESC_TAKE_BODY
};

/* Join FROM to INTO.  Functions and objects that other units can name are
     the same if their names are; a name that only FROM has gets TAG behind its
     symbol, unless TAG is empty.  Of two bodies the first stays, unless it is
     weak.  TAKE (NULL: all with their bodies) says which of FROM's functions
     come (enum esc_take); what those name comes too, functions without their
     bodies.  PLACES: FROM's places are kept, else they become unknown.  */
void esc_module_join (struct esc_module *into, const struct esc_module *from,
                      const char *tag, const uint8_t *take, bool places);

/* Give the functions of INTO that have no body those of FROM, as effect
     models, with what they need in their turn.  */
void esc_module_complete (struct esc_module *into,
                          const struct esc_module *from);

#ifdef __cplusplus
}
#endif
#endif
