/* SPDX-License-Identifier: GPL-3.0-or-later */
/* run.c - one call of one generated function, and what it showed.

   The entry is given globals and memory behind its pointers as struct run
   says.  What a run shows is added to the truth only if it comes to its end.
   In surroundings without sharing, memory that belongs to one parameter and is
   found in another's, in a global, in heap memory that outlives the call or in
   the result has leaked.  */

#include "world-internal.h"

#include <stdlib.h>
#include <string.h>

#define STUB        (0x100000L - 16) /* a function that does nothing */
#define FRESH_DEPTH 4

static unsigned
roll (unsigned n)
{
  world.random = world.random * 6364136223846793005u + 1442695040888963407u;
  return (unsigned)(world.random >> 33) % n;
}

/* ---- what an entry is given ---------------------------------------------- */

static void fill (long at, enum ty, struct var *root, int depth);

/* Memory of its own behind a pointer of type TY.  */
static long
fresh (enum ty ty, struct var *root, int depth)
{
  enum ty to = ty == TY_PV ? TY_NODE : types[ty].to;
  struct object *o
      = world_object (OBJECT_FRESH, to, to == TY_INT || to == TY_PI ? 4 : 1);
  o->var = root;
  o->depth = depth;
  long at = o->addr;
  int n = o->count;
  for (int i = 0; i < n; i++)
    fill (at + i * types[to].size, to, root, depth + 1);
  return at;
}

/* The offsets, from AT on, of the WANTs in a TY; adds to the first N.  */
static int
places_in (enum ty ty, enum ty want, int at, int off[MAX_SLOTS], int n)
{
  const struct type *t = &types[ty];
  if (ty == want && n < MAX_SLOTS)
    off[n++] = at;
  for (int i = 0; i < t->count; i++)
    n = places_in (t->elem, want, at + i * types[t->elem].size, off, n);
  for (int i = 0; i < t->nfields; i++)
    n = places_in (t->fields[i].ty, want, at + t->fields[i].off, off, n);
  return n;
}

/* A place there already that a TY can point to, or 0.  */
static long
shared (enum ty ty)
{
  enum ty to = ty == TY_PV ? TY_NODE : types[ty].to;
  for (int tries = 0; tries < 8; tries++)
    {
      struct object *o = &world.objects[roll ((unsigned)world.nobjects)];
      int off[MAX_SLOTS], n = places_in (o->ty, to, 0, off, 0);
      /* The address of a single variable or member is nowhere taken.  */
      if (world.run->around == HOSTILE && o->kind == OBJECT_GLOBAL
          && !types[to].nfields)
        continue;
      if (n && o->kind != OBJECT_TEMP && o->ty != TY_AFN
          && !(o->var && o->var->input))
        return o->addr + off[roll ((unsigned)n)];
    }
  return 0;
}

static long
pointer (enum ty ty, struct var *root, int depth)
{
  if (depth > FRESH_DEPTH)
    return 0;
  if (world.run->around == EMPTY && (depth > 1 || root->kind == VAR_GLOBAL))
    return 0;
  if (world.run->around == STRANGE)
    switch (roll (4))
      {
      case 0:
        return 0;
      case 1:
        return shared (ty);
      }
  long at = world.run->around == HOSTILE && roll (2) ? shared (ty) : 0;
  if (at)
    return at;
  return fresh (ty, root, depth);
}

static long
function (void)
{
  if (world.run->around != STRANGE || roll (3) == 0)
    return STUB;
  for (int i = 0; i < world.program->nfuncs; i++)
    {
      struct func *f = world.program->funcs[i];
      if (!f->off && f->ret == TY_VOID && f->nparams == 1
          && f->params[0]->ty == TY_PV && roll (2))
        return ora_fun (i);
    }
  return STUB;
}

/* Set the TY at AT, which is reached from ROOT through DEPTH pointers.  */
static void
fill (long at, enum ty ty, struct var *root, int depth)
{
  const struct type *t = &types[ty];
  if (ty == TY_INT)
    *(int *)at = (int)roll (9);
  else if (ty == TY_LONG || ty == TY_UNI)
    *(long *)at = 0;
  else if (ty == TY_FN)
    *(long *)at = function ();
  else if (ty_is_pointer (ty))
    *(long *)at = pointer (ty, root, depth);
  for (int i = 0; i < t->count; i++)
    fill (at + i * types[t->elem].size, t->elem, root, depth);
  for (int i = 0; i < t->nfields; i++)
    fill (at + t->fields[i].off, t->fields[i].ty, root, depth);
}

static unsigned
take_bit (unsigned *bits)
{
  unsigned bit = *bits & 1;
  *bits >>= 1;
  return bit;
}

static void
set_globals (unsigned *inputs)
{
  for (int i = 0; i < world.nglobals; i++)
    {
      struct object *o = &world.objects[i];
      if (o->var->input)
        *(int *)o->addr = (int)take_bit (inputs);
      else if (o->ty == TY_AFN)
        for (int k = 0; k < TABLE_SIZE; k++)
          ((long *)o->addr)[k] = ora_fun (o->var->table[k]->id);
      else
        fill (o->addr, o->ty, o->var, 1);
    }
}

/* ---- leaks --------------------------------------------------------------- */

static struct
{
  const struct object *holder; /* NULL: the result */
} looking;

static void
leaked (long value)
{
  const struct object *x = world_find (value);
  if (!x || x->kind != OBJECT_FRESH || x->var->kind != VAR_PARAM)
    return;
  const struct object *h = looking.holder;
  if (h && h->kind == OBJECT_FRESH && h->var == x->var)
    return;
  bool result = !h || h->kind == OBJECT_TEMP;
  int bit = x->depth == 1
                ? (result ? LEAK_TO_RESULT : LEAK_ELSEWHERE)
                : (result ? LEAK_CONTENT_TO_RESULT : LEAK_CONTENT_ELSEWHERE);
  world.leaks[x->var->id] |= (uint8_t)bit;
}

static void
leaks_in (const struct object *o)
{
  int off[MAX_SLOTS];
  int n = ty_slots (o->ty, off);
  looking.holder = o;
  for (int k = 0; k < o->count; k++)
    for (int i = 0; i < n; i++)
      {
        long at = o->addr + k * types[o->ty].size + off[i];
        if (!*world_number (at)) /* one that nothing turns back is no leak */
          leaked (*(long *)at);
      }
}

void
world_entry_returns (void)
{
  if (world.run->around == STRANGE || world.run->around == HOSTILE)
    return;
  for (int i = 0; i < world.nobjects; i++)
    {
      const struct object *o = &world.objects[i];
      if (o->kind == OBJECT_GLOBAL || o->kind == OBJECT_FRESH
          || (o->kind == OBJECT_TEMP && o->addr == world.result_at)
          || (o->kind == OBJECT_HEAP && !o->dead && o->marked))
        leaks_in (o);
    }
  looking.holder = NULL;
  if (world.has_result && ty_is_pointer (world.result_ty))
    leaked (world.result);
}

/* ---- unknown code -------------------------------------------------------- */

static void
hand_over (struct object *holder, int at, bool number, long value)
{
  (void)holder, (void)at, (void)number;
  struct object *o = world_find (value);
  if (o && !o->dead && !o->handed)
    {
      o->handed = true;
      world_each_slot (o, hand_over);
    }
}

/* Unknown code can take back an address that it was given, what it finds in
   memory that it was given, and put back what it was given where that stood
   when the entry was called.  */
static void
take_back (struct object *o, int at, bool number, long value)
{
  (void)number;
  long *word = (long *)(o->addr + at);
  const struct object *x = world_find (value), *old = NULL;
  if (!x || x->kind != OBJECT_FRAME)
    return;
  if (o->kind != OBJECT_HEAP)
    old = world_find (
        *(long *)(world.at_entry + (o->addr - (long)world.arena) + at));
  if (x->handed || o->handed || (old && old->handed))
    *word = 0;
}

void
world_unknown_code (long arg)
{
  if (world.run->around != HOSTILE)
    return;
  hand_over (NULL, 0, false, arg);
  for (int i = 0; i < world.nobjects; i++)
    {
      struct object *o = &world.objects[i];
      if (o->handed)
        world_each_slot (o, hand_over);
    }
  for (int i = 0; i < world.nobjects; i++)
    {
      struct object *o = &world.objects[i];
      if (!o->dead && o->ty != TY_AFN
          && (o->kind == OBJECT_GLOBAL || o->kind == OBJECT_FRESH
              || o->kind == OBJECT_HEAP))
        world_each_slot (o, take_back);
    }
}

/* ---- a run --------------------------------------------------------------- */

static bool
same (const struct seen *a, const struct seen *b)
{
  return a->object == b->object && a->holder == b->holder && a->how == b->how
         && a->number == b->number && a->entry == b->entry
         && a->plain == b->plain;
}

/* Is there a number in lasting memory that was copied from where none had been
   set?  What it is depends on the compiler.  */
static bool
leaves_unset (void)
{
  for (int i = 0; i < world.nobjects; i++)
    {
      const struct object *o = &world.objects[i];
      int off[MAX_SLOTS], n = places_in (o->ty, TY_INT, 0, off, 0);
      if (o->kind == OBJECT_GLOBAL || o->kind == OBJECT_FRESH)
        for (int k = 0; k < o->count * n; k++)
          if (*(int *)(o->addr + k / n * types[o->ty].size + off[k % n])
              == (int)UNSET)
            return true;
    }
  return false;
}

static void
commit (struct truth *t)
{
  for (int i = 0; i < world.nseen; i++)
    {
      int k = 0;
      while (k < t->nseen && !same (&t->seen[k], &world.seen[i]))
        k++;
      if (k == t->nseen && k < MAX_SEEN)
        t->seen[t->nseen++] = world.seen[i];
    }
  for (int i = 0; i < MAX_VARS; i++)
    t->leaks[i] |= world.leaks[i];
  for (int i = 0; i < MAX_SITES; i++)
    t->heap_outlives[i] |= world.heap_outlives[i];
}

static void
reset (const struct code *code, const struct run *r)
{
  world.code = code;
  world.run = r;
  world.random = r->seed * 2 + 1;
  world.nobjects = world.nglobals;
  world.used = world.globals_used;
  world.nstack = world.nframes = world.nseen = 0;
  world.steps = world.stmt = 0;
  world.path = 0;
  world.has_result = world.endless = false;
  world.result_at = 0;
  memset (world.leaks, 0, sizeof world.leaks);
  memset (world.heap_outlives, 0, sizeof world.heap_outlives);
}

static void
call_entry (const struct run *r)
{
  long args[MAX_ARGS] = { 0 };
  unsigned inputs = r->inputs;
  long ret = 0;
  set_globals (&inputs);
  for (int i = 0; i < r->entry->nparams; i++)
    {
      struct var *v = r->entry->params[i];
      struct object *o = world_object (OBJECT_TEMP, v->ty, 1);
      if (v->input)
        *(int *)o->addr = (int)take_bit (&inputs);
      else
        fill (o->addr, v->ty, v, 1);
      args[i] = ty_is_aggregate (v->ty)  ? o->addr
                : types[v->ty].size == 4 ? *(int *)o->addr
                                         : *(long *)o->addr;
    }
  if (ty_is_aggregate (r->entry->ret))
    ret = world_object (OBJECT_TEMP, r->entry->ret, 1)->addr;
  memcpy (world.at_entry, world.arena, (size_t)world.used);
  world.code->call[r->entry->id](ret, args);
}

int
world_run (const struct code *code, const struct run *r, struct truth *t)
{
  reset (code, r);
  t->runs++;
  if (setjmp (world.trap))
    {
      t->traps++;
      return world.endless || !world.stmt ? -1 : world.stmt;
    }
  call_entry (r);
  t->path = world.path;
  t->unset |= r->around == PLAIN && leaves_unset ();
  commit (t);
  return 0;
}
