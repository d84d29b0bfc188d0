/* SPDX-License-Identifier: GPL-3.0-or-later */
/* facts-check.c - do the facts of a body hang together?

   Proves the invariants that facts.h lists, so that the solver need not doubt
   them: every index is in range, every operand is of a kind that its
   instruction understands, blocks end in one terminator with the right number
   of successors, PHIs name each predecessor once, values have one definition.

   Not checked: that a definition dominates its uses across blocks (within a
   block it must come first), and that sizes and widths agree.  */

#include "facts.h"
#include "alloc.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static char wrong[200];

struct check
{
  const struct esc_module *m;
  const struct esc_body *b;
  uint32_t blk, ins; /* where we are */
  uint32_t *npreds;  /* per block: distinct predecessors */
  uint32_t *stamp;   /* per block: scratch */
  uint32_t nstamps;
  bool failed;
};

static bool bad (struct check *c, const char *fmt, ...) ESC_PRINTF (2, 3);

/* Record the first complaint.  Always false.  */
static bool
bad (struct check *c, const char *fmt, ...)
{
  if (c->failed)
    return false;
  c->failed = true;
  int n = snprintf (wrong, sizeof wrong, "block %u, instruction %u: ", c->blk,
                    c->ins);
  va_list ap;
  va_start (ap, fmt);
  vsnprintf (wrong + n, sizeof wrong - (size_t)n, fmt, ap);
  va_end (ap);
  return false;
}

/* ---- operands ----------------------------------------------------------- */

static bool
range_ok (uint32_t first, uint32_t n, uint32_t limit)
{
  return first <= limit && n <= limit - first;
}

/* Is value V, which nothing defines, a parameter or known to be undefined?  */
static bool
is_input (const struct check *c, uint32_t v)
{
  const struct esc_fn *fn = &c->m->fns[c->b->fn];
  for (uint32_t i = 0; i < fn->nparams; i++)
    if (fn->params[i].val == v)
      return true;
  return fn->chain == v || (c->b->vals[v].flags & ESC_VAL_UNDEF);
}

/* Value V is used here.  */
static bool
check_use (struct check *c, uint32_t v)
{
  const struct esc_body *b = c->b;
  if (v >= b->nvals)
    return bad (c, "value %u of %u", v, b->nvals);
  uint32_t def = b->vals[v].def;
  if (def == ESC_NONE)
    return is_input (c, v) || bad (c, "value %u is never defined", v);
  uint32_t first = b->blocks[c->blk].first;
  if (def >= c->ins && def < first + b->blocks[c->blk].nins
      && b->ins[c->ins].op != ESC_PHI)
    return bad (c, "value %u is used before its definition", v);
  return true;
}

static bool check_place (struct check *c, uint32_t place);

#define K(KIND) (1u << ESC_OP_##KIND)
#define K_SCALAR                                                               \
  (K (NONE) | K (VAL) | K (INT) | K (ADDR) | K (FUN) | K (UNKNOWN))
#define K_ANY (K_SCALAR | K (CONTENT))

/* Operand O is of one of the kinds in the set KINDS, and its index holds.  */
static bool
check_opnd (struct check *c, esc_opnd o, unsigned kinds)
{
  const struct esc_body *b = c->b;
  uint32_t i = esc_opnd_index (o);
  unsigned kind = esc_opnd_kind (o);
  if (kind > ESC_OP_UNKNOWN || !(kinds & (1u << kind)))
    return bad (c, "operand of kind %u", kind);
  switch (esc_opnd_kind (o))
    {
    case ESC_OP_VAL:
      return check_use (c, i);
    case ESC_OP_INT:
      return i < b->nints || bad (c, "integer %u of %u", i, b->nints);
    case ESC_OP_ADDR:
      if (i >= b->naddrs)
        return bad (c, "address %u of %u", i, b->naddrs);
      i = b->addrs[i].obj;
      return (i && i < c->m->nobjs) || bad (c, "object %u", i);
    case ESC_OP_FUN:
      return i < c->m->nfns || bad (c, "function %u", i);
    case ESC_OP_CONTENT:
      return check_place (c, i);
    case ESC_OP_NONE:
    case ESC_OP_UNKNOWN:
      break;
    }
  return i == 0 || bad (c, "an index in an operand that has none");
}

static bool
check_place (struct check *c, uint32_t place)
{
  if (!place || place >= c->b->nplaces)
    return bad (c, "place %u of %u", place, c->b->nplaces);
  const struct esc_place *p = &c->b->places[place];
  if (p->field >= c->m->nfields)
    return bad (c, "member %u", p->field);
  if (p->size < ESC_SIZE_UNKNOWN || p->type > ESC_TY_AGGR)
    return bad (c, "place %u has an impossible size or type", place);
  return check_opnd (c, p->base,
                     K (VAL) | K (ADDR) | K (INT) | K (FUN) | K (UNKNOWN))
         && check_opnd (c, p->idx, K (NONE) | K (VAL) | K (UNKNOWN))
         && check_opnd (c, p->len, K (NONE) | K (VAL));
}

static bool
check_obj (struct check *c, uint32_t obj)
{
  return (obj && obj < c->m->nobjs) || bad (c, "object %u", obj);
}

/* ---- instructions ------------------------------------------------------- */

static bool
check_call (struct check *c, const struct esc_ins *ins)
{
  const struct esc_body *b = c->b;
  if (ins->x >= b->ncalls)
    return bad (c, "call %u of %u", ins->x, b->ncalls);
  const struct esc_call *call = &b->calls[ins->x];
  if (!check_opnd (c, call->callee, K_SCALAR)
      || !check_opnd (c, call->chain, K_SCALAR))
    return false;
  if (!range_ok (call->args, call->nargs, b->nargs)
      || call->retarg > call->nargs)
    return bad (c, "arguments out of range");
  for (uint32_t i = 0; i < call->nargs; i++)
    if (!check_opnd (c, b->args[call->args + i], K_ANY))
      return false;
  return !call->result || check_place (c, call->result);
}

/* Is block TO a successor of block FROM?  */
static bool
has_edge (const struct esc_body *b, uint32_t from, uint32_t to)
{
  const struct esc_block *blk = &b->blocks[from];
  for (uint32_t i = 0; i < blk->nsuccs; i++)
    if (b->succs[blk->succs + i] == to)
      return true;
  return false;
}

static bool
check_phi (struct check *c, const struct esc_ins *ins)
{
  const struct esc_body *b = c->b;
  if (!range_ok (ins->x, ins->n, b->nphis))
    return bad (c, "phi arguments out of range");
  c->nstamps++;
  for (uint32_t i = ins->x; i < ins->x + ins->n; i++)
    {
      uint32_t pred = b->phis[i].pred;
      if (pred >= b->nblocks || !has_edge (b, pred, c->blk))
        return bad (c, "phi names block %u, no predecessor", pred);
      if (c->stamp[pred] == c->nstamps)
        return bad (c, "phi names block %u twice", pred);
      c->stamp[pred] = c->nstamps;
      if (!check_opnd (c, b->phis[i].val, K_SCALAR))
        return false;
    }
  return ins->n == c->npreds[c->blk]
         || bad (c, "phi has %u arguments for %u predecessors", ins->n,
                 c->npreds[c->blk]);
}

static bool
check_switch (struct check *c, const struct esc_ins *ins, uint32_t nsuccs)
{
  const struct esc_body *b = c->b;
  if (!range_ok (ins->x, ins->n, b->ncases))
    return bad (c, "cases out of range");
  for (uint32_t i = ins->x; i < ins->x + ins->n; i++)
    if (b->cases[i].succ >= nsuccs || b->cases[i].lo > b->cases[i].hi)
      return bad (c, "case %u has no target or no values", i - ins->x);
  return check_opnd (c, ins->a, K_SCALAR);
}

static bool
check_ins (struct check *c, const struct esc_ins *ins)
{
  const struct esc_body *b = c->b;
  switch ((enum esc_op)ins->op)
    {
    case ESC_MOVE:
    case ESC_RESTORE:
    case ESC_FREE:
      return check_opnd (c, ins->a, K_SCALAR);
    case ESC_NEW:
    case ESC_ARITH:
    case ESC_CMP:
    case ESC_COND:
      return check_opnd (c, ins->a, K_SCALAR)
             && check_opnd (c, ins->b, K_SCALAR);
    case ESC_SELECT:
      return check_use (c, ins->x) && check_opnd (c, ins->a, K_SCALAR)
             && check_opnd (c, ins->b, K_SCALAR);
    case ESC_PHI:
      return check_phi (c, ins);
    case ESC_LOAD:
    case ESC_DOUBT:
      return check_place (c, ins->x);
    case ESC_STORE:
      return check_place (c, ins->x) && check_opnd (c, ins->a, K_SCALAR);
    case ESC_COPY:
      return check_place (c, ins->x) && check_place (c, ins->a);
    case ESC_FILL:
      return check_place (c, ins->x)
             && check_opnd (c, ins->a, K (INT) | K (VAL) | K (UNKNOWN));
    case ESC_CALL:
      return check_call (c, ins);
    case ESC_END:
      return check_obj (c, ins->x);
    case ESC_ALLOCA:
      return check_obj (c, ins->x) && check_opnd (c, ins->a, K_SCALAR);
    case ESC_SWITCH:
      return check_switch (c, ins, b->blocks[c->blk].nsuccs);
    case ESC_RET:
      return check_opnd (c, ins->a, K_ANY);
    case ESC_NOP:
    case ESC_SAVE:
    case ESC_BR:
    case ESC_ANY:
    case ESC_STOP:
      return true;
    }
  return bad (c, "operation %u", ins->op);
}

/* How many of the operands A and B an operation has.  */
static unsigned
operands_of (enum esc_op op)
{
  switch (op)
    {
    case ESC_ARITH:
    case ESC_CMP:
    case ESC_COND:
    case ESC_SELECT:
    case ESC_NEW:
      return 2;
    case ESC_NOP:
    case ESC_PHI:
    case ESC_LOAD:
    case ESC_CALL:
    case ESC_END:
    case ESC_DOUBT:
    case ESC_SAVE:
    case ESC_BR:
    case ESC_ANY:
    case ESC_STOP:
      return 0;
    default:
      return 1;
    }
}

/* Operands that INS has no room for are absent.  */
static bool
check_absent (struct check *c, const struct esc_ins *ins)
{
  unsigned n = operands_of ((enum esc_op)ins->op);
  if ((n < 1 && ins->a) || (n < 2 && ins->b))
    return bad (c, "operation %u with %u operands", ins->op, n + 1);
  return true;
}

/* INS defines a value if it must, and only if it may.  */
static bool
check_dst (struct check *c, const struct esc_ins *ins)
{
  enum esc_op op = (enum esc_op)ins->op;
  bool must = (op >= ESC_MOVE && op <= ESC_LOAD) || op == ESC_ALLOCA
              || op == ESC_NEW || op == ESC_SAVE;
  if (ins->dst == ESC_NONE)
    return !must || bad (c, "no value is defined");
  if (!must && op != ESC_CALL)
    return bad (c, "operation %u defines a value", op);
  if (ins->dst >= c->b->nvals)
    return bad (c, "value %u of %u", ins->dst, c->b->nvals);
  return c->b->vals[ins->dst].def == c->ins
         || bad (c, "value %u is defined twice", ins->dst);
}

/* ---- blocks ------------------------------------------------------------- */

static bool
check_succs (struct check *c, const struct esc_block *blk)
{
  const struct esc_body *b = c->b;
  uint32_t n = blk->nsuccs;
  switch ((enum esc_op)b->ins[blk->first + blk->nins - 1].op)
    {
    case ESC_BR:
      return n == 1 || bad (c, "branch with %u successors", n);
    case ESC_COND:
      return n == 2 || bad (c, "condition with %u successors", n);
    case ESC_SWITCH:
    case ESC_ANY:
      return n >= 1 || bad (c, "jump without successors");
    default:
      return n == 0 || bad (c, "end of the function with successors");
    }
}

static bool
check_block (struct check *c)
{
  const struct esc_body *b = c->b;
  const struct esc_block *blk = &b->blocks[c->blk];
  bool phis = true;
  for (uint32_t i = 0; i < blk->nins; i++)
    {
      const struct esc_ins *ins = &b->ins[c->ins = blk->first + i];
      if (ins->op == ESC_PHI && !phis)
        return bad (c, "phi after another instruction");
      phis = ins->op == ESC_PHI;
      if ((ins->op >= ESC_BR) != (i == blk->nins - 1))
        return bad (c, "the terminator is not the last instruction");
      if (!check_dst (c, ins) || !check_ins (c, ins) || !check_absent (c, ins))
        return false;
    }
  return check_succs (c, blk);
}

/* Blocks tile the instructions, edges lead to blocks; count predecessors.  */
static bool
check_shape (struct check *c)
{
  const struct esc_body *b = c->b;
  uint32_t at = 0;
  for (c->blk = 0; c->blk < b->nblocks; c->blk++)
    {
      const struct esc_block *blk = &b->blocks[c->blk];
      c->ins = at;
      if (blk->nsuccs == ESC_NONE)
        return bad (c, "the block is still open");
      if (blk->first != at || !blk->nins || blk->nins > b->nins - at)
        return bad (c, "the block is empty or not contiguous");
      at += blk->nins;
      if (!range_ok (blk->succs, blk->nsuccs, b->nsuccs))
        return bad (c, "successors out of range");
      for (uint32_t i = 0; i < blk->nsuccs; i++)
        {
          uint32_t to = b->succs[blk->succs + i];
          if (to >= b->nblocks)
            return bad (c, "successor %u of %u", to, b->nblocks);
          if (c->stamp[to] != c->blk + 1)
            c->npreds[to]++;
          c->stamp[to] = c->blk + 1;
        }
    }
  c->nstamps = b->nblocks;
  return at == b->nins || bad (c, "instructions after the last block");
}

static bool
check_values (struct check *c)
{
  const struct esc_body *b = c->b;
  const struct esc_fn *fn = &c->m->fns[b->fn];
  c->blk = c->ins = 0;
  for (uint32_t i = 0; i < fn->nparams; i++)
    {
      const struct esc_param *p = &fn->params[i];
      if (p->obj >= c->m->nobjs)
        return bad (c, "parameter %u: object %u", i, p->obj);
      if (p->val != ESC_NONE
          && (p->val >= b->nvals || b->vals[p->val].def != ESC_NONE))
        return bad (c, "parameter %u: value %u", i, p->val);
    }
  for (uint32_t v = 0; v < b->nvals; v++)
    if (b->vals[v].width > 8)
      return bad (c, "value %u is %u bytes wide", v, b->vals[v].width);
    else if (b->vals[v].def != ESC_NONE
             && (b->vals[v].def >= b->nins || b->ins[b->vals[v].def].dst != v))
      return bad (c, "value %u is not defined where it says", v);
  return true;
}

const char *
esc_body_check (const struct esc_module *m, const struct esc_body *b)
{
  struct check c = { .m = m, .b = b };
  if (b->fn >= m->nfns || m->fns[b->fn].body != b)
    return "the body belongs to no function";
  if (!b->nblocks)
    return "the body has no block";
  c.npreds = esc_xcalloc (b->nblocks, sizeof *c.npreds);
  c.stamp = esc_xcalloc (b->nblocks, sizeof *c.stamp);
  bool ok = check_shape (&c);
  for (c.blk = 0; ok && c.blk < b->nblocks; c.blk++)
    ok = check_block (&c);
  ok = ok && check_values (&c);
  free (c.npreds);
  free (c.stamp);
  return ok ? NULL : wrong;
}
