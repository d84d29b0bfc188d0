/* SPDX-License-Identifier: GPL-3.0-or-later */
/* model-statement.c - compile the simple statements of effect models: all but
   `when`.  */

#include "model-parse.h"
#include "verdict.h"

#include <stdlib.h>
#include <string.h>

/* ---- variable arguments ------------------------------------------------- */

/* Is this `...` or `varargs`?  It is read.  */
static bool
accept_varargs (struct esc_model_parser *p)
{
  bool dots = esc_lex_accept (&p->lx, ESC_MARK ('.', '.'));
  if (dots)
    esc_lex_expect (&p->lx, '.');
  else if (!esc_lex_accept_word (&p->lx, "varargs"))
    return false;
  if (!p->variadic)
    esc_lex_error (&p->lx, "the parameters do not end in '...'");
  else if (p->first_vararg == ESC_NONE)
    esc_model_add_varargs (p);
  return !p->lx.failed;
}

/* The value of variable argument I.  */
static esc_opnd
vararg (const struct esc_model_parser *p, uint32_t i)
{
  return esc_val (p->m->fns[p->fn].params[p->first_vararg + i].val);
}

/* ---- statements --------------------------------------------------------- */

static void
emit_store (struct esc_model_parser *p, uint32_t place, esc_opnd val)
{
  struct esc_ins *ins = esc_model_emit (p, ESC_STORE, ESC_NONE);
  ins->x = place;
  ins->a = val;
}

static void
read_keep (struct esc_model_parser *p)
{
  bool whole;
  uint32_t place = esc_model_slot (p, &whole);
  if (whole)
    esc_lex_error (&p->lx, "'keep' needs a key");
  esc_lex_expect (&p->lx, '=');
  emit_store (p, place, esc_model_value (p));
}

/* All keys are forgotten by a fill with zero.  */
static void
read_drop (struct esc_model_parser *p)
{
  bool whole;
  uint32_t place = esc_model_slot (p, &whole);
  esc_opnd zero = esc_int (p->b, 0);
  struct esc_ins *ins
      = esc_model_emit (p, whole ? ESC_FILL : ESC_STORE, ESC_NONE);
  ins->x = place;
  ins->a = zero;
}

/* `doubt *`: every slot of RULE_THREAD.  */
static void
doubt_threads (struct esc_model_parser *p)
{
  for (uint32_t i = 0; i < p->models->nslots; i++)
    {
      const struct esc_model_slot *slot = &p->models->slots[i];
      if (slot->rule != ESC_RULE_THREAD)
        continue;
      char *name = esc_xcalloc (1, slot->name.len + 1);
      memcpy (name, slot->name.s, slot->name.len);
      uint32_t obj = esc_obj_hidden (p->m, name);
      p->m->objs[obj].rule = slot->rule;
      uint32_t place = esc_model_whole (p, obj);
      esc_model_emit (p, ESC_DOUBT, ESC_NONE)->x = place;
      free (name);
    }
}

static void
read_doubt (struct esc_model_parser *p)
{
  bool whole;
  uint32_t place;
  if (!esc_lex_accept (&p->lx, '*'))
    place = esc_model_slot (p, &whole);
  else if (esc_lex_is (&p->lx, ';'))
    {
      doubt_threads (p);
      return;
    }
  else
    place = esc_model_deref (p);
  esc_model_emit (p, ESC_DOUBT, ESC_NONE)->x = place;
}

static void
read_store (struct esc_model_parser *p)
{
  esc_lex_expect (&p->lx, '*');
  uint32_t place = esc_model_deref (p);
  esc_lex_expect (&p->lx, '=');
  emit_store (p, place, esc_model_value (p));
}

static void
emit_fill (struct esc_model_parser *p, uint32_t place, esc_opnd byte)
{
  struct esc_ins *ins = esc_model_emit (p, ESC_FILL, ESC_NONE);
  ins->x = place;
  ins->a = byte;
}

/* `write ...`  An argument that is not there is null; a write through null is
   none.  */
static void
write_varargs (struct esc_model_parser *p, esc_opnd size)
{
  for (uint32_t i = 0; i < ESC_MODEL_VARARGS && !p->lx.failed; i++)
    emit_fill (p, esc_model_bytes (p, vararg (p, i), size), ESC_OPND_UNKNOWN);
}

static void
read_write (struct esc_model_parser *p)
{
  esc_opnd size = ESC_OPND_UNKNOWN, base = size;
  bool varargs = accept_varargs (p);
  if (!varargs)
    base = esc_model_pointer (p);
  if (!esc_lex_is (&p->lx, ';'))
    size = esc_model_size (p);
  if (varargs)
    write_varargs (p, size);
  else
    emit_fill (p, esc_model_bytes (p, base, size), ESC_OPND_UNKNOWN);
}

static void
read_copy (struct esc_model_parser *p)
{
  esc_opnd dst = esc_model_pointer (p), src = esc_model_pointer (p);
  esc_opnd size = esc_model_size (p);
  uint32_t to = esc_model_bytes (p, dst, size);
  uint32_t from = esc_model_bytes (p, src, size);
  struct esc_ins *ins = esc_model_emit (p, ESC_COPY, ESC_NONE);
  ins->x = to;
  ins->a = from;
}

static void
read_fill (struct esc_model_parser *p)
{
  esc_opnd dst = esc_model_pointer (p), byte = esc_model_value (p);
  if (esc_opnd_kind (byte) != ESC_OP_INT && esc_opnd_kind (byte) != ESC_OP_VAL)
    byte = ESC_OPND_UNKNOWN;
  emit_fill (p, esc_model_bytes (p, dst, esc_model_size (p)), byte);
}

static void
read_free (struct esc_model_parser *p)
{
  esc_opnd a = esc_model_value (p);
  esc_model_emit (p, ESC_FREE, ESC_NONE)->a = a;
}

static void
read_call (struct esc_model_parser *p)
{
  esc_model_call (p, ESC_NONE);
}

/* The name is bound after the value is read: a value cannot contain itself. */
static void
read_let (struct esc_model_parser *p)
{
  uint32_t at = p->nnames;
  esc_model_bind (p, ESC_OPND_UNKNOWN);
  esc_lex_expect (&p->lx, '=');
  esc_opnd val = esc_model_value (p);
  if (at < p->nnames)
    p->names[at].val = val;
}

static void
end_path (struct esc_model_parser *p, enum esc_op op, esc_opnd a,
          enum esc_stop sub)
{
  struct esc_ins *ins = esc_model_emit (p, op, ESC_NONE);
  ins->a = a;
  ins->sub = (uint8_t)sub;
  esc_model_jump (p, 0);
}

static void
read_return (struct esc_model_parser *p)
{
  end_path (p, ESC_RET, esc_model_value (p), ESC_STOP_NORETURN);
}

static void
read_exit (struct esc_model_parser *p)
{
  end_path (p, ESC_STOP, ESC_OPND_NONE, ESC_STOP_EXIT);
}

static void
read_longjmp (struct esc_model_parser *p)
{
  end_path (p, ESC_STOP, ESC_OPND_NONE, ESC_STOP_LONGJMP);
}

/* A call of a function that no one knows.  */
static void
read_unknown (struct esc_model_parser *p)
{
  esc_opnd args[16 + ESC_MODEL_VARARGS];
  struct esc_call c = { 0 };
  c.callee = esc_fun (esc_fn_get (p->m, "?"));
  do
    if (c.nargs >= 16)
      esc_lex_error (&p->lx, "there are too many values");
    else if (accept_varargs (p))
      for (uint32_t i = 0; i < ESC_MODEL_VARARGS; i++)
        args[c.nargs++] = vararg (p, i);
    else
      args[c.nargs++] = esc_model_value (p);
  while (esc_lex_accept (&p->lx, ','));
  c.args = p->b->nargs;
  for (uint32_t i = 0; i < c.nargs; i++)
    esc_arg_add (p->b, args[i]);
  uint32_t call = esc_call_add (p->b, &c);
  esc_model_emit (p, ESC_CALL, ESC_NONE)->x = call;
}

static void
read_stack (struct esc_model_parser *p)
{
  p->m->fns[p->b->fn].flags |= ESC_FN_STACK;
}

/* ---- the table ---------------------------------------------------------- */

static const struct statement
{
  const char *word;
  void (*read) (struct esc_model_parser *);
} statements[] = {
  { "keep", read_keep },       { "drop", read_drop },
  { "doubt", read_doubt },     { "store", read_store },
  { "write", read_write },     { "copy", read_copy },
  { "fill", read_fill },       { "free", read_free },
  { "call", read_call },       { "let", read_let },
  { "return", read_return },   { "exit", read_exit },
  { "longjmp", read_longjmp }, { "unknown", read_unknown },
  { "stack", read_stack },
};

void
esc_model_statement (struct esc_model_parser *p)
{
  for (size_t i = 0; i < sizeof statements / sizeof *statements; i++)
    if (esc_lex_accept_word (&p->lx, statements[i].word))
      {
        statements[i].read (p);
        esc_lex_expect (&p->lx, ';');
        return;
      }
  esc_lex_expected (&p->lx, "a statement");
}
