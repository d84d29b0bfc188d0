/* SPDX-License-Identifier: GPL-3.0-or-later */
/* term.h - the symbolic values of the path search.

   A value is a term plus a constant: `struct esc_sv { base, off }`.  Base 0 is
   the integer zero, so {0, 5} is the number 5; {&x, 8} is eight bytes into x;
   {p0, 0} is whatever parameter 0 was on entry.  Terms are hash-consed: equal
   terms have equal ids, and what is unknown twice for the same reason is the
   same unknown:

       old = g;  ...  if (g == old)       both loads are INIT(g): equal

   Terms name memory as well: the region of a pointer {t, off} is t.

   Invariants:
   - a term's operands have smaller ids than the term;
   - terms are values of the function's entry state or of numbered events
     (FRESH, HEAP), never of a program point: a term means the same on every
     path of one run.

   Source: the "symbolic heap with disjuncts" of compositional symbolic
   execution (Calcagno et al., bi-abduction; O'Hearn, incorrectness logic).  */

#ifndef ESC_TERM_H
#define ESC_TERM_H

#include "facts.h"

typedef uint32_t esc_term;

struct esc_sv
{
  esc_term base;
  int64_t off;
};

enum esc_term_kind
{
  ESC_T_INT,   /* id 0 only: the integer zero */
  ESC_T_UNDEF, /* id 1 only: never initialised */
  ESC_T_FUN,   /* a: function */
  ESC_T_OBJ,   /* a: object, b: instance (rounds of its block) */
  ESC_T_HEAP,  /* a: site, b: instance */
  ESC_T_PARAM, /* a: parameter index; the static chain comes last */
  ESC_T_INIT,  /* content on entry: a: region, b: index, n: offset, c: size */
  ESC_T_FRESH, /* a: event site, b: number: anything */
  ESC_T_IDX,   /* a: region, b: index term, n: stride: inside a */
  ESC_T_EXPR,  /* a: operator, x and y: a pure function of them */
  ESC_T_DEAD   /* address of an object that died in a callee; b: number */
};

/* Operators of ESC_T_EXPR beyond enum esc_arith.  */
enum esc_texpr
{
  ESC_X_EQ = 32,        /* x == y, 0 or 1 */
  ESC_X_LT,             /* x < y, signed */
  ESC_X_ULT,            /* x < y, unsigned */
  ESC_X_TRUNC,          /* x cut to n bytes (y.off), sign in y.base */
  ESC_X_FLOAT = 64,     /* plus esc_arith: arithmetic of floats */
  ESC_X_FLOAT_CMP = 96, /* plus esc_cmp */
  ESC_X_CALL = 128 /* a const function's result: x, y chain the arguments */
};

/* The numbers that a term can still be on this path.  */
struct esc_range
{
  int64_t lo, hi;
  int64_t ne[2]; /* and not these */
  uint8_t nne;
};

#define ESC_TF_UNIQUE   1 /* differs from every other value (a handle) */
#define ESC_TF_UNSIGNED 2
#define ESC_TF_SETJMP   4
#define ESC_TF_MAYNULL  8  /* HEAP: the allocation may have failed */
#define ESC_TF_MALLOC   16 /* FRESH: declared to be new memory */
#define ESC_TF_ORIGIN   32 /* IDX: its array begins at a known place */
#define ESC_TF_ORIGINS  64 /* IDX: and another array at another */

struct esc_tnode
{
  uint8_t kind;  /* enum esc_term_kind */
  uint8_t flags; /* ESC_TF_* */
  uint8_t width; /* bytes, 0: unknown */
  uint8_t type;  /* INIT: enum esc_type_kind */
  uint32_t a, b, c;
  int64_t n;
  struct esc_sv x, y;
  uint16_t depth; /* of operands below it; set by esc_term_get */
  uint8_t entry;  /* outcome.c: 1 if of the entry state alone, 2 if not */
  uint32_t next;  /* hash chain */
  uint32_t field; /* INIT: member read; not part of the identity */
  union
  {
    struct
    {
      esc_loc loc;  /* FRESH, HEAP: where made */
      esc_str name; /* FRESH, HEAP: the function that made it */
    };
    struct
    {
      int32_t origin; /* IDX with ESC_TF_ORIGIN; see esc_term_note_array */
      int32_t extent;
    };
  };
};

struct esc_terms
{
  struct esc_tnode *t;
  uint32_t n, cap;
  uint32_t *bucket;
  uint32_t nbuckets;
};

void esc_terms_init (struct esc_terms *);
void esc_terms_reset (struct esc_terms *); /* forget all but the constants */
void esc_terms_free (struct esc_terms *);

/* The term equal to *KEY (next, field, loc, name ignored), made if new.  */
esc_term esc_term_get (struct esc_terms *, const struct esc_tnode *key);

esc_term esc_term_fun (struct esc_terms *, uint32_t fn);
esc_term esc_term_obj (struct esc_terms *, uint32_t obj, uint32_t inst);
esc_term esc_term_fresh (struct esc_terms *, uint32_t site, uint32_t num,
                         unsigned width, unsigned flags);
/* X op Y simplified: an integer if both are, an offset if it can be.  */
struct esc_sv esc_sv_arith (struct esc_terms *, enum esc_arith, struct esc_sv x,
                            struct esc_sv y, unsigned width, bool is_unsigned);
/* X cut to WIDTH bytes.  */
struct esc_sv esc_sv_trunc (struct esc_terms *, struct esc_sv x, unsigned width,
                            bool is_unsigned);
/* X + IDX*STRIDE; stride 0: somewhere.  */
struct esc_sv esc_sv_index (struct esc_terms *, struct esc_sv x,
                            struct esc_sv idx, int64_t stride);

/* Index term T leads into an array OFF bytes into its region, of SIZE bytes or
   0 for unknown.  Not part of the term's identity: one index can lead into
   several arrays of a record, and then none of them is known.  */
void esc_term_note_array (struct esc_terms *, esc_term t, int64_t off,
                          int64_t size);
/* What was noted of a term: [*LO, *HI), or *HI 0 if only the beginning is
   known; both 0 if nothing is, or more than one place.  */
void esc_term_array (const struct esc_tnode *, int64_t *lo, int64_t *hi);

static inline struct esc_sv
esc_sv_int (int64_t n)
{
  struct esc_sv v = { 0, n };
  return v;
}

static inline struct esc_sv
esc_sv_term (esc_term t)
{
  struct esc_sv v = { t, 0 };
  return v;
}

static inline bool
esc_sv_same (struct esc_sv a, struct esc_sv b)
{
  return a.base == b.base && a.off == b.off;
}

/* The memory that a pointer with base T points into: T without indices.  */
esc_term esc_term_region (const struct esc_terms *, esc_term t);

/* Is T an address for sure, and so not zero?  */
bool esc_term_is_address (const struct esc_terms *, esc_term t);

/* Where T was read from, up to something that is not INIT, IDX or EXPR.  */
esc_term esc_term_root (const struct esc_terms *, esc_term t);

/* Did T exist when the function was entered, so that it cannot be the address
   of anything made since?  */
bool esc_term_from_entry (const struct esc_terms *, const struct esc_module *,
                          esc_term t);
/* Is T the address of what was made since, and of nothing else?  */
bool esc_term_new (const struct esc_terms *, const struct esc_module *,
                   esc_term t);

/* Can T and U, different terms, be the same address?  Entry values differ
   from what is made later; objects differ from each other.  */
bool esc_term_may_alias (const struct esc_terms *, const struct esc_module *,
                         esc_term t, esc_term u);

#endif
