/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_reach_scope.c - tests of reach-scope.c and reach-end.c.  */

#include "walk-cases.h"

/* Objects whose block has ended.  */
static const struct reach_case scopes_cases[] = {
  /* Used after its block on one path.  */
  { "func inner(c:4)\n"
    "  local x 4\n"
    "b0:\n"
    "  if c == 0 b1 b2\n"
    "b1:\n"
    "  goto b3\n"
    "b2:\n"
    "  store [&x] 4 = 3\n"
    "  end x\n"
    "  goto b3\n"
    "b3:\n"
    "  p = phi b1:0 b2:&x\n"
    "  if p == 0 b4 b5\n"
    "b4:\n"
    "  ret 0\n"
    "b5:\n"
    "  v = load [p] 4\n"
    "  ret v\n",
    "inner: x escape-scope '' @17\n" },
  /* The next round has a new one.  */
  { "func loop(n:4)\n"
    "  local x 4\n"
    "b0:\n"
    "  goto b1\n"
    "b1:\n"
    "  i:4 = phi b0:0 b2:j\n"
    "  j:4 = add i 1\n"
    "  if j == n b3 b2\n"
    "b2:\n"
    "  p = move &x\n"
    "  store [p] 4 = i\n"
    "  v = load [p] 4\n"
    "  end x\n"
    "  goto b1\n"
    "b3:\n"
    "  ret\n",
    "" },
  /* Carried into the next round.  */
  { "func carried(n:4)\n"
    "  local x 4\n"
    "b0:\n"
    "  goto b1\n"
    "b1:\n"
    "  p = phi b0:0 b3:q\n"
    "  if p == 0 b3 b2\n"
    "b2:\n"
    "  store [p] 4 = 1\n"
    "  goto b3\n"
    "b3:\n"
    "  q = move &x\n"
    "  end x\n"
    "  if n == 0 b1 b4\n"
    "b4:\n"
    "  ret\n",
    "carried: x escape-scope '' @9\n" },
  /* Read back from memory.  */
  { "func slot(c:4)\n"
    "  local x 4\n"
    "  local p 8\n"
    "b0:\n"
    "  if c == 0 b1 b2\n"
    "b1:\n"
    "  store [&p] 8 = &x\n"
    "  end x\n"
    "  goto b3\n"
    "b2:\n"
    "  goto b3\n"
    "b3:\n"
    "  q = load [&p] 8\n"
    "  v = load [q] 4\n"
    "  ret v\n",
    "slot: x escape-scope '' @14\n" },
  /* Written anew before it is read.  */
  { "func slotloop(n:4)\n"
    "  local x 4\n"
    "  local p 8\n"
    "b0:\n"
    "  goto b1\n"
    "b1:\n"
    "  if n == 0 b3 b2\n"
    "b2:\n"
    "  store [&p] 8 = &x\n"
    "  q = load [&p] 8\n"
    "  v = load [q] 4\n"
    "  end x\n"
    "  goto b1\n"
    "b3:\n"
    "  ret\n",
    "" },
  /* A callee finds it, or finds it still alive.  */
  { "func read(p*)\n"
    "b0:\n"
    "  q = load [p] 8\n"
    "  v = load [q] 4\n"
    "  ret v\n"
    "func handed(c:4)\n"
    "  local x 4\n"
    "  local s 8\n"
    "b0:\n"
    "  store [&s] 8 = &x\n"
    "  end x\n"
    "  v = call read(&s)\n"
    "  ret v\n"
    "func fine(c:4)\n"
    "  local x 4\n"
    "  local s 8\n"
    "b0:\n"
    "  store [&s] 8 = &x\n"
    "  v = call read(&s)\n"
    "  end x\n"
    "  ret v\n",
    "handed: x escape-scope '' @12\n" },
  /* Compared only.  */
  { "func compared(c:4)\n"
    "  local x 4\n"
    "b0:\n"
    "  p = move &x\n"
    "  end x\n"
    "  b:1 = cmp p == 0\n"
    "  ret b\n",
    "" },
  /* Moved after the end.  */
  { "func derived(c:4)\n"
    "  local x 40\n"
    "b0:\n"
    "  p = move &x\n"
    "  end x\n"
    "  q = add p 8\n"
    "  v = load [q] 4\n"
    "  ret v\n",
    "derived: x escape-scope '' @7\n" },
  /* The stack pointer goes back.  */
  { "func vla(n:8)\n"
    "  local v vla ?\n"
    "  local keep vla ?\n"
    "b0:\n"
    "  k = alloca keep n\n"
    "  sp = save\n"
    "  p = alloca v n\n"
    "  store [p] 4 = 1\n"
    "  restore sp\n"
    "  store [k] 4 = 1\n"
    "  store [p] 4 = 2\n"
    "  ret\n",
    "vla: v escape-scope '' @11\n" },
  /* Handed back anew in each round.  */
  { "func id(p*)\n"
    "b0:\n"
    "  ret p\n"
    "func copies(n:4)\n"
    "  local b 40\n"
    "b0:\n"
    "  goto b1\n"
    "b1:\n"
    "  if n == 0 b3 b2\n"
    "b2:\n"
    "  p = call id(&b)\n"
    "  v = load [p] 4\n"
    "  end b\n"
    "  goto b1\n"
    "b3:\n"
    "  ret\n",
    "" },
  /* Returned: that is said already.  */
  { "func ended_and_global(c:4)\n"
    "  local x 4\n"
    "b0:\n"
    "  p = move &x\n"
    "  end x\n"
    "  ret p\n",
    "ended_and_global: x escape-return '' @6\n" },
};

START_TEST (scopes) { CHECK_CASES (scopes_cases, 0); }
END_TEST

int
main (void)
{
  TCase *t = tcase_create ("reach_scope");
  tcase_add_test (t, scopes);
  return unit_main ("reach_scope", t);
}
