/* SPDX-License-Identifier: GPL-3.0-or-later */
/* text-body.c - read facts as text: the lines of a body.

   A line is a label, an instruction, both, or one of

     undef p*      an uninitialised value
     chain p*      the value of the static chain
     close @N      the location of the closing brace
     lost N        statements that were not understood

   Blocks are labelled b0, b1, ... in this order; the label of b0 may be left
   out.  */

#include "text-reader.h"

#include <stdlib.h>
#include <string.h>

/* ---- what begins here? -------------------------------------------------- */

static const char *
skip_blanks (const char *p)
{
  return p + strspn (p, " \t\r");
}

/* Is the current name that of a value being defined?  Then `=` follows, after
   an annotation perhaps.  */
static bool
begins_definition (const struct esc_reader *r)
{
  if (r->lx.kind != ESC_TOK_NAME)
    return false;
  const char *p = skip_blanks (r->lx.at);
  if (*p == '*')
    p++;
  else if (*p == ':')
    p += 1 + strspn (p + 1, "pubx0123456789?");
  p = skip_blanks (p);
  return *p == '=' && p[1] != '=';
}

/* Is it a label?  */
static bool
begins_block (const struct esc_reader *r)
{
  if (r->lx.kind != ESC_TOK_NAME || r->lx.quoted || *r->lx.name != 'b')
    return false;
  size_t digits = strspn (r->lx.name + 1, "0123456789");
  return digits && !r->lx.name[1 + digits] && *r->lx.at == ':'
         && (!r->lx.at[1] || strchr (" \t\r\n#", r->lx.at[1]));
}

/* ---- blocks ------------------------------------------------------------- */

static void
read_label (struct esc_reader *r)
{
  struct esc_body *b = esc_reader_body (r);
  if (r->open)
    esc_lex_error (&r->lx, "block b%u does not end in a jump", b->nblocks - 1);
  else if (strtoul (r->lx.name + 1, NULL, 10) != b->nblocks)
    esc_lex_error (&r->lx, "the next block is b%u", b->nblocks);
  if (r->lx.failed)
    return;
  esc_lex_next (&r->lx);
  esc_lex_expect (&r->lx, ':');
  esc_block_begin (b);
  r->open = true;
}

/* Instructions go to a block.  */
static void
need_block (struct esc_reader *r)
{
  struct esc_body *b = esc_reader_body (r);
  if (r->open)
    return;
  if (b->nblocks)
    {
      esc_lex_error (&r->lx, "expected the label of block b%u", b->nblocks);
      return;
    }
  esc_block_begin (b);
  r->open = true;
}

/* ---- instructions ------------------------------------------------------- */

/* Define value NAME and give it the annotation, or WIDTH and FLAGS.  */
static uint32_t
define (struct esc_reader *r, const char *name, struct esc_annot annot,
        uint8_t width, uint8_t flags)
{
  uint32_t val = esc_reader_val (r, name, true);
  struct esc_val *v = &r->body->vals[val];
  if (annot.given && (annot.number < 0 || annot.number > 8))
    esc_lex_error (&r->lx, "a value has 0 to 8 bytes");
  v->width = annot.given ? (uint8_t)annot.number : width;
  v->flags = annot.given ? (uint8_t)annot.bits : flags;
  return val;
}

/* `!` flags and widths.  */
static void
read_flags (struct esc_reader *r, struct esc_line *l)
{
  while (esc_lex_accept (&r->lx, '!'))
    if (r->lx.kind == ESC_TOK_NUMBER)
      {
        l->ins.width = (uint8_t)esc_lex_unsigned (&r->lx, 255, "a width");
        l->width_given = true;
      }
    else
      {
        const struct esc_word *w = NULL;
        if (r->lx.kind == ESC_TOK_NAME)
          w = esc_word_find (esc_words_ins, r->lx.name);
        if (!w)
          esc_lex_expected (&r->lx, "a flag");
        else
          l->ins.flags |= (uint8_t)w->bits;
        esc_lex_next (&r->lx);
      }
}

static void
emit (struct esc_reader *r, const struct esc_line *l, esc_loc loc)
{
  uint32_t dst = ESC_NONE;
  if (l->name)
    dst = define (r, l->name, l->annot, l->width ? l->width : 4, l->flags);
  if (r->lx.failed)
    return;
  struct esc_ins *ins = esc_emit (r->body, (enum esc_op)l->ins.op, loc, dst);
  ins->sub = l->ins.sub;
  ins->flags = l->ins.flags;
  ins->a = l->ins.a;
  ins->b = l->ins.b;
  ins->x = l->ins.x;
  ins->n = l->ins.n;
  if (l->ins.width || l->width_given)
    ins->width = l->ins.width;
  if (ins->op >= ESC_BR)
    {
      esc_block_end (r->body, r->succs, r->nsuccs);
      r->open = false;
    }
}

static void
read_instruction (struct esc_reader *r)
{
  struct esc_line l = { .number = r->lx.line };
  need_block (r);
  if (begins_definition (r))
    {
      l.name = esc_reader_take_name (r, "a value");
      l.annot = esc_reader_annot (r, esc_words_val);
      esc_lex_expect (&r->lx, '=');
    }
  r->nsuccs = 0;
  if (!r->lx.failed)
    esc_reader_operation (r, &l);
  read_flags (r, &l);
  esc_loc loc = esc_reader_loc (r, l.number);
  if (!r->lx.failed)
    emit (r, &l, loc);
  free (l.name);
}

/* ---- lines -------------------------------------------------------------- */

/* `undef` or `chain` was read: NAME and annotation.  */
static void
read_input (struct esc_reader *r, bool chain)
{
  char *name = esc_reader_take_name (r, "a value");
  struct esc_annot annot = esc_reader_annot (r, esc_words_val);
  if (!r->lx.failed)
    {
      uint32_t val = define (r, name, annot, 8, ESC_VAL_PTR);
      if (chain)
        r->m->fns[r->fn].chain = val;
      else
        r->body->vals[val].flags |= ESC_VAL_UNDEF;
    }
  free (name);
}

void
esc_reader_line (struct esc_reader *r)
{
  if (begins_block (r))
    {
      read_label (r);
      if (esc_reader_eol (r))
        return;
    }
  if (begins_definition (r))
    read_instruction (r);
  else if (esc_lex_accept_word (&r->lx, "undef"))
    read_input (r, false);
  else if (esc_lex_accept_word (&r->lx, "chain"))
    read_input (r, true);
  else if (esc_lex_accept_word (&r->lx, "close"))
    esc_reader_body (r)->end_loc = esc_reader_loc (r, r->lx.line);
  else if (esc_lex_accept_word (&r->lx, "lost"))
    esc_reader_body (r)->not_understood
        = esc_lex_unsigned (&r->lx, UINT32_MAX, "a number of statements");
  else
    read_instruction (r);
}

void
esc_reader_close_body (struct esc_reader *r)
{
  const char *name = esc_string (r->m, r->m->fns[r->fn].symbol);
  const char *why = NULL;
  if (r->open)
    esc_lex_error (&r->lx, "block b%u of '%s' does not end in a jump",
                   r->body->nblocks - 1, name);
  else if (r->top_target > r->body->nblocks)
    esc_lex_error_at (&r->lx, r->top_line, r->top_column,
                      "'%s' has no block b%u", name, r->top_target - 1);
  else if ((why = esc_body_check (r->m, r->body)))
    esc_lex_error_at (&r->lx, r->fn_line, r->fn_column, "'%s': %s", name, why);
}
