/* SPDX-License-Identifier: GPL-3.0-or-later */
/* text-print.c - print facts as text: names, operands, instructions.

   Values and objects are numbered as they are printed, so that reading the
   text and printing it again gives the same.  */

#include "text-writer.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* ---- lines -------------------------------------------------------------- */

void
esc_say (struct esc_writer *w, const char *fmt, ...)
{
  va_list ap;
  va_start (ap, fmt);
  int n = vsnprintf (NULL, 0, fmt, ap);
  va_end (ap);
  ESC_CHECK (n >= 0);
  ESC_GROW (w->line, w->cap, w->len + (uint32_t)n + 1);
  va_start (ap, fmt);
  vsnprintf (w->line + w->len, (size_t)n + 1, fmt, ap);
  va_end (ap);
  w->len += (uint32_t)n;
}

void
esc_say_end (struct esc_writer *w)
{
  esc_say (w, "\n");
  w->put (w->arg, w->line);
  w->len = 0;
}

/* ---- names -------------------------------------------------------------- */

/* Can S be written without quotes?  DOTS: with dots inside.  */
static bool
is_plain (const char *s, bool dots)
{
  if (!*s || !strcmp (s, "_") || (*s >= '0' && *s <= '9'))
    return false;
  for (const char *p = s; *p; p++)
    {
      bool word = (*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z')
                  || (*p >= '0' && *p <= '9') || *p == '_' || *p == '$'
                  || (unsigned char)*p >= 128;
      bool dot = dots && *p == '.' && p > s && p[-1] != '.' && p[1];
      if (!word && !dot)
        return false;
    }
  return true;
}

void
esc_say_name (struct esc_writer *w, const char *s, bool dots, uint32_t number)
{
  bool plain = is_plain (s, dots) || (!*s && number);
  esc_say (w, "%s", plain ? s : "\"");
  for (; !plain && *s; s++)
    if ((unsigned char)*s < ' ' || *s == '"' || *s == '\\' || *s == 127)
      esc_say (w, "\\x%02x", (unsigned char)*s);
    else
      esc_say (w, "%c", *s);
  if (number)
    esc_say (w, "%%%u", number);
  if (!plain)
    esc_say (w, "\"");
}

void
esc_take (struct esc_taken *taken, esc_str s, uint32_t stamp)
{
  if (taken[s].once == stamp)
    taken[s].twice = stamp;
  taken[s].once = stamp;
}

/* Does name S, taken in TAKEN under STAMP, need a number?  */
static bool
needs_number (const struct esc_writer *w, const struct esc_taken *taken,
              uint32_t stamp, esc_str s)
{
  const char *text = esc_string (w->m, s);
  return !s || taken[s].twice == stamp || strchr (text, '%')
         || !strcmp (text, "save");
}

void
esc_say_val (struct esc_writer *w, uint32_t v)
{
  esc_str s = w->b->vals[v].name;
  if (!w->val_number[v])
    w->val_number[v] = ++w->next_val;
  esc_say_name (w, esc_string (w->m, s), true,
                needs_number (w, w->vals, w->stamp, s) ? w->val_number[v] : 0);
}

void
esc_say_obj (struct esc_writer *w, uint32_t obj)
{
  const struct esc_obj *o = &w->m->objs[obj];
  uint32_t *next = esc_obj_is_global (o) ? &w->next_global : &w->next_local;
  if (!w->obj_number[obj])
    w->obj_number[obj] = ++*next;
  bool number = esc_obj_is_global (o)
                    ? needs_number (w, w->globals, 1, o->name)
                    : needs_number (w, w->locals, w->stamp, o->name);
  esc_say_name (w, esc_string (w->m, o->name), true,
                number ? w->obj_number[obj] : 0);
}

/* In parentheses if an object has the function's name.  */
void
esc_say_fun (struct esc_writer *w, uint32_t fn)
{
  esc_str s = w->m->fns[fn].symbol;
  esc_say (w, "&");
  esc_say_name (w, esc_string (w->m, s), true, 0);
  if (w->locals[s].once == w->stamp || w->globals[s].once == 1)
    esc_say (w, "()");
}

/* ---- pieces ------------------------------------------------------------- */

/* `:` LETTERS NUMBER  */
static void
say_annot (struct esc_writer *w, const struct esc_word *table, uint32_t bits,
           int64_t number)
{
  esc_say (w, ":");
  for (; table->word; table++)
    if (bits & table->bits)
      esc_say (w, "%s", table->word);
  if (number == ESC_SIZE_UNKNOWN)
    esc_say (w, "?");
  else
    esc_say (w, "%" PRId64, number);
}

void
esc_say_val_annot (struct esc_writer *w, const struct esc_val *v)
{
  if (v->width == 8 && v->flags == ESC_VAL_PTR)
    esc_say (w, "*");
  else
    say_annot (w, esc_words_val, v->flags, v->width);
}

void
esc_say_bits (struct esc_writer *w, const struct esc_word *table, uint32_t bits)
{
  for (; table->word; table++)
    if (bits & table->bits)
      esc_say (w, " %s", table->word);
}

void
esc_say_size (struct esc_writer *w, int64_t size)
{
  if (size < 0)
    esc_say (w, "?");
  else
    esc_say (w, "%" PRId64, size);
}

void
esc_say_off (struct esc_writer *w, int64_t off)
{
  if (off)
    esc_say (w, "%+" PRId64, off);
}

static void say_place (struct esc_writer *, uint32_t place);

static void
say_opnd (struct esc_writer *w, esc_opnd o)
{
  uint32_t i = esc_opnd_index (o);
  const struct esc_addr *a;
  switch (esc_opnd_kind (o))
    {
    case ESC_OP_VAL:
      esc_say_val (w, i);
      break;
    case ESC_OP_INT:
      esc_say (w, "%" PRId64, w->b->ints[i]);
      break;
    case ESC_OP_ADDR:
      a = &w->b->addrs[i];
      esc_say (w, "&");
      esc_say_obj (w, a->obj);
      if (a->off_known)
        esc_say_off (w, a->off);
      else
        esc_say (w, "+?");
      break;
    case ESC_OP_FUN:
      esc_say_fun (w, i);
      break;
    case ESC_OP_CONTENT:
      esc_say (w, "{");
      say_place (w, i);
      esc_say (w, "}");
      break;
    case ESC_OP_UNKNOWN:
      esc_say (w, "?");
      break;
    case ESC_OP_NONE:
      esc_say (w, "_");
      break;
    }
}

/* ---- places ------------------------------------------------------------- */

static void
say_base (struct esc_writer *w, esc_opnd base)
{
  const struct esc_addr *a = NULL;
  if (esc_opnd_kind (base) == ESC_OP_ADDR)
    a = &w->b->addrs[esc_opnd_index (base)];
  bool parens = a && (a->off || !a->off_known);
  esc_say (w, parens ? "(" : "");
  say_opnd (w, base);
  esc_say (w, parens ? ")" : "");
}

static void
say_field (struct esc_writer *w, uint32_t field)
{
  const struct esc_field *f = &w->m->fields[field];
  esc_say (w, " .");
  esc_say_name (w, esc_string (w->m, f->record), false, 0);
  esc_say (w, ".");
  esc_say_name (w, esc_string (w->m, f->name), false, 0);
  say_annot (w, esc_words_field, (f->system ? 1u : 0) | (f->pointer ? 2u : 0),
             f->off);
}

static void
say_place (struct esc_writer *w, uint32_t place)
{
  const struct esc_place *p = &w->b->places[place];
  bool idx = p->idx != ESC_OPND_NONE;
  esc_say (w, "[");
  say_base (w, p->base);
  if (idx)
    {
      esc_say (w, " + ");
      say_opnd (w, p->idx);
      if (p->stride)
        esc_say (w, "*%" PRId64, p->stride);
    }
  if (p->off)
    esc_say (w, p->off < 0 ? " - %" PRIu64 : " + %" PRIu64,
             p->off < 0 ? -(uint64_t)p->off : (uint64_t)p->off);
  if (p->lo != 0 || p->hi != (idx ? -1 : 0))
    {
      esc_say (w, " in %" PRId64 "..", p->lo);
      esc_say_size (w, p->hi);
    }
  esc_say (w, "] ");
  if (p->len != ESC_OPND_NONE)
    say_opnd (w, p->len);
  else
    esc_say_size (w, p->size);
  if (p->field)
    say_field (w, p->field);
  if (p->type != esc_type_default (p->size))
    esc_say (w, " %s", esc_word_of (esc_words_type, p->type));
  if (p->volatile_)
    esc_say (w, " volatile");
}

/* ---- instructions ------------------------------------------------------- */

static void
say_succ (struct esc_writer *w, uint32_t blk, uint32_t n)
{
  esc_say (w, " b%u", w->b->succs[w->b->blocks[blk].succs + n]);
}

static void
say_compare (struct esc_writer *w, const struct esc_ins *ins)
{
  say_opnd (w, ins->a);
  esc_say (w, " %s ", esc_word_of (esc_words_cmp, ins->sub));
  say_opnd (w, ins->b);
}

static void
say_phi (struct esc_writer *w, const struct esc_ins *ins)
{
  esc_say (w, "phi");
  for (uint32_t i = ins->x; i < ins->x + ins->n; i++)
    {
      esc_say (w, " b%u:", w->b->phis[i].pred);
      say_opnd (w, w->b->phis[i].val);
      esc_say (w, "@%u", w->b->phis[i].loc);
    }
}

static void
say_call (struct esc_writer *w, const struct esc_ins *ins)
{
  const struct esc_call *c = &w->b->calls[ins->x];
  for (const struct esc_word *f = esc_words_call; f->word; f++)
    if (c->flags & f->bits)
      esc_say (w, "%s ", f->word);
  esc_say (w, "call ");
  if (esc_opnd_kind (c->callee) == ESC_OP_FUN)
    {
      uint32_t fn = esc_opnd_index (c->callee);
      esc_say_name (w, esc_string (w->m, w->m->fns[fn].symbol), true, 0);
    }
  else
    {
      esc_say (w, "%s", c->callee == ESC_OPND_NONE ? "" : "*");
      say_opnd (w, c->callee);
    }
  esc_say (w, "(");
  for (uint32_t i = 0; i < c->nargs; i++)
    {
      esc_say (w, "%s", i ? ", " : "");
      say_opnd (w, w->b->args[c->args + i]);
    }
  esc_say (w, ")");
  if (c->result)
    {
      esc_say (w, " -> ");
      say_place (w, c->result);
    }
  if (c->chain != ESC_OPND_NONE)
    {
      esc_say (w, " chain ");
      say_opnd (w, c->chain);
    }
  if (c->noescape)
    esc_say (w, " noescape %u", c->noescape);
  if (c->retarg)
    esc_say (w, " retarg %u", c->retarg);
}

static void
say_arith (struct esc_writer *w, const struct esc_ins *ins)
{
  esc_say (w, "%s ", esc_word_of (esc_words_arith, ins->sub));
  say_opnd (w, ins->a);
  if (ins->sub == ESC_NEG || ins->sub == ESC_NOT)
    return;
  esc_say (w, " ");
  say_opnd (w, ins->b);
}

/* WORD PLACE, and what it is set to.  */
static void
say_access (struct esc_writer *w, const struct esc_ins *ins, const char *word)
{
  esc_say (w, "%s ", word);
  say_place (w, ins->x);
  if (ins->op == ESC_LOAD || ins->op == ESC_DOUBT)
    return;
  esc_say (w, " = ");
  if (ins->op == ESC_COPY)
    say_place (w, ins->a);
  else
    say_opnd (w, ins->a);
}

/* WORD, object X unless it is 0, operand A unless there is none.  */
static void
say_simple (struct esc_writer *w, const struct esc_ins *ins, const char *word)
{
  esc_say (w, "%s", word);
  if (ins->op == ESC_END || ins->op == ESC_ALLOCA)
    {
      esc_say (w, " ");
      esc_say_obj (w, ins->x);
    }
  if (ins->op == ESC_END || (ins->op == ESC_RET && ins->a == ESC_OPND_NONE))
    return;
  esc_say (w, " ");
  say_opnd (w, ins->a);
}

static void
say_switch (struct esc_writer *w, uint32_t blk, const struct esc_ins *ins)
{
  esc_say (w, "switch ");
  say_opnd (w, ins->a);
  say_succ (w, blk, 0);
  for (uint32_t i = ins->x; i < ins->x + ins->n; i++)
    {
      const struct esc_case *c = &w->b->cases[i];
      esc_say (w, " %" PRId64, c->lo);
      if (c->hi != c->lo)
        esc_say (w, "..%" PRId64, c->hi);
      esc_say (w, ":b%u", w->b->succs[w->b->blocks[blk].succs + c->succ]);
    }
}

/* Operation and operands.  */
static void
say_operation (struct esc_writer *w, uint32_t blk, const struct esc_ins *ins)
{
  const char *sub;
  switch ((enum esc_op)ins->op)
    {
    case ESC_NOP:
      esc_say (w, "nop");
      break;
    case ESC_MOVE:
      if (ins->sub)
        esc_say (w, "%s ", esc_word_of (esc_words_cast, ins->sub));
      say_opnd (w, ins->a);
      break;
    case ESC_ARITH:
      say_arith (w, ins);
      break;
    case ESC_CMP:
      esc_say (w, "cmp ");
      say_compare (w, ins);
      break;
    case ESC_SELECT:
      esc_say (w, "select ");
      esc_say_val (w, ins->x);
      esc_say (w, " ");
      say_opnd (w, ins->a);
      esc_say (w, " ");
      say_opnd (w, ins->b);
      break;
    case ESC_PHI:
      say_phi (w, ins);
      break;
    case ESC_LOAD:
      say_access (w, ins, "load");
      break;
    case ESC_STORE:
      say_access (w, ins, "store");
      break;
    case ESC_COPY:
      say_access (w, ins, "copy");
      break;
    case ESC_FILL:
      say_access (w, ins, "fill");
      break;
    case ESC_DOUBT:
      say_access (w, ins, "doubt");
      break;
    case ESC_CALL:
      say_call (w, ins);
      break;
    case ESC_END:
      say_simple (w, ins, "end");
      break;
    case ESC_ALLOCA:
      say_simple (w, ins, "alloca");
      break;
    case ESC_NEW:
      say_simple (w, ins, "new");
      esc_say_bits (w, esc_words_new, ins->sub);
      break;
    case ESC_FREE:
      say_simple (w, ins, "free");
      break;
    case ESC_SAVE:
      esc_say (w, "save");
      break;
    case ESC_RESTORE:
      say_simple (w, ins, "restore");
      break;
    case ESC_BR:
      esc_say (w, "goto");
      say_succ (w, blk, 0);
      break;
    case ESC_COND:
      esc_say (w, "if ");
      say_compare (w, ins);
      say_succ (w, blk, 0);
      say_succ (w, blk, 1);
      break;
    case ESC_SWITCH:
      say_switch (w, blk, ins);
      break;
    case ESC_ANY:
      esc_say (w, "any");
      for (uint32_t i = 0; i < w->b->blocks[blk].nsuccs; i++)
        say_succ (w, blk, i);
      break;
    case ESC_RET:
      say_simple (w, ins, "ret");
      break;
    case ESC_STOP:
      sub = esc_word_of (esc_words_stop, ins->sub);
      esc_say (w, "stop%s%s", ins->sub ? " " : "", ins->sub ? sub : "");
      break;
    }
}

void
esc_say_ins (struct esc_writer *w, uint32_t blk, const struct esc_ins *ins)
{
  unsigned width = 0;
  esc_say (w, "  ");
  if (ins->dst != ESC_NONE)
    {
      esc_say_val (w, ins->dst);
      esc_say_val_annot (w, &w->b->vals[ins->dst]);
      esc_say (w, " = ");
      width = w->b->vals[ins->dst].width;
    }
  say_operation (w, blk, ins);
  for (const struct esc_word *f = esc_words_ins; f->word; f++)
    if (ins->flags & f->bits)
      esc_say (w, " !%s", f->word);
  if (ins->width != width || ins->op == ESC_CMP || ins->op == ESC_COND
      || ins->op == ESC_SWITCH)
    esc_say (w, " !%u", ins->width);
  esc_say (w, " @%u", ins->loc);
  esc_say_end (w);
}
