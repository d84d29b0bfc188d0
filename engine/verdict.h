/* SPDX-License-Identifier: GPL-3.0-or-later */
/* verdict.h - what the engine answers: findings, notes and counts.

   Findings are values.  Text is made of them in message.c, from the same
   tables for every output; the solver never prints.

   Ownership: a report owns its arrays and refers to the module's strings, so
   it must be freed before the module.  */

#ifndef ESC_VERDICT_H
#define ESC_VERDICT_H

#include "facts.h"

#ifdef __cplusplus
extern "C" {
#endif

enum esc_rule
{
#define ESC_RULE(ID, SLUG, CWE, CERT, MISRA, TITLE, HELP) ESC_RULE_##ID,
#include "rules.def"
#undef ESC_RULE
  ESC_NRULES
};

struct esc_rule_info
{
  const char *slug;
  int cwe;
  const char *cert, *misra; /* may be empty */
  const char *title, *help;
};

extern const struct esc_rule_info esc_rules[ESC_NRULES];

/* The rule called SLUG, or -1.  */
int esc_rule_find (const char *slug);
/* Does PATTERN, a name, a `*` pattern or "all", name the rule SLUG?  Does one
     of LIST, with commas between them?  */
bool esc_rule_matches (const char *pattern, const char *slug);
bool esc_rules_match (const char *list, const char *slug);

/* How sure; an option's level N shows findings of level <= N.  */
enum esc_level
{
  ESC_DEFINITE = 1,
  ESC_LIKELY = 2,
  ESC_AUDIT = 3
};

/* Why the address is where the next event says.  */
enum esc_why
{
  ESC_WHY_DECLARED,    /* object OBJ is declared here */
  ESC_WHY_TAKEN,       /* its address is taken into variable NAME */
  ESC_WHY_COPIED,      /* the pointer is copied into variable NAME */
  ESC_WHY_CAST,        /* ... through an integer */
  ESC_WHY_STORED,      /* stored in holder NAME */
  ESC_WHY_LOADED,      /* read back from NAME */
  ESC_WHY_STRUCT,      /* copied as part of an aggregate into NAME */
  ESC_WHY_PASSED,      /* passed to function NAME as argument N (from 1) */
  ESC_WHY_RETURNED_BY, /* handed back by function NAME */
  ESC_WHY_KEPT,        /* kept by function NAME */
  ESC_WHY_HANDED,    /* handed to a thread or asynchronous operation by NAME */
  ESC_WHY_BRANCH,    /* a condition decides for this path; N: taken or not */
  ESC_WHY_SCOPE_END, /* the block of OBJ ends */
  ESC_WHY_USED,      /* used here */
  ESC_WHY_RETURN,    /* function NAME returns here, the address in place */
  ESC_WHY_UNDECIDED, /* a call or store here might have removed it; NAME */
  ESC_WHY_SIZE       /* size or bound N */
};

struct esc_event
{
  uint8_t why;   /* enum esc_why */
  uint8_t depth; /* call depth: 0 in the function of the finding */
  esc_loc loc;
  uint32_t fn;      /* function in which it happens */
  uint32_t obj;     /* or 0 */
  esc_str name;     /* variable, holder or function; may be empty */
  uint32_t finding; /* when solved: 1 + that which it belongs to, or 0 */
  int64_t n;
};

/* What holds the address.  */
enum esc_holder
{
  ESC_IN_RESULT, /* the return value */
  ESC_IN_STATIC,
  ESC_IN_THREAD, /* thread storage */
  ESC_IN_PARAM,  /* memory reached from parameter NAME */
  ESC_IN_HEAP,
  ESC_IN_MEMORY,  /* memory of unknown owner */
  ESC_IN_LIBRARY, /* kept by the function NAME */
  ESC_IN_NOTHING  /* rules without a holder */
};

/* Reasons why a finding is not definite; bits.  */
#define ESC_DOUBT_CALL    1   /* a call handed object or holder may remove it */
#define ESC_DOUBT_STORE   2   /* an indirect store may overwrite it */
#define ESC_DOUBT_LONGJMP 4   /* control leaves by longjmp */
#define ESC_DOUBT_SYSTEM  8   /* the holder's type is a system header's */
#define ESC_DOUBT_READERS 16  /* every reader in view sets the field first */
#define ESC_DOUBT_BUDGET  32  /* a budget ran out */
#define ESC_DOUBT_FLOW    64  /* only the flow-insensitive walk says so */
#define ESC_DOUBT_UNKNOWN 128 /* only an unknown callee was handed it */
#define ESC_DOUBT_RELEASE 512 /* a release was made that may be this one's */
#define ESC_DOUBT_MAIN    256 /* main's own frame */

struct esc_finding
{
  enum esc_rule rule;
  enum esc_level level;
  unsigned doubt;  /* ESC_DOUBT_* */
  esc_loc loc;     /* where the address leaves its owner */
  uint32_t fn;     /* owner */
  uint32_t obj;    /* the object, or 0 */
  int64_t obj_off; /* offset of the address inside it */
  enum esc_holder holder;
  esc_str holder_name;   /* as a C expression: "head", "ctx->buf", "*out" */
  uint32_t holder_obj;   /* the static or hidden object, or 0 */
  uint32_t holder_field; /* the member that holds it, or 0 */
  esc_str callee;        /* rules CALL and THREAD: the function handed to */
  int64_t size;          /* LARGE, VLA: bytes, or ESC_SIZE_UNKNOWN */
  int64_t limit;
  uint32_t first_event, nevents; /* range in report->events */
};

/* One line of `m`.  */
enum esc_note_kind
{
  ESC_NOTE_NO_ESCAPE,    /* NAME does not escape (parameter or local) */
  ESC_NOTE_LEAK,         /* leaking param: NAME */
  ESC_NOTE_LEAK_CONTENT, /* leaking param content: NAME */
  ESC_NOTE_LEAK_RESULT,  /* leaking param: NAME to result level=N */
  ESC_NOTE_LEAK_PARAM,   /* leaking param: NAME to OTHER level=N */
  ESC_NOTE_HEAP_STAYS,   /* CALL(..) does not escape */
  ESC_NOTE_HEAP_ESCAPES, /* CALL(..) escapes to heap: OTHER */
  ESC_NOTE_LOCAL_ESCAPES /* NAME escapes: OTHER */
};

struct esc_note
{
  enum esc_note_kind kind;
  esc_loc loc;
  uint32_t fn;
  esc_str name;
  esc_str other;
  int64_t level;
  uint32_t first_event, nevents; /* the flow, for m=2 */
};

/* What was done, for summaries and audits.  */
struct esc_counts
{
  uint32_t functions;      /* with a body */
  uint32_t searched;       /* by the path search */
  uint32_t incomplete;     /* a budget ran out */
  uint32_t not_understood; /* statements */
  uint32_t unknown_calls;  /* handed an automatic object's address */
  uint64_t steps;          /* instructions executed by the path search */
};

struct esc_report
{
  struct esc_finding *findings; /* sorted by fn->order, loc, rule, obj */
  struct esc_note *notes;
  struct esc_event *events;
  uint32_t nfindings, nnotes, nevents;
  uint32_t cap_findings, cap_notes, cap_events;
  struct esc_counts counts;
};

struct esc_options
{
  enum esc_level level; /* findings above it need not be made */
  int notes;            /* 0, 1, 2 */
  int64_t max_local;    /* bytes */
  int64_t max_vla;
  uint32_t budget; /* 0: the default; scales every search */
};

/* Solve MODULE and fill REPORT (zeroed by the caller).  Models for functions
     without a body must be linked before (model.h).  */
void esc_solve (struct esc_module *, const struct esc_options *,
                struct esc_report *);
void esc_report_free (struct esc_report *);

/* ---- text (message.c) ---------------------------------------------------
   */

/* The one sentence of finding F, without location and tags.  Returns BUF.  */
char *esc_message (const struct esc_module *, const struct esc_finding *,
                   char *buf, size_t size);
/* The sentence of event E.  */
char *esc_event_text (const struct esc_module *, const struct esc_report *,
                      const struct esc_event *, char *buf, size_t size);
/* The line of note N, in Go's words where they fit.  */
char *esc_note_text (const struct esc_module *, const struct esc_note *,
                     char *buf, size_t size);

#ifdef __cplusplus
}
#endif
#endif
