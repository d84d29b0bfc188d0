/* SPDX-License-Identifier: GPL-3.0-or-later */
/* unit.h - what the unit tests share: facts from text, text from facts, and
   the main function.

     static struct esc_module *m = unit_read ("func f(p*)\n"
                                              "  ret p\n");

   A text that cannot be read fails the test with its line and column.  */

#ifndef ESC_UNIT_H
#define ESC_UNIT_H

#include "alloc.h"
#include "text.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define UNIT_UNUSED __attribute__ ((unused))

/* The module that TEXT describes.  */
UNIT_UNUSED static struct esc_module *
unit_read (const char *text)
{
  struct esc_text_error err;
  struct esc_module *m = esc_module_new ();
  if (!esc_text_read (m, text, &err))
    ck_abort_msg ("%u:%u: %s in\n%s", err.line, err.column, err.message, text);
  return m;
}

struct unit_buffer
{
  char *text;
  uint32_t len, cap;
};

UNIT_UNUSED static void
unit_put (void *arg, const char *s)
{
  struct unit_buffer *b = arg;
  uint32_t n = (uint32_t)strlen (s);
  ESC_GROW (b->text, b->cap, b->len + n + 1);
  memcpy (b->text + b->len, s, n + 1);
  b->len += n;
}

/* Function FN of M, or all of M, as text to be freed.  */
UNIT_UNUSED static char *
unit_write (const struct esc_module *m, uint32_t fn)
{
  struct unit_buffer b = { 0 };
  unit_put (&b, "");
  esc_text_write (m, fn, unit_put, &b);
  return b.text;
}

/* Remove the locations from TEXT, in place: `@N` and the blanks before.  */
UNIT_UNUSED static char *
unit_strip (char *text)
{
  char *to = text;
  for (const char *p = text; *p;)
    {
      size_t blanks = strspn (p, " ");
      if (p[blanks] == '@')
        p += blanks + 1 + strspn (p + blanks + 1, "0123456789");
      else
        *to++ = *p++;
    }
  *to = '\0';
  return text;
}

/* The function of M whose symbol is NAME; it must be there.  */
UNIT_UNUSED static const struct esc_fn *
unit_fn (const struct esc_module *m, const char *name)
{
  uint32_t fn = esc_fn_find (m, name);
  ck_assert_msg (fn != ESC_NONE, "no function %s", name);
  return &m->fns[fn];
}

/* Run CASE as a suite called NAME; the exit status of the program.  */
UNIT_UNUSED static int
unit_main (const char *name, TCase *tcase)
{
  Suite *suite = suite_create (name);
  suite_add_tcase (suite, tcase);
  SRunner *runner = srunner_create (suite);
  srunner_run_all (runner, CK_NORMAL);
  int failed = srunner_ntests_failed (runner);
  srunner_free (runner);
  return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

#endif
