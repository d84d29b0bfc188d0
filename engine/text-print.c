/* SPDX-License-Identifier: GPL-3.0-or-later */
/* text-print.c - print facts as text: names, operands and places.

   Values and objects are numbered as they are printed, so that reading the
   text and printing it again gives the same.  */

#include "text-writer.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* ---- lines -------------------------------------------------------------- */

void
esc_sayf (struct esc_writer *w, const char *fmt, ...)
{
  va_list ap;
  va_start (ap, fmt);
  int n = vsnprintf (NULL, 0, fmt, ap);
  va_end (ap);
  ESC_CHECK (n >= 0);
  ESC_GROW (w->line, w->cap, w->len + (uint32_t)n + 1);
  va_start (ap, fmt);
  vsnprintf (w->line + w->len, (size_t)n + 1, fmt, ap);
  va_end (ap);
  w->len += (uint32_t)n;
}

void
esc_say_end (struct esc_writer *w)
{
  esc_sayf (w, "\n");
  w->put (w->arg, w->line);
  w->len = 0;
}

/* ---- names -------------------------------------------------------------- */

/* Can S be written without quotes?  DOTS: with dots inside.  */
static bool
is_plain (const char *s, bool dots)
{
  if (!*s || !strcmp (s, "_") || (*s >= '0' && *s <= '9'))
    return false;
  for (const char *p = s; *p; p++)
    {
      bool word = (*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z')
                  || (*p >= '0' && *p <= '9') || *p == '_' || *p == '$'
                  || (unsigned char)*p >= 128;
      bool dot = dots && *p == '.' && p > s && p[-1] != '.' && p[1];
      if (!word && !dot)
        return false;
    }
  return true;
}

void
esc_say_name (struct esc_writer *w, const char *s, bool dots, uint32_t number)
{
  bool plain = is_plain (s, dots) || (!*s && number);
  esc_sayf (w, "%s", plain ? s : "\"");
  for (; !plain && *s; s++)
    if ((unsigned char)*s < ' ' || *s == '"' || *s == '\\' || *s == 127)
      esc_sayf (w, "\\x%02x", (unsigned char)*s);
    else
      esc_sayf (w, "%c", *s);
  if (number)
    esc_sayf (w, "%%%u", number);
  if (!plain)
    esc_sayf (w, "\"");
}

void
esc_take (struct esc_taken *taken, esc_str s, uint32_t stamp)
{
  if (taken[s].once == stamp)
    taken[s].twice = stamp;
  taken[s].once = stamp;
}

/* Does name S, taken in TAKEN under STAMP, need a number?  */
static bool
needs_number (const struct esc_writer *w, const struct esc_taken *taken,
              uint32_t stamp, esc_str s)
{
  const char *text = esc_string (w->m, s);
  return !s || taken[s].twice == stamp || strchr (text, '%')
         || !strcmp (text, "save");
}

void
esc_say_val (struct esc_writer *w, uint32_t v)
{
  esc_str s = w->b->vals[v].name;
  if (!w->val_number[v])
    w->val_number[v] = ++w->next_val;
  esc_say_name (w, esc_string (w->m, s), true,
                needs_number (w, w->vals, w->stamp, s) ? w->val_number[v] : 0);
}

void
esc_say_obj (struct esc_writer *w, uint32_t obj)
{
  const struct esc_obj *o = &w->m->objs[obj];
  uint32_t *next = esc_obj_is_global (o) ? &w->next_global : &w->next_local;
  if (!w->obj_number[obj])
    w->obj_number[obj] = ++*next;
  bool number = esc_obj_is_global (o)
                    ? needs_number (w, w->globals, 1, o->name)
                    : needs_number (w, w->locals, w->stamp, o->name);
  esc_say_name (w, esc_string (w->m, o->name), true,
                number ? w->obj_number[obj] : 0);
}

/* In parentheses if an object has the function's name.  */
void
esc_say_fun (struct esc_writer *w, uint32_t fn)
{
  esc_str s = w->m->fns[fn].symbol;
  esc_sayf (w, "&");
  esc_say_name (w, esc_string (w->m, s), true, 0);
  if (w->locals[s].once == w->stamp || w->globals[s].once == 1)
    esc_sayf (w, "()");
}

/* ---- pieces ------------------------------------------------------------- */

/* `:` LETTERS NUMBER  */
static void
say_annot (struct esc_writer *w, const struct esc_word *table, uint32_t bits,
           int64_t number)
{
  esc_sayf (w, ":");
  for (; table->word; table++)
    if (bits & table->bits)
      esc_sayf (w, "%s", table->word);
  if (number == ESC_SIZE_UNKNOWN)
    esc_sayf (w, "?");
  else
    esc_sayf (w, "%" PRId64, number);
}

void
esc_say_val_annot (struct esc_writer *w, const struct esc_val *v)
{
  if (v->width == 8 && v->flags == ESC_VAL_PTR)
    esc_sayf (w, "*");
  else
    say_annot (w, esc_words_val, v->flags, v->width);
}

void
esc_say_bits (struct esc_writer *w, const struct esc_word *table, uint32_t bits)
{
  for (; table->word; table++)
    if (bits & table->bits)
      esc_sayf (w, " %s", table->word);
}

void
esc_say_size (struct esc_writer *w, int64_t size)
{
  if (size < 0)
    esc_sayf (w, "?");
  else
    esc_sayf (w, "%" PRId64, size);
}

void
esc_say_off (struct esc_writer *w, int64_t off)
{
  if (off)
    esc_sayf (w, "%+" PRId64, off);
}

void
esc_say_opnd (struct esc_writer *w, esc_opnd o)
{
  uint32_t i = esc_opnd_index (o);
  const struct esc_addr *a;
  switch (esc_opnd_kind (o))
    {
    case ESC_OP_VAL:
      esc_say_val (w, i);
      break;
    case ESC_OP_INT:
      esc_sayf (w, "%" PRId64, w->b->ints[i]);
      break;
    case ESC_OP_ADDR:
      a = &w->b->addrs[i];
      esc_sayf (w, "&");
      esc_say_obj (w, a->obj);
      if (a->off_known)
        esc_say_off (w, a->off);
      else
        esc_sayf (w, "+?");
      break;
    case ESC_OP_FUN:
      esc_say_fun (w, i);
      break;
    case ESC_OP_CONTENT:
      esc_sayf (w, "{");
      esc_say_place (w, i);
      esc_sayf (w, "}");
      break;
    case ESC_OP_UNKNOWN:
      esc_sayf (w, "?");
      break;
    case ESC_OP_NONE:
      esc_sayf (w, "_");
      break;
    }
}

/* ---- places ------------------------------------------------------------- */

static void
say_base (struct esc_writer *w, esc_opnd base)
{
  const struct esc_addr *a = NULL;
  if (esc_opnd_kind (base) == ESC_OP_ADDR)
    a = &w->b->addrs[esc_opnd_index (base)];
  bool parens = a && (a->off || !a->off_known);
  esc_sayf (w, parens ? "(" : "");
  esc_say_opnd (w, base);
  esc_sayf (w, parens ? ")" : "");
}

static void
say_field (struct esc_writer *w, uint32_t field)
{
  const struct esc_field *f = &w->m->fields[field];
  esc_sayf (w, " .");
  esc_say_name (w, esc_string (w->m, f->record), false, 0);
  esc_sayf (w, ".");
  esc_say_name (w, esc_string (w->m, f->name), false, 0);
  say_annot (w, esc_words_field, (f->system ? 1u : 0) | (f->pointer ? 2u : 0),
             f->off);
  if (f->size >= 0)
    esc_sayf (w, " of %" PRId64, f->size);
}

void
esc_say_place (struct esc_writer *w, uint32_t place)
{
  const struct esc_place *p = &w->b->places[place];
  bool idx = p->idx != ESC_OPND_NONE;
  esc_sayf (w, "[");
  say_base (w, p->base);
  if (idx)
    {
      esc_sayf (w, " + ");
      esc_say_opnd (w, p->idx);
      if (p->stride)
        esc_sayf (w, "*%" PRId64, p->stride);
    }
  if (p->off)
    esc_sayf (w, p->off < 0 ? " - %" PRIu64 : " + %" PRIu64,
              p->off < 0 ? -(uint64_t)p->off : (uint64_t)p->off);
  if (p->lo != 0 || p->hi != (idx ? -1 : 0))
    {
      esc_sayf (w, " in %" PRId64 "..", p->lo);
      esc_say_size (w, p->hi);
    }
  esc_sayf (w, "] ");
  if (p->len != ESC_OPND_NONE)
    esc_say_opnd (w, p->len);
  else
    esc_say_size (w, p->size);
  if (p->field)
    say_field (w, p->field);
  if (p->type != esc_type_default (p->size))
    esc_sayf (w, " %s", esc_word_of (esc_words_type, p->type));
  if (p->volatile_)
    esc_sayf (w, " volatile");
}
