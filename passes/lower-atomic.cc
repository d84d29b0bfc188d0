/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lower-atomic.cc - atomic builtins as loads and stores.

       old = __atomic_exchange_8 (&g, v, 5);   load, store
       ok = __atomic_compare_exchange_8 (&g, &e, v, …);
           old = load [&g];  want = load [&e];  ok = old == want
           new = ok ? v : old;  store [&g] = new
           e' = ok ? want : old;  store [&e] = e'

   The builtins of one family differ only in the size of their operand, and
   their codes follow each other.

   Invariants: every load and store made here has the flag ESC_INS_ATOMIC.

   Not modelled: memory orders; a weak exchange that fails for no reason.  */

#include "lower-internal.h"

enum action
{
  LOAD,
  STORE,
  EXCHANGE,
  COMPARE,    /* expected value in memory, tells whether it did */
  SWAP_BOOL,  /* expected value as argument, tells whether it did */
  SWAP_VALUE, /* ... tells the old value */
  RELEASE,    /* stores zero */
  FETCH_OP,   /* tells the old value */
  OP_FETCH    /* tells the new value */
};

struct family
{
  enum built_in_function first; /* of one byte */
  enum action action;
  enum esc_arith op;
};

#define SYNC(NAME, OP)                                                         \
  { BUILT_IN_SYNC_FETCH_AND_##NAME##_1, FETCH_OP, OP },                        \
  {                                                                            \
    BUILT_IN_SYNC_##NAME##_AND_FETCH_1, OP_FETCH, OP                           \
  }
#define ATOMIC(NAME, OP)                                                       \
  { BUILT_IN_ATOMIC_FETCH_##NAME##_1, FETCH_OP, OP },                          \
  {                                                                            \
    BUILT_IN_ATOMIC_##NAME##_FETCH_1, OP_FETCH, OP                             \
  }

static const struct family families[] = {
  { BUILT_IN_ATOMIC_LOAD_1, LOAD, ESC_ARITH_OTHER },
  { BUILT_IN_ATOMIC_STORE_1, STORE, ESC_ARITH_OTHER },
  { BUILT_IN_ATOMIC_EXCHANGE_1, EXCHANGE, ESC_ARITH_OTHER },
  { BUILT_IN_ATOMIC_COMPARE_EXCHANGE_1, COMPARE, ESC_ARITH_OTHER },
  { BUILT_IN_SYNC_BOOL_COMPARE_AND_SWAP_1, SWAP_BOOL, ESC_ARITH_OTHER },
  { BUILT_IN_SYNC_VAL_COMPARE_AND_SWAP_1, SWAP_VALUE, ESC_ARITH_OTHER },
  { BUILT_IN_SYNC_LOCK_TEST_AND_SET_1, EXCHANGE, ESC_ARITH_OTHER },
  { BUILT_IN_SYNC_LOCK_RELEASE_1, RELEASE, ESC_ARITH_OTHER },
  SYNC (ADD, ESC_ADD),
  SYNC (SUB, ESC_SUB),
  SYNC (OR, ESC_OR),
  SYNC (AND, ESC_AND),
  SYNC (XOR, ESC_XOR),
  SYNC (NAND, ESC_ARITH_OTHER),
  ATOMIC (ADD, ESC_ADD),
  ATOMIC (SUB, ESC_SUB),
  ATOMIC (OR, ESC_OR),
  ATOMIC (AND, ESC_AND),
  ATOMIC (XOR, ESC_XOR),
  ATOMIC (NAND, ESC_ARITH_OTHER),
};

/* One atomic call.  */
struct atomic
{
  struct esc_lower *lo;
  gcall *s;
  unsigned size; /* bytes */
  uint32_t place;
};

/* The place of SIZE bytes that argument I of S points to.  */
static uint32_t
pointed (struct esc_lower *lo, gcall *s, unsigned i, unsigned size)
{
  tree arg = gimple_call_arg (s, i);
  struct esc_place p;
  memset (&p, 0, sizeof p);
  p.base = esc_lower_opnd (lo, arg);
  if (p.base == ESC_OPND_NONE)
    p.base = ESC_OPND_UNKNOWN;
  p.size = size;
  if (POINTER_TYPE_P (TREE_TYPE (arg)))
    p.type = esc_lower_type_kind (TREE_TYPE (TREE_TYPE (arg)));
  if (p.type == ESC_TY_AGGR)
    p.type = ESC_TY_OTHER;
  return esc_place_add (lo->b, &p);
}

static unsigned
width (const struct atomic *a)
{
  return a->size <= 8 ? a->size : 0;
}

static void
load_to (const struct atomic *a, uint32_t place, uint32_t dst)
{
  struct esc_ins *ins = esc_lower_emit (a->lo, ESC_LOAD, dst);
  ins->x = place;
  ins->flags = ESC_INS_ATOMIC;
}

static esc_opnd
load (const struct atomic *a, uint32_t place)
{
  uint32_t t = esc_lower_temp_int (a->lo, width (a), ESC_VAL_UNSIGNED);
  load_to (a, place, t);
  return esc_val (t);
}

static void
store (const struct atomic *a, uint32_t place, esc_opnd v)
{
  struct esc_ins *ins = esc_lower_emit (a->lo, ESC_STORE, ESC_NONE);
  ins->x = place;
  ins->a = v;
  ins->flags = ESC_INS_ATOMIC;
}

static esc_opnd
argument (const struct atomic *a, unsigned i)
{
  return esc_lower_opnd (a->lo, gimple_call_arg (a->s, i));
}

static void
result (const struct atomic *a, esc_opnd v)
{
  if (gimple_call_lhs (a->s))
    esc_lower_store (a->lo, gimple_call_lhs (a->s), v);
}

/* C ? X : Y.  */
static esc_opnd
choose (const struct atomic *a, uint32_t c, esc_opnd x, esc_opnd y)
{
  uint32_t t = esc_lower_temp_int (a->lo, width (a), ESC_VAL_UNSIGNED);
  struct esc_ins *ins = esc_lower_emit (a->lo, ESC_SELECT, t);
  ins->x = c;
  ins->a = x;
  ins->b = y;
  return esc_val (t);
}

/* If the place holds WANT it becomes NEW.  The old value in *OLD; the value
   returned tells whether it did.  */
static uint32_t
swap_if (const struct atomic *a, esc_opnd want, esc_opnd new_value,
         esc_opnd *old)
{
  *old = load (a, a->place);
  uint32_t ok = esc_lower_temp_int (a->lo, 1, ESC_VAL_BOOL | ESC_VAL_UNSIGNED);
  struct esc_ins *ins = esc_lower_emit (a->lo, ESC_CMP, ok);
  ins->sub = ESC_EQ;
  ins->width = (uint8_t)width (a);
  ins->flags = ESC_INS_UNSIGNED;
  ins->a = *old;
  ins->b = want;
  store (a, a->place, choose (a, ok, new_value, *old));
  return ok;
}

static void
compare_exchange (const struct atomic *a)
{
  uint32_t expected = pointed (a->lo, a->s, 1, a->size);
  esc_opnd old, new_value = argument (a, 2);
  esc_opnd want = load (a, expected);
  uint32_t ok = swap_if (a, want, new_value, &old);
  store (a, expected, choose (a, ok, want, old));
  result (a, esc_val (ok));
}

/* fetch-op and op-fetch.  */
static void
modify (const struct atomic *a, const struct family *f)
{
  esc_opnd by = argument (a, 1);
  esc_opnd old = load (a, a->place);
  uint32_t t = esc_lower_temp_int (a->lo, width (a), ESC_VAL_UNSIGNED);
  esc_lower_arith (a->lo, f->op, t, old, by, ESC_INS_UNSIGNED);
  store (a, a->place, esc_val (t));
  result (a, f->action == FETCH_OP ? old : esc_val (t));
}

static void
act (const struct atomic *a, const struct family *f)
{
  esc_opnd old, v;
  switch (f->action)
    {
    case LOAD:
      result (a, load (a, a->place));
      break;
    case STORE:
      v = argument (a, 1);
      store (a, a->place, v);
      break;
    case EXCHANGE:
      v = argument (a, 1);
      old = load (a, a->place);
      store (a, a->place, v);
      result (a, old);
      break;
    case COMPARE:
      compare_exchange (a);
      break;
    case SWAP_BOOL:
    case SWAP_VALUE:
      {
        esc_opnd want = argument (a, 1);
        v = argument (a, 2);
        uint32_t ok = swap_if (a, want, v, &old);
        result (a, f->action == SWAP_BOOL ? esc_val (ok) : old);
        break;
      }
    case RELEASE:
      store (a, a->place, esc_int (a->lo->b, 0));
      break;
    case FETCH_OP:
    case OP_FETCH:
      modify (a, f);
      break;
    }
}

/* Call S of the builtin with CODE, if it is atomic and has a size.  */
bool
esc_lower_atomic (struct esc_lower *lo, gcall *s, enum built_in_function code)
{
  if (code < BUILT_IN_SYNC_FETCH_AND_ADD_N
      || code > BUILT_IN_ATOMIC_FETCH_OR_16)
    return false;
  struct atomic a = { lo, s, 1, 0 };
  if (code == BUILT_IN_ATOMIC_TEST_AND_SET || code == BUILT_IN_ATOMIC_CLEAR)
    {
      bool set = code == BUILT_IN_ATOMIC_TEST_AND_SET;
      a.place = pointed (lo, s, 0, 1);
      esc_opnd old = set ? load (&a, a.place) : ESC_OPND_NONE;
      store (&a, a.place, esc_int (lo->b, set));
      if (set)
        result (&a, old);
      return true;
    }
  for (unsigned i = 0; i < ARRAY_SIZE (families); i++)
    {
      unsigned nth = (unsigned)code - (unsigned)families[i].first;
      if (nth > 4)
        continue;
      a.size = 1u << nth;
      a.place = pointed (lo, s, 0, a.size);
      act (&a, &families[i]);
      return true;
    }
  return false;
}
