/* SPDX-License-Identifier: GPL-3.0-or-later */
/* facts.c - building modules and bodies.

   Names are found through one hash table of interned strings: the entry of a
   string also says which function, hidden object and external object it names,
   so every lookup by name is one lookup.

   Invariants: an entry's text is the module's string at entry->str; a block
   is open between esc_block_begin and esc_block_end, and its nsuccs is then
   ESC_NONE.

   Not here: whether a finished body makes sense (facts-check.c).  */

#include "facts.h"
#include "alloc.h"

#include <stdlib.h>
#include <string.h>

#define uthash_malloc(SIZE) esc_xmalloc (SIZE)
#define uthash_fatal(WHY)   esc_fatal ("%s", WHY)
#include <uthash.h>

/* An interned string and what it names.  */
struct name
{
  UT_hash_handle hh;
  esc_str str;
  uint32_t fn;     /* function with this symbol, or ESC_NONE */
  uint32_t hidden; /* hidden object, or 0 */
  uint32_t object; /* the first that other units can call by it, or 0 */
  char text[];
};

/* A member and its number; the key is everything before ID.  */
struct member
{
  esc_str record, name;
  int64_t off, size;
  uint32_t id;
  UT_hash_handle hh;
};

struct esc_index
{
  struct name *names;
  struct member *members;
};

enum module_array
{
  STRS,
  OBJS,
  FIELDS,
  PARTS,
  INITS,
  FNS
};

enum body_array
{
  INS,
  BLOCKS,
  SUCCS,
  VALS,
  PLACES,
  CALLS,
  ARGS,
  PHIS,
  CASES,
  ADDRS,
  INTS
};

/* Append *ELEM to array P of module or body M, whose length is N and whose
   capacity is number K.  The value is the new element's index.  */
#define APPEND(M, P, N, K, ELEM)                                               \
  (ESC_GROW ((M)->P, (M)->cap[K], (M)->N + 1), ((M)->P[(M)->N] = (ELEM)),      \
   (M)->N++)

/* ---- modules ------------------------------------------------------------ */

struct esc_module *
esc_module_new (void)
{
  struct esc_module *m = esc_xcalloc (1, sizeof *m);
  m->index = esc_xcalloc (1, sizeof *m->index);
  APPEND (m, strs, nstrs, STRS, '\0');
  APPEND (m, objs, nobjs, OBJS, ((struct esc_obj){ .fn = ESC_NONE }));
  APPEND (m, fields, nfields, FIELDS, ((struct esc_field){ 0 }));
  return m;
}

static void
body_free (struct esc_body *b)
{
  if (!b)
    return;
  free (b->ins);
  free (b->blocks);
  free (b->succs);
  free (b->vals);
  free (b->places);
  free (b->calls);
  free (b->args);
  free (b->phis);
  free (b->cases);
  free (b->addrs);
  free (b->ints);
  free (b);
}

static void
index_free (struct esc_index *index)
{
  struct name *n, *next;
  HASH_ITER (hh, index->names, n, next)
  {
    HASH_DEL (index->names, n);
    free (n);
  }
  struct member *f, *follow;
  HASH_ITER (hh, index->members, f, follow)
  {
    HASH_DEL (index->members, f);
    free (f);
  }
  free (index);
}

void
esc_module_free (struct esc_module *m)
{
  if (!m)
    return;
  for (uint32_t i = 0; i < m->nfns; i++)
    {
      free (m->fns[i].params);
      body_free (m->fns[i].body);
    }
  index_free (m->index);
  free (m->strs);
  free (m->objs);
  free (m->fields);
  free (m->parts);
  free (m->inits);
  free (m->fns);
  free (m);
}

/* ---- names -------------------------------------------------------------- */

static struct name *
name_find (const struct esc_module *m, const char *s, size_t len)
{
  struct name *n;
  HASH_FIND (hh, m->index->names, s, len, n);
  return n;
}

/* The entry of S, made on first use.  S may point into the module's own
   strings.  */
static struct name *
name_get (struct esc_module *m, const char *s)
{
  size_t len = strlen (s);
  struct name *n = name_find (m, s, len);
  if (n)
    return n;
  if (len >= ESC_NONE - m->nstrs)
    esc_fatal ("too many names");
  n = esc_xcalloc (1, sizeof *n + len + 1);
  memcpy (n->text, s, len + 1);
  n->fn = ESC_NONE;
  if (len)
    {
      n->str = m->nstrs;
      ESC_GROW (m->strs, m->cap[STRS], m->nstrs + (uint32_t)len + 1);
      memcpy (m->strs + m->nstrs, n->text, len + 1);
      m->nstrs += (uint32_t)len + 1;
    }
  HASH_ADD_KEYPTR (hh, m->index->names, n->text, len, n);
  return n;
}

esc_str
esc_intern (struct esc_module *m, const char *s)
{
  return *s ? name_get (m, s)->str : 0;
}

const char *
esc_string (const struct esc_module *m, esc_str s)
{
  ESC_CHECK (s < m->nstrs);
  return m->strs + s;
}

/* ---- objects, members, functions ---------------------------------------- */

uint32_t
esc_obj_add (struct esc_module *m, const struct esc_obj *o)
{
  struct esc_obj copy = *o;
  uint32_t id = APPEND (m, objs, nobjs, OBJS, copy);
  if (copy.external && copy.name)
    {
      struct name *n = name_get (m, m->strs + copy.name);
      n->object = n->object ? n->object : id;
    }
  return id;
}

uint32_t
esc_obj_external (const struct esc_module *m, const char *name)
{
  const struct name *n = name_find (m, name, strlen (name));
  return n ? n->object : 0;
}

uint32_t
esc_obj_hidden (struct esc_module *m, const char *name)
{
  struct name *n = name_get (m, name);
  if (!n->hidden)
    {
      struct esc_obj o = { .kind = ESC_OBJ_HIDDEN,
                           .name = n->str,
                           .fn = ESC_NONE,
                           .size = ESC_SIZE_UNKNOWN,
                           .max = UINT64_MAX,
                           .has_ptr = true };
      n->hidden = esc_obj_add (m, &o);
    }
  return n->hidden;
}

uint32_t
esc_field_add (struct esc_module *m, const struct esc_field *f)
{
  struct member key, *found;
  memset (&key, 0, sizeof key);
  key.record = f->record;
  key.name = f->name;
  key.off = f->off;
  key.size = f->size;
  HASH_FIND (hh, m->index->members, &key, offsetof (struct member, id), found);
  if (found)
    return found->id;
  found = esc_xmalloc (sizeof *found);
  *found = key;
  struct esc_field copy = *f;
  found->id = APPEND (m, fields, nfields, FIELDS, copy);
  HASH_ADD (hh, m->index->members, record, offsetof (struct member, id), found);
  return found->id;
}

uint32_t
esc_part_add (struct esc_module *m, const struct esc_part *p)
{
  struct esc_part copy = *p;
  return APPEND (m, parts, nparts, PARTS, copy);
}

uint32_t
esc_init_add (struct esc_module *m, const struct esc_init *i)
{
  struct esc_init copy = *i;
  return APPEND (m, inits, ninits, INITS, copy);
}

uint32_t
esc_fn_get (struct esc_module *m, const char *symbol)
{
  struct name *n = name_get (m, symbol);
  if (n->fn == ESC_NONE)
    {
      struct esc_fn f = { .name = n->str,
                          .symbol = n->str,
                          .chain = ESC_NONE,
                          .alias = ESC_NONE,
                          .order = m->nfns };
      n->fn = APPEND (m, fns, nfns, FNS, f);
    }
  return n->fn;
}

uint32_t
esc_fn_find (const struct esc_module *m, const char *symbol)
{
  const struct name *n = name_find (m, symbol, strlen (symbol));
  return n ? n->fn : ESC_NONE;
}

void
esc_fn_params (struct esc_module *m, uint32_t fn, uint32_t n)
{
  ESC_CHECK (fn < m->nfns);
  struct esc_fn *f = &m->fns[fn];
  free (f->params);
  f->params = n ? esc_xcalloc (n, sizeof *f->params) : NULL;
  f->nparams = n;
  for (uint32_t i = 0; i < n; i++)
    f->params[i].val = ESC_NONE;
}

/* ---- bodies ------------------------------------------------------------- */

struct esc_body *
esc_body_new (struct esc_module *m, uint32_t fn)
{
  ESC_CHECK (fn < m->nfns && !m->fns[fn].body);
  struct esc_body *b = esc_xcalloc (1, sizeof *b);
  b->fn = fn;
  APPEND (b, places, nplaces, PLACES, ((struct esc_place){ 0 }));
  m->fns[fn].body = b;
  return b;
}

void
esc_body_drop (struct esc_module *m, uint32_t fn)
{
  ESC_CHECK (fn < m->nfns);
  body_free (m->fns[fn].body);
  m->fns[fn].body = NULL;
}

/* The block that is open, or NULL.  */
static struct esc_block *
open_block (struct esc_body *b)
{
  struct esc_block *last = b->nblocks ? &b->blocks[b->nblocks - 1] : NULL;
  return last && last->nsuccs == ESC_NONE ? last : NULL;
}

uint32_t
esc_block_begin (struct esc_body *b)
{
  ESC_CHECK (!open_block (b));
  struct esc_block blk = { .first = b->nins, .nsuccs = ESC_NONE };
  return APPEND (b, blocks, nblocks, BLOCKS, blk);
}

void
esc_block_end (struct esc_body *b, const uint32_t *succs, uint32_t n)
{
  struct esc_block *blk = open_block (b);
  ESC_CHECK (blk && n != ESC_NONE);
  blk->nins = b->nins - blk->first;
  blk->succs = b->nsuccs;
  blk->nsuccs = n;
  for (uint32_t i = 0; i < n; i++)
    APPEND (b, succs, nsuccs, SUCCS, succs[i]);
}

struct esc_ins *
esc_emit (struct esc_body *b, enum esc_op op, esc_loc loc, uint32_t dst)
{
  ESC_CHECK (open_block (b));
  struct esc_ins ins = { .op = (uint8_t)op, .loc = loc, .dst = dst };
  uint32_t at = APPEND (b, ins, nins, INS, ins);
  if (dst != ESC_NONE)
    {
      ESC_CHECK (dst < b->nvals);
      b->vals[dst].def = at;
      b->ins[at].width = b->vals[dst].width;
    }
  return &b->ins[at];
}

uint32_t
esc_val_add (struct esc_body *b, esc_str name, unsigned width, unsigned flags)
{
  struct esc_val v = { .name = name,
                       .def = ESC_NONE,
                       .width = (uint8_t)width,
                       .flags = (uint8_t)flags };
  return APPEND (b, vals, nvals, VALS, v);
}

uint32_t
esc_place_add (struct esc_body *b, const struct esc_place *p)
{
  struct esc_place copy = *p;
  return APPEND (b, places, nplaces, PLACES, copy);
}

uint32_t
esc_call_add (struct esc_body *b, const struct esc_call *c)
{
  struct esc_call copy = *c;
  return APPEND (b, calls, ncalls, CALLS, copy);
}

uint32_t
esc_arg_add (struct esc_body *b, esc_opnd o)
{
  return APPEND (b, args, nargs, ARGS, o);
}

uint32_t
esc_phi_add (struct esc_body *b, uint32_t pred, esc_opnd val, esc_loc loc)
{
  struct esc_phi p = { .pred = pred, .val = val, .loc = loc };
  return APPEND (b, phis, nphis, PHIS, p);
}

uint32_t
esc_case_add (struct esc_body *b, int64_t lo, int64_t hi, uint32_t succ)
{
  struct esc_case c = { .lo = lo, .hi = hi, .succ = succ };
  return APPEND (b, cases, ncases, CASES, c);
}

/* ---- operands ----------------------------------------------------------- */

esc_opnd
esc_val (uint32_t val)
{
  return esc_opnd_make (ESC_OP_VAL, val);
}

esc_opnd
esc_int (struct esc_body *b, int64_t i)
{
  return esc_opnd_make (ESC_OP_INT, APPEND (b, ints, nints, INTS, i));
}

static esc_opnd
addr_add (struct esc_body *b, struct esc_addr a)
{
  return esc_opnd_make (ESC_OP_ADDR, APPEND (b, addrs, naddrs, ADDRS, a));
}

esc_opnd
esc_addr (struct esc_body *b, uint32_t obj, int64_t off)
{
  return addr_add (b, (struct esc_addr){ obj, true, off });
}

esc_opnd
esc_addr_inexact (struct esc_body *b, uint32_t obj)
{
  return addr_add (b, (struct esc_addr){ obj, false, 0 });
}

esc_opnd
esc_fun (uint32_t fn)
{
  return esc_opnd_make (ESC_OP_FUN, fn);
}

esc_opnd
esc_content (uint32_t place)
{
  return esc_opnd_make (ESC_OP_CONTENT, place);
}
