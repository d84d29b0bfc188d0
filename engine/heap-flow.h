/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap-flow.h - what the files of the heap questions share.

   One function at a time, callees first.  Objects are: the world (all that is
   not told apart), what each parameter points to and what that leads to, the
   function's own variables, functions, and the sites.  A set holds pointers:
   object and offset.  An object's content is cells (offset, size, set) and one
   set for what is anywhere in it.  Everything grows until nothing changes.

       q = p            set of q takes in that of p
       v.data = p       cell 0 of v takes in p
       g = p            p's object escapes, and all that it leads to
       f (p)            what f's summary says

   Nothing is assumed of what is not seen: unknown code makes objects escape,
   a number made of an address is remembered against the object.

       heap-set.c       sets, objects, cells
       heap-flow.c      instructions
       heap-call.c      calls
       heap-summary.c   summaries
       heap-quiet.c     ... of what does nothing but allocate or free
       heap-path.c      control flow: how many at once, freed on every path
       heap-graph.c     uses, blocks, ways
       heap-proof.c     the verdict on a site
       heap.c           the driver, the words  */

#ifndef ESC_HEAP_FLOW_H
#define ESC_HEAP_FLOW_H

#include "alloc.h"
#include "heap.h"
#include "reach.h"

#define HEAP_ANY INT32_MIN /* an unknown offset */

enum
{
  HEAP_PARAMS = 10, /* parameters told apart, with the static chain */
  HEAP_FRESH = 31,  /* item: what the function allocates and returns */
  HEAP_OFFSETS = 4, /* offsets into one object in a set */
  HEAP_CELLS = 48,  /* of an object */
  HEAP_SET = 200,   /* pointers in a set; then the function is too much */
  HEAP_ROUNDS = 40, /* over a function's instructions */
  HEAP_SAME = 8,    /* times a recursive component is solved */
  HEAP_SCRATCH = 8
};

/* Items of a summary: parameter I points to item I, the pointers in there to
   item HEAP_PARAMS + I, and whatever these lead to is item 2 * HEAP_PARAMS
   + I.  */
static inline uint32_t
heap_bit (uint32_t item)
{
  return UINT32_C (1) << item;
}

typedef uint64_t heap_ptr; /* object, then offset */

static inline heap_ptr
heap_ptr_make (uint32_t obj, int32_t off)
{
  return (uint64_t)obj << 32 | (uint32_t)off;
}

static inline uint32_t
heap_ptr_obj (heap_ptr p)
{
  return (uint32_t)(p >> 32);
}

static inline int32_t
heap_ptr_off (heap_ptr p)
{
  return (int32_t)(uint32_t)p;
}

static inline int32_t
heap_shift (int32_t off, int64_t by)
{
  int64_t sum = (int64_t)off + by;
  if (off == HEAP_ANY || by == HEAP_ANY || sum < -(1 << 29) || sum > 1 << 29)
    return HEAP_ANY;
  return (int32_t)sum;
}

struct heap_set
{
  heap_ptr *p; /* sorted */
  uint32_t n, cap;
};

struct heap_cell
{
  int32_t off, size;
  struct heap_set set;
};

enum heap_kind
{
  HEAP_WORLD,   /* object 0 */
  HEAP_PARAM,   /* what parameter A points to */
  HEAP_CONTENT, /* what the pointers in that point to */
  HEAP_DEEP,    /* what these lead to, and so on */
  HEAP_LOCAL,   /* object A of the module */
  HEAP_FUN,     /* function A */
  HEAP_SITE     /* what instruction A allocates */
};

struct heap_obj
{
  uint8_t kind;
  bool escaped, seen; /* SEEN: its address was used as a number */
  bool small;         /* parts of its content are read at unknown offsets */
  bool world_in;      /* pointers of unknown origin may be stored in it */
  uint64_t bytes;     /* of its first 64: read in small parts */
  uint8_t why;        /* enum esc_heap_why of the first of these */
  uint32_t a;
  uint32_t why_ins;
  uint32_t mark;
  struct heap_cell *cells;
  uint32_t ncells, cap;
  struct heap_set any;
};

/* A function whose address a parameter must have, and what it is handed.  */
struct heap_callback
{
  uint32_t param;
  uint32_t nargs;
  uint32_t items[6];
};

enum
{
  HEAP_CALLBACKS = 3
};

struct heap_summary
{
  bool solved;
  bool top;            /* everything is possible */
  uint32_t escapes;    /* items that may be kept */
  uint32_t seen;       /* ... whose address is used as a number */
  uint32_t small;      /* ... whose content is read in small parts */
  uint32_t compared;   /* ... whose address is compared with another's */
  uint32_t freed;      /* ... that may be freed */
  uint32_t always;     /* ... that is freed whenever the function returns */
  uint32_t result;     /* items that the result may point into */
  uint32_t exact;      /* ... to the very byte the parameter points to */
  uint32_t world_in;   /* items in which unknown pointers may be stored */
  uint32_t fresh_in;   /* ... memory that it allocates, and nowhere else */
  uint32_t stores[32]; /* items stored in each */
  uint64_t bytes[HEAP_PARAMS];
  bool world_result;
  bool fresh;                  /* the result may be memory that it allocates */
  bool quiet;                  /* it does nothing else (and may not return) */
  bool outs;                   /* a model that leaves memory that it allocates
                                  where parameter 0 points, and no more */
  bool only_frees;             /* it does nothing but free parameter 0 */
  struct esc_heap_alloc alloc; /* with QUIET and OUTS */
  struct heap_callback callbacks[HEAP_CALLBACKS];
  uint32_t ncallbacks;
};

struct heap_state
{
  struct esc_module *m;
  struct esc_heap *out;
  struct heap_summary *sums; /* by function */
  bool *recursive;           /* by function */
  bool expose;
  /* By object and function of the module, valid if the epoch is FLOW's.  */
  uint32_t *obj_at, *obj_epoch, *fn_at, *fn_epoch;

  /* The function at hand: */
  uint32_t fn;
  const struct esc_body *b;
  uint32_t epoch;
  struct heap_obj *objs;
  uint32_t nobjs, cap_objs;
  struct heap_set *vals;
  uint32_t nvals, cap_vals;
  uint32_t *site_at; /* by instruction: its object, or 0 */
  uint32_t cap_site_at;
  struct heap_set ret;
  uint32_t mark;
  struct heap_set scratch[HEAP_SCRATCH];
  bool changed, overrun, setjmp;
  bool last; /* pointers that point nowhere yet never will: to the world */
  struct heap_summary *sum; /* being made: what the walk adds to directly */
};

/* ---- heap-set.c ---------------------------------------------------------- */

bool heap_add (struct heap_state *, struct heap_set *, heap_ptr);
/* DST takes in SRC, moved by SHIFT.  */
bool heap_join (struct heap_state *, struct heap_set *dst,
                const struct heap_set *src, int32_t shift);
void heap_set_free (struct heap_set *);
bool heap_set_has (const struct heap_set *, uint32_t obj);
/* Is there nothing in it but pointers to OBJ?  */
bool heap_set_only (const struct heap_set *, uint32_t obj);

void heap_start (struct heap_state *, uint32_t fn);
uint32_t heap_param_obj (uint32_t param);
uint32_t heap_local (struct heap_state *, uint32_t obj);
uint32_t heap_function (struct heap_state *, uint32_t fn);
uint32_t heap_site (struct heap_state *, uint32_t ins);
/* The object of what the memory made at INS leads to (EXPOSE).  */
uint32_t heap_site_inner (struct heap_state *, uint32_t ins);
/* What bytes [lo, lo+size) of OBJ hold (LO HEAP_ANY: any) goes to DST, or, when
   they are read as a NUMBER, is seen.  Types are no excuse: a pointer may have
   been copied to where numbers are read.  */
void heap_read (struct heap_state *, uint32_t obj, int32_t lo, int64_t size,
                bool number, struct heap_set *dst, uint32_t ins);
void heap_write (struct heap_state *, uint32_t obj, int32_t lo, int64_t size,
                 const struct heap_set *src, uint32_t ins);
void heap_copy (struct heap_state *, heap_ptr dst, heap_ptr src, int64_t size,
                uint32_t ins);
/* What the pointers in objects of SET point to is added to OUT.  */
void heap_step (struct heap_state *, const struct heap_set *set,
                struct heap_set *out);
/* The same, and what these lead to, and so on.  */
void heap_reach (struct heap_state *, const struct heap_set *set,
                 struct heap_set *out);
void heap_escape (struct heap_state *, const struct heap_set *,
                  enum esc_heap_why, uint32_t ins);
void heap_seen (struct heap_state *, const struct heap_set *, enum esc_heap_why,
                uint32_t ins);
/* Pointers that nobody knows may be stored in OBJ.  */
void heap_world_in (struct heap_state *, uint32_t obj);
/* Repeat until what escaped objects lead to has escaped.  */
void heap_settle_escapes (struct heap_state *);

/* ---- heap-flow.c --------------------------------------------------------- */

/* The pointers of operand O.  SCRATCH receives those of constants.  */
const struct heap_set *heap_opnd (struct heap_state *, esc_opnd o,
                                  struct heap_set *scratch);
bool heap_is_null (const struct heap_state *, esc_opnd o);
void heap_store_place (struct heap_state *, uint32_t place,
                       const struct heap_set *, uint32_t ins);
/* Solve the function at hand.  */
void heap_solve (struct heap_state *);

/* ---- heap-call.c --------------------------------------------------------- */

void heap_call (struct heap_state *, uint32_t ins);
/* The function called at INS, or ESC_NONE.  */
uint32_t heap_callee (const struct heap_state *, uint32_t ins);
/* The pointers of argument I of the call at INS.  */
const struct heap_set *heap_arg (struct heap_state *, uint32_t ins, uint32_t i,
                                 struct heap_set *scratch);

/* ---- heap-summary.c ------------------------------------------------------ */

/* The summary of the function at hand; true if it differs from the last.  */
bool heap_summarise (struct heap_state *);
/* The items that the objects in SET are, with HEAP_FRESH for sites; *WORLD is
   set if there are others.  */
uint32_t heap_items (const struct heap_state *, const struct heap_set *,
                     bool *world);

/* ---- heap-quiet.c -------------------------------------------------------- */

/* Does the function at hand, of which S says the rest, do nothing but allocate
   or free?  Notes it in S.  */
void heap_judge_quiet (struct heap_state *, struct heap_summary *s);

/* ---- heap-path.c --------------------------------------------------------- */

/* Is the memory of every call of the allocation at INS dead or freed when it
   is made again?  STRICT: dead, freed or not.  */
bool heap_single (struct heap_state *, uint32_t ins, bool strict);
/* Is parameter P freed on every path that returns?  */
bool heap_always_freed (struct heap_state *, uint32_t p);
/* Can control come from instruction A to B without passing VIA?  */
bool heap_leads (const struct heap_state *, uint32_t a, uint32_t b,
                 uint32_t via);
/* By block: can it lead to a return?  To be freed.  */
bool *heap_returning (const struct heap_state *);
/* Value V without moves.  */
uint32_t heap_origin (const struct heap_state *, uint32_t v);

/* ---- heap-graph.c -------------------------------------------------------- */

typedef void heap_use_fn (void *, uint32_t val);
/* Call FN with all values that instruction I uses, but those of a PHI.  */
void heap_each_use (const struct esc_body *, const struct esc_ins *i,
                    heap_use_fn *fn, void *arg);
/* The block of instruction INS.  */
uint32_t heap_block (const struct esc_body *, uint32_t ins);

/* ---- heap-proof.c -------------------------------------------------------- */

/* The verdicts on the sites of the function at hand.  */
void heap_judge (struct heap_state *);
/* Does the call at INS free argument I, and nothing but that?  */
bool heap_plain_free (const struct heap_state *, uint32_t ins, uint32_t i);

#endif
