/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_naming.c - tests of what a body names: naming.c.  */

#include "naming.h"
#include "unit.h"

struct names
{
  const struct esc_module *m;
  struct unit_buffer b;
};

/* Each name once.  */
static void
add (struct names *n, const char *kind, const char *name)
{
  char word[80];
  snprintf (word, sizeof word, "%s%s ", kind, name);
  if (!strstr (n->b.text, word))
    unit_put (&n->b, word);
}

static void
add_fn (void *arg, uint32_t fn)
{
  struct names *n = arg;
  add (n, "f:", esc_string (n->m, n->m->fns[fn].name));
}

static void
add_obj (void *arg, uint32_t obj)
{
  struct names *n = arg;
  add (n, "o:", esc_string (n->m, n->m->objs[obj].name));
}

static void
add_field (void *arg, uint32_t field)
{
  struct names *n = arg;
  add (n, "m:", esc_string (n->m, n->m->fields[field].name));
}

/* What the first function of PROGRAM names, or if OBJECT is given what that
   object does.  */
static void
check_names (const char *program, const char *object, const char *expected)
{
  struct esc_module *m = unit_read (program);
  struct names names = { .m = m };
  struct esc_naming n = { &names, add_fn, add_obj, add_field };
  unit_put (&names.b, "");
  if (!object)
    esc_named_by_function (m, 0, &n);
  for (uint32_t i = 1; object && i < m->nobjs; i++)
    if (!strcmp (esc_string (m, m->objs[i].name), object))
      esc_named_by_object (m, i, &n);
  ck_assert_str_eq (names.b.text, expected);
  free (names.b.text);
  esc_module_free (m);
}

#define H "func h()\nb0:\n  ret\n"
#define K "func k()\nb0:\n  ret\n"

START_TEST (callees_and_arguments)
{
  check_names ("global t 8\n"
               "func f(c:4)\nb0:\n  call g(&h, &t)\n  ret &k\n" H K,
               NULL, "f:k f:g f:h o:t ");
}
END_TEST

START_TEST (places)
{
  check_names ("global t 8\n"
               "func f(p*)\nb0:\n  q = load [p + 8] 8 .node.next\n"
               "  store [&t] 8 = &h\n  ret q\n" H,
               NULL, "f:h m:next o:t ");
}
END_TEST

/* The source of a copy is a place, not an operand: its number must not be taken
   for a function's.  */
START_TEST (copies)
{
  check_names ("global t 24\nglobal u 24\n"
               "func f()\nb0:\n  copy [&t] 24 = [&u]\n  ret\n",
               NULL, "o:t o:u ");
}
END_TEST

START_TEST (ends_and_joins)
{
  check_names ("func f(c:4)\n  local x 4\nb0:\n  if c == 0 b1 b2\n"
               "b1:\n  end x\n  goto b3\nb2:\n  goto b3\n"
               "b3:\n  r = phi b1:&g b2:&h\n  ret r\n" H
               "func g()\nb0:\n  ret\n",
               NULL, "o:x f:g f:h ");
}
END_TEST

START_TEST (aliases)
{
  check_names ("func f(p*) extern alias g\n"
               "func g(p*)\nb0:\n  call h(p)\n  ret\n",
               NULL, "f:g ");
}
END_TEST

START_TEST (tables)
{
  check_names ("global ops 24 static const\n"
               "  init 0 8 = &g()\n  init 8 8 = &more\n  init 16 8 = 5\n"
               "global more 8 static const\n"
               "func f()\nb0:\n  ret\nfunc g()\nb0:\n  ret\n",
               "ops", "f:g o:more ");
}
END_TEST

int
main (void)
{
  TCase *t = tcase_create ("naming");
  tcase_add_test (t, callees_and_arguments);
  tcase_add_test (t, places);
  tcase_add_test (t, copies);
  tcase_add_test (t, ends_and_joins);
  tcase_add_test (t, aliases);
  tcase_add_test (t, tables);
  return unit_main ("naming", t);
}
