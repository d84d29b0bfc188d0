/* SPDX-License-Identifier: GPL-3.0-or-later */
/* search.h - the state of the path search; shared by its own files only.

   The search executes one function at a time on symbolic values, path after
   path, depth first.  There is one mutable state and a trail of what to put
   back: taking a branch costs nothing, going back costs what was changed.

       memory.c   slots, regions, copies          assume.c  what a branch tells
       exec.c     instructions, choices           apply.c   calls
       demand.c   who is searched when
       outcome.c  a path's end as a summary       leave.c   ... as findings
       range.c, slots.c, block.c, exec-memory.c, merge.c, sibling.c, holder.c,
       excuse.c, finding.c, unlink.c, poll.c, counter.c, initial.c,
       apply-write.c, translate.c, asked.c: parts of these; shape.c, state.c,
       term.c: what they stand on

   What the search explores is feasible as far as it can see; what it gives up
   (budgets, loops, outcomes beyond a summary's limit) costs findings, never
   truth.  */

#ifndef ESC_SEARCH_H
#define ESC_SEARCH_H

#include "index.h"
#include "memory.h"
#include "passed.h"
#include "reach.h"
#include "sieve.h"
#include "verdict.h"

/* ---- trail ---------------------------------------------------------------*/

enum esc_undo
{
  ESC_U_SLOT,
  ESC_U_REGION,
  ESC_U_VAL,
  ESC_U_RANGE,
  ESC_U_COUNT,
  ESC_U_INST,
  ESC_U_CONSTRAINED
};

struct esc_trail
{
  uint32_t what, index;
  union
  {
    struct
    {
      struct esc_cell cell;
      uint32_t field;
      bool set;
      uint8_t type;
    } slot;
    struct
    {
      uint32_t ranges, epoch, stirred;
      uint16_t doubt_all;
      uint8_t deflt;
      bool dead, exposed;
    } region;
    struct esc_cell val;
    struct
    {
      struct esc_range r;
      bool known;
    } range;
    uint32_t count;
  } old;
};

/* ---- summaries -------------------------------------------------------------
   The ends of a callee's paths, in terms of its entry state.  */

struct esc_cond
{
  esc_term t; /* of the summary */
  struct esc_range r;
};

struct esc_write
{
  struct esc_slot_key key; /* terms of the summary */
  struct esc_cell cell;    /* trace: first event in summary->events + 1 */
  esc_term by;             /* in doubt by a store in this region, or 0 */
  uint32_t nevents;
  uint32_t field;
  uint8_t type;
};

enum esc_effect_kind
{
  ESC_E_FILL,  /* len bytes at val are the byte src */
  ESC_E_COPY,  /* len bytes at val are those at src */
  ESC_E_HAVOC, /* unknown code may have written the region */
  ESC_E_FREED,
  ESC_E_HANDED, /* val was handed to unknown code */
  ESC_E_DOUBT   /* everything in the region is in doubt */
};

struct esc_effect
{
  uint8_t kind;
  uint16_t doubt;
  esc_term region;
  struct esc_sv val, src;
  struct esc_sv len; /* base 1: unknown */
};

enum esc_end
{
  ESC_END_RETURN,
  ESC_END_LONGJMP
};

/* The region of ESC_T_DEAD with this number is the aggregate result.  */
#define ESC_RESULT_REGION 0xffffffffu

struct esc_outcome
{
  uint8_t end; /* enum esc_end */
  bool shaky;  /* see esc_search */
  struct esc_cell ret;
  uint32_t ret_nevents;
  uint32_t conds, nconds; /* ranges in the summary's arrays */
  uint32_t writes, nwrites;
  uint32_t effects, neffects;
  uint32_t hash; /* of all but the conditions */
};

struct esc_summary
{
  struct esc_tnode *terms; /* [0, nterms), operands before users */
  struct esc_cond *conds;
  struct esc_write *writes;
  struct esc_effect *effects;
  struct esc_outcome *outcomes;
  struct esc_event *events;
  uint32_t nterms, nconds, nwrites, neffects, noutcomes, nevents;
  uint32_t cap[6];
  uint32_t calls_param; /* bit i: it calls parameter i, or what a table that
                           parameter i points to holds */
  uint32_t looks_for;   /* bit i: parameter i is compared with memory */
  uint32_t looks_into;  /* bit i: ... with its own memory: is the list empty? */
  bool stirs;           /* on some path unknown code runs */
  bool opaque;          /* ... of the program's own, whose body was left out */
  uint32_t counts_to;   /* bit i: a loop that was left early compares with
                           parameter i */
  bool complete;        /* every path is among the outcomes */
};

/* ---- the search ----------------------------------------------------------*/

/* How an address got where it is: a list from the newest step back.  */
struct esc_trace
{
  uint32_t prev;
  uint32_t root_ins; /* instruction of this function that made the step */
  struct esc_event ev;
};

/* A path to come back to: undo to the marks, then execute INS as alternative
   ALT.  */
struct esc_choice
{
  uint32_t blk, ins, prev_blk, alt;
  uint32_t trail, traces, handed, blocks;
  bool shaky;
};

/* A parameter whose value at a call is known: a function, a constant table of
   functions, or the number that bounds a loop.  */
struct esc_binding
{
  uint32_t param;
  uint32_t fun; /* or ESC_NONE */
  uint32_t obj; /* or 0: the number, if FUN is none */
  int64_t num;
};

enum
{
  ESC_MAX_BINDINGS = 4,
  ESC_ROUNDS = 4,         /* of a loop whose bound is not known, on one path */
  ESC_COUNTED_ROUNDS = 20 /* while a counter is known */
};

/* A callee's summary for N known callbacks and bounds; 0: for any.  */
struct esc_special
{
  uint32_t fn, n;
  struct esc_binding bind[ESC_MAX_BINDINGS];
  struct esc_summary *summary;
};

/* Steps left for some searches still to come.  */
struct esc_pool
{
  uint64_t steps, searches;
};

/* Whole-module knowledge, made once.  */
struct esc_world
{
  struct esc_module *m;
  const struct esc_options *opts;
  const struct esc_sieve *sieve;
  struct esc_pool pool[2];       /* of functions that are only called; others */
  const struct esc_reach *reach; /* may be NULL */
  struct esc_report *report;
  struct esc_summary **summary; /* by function; NULL: not known */
  struct esc_special *specials;
  uint32_t nspecials, cap_specials;
  const struct esc_order *order;
  uint32_t *component;       /* by function: in the order */
  uint8_t *searched;         /* by function: how many times */
  bool *pending;             /* by function: it is being searched */
  uint8_t *obj_flags;        /* ESC_OF_* by object */
  struct esc_index findings; /* see finding.c: 1 + index in the report */
  uint64_t *stack_size;      /* by object: the most that a path allocates */
  struct esc_passed passed;  /* for functions that esc_stack_asks */
  uint8_t *field_flags;      /* ESC_FF_* by member */
  bool loose_to_ptr;         /* so does a number behind some plain pointer */
  bool uses_found;           /* esc_world_find_uses was here */
};

struct esc_block_info
{
  uint32_t rpo;
  uint32_t npreds;
  uint32_t live, nlive; /* range in search->live: values that two paths can
                           bring different to this join and that are used */
  bool header;          /* a back edge enters it */
  bool reached;
};

struct esc_search
{
  struct esc_world *w;
  struct esc_module *m;
  uint32_t fn;
  struct esc_body *b;
  struct esc_terms ts;

  /* Static facts of the body.  */
  struct esc_block_info *bi;
  uint32_t *live;
  uint32_t nlive, cap_live;
  uint32_t cap_bi;

  /* State.  */
  struct esc_cell *vals;      /* by SSA value */
  uint32_t *inst;             /* by object: current instance; see inst_of */
  struct esc_slot *slots;     /* 0 unused */
  struct esc_region *regions; /* by term */
  struct esc_range *range;    /* by term */
  bool *range_known;
  uint32_t *tested; /* by term: highest rpo of a branch on it + 1 */
  uint64_t *asked;  /* sums of ranges: asked.c */
  uint64_t asked_total;
  esc_term *constrained;           /* terms with a range, oldest first */
  struct esc_range_default *rdefs; /* 0 unused */
  struct esc_sv *handed;           /* values given to unknown code */
  struct esc_effect *blocks;       /* fills and copies of this path, in order */
  uint32_t *count;                 /* by block: times on this path */
  struct esc_trace *traces;        /* 0 unused */
  struct esc_trail *trail;
  struct esc_choice *choices;
  esc_term *pregions;     /* regions that ever held a pointer we follow */
  esc_term *loose;        /* those of them that are neither objects nor heap */
  esc_term *older;        /* those of them that may be from before the entry */
  struct esc_hold *holds; /* 0 unused */
  uint32_t nslots, nconstrained, nrdefs, nhanded, nblocks, ntraces, ntrail,
      nchoices, npregions, nloose, nolder, nholds;
  uint32_t cap_terms; /* the least capacity of the arrays by term */
  uint32_t cap_vals, cap_inst, cap_slots, cap_regions, cap_range,
      cap_range_known, cap_tested, cap_constrained, cap_rdefs, cap_handed,
      cap_blocks, cap_count, cap_traces, cap_trail, cap_choices, cap_pregions,
      cap_loose, cap_older, cap_holds;
  uint32_t *slot_bucket;
  uint32_t nslot_buckets;
  uint32_t havocs;   /* serial number of the last havoc */
  uint64_t mem_hash; /* of everything set; kept up by store and undo */
  esc_term doubters[ESC_BY_ANY]; /* regions; 0 unused */
  uint8_t ndoubters;

  /* Where the current path is.  */
  uint32_t blk, ins, prev_blk;
  uint32_t alt;                  /* of instruction INS, see esc_exec */
  uint32_t serial;               /* of stack allocations */
  uint32_t place_from, place_to; /* leave.c: at instructions FROM to TO - 1 */
  esc_loc place;                 /* control is here */
  uint32_t *allocated;           /* by serial: the object */
  uint32_t cap_allocated;

  /* Bookkeeping.  */
  uint64_t *seen; /* hash set of states at joins */
  uint32_t nseen, cap_seen;
  bool *undecided; /* by block: its last branch was on something unknown */
  uint32_t cap_undecided;
  uint64_t *entered; /* by block: the state in which it was entered last */
  uint32_t cap_entered;
  uint32_t *visits; /* by block: entries with a new state, all paths */
  uint32_t cap_visits, cap_asked;
  uint64_t steps, budget;
  bool incomplete;
  bool shaky;       /* on this path a loop's counter was made unknown early */
  bool only_called; /* it leaves nothing itself: its summary is all */
  bool cut; /* a loop was left early: values may grow beyond what was seen */
  struct esc_special known;  /* of the parameters */
  struct esc_special wanted; /* what it waits for */
  uint32_t component;        /* the last whose functions it may search */
  unsigned round;            /* of that, if it is recursive: 1 or 2 */
  unsigned depth;            /* of known callbacks in known callbacks */
  struct esc_summary *out;   /* being made */
  struct esc_cell *cell;     /* apply.c: by term of the callee's summary */
  bool *translated;          /* ... is its cell known? */
  uint32_t cap_cell, cap_translated;
  uint32_t *export; /* by term: id in the summary, or 0 */
  uint32_t cap_export;
  uint32_t stamp;
};

/* search.c */
void esc_search_init (struct esc_search *, struct esc_world *);
void esc_search_free (struct esc_search *);
/* Execute WHAT: begin, go on until that is true (else it waits for the summary
   of s->wanted), end.  Findings go to the report, the summary is returned.  */
void esc_search_begin (struct esc_search *, const struct esc_special *what);
bool esc_search_go (struct esc_search *);
struct esc_summary *esc_search_end (struct esc_search *);

/* demand.c: search the functions in WANT, and what their paths call.  */
void esc_search_all (struct esc_world *, const bool *want);
/* The summary of FN at the call being executed, NULL if nothing is known of
   it.  False: it is s->wanted, and the path has to wait for it.  */
bool esc_demand (struct esc_search *, uint32_t fn, const struct esc_call *,
                 const struct esc_summary **);
/* Is FN in the component that is being searched?  */
bool esc_recurs (const struct esc_search *, uint32_t fn);

/* state.c: the trail */
void esc_undo_to (struct esc_search *, uint32_t mark);
void esc_save_slot (struct esc_search *, uint32_t slot);
void esc_save_region (struct esc_search *, esc_term region);
void esc_set_val (struct esc_search *, uint32_t val, struct esc_cell);
void esc_set_count (struct esc_search *, uint32_t blk, uint32_t n);
void esc_set_instance (struct esc_search *, uint32_t obj, uint32_t n);
void esc_set_range (struct esc_search *, esc_term, const struct esc_range *);
uint64_t esc_slot_bits (const struct esc_search *, uint32_t slot);
uint64_t esc_region_bits (const struct esc_search *, esc_term region);
void esc_state_prepare (struct esc_search *);
void esc_state_clear (struct esc_search *);
bool esc_state_seen (struct esc_search *, uint64_t state);
/* Make per-term arrays as long as the term table.  */
void esc_search_grow (struct esc_search *);
/* Hash H with V.  */
static inline uint64_t
esc_mix (uint64_t h, uint64_t v)
{
  h ^= v + 0x9e3779b97f4a7c15u + (h << 6) + (h >> 2);
  return h * 0xff51afd7ed558ccdu;
}

static inline void
esc_search_sync (struct esc_search *s)
{
  if (s->ts.n > s->cap_terms)
    esc_search_grow (s);
}
uint32_t esc_trace_add (struct esc_search *, uint32_t prev, enum esc_why,
                        esc_loc, uint32_t ins, uint32_t obj, esc_str name,
                        int64_t n);

/* Is V an address whose way is kept: of an object that dies, of heap memory,
   or a parameter, which may be either for the caller?  */
bool esc_followed (struct esc_search *, struct esc_sv v);

/* memory.c.  An address is a value; the region is what its base points to.  */
struct esc_slot_key esc_mem_key (struct esc_search *, struct esc_sv addr,
                                 int64_t size);
/* The same for access PL, with what its index can reach.  */
struct esc_slot_key esc_mem_key_at (struct esc_search *, struct esc_sv addr,
                                    const struct esc_place *pl);
struct esc_cell esc_mem_load (struct esc_search *, struct esc_sv addr,
                              const struct esc_place *);
void esc_mem_store (struct esc_search *, struct esc_slot_key,
                    const struct esc_place *, struct esc_cell);
/* Does SL hold a function, or a parameter that is one?  */
bool esc_is_callback (const struct esc_search *, const struct esc_slot *sl);
/* LEN bytes at ADDR become BYTE each (base 1: anything); LEN bytes at DST
   become those at SRC.  LEN with base 1: some bytes.  */
void esc_mem_fill (struct esc_search *, struct esc_sv addr, struct esc_sv len,
                   struct esc_sv byte);
void esc_mem_copy (struct esc_search *, struct esc_sv dst, struct esc_sv src,
                   struct esc_sv len, esc_loc loc, uint32_t ins);
/* The newest fill or copy that shares bytes with K, or 0.  */
uint32_t esc_range_at (struct esc_search *, const struct esc_slot_key *k);
void esc_mem_havoc (struct esc_search *, esc_term region);
/* The life of REGION ends; what it held is gone.  */
void esc_mem_kill (struct esc_search *, esc_term region);
void esc_mem_doubt (struct esc_search *, struct esc_slot_key, unsigned doubt);
/* What REGION holds now may be gone; a caller hears of it too.  */
void esc_mem_doubt_all (struct esc_search *, esc_term region, unsigned doubt);
/* Slots that an access to member FIELD (or 0) at KEY may touch without being
   it, and that hold an address we follow; at most MAX.  */
unsigned esc_mem_overlaps (struct esc_search *, struct esc_slot_key,
                           uint32_t field, uint32_t *slots, unsigned max);
/* The number of REGION, where a store was made, in cells in doubt by it.  */
uint8_t esc_doubter (struct esc_search *, esc_term region);
uint32_t esc_mem_find (struct esc_search *, const struct esc_slot_key *);
/* There are no slots any more.  */
void esc_slots_forget (struct esc_search *);
/* Unknown code may change the numbers, not the pointers, in REGION.  */
void esc_mem_stir (struct esc_search *, esc_term region);

/* range.c */
struct esc_range esc_whole_range (const struct esc_tnode *t);
struct esc_range esc_range_of (struct esc_search *, esc_term);
/* What is known of T decides something here: paths that differ in it are
   different until here (asked.c).  */
void esc_note_test (struct esc_search *, esc_term t);

/* asked.c: the range of term T becomes R, or is not known any more.  */
void esc_asked_set (struct esc_search *, esc_term t, const struct esc_range *r,
                    bool known);
/* The ranges of terms that blocks after RPO ask for, as one number.  */
uint64_t esc_asked_after (const struct esc_search *, uint32_t rpo);

/* assume.c */
struct esc_sv esc_resolve (struct esc_search *, struct esc_sv);
/* 1 true, 0 false, -1 not known.  */
int esc_decide (struct esc_search *, enum esc_cmp, struct esc_sv, struct esc_sv,
                bool is_unsigned);
/* Go on under the condition that X OP Y is TRUTH; false if it cannot be.  */
bool esc_assume (struct esc_search *, enum esc_cmp, struct esc_sv,
                 struct esc_sv, bool is_unsigned, bool truth);
bool esc_assume_range (struct esc_search *, esc_term, const struct esc_range *);
struct esc_sv esc_compare (struct esc_search *, enum esc_cmp, struct esc_sv,
                           struct esc_sv, bool is_unsigned);

/* exec.c */
struct esc_cell esc_eval (struct esc_search *, esc_opnd);
struct esc_sv esc_eval_place (struct esc_search *, const struct esc_place *);
/* Is V the address of something that dies with this function or block?  */
bool esc_mortal (struct esc_search *, struct esc_sv v);
bool esc_mortal_term (struct esc_search *, esc_term t);
void esc_note_use (struct esc_search *, struct esc_cell, uint32_t ins);
/* Execute the instruction at s->ins, as alternative ALT of those that it
   offers (0 first).  What comes next is in the result.  */
enum esc_step
{
  ESC_STEP_ON,   /* the next instruction */
  ESC_STEP_JUMP, /* s->blk was entered anew */
  ESC_STEP_WAIT, /* the same again, when there is the summary s->wanted */
  ESC_STEP_END   /* the path ends here */
};
enum esc_step esc_exec (struct esc_search *, uint32_t alt);
/* Leave an alternative to be tried: instruction INS with ALT.  */
void esc_later (struct esc_search *, uint32_t alt);
/* Go from the current block to BLK; false: nothing new there.  */
bool esc_enter (struct esc_search *, uint32_t blk);
/* The values that instruction INS of B uses, at most MAX (PHIs: none).  */
unsigned esc_ins_uses (const struct esc_body *b, const struct esc_ins *in,
                       uint32_t *vals, unsigned max);
/* shape.c: fill bi and live for the body.  */
void esc_shape_make (struct esc_search *);
/* A fresh unknown for the instruction being executed, number K of it.  */
struct esc_sv esc_fresh_here (struct esc_search *, unsigned k, unsigned width,
                              unsigned flags);

/* initial.c: what a static object holds at K, read as PL, if it is what it was
   initialised with.  */
bool esc_initial (struct esc_search *, const struct esc_slot_key *,
                  const struct esc_place *pl, struct esc_sv *v);
/* The functions in such a table that element T of it may be, at most MAX; 0 if
   that is not known.  */
unsigned esc_table_targets (struct esc_search *, esc_term t, uint32_t *fns,
                            unsigned max);

/* counter.c: the path comes to loop head BLK again.  Has a number in memory of
   this frame moved on since it was there last?  Such numbers become unknown,
   in the direction in which they moved.  */
bool esc_counts_in_memory (struct esc_search *, uint32_t blk);
void esc_widen_memory (struct esc_search *, uint32_t blk);

/* poll.c: the path has come round the loop of block HEADER and nothing has
   changed; leave the loop if it waits for somebody else.  */
bool esc_leave_polling (struct esc_search *, uint32_t header);

/* call.c */
enum esc_step esc_exec_call (struct esc_search *, uint32_t alt);
void esc_doubt_followed (struct esc_search *, unsigned doubt);

/* apply.c: outcome N of FN's summary at the call being executed.  */
enum esc_step esc_apply (struct esc_search *, uint32_t fn,
                         const struct esc_summary *, uint32_t n);
/* V is handed to unknown code, which may write and keep what it reaches.  */
void esc_hand_over (struct esc_search *, struct esc_sv v, bool writes);
/* Unknown code runs: it may change the numbers in every object whose address
   is where it can get at it.  */
void esc_stir_exposed (struct esc_search *);
/* Code of the program's own runs that nobody can see: it may take back
   whatever is anywhere.  */
void esc_doubt_everything (struct esc_search *);

/* outcome.c */
void esc_outcome_record (struct esc_search *, enum esc_end, uint32_t ins);
/* Give back unused memory.  */
void esc_summary_finish (struct esc_summary *);
/* Is there no room for another outcome?  */
bool esc_summary_full (const struct esc_summary *);
void esc_summary_free (struct esc_summary *);

/* leave.c */
void esc_leave (struct esc_search *, uint32_t ins, unsigned doubt);
/* OBJECT's block ends at INS: nothing that outlives it may hold it.  */
void esc_leave_block (struct esc_search *, esc_term object, uint32_t ins);
void esc_scope_used (struct esc_search *, esc_term obj, uint32_t trace,
                     uint32_t ins);

/* excuse.c: is SL an element that was popped off a stack?  */
bool esc_popped (struct esc_search *, const struct esc_slot *sl);
/* Does SL hold an address that nobody takes for a pointer?  */
bool esc_excused (struct esc_search *, const struct esc_slot *sl);
/* world.c: how the pointers read from objects and members are used.  Looks at
   the whole unit, once.  */
void esc_world_find_uses (struct esc_world *);

/* finding.c: F, of which FN to HOLDER are set, is true on this path; TRACE says
   how the address got there, LAST what comes after that, or NULL.  */
void esc_finding_add (struct esc_search *, struct esc_finding *f,
                      uint32_t trace, const struct esc_event *last);

/* holder.c: names of memory, as C expressions.  */
esc_str esc_holder_name (struct esc_search *, const struct esc_slot *);
enum esc_holder esc_holder_kind (struct esc_search *, esc_term region);

/* merge.c: a hash of what callers see of O but the conditions; and does the
   new outcome N add nothing to O but paths?  Then O takes them.  */
uint32_t esc_outcome_hash (const struct esc_summary *,
                           const struct esc_outcome *o);
bool esc_outcome_absorb (struct esc_summary *, struct esc_outcome *o,
                         const struct esc_outcome *n);

/* sibling.c: outcome TAKEN of a summary, at a call.  */
struct esc_sibling
{
  struct esc_search *s;
  const struct esc_summary *sum;
  const struct esc_outcome *o;
};
/* Outcome Q was not taken; put in doubt what it might have removed.  */
void esc_doubt_sibling (const struct esc_sibling *,
                        const struct esc_outcome *q);

/* exec-memory.c: the instructions that touch memory.  */
/* V was read from memory as an unsigned number: it is one whichever way it is
   used.  */
void esc_note_unsigned (struct esc_search *, struct esc_sv v);
enum esc_step esc_exec_load (struct esc_search *, const struct esc_ins *in,
                             uint32_t alt);
enum esc_step esc_exec_store (struct esc_search *, const struct esc_ins *in);
enum esc_step esc_exec_block_write (struct esc_search *,
                                    const struct esc_ins *in);
enum esc_step esc_exec_end (struct esc_search *, const struct esc_ins *in);
enum esc_step esc_exec_alloca (struct esc_search *, const struct esc_ins *in);
enum esc_step esc_exec_restore (struct esc_search *, const struct esc_ins *in);
enum esc_step esc_exec_new (struct esc_search *, const struct esc_ins *in);
enum esc_step esc_exec_free (struct esc_search *, const struct esc_ins *in);
void esc_exec_doubt (struct esc_search *, const struct esc_place *pl,
                     struct esc_sv addr);

/* exec.c: PL is accessed through V, which is then not null (false if it is);
   IN's result is C; an address moves into the variable that IN defines.  */
bool esc_access (struct esc_search *, const struct esc_place *pl,
                 struct esc_sv v);
void esc_define (struct esc_search *, const struct esc_ins *in,
                 struct esc_cell c);
uint32_t esc_step_to (struct esc_search *, const struct esc_ins *in,
                      struct esc_cell c, enum esc_why why);

/* slots.c, memory.c: single slots.  */
#include "slots.h"

#endif
