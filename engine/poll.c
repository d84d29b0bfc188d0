/* SPDX-License-Identifier: GPL-3.0-or-later */
/* poll.c - loops that wait for somebody else.

       done = 0;
       while (!done)
         wait ();

   A call of a function that nobody sees is taken to change no number in
   memory that it is not handed: that is what makes `if (flag) set; wait ();
   if (flag) clear;` balanced.  Here it would make the loop endless and all
   after it unreachable.  So when a path has come round a loop and nothing at
   all has changed, what the loop tests must be changed by somebody else, or
   the loop has no purpose: the path leaves it, with a new value there.

   Where the test is against zero, later tests of the same flag agree with the
   way out.  Else the new value is one of several that the code after the loop
   may tell apart, some of which may never occur: the path is shaky.  */

#include "search.h"

/* The load that value O was computed from, or NULL.  */
static const struct esc_ins *
load_behind (const struct esc_body *b, esc_opnd o)
{
  for (int depth = 0; depth < 6 && esc_opnd_kind (o) == ESC_OP_VAL; depth++)
    {
      uint32_t def = b->vals[esc_opnd_index (o)].def;
      if (def == ESC_NONE || def >= b->nins)
        return NULL;
      const struct esc_ins *in = &b->ins[def];
      if (in->op == ESC_LOAD)
        return in;
      if (in->op != ESC_MOVE && in->op != ESC_CMP && in->op != ESC_ARITH)
        return NULL;
      o = in->a;
    }
  return NULL;
}

/* Can code elsewhere write to region T?  */
static bool
is_shared (const struct esc_search *s, esc_term t)
{
  const struct esc_tnode *n = &s->ts.t[t];
  if (n->kind != ESC_T_OBJ)
    return n->kind == ESC_T_PARAM || n->kind == ESC_T_INIT
           || n->kind == ESC_T_FRESH;
  const struct esc_obj *o = &s->m->objs[n->a];
  if (esc_obj_mortal (o) || o->kind == ESC_OBJ_HIDDEN || o->readonly)
    return false;
  return o->external || (s->w->obj_flags[n->a] & ESC_OF_WRITTEN);
}

static bool
has_call (const struct esc_search *s, uint32_t blk)
{
  const struct esc_block *bl = &s->b->blocks[blk];
  for (uint32_t i = 0; i < bl->nins; i++)
    if (s->b->ins[bl->first + i].op == ESC_CALL)
      return true;
  return false;
}

/* Block BLK of the loop tests memory that others write: its way out, or
   ESC_NONE.  */
static uint32_t
way_out (struct esc_search *s, uint32_t blk, const struct esc_ins **load)
{
  const struct esc_block *bl = &s->b->blocks[blk];
  const struct esc_ins *in = &s->b->ins[bl->first + bl->nins - 1];
  const uint32_t *succ = &s->b->succs[bl->succs];
  if (in->op != ESC_COND || s->undecided[blk]
      || (s->count[succ[0]] != 0) == (s->count[succ[1]] != 0))
    return ESC_NONE;
  *load = load_behind (s->b, in->a);
  if (!*load)
    *load = load_behind (s->b, in->b);
  if (!*load)
    return ESC_NONE;
  struct esc_sv at = esc_eval_place (s, &s->b->places[(*load)->x]);
  if (!is_shared (s, esc_term_region (&s->ts, at.base)))
    return ESC_NONE;
  s->shaky |= !esc_sv_same (esc_eval (s, in->b).val, esc_sv_int (0));
  return succ[s->count[succ[0]] ? 1 : 0];
}

/* Somebody else has changed what LOAD reads.  */
static bool
changed (struct esc_search *s, const struct esc_ins *load)
{
  const struct esc_place *pl = &s->b->places[load->x];
  struct esc_sv at = esc_eval_place (s, pl);
  struct esc_sv old = esc_resolve (s, esc_mem_load (s, at, pl).val);
  struct esc_cell now = { .val = esc_fresh_here (s, 14, load->width, 0) };
  esc_mem_store (s, esc_mem_key_at (s, at, pl), pl, now);
  return old.base != 0 || esc_assume (s, ESC_NE, now.val, old, false, true);
}

bool
esc_leave_polling (struct esc_search *s, uint32_t header)
{
  const struct esc_ins *load = NULL;
  uint32_t from = ESC_NONE, to = ESC_NONE;
  bool calls = false;
  for (uint32_t k = 0; k < s->b->nblocks; k++)
    {
      if (!s->count[k] || s->bi[k].rpo < s->bi[header].rpo)
        continue;
      calls |= has_call (s, k);
      if (to != ESC_NONE)
        continue;
      to = way_out (s, k, &load);
      from = k;
    }
  s->steps += s->b->nblocks / 4;
  if (to == ESC_NONE || !calls || !changed (s, load))
    return false;
  s->blk = from;
  return esc_enter (s, to);
}
