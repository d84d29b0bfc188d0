/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lower-varargs.cc - variable arguments as parameters without a name.

   A function with `...` gets some more parameters.  va_start stores them in an
   object of the frame, eight bytes each whatever their types, and makes the
   list a pointer to it; va_arg reads through that pointer and moves it on:

       va_start (ap, n);           rest[0] = p1; rest[8] = p2; ...  *ap = &rest
       p = va_arg (ap, char *);    t = *ap; p = *t; *ap = t + 8;
       va_end (ap);                *ap = 0

   So a list that is handed to another function, or copied, is understood as
   any other memory.

   Not modelled: arguments after the first eight, structures among them; a
   target's own layout, which shows after GCC has expanded va_arg.  */

#include "lower-internal.h"

enum
{
  REST = 8, /* arguments that are told apart */
  EACH = 8  /* bytes of the object for one */
};

static uint32_t
place_at (struct esc_lower *lo, esc_opnd base, int64_t off)
{
  struct esc_place p;
  memset (&p, 0, sizeof p);
  p.base = base;
  p.off = off;
  p.size = EACH;
  p.type = ESC_TY_PTR;
  return esc_place_add (lo->b, &p);
}

static void
store_at (struct esc_lower *lo, esc_opnd base, int64_t off, esc_opnd a)
{
  uint32_t x = place_at (lo, base, off);
  struct esc_ins *ins = esc_lower_emit (lo, ESC_STORE, ESC_NONE);
  ins->x = x;
  ins->a = a;
}

/* How many of the function's N parameters are named.  */
static uint32_t
first_of_rest (const struct esc_lower *lo)
{
  return lo->m->fns[lo->fn].nparams - REST;
}

unsigned
esc_lower_rest (const struct esc_lower *lo)
{
  return stdarg_p (TREE_TYPE (lo->decl)) && !lo->late ? REST : 0;
}

void
esc_lower_rest_params (struct esc_lower *lo)
{
  for (uint32_t i = 0; i < esc_lower_rest (lo); i++)
    {
      uint32_t val = esc_val_add (lo->b, 0, EACH, ESC_VAL_PTR);
      struct esc_fn *f = &lo->m->fns[lo->fn];
      f->params[first_of_rest (lo) + i].val = val;
      f->params[first_of_rest (lo) + i].pointer = true;
    }
}

/* va_start (LIST): the object is made at the first.  */
static void
start (struct esc_lower *lo, esc_opnd list)
{
  if (!lo->rest)
    {
      struct esc_obj o;
      memset (&o, 0, sizeof o);
      o.kind = ESC_OBJ_LOCAL;
      o.fn = lo->fn;
      o.size = REST * EACH;
      o.max = UINT64_MAX;
      o.artificial = o.is_array = o.has_ptr = true;
      lo->rest = esc_obj_add (lo->m, &o);
    }
  esc_opnd rest = esc_addr (lo->b, lo->rest, 0);
  for (uint32_t i = 0; i < REST; i++)
    {
      const struct esc_fn *f = &lo->m->fns[lo->fn];
      store_at (lo, rest, i * EACH,
                esc_val (f->params[first_of_rest (lo) + i].val));
    }
  store_at (lo, list, 0, rest);
}

static void
copy (struct esc_lower *lo, esc_opnd to, esc_opnd from)
{
  uint32_t t = esc_lower_temp (lo, ptr_type_node);
  uint32_t x = place_at (lo, from, 0);
  esc_lower_emit (lo, ESC_LOAD, t)->x = x;
  store_at (lo, to, 0, esc_val (t));
}

/* The word T as a value of TYPE: DST.  */
static void
convert (struct esc_lower *lo, uint32_t dst, uint32_t t, tree type)
{
  unsigned width = esc_lower_width (type);
  struct esc_ins *ins = esc_lower_emit (lo, ESC_MOVE, dst);
  ins->a = width ? esc_val (t) : ESC_OPND_NONE;
  if (width && width < EACH)
    ins->sub = ESC_CAST_TRUNC;
  else if (width && !POINTER_TYPE_P (type))
    ins->sub = ESC_CAST_TO_INT;
}

bool
esc_lower_va_arg (struct esc_lower *lo, gcall *s)
{
  tree lhs = gimple_call_lhs (s);
  if (lo->late || gimple_call_num_args (s) < 1)
    return false;
  if (lhs && !is_gimple_reg_type (TREE_TYPE (lhs)))
    return false;
  esc_opnd list = esc_lower_opnd (lo, gimple_call_arg (s, 0));
  uint32_t at = esc_lower_temp (lo, ptr_type_node);
  uint32_t next = esc_lower_temp (lo, ptr_type_node);
  uint32_t x = place_at (lo, list, 0);
  esc_lower_emit (lo, ESC_LOAD, at)->x = x;
  if (lhs)
    {
      uint32_t word = esc_lower_temp (lo, ptr_type_node);
      uint32_t dst = esc_lower_result_begin (lo, lhs);
      x = place_at (lo, esc_val (at), 0);
      esc_lower_emit (lo, ESC_LOAD, word)->x = x;
      convert (lo, dst, word, TREE_TYPE (lhs));
      esc_lower_result_end (lo, lhs, dst);
    }
  esc_opnd by = esc_int (lo->b, EACH);
  esc_lower_arith (lo, ESC_ADD, next, esc_val (at), by, ESC_INS_UNSIGNED);
  store_at (lo, list, 0, esc_val (next));
  return true;
}

bool
esc_lower_va_list (struct esc_lower *lo, gcall *s, enum built_in_function code)
{
  if (lo->late || (code == BUILT_IN_VA_START && !esc_lower_rest (lo)))
    return false;
  esc_opnd list = esc_lower_opnd (lo, gimple_call_arg (s, 0));
  if (code == BUILT_IN_VA_START)
    start (lo, list);
  else if (code == BUILT_IN_VA_END)
    store_at (lo, list, 0, esc_int (lo->b, 0));
  else
    {
      esc_opnd from = esc_lower_opnd (lo, gimple_call_arg (s, 1));
      copy (lo, list, from);
    }
  return true;
}
