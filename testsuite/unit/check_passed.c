/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_passed.c - tests of what callers pass: passed.c.  */

#include "passed.h"
#include "unit.h"

/* In PROGRAM, what parameter 0 of function f can be: "[lo, hi]", "none" if
   nothing is passed, "unknown" if callers are not known.  */
static void
check_passed (const char *program, const char *expected)
{
  struct esc_module *m = unit_read (program);
  struct esc_order o;
  struct esc_passed p;
  char got[64] = "no f";
  bool *wanted = calloc (m->nfns + 1, sizeof *wanted);
  esc_order_make (m, &o);
  for (uint32_t i = 0; i < m->nfns; i++)
    wanted[i] = strcmp (esc_string (m, m->fns[i].name), "f") == 0;
  esc_passed_find (m, &o, wanted, &p);
  for (uint32_t i = 0; i < m->nfns; i++)
    {
      const struct esc_span *s = esc_passed_to (&p, i, 0);
      if (!wanted[i])
        continue;
      if (!s)
        strcpy (got, "unknown");
      else if (s->lo > s->hi)
        strcpy (got, "none");
      else
        snprintf (got, sizeof got, "[%lld, %lld]", (long long)s->lo,
                  (long long)s->hi);
    }
  ck_assert_str_eq (got, expected);
  esc_passed_free (&p);
  esc_order_free (&o);
  esc_module_free (m);
  free (wanted);
}

#define F    "func f(n:4)\nb0:\n  ret\n"
#define TOP  "func top(x:4) extern\nb0:\n"
#define CALL "  call f"

START_TEST (constants)
{
  check_passed (F TOP CALL "(10)\n" CALL "(-3)\n  ret\n", "[-3, 10]");
  check_passed (F, "none");
}
END_TEST

START_TEST (unknown_callers)
{
  check_passed ("func f(n:4) extern\nb0:\n  ret\n" TOP CALL "(1)\n  ret\n",
                "unknown");
  check_passed ("func f(n:4) taken\nb0:\n  ret\n" TOP CALL "(1)\n  ret\n",
                "unknown");
  check_passed (F "func g(n:4) extern alias f\n" TOP CALL "(1)\n  ret\n",
                "unknown");
}
END_TEST

START_TEST (arithmetic)
{
  check_passed (F TOP "  y = and x 15\n  z = add y 1\n" CALL "(z)\n  ret\n",
                "[1, 16]");
  check_passed (F TOP "  y = add x 1\n" CALL "(y)\n  ret\n",
                "[-2147483648, 2147483647]");
}
END_TEST

START_TEST (through_callers)
{
  check_passed (F "func g(n:4)\nb0:\n  y = add n 1\n" CALL "(y)\n  ret\n" TOP
                  "  call g(5)\n  call g(7)\n  ret\n",
                "[6, 8]");
}
END_TEST

/* A bound that a cycle moves for ever is none; the other stays.  */
START_TEST (cycles)
{
  check_passed ("func f(n:4)\nb0:\n  y = div n 2\n" CALL "(y)\n  ret\n" TOP CALL
                "(100)\n  ret\n",
                "[0, 100]");
  check_passed ("func f(n:4)\nb0:\n  y = add n 1\n" CALL "(y)\n  ret\n" TOP CALL
                "(100)\n  ret\n",
                "[-2147483648, 2147483647]");
}
END_TEST

START_TEST (too_few_arguments)
{
  check_passed (F TOP CALL "()\n  ret\n", "[-2147483648, 2147483647]");
}
END_TEST

int
main (void)
{
  TCase *t = tcase_create ("passed");
  tcase_add_test (t, constants);
  tcase_add_test (t, unknown_callers);
  tcase_add_test (t, arithmetic);
  tcase_add_test (t, through_callers);
  tcase_add_test (t, cycles);
  tcase_add_test (t, too_few_arguments);
  return unit_main ("passed", t);
}
