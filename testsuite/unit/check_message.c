/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_message.c - tests of message.c and rules.c: every sentence.  */

#include "unit.h"
#include "verdict.h"

static const char program[] = "global head 8\n"
                              "func add_item(p*, v:4)\n"
                              "  local node 16\n"
                              "  local %1 literal 8\n"
                              "  local arr vla ?\n"
                              "  local %2 alloca ?\n"
                              "  local fr frame 32\n"
                              "  part 0 8 counter\n"
                              "  part 8 16 on_event trampoline\n"
                              "b0:\n"
                              "  ret\n";

static struct esc_module *m;

static void
setup (void)
{
  m = unit_read (program);
}

static void
teardown (void)
{
  esc_module_free (m);
}

/* The object of KIND.  */
static uint32_t
object (enum esc_obj_kind kind)
{
  for (uint32_t i = 1; i < m->nobjs; i++)
    if (m->objs[i].kind == kind)
      return i;
  ck_abort_msg ("no object of kind %d", kind);
}

static struct esc_finding
finding (enum esc_rule rule, enum esc_obj_kind kind, enum esc_holder holder,
         const char *holder_name)
{
  struct esc_finding f = { .rule = rule,
                           .level = ESC_DEFINITE,
                           .fn = esc_fn_find (m, "add_item"),
                           .obj = object (kind),
                           .holder = holder,
                           .holder_name = esc_intern (m, holder_name) };
  return f;
}

static void
says (const struct esc_finding *f, const char *expected)
{
  char buf[300];
  ck_assert_str_eq (esc_message (m, f, buf, sizeof buf), expected);
}

START_TEST (the_example)
{
  struct esc_finding f
      = finding (ESC_RULE_GLOBAL, ESC_OBJ_LOCAL, ESC_IN_STATIC, "head");
  says (&f, "address of local variable 'node' is left in 'head' when "
            "'add_item' returns");
}
END_TEST

START_TEST (objects)
{
  struct esc_finding f
      = finding (ESC_RULE_RETURN, ESC_OBJ_LOCAL, ESC_IN_RESULT, "");
  says (&f, "address of local variable 'node' is returned by 'add_item'");
  f.obj = object (ESC_OBJ_LITERAL);
  says (&f, "address of a compound literal is returned by 'add_item'");
  f.obj = object (ESC_OBJ_VLA);
  says (&f, "address of variable-length array 'arr' is returned by 'add_item'");
  f.obj = object (ESC_OBJ_ALLOCA);
  says (&f, "address of alloca memory is returned by 'add_item'");
  f.obj = object (ESC_OBJ_FRAME);
  says (&f, "address of local variable 'counter' is returned by 'add_item'");
}
END_TEST

START_TEST (holders)
{
  struct esc_finding f
      = finding (ESC_RULE_PARAM, ESC_OBJ_LOCAL, ESC_IN_PARAM, "p->next");
  says (&f, "address of local variable 'node' is left in 'p->next' when "
            "'add_item' returns");
  f.holder_name = 0;
  says (&f, "address of local variable 'node' is left in memory that the "
            "caller owns when 'add_item' returns");
  f.rule = ESC_RULE_HEAP;
  f.holder = ESC_IN_HEAP;
  says (&f, "address of local variable 'node' is left in heap memory when "
            "'add_item' returns");
  f.holder = ESC_IN_MEMORY;
  says (&f, "address of local variable 'node' is left in memory that outlives "
            "the function when 'add_item' returns");
}
END_TEST

START_TEST (callees)
{
  struct esc_finding f
      = finding (ESC_RULE_CALL, ESC_OBJ_LOCAL, ESC_IN_LIBRARY, "");
  f.callee = esc_intern (m, "setvbuf");
  says (&f, "address of local variable 'node' is kept by 'setvbuf' when "
            "'add_item' returns");
  f.doubt = ESC_DOUBT_UNKNOWN | ESC_DOUBT_FLOW;
  says (&f, "address of local variable 'node' is passed to 'setvbuf', which "
            "may keep it");
  f.doubt = 0;
  f.rule = ESC_RULE_THREAD;
  says (&f, "address of local variable 'node' is handed by 'setvbuf' to a "
            "thread or an operation that may outlive 'add_item'");
}
END_TEST

START_TEST (closures)
{
  struct esc_finding f
      = finding (ESC_RULE_CLOSURE, ESC_OBJ_FRAME, ESC_IN_STATIC, "head");
  f.obj_off = 8;
  says (&f, "nested function 'on_event', which uses the variables of "
            "'add_item', is left in 'head' when 'add_item' returns");
  f.obj = object (ESC_OBJ_LOCAL);
  says (&f, "callback that uses local variable 'node' is left in 'head' when "
            "'add_item' returns");
}
END_TEST

START_TEST (scopes_and_sizes)
{
  struct esc_finding f
      = finding (ESC_RULE_SCOPE, ESC_OBJ_LOCAL, ESC_IN_NOTHING, "");
  says (&f, "address of local variable 'node' is used after the end of its "
            "block");
  f.rule = ESC_RULE_LARGE;
  f.size = 200000;
  f.limit = 131072;
  says (&f, "local variable 'node' takes 200000 bytes of the stack, more than "
            "131072");
  f.rule = ESC_RULE_VLA;
  f.obj = object (ESC_OBJ_VLA);
  says (&f, "variable-length array 'arr' can take 200000 bytes of the stack, "
            "more than 131072");
  f.size = ESC_SIZE_UNKNOWN;
  says (&f, "size of variable-length array 'arr' has no bound");
  f.obj = object (ESC_OBJ_ALLOCA);
  f.limit = -1;
  says (&f, "a loop repeats alloca memory, which is freed only when "
            "'add_item' returns");
}
END_TEST

START_TEST (contracts)
{
  struct esc_finding f
      = finding (ESC_RULE_NOESCAPE, ESC_OBJ_LOCAL, ESC_IN_STATIC, "head");
  f.obj = 0;
  f.callee = esc_intern (m, "p");
  says (&f, "what 'p' points to is left in 'head', although 'p' is declared "
            "noescape");
  f.holder = ESC_IN_RESULT;
  says (&f, "'p' is returned, although it is declared noescape");
  f.callee = 0;
  says (&f, "allocation that is declared to stay on the stack cannot");
}
END_TEST

START_TEST (only_the_walk_says_so)
{
  struct esc_finding f
      = finding (ESC_RULE_GLOBAL, ESC_OBJ_LOCAL, ESC_IN_STATIC, "head");
  f.doubt = ESC_DOUBT_FLOW;
  says (&f, "address of local variable 'node' may be left in 'head' when "
            "'add_item' returns");
}
END_TEST

START_TEST (cut_off)
{
  struct esc_finding f
      = finding (ESC_RULE_GLOBAL, ESC_OBJ_LOCAL, ESC_IN_STATIC, "head");
  char buf[16];
  ck_assert_str_eq (esc_message (m, &f, buf, sizeof buf), "address of loca");
}
END_TEST

/* Every rule has words, a title and a help text, and can be found.  */
START_TEST (rules)
{
  for (int r = 0; r < ESC_NRULES; r++)
    {
      char buf[300];
      struct esc_finding f
          = finding ((enum esc_rule)r, ESC_OBJ_LOCAL, ESC_IN_STATIC, "head");
      ck_assert_int_eq (esc_rule_find (esc_rules[r].slug), r);
      ck_assert (*esc_rules[r].title && *esc_rules[r].help);
      ck_assert_uint_gt (strlen (esc_message (m, &f, buf, sizeof buf)), 20);
      ck_assert_ptr_null (strchr (buf, '%'));
      ck_assert_ptr_null (strchr (buf, '|'));
    }
  ck_assert_int_eq (esc_rule_find ("escape"), -1);
}
END_TEST

/* ---- events --------------------------------------------------------------*/

static void
event_says (struct esc_event e, const char *name, const char *expected)
{
  char buf[300];
  struct esc_report none = { 0 };
  e.name = esc_intern (m, name);
  e.obj = object (ESC_OBJ_LOCAL);
  ck_assert_str_eq (esc_event_text (m, &none, &e, buf, sizeof buf), expected);
}

START_TEST (events)
{
  struct esc_event e = { .why = ESC_WHY_DECLARED };
  event_says (e, "node", "'node' is declared here");
  e.why = ESC_WHY_TAKEN;
  event_says (e, "p", "its address is put into 'p' here");
  event_says (e, "", "its address is taken here");
  e.why = ESC_WHY_STORED;
  event_says (e, "head", "the address is stored in 'head' here");
  e.why = ESC_WHY_PASSED;
  e.n = 2;
  event_says (e, "keep", "passed to 'keep' as argument 2");
  e.n = 0;
  event_says (e, "keep", "passed to 'keep' here");
  e.depth = 1;
  event_says (e, "keep", "passed on to 'keep'");
  e.depth = 0;
  e.why = ESC_WHY_RETURN;
  event_says (e, "add_item", "'add_item' returns here");
  e.why = ESC_WHY_SCOPE_END;
  event_says (e, "", "the block of 'node' ends here");
  e.why = ESC_WHY_UNDECIDED;
  event_says (e, "use", "'use' might have removed it");
  event_says (e, "", "this store might have overwritten it");
}
END_TEST

/* The last event knows what the finding knows.  */
START_TEST (last_event)
{
  char buf[300];
  struct esc_finding f
      = finding (ESC_RULE_GLOBAL, ESC_OBJ_LOCAL, ESC_IN_STATIC, "head");
  struct esc_event e = { .why = ESC_WHY_RETURN,
                         .name = esc_intern (m, "add_item"),
                         .finding = 1 };
  f.nevents = 1;
  struct esc_report r
      = { .findings = &f, .events = &e, .nfindings = 1, .nevents = 1 };
  ck_assert_str_eq (esc_event_text (m, &r, &e, buf, sizeof buf),
                    "'add_item' returns here with 'head' still holding the "
                    "address of 'node'");
  f.holder = ESC_IN_RESULT;
  ck_assert_str_eq (esc_event_text (m, &r, &e, buf, sizeof buf),
                    "'add_item' returns the address of 'node' here");
}
END_TEST

/* Every kind of event has words.  */
START_TEST (all_events)
{
  for (int why = ESC_WHY_DECLARED; why <= ESC_WHY_SIZE; why++)
    {
      char buf[300];
      struct esc_report none = { 0 };
      struct esc_event e = { .why = (uint8_t)why };
      esc_event_text (m, &none, &e, buf, sizeof buf);
      ck_assert_uint_gt (strlen (buf), 5);
      ck_assert_ptr_null (strchr (buf, '%'));
    }
}
END_TEST

/* ---- notes ---------------------------------------------------------------*/

static void
note_says (enum esc_note_kind kind, int64_t level, const char *expected)
{
  char buf[300];
  struct esc_note n = { .kind = kind,
                        .name = esc_intern (m, "p"),
                        .other = esc_intern (m, "q"),
                        .level = level };
  ck_assert_str_eq (esc_note_text (m, &n, buf, sizeof buf), expected);
}

START_TEST (notes)
{
  note_says (ESC_NOTE_NO_ESCAPE, 0, "p does not escape");
  note_says (ESC_NOTE_LEAK, 0, "leaking param: p");
  note_says (ESC_NOTE_LEAK_CONTENT, 1, "leaking param content: p");
  note_says (ESC_NOTE_LEAK_RESULT, 0, "leaking param: p to result level=0");
  note_says (ESC_NOTE_LEAK_PARAM, 1, "leaking param: p to q level=1");
  note_says (ESC_NOTE_HEAP_STAYS, 0, "p does not escape");
  note_says (ESC_NOTE_HEAP_ESCAPES, 0, "p escapes to heap: q");
  note_says (ESC_NOTE_LOCAL_ESCAPES, 0, "p escapes: q");
}
END_TEST

int
main (void)
{
  TCase *t = tcase_create ("message");
  tcase_add_checked_fixture (t, setup, teardown);
  tcase_add_test (t, the_example);
  tcase_add_test (t, objects);
  tcase_add_test (t, holders);
  tcase_add_test (t, callees);
  tcase_add_test (t, closures);
  tcase_add_test (t, scopes_and_sizes);
  tcase_add_test (t, contracts);
  tcase_add_test (t, only_the_walk_says_so);
  tcase_add_test (t, cut_off);
  tcase_add_test (t, rules);
  tcase_add_test (t, events);
  tcase_add_test (t, last_event);
  tcase_add_test (t, all_events);
  tcase_add_test (t, notes);
  return unit_main ("message", t);
}
