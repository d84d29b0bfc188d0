/* SPDX-License-Identifier: GPL-3.0-or-later */
/* module-code.c - a module's facts as bytes: both directions in one text.

   Every field is named once, by a function that writes it or reads it.  Arrays
   go by columns (all operations, then all widths, ...), because neighbours in a
   column are alike and deflate finds that; indexes that mostly grow by one go
   as differences.

   Places are numbered in the order of their first use.  Only those that an
   event or a finding can stand at travel: where something is stored, called,
   allocated, returned or declared.

   What was read is anybody's: counts are bounded by the bytes that are left,
   every index is checked, and each body passes esc_body_check.  */

#include "module-code.h"
#include "alloc.h"
#include "bytes.h"

#include <stdlib.h>
#include <string.h>

#define uthash_malloc(N)   esc_xmalloc (N)
#define uthash_fatal(TEXT) esc_fatal ("%s", TEXT)
#include <uthash.h>

struct numbered_loc
{
  esc_loc loc;
  uint32_t number;
  UT_hash_handle hh;
};

struct coder
{
  bool reading;
  struct esc_module *m;
  struct esc_writer w;
  struct esc_reader r;
  struct numbered_loc *locs; /* writing */
  uint32_t nlocs, last_loc;
  uint32_t base; /* reading: of the places */
  esc_loc *order;
  uint32_t cap_order;
};

/* ---- fields --------------------------------------------------------------*/

static uint64_t
number (struct coder *c, uint64_t n)
{
  if (c->reading)
    return esc_get (&c->r);
  esc_put (&c->w, n);
  return n;
}

static int64_t
signed_number (struct coder *c, int64_t n)
{
  if (c->reading)
    return esc_get_signed (&c->r);
  esc_put_signed (&c->w, n);
  return n;
}

static esc_str
name (struct coder *c, esc_str s)
{
  if (c->reading)
    return esc_intern (c->m, esc_get_string (&c->r));
  esc_put_string (&c->w, esc_string (c->m, s));
  return s;
}

/* A place: the difference of its number to that of the one before.  */
static esc_loc
place (struct coder *c, esc_loc loc)
{
  if (c->reading)
    {
      uint32_t n = c->last_loc + (uint32_t)esc_get_signed (&c->r);
      c->last_loc = n;
      if (n > c->nlocs)
        c->r.bad = true;
      return n && n <= c->nlocs ? c->base + n : 0;
    }
  struct numbered_loc *found = NULL;
  if (loc)
    HASH_FIND (hh, c->locs, &loc, sizeof loc, found);
  if (loc && !found)
    {
      found = esc_xcalloc (1, sizeof *found);
      found->loc = loc;
      found->number = ++c->nlocs;
      HASH_ADD (hh, c->locs, loc, sizeof loc, found);
      ESC_GROW (c->order, c->cap_order, c->nlocs + 1);
      c->order[c->nlocs] = loc;
    }
  uint32_t n = found ? found->number : 0;
  esc_put_signed (&c->w, (int32_t)(n - c->last_loc));
  c->last_loc = n;
  return loc;
}

#define N(X)   ((X) = (__typeof__ (X))number (c, (uint64_t)(X)))
#define S(X)   ((X) = (__typeof__ (X))signed_number (c, (int64_t)(X)))
#define STR(X) ((X) = name (c, (X)))
#define LOC(X) ((X) = place (c, (X)))
/* A bit field has no address and no type of its own.  */
#define BIT(X) ((X) = number (c, (X)) & 1)
/* An identifier that is often ESC_NONE.  */
#define ID(X) ((X) = (uint32_t)number (c, (uint32_t)((X) + 1)) - 1)
/* Field F of all N elements of A.  */
#define COLUMN(A, N_, F, HOW)                                                  \
  for (uint32_t k_ = 0; k_ < (N_); k_++)                                       \
  HOW ((A)[k_].F)

/* The number of elements of an array; each takes a byte at least.  */
static uint32_t
count (struct coder *c, uint32_t n)
{
  if (!c->reading)
    return (uint32_t)number (c, n);
  return esc_get_max (&c->r, (uint32_t)(c->r.end - c->r.at));
}

/* Array P of N elements of SIZE bytes: room for it when reading.  */
static void *
room (struct coder *c, void *p, uint32_t n, size_t size)
{
  return c->reading ? esc_xcalloc ((size_t)n + 1, size) : p;
}

/* ---- the module's tables -------------------------------------------------*/

static void
code_objects (struct coder *c, struct esc_obj *o, uint32_t n)
{
  COLUMN (o, n, kind, N);
  COLUMN (o, n, name, STR);
  COLUMN (o, n, loc, LOC);
  COLUMN (o, n, fn, ID);
  COLUMN (o, n, size, S);
  COLUMN (o, n, max, N);
  COLUMN (o, n, param, N);
  COLUMN (o, n, rule, N);
  COLUMN (o, n, parts, N);
  COLUMN (o, n, nparts, N);
  COLUMN (o, n, inits, N);
  COLUMN (o, n, ninits, N);
  COLUMN (o, n, init_known, BIT);
  COLUMN (o, n, readonly, BIT);
  COLUMN (o, n, external, BIT);
  COLUMN (o, n, system, BIT);
  COLUMN (o, n, artificial, BIT);
  COLUMN (o, n, volatile_, BIT);
  COLUMN (o, n, is_array, BIT);
  COLUMN (o, n, has_ptr, BIT);
  COLUMN (o, n, uses, N);
}

static void
code_fields (struct coder *c, struct esc_field *f, uint32_t n)
{
  COLUMN (f, n, record, STR);
  COLUMN (f, n, name, STR);
  COLUMN (f, n, off, S);
  COLUMN (f, n, size, S);
  COLUMN (f, n, system, BIT);
  COLUMN (f, n, pointer, BIT);
  COLUMN (f, n, uses, N);
}

static void
code_parts (struct coder *c, struct esc_part *p, uint32_t n)
{
  COLUMN (p, n, off, S);
  COLUMN (p, n, size, S);
  COLUMN (p, n, name, STR);
  COLUMN (p, n, loc, LOC);
  COLUMN (p, n, trampoline, BIT);
  COLUMN (p, n, fn, N);
}

static void
code_inits (struct coder *c, struct esc_init *i, uint32_t n)
{
  COLUMN (i, n, off, S);
  COLUMN (i, n, fun, ID);
  COLUMN (i, n, obj, N);
  COLUMN (i, n, add, S);
  COLUMN (i, n, size, N);
}

static void
code_params (struct coder *c, struct esc_param *p, uint32_t n)
{
  COLUMN (p, n, name, STR);
  COLUMN (p, n, loc, LOC);
  COLUMN (p, n, val, ID);
  COLUMN (p, n, obj, N);
  COLUMN (p, n, pointer, BIT);
  COLUMN (p, n, noescape, BIT);
}

static void
code_function (struct coder *c, struct esc_fn *f)
{
  LOC (f->loc);
  N (f->flags);
  ID (f->chain);
  ID (f->alias);
  N (f->noescape);
  N (f->order);
  STR (f->name);
  f->nparams = count (c, f->nparams);
  f->params = room (c, f->params, f->nparams, sizeof *f->params);
  code_params (c, f->params, f->nparams);
}

/* ---- bodies --------------------------------------------------------------*/

/* Can an event stand at an instruction of this kind?  */
static bool
is_place (uint8_t op)
{
  switch (op)
    {
    case ESC_STORE:
    case ESC_COPY:
    case ESC_CALL:
    case ESC_ALLOCA:
    case ESC_NEW:
    case ESC_RET:
      return true;
    default:
      return false;
    }
}

static void
code_instructions (struct coder *c, struct esc_ins *i, uint32_t n)
{
  COLUMN (i, n, op, N);
  COLUMN (i, n, sub, N);
  COLUMN (i, n, flags, N);
  COLUMN (i, n, width, N);
  for (uint32_t k = 0; k < n; k++)
    if (is_place (i[k].op))
      LOC (i[k].loc);
  COLUMN (i, n, dst, ID);
  COLUMN (i, n, a, N);
  COLUMN (i, n, b, N);
  COLUMN (i, n, x, N);
  COLUMN (i, n, n, N);
}

static void
code_places (struct coder *c, struct esc_place *p, uint32_t n)
{
  COLUMN (p, n, base, N);
  COLUMN (p, n, idx, N);
  COLUMN (p, n, off, S);
  COLUMN (p, n, size, S);
  COLUMN (p, n, stride, S);
  COLUMN (p, n, lo, S);
  COLUMN (p, n, hi, S);
  COLUMN (p, n, len, N);
  COLUMN (p, n, field, N);
  COLUMN (p, n, path, STR);
  COLUMN (p, n, type, N);
  COLUMN (p, n, volatile_, BIT);
}

static void
code_calls (struct coder *c, struct esc_call *p, uint32_t n)
{
  COLUMN (p, n, callee, N);
  COLUMN (p, n, chain, N);
  COLUMN (p, n, args, N);
  COLUMN (p, n, nargs, N);
  COLUMN (p, n, result, N);
  COLUMN (p, n, flags, N);
  COLUMN (p, n, noescape, N);
  COLUMN (p, n, retarg, N);
}

static void
code_values (struct coder *c, struct esc_val *v, uint32_t n)
{
  COLUMN (v, n, name, STR);
  COLUMN (v, n, def, ID);
  COLUMN (v, n, width, N);
  COLUMN (v, n, flags, N);
}

static void
code_small (struct coder *c, struct esc_body *b)
{
  COLUMN (b->blocks, b->nblocks, first, N);
  COLUMN (b->blocks, b->nblocks, nins, N);
  COLUMN (b->blocks, b->nblocks, succs, N);
  COLUMN (b->blocks, b->nblocks, nsuccs, N);
  for (uint32_t k = 0; k < b->nsuccs; k++)
    N (b->succs[k]);
  for (uint32_t k = 0; k < b->nargs; k++)
    N (b->args[k]);
  for (uint32_t k = 0; k < b->nints; k++)
    S (b->ints[k]);
  COLUMN (b->phis, b->nphis, pred, N);
  COLUMN (b->phis, b->nphis, val, N);
  COLUMN (b->cases, b->ncases, lo, S);
  COLUMN (b->cases, b->ncases, hi, S);
  COLUMN (b->cases, b->ncases, succ, N);
  COLUMN (b->addrs, b->naddrs, obj, N);
  COLUMN (b->addrs, b->naddrs, off_known, BIT);
  COLUMN (b->addrs, b->naddrs, off, S);
}

#define ARRAY(NAME, NUMBER)                                                    \
  (b->NUMBER = count (c, b->NUMBER),                                           \
   b->NAME = room (c, b->NAME, b->NUMBER, sizeof *b->NAME))

static void
code_body (struct coder *c, struct esc_body *b)
{
  ARRAY (ins, nins);
  ARRAY (blocks, nblocks);
  ARRAY (succs, nsuccs);
  ARRAY (vals, nvals);
  ARRAY (places, nplaces);
  ARRAY (calls, ncalls);
  ARRAY (args, nargs);
  ARRAY (phis, nphis);
  ARRAY (cases, ncases);
  ARRAY (addrs, naddrs);
  ARRAY (ints, nints);
  N (b->not_understood);
  LOC (b->end_loc);
  code_instructions (c, b->ins, b->nins);
  code_places (c, b->places, b->nplaces);
  code_calls (c, b->calls, b->ncalls);
  code_values (c, b->vals, b->nvals);
  code_small (c, b);
}

/* ---- writing -------------------------------------------------------------*/

static void
write_tables (struct coder *c)
{
  struct esc_module *m = c->m;
  BIT (m->loose_to_ptr);
  count (c, m->nfns);
  for (uint32_t i = 0; i < m->nfns; i++)
    name (c, m->fns[i].symbol);
  for (uint32_t i = 0; i < m->nfns; i++)
    {
      struct esc_fn f = m->fns[i];
      bool model = f.flags & ESC_FN_MODEL;
      f.flags &= ~(unsigned)ESC_FN_MODEL;
      code_function (c, &f);
      number (c, f.body && !model);
    }
  count (c, m->nobjs);
  code_objects (c, m->objs, m->nobjs);
  count (c, m->nfields);
  code_fields (c, m->fields, m->nfields);
  count (c, m->nparts);
  code_parts (c, m->parts, m->nparts);
  count (c, m->ninits);
  code_inits (c, m->inits, m->ninits);
  for (uint32_t i = 0; i < m->nfns; i++)
    if (m->fns[i].body && !(m->fns[i].flags & ESC_FN_MODEL))
      code_body (c, m->fns[i].body);
}

/* The positions of the places, by differences of lines.  */
static void
write_positions (struct coder *c, struct esc_writer *w,
                 bool (*locate) (void *, esc_loc, struct esc_position *),
                 void *arg)
{
  int64_t line = 0;
  esc_put (w, c->nlocs);
  for (uint32_t i = 1; i <= c->nlocs; i++)
    {
      struct esc_position p = { "", 0, 0 };
      if (!locate (arg, c->order[i], &p))
        p = (struct esc_position){ "", 0, 0 };
      esc_put_string (w, p.file);
      esc_put_signed (w, (int64_t)p.line - line);
      esc_put (w, p.column);
      line = p.line;
    }
}

unsigned char *
esc_module_write (const struct esc_module *m,
                  bool (*locate) (void *, esc_loc, struct esc_position *),
                  void *arg, size_t *size)
{
  struct coder c = { .m = (struct esc_module *)m };
  /* The positions go first, but are known last: their strings too.  */
  write_tables (&c);
  struct esc_writer w = { .table = c.w.table, .nstrings = c.w.nstrings };
  write_positions (&c, &w, locate, arg);
  esc_put_bytes (&w, c.w.data, c.w.size);
  free (c.w.data);
  struct numbered_loc *l, *next;
  HASH_ITER (hh, c.locs, l, next)
  {
    HASH_DEL (c.locs, l);
    free (l);
  }
  free (c.order);
  return esc_writer_finish (&w, size);
}

/* ---- reading -------------------------------------------------------------*/

static const char *
keep (void *arg, const char *text, size_t n)
{
  struct esc_places *p = arg;
  char *s = esc_xmalloc (n + 1);
  memcpy (s, text, n);
  s[n] = '\0';
  ESC_GROW (p->owned, p->cap_owned, p->nowned + 1);
  return p->owned[p->nowned++] = s;
}

void
esc_places_free (struct esc_places *p)
{
  for (uint32_t i = 0; i < p->nowned; i++)
    free (p->owned[i]);
  free (p->owned);
  free (p->at);
  memset (p, 0, sizeof *p);
}

static void
read_positions (struct coder *c, struct esc_places *places)
{
  int64_t line = 0;
  uint32_t n = count (c, 0);
  c->base = places->n ? places->n - 1 : 0;
  c->nlocs = n;
  ESC_GROW (places->at, places->cap, c->base + n + 1);
  memset (&places->at[0], 0, sizeof places->at[0]);
  places->at[0].file = "";
  for (uint32_t i = 1; i <= n; i++)
    {
      struct esc_position *p = &places->at[c->base + i];
      p->file = esc_get_string (&c->r);
      line += esc_get_signed (&c->r);
      p->line = line > 0 && line <= UINT32_MAX ? (uint32_t)line : 0;
      p->column = esc_get_max (&c->r, UINT32_MAX);
    }
  places->n = c->base + n + 1;
}

/* A table of M: made anew with room for what is read.  */
#define TABLE(NAME, NUMBER, K, CODE)                                           \
  do                                                                           \
    {                                                                          \
      uint32_t n_ = count (c, 0);                                              \
      free (m->NAME);                                                          \
      m->NAME = esc_xcalloc ((size_t)n_ + 1, sizeof *m->NAME);                 \
      m->NUMBER = n_;                                                          \
      m->cap[K] = n_ + 1;                                                      \
      CODE (c, m->NAME, n_);                                                   \
    }                                                                          \
  while (0)

static void
read_tables (struct coder *c)
{
  struct esc_module *m = c->m;
  BIT (m->loose_to_ptr);
  uint32_t nfns = count (c, 0);
  bool *bodies = esc_xcalloc ((size_t)nfns + 1, 1);
  for (uint32_t i = 0; i < nfns && !c->r.bad; i++)
    if (esc_fn_get (m, esc_get_string (&c->r)) != i)
      c->r.bad = true; /* two of one name */
  for (uint32_t i = 0; i < nfns && !c->r.bad; i++)
    {
      code_function (c, &m->fns[i]);
      bodies[i] = number (c, 0);
    }
  if (!c->r.bad)
    {
      TABLE (objs, nobjs, 1, code_objects);
      TABLE (fields, nfields, 2, code_fields);
      TABLE (parts, nparts, 3, code_parts);
      TABLE (inits, ninits, 4, code_inits);
    }
  for (uint32_t i = 0; i < nfns && !c->r.bad; i++)
    if (bodies[i])
      {
        m->fns[i].body = esc_xcalloc (1, sizeof *m->fns[i].body);
        m->fns[i].body->fn = i;
        code_body (c, m->fns[i].body);
      }
  free (bodies);
}

static bool
in_range (uint32_t first, uint32_t n, uint32_t limit)
{
  return first <= limit && n <= limit - first;
}

/* Do the tables of M hang together?  Bodies are esc_body_check's.  */
static bool
tables_ok (const struct esc_module *m)
{
  for (uint32_t i = 0; i < m->nobjs; i++)
    {
      const struct esc_obj *o = &m->objs[i];
      if (!in_range (o->parts, o->nparts, m->nparts)
          || !in_range (o->inits, o->ninits, m->ninits)
          || o->kind > ESC_OBJ_HIDDEN || o->rule >= ESC_NRULES
          || (o->fn != ESC_NONE && o->fn >= m->nfns) || (i && !o->kind)
          || (o->kind == ESC_OBJ_PARAM
              && (o->fn >= m->nfns || o->param >= m->fns[o->fn].nparams)))
        return false;
    }
  for (uint32_t i = 0; i < m->nparts; i++)
    if (m->parts[i].fn > m->nfns)
      return false;
  for (uint32_t i = 0; i < m->ninits; i++)
    if (m->inits[i].obj >= m->nobjs
        || (m->inits[i].fun != ESC_NONE && m->inits[i].fun >= m->nfns))
      return false;
  for (uint32_t i = 0; i < m->nfns; i++)
    {
      const struct esc_fn *f = &m->fns[i];
      if (f->alias != ESC_NONE && f->alias >= m->nfns)
        return false;
      for (uint32_t k = 0; k < f->nparams; k++)
        if (f->params[k].obj >= m->nobjs
            || (f->body && f->params[k].val != ESC_NONE
                && f->params[k].val >= f->body->nvals))
          return false;
      if (f->body
          && ((f->chain != ESC_NONE && f->chain >= f->body->nvals)
              || !f->body->nplaces || !f->body->nblocks))
        return false;
    }
  return m->nobjs > 0 && m->nfields > 0;
}

struct esc_module *
esc_module_read (const unsigned char *data, size_t size,
                 struct esc_places *places, const char **why)
{
  struct coder c = { .reading = true, .m = esc_module_new () };
  esc_reader_begin (&c.r, data, size, keep, places);
  read_positions (&c, places);
  read_tables (&c);
  bool ok = !c.r.bad && tables_ok (c.m);
  esc_reader_end (&c.r);
  *why = "its facts are malformed";
  for (uint32_t i = 0; ok && i < c.m->nfns; i++)
    if (c.m->fns[i].body)
      ok = !esc_body_check (c.m, c.m->fns[i].body);
  if (ok)
    return c.m;
  esc_module_free (c.m);
  return NULL;
}
