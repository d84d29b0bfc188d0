/* SPDX-License-Identifier: GPL-3.0-or-later */
/* term.c - hash-consed symbolic values and their arithmetic.

   Arithmetic is on mathematical integers cut to the operation's width when
   both operands are numbers; on anything else only additions of constants are
   computed (they move the offset) and the rest stays a pure expression, equal
   to itself.  What hides an address in a number (tags, masks) keeps the
   address as "somewhere inside": ESC_T_IDX with index 0 and stride 0.  */

#include "term.h"

#include <stdlib.h>
#include <string.h>

#include "alloc.h"

enum
{
  FIRST_BUCKETS = 256
};

static uint32_t
hash_node (const struct esc_tnode *k)
{
  uint64_t a = (uint64_t)k->a << 32 | k->b;
  uint64_t b = (uint64_t)k->n << 24 ^ (uint64_t)k->c << 8 ^ k->kind;
  uint64_t c = (uint64_t)k->x.base << 32 | k->y.base;
  uint64_t d = (uint64_t)k->x.off * 31 + (uint64_t)k->y.off;
  uint64_t h = (a + 0x9e3779b97f4a7c15u) * 0xff51afd7ed558ccdu;
  h = (h ^ (h >> 32) ^ b) * 0xc4ceb9fe1a85ec53u;
  h = (h ^ (h >> 29) ^ c ^ (d << 17)) * 0xff51afd7ed558ccdu;
  return (uint32_t)(h ^ (h >> 32) ^ d);
}

static bool
same_node (const struct esc_tnode *p, const struct esc_tnode *q)
{
  return p->kind == q->kind && p->a == q->a && p->b == q->b && p->c == q->c
         && p->n == q->n && esc_sv_same (p->x, q->x)
         && esc_sv_same (p->y, q->y);
}

static void
rehash (struct esc_terms *ts, uint32_t nbuckets)
{
  free (ts->bucket);
  ts->bucket = esc_xcalloc (nbuckets, sizeof *ts->bucket);
  ts->nbuckets = nbuckets;
  for (uint32_t i = 2; i < ts->n; i++)
    {
      uint32_t *head = &ts->bucket[hash_node (&ts->t[i]) & (nbuckets - 1)];
      ts->t[i].next = *head;
      *head = i;
    }
}

void
esc_terms_init (struct esc_terms *ts)
{
  memset (ts, 0, sizeof *ts);
  ESC_GROW (ts->t, ts->cap, 64);
  memset (ts->t, 0, 2 * sizeof *ts->t);
  ts->t[1].kind = ESC_T_UNDEF;
  ts->n = 2;
  rehash (ts, FIRST_BUCKETS);
}

void
esc_terms_reset (struct esc_terms *ts)
{
  ts->n = 2;
  if (ts->nbuckets > 16 * FIRST_BUCKETS)
    rehash (ts, FIRST_BUCKETS);
  else
    memset (ts->bucket, 0, ts->nbuckets * sizeof *ts->bucket);
}

void
esc_terms_free (struct esc_terms *ts)
{
  free (ts->t);
  free (ts->bucket);
  memset (ts, 0, sizeof *ts);
}

static uint16_t
depth_of (const struct esc_terms *ts, const struct esc_tnode *k)
{
  esc_term below[2] = { 0, 0 };
  unsigned d = 0;
  if (k->kind == ESC_T_INIT || k->kind == ESC_T_IDX)
    {
      below[0] = k->a;
      below[1] = k->b;
    }
  else if (k->kind == ESC_T_EXPR)
    {
      below[0] = k->x.base;
      below[1] = k->a == ESC_X_TRUNC ? 0 : k->y.base;
    }
  for (int i = 0; i < 2; i++)
    if (ts->t[below[i]].depth > d)
      d = ts->t[below[i]].depth;
  return (uint16_t)(d < UINT16_MAX ? d + 1 : d);
}

esc_term
esc_term_get (struct esc_terms *ts, const struct esc_tnode *key)
{
  uint32_t h = hash_node (key);
  for (uint32_t i = ts->bucket[h & (ts->nbuckets - 1)]; i; i = ts->t[i].next)
    if (same_node (&ts->t[i], key))
      return i;
  ESC_GROW (ts->t, ts->cap, ts->n + 1);
  uint32_t id = ts->n++;
  ts->t[id] = *key;
  ts->t[id].depth = depth_of (ts, key);
  ts->t[id].entry = 0;
  if (ts->n > 2 * ts->nbuckets)
    rehash (ts, 4 * ts->nbuckets);
  else
    {
      uint32_t *head = &ts->bucket[h & (ts->nbuckets - 1)];
      ts->t[id].next = *head;
      *head = id;
    }
  return id;
}

esc_term
esc_term_fun (struct esc_terms *ts, uint32_t fn)
{
  struct esc_tnode k = { .kind = ESC_T_FUN, .a = fn, .width = 8 };
  return esc_term_get (ts, &k);
}

esc_term
esc_term_obj (struct esc_terms *ts, uint32_t obj, uint32_t inst)
{
  struct esc_tnode k = { .kind = ESC_T_OBJ, .a = obj, .b = inst, .width = 8 };
  return esc_term_get (ts, &k);
}

esc_term
esc_term_fresh (struct esc_terms *ts, uint32_t site, uint32_t num,
                unsigned width, unsigned flags)
{
  struct esc_tnode k = { .kind = ESC_T_FRESH,
                         .a = site,
                         .b = num,
                         .width = (uint8_t)width,
                         .flags = (uint8_t)flags };
  return esc_term_get (ts, &k);
}

static int64_t
cut (int64_t n, unsigned width, bool is_unsigned)
{
  if (width == 0 || width >= 8)
    return n;
  unsigned shift = 64 - 8 * width;
  uint64_t u = (uint64_t)n << shift;
  return is_unsigned ? (int64_t)(u >> shift) : (int64_t)u >> shift;
}

static bool
fold (enum esc_arith op, int64_t a, int64_t b, int64_t *r)
{
  uint64_t ua = (uint64_t)a, ub = (uint64_t)b;
  switch (op)
    {
    case ESC_ADD:
      *r = (int64_t)(ua + ub);
      return true;
    case ESC_SUB:
      *r = (int64_t)(ua - ub);
      return true;
    case ESC_MUL:
      *r = (int64_t)(ua * ub);
      return true;
    case ESC_AND:
      *r = a & b;
      return true;
    case ESC_OR:
      *r = a | b;
      return true;
    case ESC_XOR:
      *r = a ^ b;
      return true;
    case ESC_NEG:
      *r = (int64_t)(0 - ua);
      return true;
    case ESC_NOT:
      *r = ~a;
      return true;
    case ESC_MIN:
      *r = a < b ? a : b;
      return true;
    case ESC_MAX:
      *r = a > b ? a : b;
      return true;
    case ESC_SHL:
      if (b < 0 || b > 63)
        return false;
      *r = (int64_t)(ua << b);
      return true;
    case ESC_SHR:
      if (b < 0 || b > 63)
        return false;
      *r = a >> b;
      return true;
    case ESC_DIV:
    case ESC_MOD:
      if (b == 0 || b == -1)
        return false;
      *r = op == ESC_DIV ? a / b : a % b;
      return true;
    default:
      return false;
    }
}

static struct esc_sv
expression (struct esc_terms *ts, uint32_t op, struct esc_sv x, struct esc_sv y,
            unsigned width, bool is_unsigned)
{
  struct esc_tnode k = { .kind = ESC_T_EXPR,
                         .a = op,
                         .x = x,
                         .y = y,
                         .width = (uint8_t)width,
                         .flags = is_unsigned ? ESC_TF_UNSIGNED : 0 };
  return esc_sv_term (esc_term_get (ts, &k));
}

bool
esc_term_is_address (const struct esc_terms *ts, esc_term t)
{
  switch (ts->t[t].kind)
    {
    case ESC_T_OBJ:
    case ESC_T_FUN:
      return true;
    case ESC_T_HEAP:
      return !(ts->t[t].flags & ESC_TF_MAYNULL);
    case ESC_T_IDX:
      return esc_term_is_address (ts, ts->t[t].a);
    default:
      return false;
    }
}

struct esc_sv
esc_sv_arith (struct esc_terms *ts, enum esc_arith op, struct esc_sv x,
              struct esc_sv y, unsigned width, bool is_unsigned)
{
  int64_t n;
  bool unary = op == ESC_NEG || op == ESC_NOT;
  if (x.base == 0 && (y.base == 0 || unary) && fold (op, x.off, y.off, &n))
    return esc_sv_int (cut (n, width, is_unsigned));
  /* What is added modulo the width may as well be a small negative number.  */
  if ((op == ESC_ADD || op == ESC_SUB) && is_unsigned && y.base == 0)
    y.off = cut (y.off, width, false);
  if (op == ESC_ADD && y.base == 0)
    return (struct esc_sv){ x.base,
                            (int64_t)((uint64_t)x.off + (uint64_t)y.off) };
  if (op == ESC_ADD && x.base == 0)
    return (struct esc_sv){ y.base,
                            (int64_t)((uint64_t)x.off + (uint64_t)y.off) };
  if (op == ESC_SUB && y.base == 0)
    return (struct esc_sv){ x.base,
                            (int64_t)((uint64_t)x.off - (uint64_t)y.off) };
  if (op == ESC_SUB && x.base == y.base)
    return esc_sv_int (cut (x.off - y.off, width, is_unsigned));
  if ((op == ESC_AND || op == ESC_MUL) && esc_sv_same (y, esc_sv_int (0)))
    return y;
  /* A tagged or masked address still is the address.  */
  bool ax = esc_term_is_address (ts, x.base);
  bool ay = esc_term_is_address (ts, y.base);
  if (ax != ay && !unary && op != ESC_DIV && op != ESC_MOD && op != ESC_MUL
      && (op != ESC_SUB || ax) && width == 8)
    {
      if (op == ESC_ADD || op == ESC_SUB)
        return esc_sv_index (ts, ax ? x : y, ax ? y : x,
                             op == ESC_ADD ? 1 : -1);
      return esc_sv_index (ts, ax ? x : y, esc_sv_int (0), 0);
    }
  /* The same sum, whichever way it is written.  */
  if (x.base < y.base
      && (op == ESC_ADD || op == ESC_MUL || op == ESC_AND || op == ESC_OR
          || op == ESC_XOR || op == ESC_MIN || op == ESC_MAX))
    return expression (ts, op, y, x, width, is_unsigned);
  return expression (ts, op, x, y, width, is_unsigned);
}

struct esc_sv
esc_sv_trunc (struct esc_terms *ts, struct esc_sv x, unsigned width,
              bool is_unsigned)
{
  if (x.base == 0)
    return esc_sv_int (cut (x.off, width, is_unsigned));
  const struct esc_tnode *t = &ts->t[x.base];
  bool fits = t->width && t->width < width;
  if (t->width == width)
    fits = !(t->flags & ESC_TF_UNSIGNED) == !is_unsigned;
  if (x.off == 0 && fits && t->kind != ESC_T_OBJ)
    return x;
  return expression (ts, ESC_X_TRUNC, x,
                     (struct esc_sv){ is_unsigned, (int64_t)width }, width,
                     is_unsigned);
}

struct esc_sv
esc_sv_index (struct esc_terms *ts, struct esc_sv x, struct esc_sv idx,
              int64_t stride)
{
  const struct esc_tnode *i = &ts->t[idx.base];
  int64_t steps;
  if (i->kind == ESC_T_EXPR && i->a == ESC_MUL && i->y.base == 0 && idx.off == 0
      && !__builtin_mul_overflow (stride, i->y.off, &steps))
    {
      /* p + n * size is element n.  */
      idx = i->x;
      stride = steps;
    }
  if (idx.base == 0 && stride != 0)
    return (struct esc_sv){ x.base, x.off + idx.off * stride };
  if (stride != 0)
    x.off += idx.off * stride;
  const struct esc_tnode *t = &ts->t[x.base];
  struct esc_tnode k = {
    .kind = ESC_T_IDX, .a = x.base, .b = idx.base, .n = stride, .width = 8
  };
  if (t->kind == ESC_T_IDX)
    {
      /* Two variable indices: somewhere in the innermost region.  */
      k.a = t->a;
      if (t->b != idx.base || t->n != stride || stride == 0)
        {
          k.b = 0;
          k.n = 0;
        }
    }
  return (struct esc_sv){ esc_term_get (ts, &k), k.n ? x.off : 0 };
}

void
esc_term_note_array (struct esc_terms *ts, esc_term t, int64_t off,
                     int64_t size)
{
  struct esc_tnode *n = &ts->t[t];
  if (n->kind != ESC_T_IDX || n->n == 0)
    return;
  if (off < 0 || off > INT32_MAX
      || (n->flags & ESC_TF_ORIGIN && n->origin != off))
    n->flags |= ESC_TF_ORIGINS;
  if (!(n->flags & ESC_TF_ORIGIN))
    n->extent = 0;
  n->flags |= ESC_TF_ORIGIN;
  n->origin = (int32_t)off;
  if (size > n->extent && size < INT32_MAX)
    n->extent = (int32_t)size;
}

void
esc_term_array (const struct esc_tnode *t, int64_t *lo, int64_t *hi)
{
  const unsigned known = ESC_TF_ORIGIN | ESC_TF_ORIGINS;
  *lo = *hi = 0;
  if ((t->flags & known) != ESC_TF_ORIGIN)
    return;
  *lo = t->origin;
  *hi = t->extent ? t->origin + (int64_t)t->extent : 0;
}

esc_term
esc_term_region (const struct esc_terms *ts, esc_term t)
{
  while (ts->t[t].kind == ESC_T_IDX)
    t = ts->t[t].a;
  return t;
}

esc_term
esc_term_root (const struct esc_terms *ts, esc_term t)
{
  for (;;)
    switch (ts->t[t].kind)
      {
      case ESC_T_INIT:
      case ESC_T_IDX:
        t = ts->t[t].a;
        break;
      case ESC_T_EXPR:
        if (ts->t[t].x.base == 0 || ts->t[t].a >= ESC_X_EQ)
          return t;
        t = ts->t[t].x.base;
        break;
      default:
        return t;
      }
}

bool
esc_term_from_entry (const struct esc_terms *ts, const struct esc_module *m,
                     esc_term t)
{
  bool content = false;
  for (;;)
    {
      const struct esc_tnode *n = &ts->t[t];
      switch (n->kind)
        {
        case ESC_T_PARAM:
        case ESC_T_FUN:
        case ESC_T_INT:
          return true;
        case ESC_T_OBJ:
          return content || !esc_obj_mortal (&m->objs[n->a]);
        case ESC_T_INIT:
          if (n->x.off != 0)
            return false;
          content = true;
          t = n->a;
          break;
        case ESC_T_IDX:
          t = n->a;
          break;
        case ESC_T_EXPR:
          if (n->x.base == 0 || n->a >= ESC_X_EQ)
            return false;
          t = n->x.base;
          break;
        default:
          return false;
        }
    }
}

/* No pointer reaches the memory of a result: it is given when all is done.  */
static bool
is_result (const struct esc_terms *ts, const struct esc_module *m, esc_term t)
{
  const struct esc_tnode *n = &ts->t[t];
  return n->kind == ESC_T_OBJ && m->objs[n->a].kind == ESC_OBJ_RESULT;
}

/* Is T the address of memory that no other term denotes?  */
static bool
is_unique (const struct esc_terms *ts, esc_term t)
{
  const struct esc_tnode *n = &ts->t[t];
  return n->kind == ESC_T_OBJ || n->kind == ESC_T_HEAP
         || (n->flags & ESC_TF_UNIQUE);
}

bool
esc_term_new (const struct esc_terms *ts, const struct esc_module *m,
              esc_term t)
{
  return is_unique (ts, t) && !esc_term_from_entry (ts, m, t);
}

bool
esc_term_may_alias (const struct esc_terms *ts, const struct esc_module *m,
                    esc_term t, esc_term u)
{
  if (t == u)
    return true;
  if ((is_unique (ts, t) && is_unique (ts, u)) || is_result (ts, m, t)
      || is_result (ts, m, u))
    return false;
  return !(esc_term_new (ts, m, t) && esc_term_from_entry (ts, m, u))
         && !(esc_term_new (ts, m, u) && esc_term_from_entry (ts, m, t));
}
