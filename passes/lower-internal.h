/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lower-internal.h - what the files of the lowering share.

   One `struct esc_lower` lives as long as the translation unit's lowering; the
   members below "the function" are of the function being lowered.

       lower.cc            the unit, one function, blocks
       lower-function.cc   function declarations and who can reach them
       lower-object.cc     variables to objects, members of records
       lower-static.cc     initialisers of static objects
       lower-place.cc      memory references to places
       lower-operand.cc    values and addresses to operands
       lower-assign.cc     assignments
       lower-bits.cc       bit-fields
       lower-call.cc       calls
       lower-builtin.cc    calls that the compiler understands
       lower-atomic.cc     the atomic ones among them
       lower-varargs.cc    variable arguments
       lower-bound.cc      how large an allocation on the stack can be
       lower-nested.cc     nested functions
       lower-cond.cc       conditions
       lower-late.cc       what is different after inlining
       lower-control.cc    what ends a block, PHIs, asm
       lower-retaddr.cc    `return &local;`

   Invariants: ids of declarations are kept by DECL_UID, so no tree is held
   from one function to the next.  */

#ifndef ESC_LOWER_INTERNAL_H
#define ESC_LOWER_INTERNAL_H

#include "../plugin/gcc-compat.h"
#include "../engine/alloc.h"
#include "lower.h"

/* What is known of a declaration.  */
struct esc_lower_decl
{
  uint32_t id; /* 1 + id of the function; id of the object or field */
  esc_str name;
  bool named;    /* NAME is valid */
  bool no_chain; /* a nested function that uses nothing of its parents */
  bool direct;   /* member of a FRAME: code of such a function */
  uint32_t code; /* member of a FRAME: 1 + id of the nested function */
};

/* A static object whose initialiser has not been read.  */
struct esc_lower_pending
{
  uint32_t obj;
  tree decl;
};

struct esc_lower
{
  struct esc_module *m;
  struct esc_lower_decl *decls; /* by DECL_UID */
  unsigned ndecls;
  hash_map<tree, uint32_t> *consts; /* string constants to objects */
  hash_map<nofree_string_hash, uint32_t> *strings; /* ... by their text */
  struct esc_lower_pending *pending;
  unsigned npending, cap_pending;

  /* The function.  */
  struct esc_body *b;
  struct function *fun;
  tree decl;
  uint32_t fn;
  uint32_t *vals; /* by SSA version */
  uint32_t *blks; /* by block index: facts block, or ESC_NONE */
  uint32_t *nth;  /* by block index: which successor of a switch it is */
  bool *returns;  /* by block index: it does nothing but return */
  bool *splits;   /* by block index: its condition has several blocks */
  unsigned cap_vals, cap_blks;
  gimple_ranger *ranger;
  bool has_dominators; /* the function had them before RANGER was started */
  hash_map<tree, tree> *arrays; /* their storage to variable-length arrays */
  bool has_arrays;              /* ARRAYS is of this function */
  bool has_hints;               /* `return &local;` was seen in it */
  uint32_t rest;        /* the object that holds its variable arguments, or 0 */
  uint32_t first_ended; /* the first object that was first mentioned by the
                           end of its life, or 0 */

  /* The statement.  */
  esc_loc loc;

  struct esc_lower_stmts *late; /* not NULL: after inlining */
};

/* A memory reference on its way to a place.  */
struct esc_lower_ref
{
  struct esc_place p;
  tree value;         /* not memory at all: the SSA value referred to */
  unsigned bit, bits; /* part of the bytes, when BITS is not zero */
};

/* One plain condition of a plan: A CODE B, or member FIELD of RECORD CODE B.
   YES and NO are numbers of other conditions or, negative, ways out.  */
struct esc_lower_leaf
{
  enum tree_code code;
  tree a, b;
  tree record, field;
  int yes, no;
};

#define ESC_LOWER_LEAVES 8

struct esc_lower_plan
{
  struct esc_lower_leaf leaves[ESC_LOWER_LEAVES];
  unsigned n;
};

/* ---- lower.cc ----------------------------------------------------------- */

uint32_t esc_lower_param_obj (struct esc_lower *, tree parm);

/* ---- lower-object.cc ---------------------------------------------------- */

struct esc_lower_decl *esc_lower_slot (struct esc_lower *, tree decl);
esc_str esc_lower_name (struct esc_lower *, tree decl);
esc_str esc_lower_ident (struct esc_lower *, tree identifier);
bool esc_lower_in_system (location_t);
bool esc_lower_constant (tree t, int64_t *n);
int64_t esc_lower_size (tree type);
/* The object of variable, parameter or result DECL.  */
uint32_t esc_lower_obj (struct esc_lower *, tree decl);
/* The object of constant T: a string and the like.  */
uint32_t esc_lower_const_obj (struct esc_lower *, tree t);
uint32_t esc_lower_field (struct esc_lower *, tree field);
/* Hide the objects of which nothing is known but that they end.  */
void esc_lower_drop_unused (struct esc_lower *);

/* ---- lower-static.cc ---------------------------------------------------- */

bool esc_lower_type_holds (tree type);
void esc_lower_init_later (struct esc_lower *, uint32_t obj, tree decl);
void esc_lower_inits (struct esc_lower *);
void esc_lower_shown_tables (struct esc_lower *);

/* ---- lower-function.cc -------------------------------------------------- */

uint32_t esc_lower_function (struct esc_lower *, tree fndecl);
void esc_lower_aliases (struct esc_lower *);
void esc_lower_reached (struct esc_lower *);
unsigned esc_lower_noescape_types (tree fntype);
bool esc_lower_has_attribute (tree type_or_decl, const char *name);

/* ---- lower-place.cc ----------------------------------------------------- */

bool esc_lower_is_memory (tree t);
void esc_lower_reference (struct esc_lower *, tree ref, struct esc_lower_ref *);
void esc_lower_reference_member (struct esc_lower *, tree record, tree field,
                                 struct esc_lower_ref *);
/* The place of memory reference T.  */
uint32_t esc_lower_place (struct esc_lower *, tree t);
enum esc_type_kind esc_lower_type_kind (tree type);

/* ---- lower-operand.cc --------------------------------------------------- */

unsigned esc_lower_width (tree type);
/* The value of SSA name NAME.  */
uint32_t esc_lower_val (struct esc_lower *, tree name);
/* A new unnamed value of TYPE, or of WIDTH and FLAGS.  */
uint32_t esc_lower_temp (struct esc_lower *, tree type);
uint32_t esc_lower_temp_int (struct esc_lower *, unsigned width,
                             unsigned flags);
/* GIMPLE value T as an operand; may emit instructions before.  */
esc_opnd esc_lower_opnd (struct esc_lower *, tree t);
/* The same in a PHI or where else nothing can be emitted.  */
esc_opnd esc_lower_invariant (struct esc_lower *, tree t);
/* &REF; if DST is not ESC_NONE the value is also given to it.  */
esc_opnd esc_lower_address (struct esc_lower *, tree ref, uint32_t dst);
/* An argument or result by value: also an aggregate.  */
esc_opnd esc_lower_by_value (struct esc_lower *, tree t);
struct esc_ins *esc_lower_emit (struct esc_lower *, enum esc_op, uint32_t dst);
void esc_lower_move (struct esc_lower *, uint32_t dst, esc_opnd a);
void esc_lower_arith (struct esc_lower *, enum esc_arith, uint32_t dst,
                      esc_opnd a, esc_opnd b, unsigned flags);

/* ---- lower-assign.cc ---------------------------------------------------- */

void esc_lower_assign (struct esc_lower *, gassign *);
void esc_lower_cast (struct esc_lower *, uint32_t dst, tree to, tree from,
                     esc_opnd a);
/* LHS = operand A: a value or memory.  */
void esc_lower_store (struct esc_lower *, tree lhs, esc_opnd a);
void esc_lower_compare (struct esc_lower *, uint32_t dst, enum tree_code,
                        tree a, tree b);
enum esc_cmp esc_lower_cmp (enum tree_code);
unsigned esc_lower_flags (tree type);

/* ---- lower-bits.cc ------------------------------------------------------ */

void esc_lower_load_bits (struct esc_lower *, uint32_t dst,
                          const struct esc_lower_ref *, tree type);
/* DST = member FIELD of RECORD, a reference to memory.  */
void esc_lower_load_member (struct esc_lower *, uint32_t dst, tree record,
                            tree field);
void esc_lower_store_bits (struct esc_lower *, const struct esc_lower_ref *,
                           esc_opnd a);

/* ---- lower-call.cc ------------------------------------------------------ */

void esc_lower_call (struct esc_lower *, gcall *);
/* Statement S could not be expressed.  */
void esc_lower_unknown (struct esc_lower *, gimple *s);
/* Where LHS = VALUE goes: the value that receives it, ESC_NONE if LHS is
   absent; esc_lower_result_end must follow.  */
uint32_t esc_lower_result_begin (struct esc_lower *, tree lhs);
void esc_lower_result_end (struct esc_lower *, tree lhs, uint32_t dst);

/* ---- lower-varargs.cc ---------------------------------------------------- */

/* How many parameters without a name the function has after the others.  */
unsigned esc_lower_rest (const struct esc_lower *);
void esc_lower_rest_params (struct esc_lower *);
/* S is va_arg; CODE is of va_start, va_copy, va_end.  False if they have no
   meaning here.  */
bool esc_lower_va_arg (struct esc_lower *, gcall *s);
bool esc_lower_va_list (struct esc_lower *, gcall *s,
                        enum built_in_function code);

/* ---- lower-builtin.cc, lower-atomic.cc, lower-bound.cc ------------------ */

bool esc_lower_builtin (struct esc_lower *, gcall *, tree fndecl);
bool esc_lower_atomic (struct esc_lower *, gcall *, enum built_in_function);
/* Does builtin FNDECL keep nothing and write nothing that matters?  */
bool esc_lower_builtin_inert (tree fndecl);

/* The most bytes that SIZE can be at S, UINT64_MAX if not known.  */
uint64_t esc_lower_bound (struct esc_lower *, gimple *s, tree size);
/* No more bounds are asked for in this function.  */
void esc_lower_bound_end (struct esc_lower *);

/* ---- lower-late.cc ------------------------------------------------------ */

/* Flags of FNDECL that matter after inlining only.  */
unsigned esc_lower_late_flags (tree fndecl);
/* Which arguments of call S its callee may show as numbers: bits.  */
unsigned esc_lower_shown (gcall *s);
/* Call S is the last instruction.  */
void esc_lower_note_stmt (struct esc_lower *, gcall *s);

/* ---- lower-nested.cc ---------------------------------------------------- */

void esc_lower_nested (struct esc_lower *, cgraph_node **nodes, unsigned n);
bool esc_lower_has_chain (struct esc_lower *, tree fndecl);
/* The function that the trampoline at address PTR calls.  */
esc_opnd esc_lower_trampoline (struct esc_lower *, tree ptr);

/* ---- lower-control.cc --------------------------------------------------- */

void esc_lower_phis (struct esc_lower *, basic_block);
void esc_lower_end (struct esc_lower *, basic_block);
void esc_lower_asm (struct esc_lower *, gasm *);
/* Number the blocks of the function.  Returns true if the entry needs a block
   of its own.  */
bool esc_lower_number (struct esc_lower *);

/* ---- lower-cond.cc ------------------------------------------------------ */

void esc_lower_plan_cond (gcond *, struct esc_lower_plan *);
bool esc_lower_leaf_leaves (const struct esc_lower_leaf *, edge);
void esc_lower_cond (struct esc_lower *, gcond *, const uint32_t ways[2]);

/* ---- lower-retaddr.cc --------------------------------------------------- */

bool esc_lower_has_returns (tree fndecl);
/* If assignment S of zero to value DST stands for `return &local;`, give DST
   the address.  */
bool esc_lower_returned (struct esc_lower *, gimple *s, uint32_t dst);

#endif
