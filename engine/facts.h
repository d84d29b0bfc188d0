/* SPDX-License-Identifier: GPL-3.0-or-later */
/* facts.h - what a C translation unit does with addresses.

   Facts are a small three-address language, in SSA form for scalars and with
   explicit memory for the rest.  A front end (the GIMPLE lowering, the text
   reader, the effect models) builds a `struct esc_module`; the engine reads
   it.  Nothing here decides anything.

   Model, in the text notation (see text.h):

       static int *g;                     global g 8 static
       void f (int c) {                   func f(c)
         int x;                             local x 4
         int *p = c ? &x : 0;             b0: if c != 0 b1 b2
                                          b1: goto b3
                                          b2: goto b3
         g = p;                           b3: p = phi b1:&x b2:0
                                              store [&g] 8 = p
       }                                      ret

   Invariants (esc_body_check proves them after building):
   - ids are dense; id 0 of objects, fields, places and strings means "none";
   - block 0 is the entry; each block's instructions are contiguous, PHIs
     first; the last instruction is a terminator (ESC_BR .. ESC_STOP);
   - a value has one defining instruction or is a parameter;
   - every offset and size is in bytes; a size of -1 is unknown.

   Ownership: everything belongs to the module and dies with it.  Pointers
   into its arrays are valid until the next call that adds to that array.  */

#ifndef ESC_FACTS_H
#define ESC_FACTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A place in the source, opaque to the engine: the front end numbers its own
   and the engine only carries, compares for equality and hands back.
   0: unknown.  */
typedef uint32_t esc_loc;

/* An interned string of the module: an offset into its string table;
   0 is the empty string.  */
typedef uint32_t esc_str;

#define ESC_NONE         0xffffffffu /* no value, no block, no function */
#define ESC_SIZE_UNKNOWN (-1)

/* ---- operands ---------------------------------------------------------- */

/* An operand: a tag in the low three bits and an index above them.  */
typedef uint32_t esc_opnd;

enum esc_opnd_kind
{
  ESC_OP_NONE,    /* absent, or a value that cannot carry an address */
  ESC_OP_VAL,     /* an SSA value of this body */
  ESC_OP_INT,     /* index into body->ints */
  ESC_OP_ADDR,    /* index into body->addrs: &object + offset */
  ESC_OP_FUN,     /* the address of function id */
  ESC_OP_CONTENT, /* index into body->places: an aggregate, by value */
  ESC_OP_UNKNOWN  /* anything, also an address */
};

static inline enum esc_opnd_kind
esc_opnd_kind (esc_opnd o)
{
  return (enum esc_opnd_kind) (o & 7);
}

static inline uint32_t
esc_opnd_index (esc_opnd o)
{
  return o >> 3;
}

static inline esc_opnd
esc_opnd_make (enum esc_opnd_kind kind, uint32_t index)
{
  return (index << 3) | (uint32_t)kind;
}

/* &object + off.  */
struct esc_addr
{
  uint32_t obj;
  bool off_known; /* false: somewhere inside the object */
  int64_t off;
};

/* ---- objects ----------------------------------------------------------- */

enum esc_obj_kind
{
  ESC_OBJ_LOCAL = 1, /* automatic variable */
  ESC_OBJ_PARAM,     /* memory of a by-value parameter */
  ESC_OBJ_LITERAL,   /* compound literal or compiler temporary in memory */
  ESC_OBJ_FRAME,     /* locals that nested functions use (GCC's FRAME) */
  ESC_OBJ_VLA,       /* made by ESC_ALLOCA, dies at ESC_RESTORE */
  ESC_OBJ_ALLOCA,    /* made by ESC_ALLOCA, dies with the frame */
  ESC_OBJ_RESULT,    /* memory of an aggregate return value */
  ESC_OBJ_STATIC,    /* static storage */
  ESC_OBJ_TLS,       /* thread storage */
  ESC_OBJ_STRING,    /* string literal or other constant: never written */
  ESC_OBJ_HIDDEN     /* a library's own memory, named by an effect model */
};

/* A named piece of an object: a local inside a FRAME.  */
struct esc_part
{
  int64_t off, size;
  esc_str name;
  esc_loc loc;
  bool trampoline; /* code of a nested function; NAME is the function */
  uint32_t fn;     /* of a trampoline: 1 + function id, or 0: the one with
                      symbol NAME */
};

/* A known initial pointer in static storage.  Offsets not listed are zero if
   the object is `init_known`.  */
struct esc_init
{
  int64_t off;
  uint32_t fun; /* function id, or ESC_NONE */
  uint32_t obj; /* object id, or 0 */
  int64_t add;  /* offset into obj; the integer when neither is set */
  uint32_t size;
};

struct esc_obj
{
  enum esc_obj_kind kind;
  esc_str name;   /* as the user wrote it; empty for unnamed */
  esc_loc loc;    /* declaration */
  uint32_t fn;    /* owner of an automatic object, else ESC_NONE */
  int64_t size;   /* bytes, or ESC_SIZE_UNKNOWN */
  uint64_t max;   /* VLA/ALLOCA: proven upper bound in bytes, else UINT64_MAX */
  uint32_t param; /* PARAM: index of the parameter */
  uint32_t uid;   /* the front end's own handle; the engine ignores it */
  uint8_t rule;   /* HIDDEN: enum esc_rule of what is left in it */
  uint32_t parts, nparts; /* range in module->parts */
  uint32_t inits, ninits; /* range in module->inits */
  bool init_known : 1;    /* the initial content is inits and zeros */
  bool readonly : 1;      /* never written after initialisation */
  bool external : 1;      /* other translation units can name it */
  bool system : 1;        /* declared in a system header */
  bool artificial : 1;    /* the compiler's own: not named in messages */
  bool volatile_ : 1;
  bool is_array : 1;
  bool has_ptr : 1; /* may hold a pointer */
  uint8_t uses;     /* ESC_OF_*: what code that is not here does */
};

#define ESC_OF_WRITTEN 1 /* assigned somewhere */
#define ESC_OF_EXPOSED 2 /* its address is a value somewhere */
#define ESC_OF_TO_PTR  4 /* a number read from it becomes a pointer */
#define ESC_OF_READ    8
/* A pointer read from it is used for order and differences; for something else
   than to tell which it is.  */
#define ESC_OF_MEASURED 16
#define ESC_OF_FOLLOWED 32

/* A member of a record: slots of different members never alias.  */
struct esc_field
{
  esc_str record; /* tag or typedef name; may be empty */
  esc_str name;
  int64_t off;      /* in the record; ESC_SIZE_UNKNOWN if not constant */
  int64_t size;     /* of the record; ESC_SIZE_UNKNOWN if not constant */
  bool system : 1;  /* the record is declared in a system header */
  bool pointer : 1; /* object or function pointer */
  uint8_t uses;     /* ESC_FF_*: what code that is not here does */
};

#define ESC_FF_READ     1
#define ESC_FF_TO_PTR   2
#define ESC_FF_MEASURED 4
#define ESC_FF_FOLLOWED 8
#define ESC_FF_WRITTEN  16

/* ---- places: memory references ----------------------------------------- */

enum esc_type_kind
{
  ESC_TY_OTHER, /* integers, floats */
  ESC_TY_PTR,   /* pointer to object or void */
  ESC_TY_FUNPTR,
  ESC_TY_AGGR /* struct, union, array, vector, complex */
};

/* The memory [base + off + idx*stride, + size).  BASE is VAL (a pointer),
   ADDR (an object) or UNKNOWN.  */
struct esc_place
{
  esc_opnd base;
  esc_opnd idx; /* variable index, or NONE */
  int64_t off;
  int64_t size;   /* bytes accessed, or ESC_SIZE_UNKNOWN */
  int64_t stride; /* bytes per step of idx; 0: offset unknown altogether */
  int64_t lo, hi; /* bytes [lo,hi) that a variable index can reach, relative
                      to base; hi -1: unknown */
  esc_opnd len;   /* size -1: the number of bytes where a value tells it
                      (models of memset and the like), else NONE */
  uint32_t field; /* innermost member accessed, or 0 */
  esc_str path;   /* the members from base to it, as in C ("v.items[].text"),
                      when there are several; else 0 */
  uint8_t type;   /* enum esc_type_kind of what is accessed */
  bool volatile_; /* every load gives a fresh value that nobody knows.  The
                      models make "anything but an automatic object's
                      address" this way: a volatile load from the hidden
                      object "opaque" */
};

/* ---- instructions ------------------------------------------------------- */

enum esc_op
{
  ESC_NOP,
  ESC_MOVE,    /* dst = a                       sub: esc_cast */
  ESC_ARITH,   /* dst = a sub b                 sub: esc_arith */
  ESC_CMP,     /* dst = a sub b                 sub: esc_cmp */
  ESC_SELECT,  /* dst = x(value id) ? a : b     condition: value x != 0 */
  ESC_PHI,     /* dst = phi                     x: first of n in body->phis */
  ESC_LOAD,    /* dst = *place x */
  ESC_STORE,   /* *place x = a */
  ESC_COPY,    /* *place x = *place a           a: plain index of the source
                  place, not an operand */
  ESC_FILL,    /* *place x = bytes              a: the byte (INT, VAL) or
                  UNKNOWN.  A zero fill of a whole hidden object (base ADDR,
                  size -1, hi -1) empties it: models, `drop SLOT[*]` */
  ESC_CALL,    /* dst = call x                  x: index in body->calls */
  ESC_END,     /* the life of object x ends (its block is left) */
  ESC_ALLOCA,  /* dst = &new object x, of a bytes */
  ESC_NEW,     /* dst = fresh heap memory of a bytes  sub: esc_new */
  ESC_FREE,    /* heap memory a dies */
  ESC_DOUBT,   /* whatever place x holds may be gone now (models) */
  ESC_SAVE,    /* dst = stack pointer */
  ESC_RESTORE, /* every ESC_OBJ_VLA made since SAVE a dies */
  /* Terminators.  */
  ESC_BR,     /* goto succ 0 */
  ESC_COND,   /* a sub b ? succ 0 : succ 1      sub: esc_cmp */
  ESC_SWITCH, /* on a; x: first of n in body->cases; succ 0 is the default */
  ESC_ANY,    /* any successor: computed goto, abnormal edges */
  ESC_RET,    /* return a (NONE, a value, or CONTENT of a place) */
  ESC_STOP    /* never reached, or the call before never returns
                                                sub: esc_stop */
};

/* Bits of the memory that ESC_NEW makes.  */
enum esc_new
{
  ESC_NEW_ZEROED = 1,
  ESC_NEW_OR_NULL = 2, /* may fail: dst is then zero */
  ESC_NEW_STRING = 4   /* holds a copy of the string that b points to, of at
                          most a bytes if a is not UNKNOWN, and its end.
                          Otherwise b is the alignment, or NONE: malloc's */
};

/* Why control ends here.  */
enum esc_stop
{
  ESC_STOP_NORETURN, /* after a call that does not return, or unreachable */
  ESC_STOP_EXIT,     /* the program or the thread ends */
  ESC_STOP_LONGJMP   /* control goes on in some caller */
};

enum esc_cast
{
  ESC_CAST_NONE,   /* pointer to pointer, or same-width integers */
  ESC_CAST_TO_INT, /* pointer to an integer that can hold it */
  ESC_CAST_TO_PTR, /* integer to pointer */
  ESC_CAST_WIDEN,  /* integer to a wider one */
  ESC_CAST_TRUNC   /* to fewer bits: no longer an address */
};

enum esc_arith
{
  ESC_ADD, /* also pointer + offset: a is the pointer */
  ESC_SUB,
  ESC_MUL,
  ESC_AND,
  ESC_OR,
  ESC_XOR,
  ESC_SHL,
  ESC_SHR,
  ESC_DIV,
  ESC_MOD,
  ESC_MIN,
  ESC_MAX,
  ESC_NEG,        /* of a */
  ESC_NOT,        /* of a */
  ESC_ARITH_OTHER /* a pure function of a and b */
};

enum esc_cmp
{
  ESC_EQ,
  ESC_NE,
  ESC_LT,
  ESC_LE,
  ESC_GT,
  ESC_GE,
  ESC_CMP_OTHER /* unordered and the like: unknown outcome */
};

#define ESC_INS_UNSIGNED  1 /* ARITH, CMP, COND: operands are unsigned */
#define ESC_INS_FLOAT     2 /* operands are floating point: outcome unknown */
#define ESC_INS_ATOMIC    4 /* LOAD, STORE: atomic */
#define ESC_INS_DEFAULTED 8 /* CALL: not understood, counted */
#define ESC_INS_HINT_RETADDR                                                   \
  16 /* RET/MOVE: `return &local` that the front
                                   end of GCC had replaced by zero */

struct esc_ins
{
  uint8_t op; /* enum esc_op */
  uint8_t sub;
  uint8_t flags; /* ESC_INS_* */
  uint8_t width; /* bytes of dst, or of the operands of CMP and COND */
  esc_loc loc;
  uint32_t dst; /* value id, or ESC_NONE */
  esc_opnd a, b;
  uint32_t x, n;
};

/* One incoming value of a PHI.  */
struct esc_phi
{
  uint32_t pred; /* block */
  esc_opnd val;
  esc_loc loc;
};

/* One range of a SWITCH.  */
struct esc_case
{
  int64_t lo, hi;
  uint32_t succ; /* index among the block's successors */
};

#define ESC_CALL_NORETURN 1   /* by attribute of the callee or its type */
#define ESC_CALL_PURE     2   /* reads memory, writes none */
#define ESC_CALL_CONST    4   /* reads and writes no memory */
#define ESC_CALL_ASM      8   /* inline assembly: args are its inputs */
#define ESC_CALL_CLOBBERS 16  /* ASM: "memory" */
#define ESC_CALL_SETJMP   32  /* may return twice */
#define ESC_CALL_INTERNAL 64  /* the compiler's own: keeps nothing */
#define ESC_CALL_MALLOC   128 /* result is fresh memory, by attribute */
#define ESC_CALL_LEAF     256
#define ESC_CALL_NOTHROW  512
#define ESC_CALL_AGAIN    1024 /* goes back to where a setjmp returned */

struct esc_call
{
  esc_opnd callee;      /* FUN, VAL (indirect) or NONE (asm, internal) */
  esc_opnd chain;       /* static chain, or NONE */
  uint32_t args, nargs; /* range in body->args */
  uint32_t result;      /* place that receives an aggregate result, or 0 */
  uint32_t flags;       /* ESC_CALL_* */
  uint32_t noescape;    /* bit i: argument i does not escape, by GCC's knowledge
                        of the callee or by attribute of its type */
  uint32_t retarg;      /* 1 + index of the argument returned, or 0 */
};

struct esc_block
{
  uint32_t first, nins;   /* range in body->ins */
  uint32_t succs, nsuccs; /* range in body->succs */
};

#define ESC_VAL_PTR      1 /* of pointer type */
#define ESC_VAL_UNSIGNED 2
#define ESC_VAL_BOOL     4 /* only 0 and 1 */
#define ESC_VAL_UNDEF    8 /* default definition of an uninitialised local */
#define ESC_VAL_ON_STACK                                                       \
  16 /* the user demands that the heap memory it points
                               to does not outlive the frame */

struct esc_val
{
  esc_str name;  /* the user's variable, or empty */
  uint32_t def;  /* instruction index, or ESC_NONE for parameters */
  uint8_t width; /* bytes, at most 8; 0: wider or no number */
  uint8_t flags; /* ESC_VAL_* */
};

struct esc_param
{
  esc_str name;
  esc_loc loc;
  uint32_t val; /* its value when it lives in a register, else ESC_NONE */
  uint32_t obj; /* its memory when it has one, else 0 */
  bool pointer : 1;
  bool noescape : 1; /* declared so */
};

struct esc_body
{
  uint32_t fn;
  struct esc_ins *ins;
  struct esc_block *blocks;
  uint32_t *succs;
  struct esc_val *vals;
  struct esc_place *places; /* 0 unused */
  struct esc_call *calls;
  esc_opnd *args;
  struct esc_phi *phis;
  struct esc_case *cases;
  struct esc_addr *addrs;
  int64_t *ints;
  uint32_t nins, nblocks, nsuccs, nvals, nplaces, ncalls, nargs, nphis, ncases,
      naddrs, nints;
  uint32_t cap[11];        /* capacities, in the order above */
  uint32_t not_understood; /* statements the front end could not express */
  esc_loc end_loc;         /* closing brace */
};

#define ESC_FN_EXTERNAL   1 /* other translation units can call it */
#define ESC_FN_ADDR_TAKEN 2 /* can be called through a pointer */
#define ESC_FN_NORETURN   4
#define ESC_FN_MAIN       8
#define ESC_FN_VARARGS    16
#define ESC_FN_NESTED     32 /* has a static chain: last parameter value */
#define ESC_FN_WEAK       64 /* another definition may replace it */
#define ESC_FN_PURE       128
#define ESC_FN_CONST      256
#define ESC_FN_MALLOC     512
#define ESC_FN_SYSTEM     1024  /* declared in a system header */
#define ESC_FN_BUILTIN    2048  /* GCC's builtin: GCC's own knowledge holds */
#define ESC_FN_MODEL      4096  /* the body comes from an effect model */
#define ESC_FN_UNREACHED  8192  /* static, and nothing calls it */
#define ESC_FN_CTOR       16384 /* constructor or destructor: called by libc */
#define ESC_FN_DISOWNED                                                        \
  32768 /* has a builtin's name but is not to be taken
                                 for it (-fno-builtin) */
#define ESC_FN_STACK                                                           \
  65536 /* lets code run on a stack of the caller's choice
                                (models) */
#define ESC_FN_OPAQUE 131072 /* its body was left out and may do anything */
#define ESC_FN_ABSENT 262144 /* its unit has a body, which was left out */

struct esc_fn
{
  esc_str name;   /* as the user wrote it */
  esc_str symbol; /* as the linker sees it; the key of esc_fn_get */
  esc_loc loc;
  uint32_t flags; /* ESC_FN_* */
  struct esc_param *params;
  uint32_t nparams;
  struct esc_body *body; /* NULL: only declared */
  uint32_t chain;    /* value id of the static chain in the body, or ESC_NONE */
  uint32_t alias;    /* function id that this is another name of, or ESC_NONE */
  uint32_t noescape; /* bit i: parameter i is declared noescape */
  uint32_t order;    /* position in the source, for stable output */
  uint32_t uid;      /* the front end's own handle */
};

struct esc_module
{
  char *strs;
  struct esc_obj *objs;     /* 0 unused */
  struct esc_field *fields; /* 0 unused */
  struct esc_part *parts;
  struct esc_init *inits;
  struct esc_fn *fns;
  uint32_t nstrs, nobjs, nfields, nparts, ninits, nfns;
  uint32_t cap[6];
  bool loose_to_ptr; /* in code that is not here a number behind some plain
                        pointer becomes a pointer */
  struct esc_index *index; /* name -> id maps */
};

/* ---- building ------------------------------------------------------------
   All abort on exhausted memory (through esc_fatal, alloc.h).  */

struct esc_module *esc_module_new (void);
void esc_module_free (struct esc_module *);

/* Intern S.  */
esc_str esc_intern (struct esc_module *, const char *s);
const char *esc_string (const struct esc_module *, esc_str);

/* Add a copy of *O; returns its id.  */
uint32_t esc_obj_add (struct esc_module *, const struct esc_obj *o);
/* The object that other translation units call NAME, or 0.  */
uint32_t esc_obj_external (const struct esc_module *, const char *name);
/* The hidden object of a library called NAME, made on first use.  */
uint32_t esc_obj_hidden (struct esc_module *, const char *name);
/* The member with *F's record, name, offset and record's size, made on first
   use.  */
uint32_t esc_field_add (struct esc_module *, const struct esc_field *f);
/* Append to module->parts or inits; the caller sets the range in the
   object.  Returns the index.  */
uint32_t esc_part_add (struct esc_module *, const struct esc_part *);
uint32_t esc_init_add (struct esc_module *, const struct esc_init *);

/* The function with linker name SYMBOL, made on first use with that name too,
   flags 0, no parameters and no body.  */
uint32_t esc_fn_get (struct esc_module *, const char *symbol);
/* The same, but ESC_NONE if there is none.  */
uint32_t esc_fn_find (const struct esc_module *, const char *symbol);
/* Give function FN N empty parameters.  */
void esc_fn_params (struct esc_module *, uint32_t fn, uint32_t n);

/* Start the body of FN.  Blocks are then made strictly in order:
   esc_block_begin, instructions, esc_block_end with the successors.  */
struct esc_body *esc_body_new (struct esc_module *, uint32_t fn);
/* Forget the body of FN, as if it were only declared.  */
void esc_body_drop (struct esc_module *, uint32_t fn);
uint32_t esc_block_begin (struct esc_body *);
void esc_block_end (struct esc_body *, const uint32_t *succs, uint32_t n);
/* Append an instruction to the open block; the pointer is valid until the
   next.  Fields other than op and loc are NONE or zero.  If DST is not
   ESC_NONE its definition is recorded.  */
struct esc_ins *esc_emit (struct esc_body *, enum esc_op, esc_loc,
                          uint32_t dst);

uint32_t esc_val_add (struct esc_body *, esc_str name, unsigned width,
                      unsigned flags);
/* Add a place; fields not set must be zero.  Returns its index (from 1).  */
uint32_t esc_place_add (struct esc_body *, const struct esc_place *);
uint32_t esc_call_add (struct esc_body *, const struct esc_call *);
uint32_t esc_arg_add (struct esc_body *, esc_opnd);
uint32_t esc_phi_add (struct esc_body *, uint32_t pred, esc_opnd, esc_loc);
uint32_t esc_case_add (struct esc_body *, int64_t lo, int64_t hi,
                       uint32_t succ);

esc_opnd esc_val (uint32_t val);
esc_opnd esc_int (struct esc_body *, int64_t);
esc_opnd esc_addr (struct esc_body *, uint32_t obj, int64_t off);
esc_opnd esc_addr_inexact (struct esc_body *, uint32_t obj);
esc_opnd esc_fun (uint32_t fn);
esc_opnd esc_content (uint32_t place);
#define ESC_OPND_NONE    ((esc_opnd)ESC_OP_NONE)
#define ESC_OPND_UNKNOWN ((esc_opnd)ESC_OP_UNKNOWN)

/* Check the invariants above.  NULL if they hold, else what is wrong, in a
   static buffer.  */
const char *esc_body_check (const struct esc_module *, const struct esc_body *);

/* ---- small readers ------------------------------------------------------ */

/* Does the object's life end with a block or frame?  */
static inline bool
esc_obj_mortal (const struct esc_obj *o)
{
  return o->kind >= ESC_OBJ_LOCAL && o->kind <= ESC_OBJ_ALLOCA;
}

/* Is it a constant with pointers that other translation units can name?  */
static inline bool
esc_obj_shown_table (const struct esc_obj *o)
{
  return o->external && o->readonly && o->ninits;
}

static inline const struct esc_ins *
esc_block_last (const struct esc_body *b, uint32_t blk)
{
  return &b->ins[b->blocks[blk].first + b->blocks[blk].nins - 1];
}

#ifdef __cplusplus
}
#endif
#endif
