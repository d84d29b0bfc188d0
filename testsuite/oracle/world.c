/* SPDX-License-Identifier: GPL-3.0-or-later */
/* world.c - objects, their lives, and who holds the address of a dead one.

   Addresses are handed out in rising order with gaps and never again in the
   same run, so an address names its object for ever (find_object).  A look at
   the living (scan) happens at each end of a block or frame that kills an
   object.  run.c makes what an entry is given; see world.h.  */

#include "world-internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct world world;

#define FUN_BASE  0x100000L
#define MAX_STEPS 20000

_Noreturn void
world_trap (void)
{
  longjmp (world.trap, 1);
}

/* ---- objects ------------------------------------------------------------- */

/* Whether the word at AT holds a number.  */
bool *
world_number (long at)
{
  return &world.number[(at - (long)world.arena) / 8];
}

struct object *
world_object (enum object_kind kind, enum ty ty, int count)
{
  int size = types[ty].size * count;
  if (world.nobjects >= MAX_OBJECTS || world.used + size + 48 > ARENA_SIZE)
    world_trap ();
  struct object *o = &world.objects[world.nobjects++];
  memset (o, 0, sizeof *o);
  o->kind = kind;
  o->ty = ty;
  o->size = size;
  o->count = count;
  o->addr = (long)(world.arena + world.used);
  world.used += (size + 15) / 16 * 16 + 32;
  memset ((void *)o->addr, 0x5a, (size_t)size);
  memset (world_number (o->addr), 0, (size_t)size / 8);
  return o;
}

struct object *
world_find (long addr)
{
  int lo = 0, hi = world.nobjects;
  while (lo < hi)
    {
      int mid = (lo + hi) / 2;
      if (world.objects[mid].addr + world.objects[mid].size < addr)
        lo = mid + 1;
      else
        hi = mid;
    }
  if (lo < world.nobjects && world.objects[lo].addr <= addr)
    return &world.objects[lo];
  return NULL;
}

void
world_program (struct program *p)
{
  if (!world.arena)
    {
      world.arena = aligned_alloc (16, ARENA_SIZE);
      world.at_entry = aligned_alloc (16, ARENA_SIZE);
    }
  world.program = p;
  world.nobjects = 0;
  world.used = 0;
  for (int i = 0; i < p->nglobals; i++)
    world_object (OBJECT_GLOBAL, p->globals[i]->ty, 1)->var = p->globals[i];
  world.nglobals = world.nobjects;
  world.globals_used = world.used;
}

long
world_global (const struct var *v)
{
  for (int i = 0; i < world.nglobals; i++)
    if (world.objects[i].var == v)
      return world.objects[i].addr;
  abort ();
}

/* ---- who holds what ------------------------------------------------------ */

void
world_each_slot (struct object *o,
                 void (*look) (struct object *, int, bool, long))
{
  int off[MAX_SLOTS];
  int n = ty_slots (o->ty, off);
  for (int k = 0; k < o->count; k++)
    for (int i = 0; i < n; i++)
      {
        int at = k * types[o->ty].size + off[i];
        look (o, at, *world_number (o->addr + at), *(long *)(o->addr + at));
      }
}

static void
mark_from (struct object *o, int at, bool number, long value)
{
  (void)o, (void)at;
  struct object *to = number ? NULL : world_find (value);
  if (to && to->kind == OBJECT_HEAP && !to->dead && !to->marked)
    {
      to->marked = true;
      world_each_slot (to, mark_from);
    }
}

/* Does O outlive the frame that is running?  */
static bool
outlives (const struct object *o)
{
  if (o->dead || o->kind == OBJECT_HEAP)
    return false;
  if (o->kind == OBJECT_FRAME)
    return o->frame < world.nframes - 1;
  return o->kind != OBJECT_TEMP || o->addr == world.result_at;
}

void
world_mark (void)
{
  for (int i = 0; i < world.nobjects; i++)
    world.objects[i].marked = false;
  for (int i = 0; i < world.nobjects; i++)
    if (outlives (&world.objects[i]))
      world_each_slot (&world.objects[i], mark_from);
  if (world.has_result && !world.result_at)
    mark_from (NULL, 0, world.result_ty == TY_LONG, world.result);
}

static void
note (struct object *x, struct object *holder, enum how how, bool number)
{
  struct seen s
      = { .object = x->var,
          .how = how,
          .number = number,
          .entry = world.nframes == 1,
          .inputs = world.run->inputs,
          .plain = world.run->around == PLAIN && !world.run->no_memory };
  if (holder)
    s.holder = holder->var;
  x->noted = true;
  if (world.nseen < MAX_SEEN)
    world.seen[world.nseen++] = s;
}

static enum how
how_held (const struct object *o)
{
  switch (o->kind)
    {
    case OBJECT_GLOBAL:
      return HOW_GLOBAL;
    case OBJECT_HEAP:
      return HOW_HEAP;
    case OBJECT_TEMP:
      return HOW_RESULT;
    default:
      return HOW_CALLER;
    }
}

/* While a frame ends: objects of that frame which died before count too.  */
static void
look_at (struct object *o, int at, bool number, long value)
{
  (void)at;
  struct object *x = world_find (value);
  if (!x || x->kind != OBJECT_FRAME || !x->var)
    return;
  if (x->dying)
    note (x, o, how_held (o), number);
  else if (world.leaving && x->dead && !x->noted
           && x->serial == world.frames[world.nframes - 1].serial)
    note (x, o, HOW_LATE, number);
}

static void
scan (void)
{
  world_mark ();
  for (int i = 0; i < world.nobjects; i++)
    {
      struct object *o = &world.objects[i];
      if (outlives (o) || (o->kind == OBJECT_HEAP && !o->dead && o->marked))
        world_each_slot (o, look_at);
    }
  if (world.has_result && !world.result_at)
    {
      struct object r = { .kind = OBJECT_TEMP };
      look_at (&r, 0, world.result_ty == TY_LONG, world.result);
    }
}

/* Kill what was made since the stack held BOTTOM objects.  */
static void
kill_down_to (int bottom, bool leaving)
{
  world.leaving = leaving;
  for (int i = bottom; i < world.nstack; i++)
    {
      world.stack[i]->dying = true;
      world.stack[i]->dead = true;
    }
  if (world.nstack > bottom || leaving)
    scan ();
  for (int i = bottom; i < world.nstack; i++)
    world.stack[i]->dying = false;
  world.nstack = bottom;
}

/* Which heap memory that the frame made outlives it?  */
static void
note_heap (void)
{
  for (int i = 0; i < world.nobjects; i++)
    {
      struct object *o = &world.objects[i];
      if (o->kind == OBJECT_HEAP && o->frame == world.nframes - 1 && o->marked
          && !o->dead)
        world.heap_outlives[o->site] = true;
    }
}

/* ---- what the code calls ------------------------------------------------- */

long
ora_on (const struct expr *e)
{
  return !e->off;
}

static void
decide (long what)
{
  world.path = (world.path ^ (uint64_t)what) * 0x9e3779b97f4a7c15u;
  world.path ^= world.path >> 29;
}

long
ora_stmt (long id)
{
  if (++world.steps > MAX_STEPS)
    {
      world.endless = true;
      world_trap ();
    }
  world.stmt = (int)id;
  bool on = !world.program->stmts[id]->off;
  if (on)
    decide (id);
  return on;
}

long
ora_branch (long condition)
{
  decide (condition != 0);
  return condition;
}

void
ora_enter (long fn)
{
  if (world.nframes >= MAX_FRAMES)
    {
      world.endless = true;
      world_trap ();
    }
  struct frame *f = &world.frames[world.nframes++];
  f->fn = world.program->funcs[fn];
  f->serial = ++world.serial;
  f->bottom = world.nstack;
  f->nblocks = 0;
  f->stmt = world.stmt;
  world.has_result = false;
}

void
ora_leave (void)
{
  struct frame *f = &world.frames[world.nframes - 1];
  kill_down_to (f->bottom, true);
  note_heap ();
  if (world.nframes == 1)
    world_entry_returns ();
  world.stmt = f->stmt;
  world.nframes--;
  world.has_result = false;
  world.result_at = 0;
}

void
ora_push (void)
{
  struct frame *f = &world.frames[world.nframes - 1];
  if (f->nblocks >= MAX_BLOCKS)
    world_trap ();
  f->blocks[f->nblocks++] = world.nstack;
}

void
ora_pop (long n)
{
  struct frame *f = &world.frames[world.nframes - 1];
  f->nblocks -= (int)n;
  kill_down_to (f->blocks[f->nblocks], false);
}

static struct object *
push_object (enum object_kind kind, enum ty ty, int count)
{
  if (world.nstack >= MAX_STACK)
    world_trap ();
  struct object *o = world_object (kind, ty, count);
  o->frame = world.nframes - 1;
  o->serial = world.frames[world.nframes - 1].serial;
  world.stack[world.nstack++] = o;
  return o;
}

long
ora_local (long var, long elements)
{
  struct var *v = world.program->vars[var];
  struct object *o = push_object (OBJECT_FRAME, v->ty, (int)elements);
  o->var = v;
  return o->addr;
}

long
ora_temp (long ty)
{
  return push_object (OBJECT_TEMP, (enum ty)ty, 1)->addr;
}

long
ora_at (long pointer, long size)
{
  struct object *o = world_find (pointer);
  if (!o || o->dead || pointer < o->addr || pointer + size > o->addr + o->size)
    world_trap ();
  return pointer;
}

/* Was X a variable of a frame that still runs?  */
static bool
gone_too_early (const struct object *x)
{
  if (!x || x->kind != OBJECT_FRAME || !x->dead)
    return false;
  return x->frame < world.nframes && world.frames[x->frame].serial == x->serial;
}

long
ora_read (long at, long size)
{
  if (size == 4)
    {
      if (*(int *)at == (int)UNSET)
        world_trap ();
      return *(int *)at;
    }
  long value = *(long *)at;
  if (value == UNSET)
    world_trap ();
  struct object *x = world_find (value);
  if (gone_too_early (x))
    note (x, NULL, HOW_READ, false);
  return value;
}

void
ora_write (long at, long value, long ty)
{
  if (types[ty].size == 4)
    {
      *(int *)at = (int)value;
      return;
    }
  *(long *)at = value;
  *world_number (at) = ty == TY_LONG;
}

void
ora_copy (long to, long from, long size)
{
  memmove ((void *)to, (void *)from, (size_t)size);
  memmove (world_number (to), world_number (from), (size_t)size / 8);
}

void
ora_zero (long to, long size)
{
  memset ((void *)to, 0, (size_t)size);
  memset (world_number (to), 0, (size_t)size / 8);
}

long
ora_pass (long value)
{
  struct object *x = world_find (value);
  if (gone_too_early (x))
    note (x, NULL, HOW_PASSED, false);
  return value;
}

void
ora_result (long value, long ty)
{
  world.has_result = true;
  world.result_ty = (enum ty)ty;
  world.result = value;
  world.result_at = ty_is_aggregate ((enum ty)ty) ? value : 0;
}

long
ora_malloc (long ty, long site)
{
  if (world.run->no_memory >> site & 1)
    return 0;
  struct object *o = world_object (OBJECT_HEAP, (enum ty)ty, 1);
  o->site = (int)site;
  o->frame = world.nframes - 1;
  return o->addr;
}

void
ora_free (long pointer)
{
  if (!pointer)
    return;
  struct object *o = world_find (pointer);
  if (!o || (o->kind != OBJECT_HEAP && o->kind != OBJECT_FRESH) || o->dead
      || o->addr != pointer)
    world_trap ();
  o->dead = true;
}

long
ora_fun (long fn)
{
  return FUN_BASE + fn * 16;
}

long
ora_icall (long pointer, long arg)
{
  long fn = (pointer - FUN_BASE) / 16;
  if (pointer == FUN_BASE - 16)
    {
      world_unknown_code (ora_pass (arg));
      return 0;
    }
  if (pointer < FUN_BASE || fn >= world.program->nfuncs
      || world.program->funcs[fn]->off)
    world_trap ();
  return world.code->call[fn](0, &arg);
}
