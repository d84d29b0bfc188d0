/* SPDX-License-Identifier: GPL-3.0-or-later */
/* text-decl.c - read facts as text: the lines that declare objects.  */

#include "text-reader.h"
#include "verdict.h"

#include <stdlib.h>

void
esc_reader_obj_words (struct esc_reader *r, struct esc_obj *o, uint32_t bits,
                      unsigned line)
{
  const struct esc_word *w;
  for (; r->lx.kind == ESC_TOK_NAME; esc_lex_next (&r->lx))
    if (esc_lex_is_word (&r->lx, "static"))
      bits = (bits & ~ESC_OBJ_BIT_EXTERN) | ESC_OBJ_BIT_INIT;
    else if (esc_lex_is_word (&r->lx, "extern"))
      bits = (bits & ~ESC_OBJ_BIT_INIT) | ESC_OBJ_BIT_EXTERN;
    else if (esc_lex_is_word (&r->lx, "init"))
      bits |= ESC_OBJ_BIT_INIT;
    else if (esc_lex_is_word (&r->lx, "noinit"))
      bits &= ~ESC_OBJ_BIT_INIT;
    else if (esc_lex_is_word (&r->lx, "ptr"))
      bits |= ESC_OBJ_BIT_PTR;
    else if (esc_lex_is_word (&r->lx, "noptr"))
      bits &= ~ESC_OBJ_BIT_PTR;
    else if ((w = esc_word_find (esc_words_obj, r->lx.name)))
      bits |= w->bits;
    else
      break;
  esc_obj_set_bits (o, bits);
  o->loc = esc_reader_loc (r, line);
}

/* SIZE and words of object ID, whose kind is known.  */
static void
read_obj_rest (struct esc_reader *r, uint32_t id, unsigned line)
{
  struct esc_obj *o = &r->m->objs[id];
  if (o->kind == ESC_OBJ_VLA || o->kind == ESC_OBJ_ALLOCA)
    {
      int64_t max = esc_reader_size (r);
      o->max = max < 0 ? UINT64_MAX : (uint64_t)max;
      o->size = ESC_SIZE_UNKNOWN;
      if (esc_lex_accept_word (&r->lx, "size"))
        o->size = esc_reader_size (r);
    }
  else
    o->size = esc_reader_size (r);
  esc_reader_obj_words (r, o, esc_obj_default_bits (o->kind, o->size), line);
  r->obj = id;
}

uint32_t
esc_reader_make_obj (struct esc_reader *r, enum esc_obj_kind kind,
                     const char *name)
{
  bool local = kind <= ESC_OBJ_RESULT;
  struct esc_obj o = { .kind = kind,
                       .name = esc_reader_user_name (r, name),
                       .fn = local ? r->fn : ESC_NONE,
                       .max = UINT64_MAX };
  uint32_t id = esc_obj_add (r->m, &o);
  esc_reader_bind_obj (r, name, id, local);
  return id;
}

/* local NAME [KIND] SIZE WORDS  */
static void
read_local (struct esc_reader *r, unsigned line)
{
  char *name = esc_reader_take_name (r, "a name");
  enum esc_obj_kind kind = ESC_OBJ_LOCAL;
  if (r->lx.kind == ESC_TOK_NAME)
    {
      const struct esc_word *w = esc_word_find (esc_words_kind, r->lx.name);
      if (w && w->bits <= ESC_OBJ_RESULT)
        kind = (enum esc_obj_kind)w->bits;
      else
        esc_lex_expected (&r->lx, "a size or a kind of local object");
      esc_lex_next (&r->lx);
    }
  uint32_t id = esc_reader_make_obj (r, kind, name);
  read_obj_rest (r, id, line);
  free (name);
}

/* hidden NAME RULE  */
static void
read_hidden (struct esc_reader *r, unsigned line)
{
  char *name = esc_reader_take_name (r, "a name");
  uint32_t id = esc_reader_obj (r, name);
  esc_lex_hyphens (&r->lx);
  int rule = r->lx.kind == ESC_TOK_NAME ? esc_rule_find (r->lx.name) : -1;
  if (rule < 0)
    esc_lex_expected (&r->lx, "a rule");
  else
    r->m->objs[id].rule = (uint8_t)rule;
  esc_lex_next (&r->lx);
  r->m->objs[id].loc = esc_reader_loc (r, line);
  free (name);
}

/* init OFF SIZE = OPERAND  */
static void
read_init (struct esc_reader *r)
{
  struct esc_init init = { .fun = ESC_NONE };
  init.off = esc_lex_integer (&r->lx, "an offset");
  init.size = (uint32_t)esc_lex_unsigned (&r->lx, UINT32_MAX, "a size");
  esc_lex_expect (&r->lx, '=');
  if (!esc_lex_accept (&r->lx, '&'))
    init.add = esc_lex_integer (&r->lx, "an address or a number");
  else
    {
      char *name = esc_reader_take_name (r, "an object or a function");
      bool call = esc_lex_accept (&r->lx, '(');
      if (call)
        esc_lex_expect (&r->lx, ')');
      init.obj = call ? 0 : esc_reader_obj (r, name);
      if (!init.obj)
        init.fun = esc_fn_find (r->m, name);
      if (!init.obj && init.fun == ESC_NONE)
        esc_lex_error (&r->lx, "no object or function '%s'", name);
      if (esc_lex_is (&r->lx, '-') || esc_lex_accept (&r->lx, '+'))
        init.add = esc_lex_integer (&r->lx, "an offset");
      free (name);
    }
  uint32_t at = esc_init_add (r->m, &init);
  struct esc_obj *o = &r->m->objs[r->obj];
  if (!r->obj || (o->ninits && o->inits + o->ninits != at))
    esc_lex_error (&r->lx, "init does not follow its object");
  if (!o->ninits)
    o->inits = at;
  o->ninits++;
}

/* part OFF SIZE NAME [trampoline]  */
static void
read_part (struct esc_reader *r, unsigned line)
{
  struct esc_part part = { 0 };
  part.off = esc_lex_integer (&r->lx, "an offset");
  part.size = esc_reader_size (r);
  char *name = esc_reader_take_name (r, "a name");
  part.name = esc_reader_user_name (r, name);
  free (name);
  part.trampoline = esc_lex_accept_word (&r->lx, "trampoline");
  part.loc = esc_reader_loc (r, line);
  uint32_t at = esc_part_add (r->m, &part);
  struct esc_obj *o = &r->m->objs[r->obj];
  if (!r->obj || (o->nparts && o->parts + o->nparts != at))
    esc_lex_error (&r->lx, "part does not follow its object");
  if (!o->nparts)
    o->parts = at;
  o->nparts++;
}

bool
esc_reader_declaration (struct esc_reader *r)
{
  unsigned line = r->lx.line;
  if (r->fn != ESC_NONE && esc_lex_accept_word (&r->lx, "local"))
    read_local (r, line);
  else if (esc_lex_accept_word (&r->lx, "init"))
    read_init (r);
  else if (esc_lex_accept_word (&r->lx, "part"))
    read_part (r, line);
  else
    return false;
  return true;
}

/* Is the current line `global`, `tls` or `string`?  The kind, or 0.  */
static enum esc_obj_kind
global_kind (const struct esc_reader *r)
{
  const struct esc_word *w = NULL;
  if (r->lx.kind == ESC_TOK_NAME && !r->lx.quoted)
    w = esc_word_find (esc_words_kind, r->lx.name);
  return w && w->bits >= ESC_OBJ_STATIC && w->bits <= ESC_OBJ_STRING
             ? (enum esc_obj_kind)w->bits
             : (enum esc_obj_kind)0;
}

bool
esc_reader_global (struct esc_reader *r, bool make)
{
  unsigned line = r->lx.line;
  enum esc_obj_kind kind = global_kind (r);
  if (!kind && !esc_lex_is_word (&r->lx, "hidden"))
    return false;
  esc_lex_next (&r->lx);
  if (!kind && !make)
    {
      read_hidden (r, line);
      return true;
    }
  char *name = esc_reader_take_name (r, "a name");
  if (make && !kind)
    {
      esc_str s = esc_reader_user_name (r, name);
      char *user = esc_xstrdup (esc_string (r->m, s));
      esc_reader_bind_obj (r, name, esc_obj_hidden (r->m, user), false);
      free (user);
    }
  else if (make)
    esc_reader_make_obj (r, kind, name);
  else
    read_obj_rest (r, esc_reader_obj (r, name), line);
  free (name);
  return true;
}
