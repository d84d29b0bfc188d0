/* SPDX-License-Identifier: GPL-3.0-or-later */
/* text-lines.c - print facts as text: instructions, a line each.  */

#include "text-writer.h"

#include <inttypes.h>

/* ---- instructions ------------------------------------------------------- */

static void
say_succ (struct esc_writer *w, uint32_t blk, uint32_t n)
{
  esc_sayf (w, " b%u", w->b->succs[w->b->blocks[blk].succs + n]);
}

static void
say_compare (struct esc_writer *w, uint32_t blk, const struct esc_ins *ins)
{
  (void)blk;
  esc_say_opnd (w, ins->a);
  esc_sayf (w, " %s ", esc_word_of (esc_words_cmp, ins->sub));
  esc_say_opnd (w, ins->b);
}

static void
say_phi (struct esc_writer *w, uint32_t blk, const struct esc_ins *ins)
{
  (void)blk;
  for (uint32_t i = ins->x; i < ins->x + ins->n; i++)
    {
      esc_sayf (w, " b%u:", w->b->phis[i].pred);
      esc_say_opnd (w, w->b->phis[i].val);
      esc_sayf (w, "@%u", w->b->phis[i].loc);
    }
}

static void
say_call (struct esc_writer *w, uint32_t blk, const struct esc_ins *ins)
{
  (void)blk;
  const struct esc_call *c = &w->b->calls[ins->x];
  for (const struct esc_word *f = esc_words_call; f->word; f++)
    if (c->flags & f->bits)
      esc_sayf (w, "%s ", f->word);
  esc_sayf (w, "call ");
  if (esc_opnd_kind (c->callee) == ESC_OP_FUN)
    {
      uint32_t fn = esc_opnd_index (c->callee);
      esc_say_name (w, esc_string (w->m, w->m->fns[fn].symbol), true, 0);
    }
  else
    {
      esc_sayf (w, "%s", c->callee == ESC_OPND_NONE ? "" : "*");
      esc_say_opnd (w, c->callee);
    }
  esc_sayf (w, "(");
  for (uint32_t i = 0; i < c->nargs; i++)
    {
      esc_sayf (w, "%s", i ? ", " : "");
      esc_say_opnd (w, w->b->args[c->args + i]);
    }
  esc_sayf (w, ")");
  if (c->result)
    {
      esc_sayf (w, " -> ");
      esc_say_place (w, c->result);
    }
  if (c->chain != ESC_OPND_NONE)
    {
      esc_sayf (w, " chain ");
      esc_say_opnd (w, c->chain);
    }
  if (c->noescape)
    esc_sayf (w, " noescape %u", c->noescape);
  if (c->retarg)
    esc_sayf (w, " retarg %u", c->retarg);
}

/* A and B with a blank between them: `&x+0 -8`, because `&x -8` is one.  */
static void
say_pair (struct esc_writer *w, esc_opnd a, esc_opnd b)
{
  esc_say_opnd (w, a);
  if (esc_opnd_kind (a) == ESC_OP_ADDR && esc_opnd_kind (b) == ESC_OP_INT
      && w->b->ints[esc_opnd_index (b)] < 0)
    {
      const struct esc_addr *ad = &w->b->addrs[esc_opnd_index (a)];
      esc_sayf (w, ad->off_known && !ad->off ? "+0" : "");
    }
  esc_sayf (w, " ");
  esc_say_opnd (w, b);
}

static void
say_arith (struct esc_writer *w, uint32_t blk, const struct esc_ins *ins)
{
  (void)blk;
  esc_sayf (w, "%s ", esc_word_of (esc_words_arith, ins->sub));
  if (ins->sub == ESC_NEG || ins->sub == ESC_NOT)
    esc_say_opnd (w, ins->a);
  else
    say_pair (w, ins->a, ins->b);
}

static void
say_move (struct esc_writer *w, uint32_t blk, const struct esc_ins *ins)
{
  (void)blk;
  if (ins->sub)
    esc_sayf (w, "%s ", esc_word_of (esc_words_cast, ins->sub));
  esc_say_opnd (w, ins->a);
}

static void
say_select (struct esc_writer *w, uint32_t blk, const struct esc_ins *ins)
{
  (void)blk;
  esc_say_val (w, ins->x);
  esc_sayf (w, " ");
  say_pair (w, ins->a, ins->b);
}

/* A place, and what it is set to.  */
static void
say_access (struct esc_writer *w, uint32_t blk, const struct esc_ins *ins)
{
  (void)blk;
  esc_say_place (w, ins->x);
  if (ins->op == ESC_LOAD || ins->op == ESC_DOUBT)
    return;
  esc_sayf (w, " = ");
  if (ins->op == ESC_COPY)
    esc_say_place (w, ins->a);
  else
    esc_say_opnd (w, ins->a);
}

static void
say_one (struct esc_writer *w, uint32_t blk, const struct esc_ins *ins)
{
  (void)blk;
  esc_say_opnd (w, ins->a);
}

static void
say_new (struct esc_writer *w, uint32_t blk, const struct esc_ins *ins)
{
  say_one (w, blk, ins);
  if (ins->b != ESC_OPND_NONE)
    {
      esc_sayf (w, ins->sub & ESC_NEW_STRING ? " string " : " aligned ");
      esc_say_opnd (w, ins->b);
    }
  esc_say_bits (w, esc_words_new, ins->sub & ~ESC_NEW_STRING);
}

static void
say_end (struct esc_writer *w, uint32_t blk, const struct esc_ins *ins)
{
  (void)blk;
  esc_say_obj (w, ins->x);
}

static void
say_alloca (struct esc_writer *w, uint32_t blk, const struct esc_ins *ins)
{
  say_end (w, blk, ins);
  esc_sayf (w, " ");
  say_one (w, blk, ins);
}

/* ---- terminators -------------------------------------------------------- */

static void
say_succs (struct esc_writer *w, uint32_t blk, const struct esc_ins *ins)
{
  (void)ins;
  for (uint32_t i = 0; i < w->b->blocks[blk].nsuccs; i++)
    say_succ (w, blk, i);
}

static void
say_if (struct esc_writer *w, uint32_t blk, const struct esc_ins *ins)
{
  esc_sayf (w, " ");
  say_compare (w, blk, ins);
  say_succs (w, blk, ins);
}

static void
say_switch (struct esc_writer *w, uint32_t blk, const struct esc_ins *ins)
{
  esc_sayf (w, " ");
  esc_say_opnd (w, ins->a);
  say_succ (w, blk, 0);
  for (uint32_t i = ins->x; i < ins->x + ins->n; i++)
    {
      const struct esc_case *c = &w->b->cases[i];
      esc_sayf (w, " %" PRId64, c->lo);
      if (c->hi != c->lo)
        esc_sayf (w, "..%" PRId64, c->hi);
      esc_sayf (w, ":b%u", w->b->succs[w->b->blocks[blk].succs + c->succ]);
    }
}

static void
say_ret (struct esc_writer *w, uint32_t blk, const struct esc_ins *ins)
{
  (void)blk;
  if (ins->a == ESC_OPND_NONE)
    return;
  esc_sayf (w, " ");
  esc_say_opnd (w, ins->a);
}

static void
say_stop (struct esc_writer *w, uint32_t blk, const struct esc_ins *ins)
{
  (void)blk;
  if (ins->sub)
    esc_sayf (w, " %s", esc_word_of (esc_words_stop, ins->sub));
}

/* ---- the table ---------------------------------------------------------- */

/* The word of each operation and what prints its operands.  */
static const struct
{
  const char *word;
  void (*operands) (struct esc_writer *, uint32_t blk, const struct esc_ins *);
} forms[ESC_STOP + 1] = {
  [ESC_NOP] = { "nop", NULL },
  [ESC_MOVE] = { "", say_move },
  [ESC_ARITH] = { "", say_arith },
  [ESC_CMP] = { "cmp ", say_compare },
  [ESC_SELECT] = { "select ", say_select },
  [ESC_PHI] = { "phi", say_phi },
  [ESC_LOAD] = { "load ", say_access },
  [ESC_STORE] = { "store ", say_access },
  [ESC_COPY] = { "copy ", say_access },
  [ESC_FILL] = { "fill ", say_access },
  [ESC_CALL] = { "", say_call },
  [ESC_END] = { "end ", say_end },
  [ESC_ALLOCA] = { "alloca ", say_alloca },
  [ESC_NEW] = { "new ", say_new },
  [ESC_FREE] = { "free ", say_one },
  [ESC_DOUBT] = { "doubt ", say_access },
  [ESC_SAVE] = { "save", NULL },
  [ESC_RESTORE] = { "restore ", say_one },
  [ESC_BR] = { "goto", say_succs },
  [ESC_COND] = { "if", say_if },
  [ESC_SWITCH] = { "switch", say_switch },
  [ESC_ANY] = { "any", say_succs },
  [ESC_RET] = { "ret", say_ret },
  [ESC_STOP] = { "stop", say_stop },
};

void
esc_say_ins (struct esc_writer *w, uint32_t blk, const struct esc_ins *ins)
{
  unsigned width = 0;
  esc_sayf (w, "  ");
  if (ins->dst != ESC_NONE)
    {
      esc_say_val (w, ins->dst);
      esc_say_val_annot (w, &w->b->vals[ins->dst]);
      esc_sayf (w, " = ");
      width = w->b->vals[ins->dst].width;
    }
  ESC_CHECK (ins->op <= ESC_STOP);
  esc_sayf (w, "%s", forms[ins->op].word);
  if (forms[ins->op].operands)
    forms[ins->op].operands (w, blk, ins);
  for (const struct esc_word *f = esc_words_ins; f->word; f++)
    if (ins->flags & f->bits)
      esc_sayf (w, " !%s", f->word);
  if (ins->width != width || ins->op == ESC_CMP || ins->op == ESC_COND
      || ins->op == ESC_SWITCH)
    esc_sayf (w, " !%u", ins->width);
  esc_sayf (w, " @%u", ins->loc);
  esc_say_end (w);
}
