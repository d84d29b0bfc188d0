/* SPDX-License-Identifier: GPL-3.0-or-later */
/* unlink.c - code that takes an object out of what holds it.

   A container in memory that the path knows only in part does not show that an
   element is gone.  What shows it is how it is taken out:

       for (i = 0; i < n; i++) if (v[i] == &node) ...    looked for
       for (i = 0; i < n; i++) if (v[i].id == id) ...    by its key
       node.next->prev = node.prev;                      by its own links
       c->req->list = old;                               what was there before

   and a thread by what it writes:

       while (!job.done) usleep (100);                   asked

   What holds the object then is in doubt: the release that was made may be
   this one's, and a finding is one of level audit.  */

#include "unlink.h"

/* May the value Y, read from memory, have been read from slot SL?  */
static bool
may_come_from (struct esc_search *s, struct esc_sv y, const struct esc_slot *sl)
{
  const struct esc_tnode *t = &s->ts.t[y.base];
  if (t->kind != ESC_T_INIT)
    return true;
  if (t->field && sl->field && t->field != sl->field)
    return false;
  esc_term r = esc_term_region (&s->ts, t->a);
  if (r == sl->key.region)
    return sl->key.idx != 0 || t->b != 0 || t->n == sl->key.off;
  return esc_term_may_alias (&s->ts, s->m, r, sl->key.region);
}

void
esc_mem_looked_for (struct esc_search *s, esc_term obj, struct esc_sv y,
                    unsigned doubt)
{
  for (uint32_t r = 0; r < s->npregions; r++)
    {
      esc_term t = s->pregions[r];
      uint8_t kind = s->ts.t[t].kind;
      for (uint32_t i = s->regions[t].slots; i; i = s->slots[i].next)
        {
          const struct esc_slot *sl = &s->slots[i];
          s->steps++;
          if (sl->set && (sl->key.idx || kind != ESC_T_OBJ)
              && esc_term_region (&s->ts, sl->cell.val.base) == obj
              && may_come_from (s, y, sl))
            esc_slot_doubt (s, i, doubt);
        }
    }
}

void
esc_mem_key_looked_for (struct esc_search *s, struct esc_sv x, struct esc_sv y)
{
  const struct esc_tnode *t = &s->ts.t[y.base];
  if (t->kind != ESC_T_INIT || y.off != 0 || x.base <= 1)
    return;
  esc_term r = esc_term_region (&s->ts, t->a);
  const struct esc_slot *key = NULL;
  for (uint32_t i = s->regions[r].slots; i && !key; i = s->slots[i].next)
    {
      s->steps++;
      if (s->slots[i].set && s->slots[i].key.idx
          && esc_sv_same (s->slots[i].cell.val, x))
        key = &s->slots[i];
    }
  for (uint32_t i = key ? s->regions[r].slots : 0; i; i = s->slots[i].next)
    if (s->slots[i].set && s->slots[i].key.idx == key->key.idx
        && esc_followed (s, s->slots[i].cell.val))
      esc_slot_doubt (s, i, ESC_DOUBT_RELEASE);
}

/* What T, a number, was computed from, down to memory's content.  */
static esc_term
content_in (const struct esc_search *s, esc_term t)
{
  for (unsigned i = 0; i < 8 && s->ts.t[t].kind == ESC_T_EXPR; i++)
    t = s->ts.t[t].x.base;
  return s->ts.t[t].kind == ESC_T_INIT ? t : 0;
}

void
esc_mem_asked (struct esc_search *s, esc_term t)
{
  t = content_in (s, t);
  if (!t || s->ts.t[t].x.off == 0)
    return;
  esc_term obj = esc_term_region (&s->ts, s->ts.t[t].a);
  if (!esc_mortal_term (s, obj))
    return;
  for (uint32_t h = s->regions[obj].holds; h; h = s->holds[h].next)
    {
      uint32_t i = s->holds[h].slot;
      const struct esc_tnode *r = &s->ts.t[s->slots[i].key.region];
      s->steps++;
      if (s->slots[i].set && r->kind == ESC_T_OBJ
          && s->m->objs[r->a].kind == ESC_OBJ_HIDDEN
          && s->m->objs[r->a].rule == ESC_RULE_THREAD
          && esc_term_region (&s->ts, s->slots[i].cell.val.base) == obj)
        esc_slot_doubt (s, i, ESC_DOUBT_RELEASE);
    }
}

/* Was T read from an object of this frame after unknown code had it?  Then
   the object, else 0.  */
static esc_term
own_link (struct esc_search *s, esc_term t)
{
  const struct esc_tnode *n = &s->ts.t[t];
  if (n->kind != ESC_T_INIT || n->x.off == 0)
    return 0;
  esc_term obj = esc_term_region (&s->ts, n->a);
  return esc_mortal_term (s, obj) ? obj : 0;
}

/* OBJ takes itself out of what unknown code may have put it into.  */
static void
takes_itself_out (struct esc_search *s, esc_term obj)
{
  for (uint32_t h = s->regions[obj].holds; h; h = s->holds[h].next)
    {
      uint32_t i = s->holds[h].slot;
      s->steps++;
      if (s->slots[i].set && (s->slots[i].cell.doubt & ESC_DOUBT_CALL)
          && esc_term_region (&s->ts, s->slots[i].cell.val.base) == obj)
        esc_slot_doubt (s, i, ESC_DOUBT_RELEASE);
    }
}

/* V is stored in another place at offset OFF: if it is what a slot there held
   on entry, it is put back, through a pointer that was read anew.  */
static void
put_back (struct esc_search *s, struct esc_sv v, const struct esc_slot_key *k)
{
  const struct esc_tnode *t = &s->ts.t[v.base];
  if (t->kind != ESC_T_INIT || t->x.off != 0 || v.off != 0 || t->a == k->region
      || t->n != k->off)
    return;
  struct esc_slot_key old = { .region = t->a,
                              .idx = t->b,
                              .stride = t->y.off,
                              .off = t->n,
                              .size = (int64_t)t->c };
  uint32_t i = esc_mem_find (s, &old);
  if (i && s->slots[i].set && (s->slots[i].cell.doubt & ESC_DOUBT_CALL)
      && esc_mortal (s, s->slots[i].cell.val))
    esc_slot_doubt (s, i, ESC_DOUBT_RELEASE);
}

void
esc_mem_unlinks (struct esc_search *s, uint32_t slot, struct esc_sv v)
{
  const struct esc_slot *sl = &s->slots[slot];
  esc_term obj = own_link (s, sl->key.region);
  if (!obj && sl->set && sl->cell.val.base > 1)
    {
      obj = own_link (s, v.base);
      if (obj && esc_term_region (&s->ts, sl->cell.val.base) != obj)
        obj = 0;
    }
  if (obj)
    takes_itself_out (s, obj);
  put_back (s, v, &sl->key);
}

/* ---- looked for, but not on this path ------------------------------------*/

/* Is O the address of object OBJ?  */
static bool
names (const struct esc_body *b, esc_opnd o, uint32_t obj)
{
  for (int depth = 0; depth < 4; depth++)
    {
      if (esc_opnd_kind (o) == ESC_OP_ADDR)
        return b->addrs[esc_opnd_index (o)].obj == obj;
      uint32_t def = esc_opnd_kind (o) == ESC_OP_VAL
                         ? b->vals[esc_opnd_index (o)].def
                         : ESC_NONE;
      if (def == ESC_NONE || def >= b->nins || b->ins[def].op != ESC_MOVE)
        return false;
      o = b->ins[def].a;
    }
  return false;
}

/* The innermost loop head that leads to BLK with no join in between, or
   ESC_NONE.  */
static uint32_t
loop_of (const struct esc_search *s, uint32_t blk)
{
  const struct esc_body *b = s->b;
  for (uint32_t steps = 0; steps < 8 && !s->bi[blk].header; steps++)
    {
      uint32_t pred = ESC_NONE;
      for (uint32_t k = 0; k < b->nblocks && pred == ESC_NONE; k++)
        for (uint32_t i = 0; i < b->blocks[k].nsuccs; i++)
          if (b->succs[b->blocks[k].succs + i] == blk)
            pred = k;
      if (pred == ESC_NONE || s->bi[blk].npreds != 1)
        return ESC_NONE;
      blk = pred;
    }
  return s->bi[blk].header ? blk : ESC_NONE;
}

bool
esc_searched_in_vain (struct esc_search *s, uint32_t obj)
{
  const struct esc_body *b = s->b;
  for (uint32_t k = 0; k < b->nblocks; k++)
    for (uint32_t i = 0; i < b->blocks[k].nins; i++)
      {
        const struct esc_ins *in = &b->ins[b->blocks[k].first + i];
        if ((in->op != ESC_CMP && in->op != ESC_COND)
            || (in->sub != ESC_EQ && in->sub != ESC_NE)
            || !(names (b, in->a, obj) || names (b, in->b, obj)))
          continue;
        uint32_t head = loop_of (s, k);
        if (head != ESC_NONE && s->count[head])
          return true;
      }
  return false;
}
