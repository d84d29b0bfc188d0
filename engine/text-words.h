/* SPDX-License-Identifier: GPL-3.0-or-later */
/* text-words.h - the vocabulary that the reader and the writer of facts as
   text share.  Tables end in a NULL word.  */

#ifndef ESC_TEXT_WORDS_H
#define ESC_TEXT_WORDS_H

#include "facts.h"

struct esc_word
{
  const char *word;
  uint32_t bits;
};

extern const struct esc_word esc_words_fn[];    /* ESC_FN_* */
extern const struct esc_word esc_words_call[];  /* ESC_CALL_* */
extern const struct esc_word esc_words_ins[];   /* ESC_INS_* */
extern const struct esc_word esc_words_kind[];  /* enum esc_obj_kind */
extern const struct esc_word esc_words_obj[];   /* esc_obj_bits */
extern const struct esc_word esc_words_type[];  /* enum esc_type_kind */
extern const struct esc_word esc_words_cast[];  /* enum esc_cast */
extern const struct esc_word esc_words_arith[]; /* enum esc_arith */
extern const struct esc_word esc_words_cmp[];   /* enum esc_cmp: marks */
extern const struct esc_word esc_words_new[];   /* enum esc_new */
extern const struct esc_word esc_words_stop[];  /* enum esc_stop */
extern const struct esc_word esc_words_val[];   /* ESC_VAL_*: one letter */
extern const struct esc_word esc_words_field[]; /* 1 system, 2 pointer */

/* The entry for WORD, or NULL.  */
const struct esc_word *esc_word_find (const struct esc_word *,
                                      const char *word);
/* The word for exactly BITS, or NULL.  */
const char *esc_word_of (const struct esc_word *, uint32_t bits);

/* The flags of an object as bits for esc_words_obj, and back.  */
uint32_t esc_obj_bits (const struct esc_obj *);
void esc_obj_set_bits (struct esc_obj *, uint32_t bits);
/* The bits of an object of KIND and SIZE about which the text says nothing. */
uint32_t esc_obj_default_bits (enum esc_obj_kind kind, int64_t size);
/* The type of a place of SIZE bytes about which it says nothing.  */
enum esc_type_kind esc_type_default (int64_t size);

#define ESC_OBJ_BIT_INIT   1u
#define ESC_OBJ_BIT_EXTERN 2u
#define ESC_OBJ_BIT_PTR    4u

#endif
