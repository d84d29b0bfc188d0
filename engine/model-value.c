/* SPDX-License-Identifier: GPL-3.0-or-later */
/* model-value.c - compile the values and places of effect models.

   "Anything but an automatic object's address" is a volatile load from the
   hidden object "opaque" (facts.h, esc_place).  A slot is a hidden object
   whose memory is indexed by the key, eight bytes a step, so that what is
   kept under different keys does not overlap.  */

#include "model-parse.h"
#include "verdict.h"

#include <stdlib.h>
#include <string.h>

#define KEY_STRIDE 8

static uint32_t
new_value (struct esc_model_parser *p, unsigned flags)
{
  return esc_val_add (p->b, 0, 8, flags);
}

/* OP as an SSA value.  */
static esc_opnd
in_value (struct esc_model_parser *p, esc_opnd o)
{
  if (esc_opnd_kind (o) == ESC_OP_VAL)
    return o;
  uint32_t v = new_value (p, ESC_VAL_PTR);
  esc_model_emit (p, ESC_MOVE, v)->a = o;
  return esc_val (v);
}

static esc_opnd
load (struct esc_model_parser *p, uint32_t place, unsigned flags)
{
  uint32_t v = new_value (p, flags);
  struct esc_ins *ins = esc_model_emit (p, ESC_LOAD, v);
  ins->x = place;
  int64_t size = p->b->places[place].size;
  p->b->vals[v].width = ins->width = (uint8_t)size;
  return esc_val (v);
}

uint32_t
esc_model_opaque (struct esc_model_parser *p, unsigned flags)
{
  uint32_t obj = esc_obj_hidden (p->m, "opaque");
  p->m->objs[obj].rule = ESC_RULE_GLOBAL;
  struct esc_place place
      = { .base = esc_addr (p->b, obj, 0),
          .size = 8,
          .type = flags & ESC_VAL_PTR ? ESC_TY_PTR : ESC_TY_OTHER,
          .volatile_ = true };
  return esc_opnd_index (load (p, esc_place_add (p->b, &place), flags));
}

/* ---- places ------------------------------------------------------------- */

/* The hidden object of the slot at the current token.  */
static uint32_t
slot_obj (struct esc_model_parser *p)
{
  const struct esc_model_slot *slot = NULL;
  if (p->lx.kind == ESC_TOK_NAME)
    slot = esc_model_slot_find (p->models, p->lx.name);
  if (!slot)
    {
      if (p->lx.kind == ESC_TOK_NAME)
        esc_lex_error (&p->lx, "no slot '%s' is declared", p->lx.name);
      else
        esc_lex_expected (&p->lx, "a slot");
      return 0;
    }
  uint32_t obj = esc_obj_hidden (p->m, p->lx.name);
  p->m->objs[obj].rule = slot->rule;
  esc_lex_next (&p->lx);
  return obj;
}

uint32_t
esc_model_whole (struct esc_model_parser *p, uint32_t obj)
{
  struct esc_place place = { .base = esc_addr (p->b, obj, 0),
                             .size = ESC_SIZE_UNKNOWN,
                             .hi = -1,
                             .type = ESC_TY_PTR };
  return esc_place_add (p->b, &place);
}

uint32_t
esc_model_slot (struct esc_model_parser *p, bool *whole)
{
  uint32_t obj = slot_obj (p);
  *whole = false;
  esc_lex_expect (&p->lx, '[');
  if (esc_lex_accept (&p->lx, '*'))
    {
      *whole = true;
      esc_lex_expect (&p->lx, ']');
      return esc_model_whole (p, obj);
    }
  esc_opnd key = esc_model_value (p);
  esc_lex_expect (&p->lx, ']');
  struct esc_place place = {
    .base = esc_addr (p->b, obj, 0), .size = 8, .hi = -1, .type = ESC_TY_PTR
  };
  if (esc_opnd_kind (key) == ESC_OP_INT)
    {
      int64_t n = p->b->ints[esc_opnd_index (key)];
      if (__builtin_mul_overflow (n, KEY_STRIDE, &place.off))
        esc_lex_error (&p->lx, "the key is too large");
    }
  else
    {
      place.idx = in_value (p, key);
      place.stride = KEY_STRIDE;
    }
  return esc_place_add (p->b, &place);
}

uint32_t
esc_model_bytes (struct esc_model_parser *p, esc_opnd base, esc_opnd size)
{
  struct esc_place place
      = { .base = base, .size = ESC_SIZE_UNKNOWN, .type = ESC_TY_AGGR };
  if (esc_opnd_kind (size) == ESC_OP_INT)
    place.size = p->b->ints[esc_opnd_index (size)];
  else if (esc_opnd_kind (size) == ESC_OP_VAL)
    place.len = size;
  if (place.size < ESC_SIZE_UNKNOWN)
    esc_lex_error (&p->lx, "a size is negative");
  return esc_place_add (p->b, &place);
}

esc_opnd
esc_model_pointer (struct esc_model_parser *p)
{
  esc_opnd o = esc_model_value (p);
  return esc_opnd_kind (o) == ESC_OP_ADDR ? o : in_value (p, o);
}

uint32_t
esc_model_deref (struct esc_model_parser *p)
{
  struct esc_place place = { .size = 8, .type = ESC_TY_PTR };
  esc_opnd base
      = esc_lex_is (&p->lx, '*') ? esc_model_value (p) : esc_model_base (p);
  place.base = esc_opnd_kind (base) == ESC_OP_ADDR ? base : in_value (p, base);
  if (esc_lex_accept (&p->lx, '+'))
    place.off = esc_lex_integer (&p->lx, "an offset");
  if (esc_lex_accept (&p->lx, ':'))
    {
      place.size = esc_lex_unsigned (&p->lx, 8, "a width");
      if (place.size != 8)
        place.type = ESC_TY_OTHER;
      if (!place.size || (place.size & (place.size - 1)))
        esc_lex_error (&p->lx, "a width is 1, 2, 4 or 8");
    }
  return esc_place_add (p->b, &place);
}

/* ---- values ------------------------------------------------------------- */

static esc_opnd
named_value (struct esc_model_parser *p)
{
  esc_opnd o = ESC_OPND_UNKNOWN;
  uint32_t i = p->nnames;
  while (i > 0 && strcmp (p->names[i - 1].name, p->lx.name))
    i--;
  if (i > 0)
    o = p->names[i - 1].val;
  else
    esc_lex_error (&p->lx, "nothing is called '%s'", p->lx.name);
  esc_lex_next (&p->lx);
  return o;
}

/* &NAME: a slot, the program's variable, or the library's own if the program
   does not mention it.  */
static esc_opnd
address (struct esc_model_parser *p)
{
  if (p->lx.kind != ESC_TOK_NAME)
    {
      esc_lex_expected (&p->lx, "a slot or a variable");
      return ESC_OPND_UNKNOWN;
    }
  if (esc_model_slot_find (p->models, p->lx.name))
    return esc_addr (p->b, slot_obj (p), 0);
  esc_str name = esc_intern (p->m, p->lx.name);
  uint32_t obj = 0;
  for (uint32_t i = 1; i < p->m->nobjs && !obj; i++)
    {
      const struct esc_obj *o = &p->m->objs[i];
      if (o->external && o->name == name && o->kind >= ESC_OBJ_STATIC)
        obj = i;
    }
  if (!obj)
    {
      obj = esc_obj_hidden (p->m, p->lx.name);
      p->m->objs[obj].rule = ESC_RULE_GLOBAL;
    }
  esc_lex_next (&p->lx);
  return esc_addr (p->b, obj, 0);
}

static esc_opnd factor (struct esc_model_parser *);

static esc_opnd
fresh (struct esc_model_parser *p)
{
  esc_opnd size = ESC_OPND_UNKNOWN, more = ESC_OPND_NONE;
  unsigned sub = 0;
  if (esc_lex_accept_word (&p->lx, "string"))
    {
      sub |= ESC_NEW_STRING;
      more = esc_model_base (p);
      if (esc_lex_accept_word (&p->lx, "most"))
        size = esc_model_base (p);
    }
  else
    {
      size = esc_model_size (p);
      if (esc_lex_accept_word (&p->lx, "aligned"))
        more = factor (p);
    }
  uint32_t v = new_value (p, ESC_VAL_PTR);
  if (esc_lex_accept_word (&p->lx, "zeroed"))
    sub |= ESC_NEW_ZEROED;
  if (esc_lex_accept_word (&p->lx, "or"))
    {
      if (!esc_lex_accept_word (&p->lx, "null"))
        esc_lex_expected (&p->lx, "'null'");
      sub |= ESC_NEW_OR_NULL;
    }
  struct esc_ins *ins = esc_model_emit (p, ESC_NEW, v);
  ins->a = size;
  ins->b = more;
  ins->sub = (uint8_t)sub;
  return esc_val (v);
}

static esc_opnd
inside (struct esc_model_parser *p)
{
  esc_opnd base = esc_model_pointer (p);
  esc_opnd off = esc_val (esc_model_opaque (p, 0));
  uint32_t v = new_value (p, ESC_VAL_PTR);
  struct esc_ins *ins = esc_model_emit (p, ESC_ARITH, v);
  ins->sub = ESC_ADD;
  ins->a = base;
  ins->b = off;
  return esc_val (v);
}

/* A number that is not zero: paths on which it were are cut off.  */
static esc_opnd
nonzero (struct esc_model_parser *p)
{
  if (p->nonzero != ESC_NONE)
    return esc_val (p->nonzero);
  uint32_t v = esc_model_opaque (p, 0);
  struct esc_ins *ins = esc_model_emit (p, ESC_COND, ESC_NONE);
  ins->sub = ESC_EQ;
  ins->a = esc_val (v);
  ins->b = esc_int (p->b, 0);
  ins->width = 8;
  uint32_t to = esc_model_jump (p, 2);
  esc_model_land (p, &to, 1);
  esc_model_emit (p, ESC_STOP, ESC_NONE);
  esc_model_jump (p, 0);
  to++;
  esc_model_land (p, &to, 1);
  return esc_val (v);
}

/* Does a value begin here?  */
static bool
at_value (const struct esc_model_parser *p)
{
  return p->lx.kind == ESC_TOK_NAME || p->lx.kind == ESC_TOK_NUMBER
         || esc_lex_is (&p->lx, '-') || esc_lex_is (&p->lx, '*')
         || esc_lex_is (&p->lx, '&') || esc_lex_is (&p->lx, '(')
         || esc_lex_is (&p->lx, '?');
}

/* `one of` A B ...: a switch on a number that nobody knows, each alternative
   in a block of its own.  The switch has room for all that there can be.  */
static esc_opnd
one_of (struct esc_model_parser *p)
{
  enum
  {
    MOST = 16
  };
  struct esc_phi alts[MOST];
  uint32_t ends[MOST], n = 0;
  if (!esc_lex_accept_word (&p->lx, "of"))
    esc_lex_expected (&p->lx, "'of'");
  uint32_t on = esc_model_opaque (p, 0), cases = p->b->ncases;
  for (uint32_t i = 1; i < MOST; i++)
    esc_case_add (p->b, i, i, i);
  uint32_t head = p->b->nblocks - 1, sw = p->b->nins;
  struct esc_ins *ins = esc_model_emit (p, ESC_SWITCH, ESC_NONE);
  ins->a = esc_val (on);
  ins->width = 8;
  ins->x = cases;
  uint32_t to = esc_model_jump (p, MOST);
  while (at_value (p) && n < MOST)
    {
      uint32_t here = to + n;
      esc_model_land (p, &here, 1);
      alts[n].val = esc_model_value (p);
      alts[n].pred = p->b->nblocks - 1;
      esc_model_emit (p, ESC_BR, ESC_NONE);
      ends[n++] = esc_model_jump (p, 1);
    }
  if (!n || at_value (p))
    esc_lex_error (&p->lx, "'one of' has 1 to %d values", MOST);
  p->b->blocks[head].nsuccs = n;
  p->b->ins[sw].n = n ? n - 1 : 0;
  esc_model_land (p, ends, n);
  uint32_t v = new_value (p, ESC_VAL_PTR), first = p->b->nphis;
  for (uint32_t i = 0; i < n; i++)
    esc_phi_add (p->b, alts[i].pred, alts[i].val, 0);
  ins = esc_model_emit (p, ESC_PHI, v);
  ins->x = first;
  ins->n = n;
  return esc_val (v);
}

/* A value that begins with word WORD; false if none does.  */
static bool
worded_value (struct esc_model_parser *p, esc_opnd *o)
{
  bool whole;
  if (esc_lex_accept_word (&p->lx, "fresh"))
    *o = fresh (p);
  else if (esc_lex_accept_word (&p->lx, "opaque"))
    *o = esc_val (esc_model_opaque (p, ESC_VAL_PTR));
  else if (esc_lex_accept_word (&p->lx, "nonzero"))
    *o = nonzero (p);
  else if (esc_lex_accept_word (&p->lx, "inside"))
    *o = inside (p);
  else if (esc_lex_accept_word (&p->lx, "one"))
    *o = one_of (p);
  else if (esc_lex_accept_word (&p->lx, "kept"))
    *o = load (p, esc_model_slot (p, &whole), ESC_VAL_PTR);
  else if (esc_lex_accept_word (&p->lx, "call"))
    {
      uint32_t v = new_value (p, ESC_VAL_PTR);
      esc_model_call (p, v);
      *o = esc_val (v);
    }
  else
    return false;
  return true;
}

/* A OP N, N being current.  */
static esc_opnd
combine (struct esc_model_parser *p, esc_opnd a, enum esc_arith op)
{
  int64_t n = esc_lex_integer (&p->lx, "a number");
  uint32_t v = new_value (p, op == ESC_ADD ? ESC_VAL_PTR : 0);
  struct esc_ins *ins = esc_model_emit (p, ESC_ARITH, v);
  ins->sub = (uint8_t)op;
  ins->a = a;
  ins->b = esc_int (p->b, n);
  return esc_val (v);
}

/* Is this `& N`, not the `&NAME` of another value?  */
static bool
at_mask (const struct esc_model_parser *p)
{
  const char *next = p->lx.at + strspn (p->lx.at, " \t\r\n");
  return esc_lex_is (&p->lx, '&') && *next >= '0' && *next <= '9';
}

static esc_opnd
any_value (struct esc_model_parser *p)
{
  esc_opnd o;
  if (esc_lex_accept (&p->lx, '?'))
    return ESC_OPND_UNKNOWN;
  if (esc_lex_accept (&p->lx, '*'))
    {
      uint32_t place = esc_model_deref (p);
      bool pointer = p->b->places[place].type == ESC_TY_PTR;
      return load (p, place, pointer ? ESC_VAL_PTR : 0);
    }
  if (p->lx.kind == ESC_TOK_NUMBER || esc_lex_is (&p->lx, '-'))
    return esc_int (p->b, esc_lex_integer (&p->lx, "a number"));
  if (p->lx.kind == ESC_TOK_NAME && worded_value (p, &o))
    return o;
  o = esc_model_base (p);
  if (esc_lex_accept (&p->lx, '+'))
    return combine (p, o, ESC_ADD);
  if (!at_mask (p))
    return o;
  esc_lex_next (&p->lx);
  return combine (p, o, ESC_AND);
}

esc_opnd
esc_model_base (struct esc_model_parser *p)
{
  esc_opnd o = ESC_OPND_UNKNOWN;
  if (p->lx.kind == ESC_TOK_NAME)
    return named_value (p);
  if (esc_lex_accept (&p->lx, '&'))
    return address (p);
  if (esc_lex_accept (&p->lx, '('))
    {
      o = esc_model_value (p);
      esc_lex_expect (&p->lx, ')');
    }
  else
    esc_lex_expected (&p->lx, "a value");
  return o;
}

esc_opnd
esc_model_value (struct esc_model_parser *p)
{
  esc_opnd o = ESC_OPND_UNKNOWN;
  if (++p->depth > ESC_MODEL_NESTING)
    esc_lex_error (&p->lx, "this is nested too deeply");
  else if (!p->lx.failed)
    o = any_value (p);
  p->depth--;
  return o;
}

/* A factor of a size.  */
static esc_opnd
factor (struct esc_model_parser *p)
{
  if (esc_lex_accept (&p->lx, '?'))
    return ESC_OPND_UNKNOWN;
  if (p->lx.kind == ESC_TOK_NUMBER)
    return esc_int (p->b, esc_lex_integer (&p->lx, "a size"));
  if (p->lx.kind != ESC_TOK_NAME && !esc_lex_is (&p->lx, '('))
    esc_lex_expected (&p->lx, "a size");
  return esc_model_base (p);
}

esc_opnd
esc_model_size (struct esc_model_parser *p)
{
  esc_opnd o = factor (p);
  while (esc_lex_accept (&p->lx, '*'))
    {
      esc_opnd by = factor (p);
      uint32_t v = new_value (p, ESC_VAL_UNSIGNED);
      struct esc_ins *ins = esc_model_emit (p, ESC_ARITH, v);
      ins->sub = ESC_MUL;
      ins->flags = ESC_INS_UNSIGNED;
      ins->a = o;
      ins->b = by;
      o = esc_val (v);
    }
  return o;
}

void
esc_model_call (struct esc_model_parser *p, uint32_t dst)
{
  enum
  {
    MOST = 16
  };
  esc_opnd args[MOST];
  struct esc_call c = { .callee = in_value (p, esc_model_base (p)) };
  esc_lex_expect (&p->lx, '(');
  while (at_value (p) && c.nargs < MOST)
    {
      args[c.nargs++] = esc_model_value (p);
      if (!esc_lex_accept (&p->lx, ','))
        break;
    }
  esc_lex_expect (&p->lx, ')');
  c.args = p->b->nargs;
  for (uint32_t i = 0; i < c.nargs; i++)
    esc_arg_add (p->b, args[i]);
  uint32_t call = esc_call_add (p->b, &c);
  esc_model_emit (p, ESC_CALL, dst)->x = call;
}
