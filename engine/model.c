/* SPDX-License-Identifier: GPL-3.0-or-later */
/* model.c - effect models: an index of names over texts, and the link.

   Texts are read once, when they are added, and only as far as slots, names
   and braces; a body is compiled when a function of the program wants it.
   The index is one array and one table, both of which grow by doubling: the
   built-in text is indexed at every start of the compiler.

   What `spelling PREFIX*SUFFIX;` declares is tried when a symbol has no entry:
   `*` stands for a name that may have one.  Spellings combine, once.  */

#include "model-parse.h"
#include "verdict.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct esc_models *
esc_models_new (void)
{
  return esc_xcalloc (1, sizeof (struct esc_models));
}

void
esc_models_free (struct esc_models *ms)
{
  if (!ms)
    return;
  free (ms->slots);
  free (ms->entries);
  free (ms->spellings);
  free (ms->table);
  free (ms);
}

/* ---- the table ---------------------------------------------------------- */

static bool
span_is (struct esc_span a, const char *s, size_t len)
{
  return a.len == len && !memcmp (a.s, s, len);
}

static uint32_t
hash (const char *s, size_t len)
{
  uint32_t h = 2166136261u; /* FNV-1a */
  for (size_t i = 0; i < len; i++)
    h = (h ^ (unsigned char)s[i]) * 16777619u;
  return h;
}

/* Where the name of LEN bytes at S is in the table, or would be.  */
static uint32_t *
table_at (const struct esc_models *ms, const char *s, size_t len)
{
  uint32_t mask = ms->ntable - 1, i = hash (s, len) & mask;
  while (ms->table[i] && !span_is (ms->entries[ms->table[i] - 1].name, s, len))
    i = (i + 1) & mask;
  return &ms->table[i];
}

static void
table_put (struct esc_models *ms, uint32_t entry)
{
  struct esc_span name = ms->entries[entry].name;
  uint32_t *at = table_at (ms, name.s, name.len);
  ms->used += !*at;
  *at = entry + 1;
}

/* Enter the entries from FIRST on.  */
static void
table_update (struct esc_models *ms, uint32_t first)
{
  if (2 * (uint64_t)ms->nentries >= ms->ntable)
    {
      uint64_t n = 64;
      while (n < 3 * (uint64_t)ms->nentries)
        n *= 2;
      if (n > UINT32_MAX)
        esc_fatal ("too many models");
      free (ms->table);
      ms->table = esc_xcalloc ((size_t)n, sizeof *ms->table);
      ms->ntable = (uint32_t)n;
      ms->used = 0;
      first = 0;
    }
  for (uint32_t i = first; i < ms->nentries; i++)
    table_put (ms, i);
}

static const struct esc_model_entry *
entry_exact (const struct esc_models *ms, const char *s, size_t len)
{
  if (!ms->ntable)
    return NULL;
  uint32_t at = *table_at (ms, s, len);
  return at ? &ms->entries[at - 1] : NULL;
}

/* The entry for a name, through at most DEPTH spellings.  */
static const struct esc_model_entry *
entry_find (const struct esc_models *ms, const char *s, size_t len,
            unsigned depth)
{
  const struct esc_model_entry *e = entry_exact (ms, s, len);
  for (uint32_t i = ms->nspellings; !e && depth && i-- > 0;)
    {
      struct esc_span a = ms->spellings[i].prefix;
      struct esc_span b = ms->spellings[i].suffix;
      if (len > a.len + b.len && !memcmp (s, a.s, a.len)
          && !memcmp (s + len - b.len, b.s, b.len))
        e = entry_find (ms, s + a.len, len - a.len - b.len, depth - 1);
    }
  return e;
}

bool
esc_models_has (const struct esc_models *ms, const char *symbol)
{
  return entry_find (ms, symbol, strlen (symbol), 2);
}

const struct esc_model_slot *
esc_model_slot_find (const struct esc_models *ms, const char *name)
{
  size_t len = strlen (name);
  for (uint32_t i = ms->nslots; i-- > 0;)
    if (span_is (ms->slots[i].name, name, len))
      return &ms->slots[i];
  return NULL;
}

/* ---- reading a text ----------------------------------------------------- */

/* The current token as it stands in the text.  */
static struct esc_span
token_span (const struct esc_lex *lx)
{
  return (struct esc_span){ lx->start, (uint32_t)(lx->at - lx->start) };
}

static struct esc_span
take_name (struct esc_lex *lx, const char *what)
{
  struct esc_span name = token_span (lx);
  if (lx->kind != ESC_TOK_NAME || lx->quoted)
    esc_lex_expected (lx, what);
  esc_lex_next (lx);
  return name;
}

/* Skip WORD, unless a function has that name: then `(` or `,` follows.  */
static bool
accept_keyword (struct esc_lex *lx, const char *word)
{
  const char *next = lx->at + strspn (lx->at, " \t\r\n");
  return *next != '(' && *next != ',' && esc_lex_accept_word (lx, word);
}

/* slot NAME RULE;  */
static void
read_slot (struct esc_models *ms, struct esc_lex *lx)
{
  struct esc_model_slot slot = { .name = take_name (lx, "a slot's name") };
  esc_lex_hyphens (lx);
  int rule = lx->kind == ESC_TOK_NAME ? esc_rule_find (lx->name) : -1;
  if (rule < 0)
    esc_lex_expected (lx, "a rule");
  esc_lex_next (lx);
  esc_lex_expect (lx, ';');
  slot.rule = (uint8_t)rule;
  ESC_GROW (ms->slots, ms->cap_slots, ms->nslots + 1);
  ms->slots[ms->nslots++] = slot;
}

/* spelling PREFIX*SUFFIX;  Either may be missing; the suffix may be a number.
   Nothing may stand between them.  */
static void
read_spelling (struct esc_models *ms, struct esc_lex *lx)
{
  struct esc_model_spelling sp = { { "", 0 }, { "", 0 } };
  if (lx->kind == ESC_TOK_NAME)
    sp.prefix = take_name (lx, "a prefix");
  esc_lex_expect (lx, '*');
  if (lx->kind == ESC_TOK_NAME || lx->kind == ESC_TOK_NUMBER)
    {
      sp.suffix = token_span (lx);
      esc_lex_next (lx);
    }
  if (!sp.prefix.len && !sp.suffix.len)
    esc_lex_expected (lx, "a prefix or a suffix");
  esc_lex_expect (lx, ';');
  ESC_GROW (ms->spellings, ms->cap_spellings, ms->nspellings + 1);
  ms->spellings[ms->nspellings++] = sp;
}

/* [header] A, B, C (PARAMS) { STATEMENTS }  */
static void
read_entry (struct esc_models *ms, struct esc_lex *lx)
{
  uint32_t first = ms->nentries;
  bool header = accept_keyword (lx, "header");
  do
    {
      struct esc_model_entry e
          = { .name = take_name (lx, "a function"), .header = header };
      ESC_GROW (ms->entries, ms->cap_entries, ms->nentries + 1);
      ms->entries[ms->nentries++] = e;
    }
  while (esc_lex_accept (lx, ','));
  for (uint32_t i = first; i < ms->nentries; i++)
    {
      ms->entries[i].params = lx->start;
      ms->entries[i].line_start = lx->line_start;
      ms->entries[i].line = lx->line;
    }
  if (!esc_lex_is (lx, '('))
    esc_lex_expected (lx, "'(' or ','");
  while (lx->kind != ESC_TOK_END && !esc_lex_is (lx, '{'))
    esc_lex_next (lx);
  if (esc_lex_is (lx, '{'))
    esc_lex_skip_block (lx);
  else
    esc_lex_expected (lx, "'{'");
}

static void
read_text (struct esc_models *ms, struct esc_lex *lx)
{
  while (lx->kind != ESC_TOK_END)
    if (accept_keyword (lx, "slot"))
      read_slot (ms, lx);
    else if (accept_keyword (lx, "spelling"))
      read_spelling (ms, lx);
    else
      read_entry (ms, lx);
}

/* Compile the entries from FIRST on, each body once, and throw them away.  */
static bool
check_entries (const struct esc_models *ms, uint32_t first,
               struct esc_text_error *err)
{
  bool ok = true;
  struct esc_module *m = esc_module_new ();
  for (uint32_t i = first; ok && i < ms->nentries; i++)
    {
      const struct esc_model_entry *e = &ms->entries[i];
      if (i > first && e->params == e[-1].params)
        continue;
      char name[16];
      snprintf (name, sizeof name, "%u", i);
      ok = esc_model_compile (ms, e, m, esc_fn_get (m, name), err);
    }
  esc_module_free (m);
  return ok;
}

bool
esc_models_add (struct esc_models *ms, const char *text, bool check,
                struct esc_text_error *err)
{
  struct esc_lex lx;
  uint32_t slots = ms->nslots, entries = ms->nentries,
           spellings = ms->nspellings;
  esc_lex_start (&lx, text, false, err);
  read_text (ms, &lx);
  bool ok = !lx.failed && (!check || check_entries (ms, entries, err));
  esc_lex_free (&lx);
  if (ok)
    table_update (ms, entries);
  else
    {
      ms->nslots = slots;
      ms->nentries = entries;
      ms->nspellings = spellings;
    }
  return ok;
}

/* ---- the link ----------------------------------------------------------- */

/* Is F, declared by the program itself, only a namesake of what E means?  */
static bool
namesake (const struct esc_model_entry *e, const struct esc_fn *f)
{
  return e->header && f->loc != 0
         && !(f->flags & (ESC_FN_SYSTEM | ESC_FN_BUILTIN));
}

void
esc_models_link (struct esc_models *ms, struct esc_module *m)
{
  struct esc_text_error err;
  for (uint32_t i = 0; i < m->nfns; i++)
    {
      if (m->fns[i].body || m->fns[i].alias != ESC_NONE)
        continue;
      const char *symbol = esc_string (m, m->fns[i].symbol);
      const struct esc_model_entry *e
          = entry_find (ms, symbol, strlen (symbol), 2);
      if (e && !namesake (e, &m->fns[i])
          && !esc_model_compile (ms, e, m, i, &err))
        esc_fatal ("the model of %s, line %u: %s",
                   esc_string (m, m->fns[i].symbol), err.line, err.message);
    }
}
