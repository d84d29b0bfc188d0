/* SPDX-License-Identifier: GPL-3.0-or-later */
/* text-ops.c - read facts as text: operations and their operands.

   Besides what text.h shows, operations can be

     q = OPERAND                  also to_int, to_ptr, widen, trunc OPERAND
     q = add p 8                  sub mul and or ... neg not (facts.h)
     t = cmp a < b                == != < <= > >= ?? (unknown)
     q = select c p 0             c is a value
     q = alloca v 16              the object v and its bytes
     q = new 16 zeroed or_null
     q = save                     restore q
     free q      doubt PLACE      nop
     pure call f(q) -> PLACE chain c noescape 3 retarg 1
     call *q(1)   call (&f)(1)    the callee as an operand; _ for none
     switch c b0 1:b1 2..5:b2     the default comes first
     any b1 b2
     stop exit                    also longjmp

   After the operands can come !unsigned, !float, !atomic, !defaulted,
   !retaddr and !N, the width of what is compared; then @N.  A value has the
   width and kind of the first operand that has any, unless its name is
   followed by an annotation.  */

#include "text-reader.h"

#include <stdlib.h>
#include <string.h>

/* ---- defaults ----------------------------------------------------------- */

/* Width and flags of what operand O stands for; 0 if it tells nothing.  */
static uint8_t
opnd_width (const struct esc_reader *r, esc_opnd o, uint8_t *flags)
{
  *flags = 0;
  const struct esc_val *v;
  switch (esc_opnd_kind (o))
    {
    case ESC_OP_VAL:
      v = &r->body->vals[esc_opnd_index (o)];
      if (v->width == ESC_WIDTH_UNDEFINED)
        return 0;
      *flags = v->flags & ~ESC_VAL_UNDEF;
      return v->width;
    case ESC_OP_ADDR:
    case ESC_OP_FUN:
    case ESC_OP_UNKNOWN:
      *flags = ESC_VAL_PTR;
      return 8;
    default:
      return 0;
    }
}

/* The value defined is by default like operand O, unless it is like an
   operand before.  */
static void
like (const struct esc_reader *r, struct esc_line *l, esc_opnd o)
{
  if (!l->width && !r->lx.failed)
    l->width = opnd_width (r, o, &l->flags);
}

static void
like_pointer (struct esc_line *l)
{
  l->width = 8;
  l->flags = ESC_VAL_PTR;
}

/* ---- operands of each operation ----------------------------------------- */

static void
read_nothing (struct esc_reader *r, struct esc_line *l)
{
  (void)r;
  if (l->ins.op == ESC_SAVE)
    like_pointer (l);
}

static void
read_one (struct esc_reader *r, struct esc_line *l)
{
  l->ins.a = esc_reader_opnd (r);
  if (l->ins.op == ESC_MOVE)
    like (r, l, l->ins.a);
}

static void
read_cast (struct esc_reader *r, struct esc_line *l)
{
  l->ins.a = esc_reader_opnd (r);
  if (l->ins.sub == ESC_CAST_TO_PTR)
    like_pointer (l);
  else if (l->ins.sub == ESC_CAST_NONE)
    like (r, l, l->ins.a);
  else
    l->width = l->ins.sub == ESC_CAST_TRUNC ? 4 : 8;
}

static void
read_arith (struct esc_reader *r, struct esc_line *l)
{
  l->ins.a = esc_reader_opnd (r);
  like (r, l, l->ins.a);
  if (l->ins.sub == ESC_NEG || l->ins.sub == ESC_NOT)
    return;
  l->ins.b = esc_reader_opnd (r);
  like (r, l, l->ins.b);
}

/* A OP B.  The width of the comparison is that of its operands.  */
static void
read_compare (struct esc_reader *r, struct esc_line *l)
{
  const struct esc_word *w = NULL;
  l->ins.a = esc_reader_opnd (r);
  if (r->lx.kind == ESC_TOK_MARK)
    {
      char mark[] = { (char)r->lx.mark, (char)(r->lx.mark >> 8), '\0' };
      w = esc_word_find (esc_words_cmp, mark);
    }
  if (!w)
    esc_lex_expected (&r->lx, "a comparison");
  else
    l->ins.sub = (uint8_t)w->bits;
  esc_lex_next (&r->lx);
  l->ins.b = esc_reader_opnd (r);
  like (r, l, l->ins.a);
  like (r, l, l->ins.b);
  l->ins.width = l->width ? l->width : 4;
  l->width = 1;
  l->flags = ESC_VAL_BOOL;
}

static void
read_select (struct esc_reader *r, struct esc_line *l)
{
  char *name = esc_reader_take_name (r, "a value");
  if (!r->lx.failed)
    l->ins.x = esc_reader_val (r, name, false);
  free (name);
  l->ins.a = esc_reader_opnd (r);
  l->ins.b = esc_reader_opnd (r);
  like (r, l, l->ins.a);
  like (r, l, l->ins.b);
}

static uint32_t
read_target (struct esc_reader *r)
{
  uint32_t n = 0;
  const char *p = r->lx.name;
  bool ok = r->lx.kind == ESC_TOK_NAME && !r->lx.quoted && *p == 'b' && p[1];
  for (p++; ok && *p; p++)
    {
      ok = *p >= '0' && *p <= '9' && n < 100000000;
      n = n * 10 + (uint32_t)(*p - '0');
    }
  if (!ok)
    {
      esc_lex_expected (&r->lx, "a block");
      return 0;
    }
  if (n >= r->top_target)
    {
      r->top_target = n + 1;
      r->top_line = r->lx.line;
      r->top_column = r->lx.column;
    }
  esc_lex_next (&r->lx);
  return n;
}

static void
read_phi (struct esc_reader *r, struct esc_line *l)
{
  struct esc_body *b = esc_reader_body (r);
  l->ins.x = b->nphis;
  while (r->lx.kind == ESC_TOK_NAME)
    {
      uint32_t pred = read_target (r);
      esc_lex_expect (&r->lx, ':');
      esc_opnd o = esc_reader_opnd (r);
      like (r, l, o);
      esc_phi_add (b, pred, o, esc_reader_loc (r, l->number));
      l->ins.n++;
    }
}

static void
read_load (struct esc_reader *r, struct esc_line *l)
{
  l->ins.x = esc_reader_place (r, 0);
  const struct esc_place *p = &r->body->places[l->ins.x];
  l->width = p->size > 0 && p->size <= 8 ? (uint8_t)p->size : 0;
  if (p->type == ESC_TY_PTR || p->type == ESC_TY_FUNPTR)
    l->flags = ESC_VAL_PTR;
}

/* PLACE = OPERAND, or = PLACE.  */
static void
read_store (struct esc_reader *r, struct esc_line *l)
{
  l->ins.x = esc_reader_place (r, 0);
  esc_lex_expect (&r->lx, '=');
  l->ins.a = l->ins.op == ESC_COPY ? esc_reader_place (r, l->ins.x)
                                   : esc_reader_opnd (r);
}

static void
read_doubt (struct esc_reader *r, struct esc_line *l)
{
  l->ins.x = esc_reader_place (r, 0);
}

/* The callee: `f`, `*q`, `(OPERAND)`, `_`.  */
static esc_opnd
read_callee (struct esc_reader *r)
{
  esc_opnd o;
  if (esc_lex_accept (&r->lx, '('))
    {
      o = esc_reader_opnd (r);
      esc_lex_expect (&r->lx, ')');
      return o;
    }
  if (esc_lex_accept (&r->lx, '*') || esc_lex_is_word (&r->lx, "_"))
    return esc_reader_opnd (r);
  char *name = esc_reader_take_name (r, "a function");
  o = esc_fun (esc_fn_get (r->m, name));
  free (name);
  return o;
}

static void
read_call (struct esc_reader *r, struct esc_line *l)
{
  struct esc_body *b = esc_reader_body (r);
  struct esc_call c = { .flags = l->ins.n };
  c.callee = read_callee (r);
  c.args = b->nargs;
  esc_lex_expect (&r->lx, '(');
  while (r->lx.kind != ESC_TOK_END && !esc_lex_is (&r->lx, ')'))
    {
      esc_arg_add (b, esc_reader_opnd (r));
      c.nargs++;
      if (!esc_lex_accept (&r->lx, ','))
        break;
    }
  esc_lex_expect (&r->lx, ')');
  if (esc_lex_accept (&r->lx, ESC_MARK ('-', '>')))
    c.result = esc_reader_place (r, 0);
  if (esc_lex_accept_word (&r->lx, "chain"))
    c.chain = esc_reader_opnd (r);
  if (esc_lex_accept_word (&r->lx, "noescape"))
    c.noescape = esc_lex_unsigned (&r->lx, UINT32_MAX, "a set of arguments");
  if (esc_lex_accept_word (&r->lx, "retarg"))
    c.retarg = esc_lex_unsigned (&r->lx, UINT32_MAX, "an argument");
  l->ins.n = 0;
  l->ins.x = esc_call_add (b, &c);
  like_pointer (l);
}

static uint32_t
read_local_name (struct esc_reader *r)
{
  char *name = esc_reader_take_name (r, "an object");
  uint32_t obj = esc_reader_obj (r, name);
  if (!obj)
    esc_lex_error (&r->lx, "no object '%s'", name);
  free (name);
  return obj;
}

static void
read_end (struct esc_reader *r, struct esc_line *l)
{
  l->ins.x = read_local_name (r);
}

static void
read_alloca (struct esc_reader *r, struct esc_line *l)
{
  l->ins.x = read_local_name (r);
  l->ins.a = esc_reader_opnd (r);
  like_pointer (l);
}

/* The words of TABLE that follow, as bits of ins.sub.  */
static void
read_sub (struct esc_reader *r, struct esc_line *l,
          const struct esc_word *table)
{
  const struct esc_word *w;
  while (r->lx.kind == ESC_TOK_NAME && (w = esc_word_find (table, r->lx.name)))
    {
      l->ins.sub |= (uint8_t)w->bits;
      esc_lex_next (&r->lx);
    }
}

static void
read_new (struct esc_reader *r, struct esc_line *l)
{
  l->ins.a = esc_reader_opnd (r);
  bool string = esc_lex_accept_word (&r->lx, "string");
  if (string || esc_lex_accept_word (&r->lx, "aligned"))
    l->ins.b = esc_reader_opnd (r);
  read_sub (r, l, esc_words_new);
  if (string)
    l->ins.sub |= ESC_NEW_STRING;
  like_pointer (l);
}

/* ---- terminators -------------------------------------------------------- */

/* A successor; its index among those of the block.  */
static uint32_t
read_succ (struct esc_reader *r)
{
  uint32_t to = read_target (r);
  for (uint32_t i = 0; i < r->nsuccs; i++)
    if (r->succs[i] == to)
      return i;
  ESC_GROW (r->succs, r->cap_succs, r->nsuccs + 1);
  r->succs[r->nsuccs] = to;
  return r->nsuccs++;
}

static void
read_goto (struct esc_reader *r, struct esc_line *l)
{
  do
    read_succ (r);
  while (l->ins.op == ESC_ANY && r->lx.kind == ESC_TOK_NAME);
}

static void
read_if (struct esc_reader *r, struct esc_line *l)
{
  read_compare (r, l);
  read_succ (r);
  if (!read_succ (r) && !r->lx.failed)
    r->succs[r->nsuccs++] = r->succs[0]; /* both ways lead there */
}

static void
read_switch (struct esc_reader *r, struct esc_line *l)
{
  struct esc_body *b = esc_reader_body (r);
  l->ins.a = esc_reader_opnd (r);
  like (r, l, l->ins.a);
  l->ins.width = l->width ? l->width : 4;
  read_succ (r);
  l->ins.x = b->ncases;
  while (r->lx.kind == ESC_TOK_NUMBER || esc_lex_is (&r->lx, '-'))
    {
      int64_t lo = esc_lex_integer (&r->lx, "a case"), hi = lo;
      if (esc_lex_accept (&r->lx, ESC_MARK ('.', '.')))
        hi = esc_lex_integer (&r->lx, "the end of a range");
      esc_lex_expect (&r->lx, ':');
      esc_case_add (b, lo, hi, read_succ (r));
      l->ins.n++;
    }
}

static void
read_ret (struct esc_reader *r, struct esc_line *l)
{
  if (!esc_reader_eol (r) && !esc_lex_is (&r->lx, '@')
      && !esc_lex_is (&r->lx, '!'))
    l->ins.a = esc_reader_opnd (r);
}

static void
read_stop (struct esc_reader *r, struct esc_line *l)
{
  read_sub (r, l, esc_words_stop);
}

/* ---- the table ---------------------------------------------------------- */

static const struct operation
{
  const char *word;
  void (*read) (struct esc_reader *, struct esc_line *);
  uint8_t op;
  enum
  {
    NEVER,
    MAYBE,
    ALWAYS
  } defines;
} operations[] = {
  { "load", read_load, ESC_LOAD, ALWAYS },
  { "store", read_store, ESC_STORE, NEVER },
  { "copy", read_store, ESC_COPY, NEVER },
  { "fill", read_store, ESC_FILL, NEVER },
  { "call", read_call, ESC_CALL, MAYBE },
  { "phi", read_phi, ESC_PHI, ALWAYS },
  { "cmp", read_compare, ESC_CMP, ALWAYS },
  { "select", read_select, ESC_SELECT, ALWAYS },
  { "end", read_end, ESC_END, NEVER },
  { "alloca", read_alloca, ESC_ALLOCA, ALWAYS },
  { "new", read_new, ESC_NEW, ALWAYS },
  { "free", read_one, ESC_FREE, NEVER },
  { "doubt", read_doubt, ESC_DOUBT, NEVER },
  { "save", read_nothing, ESC_SAVE, ALWAYS },
  { "restore", read_one, ESC_RESTORE, NEVER },
  { "nop", read_nothing, ESC_NOP, NEVER },
  { "goto", read_goto, ESC_BR, NEVER },
  { "if", read_if, ESC_COND, NEVER },
  { "switch", read_switch, ESC_SWITCH, NEVER },
  { "any", read_goto, ESC_ANY, NEVER },
  { "ret", read_ret, ESC_RET, NEVER },
  { "stop", read_stop, ESC_STOP, NEVER },
};

/* A cast or an arithmetic operation; false if the word is none.  */
static bool
read_computed (struct esc_reader *r, struct esc_line *l)
{
  const struct esc_word *w = esc_word_find (esc_words_cast, r->lx.name);
  l->ins.op = ESC_MOVE;
  if (!w)
    {
      w = esc_word_find (esc_words_arith, r->lx.name);
      l->ins.op = ESC_ARITH;
    }
  if (!w)
    return false;
  l->ins.sub = (uint8_t)w->bits;
  esc_lex_next (&r->lx);
  if (l->ins.op == ESC_MOVE)
    read_cast (r, l);
  else
    read_arith (r, l);
  return true;
}

/* Is the current name all that is left but flags and location?  */
static bool
stands_alone (const struct esc_reader *r)
{
  const char *p = r->lx.at;
  p += strspn (p, " \t\r");
  return *p == '\0' || strchr ("\n@!#", *p);
}

void
esc_reader_operation (struct esc_reader *r, struct esc_line *l)
{
  bool word = r->lx.kind == ESC_TOK_NAME && !r->lx.quoted;
  if (l->name && (!word || stands_alone (r))
      && !esc_lex_is_word (&r->lx, "save"))
    {
      l->ins.op = ESC_MOVE;
      read_one (r, l);
      return;
    }
  const struct esc_word *flag;
  while (word && (flag = esc_word_find (esc_words_call, r->lx.name)))
    {
      l->ins.n |= flag->bits;
      esc_lex_next (&r->lx);
      word = r->lx.kind == ESC_TOK_NAME;
    }
  if (l->ins.n && !esc_lex_is_word (&r->lx, "call"))
    esc_lex_expected (&r->lx, "'call'");
  if (word && l->name && read_computed (r, l))
    return;
  for (size_t i = 0; word && i < sizeof operations / sizeof *operations; i++)
    if (!strcmp (r->lx.name, operations[i].word))
      {
        const struct operation *o = &operations[i];
        if (o->defines == (l->name ? NEVER : ALWAYS))
          esc_lex_error (&r->lx,
                         l->name ? "'%s' has no result"
                                 : "the result of '%s' needs a name",
                         o->word);
        l->ins.op = o->op;
        esc_lex_next (&r->lx);
        o->read (r, l);
        return;
      }
  esc_lex_expected (&r->lx, "an operation");
}
