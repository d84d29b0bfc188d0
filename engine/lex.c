/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lex.c - the words of the two small languages.  */

#include "lex.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- errors ------------------------------------------------------------- */

static void fail (struct esc_lex *, unsigned line, unsigned column,
                  const char *fmt, va_list) ESC_PRINTF (4, 0);

static void
fail (struct esc_lex *lx, unsigned line, unsigned column, const char *fmt,
      va_list ap)
{
  if (!lx->failed)
    {
      lx->err->line = line;
      lx->err->column = column;
      vsnprintf (lx->err->message, sizeof lx->err->message, fmt, ap);
      lx->failed = true;
    }
  lx->kind = ESC_TOK_END;
}

void
esc_lex_error (struct esc_lex *lx, const char *fmt, ...)
{
  va_list ap;
  va_start (ap, fmt);
  fail (lx, lx->line, lx->column, fmt, ap);
  va_end (ap);
}

void
esc_lex_error_at (struct esc_lex *lx, unsigned line, unsigned column,
                  const char *fmt, ...)
{
  va_list ap;
  va_start (ap, fmt);
  fail (lx, line, column, fmt, ap);
  va_end (ap);
}

void
esc_lex_expected (struct esc_lex *lx, const char *what)
{
  char found[48];
  int len = 0;
  switch (lx->kind)
    {
    case ESC_TOK_END:
      snprintf (found, sizeof found, "the end");
      break;
    case ESC_TOK_EOL:
      snprintf (found, sizeof found, "the end of the line");
      break;
    case ESC_TOK_MARK:
      snprintf (found, sizeof found, lx->mark > 255 ? "'%c%c'" : "'%c'",
                lx->mark & 255, lx->mark >> 8);
      break;
    default:
      len = (int)(lx->at - lx->start);
      snprintf (found, sizeof found, "'%.*s'%s", len < 32 ? len : 32, lx->start,
                len <= 32 ? "" : "...");
      break;
    }
  esc_lex_error (lx, "expected %s, found %s", what, found);
}

/* ---- tokens ------------------------------------------------------------- */

static bool
is_digit (int c)
{
  return c >= '0' && c <= '9';
}

static bool
is_name (int c)
{
  int letter = c | 32;
  return (letter >= 'a' && letter <= 'z') || is_digit (c) || c == '_'
         || c == '$' || c == '%' || c >= 128;
}

/* The unsigned byte N ahead.  */
static int
peek (const struct esc_lex *lx, size_t n)
{
  return (unsigned char)lx->at[n];
}

static int
hex_digit (int c)
{
  if (is_digit (c))
    return c - '0';
  c |= 32;
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Go to the last character of a comment.  */
static void
skip_comment (struct esc_lex *lx)
{
  const char *end = strchr (lx->at, '\n');
  lx->at = end ? end - 1 : lx->at + strlen (lx->at) - 1;
}

/* Skip white space and comments; line ends only if LINES.  */
static void
skip_space (struct esc_lex *lx, bool lines)
{
  for (;; lx->at++)
    if (*lx->at == '\n' && lines)
      {
        lx->line_start = lx->at + 1;
        lx->at_line++;
      }
    else if (*lx->at == '#')
      skip_comment (lx);
    else if (*lx->at == '\n'
             || (*lx->at != ' ' && (*lx->at < '\t' || *lx->at > '\r')))
      return;
}

static void
put_name (struct esc_lex *lx, uint32_t len, int c)
{
  ESC_GROW (lx->name, lx->name_cap, len + 2);
  lx->name[len] = (char)c;
  lx->name[len + 1] = '\0';
}

/* Let the token's name be what stands between its start and here.  */
static void
set_name (struct esc_lex *lx)
{
  uint32_t len = (uint32_t)(lx->at - lx->start);
  ESC_GROW (lx->name, lx->name_cap, len + 1);
  memcpy (lx->name, lx->start, len);
  lx->name[len] = '\0';
}

/* Go on over characters of names, and over JOINT between them.  */
static void
skip_name (struct esc_lex *lx, int joint)
{
  while (is_name (peek (lx, 0))
         || (peek (lx, 0) == joint && is_name (peek (lx, 1))))
    lx->at++;
}

static void
lex_name (struct esc_lex *lx)
{
  lx->kind = ESC_TOK_NAME;
  skip_name (lx, '.');
  set_name (lx);
}

void
esc_lex_hyphens (struct esc_lex *lx)
{
  if (lx->kind != ESC_TOK_NAME || lx->quoted)
    return;
  skip_name (lx, '-');
  set_name (lx);
}

static void
lex_quoted (struct esc_lex *lx)
{
  lx->kind = ESC_TOK_NAME;
  lx->quoted = true;
  uint32_t len = 0;
  put_name (lx, 0, '\0');
  for (lx->at++; *lx->at != '"'; lx->at++)
    {
      int c = peek (lx, 0);
      if (c < ' ')
        {
          esc_lex_error (lx, "a quoted name does not end");
          return;
        }
      if (c == '\\')
        {
          int hi = peek (lx, 1) == 'x' ? hex_digit (peek (lx, 2)) : -1;
          int lo = hi < 0 ? -1 : hex_digit (peek (lx, 3));
          c = hi * 16 + lo;
          if (lo < 0 || c == 0)
            {
              esc_lex_error (lx, "expected \\xHH in a quoted name");
              return;
            }
          lx->at += 3;
        }
      put_name (lx, len++, c);
    }
  lx->at++;
}

static void
lex_number (struct esc_lex *lx)
{
  lx->kind = ESC_TOK_NUMBER;
  lx->number = 0;
  unsigned base = 10;
  if (peek (lx, 0) == '0' && (peek (lx, 1) | 32) == 'x')
    {
      base = 16;
      lx->at += 2;
    }
  const char *digits = lx->at;
  for (;; lx->at++)
    {
      int d = hex_digit (peek (lx, 0));
      if (d < 0 || d >= (int)base)
        break;
      if (lx->number > (UINT64_MAX - (unsigned)d) / base)
        {
          esc_lex_error (lx, "the number is too large");
          return;
        }
      lx->number = lx->number * base + (unsigned)d;
    }
  if (lx->at == digits || is_name (peek (lx, 0)))
    esc_lex_error (lx, "malformed number");
}

static void
lex_mark (struct esc_lex *lx)
{
  int a = peek (lx, 0), b = peek (lx, 1);
  bool pair
      = b == '=' ? a == '=' || a == '!' || a == '<' || a == '>'
                 : (a == '-' && b == '>') || (a == b && (a == '.' || a == '?'));
  lx->kind = ESC_TOK_MARK;
  lx->mark = pair ? ESC_MARK (a, b) : a;
  lx->at += pair ? 2 : 1;
}

void
esc_lex_next (struct esc_lex *lx)
{
  if (lx->failed)
    return;
  skip_space (lx, !lx->lines);
  lx->quoted = false;
  lx->start = lx->at;
  lx->line = lx->at_line;
  lx->column = (unsigned)(lx->at - lx->line_start) + 1;
  int c = peek (lx, 0);
  if (!c)
    lx->kind = ESC_TOK_END;
  else if (c == '\n')
    {
      lx->kind = ESC_TOK_EOL;
      skip_space (lx, true);
    }
  else if (c == '"')
    lex_quoted (lx);
  else if (is_digit (c))
    lex_number (lx);
  else if (is_name (c))
    lex_name (lx);
  else if (c < ' ' || c == 127)
    esc_lex_error (lx, "unexpected control character %d", c);
  else
    lex_mark (lx);
}

void
esc_lex_start (struct esc_lex *lx, const char *text, bool lines,
               struct esc_text_error *err)
{
  memset (lx, 0, sizeof *lx);
  lx->at = lx->line_start = text;
  lx->at_line = 1;
  lx->lines = lines;
  lx->err = err;
  skip_space (lx, true);
  esc_lex_next (lx);
}

void
esc_lex_resume (struct esc_lex *lx, const char *at, const char *line_start,
                unsigned line, struct esc_text_error *err)
{
  memset (lx, 0, sizeof *lx);
  lx->at = at;
  lx->line_start = line_start;
  lx->at_line = line;
  lx->err = err;
  esc_lex_next (lx);
}

void
esc_lex_skip_block (struct esc_lex *lx)
{
  unsigned depth = 1;
  for (; depth && *lx->at; lx->at++)
    switch (*lx->at)
      {
      case '{':
        depth++;
        break;
      case '}':
        depth--;
        break;
      case '#':
        skip_comment (lx);
        break;
      case '\n':
        lx->line_start = lx->at + 1;
        lx->at_line++;
        break;
      default:
        break;
      }
  if (depth)
    esc_lex_error (lx, "this '{' has no '}'");
  esc_lex_next (lx);
}

void
esc_lex_free (struct esc_lex *lx)
{
  free (lx->name);
  lx->name = NULL;
}

/* ---- small parsers ------------------------------------------------------ */

bool
esc_lex_is (const struct esc_lex *lx, int mark)
{
  return lx->kind == ESC_TOK_MARK && lx->mark == mark;
}

bool
esc_lex_is_word (const struct esc_lex *lx, const char *word)
{
  return lx->kind == ESC_TOK_NAME && !lx->quoted && !strcmp (lx->name, word);
}

bool
esc_lex_accept (struct esc_lex *lx, int mark)
{
  bool is = esc_lex_is (lx, mark);
  if (is)
    esc_lex_next (lx);
  return is;
}

bool
esc_lex_accept_word (struct esc_lex *lx, const char *word)
{
  bool is = esc_lex_is_word (lx, word);
  if (is)
    esc_lex_next (lx);
  return is;
}

void
esc_lex_expect (struct esc_lex *lx, int mark)
{
  char what[8];
  snprintf (what, sizeof what, mark > 255 ? "'%c%c'" : "'%c'", mark & 255,
            mark >> 8);
  if (!esc_lex_accept (lx, mark))
    esc_lex_expected (lx, what);
}

int64_t
esc_lex_integer (struct esc_lex *lx, const char *what)
{
  bool minus = esc_lex_accept (lx, '-');
  uint64_t limit = (uint64_t)INT64_MAX + minus;
  if (lx->kind != ESC_TOK_NUMBER)
    {
      esc_lex_expected (lx, what);
      return 0;
    }
  uint64_t n = lx->number;
  if (n > limit)
    esc_lex_error (lx, "the number does not fit in 64 bits");
  esc_lex_next (lx);
  return (int64_t)(minus ? -n : n);
}

uint32_t
esc_lex_unsigned (struct esc_lex *lx, uint32_t limit, const char *what)
{
  if (lx->kind != ESC_TOK_NUMBER)
    esc_lex_expected (lx, what);
  else if (lx->number > limit)
    esc_lex_error (lx, "%s is more than %u", what, limit);
  uint32_t n = lx->failed ? 0 : (uint32_t)lx->number;
  esc_lex_next (lx);
  return n;
}
