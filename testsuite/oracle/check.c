/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check.c - compare what the plugin says with what the runs showed; check.h
   says what for.

   A finding names an object and a place.  The object must have been seen to
   escape, and the result, a certain global or other memory must have held its
   address; which of several pointers leads to other memory is a matter of
   wording.  An object in a function that nothing can call is left out.  */

#include "check.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEEPER_RUNS 4000

const char *const fault_names[NFAULTS]
    = { "unsound",   "untrue", "overclaimed", "contradicted",
        "optimised", "order",  "broken",      "missed" };

static const char *const how_names[NHOWS]
    = { "a global", "the result", "the caller's memory",
        "the heap", "passed on",  "read only",
        "late" };

struct judging
{
  struct batch *b;
  struct result *r;
  struct said definite, likely, audit;
  unsigned wanted;
  char file[512];
};

static void fault (struct judging *, enum fault, struct program *,
                   const char *fmt, ...)
    __attribute__ ((format (printf, 4, 5)));

static void
fault (struct judging *j, enum fault kind, struct program *p, const char *fmt,
       ...)
{
  struct result *r = j->r;
  if (r->nfaults >= MAX_FAULTS || !(j->wanted & WANT (kind)))
    return;
  struct fault_report *f = &r->faults[r->nfaults++];
  va_list ap;
  f->fault = kind;
  f->program = p;
  va_start (ap, fmt);
  vsnprintf (f->text, sizeof f->text, fmt, ap);
  va_end (ap);
}

/* ---- who can be called --------------------------------------------------- */

static void reach (const struct stmt *, bool live[MAX_FUNCS], bool *more);

static void
reach_in (const struct expr *e, bool live[MAX_FUNCS], bool *more)
{
  if (!e || e->off)
    return;
  if ((e->op == EX_CALL || e->op == EX_FUN) && !live[e->fn->id])
    live[e->fn->id] = *more = true;
  for (int i = 0; e->var && e->var->ty == TY_AFN && i < TABLE_SIZE; i++)
    if (!live[e->var->table[i]->id])
      live[e->var->table[i]->id] = *more = true;
  reach (e->body, live, more);
  reach_in (e->a, live, more);
  reach_in (e->b, live, more);
  reach_in (e->c, live, more);
  for (int i = 0; i < e->nargs; i++)
    reach_in (e->args[i], live, more);
}

static void
reach (const struct stmt *s, bool live[MAX_FUNCS], bool *more)
{
  for (; s; s = s->next)
    {
      if (s->off)
        continue;
      reach_in (s->lhs, live, more);
      reach_in (s->rhs, live, more);
      reach_in (s->cond, live, more);
      reach (s->body, live, more);
      reach (s->alt, live, more);
    }
}

static void
who_lives (const struct program *p, bool live[MAX_FUNCS])
{
  bool more = true;
  for (int i = 0; i < p->nfuncs; i++)
    live[i] = !p->funcs[i]->is_static && !p->funcs[i]->off;
  while (more)
    {
      more = false;
      for (int i = 0; i < p->nfuncs; i++)
        if (live[i])
          reach (p->funcs[i]->body, live, &more);
    }
}

/* ---- one program --------------------------------------------------------- */

static bool
reported (const struct said *said, const struct var *v)
{
  for (int i = 0; i < said->n; i++)
    if (!said->all[i].note && said->all[i].var == v)
      return true;
  return false;
}

static bool
was_seen (const struct truth *t, const struct var *v)
{
  for (int i = 0; i < t->nseen; i++)
    if (t->seen[i].object == v && t->seen[i].how != HOW_READ)
      return true;
  return false;
}

/* Does S show what finding F says?  */
static bool
shows (const struct seen *s, const struct saying *f)
{
  if (s->object != f->var)
    return false;
  bool reads = strncmp (f->rule, "[escape-scope", 13) == 0;
  switch (f->place)
    {
    case PLACE_RESULT:
      return s->how == HOW_RESULT || s->how == HOW_LATE;
    case PLACE_GLOBAL:
      return s->how == HOW_LATE
             || (s->how == HOW_GLOBAL && s->holder == f->holder);
    case PLACE_MEMORY:
      return s->how != HOW_RESULT && s->how != HOW_PASSED && s->how != HOW_READ;
    default:
      return reads || s->how != HOW_READ;
    }
}

static bool
is_shown (const struct truth *t, const struct saying *f)
{
  for (int i = 0; i < t->nseen; i++)
    if (shows (&t->seen[i], f))
      return true;
  return false;
}

static void
check_seen (struct judging *j, int i)
{
  struct program *p = j->b->programs[i];
  const struct truth *t = &j->b->truths[i];
  bool live[MAX_FUNCS], told[MAX_VARS] = { 0 },
                        counted[MAX_VARS][NHOWS] = { 0 };
  who_lives (p, live);
  for (int k = 0; k < t->nseen; k++)
    {
      const struct seen *s = &t->seen[k];
      const struct var *x = s->object;
      if (!live[x->fn->id] || s->how == HOW_READ || s->how == HOW_PASSED
          || s->number) /* a number that nothing turns back is no finding */
        continue;
      if (!told[x->id] && !reported (&j->audit, x))
        fault (j, FAULT_UNSOUND, p, "%s outlived by its address in %s (%s)",
               x->name, how_names[s->how], s->holder ? s->holder->name : "?");
      told[x->id] |= !reported (&j->audit, x);
      if (!s->entry || !s->plain || s->how == HOW_LATE
          || counted[x->id][s->how])
        continue;
      counted[x->id][s->how] = true;
      bool found = reported (&j->definite, x);
      j->r->likely += reported (&j->likely, x);
      j->r->found += found;
      if (!found && batch_certainty (j->b, i, x) == OPEN)
        {
          j->r->open++;
          continue;
        }
      j->r->seen++;
      if (!found)
        {
          j->r->missed[s->how]++;
          fault (j, FAULT_MISSED, p, "%s in %s (%s)", x->name,
                 how_names[s->how], s->holder ? s->holder->name : "?");
        }
    }
}

/* Look harder for what F says.  */
static bool
search_for (struct batch *b, int i, const struct saying *f)
{
  struct program *p = b->programs[i];
  struct run r = { .around = STRANGE };
  world_program (p);
  for (unsigned k = 0; k < DEEPER_RUNS; k++)
    {
      r.entry = p->funcs[k % (unsigned)p->nfuncs];
      r.seed = k + 1000;
      r.inputs = k / (unsigned)p->nfuncs;
      r.no_memory = k % 3 ? 0 : k * 2654435761u >> 5;
      r.around = k % 5 ? STRANGE : k % 2 ? PLAIN : EMPTY;
      if (r.entry->off)
        continue;
      world_run (&b->codes[i], &r, &b->truths[i]);
      if (is_shown (&b->truths[i], f))
        return true;
    }
  return false;
}

static int
index_of (const struct batch *b, const struct program *p)
{
  for (int i = 0; i < b->n; i++)
    if (b->programs[i] == p)
      return i;
  abort ();
}

static void
check_true (struct judging *j)
{
  for (int k = 0; k < j->definite.n; k++)
    {
      const struct saying *s = &j->definite.all[k];
      if (s->note)
        continue;
      j->r->warnings++;
      if (!reported (&j->audit, s->var) || !reported (&j->likely, s->var))
        fault (j, FAULT_ORDER, s->program, "not at a lower level: %s", s->text);
      int i = index_of (j->b, s->program);
      if (!s->var)
        continue;
      if (!is_shown (&j->b->truths[i], s) && !search_for (j->b, i, s))
        fault (j, FAULT_UNTRUE, s->program, "%s", s->text);
      else if ((j->wanted & WANT (FAULT_OVERCLAIMED))
               && batch_certainty (j->b, i, s->var) == OPEN)
        fault (j, FAULT_OVERCLAIMED, s->program, "%s", s->text);
    }
}

/* What leaks of a parameter the notes about it allow.  */
static unsigned
allowed (const struct said *said, const struct var *v, bool *any)
{
  unsigned bits = 0;
  for (int i = 0; i < said->n; i++)
    {
      const struct saying *s = &said->all[i];
      if (!s->note || s->var != v)
        continue;
      *any = true;
      if (s->note == NOTE_LEAK || s->note == NOTE_OTHER)
        bits |= 15;
      else if (s->note == NOTE_CONTENT)
        bits |= LEAK_CONTENT_TO_RESULT | LEAK_CONTENT_ELSEWHERE;
      else if (s->note == NOTE_RESULT)
        bits |= LEAK_CONTENT_TO_RESULT | (s->level ? 0 : LEAK_TO_RESULT);
      else if (s->note == NOTE_PARAM)
        bits |= LEAK_CONTENT_ELSEWHERE | (s->level ? 0 : LEAK_ELSEWHERE);
    }
  return bits;
}

static void
check_notes (struct judging *j, int i)
{
  struct program *p = j->b->programs[i];
  const struct truth *t = &j->b->truths[i];
  for (int k = 1; k < p->nvars; k++)
    {
      bool any = false;
      unsigned may = allowed (&j->audit, p->vars[k], &any);
      if (any && p->vars[k]->kind == VAR_PARAM && !p->vars[k]->vararg
          && (t->leaks[k] & ~may))
        fault (j, FAULT_CONTRADICTED, p, "%s leaks%s%s%s%s", p->vars[k]->name,
               t->leaks[k] & ~may & LEAK_TO_RESULT ? " to the result" : "",
               t->leaks[k] & ~may & LEAK_ELSEWHERE ? " elsewhere" : "",
               t->leaks[k] & ~may & LEAK_CONTENT_TO_RESULT
                   ? " its content to the result"
                   : "",
               t->leaks[k] & ~may & LEAK_CONTENT_ELSEWHERE
                   ? " its content elsewhere"
                   : "");
    }
  for (int k = 0; k < j->audit.n; k++)
    {
      const struct saying *s = &j->audit.all[k];
      if (s->program != p || s->note != NOTE_NO_ESCAPE)
        continue;
      if ((s->site >= 0 && t->heap_outlives[s->site])
          || (s->var && was_seen (t, s->var)))
        fault (j, FAULT_CONTRADICTED, p, "%s", s->text);
    }
}

/* ---- a batch ------------------------------------------------------------- */

/* What A and B say of each program is the same.  */
static void
check_same (struct judging *j, const struct said *a, const struct said *b,
            const char *optimise)
{
  for (int i = 0, k = 0; i < a->n || k < b->n;)
    {
      const struct saying *x = i < a->n ? &a->all[i] : NULL;
      const struct saying *y = k < b->n ? &b->all[k] : NULL;
      if (x && y && strcmp (x->text, y->text) == 0)
        {
          i++;
          k++;
          continue;
        }
      const struct saying *s = !y || (x && x->line <= y->line) ? x : y;
      struct program *p = s->program;
      fault (j, FAULT_OPTIMISED, p, "%s only: %s", s == x ? "-O0" : optimise,
             s->text);
      while (i < a->n && a->all[i].program == p)
        i++;
      while (k < b->n && b->all[k].program == p)
        k++;
    }
}

/* Ask at LEVEL if a fault of NEEDED is wanted; otherwise nothing is said.
   False: the compiler failed.  */
static bool
ask (struct judging *j, const struct compiler *c, const char *optimise,
     const char *level, unsigned needed, struct said *said)
{
  memset (said, 0, sizeof *said);
  if (!(j->wanted & needed)
      || plugin_ask (c, j->file, optimise, level, strcmp (level, "audit") == 0,
                     j->b->programs, j->b->n, said))
    return true;
  fault (j, FAULT_BROKEN, j->b->programs[0], "%s at %s: %.200s", level,
         optimise, said->text);
  return false;
}

static void
compare_levels (struct judging *j, const struct compiler *c,
                const char *optimise)
{
  struct said other;
  if (ask (j, c, optimise, "definite", WANT (FAULT_OPTIMISED), &other))
    check_same (j, &j->definite, &other, optimise);
  said_free (&other);
  if (ask (j, c, optimise, "audit", WANT (FAULT_OPTIMISED), &other))
    check_same (j, &j->audit, &other, optimise);
  said_free (&other);
}

static void
compile_and_judge (struct judging *j, const struct compiler *c,
                   const char *optimise)
{
  const unsigned order = WANT (FAULT_ORDER), same = WANT (FAULT_OPTIMISED);
  unsigned definite = order | same | WANT (FAULT_UNTRUE)
                      | WANT (FAULT_OVERCLAIMED) | WANT (FAULT_MISSED);
  unsigned audit
      = order | same | WANT (FAULT_UNSOUND) | WANT (FAULT_CONTRADICTED);
  bool ok = ask (j, c, "-O0", "definite", definite, &j->definite)
            & ask (j, c, "-O0", "likely", order, &j->likely)
            & ask (j, c, "-O0", "audit", audit, &j->audit);
  if (ok)
    {
      check_true (j);
      for (int i = 0; i < j->b->n; i++)
        {
          check_seen (j, i);
          check_notes (j, i);
        }
      if (j->wanted & same)
        compare_levels (j, c, optimise);
    }
  said_free (&j->definite);
  said_free (&j->likely);
  said_free (&j->audit);
}

static void
write_programs (const struct batch *b, const char *file)
{
  struct text t = { 0 };
  print_prologue (&t);
  for (int i = 0; i < b->n; i++)
    print_program (&t, b->programs[i]);
  FILE *f = fopen (file, "w");
  if (!f || fwrite (t.buf, 1, t.len, f) != t.len || fclose (f) != 0)
    {
      perror (file);
      exit (2);
    }
  free (t.buf);
}

void
batch_check (struct batch *whole, const struct compiler *c, int only,
             const char *optimise, unsigned wanted, struct result *r)
{
  struct batch b = *whole;
  struct judging j = { .b = &b, .r = r, .wanted = wanted };
  if (only >= 0)
    {
      b.programs += only;
      b.codes += only;
      b.truths += only;
      b.n = 1;
    }
  snprintf (j.file, sizeof j.file, "%s/programs.c", c->folder);
  write_programs (&b, j.file);
  compile_and_judge (&j, c, optimise);
}
