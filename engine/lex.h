/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lex.h - the words of the two small languages: facts as text, and models.

   Names are letters, digits, `_`, `$`, `%`, inner dots and bytes above 127;
   or anything between double quotes, with \xHH for a byte.  Numbers are
   decimal or hexadecimal.  `#` starts a comment.  Everything else is a mark
   of one character, or of two: == != <= >= -> .. ??

   An error is sticky: the first one is kept with its line and column, and
   from then on every token is the end of the text.  So a parser needs no
   error paths, only loops that stop at the end.  */

#ifndef ESC_LEX_H
#define ESC_LEX_H

#include "alloc.h"
#include "text.h"

enum esc_tok_kind
{
  ESC_TOK_END,
  ESC_TOK_EOL, /* only if lines matter */
  ESC_TOK_NAME,
  ESC_TOK_NUMBER,
  ESC_TOK_MARK
};

#define ESC_MARK(A, B) ((A) | (B) << 8) /* a mark of two characters */

struct esc_lex
{
  /* The current token.  */
  enum esc_tok_kind kind;
  bool first;  /* it is the first of its line */
  bool quoted; /* a name in quotes */
  int mark;    /* the character, or ESC_MARK of two */
  uint64_t number;
  char *name; /* valid until the next token */
  unsigned line, column;
  const char *start; /* where it begins in the text */

  /* The rest of the text.  */
  const char *at, *line_start;
  unsigned at_line;
  uint32_t name_cap;
  bool lines, failed;
  struct esc_text_error *err;
};

/* Read TEXT from its start; the first token is then current.  LINES: every
   line that is not empty ends in a token.  */
void esc_lex_start (struct esc_lex *, const char *text, bool lines,
                    struct esc_text_error *err);
/* Read on from AT, in line number LINE, which begins at LINE_START; lines do
   not matter.  */
void esc_lex_resume (struct esc_lex *, const char *at, const char *line_start,
                     unsigned line, struct esc_text_error *err);
/* `{` is current: go on to what follows its `}`, whatever is between.  */
void esc_lex_skip_block (struct esc_lex *);
void esc_lex_free (struct esc_lex *);
void esc_lex_next (struct esc_lex *);
/* Let the current name go on over inner hyphens.  */
void esc_lex_hyphens (struct esc_lex *);

/* Fail at the current token, unless something has failed before.  */
void esc_lex_error (struct esc_lex *, const char *fmt, ...) ESC_PRINTF (2, 3);
void esc_lex_error_at (struct esc_lex *, unsigned line, unsigned column,
                       const char *fmt, ...) ESC_PRINTF (4, 5);
/* Fail because WHAT should have been here.  */
void esc_lex_expected (struct esc_lex *, const char *what);

/* Is the current token the mark MARK, the unquoted word WORD?  */
bool esc_lex_is (const struct esc_lex *, int mark);
bool esc_lex_is_word (const struct esc_lex *, const char *word);
/* The same, and if so go on to the next token.  */
bool esc_lex_accept (struct esc_lex *, int mark);
bool esc_lex_accept_word (struct esc_lex *, const char *word);
/* Fail unless the current token is MARK; go on.  */
void esc_lex_expect (struct esc_lex *, int mark);

/* A number with an optional minus sign; WHAT names it in the error.  */
int64_t esc_lex_integer (struct esc_lex *, const char *what);
/* A number from 0 to LIMIT.  */
uint32_t esc_lex_unsigned (struct esc_lex *, uint32_t limit, const char *what);

#endif
