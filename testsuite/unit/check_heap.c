/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_heap.c - tests of the verdicts on allocations (heap.h): facts as text,
   and what is said of each site in them.

       func f()           f@12 slot
       b0:
         p = call malloc(24)
         ret

   A verdict is FUNCTION, line of the call, and `slot`, `pool` or why it stays
   on the heap.  */

#include "unit.h"

#include "heap.h"

struct heap_case
{
  const char *text, *verdicts;
};

/* A variable of static storage, and what the models would say.  */
static const char library[] = "global g 8\n"
                              "func malloc(n:8) model\n"
                              "b0:\n"
                              "  p = new n or_null\n"
                              "  ret p\n"
                              "func free(p*) model\n"
                              "b0:\n"
                              "  free p\n"
                              "  ret\n";

static void
put_verdicts (const struct esc_module *m, const struct esc_heap *h,
              struct unit_buffer *out)
{
  unit_put (out, "");
  for (uint32_t i = 0; i < h->nsites; i++)
    {
      const struct esc_heap_site *s = &h->sites[i];
      char why[200], line[300];
      esc_loc at = m->fns[s->fn].body->ins[s->ins].loc;
      snprintf (line, sizeof line, "%s@%u %s\n",
                esc_string (m, m->fns[s->fn].name), (unsigned)at,
                s->why    ? esc_heap_reason (m, s, why, sizeof why)
                : s->pool ? "pool"
                          : "slot");
      unit_put (out, line);
    }
}

static void
check_case (const struct heap_case *c)
{
  struct unit_buffer text = { 0 }, got = { 0 };
  struct esc_heap h = { 0 };
  unit_put (&text, library);
  unit_put (&text, c->text);
  struct esc_module *m = unit_read (text.text);
  esc_heap_solve (m, &h, false);
  put_verdicts (m, &h, &got);
  ck_assert_msg (!strcmp (got.text, c->verdicts), "%s\ngives\n%s\nnot\n%s",
                 c->text, got.text, c->verdicts);
  esc_heap_free (&h);
  esc_module_free (m);
  free (text.text);
  free (got.text);
}

/* What needs no heap.  */
static const struct heap_case moved[] = {
  /* Freed after use, and with a check for null.  */
  { "func f()\n"
    "b0:\n"
    "  p = call malloc(24)\n"
    "  if p == 0 b1 b2\n"
    "b1:\n"
    "  ret 0\n"
    "b2:\n"
    "  store [p] 4 = 7\n"
    "  call free(p)\n"
    "  ret 1\n",
    "f@12 slot\n" },
  /* Never freed.  */
  { "func f()\n"
    "b0:\n"
    "  p = call malloc(24)\n"
    "  store [p] 4 = 7\n"
    "  ret\n",
    "f@12 slot\n" },
  /* Dead before it is made again.  */
  { "func f(c:4)\n"
    "b0:\n"
    "  goto b1\n"
    "b1:\n"
    "  p = call malloc(8)\n"
    "  store [p] 4 = c\n"
    "  if c == 0 b1 b2\n"
    "b2:\n"
    "  ret\n",
    "f@14 slot\n" },
  /* Held from round to round: several at once.  */
  { "func f(c:4)\n"
    "b0:\n"
    "  goto b1\n"
    "b1:\n"
    "  last = phi b0:0 b1:p\n"
    "  p = call malloc(16)\n"
    "  store [p] 8 = last\n"
    "  if c == 0 b1 b2\n"
    "b2:\n"
    "  ret\n",
    "f@15 pool\n" },
  /* A callee that only reads.  */
  { "func look(p*)\n"
    "b0:\n"
    "  x = load [p] 4\n"
    "  ret x\n"
    "func f()\n"
    "b0:\n"
    "  p = call malloc(4)\n"
    "  x = call look(p)\n"
    "  call free(p)\n"
    "  ret x\n",
    "f@16 slot\n" },
};

/* What does.  */
static const struct heap_case kept[] = {
  { "func f()\n"
    "b0:\n"
    "  p = call malloc(24)\n"
    "  ret p\n",
    "f@12 it is returned\n" },
  { "func f()\n"
    "b0:\n"
    "  p = call malloc(24)\n"
    "  store [&g] 8 = p\n"
    "  ret\n",
    "f@12 it is left in memory that outlives the function\n" },
  { "func f(out*)\n"
    "b0:\n"
    "  p = call malloc(24)\n"
    "  store [out] 8 = p\n"
    "  ret\n",
    "f@12 it is left in memory that outlives the function\n" },
  { "func f()\n"
    "b0:\n"
    "  p = call malloc(24)\n"
    "  call elsewhere(p)\n"
    "  call free(p)\n"
    "  ret\n",
    "f@12 it is passed to 'elsewhere', which may keep it\n" },
  { "func f()\n"
    "b0:\n"
    "  p = call malloc(24)\n"
    "  i:8 = to_int p\n"
    "  call free(p)\n"
    "  ret i\n",
    "f@12 it is returned\n" },
  /* Another address, which may be the same memory made anew.  */
  { "func f(q*)\n"
    "b0:\n"
    "  p = call malloc(24)\n"
    "  call free(p)\n"
    "  if p == q b1 b2\n"
    "b1:\n"
    "  ret 1\n"
    "b2:\n"
    "  ret 0\n",
    "f@12 its address may be compared after it is freed\n" },
  /* A callee that frees and does more.  */
  { "func drop(p*)\n"
    "b0:\n"
    "  store [&g] 4 = 1\n"
    "  call free(p)\n"
    "  ret\n"
    "func f()\n"
    "b0:\n"
    "  p = call malloc(4)\n"
    "  call drop(p)\n"
    "  ret\n",
    "f@17 it is freed inside 'drop'\n" },
};

START_TEST (test_moved) { check_case (&moved[_i]); }
END_TEST

START_TEST (test_kept) { check_case (&kept[_i]); }
END_TEST

int
main (void)
{
  TCase *t = tcase_create ("heap");
  tcase_add_loop_test (t, test_moved, 0, sizeof moved / sizeof *moved);
  tcase_add_loop_test (t, test_kept, 0, sizeof kept / sizeof *kept);
  return unit_main ("heap", t);
}
