/* SPDX-License-Identifier: GPL-3.0-or-later */
/* text-reader.h - what the halves of the text reader share: text.c reads
   declarations, text-body.c instructions, text-place.c operands and places.

   Lines matter: the lexer gives a token at the end of each.  */

#ifndef ESC_TEXT_READER_H
#define ESC_TEXT_READER_H

#include "lex.h"
#include "text-words.h"

/* A name of the text and what it stands for.  */
struct esc_binding;

/* What a name can be followed by: `*`, `:p8`, `:4`, `:?`.  */
struct esc_annot
{
  bool given;
  int64_t number; /* width of a value, offset of a member; `?` is -1 */
  uint32_t bits;
};

struct esc_param_text
{
  char *name; /* of its value, or NULL */
  struct esc_annot annot;
};

struct esc_reader
{
  struct esc_lex lx;
  struct esc_module *m;
  struct esc_binding *globals, *locals, *vals;
  uint32_t obj; /* declared last, or 0: parts and inits are its */

  /* The function being read.  */
  uint32_t fn; /* or ESC_NONE */
  unsigned fn_line, fn_column;
  struct esc_param_text *params;
  uint32_t nparams, cap_params;
  struct esc_body *body; /* NULL before the first block */
  bool open;             /* a block is open */
  uint32_t top_target;   /* 1 + the highest block jumped to, and where */
  unsigned top_line, top_column;
  uint32_t *succs; /* of the block, while its last line is read */
  uint32_t nsuccs, cap_succs;
};

/* The width of a value that is used but not defined so far.  */
#define ESC_WIDTH_UNDEFINED 255

/* One instruction being read.  */
struct esc_line
{
  struct esc_ins ins;     /* all but dst and loc */
  char *name;             /* of the value defined, or NULL */
  struct esc_annot annot; /* given for it */
  uint8_t width, flags;   /* of it, if nothing is given */
  bool width_given;       /* that of the instruction */
  unsigned number;        /* of the line */
};

/* ---- text.c ------------------------------------------------------------- */

/* Does the line end here?  */
bool esc_reader_eol (const struct esc_reader *);
/* The current name, which must be there: a copy to be freed.  */
char *esc_reader_take_name (struct esc_reader *, const char *what);
/* The object called NAME here, or 0.  */
uint32_t esc_reader_obj (const struct esc_reader *, const char *name);
/* The value called NAME, made on first use.  DEFINE: it is defined here,
   which is an error if it has been.  */
uint32_t esc_reader_val (struct esc_reader *, const char *name, bool define);
/* An annotation whose letters are those of TABLE.  */
struct esc_annot esc_reader_annot (struct esc_reader *,
                                   const struct esc_word *table);
/* `@` NUMBER, or LINE.  */
esc_loc esc_reader_loc (struct esc_reader *, unsigned line);
/* The user's part of NAME, interned: what comes before the last `%`.  */
esc_str esc_reader_user_name (struct esc_reader *, const char *name);
/* NAME stands for object ID, in the function or everywhere.  */
void esc_reader_bind_obj (struct esc_reader *, const char *name, uint32_t id,
                          bool local);
/* A size: a number or `?`.  */
int64_t esc_reader_size (struct esc_reader *);
/* The body of the current function, made if there is none.  */
struct esc_body *esc_reader_body (struct esc_reader *);

/* ---- text-decl.c -------------------------------------------------------- */

/* Read a line that declares a global object; false if it is another.  MAKE:
   this is the first pass, only make the object.  */
bool esc_reader_global (struct esc_reader *, bool make);
/* Read a line about an object of the function; false if it is another.  */
bool esc_reader_declaration (struct esc_reader *);
/* Make an object called NAME and bind it.  */
uint32_t esc_reader_make_obj (struct esc_reader *, enum esc_obj_kind,
                              const char *name);
/* The words after the size of *O, whose default flags are BITS, and its
   location, which is LINE by default.  */
void esc_reader_obj_words (struct esc_reader *, struct esc_obj *o,
                           uint32_t bits, unsigned line);

/* ---- text-place.c ------------------------------------------------------- */

/* The operand that begins at the current token.  */
esc_opnd esc_reader_opnd (struct esc_reader *);
/* The place that begins at the current token, added to the body.  Size and
   type are those of place LIKE, if it is not 0, unless given.  */
uint32_t esc_reader_place (struct esc_reader *, uint32_t like);

/* ---- text-ops.c --------------------------------------------------------- */

/* The operation at the current token and its operands.  */
void esc_reader_operation (struct esc_reader *, struct esc_line *);

/* ---- text-body.c -------------------------------------------------------- */

/* One line inside a function: a label, an instruction, or both.  */
void esc_reader_line (struct esc_reader *);
/* The function ends: close its blocks and check it.  */
void esc_reader_close_body (struct esc_reader *);

#endif
