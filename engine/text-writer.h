/* SPDX-License-Identifier: GPL-3.0-or-later */
/* text-writer.h - what the halves of the text writer share: text-write.c
   prints declarations, text-print.c names, operands and places,
   text-lines.c instructions.  */

#ifndef ESC_TEXT_WRITER_H
#define ESC_TEXT_WRITER_H

#include "alloc.h"
#include "text-words.h"
#include "text.h"

/* How often a name is taken: by stamp.  */
struct esc_taken
{
  uint32_t once, twice;
};

struct esc_writer
{
  const struct esc_module *m;
  void (*put) (void *, const char *);
  void *arg;
  char *line;
  uint32_t len, cap;

  const struct esc_fn *fn;
  const struct esc_body *b;
  struct esc_taken *vals, *locals, *globals; /* by esc_str */
  uint32_t stamp;                            /* of the function */
  uint32_t *val_number;                      /* by value, 0: not printed yet */
  uint32_t *obj_number;
  uint32_t nval_numbers, cap_val_number, next_val, next_local, next_global;
  uint32_t *first_local, *next_of; /* lists of objects by function */
  bool *obj_needed, *fn_needed;
};

/* ---- text-print.c ------------------------------------------------------- */

/* Add to the line; end it and hand it over.  */
void esc_sayf (struct esc_writer *, const char *fmt, ...) ESC_PRINTF (2, 3);
void esc_say_end (struct esc_writer *);

/* S, in quotes if need be, and `%NUMBER` unless NUMBER is 0.  DOTS: inner dots
   need no quotes.  */
void esc_say_name (struct esc_writer *, const char *s, bool dots,
                   uint32_t number);
void esc_say_val (struct esc_writer *, uint32_t val);
void esc_say_obj (struct esc_writer *, uint32_t obj);
/* &FN  */
void esc_say_fun (struct esc_writer *, uint32_t fn);
void esc_say_val_annot (struct esc_writer *, const struct esc_val *);
/* The words of TABLE for BITS, each after a blank.  */
void esc_say_bits (struct esc_writer *, const struct esc_word *table,
                   uint32_t bits);
/* A size: a number or `?`.  */
void esc_say_size (struct esc_writer *, int64_t size);
/* `+N`, `-N` or nothing.  */
void esc_say_off (struct esc_writer *, int64_t off);
/* An operand; a place.  */
void esc_say_opnd (struct esc_writer *, esc_opnd);
void esc_say_place (struct esc_writer *, uint32_t place);
/* One more name S in TAKEN.  */
void esc_take (struct esc_taken *, esc_str s, uint32_t stamp);

/* ---- text-lines.c ------------------------------------------------------- */

/* The instruction INS of block BLK, as a line.  */
void esc_say_ins (struct esc_writer *, uint32_t blk, const struct esc_ins *ins);

static inline bool
esc_obj_is_global (const struct esc_obj *o)
{
  return o->kind > ESC_OBJ_RESULT;
}

#endif
