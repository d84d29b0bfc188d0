/* SPDX-License-Identifier: GPL-3.0-or-later */
/* walk.h - the state of the flow-insensitive walk; shared by its own files.

   Model.  One function at a time, callees first.  What a function touches is
   a set of *memories*: its automatic objects, statics, heap sites, the memory
   that a parameter points to (made on demand, a tree of what loads find), and
   the world.  A *pointer* is (memory, offset).  A *node* is a set of pointers:
   the values of an SSA name, or the content of a slot of a memory.  *Uses*
   hang on nodes and say what happens to each pointer that arrives:

       q = p         COPY  p -> q
       q = *p        LOAD  on p: the slot of each target flows to q
       *p = v        STORE on p: v flows to the slot of each target

   What remains in memory that outlives the function, in its result and in
   unknown calls is its *summary*: flows between *items*, where an item is a
   parameter, what a load from another item gives, a static, fresh memory ...
   A call replays its callee's flows on the caller's nodes.

       reach.c           the driver             reach-call.c     calls
       reach-survey.c    statics                reach-replay.c   their summaries
       reach-graph.c     instructions           reach-summary.c  our own summary
       reach-memory.c    memories and slots     reach-item.c     its items
       reach-copy.c      copies of aggregates   reach-prune.c    its size
       reach-solve.c     propagation            reach-hold.c     what outlives
       reach-end.c       where objects die      reach-report.c   candidates
       reach-scope.c     dead blocks            reach-explain.c  events
       reach-name.c      C expressions          reach-note.c     notes

   Cost: a node holds at most WALK_SET pointers; when more arrive, the
   memories they point to become one.  So the work is linear in the number of
   uses.

   Not modelled: an address cut into pieces smaller than a pointer; that two
   parameters may point to the same memory (an address stored through either
   has already escaped).  */

#ifndef ESC_WALK_H
#define ESC_WALK_H

#include "alloc.h"
#include "reach.h"
#include "walk-pointer.h"

/* Limits; all of them cost exactness, never soundness.  */
#define WALK_SET       32   /* pointers in a node, at first */
#define WALK_WORK      16   /* steps per instruction; then WALK_SET halves */
#define WALK_OFFSETS   4    /* offsets into one memory in a node */
#define WALK_SLOTS     64   /* slots of a memory */
#define WALK_DEPTH     3    /* dereferences of a parameter told apart */
#define WALK_OUTERS    2000 /* memories of callers told apart */
#define WALK_FLOWS     48   /* flows of a summary that is not coarse */
#define WALK_GATHER    160  /* ... before it is pruned */
#define WALK_SIBLINGS  4    /* offsets at which a summary looks at memory */
#define WALK_CALLBACKS 4    /* different callbacks of a summary */
#define WALK_CALLED    16   /* ... and calls of them */
#define WALK_NESTING   3    /* callbacks within callbacks */
#define WALK_SITES     256  /* callbacks resolved in a function */
#define WALK_ROUNDS    8    /* times a recursive function is solved */
#define WALK_FINE      2    /* ... before its summary becomes coarse */
#define WALK_LARGE     32   /* component with coarse summaries at once */

/* ---- memories ------------------------------------------------------------*/

enum walk_mem_kind
{
  WALK_WORLD = 1, /* whatever nobody in view knows; points to itself */
  WALK_AUTO,      /* a: automatic object of this function */
  WALK_STATIC,    /* a: object of static storage, also hidden and strings */
  WALK_HEAP,      /* a: instruction, b: which of its memories */
  WALK_ROOT,      /* a: parameter that points to it, off: where in the
                     parameter the pointer is */
  WALK_CHILD,     /* what the pointer at OFF of memory A points to */
  WALK_CALLRES,   /* a: site; what an unknown callback returned */
  WALK_RESULT,    /* the returned value itself */
  WALK_FUN        /* a: function */
};

/* What all objects that a memory stands for have: some candidate, one that is
   not due to unknown code, as many as an object may have.  */
enum walk_swept
{
  WALK_SWEPT_UNKNOWN = 1,
  WALK_SWEPT_SURE,
  WALK_SWEPT_FULL
};

/* The content of bytes [off, end) of a memory.  */
struct walk_slot
{
  int32_t off, end;
  uint32_t node;
  uint32_t field; /* member that is accessed there, or 0 */
  uint32_t next;
};

/* Slot SLOT of memory MEM, or one of its nodes, is new.  */
struct walk_fresh
{
  uint32_t mem, slot;
};
#define WALK_FRESH_ANY 0xffffffffu
#define WALK_FRESH_ALL 0xfffffffeu

/* Items of the summary being made: walk->grouped[first .. first + n).  */
struct walk_group
{
  uint32_t first, n;
  bool made;
};

/* Bytes [soff, soff+size) of SRC are copied to DST at DOFF.  */
struct walk_rel
{
  uint32_t src, dst;
  int32_t soff, doff;          /* WALK_ANY: somewhere */
  int64_t size;                /* -1: unknown */
  uint32_t ins, flow;          /* as in a use */
  uint32_t next_src, next_dst; /* other relations of SRC and DST */
};

struct walk_mem
{
  uint8_t kind;
  uint8_t depth;
  bool exposed;   /* others may write it */
  bool collapsed; /* one node for everything */
  bool mixed;     /* stands for several memories: offsets mean nothing */
  bool outer;     /* the caller's, or one of what it stands for is */
  bool of_static; /* CHILD: what a static leads to */
  uint32_t a, b;
  int32_t off;
  uint32_t rep;    /* memory that stands for this one */
  uint32_t member; /* next memory that the same one stands for */
  uint32_t last;   /* of that list */
  uint32_t slots, nslots;
  uint32_t joins; /* of slots */
  uint32_t any;   /* node: stored at an unknown offset */
  uint32_t all;   /* node: loaded from an unknown offset */
  uint32_t rel_src, rel_dst;
  uint32_t children, sibling; /* of kind CHILD */
  uint32_t item;              /* 1 + its number in the summary being made */
  uint32_t group;             /* items of what it stands for, or 0 */
  /* reach-report.c: */
  uint8_t held;       /* enum walk_held */
  uint8_t swept;      /* enum walk_swept */
  uint32_t held_by;   /* the public memory or heap site that leads to it */
  uint32_t held_ins;  /* where its address got there, or was handed over */
  uint32_t held_site; /* HANDED: the site, or ESC_NONE */
  uint32_t held_node; /* the element there that leads to it */
  uint32_t held_idx;
  uint32_t cands, ncands; /* the last of its candidates in walk->cands */
};

/* ---- nodes ---------------------------------------------------------------*/

enum walk_node_kind
{
  WALK_N_TEMP,
  WALK_N_VAL,  /* a: SSA value */
  WALK_N_SLOT, /* a: memory, b: offset or WALK_ANY */
  WALK_N_SINK  /* a: site whose callee is handed this */
};

struct walk_elem
{
  walk_ptr ptr;
  uint32_t use;  /* that brought it */
  uint32_t prev; /* index in the node that the use hangs on */
};

struct walk_node
{
  struct walk_elem *elems;
  uint16_t n, cap, done; /* the first DONE have been through the uses */
  uint8_t kind;
  bool queued;
  bool full; /* queued to be made smaller */
  uint32_t rep;
  uint32_t uses, last_use; /* a list */
  uint32_t a;
  int32_t b;
};

/* Uses FIRST to LAST in the list of NODE came with a node that was merged into
   it: they have not met its pointers.  */
struct walk_late
{
  uint32_t node, first, last;
};

enum walk_use_kind
{
  WALK_SEED,   /* the origin of a pointer */
  WALK_COPY,   /* to DST, moved by ADD */
  WALK_LOAD,   /* bytes [lo, hi) of each target to DST */
  WALK_STORE,  /* DST, moved by ADD, to bytes [lo, hi) of each target */
  WALK_CALL,   /* each target is called at site DST */
  WALK_EXPOSE, /* unknown code sees each target */
  WALK_TAINT,  /* unknown code writes each target */
  WALK_SOURCE, /* each target is the source of aggregate copy DST */
  WALK_TARGET  /* ... its destination */
};

struct walk_use
{
  uint8_t kind;
  uint8_t set, clear; /* WALK_UNSURE, WALK_NUMBER */
  uint32_t on;        /* node */
  uint32_t dst;
  int32_t lo, hi, add;
  uint32_t field;
  uint32_t ins;  /* of the body */
  uint32_t flow; /* of a callee that this replays, or ESC_NONE */
  uint32_t next;
};

/* An aggregate copy between what two nodes point to.  */
struct walk_blit
{
  uint32_t src, dst; /* nodes */
  int32_t soff, doff;
  int64_t size;
  uint32_t ins, flow; /* as in a use */
};

/* A call, or a callback made by a callee of it.  */
struct walk_site
{
  uint32_t ins;
  uint32_t call;        /* in body->calls, or ESC_NONE: a callback */
  uint32_t args, nargs; /* callback: nodes, in walk->argv */
  uint32_t result;      /* node of the value returned, or 0 */
  uint32_t sink;        /* node: handed to unknown code, or 0 */
  uint32_t kept;        /* node: kept, for all that the budget tells, or 0 */
  uint32_t callres;     /* memory, or 0 */
  uint32_t target;      /* function called, if one is known, or ESC_NONE */
  uint32_t cond;        /* 1 + its number among callbacks, or 0 */
  uint8_t depth;
  bool unknown; /* unknown code may be called */
};

/* A callback through what a parameter leads to.  */
struct walk_cond
{
  uint32_t site;
  walk_ptr callee;
};

/* ---- summaries -----------------------------------------------------------*/

enum walk_item_kind
{
  WALK_I_ROOT,    /* the pointer at byte OFF of argument A */
  WALK_I_CHILD,   /* what a load at OFF through item A gives */
  WALK_I_SELF,    /* the same, any number of times */
  WALK_I_STATIC,  /* &object A */
  WALK_I_CONTENT, /* the pointer at OFF of object A */
  WALK_I_HEAP,    /* fresh memory number A */
  WALK_I_WORLD,
  WALK_I_FUN,     /* &function A */
  WALK_I_CALLRES, /* what callback A returns */
  /* Only destinations: */
  WALK_I_RESULT,
  WALK_I_SINK,    /* unknown code */
  WALK_I_CALLARG, /* argument OFF of callback A */
  WALK_I_CALLEE   /* callback A calls it */
};

struct walk_item
{
  uint8_t kind;
  uint32_t a;
  int32_t off;
};

/* Bytes [lo, hi) of what DST points to receive SRC, moved by ADD.  BLIT: HI
   bytes (-1: unknown) of what SRC points to, from ADD, are copied to LO.  */
struct walk_flow
{
  uint32_t items;    /* where those of the summary begin */
  uint32_t dst, src; /* items of the same summary */
  int32_t lo, hi, add;
  uint8_t flags;
  bool blit;
  uint32_t field;
  uint32_t fn, ins; /* where it happens */
  uint32_t via;     /* the flow of FN's callee that INS replays, or NONE */
};

/* Do A and B move the same?  Where they happen does not matter.  */
static inline bool
walk_flow_same (const struct walk_flow *a, const struct walk_flow *b)
{
  return a->dst == b->dst && a->src == b->src && a->lo == b->lo
         && a->add == b->add && a->flags == b->flags && a->blit == b->blit
         && (!a->blit || a->hi == b->hi);
}

struct walk_summary
{
  uint32_t items, nitems; /* in walk->items */
  uint32_t flows, nflows; /* in walk->flows */
  uint32_t nconds;
  uint64_t hash;
  bool solved;
  bool coarse; /* all that a parameter leads to is one */
  bool top;    /* too large: everything flows everywhere */
  bool dirty;  /* a callee of the same component has changed */
  uint8_t rounds;
  uint32_t comp;
  uint32_t callers; /* of the same component: list of walk->deps */
};

struct walk_dep
{
  uint32_t fn, next;
};

/* What the module says of a static object, once.  */
struct walk_static
{
  bool taken;               /* its address is a value somewhere */
  bool written;             /* otherwise than by constants */
  uint32_t consts, nconsts; /* range in walk->consts */
  uint32_t mem;             /* memory in the function at hand, valid if */
  uint32_t epoch;           /* ... this is walk->epoch */
};

/* An address that offset OFF of static object HOLDER has from the start, or
   that a store of a constant puts there.  */
struct walk_const
{
  uint32_t holder;
  int32_t off;
  uint32_t fun, obj; /* one of them: ESC_NONE, 0 for not */
  int64_t add;
};

/* Where the candidates' rule comes from; from best to worst.  */
enum walk_held
{
  WALK_FREE,
  WALK_HELD,  /* something that outlives the function holds it */
  WALK_HANDED /* unknown code was handed it */
};

/* A place that outlives the function, or unknown code.  */
struct walk_holder
{
  uint32_t mem; /* public memory, the result or a held heap site; else 0 */
  int32_t off;  /* there, or WALK_ANY */
  uint32_t field;
  uint32_t site; /* unknown code at this site, or ESC_NONE */
  bool sure;     /* not only unknown code */
};

/* A candidate of the function at hand.  */
struct walk_cand
{
  struct esc_candidate c;
  struct walk_holder holder;
  uint32_t node, idx; /* the element, or node 0 */
  bool reached;       /* the holder leads to what holds it */
  bool outdone;       /* only unknown code, and there is a better one */
  uint32_t end;       /* rule SCOPE: where the object dies */
  uint32_t next;      /* of the same object */
};

/* ---- the state -----------------------------------------------------------*/

#define WALK_ARRAY(TYPE, NAME)                                                 \
  TYPE *NAME;                                                                  \
  uint32_t n##NAME, cap_##NAME

struct esc_walk
{
  struct esc_module *m;
  const struct esc_options *opt;
  struct esc_reach *out;
  unsigned ptr_size;
  bool to_ptr; /* somewhere an integer becomes a pointer */

  /* For the module: */
  struct walk_summary *sums; /* by function */
  bool *may_longjmp;         /* by function */
  struct walk_static *objs;  /* by object */
  WALK_ARRAY (struct walk_const, consts);
  WALK_ARRAY (struct walk_item, items);
  WALK_ARRAY (struct walk_flow, flows);
  WALK_ARRAY (struct walk_dep, deps);

  /* For the function at hand, emptied by esc_walk_reset: */
  uint32_t fn;
  const struct esc_body *b;
  uint32_t epoch;
  uint32_t *val_node, *val_epoch, cap_val_node, cap_val_epoch;
  uint32_t *heap_first, *heap_epoch, cap_heap_first, cap_heap_epoch;
  uint32_t *fun_mem, *fun_epoch; /* by function */
  uint32_t limit;                /* of pointers in a node */
  uint64_t work, budget;         /* pointers moved */
  bool overrun;                  /* the function is too much: all may escape */
  uint32_t world, result;        /* memories */
  uint32_t nouters;
  uint32_t ncallbacks;   /* sites of callees' callbacks */
  uint32_t ncalled_back; /* sites where a parameter is called */
  WALK_ARRAY (struct walk_mem, mems);
  WALK_ARRAY (struct walk_slot, slots);
  WALK_ARRAY (struct walk_rel, rels);
  WALK_ARRAY (struct walk_node, nodes);
  WALK_ARRAY (struct walk_use, uses);
  WALK_ARRAY (struct walk_blit, blits);
  WALK_ARRAY (struct walk_site, sites);
  WALK_ARRAY (struct walk_cond, conds);
  WALK_ARRAY (uint32_t, argv);
  WALK_ARRAY (uint32_t, queue);   /* nodes */
  WALK_ARRAY (uint32_t, exposes); /* memories */
  WALK_ARRAY (uint32_t, full);    /* nodes that hold WALK_SET pointers */
  WALK_ARRAY (struct walk_fresh, fresh);
  WALK_ARRAY (struct walk_late, late);
  WALK_ARRAY (struct walk_cand, cands);
  WALK_ARRAY (struct walk_group, groups);
  WALK_ARRAY (uint32_t, grouped); /* items */
  uint32_t queue_head;

  /* Copies that have been hung: a hash table, emptied by the epoch.  */
  struct walk_edge
  {
    uint32_t from, to, epoch;
    int32_t add;
    uint8_t set;
  } * edges;
  uint32_t nedges, edge_mask;

  /* Bump memory of the function's sets.  */
  char **chunks;
  uint32_t nchunks, cap_chunks, chunk;
  size_t chunk_used;
};

/* The instruction of what is there when the function begins.  */
#define WALK_ENTRY ESC_NONE

/* Room for one more in walk array NAME; its index.  */
#define WALK_PUSH(W, NAME)                                                     \
  (ESC_GROW ((W)->NAME, (W)->cap_##NAME, (W)->n##NAME + 1), (W)->n##NAME++)

/* ---- reach-solve.c -------------------------------------------------------*/

uint32_t esc_walk_node (struct esc_walk *, enum walk_node_kind, uint32_t a,
                        int32_t b);
uint32_t esc_walk_node_rep (struct esc_walk *, uint32_t node);
/* One node for both.  */
void esc_walk_node_merge (struct esc_walk *, uint32_t into, uint32_t node);
/* A new use without a place to hang; its index.  */
uint32_t esc_walk_use (struct esc_walk *, enum walk_use_kind, uint32_t dst,
                       uint32_t ins);
/* Hang use U on NODE.  */
void esc_walk_hang (struct esc_walk *, uint32_t node, uint32_t u);
void esc_walk_copy (struct esc_walk *, uint32_t from, uint32_t to,
                    uint32_t ins);
/* PTR arrives in NODE for no other reason than instruction INS.  */
void esc_walk_seed (struct esc_walk *, uint32_t node, walk_ptr ptr,
                    uint32_t ins);
/* Make nodes that are full smaller.  */
void esc_walk_relieve (struct esc_walk *);
void esc_walk_run (struct esc_walk *);
/* Has the function used more memory than any sane one does?  Then it is given
   up.  */
bool esc_walk_overrun (struct esc_walk *);

/* ---- reach-memory.c ------------------------------------------------------*/

void esc_walk_reset (struct esc_walk *);
void *esc_walk_bump (struct esc_walk *, size_t);
uint32_t esc_walk_mem (struct esc_walk *, enum walk_mem_kind, uint32_t a,
                       uint32_t b);
uint32_t esc_walk_mem_rep (struct esc_walk *, uint32_t mem);
uint32_t esc_walk_obj_mem (struct esc_walk *, uint32_t obj);
uint32_t esc_walk_fun_mem (struct esc_walk *, uint32_t fn);
uint32_t esc_walk_root_mem (struct esc_walk *, uint32_t param, int32_t off);
uint32_t esc_walk_heap_mem (struct esc_walk *, uint32_t ins, uint32_t key);
/* The node of bytes [lo, hi) of MEM, to store to or to load from.  LO may be
   WALK_ANY.  */
uint32_t esc_walk_store_node (struct esc_walk *, uint32_t mem, int32_t lo,
                              int32_t hi, uint32_t field);
uint32_t esc_walk_load_node (struct esc_walk *, uint32_t mem, int32_t lo,
                             int32_t hi, uint32_t field);
/* Memories A and B become one.  */
void esc_walk_mem_merge (struct esc_walk *, uint32_t a, uint32_t b);
/* Unknown code may write MEM.  */
void esc_walk_taint (struct esc_walk *, uint32_t mem);

/* ---- reach-copy.c --------------------------------------------------------*/

/* Bytes of one memory are copied to another.  */
void esc_walk_relate (struct esc_walk *, const struct walk_rel *);
/* Connect slots that have been made since the last call.  */
void esc_walk_connect (struct esc_walk *);

/* ---- reach-graph.c -------------------------------------------------------*/

void esc_walk_build (struct esc_walk *);
uint32_t esc_walk_val_node (struct esc_walk *, uint32_t val);
/* A node with the values of operand O, or 0 if it carries no address.  */
uint32_t esc_walk_opnd_node (struct esc_walk *, esc_opnd o, uint32_t ins);
/* O flows to NODE.  */
void esc_walk_flow_to (struct esc_walk *, esc_opnd o, uint32_t node,
                       uint32_t ins);
/* A node with what bytes [off, off+size) of place P hold; size -1: to its
   end.  */
uint32_t esc_walk_place_node (struct esc_walk *, uint32_t place, int32_t off,
                              int64_t size, uint32_t ins);
/* Hang up *BLIT, whose nodes are known.  */
void esc_walk_blit (struct esc_walk *, const struct walk_blit *);
/* A node with the address of place PLACE, or 0; *OFF is set to what must be
   added to it.  */
uint32_t esc_walk_address (struct esc_walk *, uint32_t place, int32_t *off,
                           uint32_t ins);
/* Node SRC is stored at byte OFF of place P, with LIKE's ins, flow, add and
   marks.  */
void esc_walk_store_place (struct esc_walk *, uint32_t place, int32_t off,
                           uint32_t src, const struct walk_use *like);

/* ---- reach-call.c --------------------------------------------------------*/

void esc_walk_call (struct esc_walk *, uint32_t ins);
/* Pointer P may be what is called at SITE.  */
void esc_walk_call_target (struct esc_walk *, uint32_t site, walk_ptr p);
/* The function that FN is another name of.  */
uint32_t esc_walk_alias (const struct esc_module *, uint32_t fn);

/* ---- reach-summary.c -----------------------------------------------------*/

/* Make the summary of the function at hand.  True if it has changed.  */
bool esc_walk_summarise (struct esc_walk *);

/* ---- reach-prune.c -------------------------------------------------------*/

/* Drop what follows from the rest of the summary that begins at ITEMS and
   FLOWS and is the last.  */
void esc_walk_prune (struct esc_walk *, uint32_t items, uint32_t flows,
                     bool coarse);

/* ---- reach-survey.c ------------------------------------------------------*/

void esc_walk_survey (struct esc_walk *);
/* Is all that object OBJ ever holds in its constants?  */
bool esc_walk_closed (const struct esc_walk *, uint32_t obj);

/* ---- reach-hold.c --------------------------------------------------------*/

/* Call VISIT with every element of every node of such a place, but not with
   what was there from the start.  */
void esc_walk_each_held (struct esc_walk *,
                         void (*visit) (struct esc_walk *, void *arg,
                                        const struct walk_holder *,
                                        uint32_t node, uint32_t idx),
                         void *arg);
/* Can others see what MEM holds while the function runs?  */
bool esc_walk_public (const struct walk_mem *);
/* Is P only a number that nothing in the module turns back?  */
bool esc_walk_mere_number (const struct esc_walk *, walk_ptr p);
/* Mark the memories that such places lead to.  */
void esc_walk_hold (struct esc_walk *);

/* ---- reach-report.c and its helpers --------------------------------------*/

void esc_walk_report (struct esc_walk *);
void esc_walk_scope (struct esc_walk *);
/* Add candidate *C unless there is one as good.  */
void esc_walk_add_cand (struct esc_walk *, const struct walk_cand *c);
/* Append to the events how C's address comes to where it is; how many.  */
uint32_t esc_walk_explain (struct esc_walk *, const struct walk_cand *c);
/* The same for summary flow F of the function at hand.  */
uint32_t esc_walk_explain_flow (struct esc_walk *, uint32_t f);
void esc_walk_notes (struct esc_walk *);
/* Sort notes by position and drop repetitions.  */
void esc_walk_sort_notes (const struct esc_module *, struct esc_reach *);
/* The C expression for offset OFF of memory MEM: "head", "p->next".  */
esc_str esc_walk_name (struct esc_walk *, uint32_t mem, int32_t off,
                       uint32_t field);
/* The same for value VAL of the body, and for place PLACE.  */
esc_str esc_walk_val_name (struct esc_walk *, uint32_t val);
esc_str esc_walk_place_name (struct esc_walk *, uint32_t place);
/* The name of the function that instruction INS calls; may be empty.  */
esc_str esc_walk_callee_name (const struct esc_walk *, uint32_t ins);

#endif
