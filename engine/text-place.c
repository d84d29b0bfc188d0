/* SPDX-License-Identifier: GPL-3.0-or-later */
/* text-place.c - read facts as text: operands and places.

     operand   p  -4  &x  &x+8  &x+?  &f  &f()  ?  _  {PLACE}
     place     [BASE + OFF + INDEX*STRIDE in LO..HI] SIZE MEMBER WORDS
     base      p  &x  (&x+8)  ?
     member    .record.name:16   with letters s(ystem), p(ointer)

   `_` is no operand, `?` anything, {PLACE} an aggregate by value.  SIZE may be
   `?`, or a value.  WORDS: a type (int, ptr, fun, aggr), volatile.  */

#include "text-reader.h"

#include <stdlib.h>
#include <string.h>

/* `+ N`, `- N`, `+ ?` or nothing.  False if it is `?`.  */
static bool
read_offset (struct esc_reader *r, int64_t *off)
{
  *off = 0;
  if (!esc_lex_is (&r->lx, '-') && !esc_lex_accept (&r->lx, '+'))
    return true;
  if (esc_lex_accept (&r->lx, '?'))
    return false;
  *off = esc_lex_integer (&r->lx, "an offset");
  return true;
}

/* What follows `&`.  OFFSET: an offset can follow.  */
static esc_opnd
read_address (struct esc_reader *r, bool offset)
{
  struct esc_body *b = esc_reader_body (r);
  char *name = esc_reader_take_name (r, "an object or a function");
  bool call = esc_lex_accept (&r->lx, '(');
  if (call)
    esc_lex_expect (&r->lx, ')');
  uint32_t obj = call ? 0 : esc_reader_obj (r, name);
  uint32_t fn = obj ? ESC_NONE : esc_fn_find (r->m, name);
  if (!obj && fn == ESC_NONE)
    esc_lex_error (&r->lx, "no object or function '%s'", name);
  free (name);
  if (!obj)
    return esc_fun (fn);
  int64_t off = 0;
  if (offset && !read_offset (r, &off))
    return esc_addr_inexact (b, obj);
  return esc_addr (b, obj, off);
}

static esc_opnd
read_value (struct esc_reader *r)
{
  char *name = esc_reader_take_name (r, "a value");
  esc_opnd o = ESC_OPND_NONE;
  if (!r->lx.failed)
    o = esc_val (esc_reader_val (r, name, false));
  free (name);
  return o;
}

esc_opnd
esc_reader_opnd (struct esc_reader *r)
{
  if (esc_lex_accept (&r->lx, '?'))
    return ESC_OPND_UNKNOWN;
  if (esc_lex_accept_word (&r->lx, "_"))
    return ESC_OPND_NONE;
  if (esc_lex_accept (&r->lx, '&'))
    return read_address (r, true);
  if (r->lx.kind == ESC_TOK_NAME)
    return read_value (r);
  if (esc_lex_accept (&r->lx, '{'))
    {
      uint32_t place = esc_reader_place (r, 0);
      esc_lex_expect (&r->lx, '}');
      return esc_content (place);
    }
  return esc_int (esc_reader_body (r), esc_lex_integer (&r->lx, "an operand"));
}

/* ---- places ------------------------------------------------------------- */

static esc_opnd
read_base (struct esc_reader *r)
{
  if (esc_lex_accept (&r->lx, '('))
    {
      esc_lex_expect (&r->lx, '&');
      esc_opnd o = read_address (r, true);
      esc_lex_expect (&r->lx, ')');
      return o;
    }
  if (esc_lex_accept (&r->lx, '&'))
    return read_address (r, false);
  if (r->lx.kind == ESC_TOK_NUMBER || r->lx.kind == ESC_TOK_NAME
      || esc_lex_is (&r->lx, '?'))
    return esc_reader_opnd (r);
  esc_lex_expected (&r->lx, "a value or an address");
  return ESC_OPND_UNKNOWN;
}

/* One term after the base: `+` or `-` is current.  */
static void
read_term (struct esc_reader *r, struct esc_place *p)
{
  int64_t n;
  if (esc_lex_is (&r->lx, '-'))
    n = esc_lex_integer (&r->lx, "an offset");
  else
    {
      esc_lex_next (&r->lx);
      if (r->lx.kind == ESC_TOK_NAME || esc_lex_is (&r->lx, '?'))
        {
          if (p->idx != ESC_OPND_NONE)
            esc_lex_error (&r->lx, "a place has one index");
          p->idx = esc_reader_opnd (r);
          p->stride = 0;
          if (esc_lex_accept (&r->lx, '*'))
            p->stride = esc_lex_integer (&r->lx, "a stride");
          p->hi = -1;
          return;
        }
      n = esc_lex_integer (&r->lx, "an offset or an index");
    }
  if (__builtin_add_overflow (p->off, n, &p->off))
    esc_lex_error (&r->lx, "the offset does not fit in 64 bits");
}

/* A piece of a member's name.  */
static esc_str
read_piece (struct esc_reader *r)
{
  char *name = esc_reader_take_name (r, "a member's name");
  esc_str s = esc_intern (r->m, name);
  free (name);
  return s;
}

/* `.record.name`: interned, without annotation.  */
static void
read_member_name (struct esc_reader *r, struct esc_field *f)
{
  char *dot = NULL;
  if (r->lx.kind == ESC_TOK_NAME && !r->lx.quoted)
    dot = strrchr (r->lx.name, '.');
  if (dot)
    {
      f->name = esc_intern (r->m, dot + 1);
      *dot = '\0';
    }
  f->record = read_piece (r);
  if (dot)
    return;
  esc_lex_expect (&r->lx, '.');
  f->name = read_piece (r);
}

/* The member of place *P, after the dot.  */
static void
read_member (struct esc_reader *r, struct esc_place *p)
{
  struct esc_field f = { .off = p->off, .size = ESC_SIZE_UNKNOWN };
  read_member_name (r, &f);
  struct esc_annot a = esc_reader_annot (r, esc_words_field);
  if (esc_lex_accept_word (&r->lx, "of"))
    f.size = esc_reader_size (r);
  else if (!a.given)
    for (uint32_t i = 1; i < r->m->nfields && !p->field; i++)
      if (r->m->fields[i].record == f.record && r->m->fields[i].name == f.name)
        p->field = i;
  if (p->field)
    return;
  f.pointer = p->type == ESC_TY_PTR || p->type == ESC_TY_FUNPTR;
  if (a.given)
    {
      f.off = a.number;
      f.system = a.bits & 1;
      f.pointer = a.bits & 2;
    }
  p->field = esc_field_add (r->m, &f);
}

/* Size, member and words.  */
static void
read_extent (struct esc_reader *r, struct esc_place *p, uint32_t like)
{
  const struct esc_place *other
      = like ? &esc_reader_body (r)->places[like] : NULL;
  if (r->lx.kind == ESC_TOK_NAME)
    {
      p->size = ESC_SIZE_UNKNOWN;
      p->len = read_value (r);
    }
  else if (r->lx.kind == ESC_TOK_NUMBER || esc_lex_is (&r->lx, '?') || !other)
    p->size = esc_reader_size (r);
  else
    {
      p->size = other->size;
      p->len = other->len;
    }
  p->type = (uint8_t)(other ? other->type : esc_type_default (p->size));
  if (esc_lex_accept (&r->lx, '.'))
    read_member (r, p);
  const struct esc_word *w;
  for (; r->lx.kind == ESC_TOK_NAME; esc_lex_next (&r->lx))
    if (esc_lex_is_word (&r->lx, "volatile"))
      p->volatile_ = true;
    else if ((w = esc_word_find (esc_words_type, r->lx.name)))
      p->type = (uint8_t)w->bits;
    else
      break;
}

uint32_t
esc_reader_place (struct esc_reader *r, uint32_t like)
{
  struct esc_place p = { 0 };
  esc_lex_expect (&r->lx, '[');
  p.base = read_base (r);
  while (esc_lex_is (&r->lx, '+') || esc_lex_is (&r->lx, '-'))
    read_term (r, &p);
  if (esc_lex_accept_word (&r->lx, "in"))
    {
      p.lo = esc_lex_integer (&r->lx, "a lower bound");
      esc_lex_expect (&r->lx, ESC_MARK ('.', '.'));
      p.hi = esc_lex_accept (&r->lx, '?')
                 ? -1
                 : esc_lex_integer (&r->lx, "an upper bound");
    }
  esc_lex_expect (&r->lx, ']');
  read_extent (r, &p, like);
  return esc_place_add (esc_reader_body (r), &p);
}
