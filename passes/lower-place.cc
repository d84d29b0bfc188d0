/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lower-place.cc - memory references as places.

       p->node.next     [p + 8 + 0] 8 .node.next
       a[i].f           [&a + i*16 + 4] 4, reaching [0, sizeof a)
       m[i][j]          [&m + ?] 4, reaching [0, sizeof m)
       s.flag           a bit of a byte: bit and bits tell which

   One variable index keeps its step; several make the offset unknown within
   the outermost array so indexed.  The member of a place is the innermost one
   that is in no union, so that places of different members never overlap.

   Invariants: the bytes of a bit-field are the smallest aligned power of two
   that holds it.

   Not modelled: array bounds of arrays that end a record reached through a
   pointer, which C programs overrun on purpose; bit-fields that need more
   than eight bytes.  */

#include "lower-internal.h"

enum esc_type_kind
esc_lower_type_kind (tree type)
{
  if (POINTER_TYPE_P (type))
    return FUNC_OR_METHOD_TYPE_P (TREE_TYPE (type)) ? ESC_TY_FUNPTR
                                                    : ESC_TY_PTR;
  if (AGGREGATE_TYPE_P (type) || VECTOR_TYPE_P (type)
      || TREE_CODE (type) == COMPLEX_TYPE)
    return ESC_TY_AGGR;
  return ESC_TY_OTHER;
}

/* Is T a reference to memory, rather than a value?  */
bool
esc_lower_is_memory (tree t)
{
  while (handled_component_p (t))
    t = TREE_OPERAND (t, 0);
  switch (TREE_CODE (t))
    {
    case VAR_DECL:
    case PARM_DECL:
    case RESULT_DECL:
    case CONST_DECL:
    case MEM_REF:
    case TARGET_MEM_REF:
    case INDIRECT_REF:
    case STRING_CST:
      return true;
    default:
      return false;
    }
}

/* ---- walking from the member to the base -------------------------------- */

#define MAX_NAMES 12
#define MAX_PATH  200

struct walk
{
  struct esc_lower_ref *r;
  int64_t off, bit;
  bool unknown;          /* the offset is not known at all */
  bool trailing;         /* the array indexed ends its record */
  bool indexed;          /* a variable index was seen */
  int64_t mark;          /* OFF when it was */
  int64_t extent;        /* bytes of the array, or -1 */
  bool field_known;      /* R->p.field is final */
  tree names[MAX_NAMES]; /* of members, innermost first; NULL: an index */
  unsigned nnames, nmembers;
};

static void
step_name (struct walk *w, tree name)
{
  if (w->nnames < MAX_NAMES)
    w->names[w->nnames] = name;
  w->nnames++;
}

/* Step over member FIELD, at an offset that its declaration tells unless
   OTHER_OFFSET.  */
static void
step_field (struct esc_lower *lo, struct walk *w, tree field, bool other_offset)
{
  int64_t bytes, bits;
  if (DECL_NAME (field))
    {
      step_name (w, DECL_NAME (field));
      w->nmembers++;
    }
  if (TREE_CODE (DECL_CONTEXT (field)) != RECORD_TYPE)
    {
      w->r->p.field = 0;
      w->field_known = false;
    }
  else if (!w->field_known)
    {
      w->r->p.field = esc_lower_field (lo, field);
      w->field_known = true;
    }
  if (!other_offset && esc_lower_constant (DECL_FIELD_OFFSET (field), &bytes)
      && esc_lower_constant (DECL_FIELD_BIT_OFFSET (field), &bits))
    {
      w->off += bytes + bits / BITS_PER_UNIT;
      w->bit += bits % BITS_PER_UNIT;
    }
  else
    w->unknown = true;
}

/* Does array reference REF index the last member of a record?  */
static bool
ends_record (tree ref)
{
  tree array = TREE_OPERAND (ref, 0);
  if (TREE_CODE (array) != COMPONENT_REF)
    return TREE_CODE (array) != ARRAY_REF;
  tree f = DECL_CHAIN (TREE_OPERAND (array, 1));
  while (f && TREE_CODE (f) != FIELD_DECL)
    f = DECL_CHAIN (f);
  return !f;
}

/* An array of arrays is one array: the index INDEX of rows of SIZE bytes joins
   the one of the columns.  */
static void
join_index (struct esc_lower *lo, struct esc_place *p, tree index, int64_t size)
{
  uint32_t row = esc_lower_temp_int (lo, 8, 0);
  uint32_t both = esc_lower_temp_int (lo, 8, 0);
  esc_opnd columns = esc_int (lo->b, size / p->stride);
  esc_lower_arith (lo, ESC_MUL, row, esc_val (esc_lower_val (lo, index)),
                   columns, 0);
  esc_lower_arith (lo, ESC_ADD, both, p->idx, esc_val (row), 0);
  p->idx = esc_val (both);
}

/* Index by INDEX, in steps of SIZE bytes, an array of EXTENT bytes.  */
static void
step_index (struct esc_lower *lo, struct walk *w, tree index, int64_t size,
            int64_t extent)
{
  struct esc_place *p = &w->r->p;
  if (w->indexed && size > 0 && p->stride > 0 && size % p->stride == 0
      && TREE_CODE (index) == SSA_NAME)
    join_index (lo, p, index, size);
  else if (w->indexed || size <= 0 || TREE_CODE (index) != SSA_NAME)
    {
      p->idx = ESC_OPND_UNKNOWN;
      p->stride = 0;
    }
  else
    {
      p->idx = esc_val (esc_lower_val (lo, index));
      p->stride = size;
    }
  w->indexed = true;
  w->mark = w->off;
  w->extent = extent;
}

static void
step_array (struct esc_lower *lo, struct walk *w, tree ref)
{
  tree array_type = TREE_TYPE (TREE_OPERAND (ref, 0));
  int64_t size = esc_lower_size (TREE_TYPE (array_type));
  int64_t index, low = 0;
  tree domain = TYPE_DOMAIN (array_type);
  step_name (w, NULL_TREE);
  if (TREE_OPERAND (ref, 2))
    esc_lower_constant (TREE_OPERAND (ref, 2), &low);
  else if (domain && TYPE_MIN_VALUE (domain))
    esc_lower_constant (TYPE_MIN_VALUE (domain), &low);
  if (size >= 0 && esc_lower_constant (TREE_OPERAND (ref, 1), &index))
    {
      w->off += (index - low) * size;
      return;
    }
  w->off -= low * MAX (size, 0);
  w->trailing = ends_record (ref);
  step_index (lo, w, TREE_OPERAND (ref, 1), size, esc_lower_size (array_type));
}

/* One step of the walk over component REF.  */
static void
step (struct esc_lower *lo, struct walk *w, tree ref)
{
  int64_t n;
  switch (TREE_CODE (ref))
    {
    case COMPONENT_REF:
      step_field (lo, w, TREE_OPERAND (ref, 1), TREE_OPERAND (ref, 2));
      break;
    case ARRAY_REF:
    case ARRAY_RANGE_REF:
      step_array (lo, w, ref);
      break;
    case BIT_FIELD_REF:
      if (esc_lower_constant (TREE_OPERAND (ref, 2), &n))
        {
          w->off += n / BITS_PER_UNIT;
          w->bit += n % BITS_PER_UNIT;
        }
      else
        w->unknown = true;
      break;
    case IMAGPART_EXPR:
      w->off += esc_lower_size (TREE_TYPE (ref));
      break;
    default: /* REALPART_EXPR, VIEW_CONVERT_EXPR */
      break;
    }
}

/* ---- the base ------------------------------------------------------------ */

static void base (struct esc_lower *lo, struct walk *w, tree t);

/* The memory at pointer PTR.  */
static void
base_pointer (struct esc_lower *lo, struct walk *w, tree ptr)
{
  if (TREE_CODE (ptr) == ADDR_EXPR)
    {
      base (lo, w, TREE_OPERAND (ptr, 0));
      return;
    }
  if (w->trailing)
    w->extent = -1;
  w->r->p.base = esc_lower_opnd (lo, ptr);
  if (esc_opnd_kind (w->r->p.base) == ESC_OP_NONE)
    w->r->p.base = ESC_OPND_UNKNOWN;
}

static void
base_target_mem (struct esc_lower *lo, struct walk *w, tree t)
{
  int64_t n;
  if (esc_lower_constant (TMR_OFFSET (t), &n))
    w->off += n;
  if (TMR_INDEX (t))
    {
      int64_t size = 1;
      if (TMR_STEP (t) && !esc_lower_constant (TMR_STEP (t), &size))
        size = 0;
      step_index (lo, w, TMR_INDEX (t), size, -1);
    }
  if (TMR_INDEX2 (t))
    step_index (lo, w, TMR_INDEX2 (t), 1, -1);
  base_pointer (lo, w, TMR_BASE (t));
}

static void
base_decl (struct esc_lower *lo, struct walk *w, tree decl)
{
  if (DECL_HAS_VALUE_EXPR_P (decl) && VAR_P (decl))
    base (lo, w, DECL_VALUE_EXPR (decl));
  else
    w->r->p.base = esc_addr (lo->b, esc_lower_obj (lo, decl), 0);
}

static void
base (struct esc_lower *lo, struct walk *w, tree t)
{
  int64_t n;
  for (; handled_component_p (t); t = TREE_OPERAND (t, 0))
    step (lo, w, t);
  switch (TREE_CODE (t))
    {
    case VAR_DECL:
    case PARM_DECL:
    case RESULT_DECL:
    case CONST_DECL:
      base_decl (lo, w, t);
      break;
    case MEM_REF:
      if (esc_lower_constant (TREE_OPERAND (t, 1), &n))
        w->off += n;
      else
        w->unknown = true;
      base_pointer (lo, w, TREE_OPERAND (t, 0));
      break;
    case INDIRECT_REF:
      base_pointer (lo, w, TREE_OPERAND (t, 0));
      break;
    case TARGET_MEM_REF:
      base_target_mem (lo, w, t);
      break;
    case STRING_CST:
      w->r->p.base = esc_addr (lo->b, esc_lower_const_obj (lo, t), 0);
      break;
    case FUNCTION_DECL:
      w->r->p.base = esc_fun (esc_lower_function (lo, t));
      break;
    case SSA_NAME:
      w->r->value = t;
      break;
    default:
      w->r->p.base = ESC_OPND_UNKNOWN;
      break;
    }
}

/* ---- whole references --------------------------------------------------- */

/* SIZE bits that start at BIT: their number, if they are not whole bytes at a
   byte boundary, else 0.  */
static unsigned
partial_bits (int64_t size, int64_t bit)
{
  int64_t bytes = size / BITS_PER_UNIT;
  bool whole = size % BITS_PER_UNIT == 0 && bit % BITS_PER_UNIT == 0
               && (bytes > 8 || (bytes & (bytes - 1)) == 0);
  return whole || size <= 0 ? 0 : (unsigned)size;
}

/* Make W's place the smallest aligned container of its bits.  */
static void
contain_bits (struct walk *w)
{
  struct esc_lower_ref *r = w->r;
  int64_t first = w->off * BITS_PER_UNIT + w->bit;
  for (int64_t size = 1; size <= 8; size *= 2)
    {
      int64_t unit = size * BITS_PER_UNIT;
      int64_t at = ROUND_DOWN (first, unit);
      if (first >= 0 && first + r->bits <= at + unit)
        {
          w->off = at / BITS_PER_UNIT;
          w->bit = 0;
          r->bit = (unsigned)(first - at);
          r->p.size = size;
          return;
        }
    }
  r->p.size = (r->bits + 2 * BITS_PER_UNIT - 1) / BITS_PER_UNIT;
  r->bits = 0;
}

/* The walk is at its end; the reference is of SIZE bits if that is not
   NULL.  */
static void
finish (struct walk *w, tree size)
{
  struct esc_lower_ref *r = w->r;
  int64_t bits;
  if (size && esc_lower_constant (size, &bits))
    {
      r->bits = partial_bits (bits, w->bit);
      r->p.size = bits / BITS_PER_UNIT;
    }
  if (r->bits)
    contain_bits (w);
  r->p.off = w->off + w->bit / BITS_PER_UNIT;
  if (w->unknown)
    {
      r->p.idx = ESC_OPND_UNKNOWN;
      r->p.stride = 0;
      r->p.lo = 0;
      r->p.hi = -1;
    }
  else if (w->indexed)
    {
      r->p.lo = r->p.off - w->mark;
      r->p.hi = w->extent >= 0 ? r->p.lo + w->extent : -1;
    }
}

/* The path from base to member, if it has several members.  */
static esc_str
path (struct esc_lower *lo, const struct walk *w)
{
  char buf[MAX_PATH];
  size_t n = 0;
  if (w->nmembers < 2 || w->nnames > MAX_NAMES)
    return 0;
  for (unsigned i = w->nnames; i-- > 0;)
    {
      const char *s = w->names[i] ? IDENTIFIER_POINTER (w->names[i]) : "[]";
      size_t len = strlen (s);
      if (n + len + 2 > sizeof buf)
        return 0;
      if (n && w->names[i])
        buf[n++] = '.';
      memcpy (buf + n, s, len);
      n += len;
    }
  buf[n] = '\0';
  return esc_intern (lo->m, buf);
}

static void
start (struct walk *w, struct esc_lower_ref *r, tree type)
{
  memset (r, 0, sizeof *r);
  memset (w, 0, sizeof *w);
  w->r = r;
  r->p.size = esc_lower_size (type);
  r->p.type = esc_lower_type_kind (type);
}

static tree
bit_size (tree field)
{
  return DECL_BIT_FIELD (field) ? DECL_SIZE (field) : NULL_TREE;
}

/* Is REF what GCC makes of a memcpy of as many bytes as a pointer has?  Its
   type says nothing of what is moved.  */
static bool
moves_bytes (tree ref)
{
  return TREE_CODE (ref) == MEM_REF && INTEGRAL_TYPE_P (TREE_TYPE (ref))
         && TYPE_PRECISION (TREE_TYPE (ref)) == POINTER_SIZE
         && TYPE_REF_CAN_ALIAS_ALL (TREE_TYPE (TREE_OPERAND (ref, 1)));
}

/* Describe memory reference REF in *R.  */
void
esc_lower_reference (struct esc_lower *lo, tree ref, struct esc_lower_ref *r)
{
  struct walk w;
  tree size = NULL_TREE;
  start (&w, r, TREE_TYPE (ref));
  r->p.volatile_ = TREE_THIS_VOLATILE (ref);
  if (moves_bytes (ref))
    r->p.type = ESC_TY_PTR;
  base (lo, &w, ref);
  if (TREE_CODE (ref) == BIT_FIELD_REF)
    size = TREE_OPERAND (ref, 1);
  else if (TREE_CODE (ref) == COMPONENT_REF)
    size = bit_size (TREE_OPERAND (ref, 1));
  finish (&w, size);
  r->p.path = path (lo, &w);
}

/* The same of member FIELD of reference RECORD.  */
void
esc_lower_reference_member (struct esc_lower *lo, tree record, tree field,
                            struct esc_lower_ref *r)
{
  struct walk w;
  start (&w, r, TREE_TYPE (field));
  r->p.volatile_ = TREE_THIS_VOLATILE (record) || TREE_THIS_VOLATILE (field);
  step_field (lo, &w, field, false);
  base (lo, &w, record);
  finish (&w, bit_size (field));
  r->p.path = path (lo, &w);
}

uint32_t
esc_lower_place (struct esc_lower *lo, tree t)
{
  struct esc_lower_ref r;
  esc_lower_reference (lo, t, &r);
  if (esc_opnd_kind (r.p.base) == ESC_OP_NONE)
    r.p.base = ESC_OPND_UNKNOWN;
  return esc_place_add (lo->b, &r.p);
}
