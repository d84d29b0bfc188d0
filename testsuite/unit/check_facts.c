/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_facts.c - tests of alloc.c, facts.c and facts-check.c.  */

#include "unit.h"

/* ---- alloc.c ------------------------------------------------------------ */

static void
give_up (void *arg)
{
  esc_fatal ("no %s left", (const char *)arg);
}

static void
do_nothing (void *arg)
{
  ++*(int *)arg;
}

static void
guard_inside (void *arg)
{
  const char *why = esc_guard (give_up, "tea");
  ck_assert_str_eq (why, "no tea left");
  esc_fatal ("%s", (const char *)arg);
}

START_TEST (guard_returns_the_reason)
{
  int calls = 0;
  ck_assert_ptr_null (esc_guard (do_nothing, &calls));
  ck_assert_int_eq (calls, 1);
  ck_assert_str_eq (esc_guard (give_up, "milk"), "no milk left");
  ck_assert_str_eq (esc_guard (guard_inside, "outer"), "outer");
  ck_assert_ptr_null (esc_guard (do_nothing, &calls));
}
END_TEST

START_TEST (fatal_without_guard_aborts) { esc_fatal ("nobody listens"); }
END_TEST

START_TEST (grow_keeps_what_is_there)
{
  uint32_t *p = NULL, cap = 0;
  for (uint32_t i = 0; i < 1000; i++)
    {
      ESC_GROW (p, cap, i + 1);
      ck_assert_uint_ge (cap, i + 1);
      p[i] = i;
    }
  for (uint32_t i = 0; i < 1000; i++)
    ck_assert_uint_eq (p[i], i);
  uint32_t before = cap;
  ESC_GROW (p, cap, 3);
  ck_assert_uint_eq (cap, before);
  free (p);
}
END_TEST

static void
grow_too_far (void *arg)
{
  uint32_t cap = 0;
  esc_grow (arg, &cap, UINT32_MAX, SIZE_MAX / 2);
}

START_TEST (exhausted_memory_is_fatal)
{
  const char *why = esc_guard (grow_too_far, NULL);
  ck_assert_ptr_nonnull (why);
  ck_assert_ptr_nonnull (strstr (why, "out of memory"));
}
END_TEST

/* ---- names and objects -------------------------------------------------- */

START_TEST (equal_names_are_one)
{
  struct esc_module *m = esc_module_new ();
  esc_str a = esc_intern (m, "alpha"), b = esc_intern (m, "beta");
  ck_assert_uint_ne (a, b);
  ck_assert_uint_eq (a, esc_intern (m, "alpha"));
  ck_assert_uint_eq (esc_intern (m, ""), 0);
  ck_assert_str_eq (esc_string (m, b), "beta");
  ck_assert_str_eq (esc_string (m, 0), "");
  for (int i = 0; i < 5000; i++)
    {
      char name[16];
      snprintf (name, sizeof name, "n%d", i);
      esc_intern (m, name);
    }
  ck_assert_str_eq (esc_string (m, a), "alpha");
  esc_module_free (m);
}
END_TEST

/* The argument may be part of the module's own table, which moves.  */
START_TEST (names_may_come_from_the_table)
{
  struct esc_module *m = esc_module_new ();
  char name[64];
  for (int i = 0; i < 2000; i++)
    {
      snprintf (name, sizeof name, "x%dlong_enough_to_fill_the_table", i);
      esc_str s = esc_intern (m, name);
      esc_str part = esc_intern (m, esc_string (m, s) + 1);
      ck_assert_str_eq (esc_string (m, part), name + 1);
    }
  esc_module_free (m);
}
END_TEST

START_TEST (functions_are_found_by_symbol)
{
  struct esc_module *m = esc_module_new ();
  ck_assert_uint_eq (esc_fn_find (m, "f"), ESC_NONE);
  uint32_t f = esc_fn_get (m, "f"), g = esc_fn_get (m, "g");
  ck_assert_uint_ne (f, g);
  ck_assert_uint_eq (f, esc_fn_get (m, "f"));
  ck_assert_uint_eq (g, esc_fn_find (m, "g"));
  const struct esc_fn *fn = &m->fns[f];
  ck_assert_str_eq (esc_string (m, fn->name), "f");
  ck_assert_uint_eq (fn->alias, ESC_NONE);
  ck_assert_uint_eq (fn->chain, ESC_NONE);
  ck_assert_uint_eq (fn->nparams, 0);
  ck_assert_ptr_null (fn->body);
  esc_fn_params (m, f, 2);
  ck_assert_uint_eq (m->fns[f].params[1].val, ESC_NONE);
  esc_fn_params (m, f, 0);
  ck_assert_ptr_null (m->fns[f].params);
  esc_module_free (m);
}
END_TEST

START_TEST (hidden_objects_and_functions_share_names)
{
  struct esc_module *m = esc_module_new ();
  uint32_t fn = esc_fn_get (m, "opaque");
  uint32_t obj = esc_obj_hidden (m, "opaque");
  ck_assert_uint_ne (obj, 0);
  ck_assert_uint_eq (obj, esc_obj_hidden (m, "opaque"));
  ck_assert_uint_ne (obj, esc_obj_hidden (m, "other"));
  ck_assert_uint_eq (fn, esc_fn_find (m, "opaque"));
  ck_assert_uint_eq (m->objs[obj].kind, ESC_OBJ_HIDDEN);
  ck_assert_uint_eq (m->objs[obj].fn, ESC_NONE);
  esc_module_free (m);
}
END_TEST

START_TEST (members_are_one_per_record_name_and_offset)
{
  struct esc_module *m = esc_module_new ();
  struct esc_field f = { .record = esc_intern (m, "node"),
                         .name = esc_intern (m, "next"),
                         .off = 8,
                         .pointer = true };
  uint32_t next = esc_field_add (m, &f);
  ck_assert_uint_eq (next, 1);
  ck_assert_uint_eq (esc_field_add (m, &f), next);
  f.off = 16;
  ck_assert_uint_ne (esc_field_add (m, &f), next);
  f.off = 8;
  f.record = 0;
  ck_assert_uint_ne (esc_field_add (m, &f), next);
  ck_assert (m->fields[next].pointer);
  esc_module_free (m);
}
END_TEST

/* ---- bodies ------------------------------------------------------------- */

START_TEST (operands_say_what_they_are)
{
  struct esc_module *m = unit_read ("global g 8\n"
                                    "func f()\n"
                                    "  ret\n");
  struct esc_body *b = m->fns[0].body;
  esc_opnd i = esc_int (b, INT64_MIN), a = esc_addr (b, 1, -4);
  esc_opnd n = esc_addr_inexact (b, 1);
  ck_assert_int_eq (esc_opnd_kind (i), ESC_OP_INT);
  ck_assert_int_eq (b->ints[esc_opnd_index (i)], INT64_MIN);
  ck_assert_int_eq (b->addrs[esc_opnd_index (a)].off, -4);
  ck_assert (b->addrs[esc_opnd_index (a)].off_known);
  ck_assert (!b->addrs[esc_opnd_index (n)].off_known);
  ck_assert_int_eq (esc_opnd_kind (esc_val (7)), ESC_OP_VAL);
  ck_assert_uint_eq (esc_opnd_index (esc_fun (7)), 7);
  ck_assert_int_eq (esc_opnd_kind (ESC_OPND_UNKNOWN), ESC_OP_UNKNOWN);
  ck_assert_int_eq (esc_opnd_kind (esc_content (1)), ESC_OP_CONTENT);
  esc_module_free (m);
}
END_TEST

static void
emit_without_block (void *arg)
{
  struct esc_module *m = arg;
  esc_emit (esc_body_new (m, esc_fn_get (m, "h")), ESC_NOP, 0, ESC_NONE);
}

static void
second_body (void *arg)
{
  struct esc_module *m = arg;
  esc_body_new (m, esc_fn_get (m, "f"));
}

START_TEST (misuse_is_fatal)
{
  struct esc_module *m = unit_read ("func f()\n  ret\n");
  ck_assert_ptr_nonnull (esc_guard (emit_without_block, m));
  ck_assert_ptr_nonnull (esc_guard (second_body, m));
  esc_module_free (m);
}
END_TEST

/* A body with one of everything, to be damaged.  */
static const char sound[] = "global g 8\n"
                            "func f(c:4, p*)\n"
                            "  local x 16\n"
                            "b0:\n"
                            "  q = load [p + 8] 8 .node.next\n"
                            "  store [&g + c*8] 8 = q\n"
                            "  copy [&x] 16 = [p]\n"
                            "  r = call h(q, 3)\n"
                            "  if c < 3 b1 b2\n"
                            "b1:\n"
                            "  switch c b2 1:b2 2..4:b3\n"
                            "b2:\n"
                            "  n = phi b0:q b1:0\n"
                            "  goto b3\n"
                            "b3:\n"
                            "  m = phi b1:r b2:n\n"
                            "  end x\n"
                            "  ret m\n";

/* Each damages the sound body; the check must say WHAT.  */
static void
break_succ (struct esc_body *b)
{
  b->succs[0] = 9;
}
static void
break_terminator (struct esc_body *b)
{
  b->ins[4].op = ESC_NOP;
}
static void
break_middle (struct esc_body *b)
{
  b->ins[1].op = ESC_RET;
}
static void
break_def (struct esc_body *b)
{
  b->ins[3].dst = b->ins[0].dst;
}
static void
break_missing_dst (struct esc_body *b)
{
  b->ins[0].dst = ESC_NONE;
}
static void
break_extra_dst (struct esc_body *b)
{
  b->ins[1].dst = 2;
}
static void
break_phi_pred (struct esc_body *b)
{
  b->phis[0].pred = 3;
}
static void
break_phi_twice (struct esc_body *b)
{
  b->phis[1].pred = 0;
}
static void
break_phi_count (struct esc_body *b)
{
  b->ins[6].n = 1;
}
static void
break_phi_order (struct esc_body *b)
{
  struct esc_ins phi = b->ins[8];
  b->ins[8] = b->ins[9];
  b->ins[9] = phi;
  b->vals[phi.dst].def = 9;
}
static void
break_case (struct esc_body *b)
{
  b->cases[1].succ = 2;
}
static void
break_case_range (struct esc_body *b)
{
  b->cases[1].lo = 5;
}
static void
break_operand (struct esc_body *b)
{
  b->ins[1].a = esc_val (77);
}
static void
break_kind (struct esc_body *b)
{
  b->ins[1].a = esc_content (1);
}
static void
break_place (struct esc_body *b)
{
  b->ins[1].x = 0;
}
static void
break_field (struct esc_body *b)
{
  b->places[1].field = 50;
}
static void
break_object (struct esc_body *b)
{
  b->addrs[0].obj = 0;
}
static void
break_args (struct esc_body *b)
{
  b->calls[0].nargs = 9;
}
static void
break_use (struct esc_body *b)
{
  b->ins[0].op = ESC_MOVE;
  b->ins[0].a = esc_val (b->ins[3].dst);
}
static void
break_undefined (struct esc_body *b)
{
  b->vals[b->ins[0].dst].def = ESC_NONE;
}
static void
break_blocks (struct esc_body *b)
{
  b->blocks[1].first++;
}
static void
break_open (struct esc_body *b)
{
  b->blocks[3].nsuccs = ESC_NONE;
}
static void
break_succ_count (struct esc_body *b)
{
  b->blocks[0].nsuccs = 1;
}
static void
break_width (struct esc_body *b)
{
  b->vals[0].width = 9;
}

static void
break_absent (struct esc_body *b)
{
  b->ins[7].b = esc_val (77);
}

static const struct
{
  void (*damage) (struct esc_body *);
  const char *what;
} damages[] = { { break_succ, "successor 9" },
                { break_terminator, "terminator" },
                { break_middle, "terminator" },
                { break_def, "defined twice" },
                { break_missing_dst, "no value" },
                { break_extra_dst, "defines a value" },
                { break_phi_pred, "no predecessor" },
                { break_phi_twice, "twice" },
                { break_phi_count, "phi has" },
                { break_phi_order, "phi after" },
                { break_case, "case 1" },
                { break_case_range, "case 1" },
                { break_operand, "value 77" },
                { break_kind, "operand of kind" },
                { break_place, "place 0" },
                { break_field, "member 50" },
                { break_object, "object 0" },
                { break_args, "arguments" },
                { break_use, "before its definition" },
                { break_undefined, "defined" },
                { break_blocks, "contiguous" },
                { break_open, "open" },
                { break_succ_count, "successors" },
                { break_width, "bytes wide" },
                { break_absent, "operands" } };

START_TEST (damage_is_noticed)
{
  struct esc_module *m = unit_read (sound);
  struct esc_body *b = m->fns[esc_fn_find (m, "f")].body;
  ck_assert_ptr_null (esc_body_check (m, b));
  damages[_i].damage (b);
  const char *why = esc_body_check (m, b);
  ck_assert_ptr_nonnull (why);
  ck_assert_msg (strstr (why, damages[_i].what), "'%s' is not '%s'", why,
                 damages[_i].what);
  esc_module_free (m);
}
END_TEST

int
main (void)
{
  TCase *t = tcase_create ("facts");
  tcase_add_test (t, guard_returns_the_reason);
  tcase_add_test_raise_signal (t, fatal_without_guard_aborts, 6);
  tcase_add_test (t, grow_keeps_what_is_there);
  tcase_add_test (t, exhausted_memory_is_fatal);
  tcase_add_test (t, equal_names_are_one);
  tcase_add_test (t, names_may_come_from_the_table);
  tcase_add_test (t, functions_are_found_by_symbol);
  tcase_add_test (t, hidden_objects_and_functions_share_names);
  tcase_add_test (t, members_are_one_per_record_name_and_offset);
  tcase_add_test (t, operands_say_what_they_are);
  tcase_add_test (t, misuse_is_fatal);
  tcase_add_loop_test (t, damage_is_noticed, 0,
                       sizeof damages / sizeof *damages);
  return unit_main ("facts", t);
}
