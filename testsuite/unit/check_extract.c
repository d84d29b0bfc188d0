/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_extract.c - tests of what of a unit travels: extract.c.  */

#include "extract.h"
#include "unit.h"

/* The functions that travel from PROGRAM with at most MOST instructions, in
   order: "f" with its body, "f?" opaque, "f-" only absent.  The number that is left out comes
   last if it is not 0.  */
static void
check_within (const char *program, uint64_t most, const char *expected)
{
  struct esc_module *m = unit_read (program);
  struct esc_extract *x = esc_extract_new (m);
  struct unit_buffer b = { 0 };
  char number[16];
  uint32_t left;
  struct esc_module *part = esc_extract_make (x, most, &left);
  unit_put (&b, "");
  for (uint32_t i = 0; i < part->nfns; i++)
    if (part->fns[i].body || part->fns[i].flags & ESC_FN_ABSENT)
      {
        unit_put (&b, *b.text ? " " : "");
        unit_put (&b, esc_string (part, part->fns[i].name));
        if (part->fns[i].flags & ESC_FN_ABSENT)
          unit_put (&b, part->fns[i].flags & ESC_FN_OPAQUE ? "?" : "-");
      }
  snprintf (number, sizeof number, " -%u", left);
  unit_put (&b, left ? number : "");
  ck_assert_str_eq (b.text, expected);
  free (b.text);
  esc_module_free (part);
  esc_extract_free (x);
  esc_module_free (m);
}

static void
check_all (const char *program, const char *expected)
{
  check_within (program, UINT64_MAX, expected);
}

/* Others may keep what it hands them.  */
#define LEAVER                                                                 \
  "func leaver() extern\n  local x 4\nb0:\n  call other(&x)\n  ret\n"
/* It keeps what others hand it.  */
#define KEEPER "func keeper(p*) extern\nb0:\n  store [&g] 8 = p\n  ret\n"
/* It does nothing that anybody minds.  */
#define PLAIN "func plain(c:4) extern\nb0:\n  d = add c 1\n  ret\n"

START_TEST (what_matters)
{
  check_all ("global g 8\n" LEAVER KEEPER, "leaver keeper");
}
END_TEST

/* What is the unit's own and leaves nothing need not travel.  */
START_TEST (private_functions_stay)
{
  check_all ("global g 8\n" LEAVER
             "func own(p*)\nb0:\n  store [&g] 8 = p\n  ret\n"
             "func user(p*)\nb0:\n  call own(p)\n  ret\n",
             "leaver");
}
END_TEST

START_TEST (callees_come_along)
{
  check_all ("global g 8\n"
             "func api(p*) extern\nb0:\n  call own(p)\n  ret\n"
             "func own(p*)\nb0:\n  store [&g] 8 = p\n  ret\n",
             "api own");
}
END_TEST

START_TEST (constant_tables_are_a_way_in)
{
  check_all ("global g 8\n"
             "global ops 8 noptr const init extern\n  init 0 8 = &own()\n"
             "func own(p*)\nb0:\n  store [&g] 8 = p\n  ret\n",
             "own");
}
END_TEST

/* What leaves something comes first; what is left out and may keep what it is
   handed is known to do anything.  */
START_TEST (too_much)
{
  const char *program
      = "global g 8\n"
        "func big(p*) extern\nb0:\n  a = add p 1\n  b = add a 1\n"
        "  c = add b 1\n  store [&g] 8 = c\n  ret\n" LEAVER;
  check_within (program, 100, "big leaver");
  check_within (program, 4, "big? leaver -1");
  check_within (program, 0, "big? leaver? -2");
}
END_TEST

/* A root and what it leads to is taken as a whole or not at all.  */
START_TEST (no_halves)
{
  check_within ("global g 8\n"
                "func api(p*) extern\nb0:\n  call own(p)\n  ret\n"
                "func own(p*)\nb0:\n  a = add p 1\n  b = add a 1\n"
                "  store [&g] 8 = b\n  ret\n",
                3, "api? -1");
}
END_TEST

START_TEST (nothing_to_fear) { check_within (PLAIN, 0, "plain- -1"); }
END_TEST

/* A number that bodies turn into a pointer is remembered where they stay.  */
START_TEST (uses_travel)
{
  struct esc_module *m
      = unit_read ("global n 8\nglobal g 8\n"
                   "func own()\nb0:\n  i = load [&n] 8 int\n"
                   "  p = to_ptr i\n  c = load [p] 4\n  ret c\n"
                   "func api(p*) extern\nb0:\n  i = to_int p\n"
                   "  store [&n] 8 int = i\n  ret\n");
  struct esc_extract *x = esc_extract_new (m);
  uint32_t left;
  struct esc_module *part = esc_extract_make (x, UINT64_MAX, &left);
  uint32_t n = esc_obj_external (part, "n");
  ck_assert_uint_ne (n, 0);
  ck_assert (part->objs[n].uses & ESC_OF_TO_PTR);
  ck_assert (part->objs[n].uses & ESC_OF_READ);
  esc_module_free (part);
  esc_extract_free (x);
  esc_module_free (m);
}
END_TEST

int
main (void)
{
  TCase *t = tcase_create ("extract");
  tcase_add_test (t, what_matters);
  tcase_add_test (t, private_functions_stay);
  tcase_add_test (t, callees_come_along);
  tcase_add_test (t, constant_tables_are_a_way_in);
  tcase_add_test (t, too_much);
  tcase_add_test (t, no_halves);
  tcase_add_test (t, nothing_to_fear);
  tcase_add_test (t, uses_travel);
  return unit_main ("extract", t);
}
