/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_text.c - tests of facts as text: text*.c and lex.c.  */

#include "unit.h"
#include "verdict.h"

#include <inttypes.h>

/* Every construct of the language.  */
static const char everything[]
    = "global g 8                     # a comment\n"
      "global table 24 static const\n"
      "  init 0 8 = &f\n"
      "  init 8 8 = &g+4\n"
      "  init 16 4 = -7\n"
      "tls t 8 static\n"
      "string %1 6\n"
      "string %2 9\n"
      "global e ? extern volatile array system artificial\n"
      "hidden stdio.buffer escape-call\n"
      "func declared(p*, n:4, ...) extern noreturn\n"
      "func other() alias f named nice\n"
      "func f(c:4, p* noescape, s[24]* noptr, v:u8 unused) weak main @70\n"
      "  local x 4\n"
      "  local x%2 16 array\n"
      "  local v%1 vla 100\n"
      "  local w alloca ? size 64\n"
      "  local k literal 16\n"
      "  local fr frame 32\n"
      "  part 0 8 x\n"
      "  part 8 16 inner trampoline @9\n"
      "  local out result 24\n"
      "  undef u:4\n"
      "  chain ch*\n"
      "  lost 3\n"
      "b0:\n"
      "  q = load [p + 8] 8 .node.next\n"
      "  q2 = load [p + 8 + c*16 in 0..64] 8 .node.next:s8 of 24\n"
      "  b1 = load [(&x+4) - 2] 1 volatile\n"
      "  r = add q 16 @12\n"
      "  d:8 = sub q r !unsigned\n"
      "  n = neg c\n"
      "  lt = cmp c < 3 !unsigned\n"
      "  un = cmp c ?? u !float\n"
      "  se = select lt &x 0\n"
      "  i:u8 = to_int p\n"
      "  j = to_ptr i\n"
      "  wi:8 = widen c\n"
      "  tr:4 = trunc i\n"
      "  store [&g + c*8 + 0] 8 = &x !atomic\n"
      "  store [? + ?] 8 fun = &declared\n"
      "  copy [&s] 24 = [p]\n"
      "  copy [p] c = [q] c\n"
      "  fill [&s] 24 = 0\n"
      "  fill [p] ? = ?\n"
      "  sp = save\n"
      "  al = alloca v%1 c\n"
      "  restore sp\n"
      "  ne = new c zeroed or_null\n"
      "  free ne\n"
      "  doubt [&stdio.buffer in 0..?] ? ptr\n"
      "  t = call h(&x, q, 3)\n"
      "  call *q(&x+?)\n"
      "  pure nothrow call (&f)({[&s] 24}, ?, _) -> [&out] 24 chain ch "
      "noescape 3 retarg 1\n"
      "  asm clobbers call _(q) !defaulted\n"
      "  nop\n"
      "  if c == 0 b1 b2\n"
      "b1:\n"
      "  end x\n"
      "  switch c b2 -5:b3 1..4:b4\n"
      "b2: any b3 b4\n"
      "b3:\n"
      "  m = phi b1:q@4 b2:&x+4\n"
      "  ret m !retaddr\n"
      "b4:\n"
      "  stop longjmp\n"
      "  close @99\n"
      "func h(a:4, ...)\n"
      "  if a < 0 b1 b1\n"
      "b1: stop exit\n";

/* ---- reading ------------------------------------------------------------ */

START_TEST (header_example_is_read)
{
  struct esc_module *m = unit_read ("global g 8\n"
                                    "hidden stdio.buffer escape-call\n"
                                    "func f(c:4, p*, s[24])\n"
                                    "  local x 4\n"
                                    "b0:\n"
                                    "  q = load [p + 8] 8 .node.next\n"
                                    "  store [&x + 4] 4 = c\n"
                                    "  store [&g + c*8 + 0] 8 = &x\n"
                                    "  ret q\n");
  const struct esc_fn *f = unit_fn (m, "f");
  const struct esc_body *b = f->body;
  ck_assert_uint_eq (f->nparams, 3);
  ck_assert (!f->params[0].pointer && f->params[1].pointer);
  ck_assert_uint_eq (b->vals[f->params[0].val].width, 4);
  ck_assert_uint_eq (b->vals[f->params[1].val].flags, ESC_VAL_PTR);
  ck_assert_uint_eq (f->params[2].val, ESC_NONE);
  const struct esc_obj *s = &m->objs[f->params[2].obj];
  ck_assert_int_eq (s->kind, ESC_OBJ_PARAM);
  ck_assert_int_eq (s->size, 24);
  ck_assert_uint_eq (s->param, 2);

  const struct esc_place *p = &b->places[b->ins[0].x];
  ck_assert_int_eq (p->off, 8);
  ck_assert_int_eq (p->size, 8);
  ck_assert_int_eq (p->type, ESC_TY_PTR);
  const struct esc_field *next = &m->fields[p->field];
  ck_assert_str_eq (esc_string (m, next->record), "node");
  ck_assert_str_eq (esc_string (m, next->name), "next");
  ck_assert_uint_eq (b->ins[0].loc, 6);
  ck_assert_uint_eq (b->ins[0].width, 8);
  ck_assert_str_eq (esc_string (m, b->vals[b->ins[0].dst].name), "q");

  p = &b->places[b->ins[1].x];
  ck_assert_int_eq (esc_opnd_kind (p->base), ESC_OP_ADDR);
  ck_assert_int_eq (p->off, 4);
  ck_assert_int_eq (p->type, ESC_TY_OTHER);
  p = &b->places[b->ins[2].x];
  ck_assert_int_eq (esc_opnd_kind (p->idx), ESC_OP_VAL);
  ck_assert_int_eq (p->stride, 8);
  ck_assert_int_eq (p->hi, -1);
  esc_module_free (m);
}
END_TEST

START_TEST (objects_have_their_kinds)
{
  struct esc_module *m = unit_read (everything);
  const struct esc_obj *o = &m->objs[1];
  ck_assert_int_eq (o->kind, ESC_OBJ_STATIC);
  ck_assert (o->external && o->init_known && o->has_ptr && !o->readonly);
  o = &m->objs[2];
  ck_assert (!o->external && o->init_known && o->readonly);
  ck_assert_uint_eq (o->ninits, 3);
  ck_assert_uint_eq (m->inits[o->inits].fun, esc_fn_find (m, "f"));
  ck_assert_uint_eq (m->inits[o->inits + 1].obj, 1);
  ck_assert_int_eq (m->inits[o->inits + 1].add, 4);
  ck_assert_int_eq (m->inits[o->inits + 2].add, -7);
  ck_assert_int_eq (m->objs[3].kind, ESC_OBJ_TLS);
  ck_assert_int_eq (m->objs[4].kind, ESC_OBJ_STRING);
  ck_assert_uint_eq (m->objs[4].name, 0);
  ck_assert (m->objs[4].readonly && !m->objs[4].external);
  o = &m->objs[6];
  ck_assert (o->external && !o->init_known && o->volatile_ && o->is_array
             && o->system && o->artificial);
  ck_assert_int_eq (o->size, ESC_SIZE_UNKNOWN);
  o = &m->objs[7];
  ck_assert_int_eq (o->kind, ESC_OBJ_HIDDEN);
  ck_assert_int_eq (o->rule, ESC_RULE_CALL);
  esc_module_free (m);
}
END_TEST

START_TEST (functions_have_their_flags)
{
  struct esc_module *m = unit_read (everything);
  const struct esc_fn *f = unit_fn (m, "declared");
  ck_assert_uint_eq (f->flags,
                     ESC_FN_EXTERNAL | ESC_FN_NORETURN | ESC_FN_VARARGS);
  ck_assert_ptr_null (f->body);
  ck_assert_uint_eq (f->nparams, 2);
  f = unit_fn (m, "other");
  ck_assert_uint_eq (f->alias, esc_fn_find (m, "f"));
  ck_assert_str_eq (esc_string (m, f->name), "nice");
  f = unit_fn (m, "f");
  ck_assert_uint_eq (f->flags, ESC_FN_WEAK | ESC_FN_MAIN);
  ck_assert_uint_eq (f->loc, 70);
  ck_assert_uint_eq (f->noescape, 2);
  ck_assert_uint_eq (f->params[3].val, ESC_NONE);
  ck_assert_uint_eq (f->params[3].obj, 0);
  ck_assert_uint_eq (f->body->not_understood, 3);
  ck_assert_uint_eq (f->body->end_loc, 99);
  ck_assert_uint_ne (f->chain, ESC_NONE);
  esc_module_free (m);
}
END_TEST

START_TEST (a_value_is_like_its_operands)
{
  struct esc_module *m = unit_read ("func f(c:4, p*)\n"
                                    "  a = add p 8\n"
                                    "  b = add c 8\n"
                                    "  d = &f\n"
                                    "  e = load [p] 2\n"
                                    "  g = c\n"
                                    "  h:u8 = widen c\n"
                                    "  i = cmp p == 0\n"
                                    "  ret\n");
  const struct esc_body *b = m->fns[0].body;
  static const uint8_t widths[] = { 8, 4, 8, 2, 4, 8, 1 };
  static const uint8_t flags[]
      = { ESC_VAL_PTR, 0, ESC_VAL_PTR, 0, 0, ESC_VAL_UNSIGNED, ESC_VAL_BOOL };
  for (unsigned i = 0; i < 7; i++)
    {
      const struct esc_val *v = &b->vals[b->ins[i].dst];
      ck_assert_uint_eq (v->width, widths[i]);
      ck_assert_uint_eq (v->flags, flags[i]);
    }
  ck_assert_uint_eq (b->ins[6].width, 8);
  esc_module_free (m);
}
END_TEST

START_TEST (extreme_numbers_are_read)
{
  struct esc_module *m = unit_read (
      "func f()\n"
      "  a:8 = -9223372036854775808\n"
      "  b:8 = 9223372036854775807\n"
      "  c:8 = 0xFf\n"
      "  switch a b1 -9223372036854775808..9223372036854775807:b1\n"
      "b1: ret\n");
  const struct esc_body *b = m->fns[0].body;
  ck_assert_int_eq (b->ints[0], INT64_MIN);
  ck_assert_int_eq (b->ints[1], INT64_MAX);
  ck_assert_int_eq (b->ints[2], 255);
  ck_assert_int_eq (b->cases[0].lo, INT64_MIN);
  esc_module_free (m);
}
END_TEST

/* ---- errors ------------------------------------------------------------- */

static const struct
{
  const char *text;
  unsigned line, column;
  const char *message;
} errors[] = {
  { "what\n", 1, 1, "a declaration" },
  { "global\n", 1, 7, "a name" },
  { "global g\n", 1, 9, "a size" },
  { "global g -1\n", 1, 12, "negative" },
  { "global g 8\nglobal g 8\n", 2, 10, "declared twice" },
  { "func f()\nfunc f()\n", 2, 7, "declared twice" },
  { "hidden h no-rule\n", 1, 10, "a rule" },
  { "global g 8 silly\n", 1, 12, "end of the line" },
  { "func f(\n", 1, 8, "a parameter" },
  { "func f(a\n", 1, 9, "')'" },
  { "func f(a:9)\n", 1, 11, "0 to 8" },
  { "func f(a:z4)\n", 1, 10, "unknown letter 'z'" },
  { "func f() silly\n", 1, 10, "about the function" },
  { "func f()\n  local x\n", 2, 10, "a size" },
  { "func f()\n  local x heap 8\n", 2, 11, "kind of local" },
  { "func f()\n  init 0 8 = 0\n", 2, 15, "does not follow" },
  { "func f(a)\n  frob a\n", 2, 3, "an operation" },
  { "func f(a)\n  b = frob a\n", 2, 7, "an operation" },
  { "func f(a)\n  b = store [a] 8 = 0\n", 2, 7, "no result" },
  { "func f(a)\n  load [a] 8\n", 2, 3, "needs a name" },
  { "func f(a)\n  store [a] 8 =\n", 2, 16, "an operand" },
  { "func f(a)\n  store [a 8 = 0\n", 2, 12, "']'" },
  { "func f(a)\n  store [a + a + a] 8 = 0\n", 2, 18, "one index" },
  { "func f(a)\n  store [&z] 8 = 0\n", 2, 12, "no object or function" },
  { "func f(a)\n  end z\n", 2, 8, "no object" },
  { "func f(a)\n  ret z\n", 2, 8, "not defined" },
  { "func f(a)\n  a = 3\n  ret\n", 2, 8, "defined twice" },
  { "func f(a)\n  ret a a\n", 2, 9, "end of the line" },
  { "func f(a)\nb1: ret\n", 2, 1, "next block is b0" },
  { "func f(a)\n  nop\nb1: ret\n", 3, 1, "does not end" },
  { "func f(a)\n  nop\n", 3, 1, "does not end" },
  { "func f(a)\n  ret\n  ret\n", 3, 3, "label of block b1" },
  { "func f(a)\n  goto b7\n", 2, 8, "no block b7" },
  { "func f(a)\n  goto a\n", 2, 8, "a block" },
  { "func f(a)\n  if a 3 b1 b2\n", 2, 8, "a comparison" },
  { "func f(a)\n  goto b1\nb1: c = phi b0:3 b1:4\n ret\n", 1, 7,
    "no predecessor" },
  { "func f(a)\n  b = 99999999999999999999\n", 2, 7, "too large" },
  { "func f(a)\n  b = 9223372036854775808\n", 2, 7, "64 bits" },
  { "func f(a)\n  b = 12x\n", 2, 7, "malformed" },
  { "func f(a)\n  b = \"x\n", 2, 7, "does not end" },
  { "func f(a)\n  b = \"\\q\"\n", 2, 7, "\\xHH" },
  { "func f(a)\n  b = \001\n", 2, 7, "control character" },
  { "func f(a)\n  ret a !loud\n", 2, 10, "a flag" },
  { "func f(a)\n  ret a @\n", 2, 10, "a location" },
  { "func f(a)\n  ret a @5000000000\n", 2, 10, "a location" },
  { "func f(a)\n  switch a b1 1:b1 2\nb1: ret\n", 2, 21, "':'" },
  { "func f(a)\n  pure a\n", 2, 8, "'call'" },
  { "func f(a)\n  call f(a\n", 2, 11, "')'" },
};

START_TEST (an_error_has_its_place)
{
  struct esc_text_error err;
  struct esc_module *m = esc_module_new ();
  bool ok = esc_text_read (m, errors[_i].text, &err);
  ck_assert_msg (!ok, "no error in\n%s", errors[_i].text);
  ck_assert_msg (strstr (err.message, errors[_i].message),
                 "'%s' is not '%s' in\n%s", err.message, errors[_i].message,
                 errors[_i].text);
  ck_assert_msg (err.line == errors[_i].line && err.column == errors[_i].column,
                 "%u:%u, not %u:%u: %s in\n%s", err.line, err.column,
                 errors[_i].line, errors[_i].column, err.message,
                 errors[_i].text);
  esc_module_free (m);
}
END_TEST

/* ---- writing ------------------------------------------------------------ */

static void
round_trip (const char *text)
{
  struct esc_module *m = unit_read (text);
  char *once = unit_write (m, ESC_NONE);
  esc_module_free (m);
  m = unit_read (once);
  char *twice = unit_write (m, ESC_NONE);
  ck_assert_str_eq (once, twice);
  esc_module_free (m);
  free (once);
  free (twice);
}

START_TEST (what_is_written_reads_the_same)
{
  round_trip (everything);
  round_trip ("");
  round_trip ("func f()\n");
}
END_TEST

/* An address before a negative number, and a width of 0.  */
START_TEST (operands_that_touch)
{
  static const char text[] = "global g 8\n"
                             "func f(c:4)\n"
                             "b0:\n"
                             "  p* = add &g+0 -8\n"
                             "  q* = add &g+4 -8\n"
                             "  r* = add &g 8\n"
                             "  s* = select c &g+0 -1\n"
                             "  t:b1 = cmp c > 0 !float !0\n"
                             "  ret t\n"
                             "  close\n";
  struct esc_module *m = unit_read (text);
  char *written = unit_strip (unit_write (m, ESC_NONE));
  ck_assert_str_eq (written, text);
  ck_assert_int_eq (m->fns[0].body->ins[4].width, 0);
  free (written);
  esc_module_free (m);
}
END_TEST

START_TEST (the_text_is_what_was_read)
{
  static const char text[] = "global g 8\n"
                             "func f(c:4, p*) extern\n"
                             "  local x 4\n"
                             "b0:\n"
                             "  q* = load [p + 8] 8 .node.next:p8\n"
                             "  store [&g + c*8] 8 = &x+4\n"
                             "  t* = pure call h(&x, q, 3)\n"
                             "  if c < 0 b1 b1 !4\n"
                             "b1:\n"
                             "  ret t\n"
                             "  close\n"
                             "func h()\n";
  struct esc_module *m = unit_read (text);
  char *written = unit_strip (unit_write (m, ESC_NONE));
  ck_assert_str_eq (written, text);
  free (written);
  esc_module_free (m);
}
END_TEST

/* Names that are not unique, missing, or no names of the language.  */
START_TEST (strange_names_survive)
{
  static const char text[] = "global \"a b\" 8\n"
                             "global %1 8\n"
                             "global save 8\n"
                             "func \"?\"()\n"
                             "func _()\n"
                             "func \"q\\x22\\x0a\"(save%2*, b1*, p%1, p%2)\n"
                             "  local g%1 8\n"
                             "  local g%2 8\n"
                             "  local fn 8\n"
                             "  x = &\"a b\"+4\n"
                             "  y = &%1\n"
                             "  z = &g%2\n"
                             "  v = &fn()\n"
                             "  load = save%2\n"
                             "  ret = load [b1] 8 .\"\".\"x y\"\n"
                             "  call \"_\"(load, ret)\n"
                             "  call \"?\"()\n"
                             "  %9 = load [p%2] 8 .a.b\n"
                             "  ret %9\n"
                             "func fn()\n"
                             "func \"100%\"()\n";
  round_trip (text);
  struct esc_module *m = unit_read (text);
  ck_assert_str_eq (esc_string (m, m->objs[1].name), "a b");
  ck_assert_uint_eq (m->objs[2].name, 0);
  const struct esc_fn *f = unit_fn (m, "q\"\n");
  ck_assert_str_eq (esc_string (m, f->params[0].name), "save");
  ck_assert_str_eq (esc_string (m, f->params[3].name), "p");
  ck_assert_int_eq (esc_opnd_kind (f->body->ins[3].a), ESC_OP_FUN);
  const struct esc_obj *g = &m->objs[m->nobjs - 2];
  ck_assert_str_eq (esc_string (m, g->name), "g");
  esc_module_free (m);
}
END_TEST

/* One function comes with what it names, and can be read.  */
START_TEST (one_function_stands_alone)
{
  struct esc_module *m = unit_read ("global used 8\n"
                                    "  init 0 8 = &elsewhere\n"
                                    "global unused 8\n"
                                    "func f()\n"
                                    "  store [&used] 8 = &g\n"
                                    "  call h()\n"
                                    "  ret\n"
                                    "func g(p*)\n"
                                    "  ret p\n"
                                    "func elsewhere()\n");
  char *text = unit_strip (unit_write (m, esc_fn_find (m, "f")));
  ck_assert_str_eq (text, "global used 8\n"
                          "func f()\n"
                          "b0:\n"
                          "  store [&used] 8 = &g\n"
                          "  call h()\n"
                          "  ret\n"
                          "  close\n"
                          "func g(p*)\n"
                          "func h()\n");
  struct esc_module *again = unit_read (text);
  esc_module_free (again);
  free (text);
  esc_module_free (m);
}
END_TEST

/* ---- malformed input ---------------------------------------------------- */

static void
read_anyhow (void *arg)
{
  struct esc_text_error err = { 0 };
  struct esc_module *m = esc_module_new ();
  if (!esc_text_read (m, arg, &err))
    ck_assert_msg (err.line && err.column && *err.message,
                   "an error without place");
  else
    free (unit_write (m, ESC_NONE));
  esc_module_free (m);
}

static void
survives (char *text)
{
  const char *why = esc_guard (read_anyhow, text);
  ck_assert_msg (!why, "%s in\n%s", why, text);
}

START_TEST (every_prefix_is_survived)
{
  char text[sizeof everything];
  for (size_t n = 0; n < sizeof everything; n++)
    {
      memcpy (text, everything, n);
      text[n] = '\0';
      survives (text);
    }
}
END_TEST

/* Each character is replaced by others, or dropped.  */
START_TEST (every_change_is_survived)
{
  static const char others[] = "\n 0b%\"[{}]-?@&*:=x\377";
  char text[sizeof everything];
  for (size_t i = (size_t)_i; i + 1 < sizeof everything; i += 8)
    {
      for (const char *c = others; *c; c++)
        {
          memcpy (text, everything, sizeof everything);
          text[i] = *c;
          survives (text);
        }
      memmove (text + i, everything + i + 1, sizeof everything - i - 1);
      survives (text);
    }
}
END_TEST

/* Lines in another order.  */
START_TEST (shuffled_lines_are_survived)
{
  uint32_t seed = (uint32_t)_i + 1;
  for (int round = 0; round < 200; round++)
    {
      char text[2 * sizeof everything] = "";
      for (int n = 0; n < 40; n++)
        {
          seed = seed * 1664525u + 1013904223u;
          const char *p = everything + (seed >> 8) % (sizeof everything - 1);
          while (p > everything && p[-1] != '\n')
            p--;
          if (strlen (text) + strcspn (p, "\n") + 2 < sizeof text)
            strncat (text, p, strcspn (p, "\n") + 1);
        }
      survives (text);
    }
}
END_TEST

START_TEST (deep_nesting_is_survived)
{
  enum
  {
    DEPTH = 100000
  };
  char *text = esc_xcalloc (1, 4 * DEPTH + 32);
  strcpy (text, "func f(a)\n  ret ");
  size_t at = strlen (text);
  for (int i = 0; i < DEPTH; i++)
    memcpy (text + at + 2 * (size_t)i, "{[", 2);
  survives (text);
  free (text);
}
END_TEST

int
main (void)
{
  TCase *t = tcase_create ("text");
  tcase_set_timeout (t, 120);
  tcase_add_test (t, header_example_is_read);
  tcase_add_test (t, objects_have_their_kinds);
  tcase_add_test (t, functions_have_their_flags);
  tcase_add_test (t, a_value_is_like_its_operands);
  tcase_add_test (t, extreme_numbers_are_read);
  tcase_add_loop_test (t, an_error_has_its_place, 0,
                       sizeof errors / sizeof *errors);
  tcase_add_test (t, what_is_written_reads_the_same);
  tcase_add_test (t, operands_that_touch);
  tcase_add_test (t, the_text_is_what_was_read);
  tcase_add_test (t, strange_names_survive);
  tcase_add_test (t, one_function_stands_alone);
  tcase_add_test (t, every_prefix_is_survived);
  tcase_add_loop_test (t, every_change_is_survived, 0, 8);
  tcase_add_loop_test (t, shuffled_lines_are_survived, 0, 8);
  tcase_add_test (t, deep_nesting_is_survived);
  return unit_main ("text", t);
}
