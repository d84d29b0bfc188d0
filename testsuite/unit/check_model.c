/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_model.c - tests of effect models: model*.c and the built-in texts.  */

#include "model.h"
#include "unit.h"
#include "verdict.h"

static struct esc_models *
read_models (const char *text)
{
  struct esc_text_error err;
  struct esc_models *ms = esc_models_new ();
  if (!esc_models_add (ms, text, true, &err))
    ck_abort_msg ("%u:%u: %s in\n%s", err.line, err.column, err.message, text);
  return ms;
}

/* A module that knows SYMBOL, linked with the models MS.  */
static struct esc_module *
link_one (struct esc_models *ms, const char *symbol)
{
  struct esc_module *m = esc_module_new ();
  esc_fn_get (m, symbol);
  esc_models_link (ms, m);
  return m;
}

/* ---- statements --------------------------------------------------------- */

/* Models of f, and the lines of its body.  */
static const struct
{
  const char *model, *lines;
} bodies[] = {
  { "f (p) { }", "b0:\n  ret\n" },
  { "f (p) { return p; }", "b0:\n  ret p\n" },
  { "f (p) { return -1; }", "b0:\n  ret -1\n" },
  { "slot s escape-call; f (k, p) { keep s[k] = p; }",
    "b0:\n  store [&s + k*8] 8 = p\n  ret\n" },
  { "slot s.t escape-call; f (p) { keep s.t[2] = p; }",
    "b0:\n  store [&s.t + 16 in 0..?] 8 = p\n  ret\n" },
  { "slot s escape-call; f (k) { drop s[k]; }",
    "b0:\n  store [&s + k*8] 8 = 0\n  ret\n" },
  { "slot s escape-call; f (k) { drop s[*]; }",
    "b0:\n  fill [&s in 0..?] ? ptr = 0\n  ret\n" },
  { "slot s escape-call; f (k) { doubt s[k]; doubt s[*]; }",
    "b0:\n  doubt [&s + k*8] 8\n  doubt [&s in 0..?] ? ptr\n  ret\n" },
  { "slot s escape-thread; slot c escape-call; slot t escape-thread;"
    "f () { doubt *; }",
    "b0:\n  doubt [&s in 0..?] ? ptr\n  doubt [&t in 0..?] ? ptr\n  ret\n" },
  { "f (p) { doubt *p+8; }", "b0:\n  doubt [p + 8] 8\n  ret\n" },
  { "slot s escape-call; f (k) { return kept s[k]; }",
    "b0:\n  %2* = load [&s + k*8] 8\n  ret %2\n" },
  { "f (p, q) { store *p = q; store *p+8 = 3; store *p+4:4 = 0; }",
    "b0:\n  store [p] 8 = q\n  store [p + 8] 8 = 3\n"
    "  store [p + 4] 4 = 0\n  ret\n" },
  { "f (p, n) { write p; write p 4; write p n; write p n*8; }",
    "b0:\n  fill [p] ? = ?\n  fill [p] 4 aggr = ?\n  fill [p] n = ?\n"
    "  %3:u8 = mul n 8 !unsigned\n  fill [p] %3 = ?\n  ret\n" },
  { "f (d, s, n) { copy d s n; fill d 0 n; fill d s 8; }",
    "b0:\n  copy [d] n = [s] n\n  fill [d] n = 0\n"
    "  fill [d] 8 aggr = s\n  ret\n" },
  { "f (p) { free p; exit; }", "b0:\n  free p\n  stop exit\n" },
  { "f (p) { longjmp; }", "b0:\n  stop longjmp\n" },
  { "f (g, p) { call g (p, 3); let r = call g (); return r; }",
    "b0:\n  call *g(p, 3)\n  %3* = call *g()\n  ret %3\n" },
  { "f (p) { unknown p, 4; }", "b0:\n  call \"?\"(p, 4)\n  ret\n" },
  { "f (n) { return fresh n zeroed or null; }",
    "b0:\n  %2* = new n zeroed or_null\n  ret %2\n" },
  { "f () { return fresh ?; }", "b0:\n  %1* = new ?\n  ret %1\n" },
  { "f () { return opaque; }",
    "b0:\n  %1* = load [&opaque] 8 volatile\n  ret %1\n" },
  { "f (p) { return inside p; }",
    "b0:\n  %2:8 = load [&opaque] 8 int volatile\n"
    "  %3* = add p %2\n  ret %3\n" },
  { "f (p) { return *p; }", "b0:\n  %2* = load [p] 8\n  ret %2\n" },
  { "f (p) { let q = *p+8; return *q+4:4; }",
    "b0:\n  %2* = load [p + 8] 8\n  %3:4 = load [%2 + 4] 4\n  ret %3\n" },
  { "f (p) { return **p+8; }",
    "b0:\n  %2* = load [p + 8] 8\n  %3* = load [%2] 8\n  ret %3\n" },
  { "f (p) { return p+8; }", "b0:\n  %2* = add p 8\n  ret %2\n" },
  { "f (p) { return p & 3; }", "b0:\n  %2:8 = and p 3\n  ret %2\n" },
  { "slot s escape-call; f (p) { store *p = &s; return &x; }",
    "b0:\n  store [p] 8 = &s\n  ret &x\n" },
  { "f (v[16]) { return *v+8; }", "b0:\n  %1* = load [&v + 8] 8\n  ret %1\n" },
  { "f (p) { when 0 { return 0; } else { return nonzero; } }",
    "b0:\n  %2:8 = load [&opaque] 8 int volatile\n"
    "  if %2 == 0 b1 b2 !8\nb1:\n  ret 0\nb2:\n  ret %2\n" },
  { "f (p) { when nonzero { write p; } }",
    "b0:\n  %2:8 = load [&opaque] 8 int volatile\n"
    "  if %2 != 0 b1 b2 !8\nb1:\n  fill [p] ? = ?\n  goto b2\n"
    "b2:\n  ret %2\n" },
  { "f (p) { when p { free p; } return 1; }",
    "b0:\n  if p != 0 b1 b2 !8\nb1:\n  free p\n  goto b2\nb2:\n  ret 1\n" },
  { "f (p, q) { when p == 3 { exit; } else when q < p { return q; } }",
    "b0:\n  if p == 3 b1 b2 !8\nb1:\n  stop exit\n"
    "b2:\n  if q < p b3 b4 !8\nb3:\n  ret q\nb4:\n  goto b5\n"
    "b5:\n  ret\n" },
  { "f () { return nonzero; }",
    "b0:\n  %1:8 = load [&opaque] 8 int volatile\n"
    "  if %1 == 0 b1 b2 !8\nb1:\n  stop\nb2:\n  ret %1\n" },
  { "f (p) { return one of p 3 *p; }",
    "b0:\n  %2:8 = load [&opaque] 8 int volatile\n"
    "  switch %2 b1 1:b2 2:b3 !8\nb1:\n  goto b4\nb2:\n  goto b4\n"
    "b3:\n  %3* = load [p] 8\n  goto b4\n"
    "b4:\n  %4* = phi b1:p b2:3 b3:%3\n  ret %4\n" },
  { "f (...) { }", "b0:\n  ret\n" },
};

START_TEST (statements_become_facts)
{
  struct esc_models *ms = read_models (bodies[_i].model);
  struct esc_module *m = link_one (ms, "f");
  const struct esc_fn *f = unit_fn (m, "f");
  ck_assert_ptr_nonnull (f->body);
  ck_assert (f->flags & ESC_FN_MODEL);
  ck_assert_ptr_null (esc_body_check (m, f->body));
  char *text = unit_strip (unit_write (m, esc_fn_find (m, "f")));
  char *start = strstr (text, "b0:");
  ck_assert_ptr_nonnull (start);
  char *end = strstr (start, "  close");
  ck_assert_ptr_nonnull (end);
  *end = '\0';
  ck_assert_msg (!strcmp (start, bodies[_i].lines), "%s\nbecomes\n%snot\n%s",
                 bodies[_i].model, start, bodies[_i].lines);
  free (text);
  esc_module_free (m);
  esc_models_free (ms);
}
END_TEST

START_TEST (hidden_objects_have_their_rule)
{
  struct esc_models *ms
      = read_models ("slot s escape-closure; f (p) { keep s[p] = opaque; }");
  struct esc_module *m = link_one (ms, "f");
  ck_assert_int_eq (m->objs[esc_obj_hidden (m, "s")].rule, ESC_RULE_CLOSURE);
  ck_assert_int_eq (m->objs[esc_obj_hidden (m, "opaque")].rule,
                    ESC_RULE_GLOBAL);
  esc_module_free (m);
  esc_models_free (ms);
}
END_TEST

START_TEST (variable_arguments_are_parameters)
{
  struct esc_models *ms
      = read_models ("f (p, ...) { write ... 4; unknown varargs; }"
                     "g (p, ...) { }");
  struct esc_module *m = link_one (ms, "f");
  const struct esc_fn *f = unit_fn (m, "f");
  ck_assert (f->flags & ESC_FN_VARARGS);
  ck_assert_uint_gt (f->nparams, 8);
  const struct esc_body *b = f->body;
  for (uint32_t i = 1; i < f->nparams; i++)
    {
      ck_assert_uint_ne (f->params[i].val, ESC_NONE);
      ck_assert_int_eq (b->ins[i - 1].op, ESC_FILL);
    }
  ck_assert_uint_eq (b->calls[0].nargs, f->nparams - 1);
  esc_module_free (m);
  m = link_one (ms, "g");
  ck_assert_uint_eq (unit_fn (m, "g")->nparams, 1);
  esc_module_free (m);
  esc_models_free (ms);
}
END_TEST

START_TEST (a_program_variable_is_found)
{
  struct esc_models *ms = read_models ("f (p) { store *p = &optarg; }");
  struct esc_module *m = unit_read ("global other 8\n"
                                    "global optarg 8 extern\n"
                                    "func f(p*)\n");
  esc_models_link (ms, m);
  const struct esc_body *b = unit_fn (m, "f")->body;
  ck_assert_str_eq (
      esc_string (m, m->objs[b->addrs[esc_opnd_index (b->ins[0].a)].obj].name),
      "optarg");
  ck_assert_uint_eq (m->nobjs, 3);
  esc_module_free (m);
  esc_models_free (ms);
}
END_TEST

/* ---- link --------------------------------------------------------------- */

START_TEST (only_functions_without_a_body_are_linked)
{
  struct esc_models *ms = read_models ("f, g, h (p) { free p; }");
  struct esc_module *m = unit_read ("func f(mine*)\n"
                                    "  ret mine\n"
                                    "func g(theirs* noescape) system @5\n"
                                    "func k() alias h\n");
  esc_models_link (ms, m);
  ck_assert_int_eq (unit_fn (m, "f")->body->ins[0].op, ESC_RET);
  ck_assert (!(unit_fn (m, "f")->flags & ESC_FN_MODEL));
  const struct esc_fn *g = unit_fn (m, "g");
  ck_assert_int_eq (g->body->ins[0].op, ESC_FREE);
  ck_assert_uint_eq (g->flags, ESC_FN_MODEL | ESC_FN_SYSTEM);
  ck_assert_uint_eq (g->loc, 5);
  ck_assert_str_eq (esc_string (m, g->params[0].name), "theirs");
  ck_assert (g->params[0].noescape);
  ck_assert_ptr_null (unit_fn (m, "k")->body);
  ck_assert_uint_eq (esc_fn_find (m, "unused"), ESC_NONE);
  esc_models_link (ms, m);
  esc_module_free (m);
  esc_models_free (ms);
}
END_TEST

START_TEST (header_models_need_a_system_header)
{
  struct esc_models *ms = read_models ("header f, g (p) { free p; }"
                                       "header (p) { } slot (p) { }");
  struct esc_module *m = unit_read ("func f(p*) @5\n"
                                    "func g(p*) system @5\n");
  esc_models_link (ms, m);
  ck_assert_ptr_null (unit_fn (m, "f")->body);
  ck_assert_ptr_nonnull (unit_fn (m, "g")->body);
  ck_assert (esc_models_has (ms, "header") && esc_models_has (ms, "slot"));
  esc_module_free (m);
  esc_models_free (ms);
}
END_TEST

START_TEST (later_models_win)
{
  struct esc_text_error err;
  struct esc_models *ms = read_models ("f (p) { free p; } g () { }");
  ck_assert (esc_models_add (ms, "f (p) { exit; }", true, &err));
  struct esc_module *m = link_one (ms, "f");
  ck_assert_int_eq (unit_fn (m, "f")->body->ins[0].op, ESC_STOP);
  ck_assert (esc_models_has (ms, "g"));
  esc_module_free (m);
  esc_models_free (ms);
}
END_TEST

START_TEST (a_malformed_text_adds_nothing)
{
  struct esc_text_error err;
  struct esc_models *ms = read_models ("f (p) { free p; }");
  ck_assert (!esc_models_add (ms,
                              "slot s escape-call; f (p) { exit; } g () { }\n"
                              "spelling x_*; h () { bad; }",
                              true, &err));
  ck_assert_uint_eq (err.line, 2);
  ck_assert_uint_eq (err.column, 22);
  ck_assert (!esc_models_has (ms, "g"));
  ck_assert (!esc_models_has (ms, "x_f"));
  ck_assert (!esc_models_add (ms, "k (p) { keep s[p] = p; }", true, &err));
  struct esc_module *m = link_one (ms, "f");
  ck_assert_int_eq (unit_fn (m, "f")->body->ins[0].op, ESC_FREE);
  esc_module_free (m);
  esc_models_free (ms);
}
END_TEST

START_TEST (many_names_are_found)
{
  struct esc_text_error err;
  struct esc_models *ms = esc_models_new ();
  char *text[50];
  ck_assert (!esc_models_has (ms, "n0"));
  for (int i = 0; i < 50; i++)
    {
      struct unit_buffer b = { 0 };
      char name[32];
      for (int j = 0; j < 100; j++)
        {
          snprintf (name, sizeof name, "n%d (p) { }\n", i * 100 + j);
          unit_put (&b, name);
        }
      text[i] = b.text;
      ck_assert (esc_models_add (ms, text[i], false, &err));
    }
  for (int i = 0; i < 5000; i++)
    {
      char name[32];
      snprintf (name, sizeof name, "n%d", i);
      ck_assert (esc_models_has (ms, name));
    }
  ck_assert (!esc_models_has (ms, "n5000"));
  esc_models_free (ms);
  for (int i = 0; i < 50; i++)
    free (text[i]);
}
END_TEST

START_TEST (spellings_lead_to_entries)
{
  struct esc_models *ms = read_models ("spelling __builtin_*;\n"
                                       "spelling __*_chk;\n"
                                       "spelling *64;\n"
                                       "open, __own_chk (p) { }\n");
  static const char *const known[]
      = { "open",      "open64",       "__builtin_open",      "__open_chk",
          "__own_chk", "__open64_chk", "__builtin___open_chk" };
  static const char *const strange[]
      = { "",       "64",  "__builtin_", "___chk",
          "open65", "own", "xopen",      "__builtin___open64_chk" };
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    ck_assert_msg (esc_models_has (ms, known[i]), "%s", known[i]);
  for (size_t i = 0; i < sizeof strange / sizeof *strange; i++)
    ck_assert_msg (!esc_models_has (ms, strange[i]), "%s", strange[i]);
  struct esc_module *m = link_one (ms, "__builtin_open");
  ck_assert_ptr_nonnull (unit_fn (m, "__builtin_open")->body);
  esc_module_free (m);
  esc_models_free (ms);
}
END_TEST

/* ---- errors ------------------------------------------------------------- */

static const struct
{
  const char *text;
  unsigned line, column;
  const char *message;
} errors[] = {
  { "f", 1, 2, "'(' or ','" },
  { "f, ", 1, 4, "a function" },
  { "f (", 1, 4, "'{'" },
  { "f (p)", 1, 6, "'{'" },
  { "f (p) {", 1, 7, "no '}'" },
  { "f (p) { # }", 1, 7, "no '}'" },
  { "3 (p) { }", 1, 1, "a function" },
  { "slot s;", 1, 7, "a rule" },
  { "slot s escape-call", 1, 19, "';'" },
  { "slot s escape-nothing;", 1, 8, "a rule" },
  { "spelling *;", 1, 11, "a prefix" },
  { "spelling x;", 1, 11, "'*'" },
  { "f (p p) { }", 1, 6, "')'" },
  { "f (p, p) { }", 1, 7, "already a name" },
  { "f (when) { }", 1, 4, "a word of the language" },
  { "f (p[-1]) { }", 1, 8, "negative" },
  { "f (p) { frob; }", 1, 9, "a statement" },
  { "f (p) { free p }", 1, 16, "';'" },
  { "f (p)\n{\n  free q;\n}", 3, 8, "called 'q'" },
  { "f (p) { keep s[p] = p; }", 1, 14, "no slot 's'" },
  { "slot s escape-call; f (p) { keep s[*] = p; }", 1, 39, "needs a key" },
  { "f (p) { store p = 0; }", 1, 15, "'*'" },
  { "f (p) { store *p+4:3 = 0; }", 1, 22, "1, 2, 4 or 8" },
  { "f (p) { store *p+4:9 = 0; }", 1, 20, "more than 8" },
  { "f (p) { write ...; }", 1, 18, "do not end in" },
  { "f (p) { write p -1; }", 1, 17, "a size" },
  { "f (p) { let p = 3; }", 1, 13, "already a name" },
  { "f (p) { let free = 3; }", 1, 13, "a word of the language" },
  { "f (p) { when p { let q = 3; } free q; }", 1, 36, "called 'q'" },
  { "f (p) { return p; free p; }", 1, 19, "does not get here" },
  { "f (p) { when p { exit; } else { exit; } free p; }", 1, 41,
    "does not get here" },
  { "f (p) { when p = 3 { } }", 1, 16, "a comparison" },
  { "f (p) { when nonzero free p; }", 1, 22, "'{'" },
  { "f (p) { return one p; }", 1, 20, "'of'" },
  { "f (p) { return one of; }", 1, 22, "1 to 16" },
  { "f (p) { return fresh p or not; }", 1, 27, "'null'" },
  { "f (p) { return 99999999999999999999; }", 1, 16, "too large" },
};

START_TEST (an_error_has_its_place)
{
  struct esc_text_error err;
  struct esc_models *ms = esc_models_new ();
  ck_assert_msg (!esc_models_add (ms, errors[_i].text, true, &err),
                 "no error in\n%s", errors[_i].text);
  ck_assert_msg (strstr (err.message, errors[_i].message),
                 "'%s' is not '%s' in\n%s", err.message, errors[_i].message,
                 errors[_i].text);
  ck_assert_msg (err.line == errors[_i].line && err.column == errors[_i].column,
                 "%u:%u, not %u:%u: %s in\n%s", err.line, err.column,
                 errors[_i].line, errors[_i].column, err.message,
                 errors[_i].text);
  esc_models_free (ms);
}
END_TEST

/* ---- malformed input ---------------------------------------------------- */

static void
add_anyhow (void *arg)
{
  struct esc_text_error err = { 0 };
  struct esc_models *ms = esc_models_new ();
  if (!esc_models_add (ms, arg, true, &err))
    ck_assert_msg (err.line && err.column && *err.message,
                   "an error without place");
  esc_models_free (ms);
}

static void
survives (char *text)
{
  const char *why = esc_guard (add_anyhow, text);
  ck_assert_msg (!why, "%s in\n%s", why, text);
}

/* Each character of the bodies above is replaced by others, or dropped; each
   prefix is read.  */
START_TEST (every_change_is_survived)
{
  static const char others[] = "\n 0p\"[{}]-?@&*(;=x\377";
  size_t n = strlen (bodies[_i].model);
  char *text = esc_xcalloc (1, n + 1);
  for (size_t i = 0; i < n; i++)
    {
      for (const char *c = others; *c; c++)
        {
          memcpy (text, bodies[_i].model, n);
          text[i] = *c;
          survives (text);
        }
      memcpy (text, bodies[_i].model, i);
      memcpy (text + i, bodies[_i].model + i + 1, n - i);
      survives (text);
      memset (text, 0, n);
      memcpy (text, bodies[_i].model, i);
      survives (text);
    }
  free (text);
}
END_TEST

START_TEST (deep_nesting_is_an_error)
{
  enum
  {
    DEPTH = 100000
  };
  static const char *const repeated[] = { "when p { ", "return (", "return *",
                                          "free inside ", "return one of " };
  struct unit_buffer b = { 0 };
  unit_put (&b, "f (p) { ");
  if (_i != 0)
    unit_put (&b, _i == 3 ? "free " : "return ");
  const char *again = repeated[_i];
  if (_i != 0)
    again = strchr (again, ' ') + 1;
  for (int i = 0; i < DEPTH; i++)
    unit_put (&b, again);
  for (int i = 0; i < DEPTH; i++)
    unit_put (&b, "}");
  unit_put (&b, "}");
  survives (b.text);
  free (b.text);
}
END_TEST

/* ---- the built-in models ------------------------------------------------ */

START_TEST (built_in_models_compile)
{
  struct esc_models *ms = read_models (esc_builtin_models);
  ck_assert (esc_models_has (ms, "malloc"));
  ck_assert (esc_models_has (ms, "pthread_create"));
  ck_assert (!esc_models_has (ms, "no_such_function"));
  struct esc_module *m = link_one (ms, "malloc");
  ck_assert_int_eq (unit_fn (m, "malloc")->body->ins[0].op, ESC_NEW);
  esc_module_free (m);
  esc_models_free (ms);
}
END_TEST

int
main (void)
{
  TCase *t = tcase_create ("model");
  const int nbodies = sizeof bodies / sizeof *bodies;
  tcase_set_timeout (t, 120);
  tcase_add_loop_test (t, statements_become_facts, 0, nbodies);
  tcase_add_test (t, hidden_objects_have_their_rule);
  tcase_add_test (t, variable_arguments_are_parameters);
  tcase_add_test (t, a_program_variable_is_found);
  tcase_add_test (t, only_functions_without_a_body_are_linked);
  tcase_add_test (t, header_models_need_a_system_header);
  tcase_add_test (t, later_models_win);
  tcase_add_test (t, a_malformed_text_adds_nothing);
  tcase_add_test (t, many_names_are_found);
  tcase_add_test (t, spellings_lead_to_entries);
  tcase_add_loop_test (t, an_error_has_its_place, 0,
                       sizeof errors / sizeof *errors);
  tcase_add_loop_test (t, every_change_is_survived, 0, nbodies);
  tcase_add_loop_test (t, deep_nesting_is_an_error, 0, 5);
  tcase_add_test (t, built_in_models_compile);
  return unit_main ("model", t);
}
