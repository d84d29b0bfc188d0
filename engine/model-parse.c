/* SPDX-License-Identifier: GPL-3.0-or-later */
/* model-parse.c - compile an effect model into a body of facts.

     pthread_create (t, attr, fn, arg)        b0:
     {                                          r = load [&opaque] 8 volatile
       when 0                                   if r == 0 b1 b2
         {                                    b1:
           let id = opaque;                     id = load [&opaque] 8 volatile
           store *t = id;                       store [t] 8 = id
           keep thread.arg[id] = arg;           store [&thread.arg + id*8] 8
           return 0;                                = arg
         }                                      ret 0
       else { return nonzero; }               b2:
     }                                          ret r

   Blocks are made in order while parsing; the successors of a block are
   patched when the blocks that they lead to begin.  After an error the
   parser only stumbles to the end: the body is thrown away with its module.

   Not modelled: loops.  What a function does many times, it does once.  */

#include "model-parse.h"

#include <stdlib.h>
#include <string.h>

/* ---- blocks ------------------------------------------------------------- */

struct esc_ins *
esc_model_emit (struct esc_model_parser *p, enum esc_op op, uint32_t dst)
{
  return esc_emit (p->b, op, 0, dst);
}

uint32_t
esc_model_jump (struct esc_model_parser *p, uint32_t n)
{
  static const uint32_t unknown[16];
  ESC_CHECK (n <= 16);
  esc_block_end (p->b, unknown, n);
  p->open = false;
  return p->b->nsuccs - n;
}

uint32_t
esc_model_land (struct esc_model_parser *p, const uint32_t *to, uint32_t n)
{
  uint32_t blk = esc_block_begin (p->b);
  for (uint32_t i = 0; i < n; i++)
    p->b->succs[to[i]] = blk;
  p->open = true;
  return blk;
}

/* ---- names -------------------------------------------------------------- */

static const char *const words[]
    = { "call",    "copy",    "doubt",   "drop", "else",   "exit",  "fill",
        "free",    "fresh",   "inside",  "keep", "kept",   "let",   "longjmp",
        "nonzero", "null",    "of",      "one",  "opaque", "or",    "return",
        "store",   "unknown", "varargs", "when", "write",  "zeroed" };

void
esc_model_bind (struct esc_model_parser *p, esc_opnd val)
{
  if (p->lx.kind != ESC_TOK_NAME)
    {
      esc_lex_expected (&p->lx, "a name");
      return;
    }
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (!strcmp (p->lx.name, words[i]))
      esc_lex_error (&p->lx, "'%s' is a word of the language", words[i]);
  for (uint32_t i = 0; i < p->nnames; i++)
    if (!strcmp (p->lx.name, p->names[i].name))
      esc_lex_error (&p->lx, "'%s' is already a name", p->lx.name);
  if (p->lx.failed)
    return;
  ESC_GROW (p->names, p->cap_names, p->nnames + 1);
  p->names[p->nnames].name = esc_xstrdup (p->lx.name);
  p->names[p->nnames++].val = val;
  esc_lex_next (&p->lx);
}

static void
forget_names (struct esc_model_parser *p, uint32_t from)
{
  while (p->nnames > from)
    free (p->names[--p->nnames].name);
}

/* ---- parameters --------------------------------------------------------- */

/* PARAM is a pointer or a number.  Returns its value.  */
static uint32_t
add_param_val (struct esc_model_parser *p, struct esc_param *param)
{
  param->pointer = true;
  param->val = esc_val_add (p->b, param->name, 8, ESC_VAL_PTR);
  return param->val;
}

/* NAME [BYTES]: a struct by value, number I.  */
static void
read_memory_param (struct esc_model_parser *p, struct esc_param *param,
                   uint32_t i)
{
  struct esc_obj o = { .kind = ESC_OBJ_PARAM,
                       .name = param->name,
                       .fn = p->fn,
                       .size = esc_lex_integer (&p->lx, "a size"),
                       .max = UINT64_MAX,
                       .param = i,
                       .has_ptr = true };
  if (o.size < 0)
    esc_lex_error (&p->lx, "a size is negative");
  esc_lex_expect (&p->lx, ']');
  param->obj = esc_obj_add (p->m, &o);
  if (p->nnames)
    p->names[p->nnames - 1].val = esc_addr (p->b, param->obj, 0);
}

/* Give the function the N parameters PARAMS; of what the front end knew about
   them, keep what a model cannot know.  */
static void
set_params (struct esc_model_parser *p, struct esc_param *params, uint32_t n)
{
  struct esc_fn *f = &p->m->fns[p->fn];
  for (uint32_t i = 0; i < n && i < f->nparams; i++)
    {
      params[i].loc = f->params[i].loc;
      params[i].noescape = f->params[i].noescape;
      if (f->params[i].name)
        params[i].name = f->params[i].name;
    }
  esc_fn_params (p->m, p->fn, n);
  if (n)
    memcpy (p->m->fns[p->fn].params, params, n * sizeof *params);
}

void
esc_model_add_varargs (struct esc_model_parser *p)
{
  struct esc_fn *f = &p->m->fns[p->fn];
  uint32_t n = f->nparams;
  struct esc_param *params
      = esc_xcalloc (n + ESC_MODEL_VARARGS, sizeof *params);
  if (n)
    memcpy (params, f->params, n * sizeof *params);
  p->first_vararg = n;
  for (uint32_t i = 0; i < ESC_MODEL_VARARGS; i++)
    add_param_val (p, &params[n++]);
  esc_fn_params (p->m, p->fn, n);
  memcpy (p->m->fns[p->fn].params, params, n * sizeof *params);
  free (params);
}

/* (A, B[8], ...)  */
static void
read_params (struct esc_model_parser *p)
{
  struct esc_param *params = NULL;
  uint32_t n = 0, cap = 0;
  esc_lex_expect (&p->lx, '(');
  while (p->lx.kind != ESC_TOK_END && !esc_lex_is (&p->lx, ')'))
    {
      if (esc_lex_accept (&p->lx, ESC_MARK ('.', '.')))
        {
          esc_lex_expect (&p->lx, '.');
          p->m->fns[p->fn].flags |= ESC_FN_VARARGS;
          p->variadic = true;
          break;
        }
      ESC_GROW (params, cap, n + 1);
      params[n] = (struct esc_param){ .val = ESC_NONE };
      if (p->lx.kind == ESC_TOK_NAME)
        params[n].name = esc_intern (p->m, p->lx.name);
      esc_model_bind (p, ESC_OPND_NONE);
      if (esc_lex_accept (&p->lx, '['))
        read_memory_param (p, &params[n], n);
      else if (!p->lx.failed)
        p->names[p->nnames - 1].val = esc_val (add_param_val (p, &params[n]));
      n++;
      if (!esc_lex_accept (&p->lx, ','))
        break;
    }
  esc_lex_expect (&p->lx, ')');
  set_params (p, params, n);
  free (params);
}

/* ---- when --------------------------------------------------------------- */

static void read_block (struct esc_model_parser *);

static enum esc_cmp
read_comparison (struct esc_model_parser *p)
{
  static const struct
  {
    int mark;
    enum esc_cmp cmp;
  } marks[] = { { ESC_MARK ('=', '='), ESC_EQ },
                { ESC_MARK ('!', '='), ESC_NE },
                { ESC_MARK ('<', '='), ESC_LE },
                { ESC_MARK ('>', '='), ESC_GE },
                { '<', ESC_LT },
                { '>', ESC_GT } };
  for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
    if (esc_lex_accept (&p->lx, marks[i].mark))
      return marks[i].cmp;
  esc_lex_expected (&p->lx, "a comparison or '{'");
  return ESC_NE;
}

/* The condition, up to `{`; *RESULT is the value that is tested if it is about
   the function's result: a bare 0 or `nonzero`.  */
static void
read_condition (struct esc_model_parser *p, struct esc_ins *cond,
                uint32_t *result)
{
  bool zero = p->lx.kind == ESC_TOK_NUMBER && p->lx.number == 0;
  bool bare = zero || esc_lex_is_word (&p->lx, "nonzero");
  *result = ESC_NONE;
  cond->a = cond->b = esc_int (p->b, 0);
  cond->sub = ESC_NE;
  if (bare)
    esc_lex_next (&p->lx);
  else
    cond->a = esc_model_value (p);
  if (bare && esc_lex_is (&p->lx, '{'))
    {
      *result = esc_model_opaque (p, 0);
      cond->a = esc_val (*result);
      cond->sub = zero ? ESC_EQ : ESC_NE;
    }
  else if (bare && !zero)
    esc_lex_expected (&p->lx, "'{'");
  else if (!esc_lex_is (&p->lx, '{'))
    {
      cond->sub = (uint8_t)read_comparison (p);
      cond->b = esc_model_value (p);
    }
}

/* A branch, entered through successor TO; where it ends, if it does, is added
   to ENDS.  NONZERO: a value that is not zero in it.  */
static void
read_branch (struct esc_model_parser *p, uint32_t to, uint32_t nonzero,
             uint32_t *ends, uint32_t *nends)
{
  uint32_t before = p->nonzero;
  if (nonzero != ESC_NONE)
    p->nonzero = nonzero;
  esc_model_land (p, &to, 1);
  read_block (p);
  p->nonzero = before;
  if (!p->open)
    return;
  esc_model_emit (p, ESC_BR, ESC_NONE);
  ends[(*nends)++] = esc_model_jump (p, 1);
}

static void
read_when (struct esc_model_parser *p)
{
  struct esc_ins cond;
  uint32_t result, ends[2], nends = 0;
  read_condition (p, &cond, &result);
  struct esc_ins *ins = esc_model_emit (p, ESC_COND, ESC_NONE);
  ins->sub = cond.sub;
  ins->a = cond.a;
  ins->b = cond.b;
  ins->width = 8;
  uint32_t to = esc_model_jump (p, 2);
  uint32_t outer = p->result;
  bool equal = cond.sub == ESC_EQ;
  read_branch (p, to, equal ? ESC_NONE : result, ends, &nends);
  p->result = outer;
  if (esc_lex_accept_word (&p->lx, "else"))
    read_branch (p, to + 1, equal ? result : ESC_NONE, ends, &nends);
  else
    ends[nends++] = to + 1;
  p->result = result != ESC_NONE ? result : outer;
  if (nends)
    esc_model_land (p, ends, nends);
}

/* ---- blocks of statements ----------------------------------------------- */

static void
read_statement (struct esc_model_parser *p)
{
  if (!p->open)
    esc_lex_error (&p->lx, "control does not get here");
  else if (esc_lex_accept_word (&p->lx, "when"))
    read_when (p);
  else
    esc_model_statement (p);
}

/* { STATEMENTS }, or one `when` after `else`.  */
static void
read_block (struct esc_model_parser *p)
{
  uint32_t names = p->nnames;
  if (++p->depth > ESC_MODEL_NESTING)
    esc_lex_error (&p->lx, "this is nested too deeply");
  else if (esc_lex_is_word (&p->lx, "when"))
    read_statement (p);
  else
    {
      esc_lex_expect (&p->lx, '{');
      while (p->lx.kind != ESC_TOK_END && !esc_lex_is (&p->lx, '}'))
        read_statement (p);
      esc_lex_expect (&p->lx, '}');
    }
  p->depth--;
  forget_names (p, names);
}

bool
esc_model_compile (const struct esc_models *models,
                   const struct esc_model_entry *e, struct esc_module *m,
                   uint32_t fn, struct esc_text_error *err)
{
  struct esc_model_parser p = { .models = models,
                                .m = m,
                                .fn = fn,
                                .first_vararg = ESC_NONE,
                                .result = ESC_NONE,
                                .nonzero = ESC_NONE };
  esc_lex_resume (&p.lx, e->params, e->line_start, e->line, err);
  p.b = esc_body_new (m, fn);
  esc_model_land (&p, NULL, 0);
  read_params (&p);
  read_block (&p);
  if (p.open)
    {
      struct esc_ins *ret = esc_model_emit (&p, ESC_RET, ESC_NONE);
      if (p.result != ESC_NONE)
        ret->a = esc_val (p.result);
      esc_model_jump (&p, 0);
    }
  const char *why = p.lx.failed ? NULL : esc_body_check (m, p.b);
  if (why)
    esc_lex_error_at (&p.lx, e->line, 1, "%s", why);
  m->fns[fn].flags |= ESC_FN_MODEL;
  bool ok = !p.lx.failed;
  forget_names (&p, 0);
  free (p.names);
  esc_lex_free (&p.lx);
  return ok;
}
