/* SPDX-License-Identifier: GPL-3.0-or-later */
/* text-write.c - print facts as the text that text.c reads.

     func f(p*) extern @3
       local x 4 @4
     b0:
       store [p] 8 .node.next:p8 = &x @5
       ret @6

   What is printed and read again is the same module up to the numbers of
   values, objects and strings, and prints as the same text.  Names that are
   not unique where they are used, and missing ones, get a number: `p%2`.

   Not printed: uid and order, which belong to the front end, and what code that
   is not here does with objects and members (`uses`).  A single
   function comes with the declarations of what it names, without initial
   contents.  */

#include "naming.h"
#include "text-writer.h"
#include "verdict.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* ---- objects ------------------------------------------------------------ */

static void
say_obj_bits (struct esc_writer *w, const struct esc_obj *o)
{
  uint32_t bits = esc_obj_bits (o), init = bits & ESC_OBJ_BIT_INIT;
  uint32_t deflt = esc_obj_default_bits (o->kind, o->size);
  uint32_t differ = bits ^ deflt;
  if (differ & ESC_OBJ_BIT_EXTERN)
    {
      bool external = bits & ESC_OBJ_BIT_EXTERN;
      esc_sayf (w, external ? " extern" : " static");
      differ = (differ & ~ESC_OBJ_BIT_INIT) | (external == !!init);
    }
  else if (deflt & ESC_OBJ_BIT_EXTERN && !init)
    {
      esc_sayf (w, " extern");
      differ &= ~ESC_OBJ_BIT_INIT;
    }
  if (differ & ESC_OBJ_BIT_INIT)
    esc_sayf (w, init ? " init" : " noinit");
  if (differ & ESC_OBJ_BIT_PTR)
    esc_sayf (w, bits & ESC_OBJ_BIT_PTR ? " ptr" : " noptr");
  esc_say_bits (w, esc_words_obj, bits & ~(deflt & 8));
}

static void
say_inits (struct esc_writer *w, const struct esc_obj *o)
{
  for (uint32_t i = o->inits; i < o->inits + o->ninits; i++)
    {
      const struct esc_init *in = &w->m->inits[i];
      esc_sayf (w, "  init %" PRId64 " %u = ", in->off, in->size);
      if (in->fun != ESC_NONE)
        esc_say_fun (w, in->fun);
      else if (in->obj)
        {
          esc_sayf (w, "&");
          esc_say_obj (w, in->obj);
        }
      if (in->fun != ESC_NONE || in->obj)
        esc_say_off (w, in->add);
      else
        esc_sayf (w, "%" PRId64, in->add);
      esc_say_end (w);
    }
}

static void
say_parts (struct esc_writer *w, const struct esc_obj *o)
{
  for (uint32_t i = o->parts; i < o->parts + o->nparts; i++)
    {
      const struct esc_part *p = &w->m->parts[i];
      esc_sayf (w, "  part %" PRId64 " ", p->off);
      esc_say_size (w, p->size);
      esc_sayf (w, " ");
      /* Not unique: the number is only read to be cut off.  */
      const char *name = esc_string (w->m, p->name);
      esc_say_name (w, name, true, strchr (name, '%') ? 1 : 0);
      esc_sayf (w, p->trampoline ? " trampoline @%u" : " @%u", p->loc);
      esc_say_end (w);
    }
}

/* The line of object OBJ and those of its parts and, if INITS, its initial
   content.  */
static void
say_obj_line (struct esc_writer *w, uint32_t obj, bool inits)
{
  const struct esc_obj *o = &w->m->objs[obj];
  const char *word = esc_word_of (esc_words_kind, o->kind);
  if (esc_obj_is_global (o))
    esc_sayf (w, "%s ", word);
  else
    esc_sayf (w, "  local ");
  esc_say_obj (w, obj);
  if (o->kind == ESC_OBJ_HIDDEN)
    esc_sayf (w, " %s", esc_rules[o->rule].slug);
  else
    {
      bool dynamic = o->kind == ESC_OBJ_VLA || o->kind == ESC_OBJ_ALLOCA;
      if (!esc_obj_is_global (o) && o->kind != ESC_OBJ_LOCAL)
        esc_sayf (w, " %s", word);
      esc_sayf (w, " ");
      if (dynamic)
        esc_say_size (w, o->max > INT64_MAX ? -1 : (int64_t)o->max);
      else
        esc_say_size (w, o->size);
      if (dynamic && o->size >= 0)
        esc_sayf (w, " size %" PRId64, o->size);
      say_obj_bits (w, o);
    }
  esc_sayf (w, " @%u", o->loc);
  esc_say_end (w);
  if (inits)
    say_inits (w, o);
  say_parts (w, o);
}

/* ---- functions ---------------------------------------------------------- */

static void
say_param (struct esc_writer *w, const struct esc_param *p)
{
  const struct esc_obj *o = p->obj ? &w->m->objs[p->obj] : NULL;
  if (o)
    {
      esc_say_obj (w, p->obj);
      esc_sayf (w, "[");
      esc_say_size (w, o->size);
      esc_sayf (w, p->pointer ? "]*" : "]");
      say_obj_bits (w, o);
      esc_sayf (w, " @%u", p->loc);
    }
  else if (p->val != ESC_NONE && w->b)
    {
      esc_say_val (w, p->val);
      esc_say_val_annot (w, &w->b->vals[p->val]);
    }
  else
    {
      const char *name = esc_string (w->m, p->name);
      esc_say_name (w, name, true, *name && !strchr (name, '%') ? 0 : 1);
      esc_sayf (w, p->pointer ? "*" : ":4");
    }
  if (p->noescape)
    esc_sayf (w, " noescape");
  if (!o && p->val == ESC_NONE && w->b)
    esc_sayf (w, " unused");
  if (!o)
    esc_sayf (w, " @%u", p->loc);
}

static void
say_header (struct esc_writer *w)
{
  const struct esc_fn *f = w->fn;
  esc_sayf (w, "func ");
  esc_say_name (w, esc_string (w->m, f->symbol), true, 0);
  esc_sayf (w, "(");
  for (uint32_t i = 0; i < f->nparams; i++)
    {
      esc_sayf (w, i ? ", " : "");
      say_param (w, &f->params[i]);
    }
  if (f->flags & ESC_FN_VARARGS)
    esc_sayf (w, f->nparams ? ", ..." : "...");
  esc_sayf (w, ")");
  esc_say_bits (w, esc_words_fn, f->flags);
  if (f->name != f->symbol)
    {
      esc_sayf (w, " named ");
      esc_say_name (w, esc_string (w->m, f->name), true, 0);
    }
  if (f->alias != ESC_NONE)
    {
      esc_sayf (w, " alias ");
      esc_say_name (w, esc_string (w->m, w->m->fns[f->alias].symbol), true, 0);
    }
  esc_sayf (w, " @%u", f->loc);
  esc_say_end (w);
}

/* Is value V, which nothing defines, used?  It is undefined then.  */
static void
say_inputs (struct esc_writer *w)
{
  const struct esc_body *b = w->b;
  for (uint32_t v = 0; v < b->nvals; v++)
    {
      bool chain = w->fn->chain == v;
      if (!chain
          && (b->vals[v].def != ESC_NONE
              || !(b->vals[v].flags & ESC_VAL_UNDEF)))
        continue;
      esc_sayf (w, chain ? "  chain " : "  undef ");
      esc_say_val (w, v);
      esc_say_val_annot (w, &b->vals[v]);
      esc_say_end (w);
    }
}

static void
say_body (struct esc_writer *w)
{
  const struct esc_body *b = w->b;
  say_inputs (w);
  if (b->not_understood)
    {
      esc_sayf (w, "  lost %u", b->not_understood);
      esc_say_end (w);
    }
  for (uint32_t i = 0; i < b->nblocks; i++)
    {
      esc_sayf (w, "b%u:", i);
      esc_say_end (w);
      for (uint32_t j = 0; j < b->blocks[i].nins; j++)
        esc_say_ins (w, i, &b->ins[b->blocks[i].first + j]);
    }
  esc_sayf (w, "  close @%u", b->end_loc);
  esc_say_end (w);
}

/* Names of values that are printed.  */
static void
take_vals (struct esc_writer *w)
{
  const struct esc_body *b = w->b;
  for (uint32_t v = 0; v < b->nvals; v++)
    if (b->vals[v].def != ESC_NONE || (b->vals[v].flags & ESC_VAL_UNDEF)
        || w->fn->chain == v)
      esc_take (w->vals, b->vals[v].name, w->stamp);
  for (uint32_t i = 0; i < w->fn->nparams; i++)
    if (w->fn->params[i].val != ESC_NONE)
      esc_take (w->vals, b->vals[w->fn->params[i].val].name, w->stamp);
  ESC_GROW (w->val_number, w->cap_val_number, b->nvals);
  if (b->nvals)
    memset (w->val_number, 0, b->nvals * sizeof *w->val_number);
  w->next_val = 0;
}

static void
write_fn (struct esc_writer *w, uint32_t fn, bool with_body)
{
  w->stamp++;
  w->fn = &w->m->fns[fn];
  w->b = with_body ? w->fn->body : NULL;
  w->next_local = 0;
  for (uint32_t o = w->first_local[fn]; w->b && o; o = w->next_of[o])
    esc_take (w->locals, w->m->objs[o].name, w->stamp);
  if (w->b)
    take_vals (w);
  say_header (w);
  for (uint32_t o = w->first_local[fn]; w->b && o; o = w->next_of[o])
    if (w->m->objs[o].kind != ESC_OBJ_PARAM)
      say_obj_line (w, o, false);
  if (w->b)
    say_body (w);
}

/* ---- what a single function needs --------------------------------------- */

static void
need_fn (void *arg, uint32_t fn)
{
  struct esc_writer *w = arg;
  w->fn_needed[fn] = true;
}

static void
need_obj (void *arg, uint32_t obj)
{
  struct esc_writer *w = arg;
  w->obj_needed[obj] = true;
}

/* ---- the module --------------------------------------------------------- */

/* Lists of the functions' objects, in order; names of the global ones.  */
static void
sort_objects (struct esc_writer *w)
{
  const struct esc_module *m = w->m;
  for (uint32_t o = m->nobjs - 1; o > 0; o--)
    {
      uint32_t fn = m->objs[o].fn;
      if (esc_obj_is_global (&m->objs[o]))
        esc_take (w->globals, m->objs[o].name, 1);
      else if (fn < m->nfns)
        {
          w->next_of[o] = w->first_local[fn];
          w->first_local[fn] = o;
        }
    }
}

void
esc_text_write (const struct esc_module *m, uint32_t fn,
                void (*put) (void *, const char *), void *arg)
{
  struct esc_writer w = { .m = m, .put = put, .arg = arg };
  w.vals = esc_xcalloc (m->nstrs, sizeof *w.vals);
  w.locals = esc_xcalloc (m->nstrs, sizeof *w.locals);
  w.globals = esc_xcalloc (m->nstrs, sizeof *w.globals);
  w.obj_number = esc_xcalloc (m->nobjs, sizeof *w.obj_number);
  w.first_local = esc_xcalloc (m->nfns, sizeof *w.first_local);
  w.next_of = esc_xcalloc (m->nobjs, sizeof *w.next_of);
  w.obj_needed = esc_xcalloc (m->nobjs, sizeof *w.obj_needed);
  w.fn_needed = esc_xcalloc (m->nfns, sizeof *w.fn_needed);
  sort_objects (&w);
  const struct esc_naming needs = { &w, need_fn, need_obj, NULL };
  if (fn != ESC_NONE)
    esc_named_by_function (m, fn, &needs);
  for (uint32_t o = 1; o < m->nobjs; o++)
    if (esc_obj_is_global (&m->objs[o]) && (fn == ESC_NONE || w.obj_needed[o]))
      say_obj_line (&w, o, fn == ESC_NONE);
  for (uint32_t f = 0; f < m->nfns; f++)
    if (fn == ESC_NONE || f == fn || w.fn_needed[f])
      write_fn (&w, f, fn == ESC_NONE || f == fn);
  free (w.line);
  free (w.vals);
  free (w.locals);
  free (w.globals);
  free (w.val_number);
  free (w.obj_number);
  free (w.first_local);
  free (w.next_of);
  free (w.obj_needed);
  free (w.fn_needed);
}
