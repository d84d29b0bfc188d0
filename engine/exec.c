/* SPDX-License-Identifier: GPL-3.0-or-later */
/* exec.c - one instruction on symbolic values.

   An instruction that can go on in several ways (a branch on something
   unknown, a callee with several outcomes, a load that may read any of some
   slots) executes alternative ALT and leaves ALT + 1 to be tried later from
   the same state.  Alternatives that cannot be end the path.

   Undefined behaviour ends a path as well: after `*p`, p is not null.  */

#include "search.h"
#include "unlink.h"

#include "alloc.h"

bool
esc_mortal_term (struct esc_search *s, esc_term t)
{
  const struct esc_tnode *n = &s->ts.t[t];
  while (n->kind == ESC_T_IDX)
    n = &s->ts.t[n->a];
  if (n->kind == ESC_T_OBJ)
    return esc_obj_mortal (&s->m->objs[n->a]);
  if (n->kind == ESC_T_PARAM)
    {
      const struct esc_fn *f = &s->m->fns[s->fn];
      return n->a < f->nparams && f->params[n->a].noescape;
    }
  return false;
}

bool
esc_mortal (struct esc_search *s, struct esc_sv v)
{
  return v.base > 1 && esc_mortal_term (s, v.base);
}

struct esc_sv
esc_fresh_here (struct esc_search *s, unsigned k, unsigned width,
                unsigned flags)
{
  esc_term t = esc_term_fresh (&s->ts, s->ins, s->count[s->blk] * 16 + k, width,
                               flags);
  esc_search_sync (s);
  return esc_sv_term (t);
}

struct esc_cell
esc_eval (struct esc_search *s, esc_opnd o)
{
  struct esc_cell c = { .val = { 0, 0 } };
  uint32_t i = esc_opnd_index (o);
  switch (esc_opnd_kind (o))
    {
    case ESC_OP_VAL:
      return s->vals[i];
    case ESC_OP_INT:
      c.val = esc_sv_int (s->b->ints[i]);
      break;
    case ESC_OP_ADDR:
      {
        const struct esc_addr *a = &s->b->addrs[i];
        esc_term t = esc_term_obj (&s->ts, a->obj, s->inst[a->obj]);
        c.val = (struct esc_sv){ t, a->off };
        if (!a->off_known)
          c.val = esc_sv_index (&s->ts, esc_sv_term (t), esc_sv_int (0), 0);
        break;
      }
    case ESC_OP_FUN:
      c.val = esc_sv_term (esc_term_fun (&s->ts, i));
      break;
    case ESC_OP_NONE:
      c.val = esc_sv_int (0);
      break;
    default:
      c.val = esc_fresh_here (s, 15, 0, 0);
      break;
    }
  esc_search_sync (s);
  return c;
}

struct esc_sv
esc_eval_place (struct esc_search *s, const struct esc_place *p)
{
  struct esc_cell b = esc_eval (s, p->base);
  struct esc_sv v = esc_resolve (s, b.val);
  v.off += p->off;
  if (p->idx != ESC_OPND_NONE)
    {
      struct esc_sv of = v;
      v = esc_sv_index (&s->ts, v, esc_resolve (s, esc_eval (s, p->idx).val),
                        p->stride);
      if (p->hi > p->lo && s->ts.t[of.base].kind != ESC_T_IDX)
        esc_term_note_array (&s->ts, v.base, of.off - p->off + p->lo,
                             p->hi - p->lo);
    }
  else if (p->size == ESC_SIZE_UNKNOWN && p->stride == 0 && p->off == 0
           && esc_opnd_kind (p->base) == ESC_OP_ADDR && p->hi == -1)
    v = esc_sv_index (&s->ts, v, esc_sv_int (0), 0);
  esc_search_sync (s);
  return v;
}

/* What V, accessed, says of its variable index: it does not lead to before
   the first element.  False if it does.  */
static bool
index_in_array (struct esc_search *s, struct esc_sv v)
{
  const struct esc_tnode *t = &s->ts.t[v.base];
  if (t->kind != ESC_T_IDX || t->n <= 0 || t->b <= 1)
    return true;
  int64_t least = v.off >= 0 ? -(v.off / t->n) : (-v.off + t->n - 1) / t->n;
  return esc_assume (s, ESC_GE, esc_sv_term (t->b), esc_sv_int (least), false,
                     true);
}

/* PL is accessed through V: note a use of what is dead; V is not null.  False
   if it is, and the path cannot be.  */
bool
esc_access (struct esc_search *s, const struct esc_place *pl, struct esc_sv v)
{
  if (v.base == 0)
    return false;
  esc_term r = esc_term_region (&s->ts, v.base);
  if (s->regions[r].dead && esc_mortal_term (s, r))
    esc_scope_used (s, r,
                    esc_opnd_kind (pl->base) == ESC_OP_VAL
                        ? s->vals[esc_opnd_index (pl->base)].trace
                        : 0,
                    s->ins);
  if (!index_in_array (s, v))
    return false;
  if (v.base == r && !esc_term_is_address (&s->ts, r) && v.off >= 0
      && v.off < 4096)
    return esc_assume (s, ESC_NE, esc_sv_term (r), esc_sv_int (0), false, true);
  return true;
}

void
esc_note_use (struct esc_search *s, struct esc_cell c, uint32_t ins)
{
  esc_term r = esc_term_region (&s->ts, c.val.base);
  if (c.val.base > 1 && r < s->cap_regions && s->regions[r].dead
      && esc_mortal_term (s, r))
    esc_scope_used (s, r, c.trace, ins);
}

void
esc_define (struct esc_search *s, const struct esc_ins *in, struct esc_cell c)
{
  if (in->dst != ESC_NONE)
    esc_set_val (s, in->dst, c);
}

/* Record that an address moves into the variable that IN defines.  */
uint32_t
esc_step_to (struct esc_search *s, const struct esc_ins *in, struct esc_cell c,
             enum esc_why why)
{
  if (!esc_followed (s, c.val) || in->dst == ESC_NONE)
    return c.trace;
  esc_str name = s->b->vals[in->dst].name;
  if (name == 0 && why != ESC_WHY_CAST)
    return c.trace;
  return esc_trace_add (s, c.trace, why, in->loc, s->ins, 0, name, 0);
}

/* V as a value of a type of WIDTH bytes: itself if it fits.  */
static struct esc_sv
fit (struct esc_search *s, struct esc_sv v, unsigned width, bool is_unsigned)
{
  int64_t lo, hi;
  if (width == 0 || width >= 8 || v.base == 1
      || esc_term_is_address (&s->ts, v.base))
    return v;
  v = esc_resolve (s, v);
  struct esc_range r = esc_range_of (s, v.base);
  int64_t most = (int64_t)1 << (8 * width - (is_unsigned ? 0 : 1));
  if (!__builtin_add_overflow (r.lo, v.off, &lo)
      && !__builtin_add_overflow (r.hi, v.off, &hi)
      && lo >= (is_unsigned ? 0 : -most) && hi < most)
    return v;
  return esc_sv_trunc (&s->ts, v, width, is_unsigned);
}

static bool
is_unsigned (const struct esc_search *s, uint32_t val)
{
  return val != ESC_NONE && (s->b->vals[val].flags & ESC_VAL_UNSIGNED)
         && !(s->b->vals[val].flags & ESC_VAL_PTR);
}

static enum esc_step
exec_move (struct esc_search *s, const struct esc_ins *in)
{
  struct esc_cell c = esc_eval (s, in->a);
  enum esc_why why = ESC_WHY_COPIED;
  if (esc_opnd_kind (in->a) == ESC_OP_ADDR)
    why = ESC_WHY_TAKEN;
  if (in->sub == ESC_CAST_TO_INT)
    why = ESC_WHY_CAST;
  if (in->sub == ESC_CAST_TRUNC)
    c.val = esc_term_is_address (&s->ts, c.val.base)
                ? esc_sv_trunc (&s->ts, esc_resolve (s, c.val), in->width,
                                is_unsigned (s, in->dst))
                : fit (s, c.val, in->width, is_unsigned (s, in->dst));
  else if (in->sub == ESC_CAST_NONE && is_unsigned (s, in->dst))
    c.val = fit (s, c.val, in->width, true);
  else if (in->sub == ESC_CAST_WIDEN && esc_opnd_kind (in->a) == ESC_OP_VAL
           && is_unsigned (s, esc_opnd_index (in->a)))
    c.val = fit (s, c.val, s->b->vals[esc_opnd_index (in->a)].width, true);
  esc_search_sync (s);
  if (in->sub == ESC_CAST_TO_INT)
    c.number = true;
  else if (in->sub == ESC_CAST_TO_PTR)
    c.number = false;
  c.trace = esc_step_to (s, in, c, why);
  esc_define (s, in, c);
  return ESC_STEP_ON;
}

/* A pure function of floating-point values: nothing is known of it but that
   it is the same the next time.  */
static struct esc_sv
float_term (struct esc_search *s, uint32_t op, struct esc_sv x, struct esc_sv y,
            unsigned width)
{
  struct esc_tnode k = {
    .kind = ESC_T_EXPR, .a = op, .x = x, .y = y, .width = (uint8_t)width
  };
  if (op >= ESC_X_FLOAT_CMP)
    k.flags = ESC_TF_UNSIGNED;
  esc_term t = esc_term_get (&s->ts, &k);
  esc_search_sync (s);
  return esc_sv_term (t);
}

/* The smaller or larger of two addresses is one of them.  */
static enum esc_step
choose_address (struct esc_search *s, const struct esc_ins *in, uint32_t alt)
{
  if (alt == 0)
    esc_later (s, 1);
  struct esc_cell c = esc_eval (s, alt ? in->b : in->a);
  c.trace = esc_step_to (s, in, c, ESC_WHY_COPIED);
  esc_define (s, in, c);
  return ESC_STEP_ON;
}

static enum esc_step
exec_arith (struct esc_search *s, const struct esc_ins *in, uint32_t alt)
{
  struct esc_cell a = esc_eval (s, in->a), b = esc_eval (s, in->b), c = a;
  if ((in->sub == ESC_MIN || in->sub == ESC_MAX)
      && (esc_mortal (s, a.val) || esc_mortal (s, b.val)))
    return choose_address (s, in, alt);
  if (in->flags & ESC_INS_FLOAT)
    c.val = float_term (s, ESC_X_FLOAT + in->sub, a.val, b.val, in->width);
  else if ((in->sub == ESC_ADD || in->sub == ESC_SUB) && in->dst != ESC_NONE
           && (s->b->vals[in->dst].flags & ESC_VAL_PTR) && a.val.base > 1)
    {
      struct esc_sv n = esc_resolve (s, b.val), from = esc_resolve (s, a.val);
      c.val = esc_sv_index (&s->ts, from, n, in->sub == ESC_ADD ? 1 : -1);
      if (s->ts.t[from.base].kind != ESC_T_IDX)
        esc_term_note_array (&s->ts, c.val.base, from.off, 0);
    }
  else
    c.val = esc_sv_arith (&s->ts, (enum esc_arith)in->sub,
                          esc_resolve (s, a.val), esc_resolve (s, b.val),
                          in->width, in->flags & ESC_INS_UNSIGNED);
  esc_search_sync (s);
  c.trace = a.trace ? a.trace : b.trace;
  c.doubt = a.doubt | b.doubt;
  c.by = b.doubt & ESC_DOUBT_STORE ? ESC_BY_ANY : a.by;
  c.number = a.number || b.number;
  c.trace = esc_step_to (s, in, c, ESC_WHY_COPIED);
  esc_define (s, in, c);
  return ESC_STEP_ON;
}

/* Is Y what REGION itself holds?  */
static bool
read_from (const struct esc_search *s, struct esc_sv y, esc_term region)
{
  const struct esc_tnode *t = &s->ts.t[y.base];
  return t->kind == ESC_T_INIT && esc_term_region (&s->ts, t->a) == region;
}

/* A parameter compared with what memory holds is looked for: a fact of the
   function, whichever path a caller's call takes.  */
static void
note_looked_for (struct esc_search *s, struct esc_sv x, struct esc_sv y)
{
  const struct esc_tnode *t = &s->ts.t[x.base];
  uint8_t kind = s->ts.t[y.base].kind;
  if (t->kind != ESC_T_PARAM || t->a >= 32 || !s->out
      || (kind != ESC_T_INIT && kind != ESC_T_FRESH))
    return;
  if (read_from (s, y, x.base))
    s->out->looks_into |= 1u << t->a;
  else
    s->out->looks_for |= 1u << t->a;
}

/* If one side is an object's address and the other unknown, the code looks
   for the object.  */
static void
note_search (struct esc_search *s, enum esc_cmp op, struct esc_sv x,
             struct esc_sv y)
{
  if (op != ESC_EQ && op != ESC_NE)
    return;
  bool mx = esc_mortal (s, x), my = esc_mortal (s, y);
  /* What was allocated here is known not to be the object.  */
  esc_term other = esc_term_region (&s->ts, mx ? y.base : x.base);
  if (mx != my && x.base && y.base && s->ts.t[other].kind != ESC_T_HEAP)
    {
      esc_term obj = esc_term_region (&s->ts, mx ? x.base : y.base);
      struct esc_sv with = mx ? y : x;
      esc_mem_looked_for (s, obj, with,
                          read_from (s, with, obj) ? ESC_DOUBT_STORE
                                                   : ESC_DOUBT_RELEASE);
    }
  note_looked_for (s, x, y);
  note_looked_for (s, y, x);
  esc_mem_key_looked_for (s, x, y);
  esc_mem_key_looked_for (s, y, x);
}

static enum esc_step
exec_cmp (struct esc_search *s, const struct esc_ins *in)
{
  struct esc_sv x = esc_eval (s, in->a).val, y = esc_eval (s, in->b).val;
  struct esc_cell c = { .val = { 0, 0 } };
  if ((in->flags & ESC_INS_FLOAT) || in->sub == ESC_CMP_OTHER)
    c.val = float_term (s, ESC_X_FLOAT_CMP + in->sub, x, y, 1);
  else
    {
      note_search (s, (enum esc_cmp)in->sub, x, y);
      c.val = esc_compare (s, (enum esc_cmp)in->sub, x, y,
                           in->flags & ESC_INS_UNSIGNED);
    }
  c.doubt = esc_eval (s, in->a).doubt | esc_eval (s, in->b).doubt;
  esc_define (s, in, c);
  return ESC_STEP_ON;
}

/* Branch on X OP Y: which way to go as alternative ALT, or -1 for none.  */
static int
branch (struct esc_search *s, enum esc_cmp op, struct esc_sv x, struct esc_sv y,
        bool u, bool first, uint32_t alt)
{
  int d = esc_decide (s, op, x, y, u);
  s->undecided[s->blk] = d < 0;
  if (d >= 0)
    return d;
  bool way = first;
  if (alt == 0)
    esc_later (s, 1);
  else
    way = !first;
  esc_term terms[2] = { x.base, y.base };
  for (int i = 0; i < 2; i++)
    if (terms[i])
      esc_note_test (s, terms[i]);
  esc_mem_asked (s, x.base);
  return esc_assume (s, op, x, y, u, way) ? way : -1;
}

/* A way was chosen by values that are in doubt, if nothing else decided.  */
static void
doubt_way (struct esc_search *s, unsigned doubt)
{
  s->shaky |= doubt && s->undecided[s->blk];
}

static enum esc_step
jump (struct esc_search *s, uint32_t blk)
{
  return esc_enter (s, blk) ? ESC_STEP_JUMP : ESC_STEP_END;
}

static enum esc_step
exec_cond (struct esc_search *s, const struct esc_ins *in, uint32_t alt)
{
  const struct esc_block *bl = &s->b->blocks[s->blk];
  const uint32_t *succ = &s->b->succs[bl->succs];
  struct esc_sv x = esc_eval (s, in->a).val, y = esc_eval (s, in->b).val;
  if ((in->flags & ESC_INS_FLOAT) || in->sub == ESC_CMP_OTHER)
    {
      x = float_term (s, ESC_X_FLOAT_CMP + in->sub, x, y, 1);
      y = esc_sv_int (0);
    }
  else
    note_search (s, (enum esc_cmp)in->sub, x, y);
  /* The way that leaves a loop first: short paths find most.  */
  bool first = s->count[succ[0]] <= s->count[succ[1]];
  enum esc_cmp op = (in->flags & ESC_INS_FLOAT) || in->sub == ESC_CMP_OTHER
                        ? ESC_NE
                        : (enum esc_cmp)in->sub;
  int way = branch (s, op, x, y, in->flags & ESC_INS_UNSIGNED, first, alt);
  doubt_way (s, esc_eval (s, in->a).doubt | esc_eval (s, in->b).doubt);
  return way < 0 ? ESC_STEP_END : jump (s, succ[way ? 0 : 1]);
}

static enum esc_step
exec_select (struct esc_search *s, const struct esc_ins *in, uint32_t alt)
{
  int way = branch (s, ESC_NE, s->vals[in->x].val, esc_sv_int (0), false, true,
                    alt);
  if (way < 0)
    return ESC_STEP_END;
  doubt_way (s, s->vals[in->x].doubt);
  struct esc_cell c = esc_eval (s, way ? in->a : in->b);
  c.trace = esc_step_to (s, in, c, ESC_WHY_COPIED);
  esc_define (s, in, c);
  return ESC_STEP_ON;
}

/* The values that lead to successor N, as one range.  */
static bool
case_range (const struct esc_body *b, const struct esc_ins *in, uint32_t n,
            struct esc_range *r)
{
  bool any = false;
  *r = (struct esc_range){ INT64_MAX, INT64_MIN, { 0, 0 }, 0 };
  for (uint32_t i = 0; i < in->n; i++)
    {
      const struct esc_case *c = &b->cases[in->x + i];
      if (c->succ != n)
        continue;
      any = true;
      if (c->lo < r->lo)
        r->lo = c->lo;
      if (c->hi > r->hi)
        r->hi = c->hi;
    }
  return any;
}

/* What a switch's default excludes, as far as a range can say.  */
static struct esc_range
default_range (const struct esc_body *b, const struct esc_ins *in)
{
  struct esc_range r = { INT64_MIN, INT64_MAX, { 0, 0 }, 0 };
  for (uint32_t i = 0; i < in->n && r.nne < 2; i++)
    if (b->cases[in->x + i].lo == b->cases[in->x + i].hi)
      r.ne[r.nne++] = b->cases[in->x + i].lo;
  return r;
}

static enum esc_step
exec_switch (struct esc_search *s, const struct esc_ins *in, uint32_t alt)
{
  const struct esc_block *bl = &s->b->blocks[s->blk];
  const uint32_t *succ = &s->b->succs[bl->succs];
  struct esc_sv v = esc_resolve (s, esc_eval (s, in->a).val);
  if (v.base == 0)
    {
      for (uint32_t i = 0; i < in->n; i++)
        {
          const struct esc_case *c = &s->b->cases[in->x + i];
          if (c->lo <= v.off && v.off <= c->hi)
            return jump (s, succ[c->succ]);
        }
      return jump (s, succ[0]);
    }
  if (alt + 1 < bl->nsuccs)
    esc_later (s, alt + 1);
  struct esc_range r;
  if (!case_range (s->b, in, alt, &r))
    {
      if (alt != 0)
        return ESC_STEP_END;
      r = default_range (s->b, in);
    }
  esc_note_test (s, v.base);
  if (r.lo != INT64_MIN)
    {
      r.lo -= v.off;
      r.hi -= v.off;
    }
  if (v.base != 1 && !esc_assume_range (s, v.base, &r))
    return ESC_STEP_END;
  return jump (s, succ[alt]);
}

void
esc_doubt_followed (struct esc_search *s, unsigned doubt)
{
  for (uint32_t i = 0; i < s->npregions; i++)
    {
      struct esc_slot_key k = { .region = s->pregions[i],
                                .idx = s->pregions[i],
                                .size = ESC_SIZE_UNKNOWN };
      esc_mem_doubt (s, k, doubt);
    }
}

static enum esc_step
exec_any (struct esc_search *s, uint32_t alt)
{
  const struct esc_block *bl = &s->b->blocks[s->blk];
  if (bl->nsuccs == 0)
    return ESC_STEP_END;
  if (alt + 1 < bl->nsuccs)
    esc_later (s, alt + 1);
  /* After a call, every way but the first is a jump out of the callee.  */
  bool call
      = bl->nins >= 2 && s->b->ins[bl->first + bl->nins - 2].op == ESC_CALL;
  if (call && alt > 0)
    esc_doubt_followed (s, ESC_DOUBT_LONGJMP);
  return jump (s, s->b->succs[bl->succs + alt]);
}

static enum esc_step
exec_ret (struct esc_search *s)
{
  esc_leave (s, s->ins, 0);
  esc_outcome_record (s, ESC_END_RETURN, s->ins);
  return ESC_STEP_END;
}

static enum esc_step
exec_stop (struct esc_search *s, const struct esc_ins *in)
{
  if (in->sub == ESC_STOP_LONGJMP)
    {
      esc_leave (s, s->ins, ESC_DOUBT_LONGJMP);
      esc_outcome_record (s, ESC_END_LONGJMP, s->ins);
    }
  return ESC_STEP_END;
}

enum esc_step
esc_exec (struct esc_search *s, uint32_t alt)
{
  const struct esc_ins *in = &s->b->ins[s->ins];
  switch ((enum esc_op)in->op)
    {
    case ESC_NOP:
    case ESC_PHI:
      return ESC_STEP_ON; /* done on entry to the block */
    case ESC_MOVE:
      return exec_move (s, in);
    case ESC_ARITH:
      return exec_arith (s, in, alt);
    case ESC_CMP:
      return exec_cmp (s, in);
    case ESC_SELECT:
      return exec_select (s, in, alt);
    case ESC_LOAD:
      return esc_exec_load (s, in, alt);
    case ESC_STORE:
      return esc_exec_store (s, in);
    case ESC_COPY:
    case ESC_FILL:
      return esc_exec_block_write (s, in);
    case ESC_CALL:
      return esc_exec_call (s, alt);
    case ESC_END:
      return esc_exec_end (s, in);
    case ESC_ALLOCA:
      return esc_exec_alloca (s, in);
    case ESC_NEW:
      return esc_exec_new (s, in);
    case ESC_FREE:
      return esc_exec_free (s, in);
    case ESC_DOUBT:
      {
        const struct esc_place *pl = &s->b->places[in->x];
        esc_exec_doubt (s, pl, esc_eval_place (s, pl));
        return ESC_STEP_ON;
      }
    case ESC_SAVE:
      esc_define (s, in, (struct esc_cell){ .val = esc_sv_int (s->serial) });
      return ESC_STEP_ON;
    case ESC_RESTORE:
      return esc_exec_restore (s, in);
    case ESC_BR:
      return jump (s, s->b->succs[s->b->blocks[s->blk].succs]);
    case ESC_COND:
      return exec_cond (s, in, alt);
    case ESC_SWITCH:
      return exec_switch (s, in, alt);
    case ESC_ANY:
      return exec_any (s, alt);
    case ESC_RET:
      return exec_ret (s);
    case ESC_STOP:
      return exec_stop (s, in);
    }
  return ESC_STEP_ON;
}
