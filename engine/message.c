/* SPDX-License-Identifier: GPL-3.0-or-later */
/* message.c - findings, events and notes as sentences.

   All wording is here, in tables, and the same for every output.  A sentence
   names the object, the verb and the holder:

       address of local variable 'node' is left in 'head' when 'add_item'
       returns

   Templates are text with places to fill in:

       %o  the object: "local variable 'x'", "a compound literal"
       %O  the same, short: "'x'", "the compound literal"
       %h  the holder: "'head'", "memory that the caller owns"
       %f  the function it happens in     %c  the function that is called
       %v  a name that may be missing: then the template after '|' is used
       %w  another name                   %n  a number     %l  a limit
       %b  "is", or "may be" where only the flow-insensitive walk says so

   Not here: locations, tags and colours; those are the outputs' own.  */

#include "verdict.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* What a template is filled with.  */
struct fill
{
  const struct esc_module *m;
  uint32_t obj, fn;
  int64_t off; /* in the object, or ESC_SIZE_UNKNOWN */
  esc_str name, other, callee;
  enum esc_holder holder;
  int64_t n, limit;
  bool unsure;
};

/* A bounded buffer.  */
struct out
{
  char *buf;
  size_t size, len;
};

static void put (struct out *, const char *fmt, ...)
    __attribute__ ((format (printf, 2, 3)));

static void
put (struct out *o, const char *fmt, ...)
{
  va_list ap;
  if (o->len >= o->size)
    return;
  va_start (ap, fmt);
  int n = vsnprintf (o->buf + o->len, o->size - o->len, fmt, ap);
  va_end (ap);
  if (n > 0)
    o->len += (size_t)n;
}

/* ---- objects -------------------------------------------------------------*/

/* By enum esc_obj_kind: with a name, without one, and without one when it is
   known already.  */
static const struct
{
  const char *named, *unnamed, *again;
} object_words[] = {
  [0] = { "object '%s'", "an automatic object", "the object" },
  [ESC_OBJ_LOCAL] = { "local variable '%s'", "a temporary", "the temporary" },
  [ESC_OBJ_PARAM] = { "parameter '%s'", "a parameter", "the parameter" },
  [ESC_OBJ_LITERAL]
  = { "compound literal '%s'", "a compound literal", "the compound literal" },
  [ESC_OBJ_FRAME] = { "local variable '%s'", "a nested function's variables",
                      "the nested function's variables" },
  [ESC_OBJ_VLA]
  = { "variable-length array '%s'", "a variable-length array", "the array" },
  [ESC_OBJ_ALLOCA]
  = { "alloca memory '%s'", "alloca memory", "the alloca memory" },
  [ESC_OBJ_RESULT]
  = { "result '%s'", "the returned value", "the returned value" },
  [ESC_OBJ_STATIC]
  = { "static variable '%s'", "a static variable", "the variable" },
  [ESC_OBJ_TLS]
  = { "thread-local variable '%s'", "a thread-local variable", "the variable" },
  [ESC_OBJ_STRING] = { "constant '%s'", "a constant", "the constant" },
  [ESC_OBJ_HIDDEN] = { "library memory '%s'", "the library's own memory",
                       "the library's own memory" },
};

/* The piece of F's object at its offset, for locals inside a FRAME.  */
static const struct esc_part *
part_of (const struct fill *f)
{
  const struct esc_obj *o = &f->m->objs[f->obj];
  for (uint32_t i = o->parts; f->obj && i < o->parts + o->nparts; i++)
    {
      const struct esc_part *p = &f->m->parts[i];
      if (f->off >= p->off && f->off < p->off + p->size)
        return p;
    }
  return NULL;
}

/* AGAIN: it has been introduced before.  */
static void
put_object (struct out *o, const struct fill *f, bool again)
{
  const struct esc_obj *obj = &f->m->objs[f->obj];
  const struct esc_part *part = part_of (f);
  unsigned kind = f->obj && obj->kind <= ESC_OBJ_HIDDEN ? obj->kind : 0;
  const char *name = f->obj ? esc_string (f->m, obj->name) : "";
  if (f->obj && obj->artificial)
    name = "";
  if (part)
    name = esc_string (f->m, part->name);
  if (!*name)
    put (o, "%s",
         again ? object_words[kind].again : object_words[kind].unnamed);
  else if (again)
    put (o, "'%s'", name);
  else if (part && part->trampoline)
    put (o, "nested function '%s'", name);
  else
    put (o, object_words[kind].named, name);
}

/* ---- holders -------------------------------------------------------------*/

/* By enum esc_holder: what to say of a holder without a name.  */
static const char *const holder_words[] = {
  [ESC_IN_RESULT] = "the return value",
  [ESC_IN_STATIC] = "static storage",
  [ESC_IN_THREAD] = "thread storage",
  [ESC_IN_PARAM] = "memory that the caller owns",
  [ESC_IN_HEAP] = "heap memory",
  [ESC_IN_MEMORY] = "memory that outlives the function",
  [ESC_IN_LIBRARY] = "the library's own memory",
  [ESC_IN_NOTHING] = "memory",
};

static void
put_name (struct out *o, const struct fill *f, esc_str name, const char *none)
{
  if (name && *esc_string (f->m, name))
    put (o, "'%s'", esc_string (f->m, name));
  else
    put (o, "%s", none);
}

/* ---- templates -----------------------------------------------------------*/

static void
put_place (struct out *o, const struct fill *f, char place)
{
  switch (place)
    {
    case 'o':
    case 'O':
      put_object (o, f, place == 'O');
      break;
    case 'h':
      put_name (o, f, f->name,
                holder_words[f->holder <= ESC_IN_NOTHING ? f->holder
                                                         : ESC_IN_NOTHING]);
      break;
    case 'f':
      put_name (o, f, f->fn < f->m->nfns ? f->m->fns[f->fn].name : 0,
                "the function");
      break;
    case 'c':
      put_name (o, f, f->callee, "a function");
      break;
    case 'v':
      put_name (o, f, f->name, "something");
      break;
    case 'w':
      put_name (o, f, f->other, "something");
      break;
    case 'n':
      put (o, "%" PRId64, f->n);
      break;
    case 'l':
      put (o, "%" PRId64, f->limit);
      break;
    case 'b':
      put (o, "%s", f->unsure ? "may be" : "is");
      break;
    default:
      put (o, "%c", place);
      break;
    }
}

/* Fill in TEMPLATE, or what follows its '|' if F has no name.  */
static void
put_template (struct out *o, const struct fill *f, const char *template)
{
  const char *bar = strchr (template, '|');
  const char *end = bar ? bar : template + strlen (template);
  if (bar && !(f->name && *esc_string (f->m, f->name)))
    template = bar + 1, end = template + strlen (template);
  for (const char *p = template; p < end; p++)
    if (*p == '%' && p + 1 < end)
      put_place (o, f, *++p);
    else
      put (o, "%c", *p);
}

/* ---- findings ------------------------------------------------------------*/

/* By rule.  */
static const char *const finding_words[ESC_NRULES] = {
  [ESC_RULE_RETURN] = "address of %o %b returned by %f",
  [ESC_RULE_GLOBAL] = "address of %o %b left in %h when %f returns",
  [ESC_RULE_PARAM] = "address of %o %b left in %h when %f returns",
  [ESC_RULE_HEAP] = "address of %o %b left in %h when %f returns",
  [ESC_RULE_CLOSURE] = "callback that uses %o %b left in %h when %f returns",
  [ESC_RULE_THREAD]
  = "address of %o %b handed by %c to a thread or an operation that may "
    "outlive %f",
  [ESC_RULE_CALL] = "address of %o %b kept by %c when %f returns",
  [ESC_RULE_SCOPE] = "address of %o %b used after the end of its block",
  [ESC_RULE_LARGE] = "%o takes %n bytes of the stack, more than %l",
  [ESC_RULE_VLA] = "%o can take %n bytes of the stack, more than %l",
  [ESC_RULE_NOESCAPE] = "what %c points to %b left in %h, although %c is "
                        "declared noescape",
};

/* Sentences for special cases of a rule.  */
static const char *const closure_frame
    = "%o, which uses the variables of %f, %b left in %h when %f returns";
static const char *const closure_call
    = "callback that uses %o %b kept by %c when %f returns";
static const char *const call_unknown
    = "address of %o is passed to %c, which may keep it";
static const char *const returned_closure
    = "%o, which uses the variables of %f, %b returned by %f";
static const char *const vla_unbounded = "size of %o has no bound";
static const char *const vla_loop
    = "a loop repeats %o, which is freed only when %f returns";
static const char *const noescape_returned
    = "%c %b returned, although it is declared noescape";
static const char *const noescape_passed
    = "what %c points to is passed on to code that may keep it, although %c "
      "is declared noescape";
static const char *const on_stack
    = "allocation that is declared to stay on the stack cannot";

static bool
is_frame_code (const struct fill *f)
{
  const struct esc_part *p = part_of (f);
  return p && p->trampoline;
}

static const char *
closure_words (const struct esc_finding *f, const struct fill *fill)
{
  if (is_frame_code (fill))
    return f->holder == ESC_IN_RESULT ? returned_closure : closure_frame;
  return f->holder == ESC_IN_LIBRARY && f->callee
             ? closure_call
             : finding_words[ESC_RULE_CLOSURE];
}

static const char *
noescape_words (const struct esc_finding *f)
{
  if (!f->obj && !f->callee)
    return on_stack;
  if (f->holder == ESC_IN_RESULT)
    return noescape_returned;
  return f->doubt & ESC_DOUBT_UNKNOWN ? noescape_passed
                                      : finding_words[ESC_RULE_NOESCAPE];
}

static const char *
template_of (const struct esc_finding *f, const struct fill *fill)
{
  switch (f->rule)
    {
    case ESC_RULE_CLOSURE:
      return closure_words (f, fill);
    case ESC_RULE_NOESCAPE:
      return noescape_words (f);
    case ESC_RULE_VLA:
      if (f->limit < 0)
        return vla_loop;
      return f->size < 0 ? vla_unbounded : finding_words[f->rule];
    default:
      if (f->doubt & ESC_DOUBT_UNKNOWN && f->holder == ESC_IN_LIBRARY)
        return call_unknown;
      return f->rule < ESC_NRULES ? finding_words[f->rule] : "%o";
    }
}

char *
esc_message (const struct esc_module *m, const struct esc_finding *f, char *buf,
             size_t size)
{
  struct out o = { buf, size, 0 };
  struct fill fill = { .m = m,
                       .obj = f->obj,
                       .fn = f->fn,
                       .off = f->obj_off,
                       .name = f->holder_name,
                       .callee = f->callee,
                       .holder = f->holder,
                       .n = f->size,
                       .limit = f->limit,
                       .unsure = (f->doubt & ESC_DOUBT_FLOW) != 0 };
  if (size)
    *buf = '\0';
  if (f->rule == ESC_RULE_LARGE && m->objs[f->obj].nparts)
    put (&o,
         "local variable '%s' takes %" PRId64 " bytes of the stack, more "
         "than %" PRId64,
         esc_string (m, f->holder_name), f->size, f->limit);
  else
    put_template (&o, &fill, template_of (f, &fill));
  return buf;
}

/* ---- events --------------------------------------------------------------*/

/* By enum esc_why.  */
static const char *const event_words[] = {
  [ESC_WHY_DECLARED] = "%v is declared here|%o is made here",
  [ESC_WHY_TAKEN] = "its address is put into %v here"
                    "|its address is taken here",
  [ESC_WHY_COPIED] = "the pointer is copied into %v here"
                     "|the pointer is copied here",
  [ESC_WHY_CAST] = "the pointer becomes the number %v here"
                   "|the pointer becomes a number here",
  [ESC_WHY_STORED] = "the address is stored in %v here"
                     "|the address is stored here",
  [ESC_WHY_LOADED] = "the address is read from %v here"
                     "|the address is read back here",
  [ESC_WHY_STRUCT] = "the address is copied into %v with what surrounds it"
                     "|the address is copied with what surrounds it",
  [ESC_WHY_PASSED] = "passed to %v as argument %n"
                     "|passed as argument %n",
  [ESC_WHY_RETURNED_BY] = "handed back by %v here|handed back here",
  [ESC_WHY_KEPT] = "kept by %v|kept by the function called here",
  [ESC_WHY_HANDED] = "handed to a thread or an operation by %v"
                     "|handed to a thread or an operation here",
  [ESC_WHY_BRANCH] = "the condition here decides for this path",
  [ESC_WHY_SCOPE_END] = "the block of %O ends here",
  [ESC_WHY_USED] = "used here",
  [ESC_WHY_RETURN] = "%v returns here|the function returns here",
  [ESC_WHY_UNDECIDED] = "%v might have removed it"
                        "|this store might have overwritten it",
  [ESC_WHY_SIZE] = "%n bytes",
};

static const char *const passed_somehow
    = "passed to %v here|passed to a function here";
static const char *const passed_inside = "passed on to %v|passed on";
static const char *const stored_inside = "stored in %v|stored here";
static const char *const holding
    = "%v returns here with %w still holding the address of %O"
      "|the function returns here with %w still holding the address of %O";
static const char *const returning
    = "%v returns the address of %O here|the address of %O is returned here";

/* The finding that event E belongs to, or NULL.  */
static const struct esc_finding *
finding_of (const struct esc_report *r, const struct esc_event *e)
{
  return r && e->finding && e->finding <= r->nfindings
             ? &r->findings[e->finding - 1]
             : NULL;
}

static const char *
event_template (const struct esc_report *r, const struct esc_event *e,
                struct fill *fill)
{
  const struct esc_finding *f;
  switch (e->why)
    {
    case ESC_WHY_PASSED:
      return e->depth ? passed_inside
             : e->n   ? event_words[e->why]
                      : passed_somehow;
    case ESC_WHY_STORED:
      return e->depth ? stored_inside : event_words[e->why];
    case ESC_WHY_RETURN:
      f = finding_of (r, e);
      if (!f || !f->obj)
        return event_words[e->why];
      fill->obj = f->obj;
      fill->off = f->obj_off;
      fill->other = f->holder_name;
      if (f->holder == ESC_IN_RESULT)
        return returning;
      return f->holder_name && !f->callee ? holding : event_words[e->why];
    default:
      return e->why < sizeof event_words / sizeof *event_words
                 ? event_words[e->why]
                 : "%v|something happens here";
    }
}

char *
esc_event_text (const struct esc_module *m, const struct esc_report *r,
                const struct esc_event *e, char *buf, size_t size)
{
  struct out o = { buf, size, 0 };
  struct fill fill = { .m = m,
                       .obj = e->obj,
                       .fn = e->fn,
                       .off = ESC_SIZE_UNKNOWN,
                       .name = e->name,
                       .n = e->n };
  if (size)
    *buf = '\0';
  put_template (&o, &fill, event_template (r, e, &fill));
  return buf;
}

/* ---- notes ---------------------------------------------------------------*/

char *
esc_note_text (const struct esc_module *m, const struct esc_note *n, char *buf,
               size_t size)
{
  struct out o = { buf, size, 0 };
  const char *name = esc_string (m, n->name);
  const char *other = esc_string (m, n->other);
  const char *sep = *other ? ": " : "";
  if (size)
    *buf = '\0';
  switch (n->kind)
    {
    case ESC_NOTE_NO_ESCAPE:
    case ESC_NOTE_HEAP_STAYS:
      put (&o, "%s does not escape", name);
      break;
    case ESC_NOTE_LEAK:
      put (&o, "leaking param: %s", name);
      break;
    case ESC_NOTE_LEAK_CONTENT:
      put (&o, "leaking param content: %s", name);
      break;
    case ESC_NOTE_LEAK_RESULT:
      put (&o, "leaking param: %s to result level=%" PRId64, name, n->level);
      break;
    case ESC_NOTE_LEAK_PARAM:
      put (&o, "leaking param: %s to %s level=%" PRId64, name, other, n->level);
      break;
    case ESC_NOTE_HEAP_ESCAPES:
      put (&o, "%s escapes to heap%s%s", name, sep, other);
      break;
    case ESC_NOTE_LOCAL_ESCAPES:
      put (&o, "%s escapes%s%s", name, sep, other);
      break;
    }
  return buf;
}
