/* SPDX-License-Identifier: GPL-3.0-or-later */
/* types.c - the C types of generated programs, and the tree's memory.

   One fixed table, so that both back ends agree on every size and offset.  The
   numbers are those of a 64-bit target; the C text asserts them.  */

#include "program.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct type types[NTYPES] = {
  [TY_VOID] = { .decl = "void %s" },
  [TY_INT] = { .decl = "int %s", .size = 4 },
  [TY_LONG] = { .decl = "intptr_t %s", .size = 8 },
  [TY_PI] = { .decl = "int *%s", .size = 8, .to = TY_INT },
  [TY_PPI] = { .decl = "int **%s", .size = 8, .to = TY_PI },
  [TY_PV] = { .decl = "void *%s", .size = 8 },
  [TY_FN] = { .decl = "void (*%s) (void *)", .size = 8 },
  [TY_PN] = { .decl = "struct node *%s", .size = 8, .to = TY_NODE },
  [TY_PPN] = { .decl = "struct node **%s", .size = 8, .to = TY_PN },
  [TY_PB] = { .decl = "struct box *%s", .size = 8, .to = TY_BOX },
  [TY_PCB] = { .decl = "struct callback *%s", .size = 8, .to = TY_CB },
  [TY_NODE] = { .decl = "struct node %s",
                .size = 24,
                .nfields = 3,
                .fields = { { "next", TY_PN, 0 },
                            { "data", TY_PI, 8 },
                            { "value", TY_INT, 16 } } },
  [TY_UNI] = { .decl = "union either %s",
               .size = 8,
               .nfields = 2,
               .fields = { { "q", TY_PI, 0 }, { "i", TY_LONG, 0 } } },
  [TY_BOX] = { .decl = "struct box %s",
               .size = 80,
               .nfields = 6,
               .fields = { { "p", TY_PI, 0 },
                           { "any", TY_PV, 8 },
                           { "list", TY_PN, 16 },
                           { "in", TY_NODE, 24 },
                           { "u", TY_UNI, 48 },
                           { "a", TY_API, 56 } } },
  [TY_CB] = { .decl = "struct callback %s",
              .size = 16,
              .nfields = 2,
              .fields = { { "fn", TY_FN, 0 }, { "context", TY_PV, 8 } } },
  [TY_AI] = { .decl = "int %s[4]", .size = 16, .elem = TY_INT, .count = 4 },
  [TY_API] = { .decl = "int *%s[3]", .size = 24, .elem = TY_PI, .count = 3 },
  [TY_APN]
  = { .decl = "struct node *%s[2]", .size = 16, .elem = TY_PN, .count = 2 },
  [TY_AFN] = { .decl = "void (*const %s[2]) (void *)",
               .size = 16,
               .elem = TY_FN,
               .count = TABLE_SIZE },
};

bool
ty_is_pointer (enum ty t)
{
  return types[t].to || t == TY_PV;
}

bool
ty_is_aggregate (enum ty t)
{
  return types[t].nfields || types[t].elem;
}

enum ty
ty_pointer_to (enum ty t)
{
  for (int p = 0; p < NTYPES; p++)
    if (t && types[p].to == t)
      return (enum ty)p;
  return TY_VOID;
}

/* Add the slots of T at OFF to the first N.  */
static int
add_slots (enum ty t, int at, int off[MAX_SLOTS], int n)
{
  const struct type *ty = &types[t];
  if (t == TY_UNI || t == TY_LONG || ty_is_pointer (t))
    {
      off[n] = at;
      return n + 1;
    }
  for (int i = 0; i < ty->count; i++)
    n = add_slots (ty->elem, at + i * types[ty->elem].size, off, n);
  for (int i = 0; i < ty->nfields; i++)
    n = add_slots (ty->fields[i].ty, at + ty->fields[i].off, off, n);
  return n;
}

int
ty_slots (enum ty t, int off[MAX_SLOTS])
{
  return add_slots (t, 0, off, 0);
}

/* ---- memory -------------------------------------------------------------- */

#define CHUNK 65536

struct chunk
{
  struct chunk *next;
  size_t used;
  _Alignas(16) char bytes[CHUNK];
};

void *
program_alloc (struct program *p, size_t size)
{
  size = (size + 15) & ~(size_t)15;
  if (!p->memory || p->memory->used + size > CHUNK)
    {
      struct chunk *c = calloc (1, sizeof *c);
      if (!c)
        abort ();
      c->next = p->memory;
      p->memory = c;
    }
  void *at = p->memory->bytes + p->memory->used;
  p->memory->used += size;
  return at;
}

struct program *
program_new (uint64_t seed, int index)
{
  struct program *p = calloc (1, sizeof *p);
  if (!p)
    abort ();
  p->seed = seed;
  p->index = index;
  p->nvars = p->nstmts = 1;
  return p;
}

int
program_inputs (const struct program *p, const struct func *f)
{
  int n = 0;
  for (int i = 0; i < p->nglobals; i++)
    n += p->globals[i]->input;
  for (int i = 0; i < f->nparams; i++)
    n += f->params[i]->input;
  return n;
}

void
program_free (struct program *p)
{
  while (p->memory)
    {
      struct chunk *c = p->memory;
      p->memory = c->next;
      free (c);
    }
  free (p);
}

struct var *
var_new (struct program *p, enum var_kind kind, enum ty t, struct func *fn)
{
  if (p->nvars >= MAX_VARS)
    return NULL;
  struct var *v = program_alloc (p, sizeof *v);
  v->id = p->nvars;
  v->kind = kind;
  v->ty = t;
  v->fn = fn;
  snprintf (v->name, sizeof v->name, "%c%d_%d",
            kind == VAR_GLOBAL  ? 'g'
            : kind == VAR_PARAM ? 'a'
                                : 'v',
            v->id, p->index);
  p->vars[p->nvars++] = v;
  return v;
}

struct expr *
expr_new (struct program *p, enum expr_op op, enum ty t)
{
  struct expr *e = program_alloc (p, sizeof *e);
  e->op = op;
  e->ty = t;
  return e;
}

struct stmt *
stmt_new (struct program *p, enum stmt_op op)
{
  if (p->nstmts >= MAX_STMTS)
    return NULL;
  struct stmt *s = program_alloc (p, sizeof *s);
  s->op = op;
  s->id = p->nstmts;
  p->stmts[p->nstmts++] = s;
  return s;
}

void
text_put (struct text *t, const char *fmt, ...)
{
  va_list ap;
  for (;;)
    {
      size_t room = t->cap - t->len;
      va_start (ap, fmt);
      int n = vsnprintf (t->buf ? t->buf + t->len : NULL, room, fmt, ap);
      va_end (ap);
      if ((size_t)n < room)
        {
          for (const char *c = t->buf + t->len; *c; c++)
            t->line += *c == '\n';
          t->len += (size_t)n;
          return;
        }
      t->cap = t->cap * 2 + (size_t)n + 256;
      t->buf = realloc (t->buf, t->cap);
      if (!t->buf)
        abort ();
    }
}
