/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_order.c - tests of the bottom-up order: order.c and component.c.  */

#include "reach.h"
#include "unit.h"

/* The components of PROGRAM as text: "g | f h* |", with a star after those of
   a recursive one.  To be freed.  */
static char *
components (const char *program)
{
  struct esc_module *m = unit_read (program);
  struct esc_order o;
  struct unit_buffer b = { 0 };
  unit_put (&b, "");
  esc_order_make (m, &o);
  for (uint32_t c = 0; c < o.ncomps; c++)
    {
      for (uint32_t i = o.comp[c]; i < o.comp[c + 1]; i++)
        {
          unit_put (&b, i > o.comp[c] ? " " : "");
          unit_put (&b, esc_string (m, m->fns[o.fns[i]].name));
        }
      unit_put (&b, o.recursive[c] ? "*|" : "|");
    }
  esc_order_free (&o);
  esc_module_free (m);
  return b.text;
}

static void
check_order (const char *program, const char *expected)
{
  char *got = components (program);
  ck_assert_str_eq (got, expected);
  free (got);
}

START_TEST (callees_come_first)
{
  check_order ("func f()\nb0:\n  call g()\n  ret\n"
               "func g()\nb0:\n  call h()\n  ret\n"
               "func h()\nb0:\n  ret\n",
               "h|g|f|");
}
END_TEST

START_TEST (only_bodies_count)
{
  check_order ("func f()\nb0:\n  call nobody()\n  ret\n", "f|");
}
END_TEST

START_TEST (recursion)
{
  check_order ("func f()\nb0:\n  call f()\n  ret\n", "f*|");
  check_order ("func f()\nb0:\n  call g()\n  ret\n"
               "func g()\nb0:\n  call h()\n  ret\n"
               "func h()\nb0:\n  call f()\n  ret\n"
               "func top()\nb0:\n  call g()\n  ret\n",
               "h g f*|top|");
}
END_TEST

/* A function whose address is mentioned may be called.  */
START_TEST (mentions)
{
  check_order ("global hook 8\n"
               "func f()\nb0:\n  store [&hook] 8 = &g\n  ret\n"
               "func g()\nb0:\n  ret\n",
               "g|f|");
  check_order ("func f(c:4)\nb0:\n  call u(&g)\n  ret\n"
               "func g()\nb0:\n  ret\n",
               "g|f|");
}
END_TEST

/* What a constant table names may be called by those who mention it.  */
START_TEST (tables)
{
  check_order ("global ops 16 static const\n"
               "  init 0 8 = &g\n"
               "  init 8 8 = &more\n"
               "global more 8 static const\n"
               "  init 0 8 = &h\n"
               "func f(i:8)\nb0:\n  p = load [&ops] 8\n  call *p()\n  ret\n"
               "func g()\nb0:\n  ret\n"
               "func h()\nb0:\n  ret\n",
               "g|h|f|");
}
END_TEST

START_TEST (recursion_through_a_table)
{
  check_order ("global ops 8 static const\n"
               "  init 0 8 = &g\n"
               "func f()\nb0:\n  p = load [&ops] 8\n  call *p()\n  ret\n"
               "func g()\nb0:\n  call f()\n  ret\n",
               "g f*|");
}
END_TEST

START_TEST (aliases_stand_for_their_target)
{
  check_order ("func f()\nb0:\n  call other()\n  ret\n"
               "func other() alias g\n"
               "func g()\nb0:\n  ret\n",
               "g|f|");
}
END_TEST

/* No recursion on the C stack: a hundred thousand nested calls.  */
START_TEST (deep)
{
  enum
  {
    DEPTH = 100000
  };
  struct unit_buffer b = { 0 };
  char line[80];
  for (int i = 0; i < DEPTH; i++)
    {
      snprintf (line, sizeof line, "func f%d()\nb0:\n  call f%d()\n  ret\n", i,
                i + 1);
      unit_put (&b, line);
    }
  struct esc_module *m = unit_read (b.text);
  struct esc_order o;
  esc_order_make (m, &o);
  ck_assert_uint_eq (o.ncomps, DEPTH);
  ck_assert_str_eq (esc_string (m, m->fns[o.fns[0]].name), "f99999");
  ck_assert_str_eq (esc_string (m, m->fns[o.fns[DEPTH - 1]].name), "f0");
  esc_order_free (&o);
  esc_module_free (m);
  free (b.text);
}
END_TEST

int
main (void)
{
  TCase *t = tcase_create ("order");
  tcase_add_test (t, callees_come_first);
  tcase_add_test (t, only_bodies_count);
  tcase_add_test (t, recursion);
  tcase_add_test (t, mentions);
  tcase_add_test (t, tables);
  tcase_add_test (t, recursion_through_a_table);
  tcase_add_test (t, aliases_stand_for_their_target);
  tcase_add_test (t, deep);
  return unit_main ("order", t);
}
