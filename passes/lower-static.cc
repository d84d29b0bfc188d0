/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lower-static.cc - what static objects hold when the program starts.

       static const struct ops o = { .open = f, .data = &g, .n = 3 };
       => inits of o: 0 function f, 8 object g, 16 the integer 3

   Objects wait in a list from their first mention until the end of the
   function, because an initialiser may mention more objects.

   A constant that others can name is read although no body mentions it: what it
   leads to is called from there.

   Invariants: the inits of an object are contiguous; if `init_known`, bytes
   that no init covers are zero.  Where that cannot be said (strings, floating
   point, bit-fields, long tables of integers) the pointers are listed all the
   same and `init_known` is off.  */

#include "lower-internal.h"

#define MAX_INTEGERS 64 /* listed per object */
#define MAX_POINTERS 4096
#define SMALL_OBJECT 64 /* without pointers: listed up to this many bytes */

/* Has TYPE room for a pointer?  An integer has not, however wide, because an
   address in it is a number; an array of characters has, because it may be
   anything.  */
bool
esc_lower_type_holds (tree type)
{
  switch (TREE_CODE (type))
    {
    case INTEGER_TYPE:
    case ENUMERAL_TYPE:
    case BOOLEAN_TYPE:
    case REAL_TYPE:
    case FIXED_POINT_TYPE:
    case COMPLEX_TYPE:
      return false;
    case ARRAY_TYPE:
    case VECTOR_TYPE:
      {
        tree elem = TREE_TYPE (type);
        int64_t size = esc_lower_size (type);
        if (TYPE_MODE (elem) == QImode)
          return size < 0 || size >= POINTER_SIZE / BITS_PER_UNIT;
        return esc_lower_type_holds (elem);
      }
    case RECORD_TYPE:
    case UNION_TYPE:
    case QUAL_UNION_TYPE:
      for (tree f = TYPE_FIELDS (type); f; f = DECL_CHAIN (f))
        if (TREE_CODE (f) == FIELD_DECL && esc_lower_type_holds (TREE_TYPE (f)))
          return true;
      return false;
    default:
      return true;
    }
}

/* ---- reading one initialiser -------------------------------------------- */

struct reading
{
  struct esc_lower *lo;
  unsigned integers, pointers;
  bool complete; /* everything that is not listed is zero */
};

static void
add_init (struct reading *r, const struct esc_init *init)
{
  bool pointer = init->obj || init->fun != ESC_NONE;
  unsigned *n = pointer ? &r->pointers : &r->integers;
  if (*n >= (pointer ? MAX_POINTERS : MAX_INTEGERS))
    {
      r->complete = false;
      return;
    }
  ++*n;
  esc_init_add (r->lo->m, init);
}

/* The address &REF, plus ADD, as an initial value.  */
static bool
read_address (struct reading *r, tree ref, int64_t add, struct esc_init *init)
{
  poly_int64 off = 0;
  HOST_WIDE_INT bytes;
  tree base = get_addr_base_and_unit_offset (ref, &off);
  if (!base || !off.is_constant (&bytes))
    return false;
  if (TREE_CODE (base) == COMPOUND_LITERAL_EXPR)
    base = COMPOUND_LITERAL_EXPR_DECL (base);
  if (TREE_CODE (base) == FUNCTION_DECL)
    init->fun = esc_lower_function (r->lo, base);
  else if (VAR_P (base) || TREE_CODE (base) == CONST_DECL)
    init->obj = esc_lower_obj (r->lo, base);
  else if (TREE_CODE (base) == STRING_CST)
    init->obj = esc_lower_const_obj (r->lo, base);
  else
    return false;
  init->add = bytes + add;
  return true;
}

/* Scalar VALUE of SIZE bytes at OFF.  */
static void
read_scalar (struct reading *r, tree value, int64_t off, int64_t size)
{
  struct esc_init init;
  memset (&init, 0, sizeof init);
  init.off = off;
  init.size = (uint32_t)size;
  init.fun = ESC_NONE;
  int64_t add = 0, n;
  for (;;)
    {
      enum tree_code code = TREE_CODE (value);
      if (CONVERT_EXPR_CODE_P (code) || code == VIEW_CONVERT_EXPR
          || code == NON_LVALUE_EXPR)
        value = TREE_OPERAND (value, 0);
      else if ((code == POINTER_PLUS_EXPR || code == PLUS_EXPR)
               && esc_lower_constant (TREE_OPERAND (value, 1), &n))
        {
          add += n;
          value = TREE_OPERAND (value, 0);
        }
      else
        break;
    }
  if (esc_lower_constant (value, &n))
    {
      init.add = n + add;
      if (init.add)
        add_init (r, &init);
    }
  else if (TREE_CODE (value) == ADDR_EXPR
           && read_address (r, TREE_OPERAND (value, 0), add, &init))
    add_init (r, &init);
  else if (!initializer_zerop (value))
    r->complete = false;
}

static void read_value (struct reading *r, tree value, int64_t off);

/* Elements [LO, HI] of an array at OFF, of SIZE bytes each.  */
static void
read_elements (struct reading *r, tree value, int64_t off, int64_t lo,
               int64_t hi, int64_t size)
{
  if (initializer_zerop (value))
    return;
  for (int64_t i = lo; i <= hi; i++)
    {
      if (r->pointers >= MAX_POINTERS
          || (i > lo + MAX_INTEGERS && !r->pointers))
        {
          r->complete = false;
          return;
        }
      read_value (r, value, off + i * size);
    }
}

static void
read_array (struct reading *r, tree ctor, int64_t off)
{
  int64_t size = esc_lower_size (TREE_TYPE (TREE_TYPE (ctor)));
  int64_t at = 0, first = 0;
  unsigned HOST_WIDE_INT i;
  tree index, value;
  tree domain = TYPE_DOMAIN (TREE_TYPE (ctor));
  if (domain && TYPE_MIN_VALUE (domain))
    esc_lower_constant (TYPE_MIN_VALUE (domain), &first);
  FOR_EACH_CONSTRUCTOR_ELT (CONSTRUCTOR_ELTS (ctor), i, index, value)
    {
      int64_t last = at;
      if (index && TREE_CODE (index) == RANGE_EXPR)
        {
          if (!esc_lower_constant (TREE_OPERAND (index, 0), &at)
              || !esc_lower_constant (TREE_OPERAND (index, 1), &last))
            size = -1;
        }
      else if (index && !esc_lower_constant (index, &at))
        size = -1;
      else
        last = at;
      if (size < 0)
        {
          r->complete = false;
          return;
        }
      read_elements (r, value, off, at - first, last - first, size);
      at = last + 1;
    }
}

static void
read_record (struct reading *r, tree ctor, int64_t off)
{
  unsigned HOST_WIDE_INT i;
  tree field, value;
  FOR_EACH_CONSTRUCTOR_ELT (CONSTRUCTOR_ELTS (ctor), i, field, value)
    {
      int64_t at;
      if (!field || TREE_CODE (field) != FIELD_DECL
          || !esc_lower_constant (DECL_FIELD_OFFSET (field), &at)
          || DECL_BIT_FIELD (field))
        {
          r->complete &= initializer_zerop (value);
          continue;
        }
      int64_t bits = 0;
      esc_lower_constant (DECL_FIELD_BIT_OFFSET (field), &bits);
      read_value (r, value, off + at + bits / BITS_PER_UNIT);
    }
}

static void
read_value (struct reading *r, tree value, int64_t off)
{
  tree type = TREE_TYPE (value);
  if (TREE_CODE (value) == COMPOUND_LITERAL_EXPR)
    {
      tree init = DECL_INITIAL (COMPOUND_LITERAL_EXPR_DECL (value));
      if (init)
        read_value (r, init, off);
    }
  else if (TREE_CODE (value) != CONSTRUCTOR)
    read_scalar (r, value, off, esc_lower_size (type));
  else if (TREE_CODE (type) == ARRAY_TYPE || TREE_CODE (type) == VECTOR_TYPE)
    read_array (r, value, off);
  else
    read_record (r, value, off);
}

/* ---- objects that wait -------------------------------------------------- */

void
esc_lower_init_later (struct esc_lower *lo, uint32_t obj, tree decl)
{
  if (lo->npending == lo->cap_pending)
    {
      lo->cap_pending = lo->cap_pending ? 2 * lo->cap_pending : 64;
      lo->pending
          = XRESIZEVEC (struct esc_lower_pending, lo->pending, lo->cap_pending);
    }
  lo->pending[lo->npending].obj = obj;
  lo->pending[lo->npending++].decl = decl;
}

static void
read_object (struct esc_lower *lo, uint32_t obj, tree decl)
{
  struct reading r = { lo, 0, 0, true };
  uint32_t first = lo->m->ninits;
  tree init = DECL_INITIAL (decl);
  bool defined = TREE_CODE (decl) == CONST_DECL
                 || (!DECL_EXTERNAL (decl) && !DECL_WEAK (decl));
  const struct esc_obj *o = &lo->m->objs[obj];
  if (!defined || init == error_mark_node)
    r.complete = false;
  else if (init && !o->has_ptr && (o->size < 0 || o->size > SMALL_OBJECT))
    r.complete = false;
  else if (init)
    read_value (&r, init, 0);
  struct esc_obj *out = &lo->m->objs[obj];
  out->inits = first;
  out->ninits = lo->m->ninits - first;
  out->init_known = r.complete;
}

/* Read the initialisers of all objects that wait, and of those that they
   mention.  */
void
esc_lower_inits (struct esc_lower *lo)
{
  while (lo->npending)
    {
      struct esc_lower_pending p = lo->pending[--lo->npending];
      read_object (lo, p.obj, p.decl);
    }
}

/* ---- tables for others -------------------------------------------------- */

/* Is DECL a constant with pointers that other translation units can name?  */
static bool
is_shown_table (tree decl)
{
  return TREE_PUBLIC (decl) && TREE_READONLY (decl)
         && !TREE_THIS_VOLATILE (decl) && DECL_INITIAL (decl)
         && esc_lower_type_holds (TREE_TYPE (decl));
}

void
esc_lower_shown_tables (struct esc_lower *lo)
{
  varpool_node *node;
  FOR_EACH_DEFINED_VARIABLE (node)
  if (!node->alias && is_shown_table (node->decl))
    esc_lower_obj (lo, node->decl);
}
