/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reach-end.c - where objects die, and what control reaches from there.

   Blocks say so with ESC_END.  Arrays of variable length die when the stack
   pointer goes back to what it was before they were made: those that control
   meets between the ESC_SAVE and its ESC_RESTORE.

   Whether an end reaches a use is a search over blocks, which the order of
   the flow graph's components mostly settles at once: code after a block's
   end comes later than the code in it.

   Not modelled: which paths can be taken.  When the budget is spent, an end
   is assumed to reach what it may.  */

#include "scope.h"

/* ---- ends ----------------------------------------------------------------*/

/* The life of object OBJ ends at INS.  */
static void
add_end (struct scope *s, uint32_t obj, uint32_t ins)
{
  if (s->w->objs[obj].epoch != s->w->epoch)
    return; /* nothing ever points to it */
  uint32_t mem = esc_walk_obj_mem (s->w, obj);
  if (s->w->mems[mem].kind != WALK_AUTO)
    return;
  ESC_GROW (s->ends, s->cap_ends, s->nends + 1);
  s->ends[s->nends] = (struct end){ ins, s->first_end[mem] };
  s->first_end[mem] = s->nends++;
}

/* Start a search: no block has been seen.  */
static void
begin_search (struct scope *s)
{
  s->stamp++;
}

static void
push_succs (struct scope *s, uint32_t blk, uint32_t *n)
{
  const struct esc_block *b = &s->b->blocks[blk];
  for (uint32_t i = b->succs; i < b->succs + b->nsuccs; i++)
    {
      uint32_t to = s->b->succs[i];
      if (s->seen[to] == s->stamp)
        continue;
      s->seen[to] = s->stamp;
      s->work[(*n)++] = to;
    }
}

/* Is instruction I where the stack goes back to what value SAVE holds?  */
static bool
is_restore (const struct esc_ins *i, uint32_t save)
{
  return i->op == ESC_RESTORE && i->a == esc_val (save);
}

/* End at RESTORE the arrays that are made from instruction INS on, within its
   block, unless value SAVE is restored before.  True if it is not.  */
static bool
end_made (struct scope *s, uint32_t ins, uint32_t save, uint32_t restore)
{
  const struct esc_block *b = &s->b->blocks[s->blk[ins]];
  for (; ins < b->first + b->nins; ins++)
    {
      const struct esc_ins *i = &s->b->ins[ins];
      if (is_restore (i, save))
        return false;
      if (i->op == ESC_ALLOCA && s->w->m->objs[i->x].kind == ESC_OBJ_VLA)
        add_end (s, i->x, restore);
    }
  return true;
}

/* Arrays die at instruction RESTORE.  */
static void
end_arrays (struct scope *s, uint32_t restore)
{
  esc_opnd a = s->b->ins[restore].a;
  uint32_t save = esc_opnd_index (a), n = 0;
  uint32_t def = esc_opnd_kind (a) == ESC_OP_VAL ? s->b->vals[save].def : 0;
  bool exact = esc_opnd_kind (a) == ESC_OP_VAL && def != ESC_NONE
               && s->b->ins[def].op == ESC_SAVE && s->budget > s->b->nins;
  if (!exact)
    {
      for (uint32_t i = 0; i < s->b->nins; i++)
        if (s->b->ins[i].op == ESC_ALLOCA
            && s->w->m->objs[s->b->ins[i].x].kind == ESC_OBJ_VLA)
          add_end (s, s->b->ins[i].x, restore);
      return;
    }
  begin_search (s);
  if (end_made (s, def + 1, save, restore))
    push_succs (s, s->blk[def], &n);
  while (n)
    {
      uint32_t blk = s->work[--n];
      s->budget -= s->budget > s->b->blocks[blk].nins ? s->b->blocks[blk].nins
                                                      : s->budget;
      if (end_made (s, s->b->blocks[blk].first, save, restore))
        push_succs (s, blk, &n);
    }
}

void
esc_scope_find_ends (struct scope *s)
{
  for (uint32_t i = 0; i < s->b->nins; i++)
    if (s->b->ins[i].op == ESC_END)
      add_end (s, s->b->ins[i].x, i);
    else if (s->b->ins[i].op == ESC_RESTORE)
      end_arrays (s, i);
}

/* ---- does an end reach a use? --------------------------------------------*/

/* Is operand O the address of OBJ?  */
static bool
is_addr (const struct esc_body *b, esc_opnd o, uint32_t obj)
{
  return esc_opnd_kind (o) == ESC_OP_ADDR
         && b->addrs[esc_opnd_index (o)].obj == obj;
}

/* Does instruction I name object OBJ, so that a new one is alive?  */
static bool
mentions (const struct esc_body *b, const struct esc_ins *i, uint32_t obj)
{
  switch (i->op)
    {
    case ESC_END:
    case ESC_PHI:
      return false;
    case ESC_COPY:
      return is_addr (b, b->places[i->x].base, obj)
             || is_addr (b, b->places[i->a].base, obj);
    case ESC_CALL:
      for (uint32_t k = 0; k < b->calls[i->x].nargs; k++)
        if (is_addr (b, b->args[b->calls[i->x].args + k], obj))
          return true;
      return false;
    case ESC_LOAD:
    case ESC_STORE:
    case ESC_FILL:
      return is_addr (b, b->places[i->x].base, obj) || is_addr (b, i->a, obj);
    default:
      return is_addr (b, i->a, obj) || is_addr (b, i->b, obj);
    }
}

/* Is instruction INS what KILL waits for?  */
static bool
is_kill (const struct esc_body *b, uint32_t ins, const struct kill *kill)
{
  if (ins == kill->def)
    return true;
  const struct esc_ins *i = &b->ins[ins];
  if (kill->mention)
    return mentions (b, i, kill->mention);
  if (!kill->obj || i->op != ESC_STORE)
    return false;
  const struct esc_place *p = &b->places[i->x];
  if (esc_opnd_kind (p->base) != ESC_OP_ADDR || p->idx != ESC_OPND_NONE)
    return false;
  const struct esc_addr *a = &b->addrs[esc_opnd_index (p->base)];
  return a->obj == kill->obj && a->off_known && a->off + p->off == kill->off;
}

enum scan
{
  SCAN_ON,
  SCAN_KILLED,
  SCAN_FOUND
};

/* Look from instruction INS to the end of its block for USE and KILL.  */
static enum scan
scan (struct scope *s, uint32_t ins, uint32_t use, const struct kill *kill)
{
  const struct esc_block *b = &s->b->blocks[s->blk[ins]];
  uint32_t end = b->first + b->nins;
  bool here = use >= ins && use < end;
  bool simple = !kill->obj && !kill->mention;
  uint32_t cost = simple ? 1 : end - ins;
  s->budget -= s->budget > cost ? cost : s->budget;
  if (simple)
    {
      bool killed
          = kill->def != ESC_NONE && kill->def >= ins && kill->def < end;
      if (here && !(killed && kill->def < use))
        return SCAN_FOUND;
      return killed ? SCAN_KILLED : SCAN_ON;
    }
  for (; ins < end; ins++)
    if (ins == use)
      return SCAN_FOUND;
    else if (is_kill (s->b, ins, kill))
      return SCAN_KILLED;
  return SCAN_ON;
}

/* Does control reach USE from END without meeting KILL?  */
static bool
reaches (struct scope *s, uint32_t end, uint32_t use, const struct kill *kill)
{
  uint32_t n = 0;
  if (s->order.of[s->blk[use]] > s->order.of[s->blk[end]])
    return false;
  begin_search (s);
  enum scan r = scan (s, end + 1, use, kill);
  if (r == SCAN_ON)
    push_succs (s, s->blk[end], &n);
  while (n && r != SCAN_FOUND)
    {
      uint32_t blk = s->work[--n];
      if (!s->budget)
        return true;
      if (s->order.of[blk] < s->order.of[s->blk[use]])
        continue;
      r = scan (s, s->b->blocks[blk].first, use, kill);
      if (r == SCAN_ON)
        push_succs (s, blk, &n);
    }
  return r == SCAN_FOUND;
}

uint32_t
esc_scope_end_before (struct scope *s, uint32_t mem, uint32_t use,
                      const struct kill *kill)
{
  for (uint32_t e = s->first_end[mem]; e; e = s->ends[e].next)
    if (reaches (s, s->ends[e].ins, use, kill))
      return s->ends[e].ins;
  return ESC_NONE;
}
