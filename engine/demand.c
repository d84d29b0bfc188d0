/* SPDX-License-Identifier: GPL-3.0-or-later */
/* demand.c - which function is searched when.

   A call's effect is its callee's summary.  A callee is searched when a path
   gets to a call of it, not before:

       int f (int *p) { if (p) return *p; return g (); }

   The path that needs g waits.  Its search keeps its state, on a stack of
   tasks, and the call is executed again when the summary is there.  No C
   function recurses on the program's depth: that a chain of calls is long costs
   no stack.  Only the newest few tasks keep their state; one that has lost it
   begins anew when its turn comes, with the summaries that it had asked for.

   The functions of a recursive component are searched twice.  In the first
   round a path ends at a call of what is being searched; in the second one it
   takes the first round's summary.

   A call that hands over functions, or the bound of a loop, has a summary made
   for these, where the callee's own says that it uses them.  */

#include "search.h"

#include <stdlib.h>
#include <string.h>

#include "alloc.h"

enum
{
  MAX_LIVE = 6,  /* searches that keep their state */
  MAX_DEPTH = 4, /* of callbacks within callbacks */
  MAX_SPECIALS = 512
};

struct task
{
  struct esc_special what;
  unsigned rounds;    /* to be done when this is */
  uint32_t component; /* these three as in a search */
  unsigned round, depth;
  struct esc_search *s; /* NULL: not begun, or to be begun anew */
};

struct tasks
{
  struct esc_world *w;
  struct task *task; /* a stack; those with a search are the newest */
  uint32_t ntask, cap_task;
  struct esc_search *idle[MAX_LIVE];
  unsigned nidle, nlive;
};

/* How often the functions of FN's component are searched.  */
static unsigned
rounds_of (const struct esc_world *w, uint32_t fn)
{
  return w->order->recursive[w->component[fn]] ? 2 : 1;
}

bool
esc_recurs (const struct esc_search *s, uint32_t fn)
{
  return s->m->fns[fn].body && s->w->component[fn] == s->component;
}

/* ---- what a call needs ---------------------------------------------------*/

/* How often FN has to have been searched for S.  */
static unsigned
rounds_for (const struct esc_search *s, uint32_t fn)
{
  return esc_recurs (s, fn) ? s->round : rounds_of (s->w, fn);
}

/* Has FN to be searched before the search S goes on?  What comes later in the
   order is called through a pointer, and stays unknown.  */
static bool
is_due (const struct esc_search *s, uint32_t fn)
{
  const struct esc_world *w = s->w;
  return w->m->fns[fn].body && !w->pending[fn]
         && w->component[fn] <= s->component
         && w->searched[fn] < rounds_for (s, fn);
}

/* Is V a number, a function, or a constant table that may hold some?  */
static bool
binds (struct esc_search *s, struct esc_sv v, uint32_t param,
       struct esc_binding *b)
{
  const struct esc_tnode *t = &s->ts.t[v.base];
  memset (b, 0, sizeof *b);
  b->param = param;
  b->fun = ESC_NONE;
  if (v.base == 0)
    {
      b->num = v.off;
      return v.off > ESC_ROUNDS - 1 && v.off <= ESC_COUNTED_ROUNDS;
    }
  if (v.off != 0)
    return false;
  if (t->kind == ESC_T_FUN)
    b->fun = t->a;
  else if (t->kind == ESC_T_OBJ && s->m->objs[t->a].init_known
           && !esc_obj_mortal (&s->m->objs[t->a]))
    b->obj = t->a;
  else
    return false;
  return true;
}

static const struct esc_summary *
find_special (const struct esc_world *w, const struct esc_special *key)
{
  for (uint32_t i = 0; i < w->nspecials; i++)
    {
      const struct esc_special *p = &w->specials[i];
      if (p->fn == key->fn && p->n == key->n
          && memcmp (p->bind, key->bind, key->n * sizeof *key->bind) == 0)
        return p->summary;
    }
  return NULL;
}

/* What call C tells of the parameters that GENERIC, the summary of FN, says
   matter; how much that is.  */
static uint32_t
collect_bindings (struct esc_search *s, const struct esc_call *c,
                  const struct esc_summary *generic, struct esc_special *key)
{
  for (uint32_t i = 0; i < c->nargs && i < 32 && key->n < ESC_MAX_BINDINGS; i++)
    {
      if (!((generic->calls_param | generic->counts_to) & (1u << i)))
        continue;
      struct esc_sv v
          = esc_resolve (s, esc_eval (s, s->b->args[c->args + i]).val);
      if (binds (s, v, i, &key->bind[key->n]))
        key->n++;
      else if (s->ts.t[v.base].kind == ESC_T_PARAM && s->ts.t[v.base].a < 32
               && s->out && (generic->calls_param & (1u << i)))
        s->out->calls_param |= 1u << s->ts.t[v.base].a;
    }
  return key->n;
}

bool
esc_demand (struct esc_search *s, uint32_t fn, const struct esc_call *c,
            const struct esc_summary **sum)
{
  struct esc_world *w = s->w;
  struct esc_special *key = &s->wanted;
  memset (key, 0, sizeof *key);
  key->fn = fn;
  if (is_due (s, fn))
    return false;
  const struct esc_summary *generic = *sum = w->summary[fn];
  if (!generic || !(generic->calls_param | generic->counts_to)
      || !collect_bindings (s, c, generic, key))
    return true;
  const struct esc_summary *special = find_special (w, key);
  if (special)
    *sum = special;
  return special || s->depth >= MAX_DEPTH || w->nspecials >= MAX_SPECIALS
         || w->pending[fn];
}

/* ---- tasks ---------------------------------------------------------------*/

static void
push (struct tasks *t, const struct task *k)
{
  ESC_GROW (t->task, t->cap_task, t->ntask + 1);
  t->task[t->ntask++] = *k;
  t->w->pending[k->what.fn] = true;
}

/* Ask for FN, for any parameters, to be searched ROUNDS times.  */
static void
push_function (struct tasks *t, uint32_t fn, unsigned rounds)
{
  struct task k = { .rounds = rounds, .component = t->w->component[fn] };
  k.what.fn = fn;
  push (t, &k);
}

/* Ask for what S waits for.  What is searched for known callbacks may call what
   S may call: these.  */
static void
push_wanted (struct tasks *t, const struct esc_search *s)
{
  struct task k = { .what = s->wanted,
                    .component = s->component,
                    .round = s->round,
                    .depth = s->depth + 1 };
  if (k.what.n)
    push (t, &k);
  else
    push_function (t, k.what.fn, rounds_for (s, k.what.fn));
}

/* A search that no task has; the oldest one's if there are enough.  */
static struct esc_search *
take_search (struct tasks *t)
{
  if (t->nidle)
    return t->idle[--t->nidle];
  struct esc_search *s;
  if (t->nlive < MAX_LIVE)
    {
      t->nlive++;
      s = esc_xmalloc (sizeof *s);
      esc_search_init (s, t->w);
      return s;
    }
  struct task *oldest = &t->task[t->ntask - 1 - MAX_LIVE];
  s = oldest->s;
  oldest->s = NULL;
  esc_summary_free (esc_search_end (s));
  return s;
}

static void
begin (struct tasks *t, struct task *k)
{
  if (!k->s)
    k->s = take_search (t);
  if (!k->what.n)
    k->round = t->w->searched[k->what.fn] + 1u;
  k->s->depth = k->depth;
  k->s->component = k->component;
  k->s->round = k->round;
  esc_search_begin (k->s, &k->what);
}

/* The search of K, the newest task, is over: keep what it found.  True if that
   was the last round.  */
static bool
end (struct tasks *t, struct task *k)
{
  struct esc_world *w = t->w;
  uint32_t fn = k->what.fn;
  k->what.summary = esc_search_end (k->s);
  if (k->what.n)
    {
      ESC_GROW (w->specials, w->cap_specials, w->nspecials + 1);
      w->specials[w->nspecials++] = k->what;
      return true;
    }
  esc_summary_free (w->summary[fn]);
  w->summary[fn] = k->what.summary;
  w->report->counts.searched += w->searched[fn] == 0;
  return ++w->searched[fn] >= k->rounds;
}

static void
run (struct tasks *t)
{
  while (t->ntask)
    {
      struct task *k = &t->task[t->ntask - 1];
      if (!k->s)
        begin (t, k);
      if (!esc_search_go (k->s))
        push_wanted (t, k->s);
      else if (!end (t, k))
        begin (t, k);
      else
        {
          t->idle[t->nidle++] = k->s;
          t->w->pending[k->what.fn] = false;
          t->ntask--;
        }
    }
}

void
esc_search_all (struct esc_world *w, const bool *want)
{
  const struct esc_order *o = w->order;
  struct tasks t = { .w = w };
  w->component = esc_xcalloc (w->m->nfns + 1, sizeof *w->component);
  w->searched = esc_xcalloc (w->m->nfns + 1, sizeof *w->searched);
  w->pending = esc_xcalloc (w->m->nfns + 1, sizeof *w->pending);
  for (uint32_t c = 0; c < o->ncomps; c++)
    for (uint32_t i = o->comp[c]; i < o->comp[c + 1]; i++)
      w->component[o->fns[i]] = c;
  for (uint32_t i = 0; i < o->nfns; i++)
    if (want[o->fns[i]])
      {
        unsigned rounds = rounds_of (w, o->fns[i]);
        if (w->searched[o->fns[i]] < rounds)
          push_function (&t, o->fns[i], rounds);
        run (&t);
      }
  while (t.nidle)
    {
      esc_search_free (t.idle[--t.nidle]);
      free (t.idle[t.nidle]);
    }
  free (t.task);
  free (w->component);
  free (w->searched);
  free (w->pending);
}
