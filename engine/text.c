/* SPDX-License-Identifier: GPL-3.0-or-later */
/* text.c - read facts as text: names and declarations.

   Two passes over the text, so that a name can be used before its line: the
   first only makes the objects and functions that lines begin with, the
   second reads everything.

   Besides what text.h shows, lines can be

     tls NAME SIZE, string NAME SIZE    thread storage, constants
     init OFF SIZE = OPERAND            initial content of the object above
     part OFF SIZE NAME                 a piece of the object above

   and those that text-body.c and text-ops.c list.

   A name that is not unique is told apart by what follows a `%`, which is no
   part of it: `p%2`.  `p*` is a pointer, `p:4` an integer of four bytes;
   letters before the number: p(ointer), u(nsigned), b(ool), x (undefined).  */

#include "text-reader.h"

#include <stdlib.h>
#include <string.h>

#define uthash_malloc(SIZE) esc_xmalloc (SIZE)
#define uthash_fatal(WHY)   esc_fatal ("%s", WHY)
#include <uthash.h>

struct esc_binding
{
  UT_hash_handle hh;
  uint32_t id;
  bool defined;
  unsigned line, column; /* first use */
  char name[];
};

/* ---- names -------------------------------------------------------------- */

static struct esc_binding *
binding_find (struct esc_binding *const *scope, const char *name)
{
  struct esc_binding *b;
  HASH_FIND_STR (*scope, name, b);
  return b;
}

static struct esc_binding *
binding_add (struct esc_reader *r, struct esc_binding **scope, const char *name,
             uint32_t id)
{
  size_t size = strlen (name) + 1;
  struct esc_binding *b = esc_xcalloc (1, sizeof *b + size);
  memcpy (b->name, name, size);
  b->id = id;
  b->line = r->lx.line;
  b->column = r->lx.column;
  HASH_ADD_KEYPTR (hh, *scope, b->name, size - 1, b);
  return b;
}

static void
scope_free (struct esc_binding **scope)
{
  struct esc_binding *b, *next;
  HASH_ITER (hh, *scope, b, next)
  {
    HASH_DEL (*scope, b);
    free (b);
  }
}

esc_str
esc_reader_user_name (struct esc_reader *r, const char *name)
{
  const char *end = strrchr (name, '%');
  if (!end)
    return esc_intern (r->m, name);
  char *copy = esc_xstrdup (name);
  copy[end - name] = '\0';
  esc_str s = esc_intern (r->m, copy);
  free (copy);
  return s;
}

char *
esc_reader_take_name (struct esc_reader *r, const char *what)
{
  if (r->lx.kind != ESC_TOK_NAME)
    {
      esc_lex_expected (&r->lx, what);
      return esc_xstrdup ("");
    }
  char *name = esc_xstrdup (r->lx.name);
  esc_lex_next (&r->lx);
  return name;
}

uint32_t
esc_reader_obj (const struct esc_reader *r, const char *name)
{
  const struct esc_binding *b = binding_find (&r->locals, name);
  if (!b)
    b = binding_find (&r->globals, name);
  return b ? b->id : 0;
}

uint32_t
esc_reader_val (struct esc_reader *r, const char *name, bool define)
{
  struct esc_binding *b = binding_find (&r->vals, name);
  if (!b)
    b = binding_add (r, &r->vals, name,
                     esc_val_add (esc_reader_body (r),
                                  esc_reader_user_name (r, name),
                                  ESC_WIDTH_UNDEFINED, 0));
  if (define && b->defined)
    esc_lex_error (&r->lx, "value '%s' is defined twice", name);
  b->defined |= define;
  return b->id;
}

/* ---- small pieces ------------------------------------------------------- */

bool
esc_reader_eol (const struct esc_reader *r)
{
  return r->lx.kind == ESC_TOK_EOL || r->lx.kind == ESC_TOK_END;
}

esc_loc
esc_reader_loc (struct esc_reader *r, unsigned line)
{
  if (!esc_lex_accept (&r->lx, '@'))
    return line;
  return esc_lex_unsigned (&r->lx, UINT32_MAX, "a location");
}

int64_t
esc_reader_size (struct esc_reader *r)
{
  if (esc_lex_accept (&r->lx, '?'))
    return ESC_SIZE_UNKNOWN;
  int64_t size = esc_lex_integer (&r->lx, "a size");
  if (size < 0)
    esc_lex_error (&r->lx, "a size is negative");
  return size;
}

struct esc_annot
esc_reader_annot (struct esc_reader *r, const struct esc_word *table)
{
  struct esc_annot a = { .number = ESC_SIZE_UNKNOWN };
  if (esc_lex_accept (&r->lx, '*'))
    return (struct esc_annot){ true, 8, ESC_VAL_PTR };
  if (!esc_lex_accept (&r->lx, ':'))
    return a;
  a.given = true;
  if (r->lx.kind == ESC_TOK_NAME)
    {
      const char *p = r->lx.name;
      for (; *p && (*p < '0' || *p > '9'); p++)
        {
          const struct esc_word *w
              = esc_word_find (table, (char[]){ *p, '\0' });
          if (!w)
            esc_lex_error (&r->lx, "unknown letter '%c' after ':'", *p);
          else
            a.bits |= w->bits;
        }
      char *end;
      long long number = strtoll (p, &end, 10);
      if (*end)
        esc_lex_error (&r->lx, "malformed number after ':'");
      esc_lex_next (&r->lx);
      if (*p)
        {
          a.number = number;
          return a;
        }
    }
  a.number = esc_reader_size (r);
  return a;
}

/* ---- functions ---------------------------------------------------------- */

void
esc_reader_bind_obj (struct esc_reader *r, const char *name, uint32_t id,
                     bool local)
{
  struct esc_binding **scope = local ? &r->locals : &r->globals;
  if (binding_find (scope, name))
    esc_lex_error (&r->lx, "object '%s' is declared twice", name);
  binding_add (r, scope, name, id);
}

struct esc_body *
esc_reader_body (struct esc_reader *r)
{
  if (r->body)
    return r->body;
  r->body = esc_body_new (r->m, r->fn);
  for (uint32_t i = 0; i < r->nparams; i++)
    if (r->params[i].name)
      {
        const struct esc_param_text *p = &r->params[i];
        uint32_t val = esc_reader_val (r, p->name, true);
        r->m->fns[r->fn].params[i].val = val;
        r->body->vals[val].width = (uint8_t)p->annot.number;
        r->body->vals[val].flags = (uint8_t)p->annot.bits;
      }
  return r->body;
}

/* The end of a parameter in memory: `[SIZE]` is read.  */
static void
read_param_memory (struct esc_reader *r, struct esc_param *p, const char *name,
                   unsigned line)
{
  p->obj = esc_reader_make_obj (r, ESC_OBJ_PARAM, name);
  struct esc_obj *o = &r->m->objs[p->obj];
  o->param = r->nparams;
  o->size = esc_reader_size (r);
  esc_lex_expect (&r->lx, ']');
  p->pointer = esc_lex_accept (&r->lx, '*');
  esc_reader_obj_words (r, o, esc_obj_default_bits (o->kind, o->size), line);
  p->loc = o->loc;
}

/* NAME, `*` or `:4` or `[SIZE]`, words.  */
static void
read_param (struct esc_reader *r, struct esc_param *p)
{
  unsigned line = r->lx.line;
  struct esc_param_text text = { 0 };
  char *name = esc_reader_take_name (r, "a parameter");
  p->name = esc_reader_user_name (r, name);
  p->val = ESC_NONE;
  p->loc = line;
  if (esc_lex_accept (&r->lx, '['))
    {
      read_param_memory (r, p, name, line);
      free (name);
    }
  else
    {
      text.name = name;
      text.annot = esc_reader_annot (r, esc_words_val);
      if (!text.annot.given)
        text.annot.number = 4;
      if (text.annot.number < 0 || text.annot.number > 8)
        esc_lex_error (&r->lx, "a value has 0 to 8 bytes");
      p->pointer = text.annot.bits & ESC_VAL_PTR;
    }
  p->noescape = esc_lex_accept_word (&r->lx, "noescape");
  if (text.name && esc_lex_accept_word (&r->lx, "unused"))
    {
      free (text.name);
      text.name = NULL;
    }
  if (!p->obj)
    p->loc = esc_reader_loc (r, line);
  ESC_GROW (r->params, r->cap_params, r->nparams + 1);
  r->params[r->nparams++] = text;
}

/* (PARAM, ...)  Returns the function flags that it implies.  */
static uint32_t
read_params (struct esc_reader *r)
{
  struct esc_param *params = NULL;
  uint32_t cap = 0, noescape = 0, flags = 0;
  esc_lex_expect (&r->lx, '(');
  while (r->lx.kind != ESC_TOK_END && !esc_lex_is (&r->lx, ')'))
    {
      if (esc_lex_accept (&r->lx, ESC_MARK ('.', '.')))
        {
          esc_lex_expect (&r->lx, '.');
          flags |= ESC_FN_VARARGS;
          break;
        }
      ESC_GROW (params, cap, r->nparams + 1);
      params[r->nparams] = (struct esc_param){ 0 };
      read_param (r, &params[r->nparams]);
      if (params[r->nparams - 1].noescape && r->nparams <= 32)
        noescape |= 1u << (r->nparams - 1);
      if (!esc_lex_accept (&r->lx, ','))
        break;
    }
  esc_lex_expect (&r->lx, ')');
  esc_fn_params (r->m, r->fn, r->nparams);
  struct esc_fn *f = &r->m->fns[r->fn];
  if (r->nparams)
    memcpy (f->params, params, r->nparams * sizeof *params);
  f->noescape = noescape;
  free (params);
  return flags;
}

/* func SYMBOL (PARAMS) WORDS  */
static void
read_func (struct esc_reader *r, unsigned line)
{
  char *name = esc_reader_take_name (r, "a name");
  r->fn = esc_fn_get (r->m, name);
  r->fn_line = line;
  r->fn_column = r->lx.column;
  free (name);
  uint32_t flags = read_params (r);
  while (r->lx.kind == ESC_TOK_NAME)
    {
      const struct esc_word *w = esc_word_find (esc_words_fn, r->lx.name);
      if (w)
        {
          flags |= w->bits;
          esc_lex_next (&r->lx);
          continue;
        }
      bool alias = esc_lex_is_word (&r->lx, "alias");
      if (!alias && !esc_lex_is_word (&r->lx, "named"))
        esc_lex_expected (&r->lx, "a word about the function");
      esc_lex_next (&r->lx);
      name = esc_reader_take_name (r, "a name");
      if (alias)
        {
          uint32_t other = esc_fn_get (r->m, name);
          r->m->fns[r->fn].alias = other;
        }
      else
        r->m->fns[r->fn].name = esc_intern (r->m, name);
      free (name);
    }
  r->m->fns[r->fn].flags = flags;
  r->m->fns[r->fn].loc = esc_reader_loc (r, line);
}

/* Values that are used must have been defined.  */
static void
check_defined (struct esc_reader *r)
{
  for (struct esc_binding *b = r->vals; b; b = b->hh.next)
    if (!b->defined)
      {
        esc_lex_error_at (&r->lx, b->line, b->column,
                          "value '%s' is not defined", b->name);
        return;
      }
}

/* The function's lines are over.  */
static void
close_func (struct esc_reader *r)
{
  if (r->fn == ESC_NONE)
    return;
  if (!r->lx.failed)
    check_defined (r);
  if (r->body && !r->lx.failed)
    esc_reader_close_body (r);
  for (uint32_t i = 0; i < r->nparams; i++)
    free (r->params[i].name);
  r->nparams = 0;
  scope_free (&r->vals);
  scope_free (&r->locals);
  r->fn = ESC_NONE;
  r->body = NULL;
  r->open = false;
  r->obj = 0;
  r->top_target = 0;
}

/* ---- passes ------------------------------------------------------------- */

/* Make what the lines of TEXT declare, so that it can be found by name.  */
static void
first_pass (struct esc_reader *r)
{
  while (r->lx.kind != ESC_TOK_END)
    {
      if (esc_lex_accept_word (&r->lx, "func"))
        {
          uint32_t n = r->m->nfns;
          char *name = esc_reader_take_name (r, "a name");
          if (!r->lx.failed && esc_fn_get (r->m, name) < n)
            esc_lex_error (&r->lx, "function '%s' is declared twice", name);
          free (name);
        }
      else
        esc_reader_global (r, true);
      while (!esc_reader_eol (r))
        esc_lex_next (&r->lx);
      esc_lex_next (&r->lx);
    }
}

static void
second_pass (struct esc_reader *r)
{
  while (r->lx.kind != ESC_TOK_END)
    {
      unsigned line = r->lx.line;
      if (esc_lex_is_word (&r->lx, "func"))
        {
          close_func (r);
          esc_lex_next (&r->lx);
          read_func (r, line);
        }
      else if (r->fn == ESC_NONE && esc_reader_global (r, false))
        ;
      else if (esc_reader_declaration (r))
        ;
      else if (r->fn != ESC_NONE)
        esc_reader_line (r);
      else
        esc_lex_expected (&r->lx, "a declaration");
      if (!esc_reader_eol (r))
        esc_lex_expected (&r->lx, "the end of the line");
      esc_lex_next (&r->lx);
    }
  close_func (r);
}

bool
esc_text_read (struct esc_module *m, const char *text,
               struct esc_text_error *err)
{
  struct esc_reader r = { .m = m, .fn = ESC_NONE };
  esc_lex_start (&r.lx, text, true, err);
  first_pass (&r);
  bool ok = !r.lx.failed;
  esc_lex_free (&r.lx);
  if (ok)
    {
      esc_lex_start (&r.lx, text, true, err);
      second_pass (&r);
      ok = !r.lx.failed;
      esc_lex_free (&r.lx);
    }
  scope_free (&r.globals);
  free (r.params);
  free (r.succs);
  return ok;
}
