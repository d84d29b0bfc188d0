/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lower-object.cc - declarations as objects, names and members.

       static int *g;  void f (int c) { char buf[8]; … &buf … }
       => object g (static, 8 bytes), object buf (local of f, 8 bytes)

   An object is made when a statement first mentions its declaration in
   memory.  A variable that lives in a register is no object.

   Invariants: one object per declaration; a static object's initialiser is
   read later (lower-static.cc), so that making an object never recurses.

   Not modelled: two declarations of one symbol that the front end did not
   merge are two objects.  */

#include "lower-internal.h"

/* ---- names and sizes ---------------------------------------------------- */

/* What is known of DECL; zeros at first.  Valid until the next call.  */
struct esc_lower_decl *
esc_lower_slot (struct esc_lower *lo, tree decl)
{
  unsigned uid = DECL_UID (decl);
  if (uid >= lo->ndecls)
    {
      unsigned n = MAX (uid + uid / 2 + 1, 4096u);
      lo->decls = XRESIZEVEC (struct esc_lower_decl, lo->decls, n);
      memset (lo->decls + lo->ndecls, 0, (n - lo->ndecls) * sizeof *lo->decls);
      lo->ndecls = n;
    }
  return &lo->decls[uid];
}

esc_str
esc_lower_ident (struct esc_lower *lo, tree identifier)
{
  return identifier ? esc_intern (lo->m, IDENTIFIER_POINTER (identifier)) : 0;
}

/* The name that the user gave DECL, or the empty string.  */
esc_str
esc_lower_name (struct esc_lower *lo, tree decl)
{
  if (!DECL_NAME (decl)
      || (DECL_ARTIFICIAL (decl) && TREE_CODE (decl) != FUNCTION_DECL))
    return 0;
  struct esc_lower_decl *slot = esc_lower_slot (lo, decl);
  if (!slot->named)
    {
      slot->name = esc_lower_ident (lo, DECL_NAME (decl));
      slot->named = true;
    }
  return slot->name;
}

/* Is LOC in a system header?  What a macro of a system header makes of the
   user's own text is the user's.  */
bool
esc_lower_in_system (location_t loc)
{
  if (loc <= BUILTINS_LOCATION)
    return false;
  loc = linemap_resolve_location (line_table, loc, LRK_MACRO_EXPANSION_POINT,
                                  NULL);
  return in_system_header_at (loc);
}

/* Is T an integer constant?  Its value, wrapped to 64 bits, in *N.  */
bool
esc_lower_constant (tree t, int64_t *n)
{
  if (!t || TREE_CODE (t) != INTEGER_CST)
    return false;
  if (tree_fits_shwi_p (t))
    *n = tree_to_shwi (t);
  else if (tree_fits_uhwi_p (t))
    *n = (int64_t)tree_to_uhwi (t);
  else
    return false;
  return true;
}

/* The size of TYPE in bytes, or ESC_SIZE_UNKNOWN.  */
int64_t
esc_lower_size (tree type)
{
  int64_t n;
  return esc_lower_constant (TYPE_SIZE_UNIT (type), &n) && n >= 0
             ? n
             : ESC_SIZE_UNKNOWN;
}

/* ---- members ------------------------------------------------------------ */

/* The tag of record TYPE, or the name that a typedef gave it.  */
static tree
record_name (tree type)
{
  for (tree t = TYPE_MAIN_VARIANT (type); t; t = TYPE_NEXT_VARIANT (t))
    {
      tree name = TYPE_NAME (t);
      if (name && TREE_CODE (name) == TYPE_DECL)
        name = DECL_NAME (name);
      if (name)
        return name;
    }
  return NULL_TREE;
}

static int64_t
field_offset (tree field)
{
  int64_t bytes, bits;
  if (!DECL_FIELD_OFFSET (field)
      || !esc_lower_constant (DECL_FIELD_OFFSET (field), &bytes)
      || !esc_lower_constant (DECL_FIELD_BIT_OFFSET (field), &bits))
    return ESC_SIZE_UNKNOWN;
  return bytes + bits / BITS_PER_UNIT;
}

/* The name of FIELD; for an unnamed union or structure that of the first
   pointer in it, or of its first member.  */
static tree
field_name (tree field)
{
  if (DECL_NAME (field) || !RECORD_OR_UNION_TYPE_P (TREE_TYPE (field)))
    return DECL_NAME (field);
  tree first = NULL_TREE;
  for (tree f = TYPE_FIELDS (TREE_TYPE (field)); f; f = DECL_CHAIN (f))
    {
      tree name = TREE_CODE (f) == FIELD_DECL ? field_name (f) : NULL_TREE;
      if (name && POINTER_TYPE_P (TREE_TYPE (f)))
        return name;
      if (!first)
        first = name;
    }
  return first;
}

uint32_t
esc_lower_field (struct esc_lower *lo, tree field)
{
  struct esc_lower_decl *slot = esc_lower_slot (lo, field);
  if (slot->id)
    return slot->id;
  struct esc_field f;
  memset (&f, 0, sizeof f);
  f.record = esc_lower_ident (lo, record_name (DECL_CONTEXT (field)));
  f.name = esc_lower_ident (lo, field_name (field));
  f.off = field_offset (field);
  f.size = esc_lower_size (DECL_CONTEXT (field));
  f.system = esc_lower_in_system (DECL_SOURCE_LOCATION (field));
  f.pointer = POINTER_TYPE_P (TREE_TYPE (field));
  return esc_lower_slot (lo, field)->id = esc_field_add (lo->m, &f);
}

/* ---- objects ------------------------------------------------------------ */

/* Is FIELD of a FRAME the code of a nested function?  */
static bool
is_trampoline (tree field)
{
  tree name = TYPE_NAME (TREE_TYPE (field));
  return name && TREE_CODE (name) == IDENTIFIER_NODE
         && (id_equal (name, "__builtin_trampoline")
             || id_equal (name, "__builtin_descriptor"));
}

/* The name of member FIELD of a frame, if the user gave it.  */
static tree
part_name (tree field)
{
  tree name = DECL_NAME (field);
  if (!name || strchr (IDENTIFIER_POINTER (name), '.')
      || id_equal (name, "__chain") || id_equal (name, "__nl_goto_buf"))
    return NULL_TREE;
  return name;
}

/* List the locals that frame DECL holds in *O.  */
static void
frame_parts (struct esc_lower *lo, struct esc_obj *o, tree decl)
{
  o->parts = lo->m->nparts;
  for (tree f = TYPE_FIELDS (TREE_TYPE (decl)); f; f = DECL_CHAIN (f))
    {
      if (TREE_CODE (f) != FIELD_DECL)
        continue;
      struct esc_part part;
      memset (&part, 0, sizeof part);
      part.off = field_offset (f);
      part.size = esc_lower_size (TREE_TYPE (f));
      part.name = esc_lower_ident (lo, part_name (f));
      part.loc = esc_lower_loc (DECL_SOURCE_LOCATION (f));
      part.trampoline = is_trampoline (f);
      part.fn = part.trampoline ? esc_lower_slot (lo, f)->code : 0;
      esc_part_add (lo->m, &part);
      o->nparts++;
    }
}

static enum esc_obj_kind
automatic_kind (tree decl)
{
  if (DECL_NONLOCAL_FRAME (decl))
    return ESC_OBJ_FRAME;
  if (DECL_NAME (decl) && !DECL_ARTIFICIAL (decl))
    return ESC_OBJ_LOCAL;
  return ESC_OBJ_LITERAL;
}

static enum esc_obj_kind
object_kind (tree decl)
{
  switch (TREE_CODE (decl))
    {
    case PARM_DECL:
      return ESC_OBJ_PARAM;
    case RESULT_DECL:
      return ESC_OBJ_RESULT;
    case CONST_DECL:
      return ESC_OBJ_STRING;
    default:
      if (!is_global_var (decl))
        return automatic_kind (decl);
      return DECL_THREAD_LOCAL_P (decl) ? ESC_OBJ_TLS : ESC_OBJ_STATIC;
    }
}

/* The C front end marks the variables of compound literals so; every other
   variable without a name is the compiler's own.  */
static bool
is_artificial (tree decl)
{
  return DECL_ARTIFICIAL (decl)
         && !(VAR_P (decl) && !DECL_NAME (decl) && DECL_LANG_FLAG_5 (decl));
}

static void
describe (struct esc_lower *lo, struct esc_obj *o, tree decl)
{
  tree type = TREE_TYPE (decl);
  memset (o, 0, sizeof *o);
  o->kind = object_kind (decl);
  o->name = esc_lower_name (lo, decl);
  o->loc = esc_lower_loc (DECL_SOURCE_LOCATION (decl));
  bool automatic = o->kind != ESC_OBJ_STATIC && o->kind != ESC_OBJ_TLS
                   && o->kind != ESC_OBJ_STRING;
  o->fn = automatic ? lo->fn : ESC_NONE;
  o->size = esc_lower_size (type);
  o->max = UINT64_MAX;
  o->uid = DECL_UID (decl);
  o->readonly
      = !automatic && TREE_READONLY (decl) && !TREE_THIS_VOLATILE (decl);
  o->external = !automatic && (TREE_PUBLIC (decl) || DECL_EXTERNAL (decl));
  o->system = esc_lower_in_system (DECL_SOURCE_LOCATION (decl));
  o->artificial = is_artificial (decl);
  o->volatile_ = TREE_THIS_VOLATILE (decl);
  o->is_array = TREE_CODE (type) == ARRAY_TYPE;
  o->has_ptr = esc_lower_type_holds (type);
}

/* The variable that static DECL is another name of, or DECL.  */
static tree
alias_target (tree decl)
{
  if (!VAR_P (decl) || !is_global_var (decl))
    return decl;
  varpool_node *node = varpool_node::get (decl);
  if (!node || !node->alias || !node->definition)
    return decl;
  symtab_node *target = node->ultimate_alias_target ();
  return target && VAR_P (target->decl) ? target->decl : decl;
}

uint32_t
esc_lower_obj (struct esc_lower *lo, tree decl)
{
  struct esc_lower_decl *slot = esc_lower_slot (lo, decl);
  if (slot->id)
    return slot->id;
  tree target = alias_target (decl);
  if (target != decl)
    {
      uint32_t id = esc_lower_obj (lo, target);
      return esc_lower_slot (lo, decl)->id = id;
    }
  struct esc_obj o;
  describe (lo, &o, decl);
  if (o.kind == ESC_OBJ_FRAME)
    frame_parts (lo, &o, decl);
  uint32_t id = esc_obj_add (lo->m, &o);
  esc_lower_slot (lo, decl)->id = id;
  if (o.kind == ESC_OBJ_STATIC || o.kind == ESC_OBJ_TLS
      || o.kind == ESC_OBJ_STRING)
    esc_lower_init_later (lo, id, decl);
  return id;
}

uint32_t
esc_lower_const_obj (struct esc_lower *lo, tree t)
{
  bool known;
  uint32_t &id = lo->consts->get_or_insert (t, &known);
  if (known)
    return id;
  /* Equal literals are one object, as the linker may make them.  */
  uint32_t *same = NULL;
  if (TREE_CODE (t) == STRING_CST && TREE_STRING_LENGTH (t) > 0
      && strlen (TREE_STRING_POINTER (t)) + 1 == (size_t)TREE_STRING_LENGTH (t))
    {
      same = &lo->strings->get_or_insert (TREE_STRING_POINTER (t), &known);
      if (known)
        return id = *same;
    }
  struct esc_obj o;
  memset (&o, 0, sizeof o);
  o.kind = ESC_OBJ_STRING;
  o.fn = ESC_NONE;
  o.size = esc_lower_size (TREE_TYPE (t));
  o.max = UINT64_MAX;
  o.readonly = o.artificial = true;
  o.is_array = TREE_CODE (TREE_TYPE (t)) == ARRAY_TYPE;
  id = esc_obj_add (lo->m, &o);
  if (same)
    *same = id;
  return id;
}

/* A variable that nothing uses is there or not depending on the optimisation
   level.  If all that was said of it is that its life ends, it is made one
   that nobody asks about.  */
void
esc_lower_drop_unused (struct esc_lower *lo)
{
  if (!lo->first_ended)
    return;
  uint32_t first = lo->first_ended, n = lo->m->nobjs - first;
  bool *used = XCNEWVEC (bool, n);
  for (uint32_t i = 0; i < lo->b->naddrs; i++)
    if (lo->b->addrs[i].obj >= first)
      used[lo->b->addrs[i].obj - first] = true;
  for (uint32_t i = 0; i < n; i++)
    {
      struct esc_obj *o = &lo->m->objs[first + i];
      if (used[i] || (o->kind != ESC_OBJ_LOCAL && o->kind != ESC_OBJ_LITERAL))
        continue;
      o->kind = ESC_OBJ_LITERAL;
      o->name = 0;
      o->size = 0;
      o->artificial = true;
    }
  free (used);
}
