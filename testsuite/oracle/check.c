/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check.c - compare what the plugin says with what the runs showed; check.h
   says what for.

   An object counts, not a place: a finding about it is right if it was seen to
   escape in any way, because which of several places is named is a matter of
   wording.  An object in a function that nothing can call is left out.  */

#include "check.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEEPER_RUNS 4000

const char *const fault_names[NFAULTS]
    = { "unsound", "untrue", "contradicted", "optimised",
        "order",   "broken", "missed" };

static const char *const how_names[NHOWS]
    = { "a global", "the result", "the caller's memory",
        "the heap", "passed on",  "read only",
        "late" };

struct judging
{
  struct batch *b;
  struct result *r;
  struct said definite, likely, audit;
  bool missed;
};

static void fault (struct result *, enum fault, struct program *,
                   const char *fmt, ...)
    __attribute__ ((format (printf, 4, 5)));

static void
fault (struct result *r, enum fault kind, struct program *p, const char *fmt,
       ...)
{
  if (r->nfaults >= MAX_FAULTS)
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

static void
reach_in (const struct expr *e, bool live[MAX_FUNCS], bool *more)
{
  if (!e || e->off)
    return;
  if ((e->op == EX_CALL || e->op == EX_FUN) && !live[e->fn->id])
    live[e->fn->id] = *more = true;
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
was_seen (const struct truth *t, const struct var *v, bool reads)
{
  for (int i = 0; i < t->nseen; i++)
    if (t->seen[i].object == v && (reads || t->seen[i].how != HOW_READ))
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
        fault (j->r, FAULT_UNSOUND, p, "%s outlived by its address in %s (%s)",
               x->name, how_names[s->how], s->holder ? s->holder->name : "?");
      told[x->id] |= !reported (&j->audit, x);
      if (!s->entry || !s->plain || s->how == HOW_LATE
          || counted[x->id][s->how])
        continue;
      counted[x->id][s->how] = true;
      j->r->seen++;
      j->r->likely += reported (&j->likely, x);
      if (reported (&j->definite, x))
        j->r->found++;
      else
        {
          j->r->missed[s->how]++;
          if (j->missed)
            fault (j->r, FAULT_MISSED, p, "%s in %s (%s)", x->name,
                   how_names[s->how], s->holder ? s->holder->name : "?");
        }
    }
}

/* Look harder for the escape of V, which the plugin believes in.  */
static bool
search_for (struct batch *b, int i, const struct var *v, bool reads)
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
      if (was_seen (&b->truths[i], v, reads))
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
        fault (j->r, FAULT_ORDER, s->program, "not at a lower level: %s",
               s->text);
      int i = index_of (j->b, s->program);
      bool reads = strncmp (s->rule, "[escape-scope", 13) == 0;
      if (s->var && !was_seen (&j->b->truths[i], s->var, reads)
          && !search_for (j->b, i, s->var, reads))
        fault (j->r, FAULT_UNTRUE, s->program, "%s", s->text);
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
      if (any && p->vars[k]->kind == VAR_PARAM && (t->leaks[k] & ~may))
        fault (j->r, FAULT_CONTRADICTED, p, "%s leaks%s%s%s%s",
               p->vars[k]->name,
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
          || (s->var && was_seen (t, s->var, false)))
        fault (j->r, FAULT_CONTRADICTED, p, "%s", s->text);
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
      fault (j->r, FAULT_OPTIMISED, p, "%s only: %s", s == x ? "-O0" : optimise,
             s->text);
      while (i < a->n && a->all[i].program == p)
        i++;
      while (k < b->n && b->all[k].program == p)
        k++;
    }
}

static bool
ask (struct judging *j, const struct compiler *c, const char *file,
     const char *optimise, const char *level, struct said *said)
{
  if (plugin_ask (c, file, optimise, level, strcmp (level, "audit") == 0,
                  j->b->programs, j->b->n, said))
    return true;
  fault (j->r, FAULT_BROKEN, j->b->programs[0], "%s at %s: %.200s", level,
         optimise, said->text);
  return false;
}

static void
compile_and_judge (struct judging *j, const struct compiler *c,
                   const char *file, const char *optimise)
{
  struct said other;
  bool ok = ask (j, c, file, "-O0", "definite", &j->definite)
            & ask (j, c, file, "-O0", "likely", &j->likely)
            & ask (j, c, file, "-O0", "audit", &j->audit);
  if (ok)
    {
      check_true (j);
      for (int i = 0; i < j->b->n; i++)
        {
          check_seen (j, i);
          check_notes (j, i);
        }
    }
  if (ok && ask (j, c, file, optimise, "definite", &other))
    {
      check_same (j, &j->definite, &other, optimise);
      said_free (&other);
    }
  if (ok && ask (j, c, file, optimise, "audit", &other))
    {
      check_same (j, &j->audit, &other, optimise);
      said_free (&other);
    }
  said_free (&j->definite);
  said_free (&j->likely);
  said_free (&j->audit);
}

void
batch_check (struct batch *whole, const struct compiler *c, int only,
             const char *optimise, bool missed, struct result *r)
{
  struct batch b = *whole;
  struct judging j = { .b = &b, .r = r, .missed = missed };
  struct text t = { 0 };
  char file[512];
  if (only >= 0)
    {
      b.programs += only;
      b.codes += only;
      b.truths += only;
      b.n = 1;
    }
  print_prologue (&t);
  for (int i = 0; i < b.n; i++)
    print_program (&t, b.programs[i]);
  snprintf (file, sizeof file, "%s/programs.c", c->folder);
  FILE *f = fopen (file, "w");
  if (!f || fwrite (t.buf, 1, t.len, f) != t.len || fclose (f) != 0)
    {
      perror (file);
      exit (2);
    }
  free (t.buf);
  compile_and_judge (&j, c, file, optimise);
}
