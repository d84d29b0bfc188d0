/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lower-bits.cc - bit-fields as arithmetic on whole bytes.

       s.b = v;     old = load [&s] 1;  keep = old & ~0x06;
                    new = keep | (v & 3) << 1;  store [&s] 1 = new
       v = s.b;     t = load [&s] 1;  v = t >> 1 & 3

   Invariants: a field that lies within one byte is always read and written
   through that byte, so that constants stored are constants read.  */

#include "lower-internal.h"

static uint64_t
ones (unsigned bits)
{
  return bits >= 64 ? ~UINT64_C (0) : (UINT64_C (1) << bits) - 1;
}

/* A sub N into a new value of WIDTH bytes.  */
static esc_opnd
bits_op (struct esc_lower *lo, enum esc_arith op, esc_opnd a, uint64_t n,
         unsigned width, unsigned flags)
{
  uint32_t t = esc_lower_temp_int (
      lo, width, flags & ESC_INS_UNSIGNED ? ESC_VAL_UNSIGNED : 0);
  esc_lower_arith (lo, op, t, a, esc_int (lo->b, (int64_t)n), flags);
  return esc_val (t);
}

/* DST = the bits that R tells, of type TYPE.  */
void
esc_lower_load_bits (struct esc_lower *lo, uint32_t dst,
                     const struct esc_lower_ref *r, tree type)
{
  unsigned width = (unsigned)r->p.size;
  uint32_t place = esc_place_add (lo->b, &r->p);
  bool is_unsigned = TYPE_UNSIGNED (type);
  uint32_t v
      = esc_lower_temp_int (lo, width, is_unsigned ? ESC_VAL_UNSIGNED : 0);
  esc_lower_emit (lo, ESC_LOAD, v)->x = place;
  esc_opnd a = esc_val (v);
  unsigned flags = is_unsigned ? ESC_INS_UNSIGNED : 0;
  unsigned above = width * BITS_PER_UNIT - r->bit - r->bits;
  if (is_unsigned)
    {
      if (r->bit)
        a = bits_op (lo, ESC_SHR, a, r->bit, width, flags);
      if (above)
        a = bits_op (lo, ESC_AND, a, ones (r->bits), width, flags);
    }
  else
    {
      if (above)
        a = bits_op (lo, ESC_SHL, a, above, width, flags);
      a = bits_op (lo, ESC_SHR, a, above + r->bit, width, flags);
    }
  struct esc_ins *ins = esc_lower_emit (lo, ESC_MOVE, dst);
  unsigned to = lo->b->vals[dst].width;
  ins->sub = to > width         ? ESC_CAST_WIDEN
             : to && to < width ? ESC_CAST_TRUNC
                                : ESC_CAST_NONE;
  ins->flags = (uint8_t)flags;
  ins->a = a;
}

/* DST = member FIELD of RECORD, a reference to memory.  */
void
esc_lower_load_member (struct esc_lower *lo, uint32_t dst, tree record,
                       tree field)
{
  struct esc_lower_ref r;
  esc_lower_reference_member (lo, record, field, &r);
  if (r.bits)
    esc_lower_load_bits (lo, dst, &r, TREE_TYPE (field));
  else
    {
      uint32_t place = esc_place_add (lo->b, &r.p);
      esc_lower_emit (lo, ESC_LOAD, dst)->x = place;
    }
}

/* The bits that R tells = A.  */
void
esc_lower_store_bits (struct esc_lower *lo, const struct esc_lower_ref *r,
                      esc_opnd a)
{
  unsigned width = (unsigned)r->p.size;
  uint32_t place = esc_place_add (lo->b, &r->p);
  uint64_t mask = ones (r->bits) << r->bit;
  uint32_t v = esc_lower_temp_int (lo, width, ESC_VAL_UNSIGNED);
  esc_lower_emit (lo, ESC_LOAD, v)->x = place;
  uint64_t keep = ~mask & ones (width * BITS_PER_UNIT);
  esc_opnd old
      = bits_op (lo, ESC_AND, esc_val (v), keep, width, ESC_INS_UNSIGNED);
  if (esc_opnd_kind (a) == ESC_OP_INT)
    {
      uint64_t n = (uint64_t)lo->b->ints[esc_opnd_index (a)] << r->bit;
      a = esc_int (lo->b, (int64_t)(n & mask));
    }
  else
    {
      a = bits_op (lo, ESC_AND, a, ones (r->bits), width, ESC_INS_UNSIGNED);
      if (r->bit)
        a = bits_op (lo, ESC_SHL, a, r->bit, width, ESC_INS_UNSIGNED);
    }
  uint32_t t = esc_lower_temp_int (lo, width, ESC_VAL_UNSIGNED);
  esc_lower_arith (lo, ESC_OR, t, old, a, ESC_INS_UNSIGNED);
  struct esc_ins *ins = esc_lower_emit (lo, ESC_STORE, ESC_NONE);
  ins->x = place;
  ins->a = esc_val (t);
}
