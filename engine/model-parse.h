/* SPDX-License-Identifier: GPL-3.0-or-later */
/* model-parse.h - what the files that read effect models share: model.c finds
   entries and links them, model-parse.c compiles statements, model-value.c
   values and places.  */

#ifndef ESC_MODEL_PARSE_H
#define ESC_MODEL_PARSE_H

#include "lex.h"
#include "model.h"

/* A piece of some model text; not terminated.  */
struct esc_span
{
  const char *s;
  uint32_t len;
};

struct esc_model_slot
{
  struct esc_span name;
  uint8_t rule; /* enum esc_rule */
};

/* A name that a model describes.  */
struct esc_model_entry
{
  struct esc_span name;
  bool header;            /* only for what a system header declares */
  const char *params;     /* the text from its `(` on */
  const char *line_start; /* of that line */
  unsigned line;
};

/* `spelling PREFIX*SUFFIX;`  */
struct esc_model_spelling
{
  struct esc_span prefix, suffix;
};

struct esc_models
{
  struct esc_model_slot *slots;
  struct esc_model_entry *entries;
  struct esc_model_spelling *spellings;
  uint32_t nslots, nentries, nspellings;
  uint32_t cap_slots, cap_entries, cap_spellings;
  uint32_t *table; /* hash table of 1 + entry */
  uint32_t ntable, used;
};

/* The slot called NAME, or NULL.  */
const struct esc_model_slot *esc_model_slot_find (const struct esc_models *,
                                                  const char *name);

#define ESC_MODEL_VARARGS 12 /* variable arguments that a model can see */
#define ESC_MODEL_NESTING 32 /* of `when` and of values */

/* A parameter or `let`.  */
struct esc_model_name
{
  char *name;
  esc_opnd val;
};

/* One entry being compiled.  */
struct esc_model_parser
{
  struct esc_lex lx;
  const struct esc_models *models;
  struct esc_module *m;
  uint32_t fn;
  struct esc_body *b;
  struct esc_model_name *names;
  uint32_t nnames, cap_names;
  bool variadic;         /* the parameters end in `...` */
  uint32_t first_vararg; /* index of its parameter, or ESC_NONE: no variable
                            argument has been used */
  bool open;             /* a block is open: control gets here */
  unsigned depth;
  uint32_t result;  /* value of the last `when 0` that control came through,
                       or ESC_NONE */
  uint32_t nonzero; /* value known not to be zero here, or ESC_NONE */
};

/* ---- model-parse.c ------------------------------------------------------ */

/* Compile entry E as the body of function FN of M, which has none.  If it is
   malformed: false, with *ERR filled, and the function is spoilt.  */
bool esc_model_compile (const struct esc_models *,
                        const struct esc_model_entry *e, struct esc_module *m,
                        uint32_t fn, struct esc_text_error *err);

/* End the open block by instruction OP, with N successors to be set later;
   returns the index of the first in b->succs.  */
uint32_t esc_model_jump (struct esc_model_parser *, uint32_t n);
/* Begin a block that the successors at the N places of TO lead to.  */
uint32_t esc_model_land (struct esc_model_parser *, const uint32_t *to,
                         uint32_t n);
/* Emit an instruction without source location.  */
struct esc_ins *esc_model_emit (struct esc_model_parser *, enum esc_op,
                                uint32_t dst);

/* Add parameters for the variable arguments.  */
void esc_model_add_varargs (struct esc_model_parser *);
/* Let the current name stand for VAL.  */
void esc_model_bind (struct esc_model_parser *, esc_opnd val);

/* ---- model-statement.c -------------------------------------------------- */

/* A statement that is no `when`.  */
void esc_model_statement (struct esc_model_parser *);

/* ---- model-value.c ------------------------------------------------------ */

/* The value at the current token.  */
esc_opnd esc_model_value (struct esc_model_parser *);
/* The same, as an SSA value or an address: what a place can start from.  */
esc_opnd esc_model_pointer (struct esc_model_parser *);
/* A name, &NAME or a value in parentheses: what `*` can stand before.  */
esc_opnd esc_model_base (struct esc_model_parser *);
/* SIZE as an operand; `?` is UNKNOWN.  */
esc_opnd esc_model_size (struct esc_model_parser *);
/* A new value that is a number nobody knows, but no address of an automatic
   object.  */
uint32_t esc_model_opaque (struct esc_model_parser *, unsigned flags);
/* *PTR+N:W, `*` being read.  */
uint32_t esc_model_deref (struct esc_model_parser *);
/* SLOT[KEY] or SLOT[*]; *WHOLE tells which.  */
uint32_t esc_model_slot (struct esc_model_parser *, bool *whole);
/* All of slot OBJ.  */
uint32_t esc_model_whole (struct esc_model_parser *, uint32_t obj);
/* SIZE bytes at BASE.  */
uint32_t esc_model_bytes (struct esc_model_parser *, esc_opnd base,
                          esc_opnd size);
/* `call` was read.  */
void esc_model_call (struct esc_model_parser *, uint32_t dst);

#endif
