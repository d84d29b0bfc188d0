/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_reach.c - tests of the walk inside one function: values,
   memory, holders.  */

#include "walk-cases.h"

/* How an address moves through values.  */
static const struct reach_case values_cases[] = {
  /* The offset does not matter to the rule.  */
  { "global g 8\n"
    "func f(c:8)\n"
    "  local x 4\n"
    "b0:\n"
    "  p = move &x+1\n"
    "  q = add p 4\n"
    "  r = sub q c\n"
    "  store [&g] 8 = r\n"
    "  ret\n",
    "f: x escape-global 'g' @8\n" },
  /* Either of two.  */
  { "func f(c:4)\n"
    "  local x 4\n"
    "  local y 4\n"
    "b0:\n"
    "  p = select c &x &y\n"
    "  ret p\n",
    "f: x escape-return '' @6\n"
    "f: y escape-return '' @6\n" },
  /* One of two paths is enough.  */
  { "func f(c:4)\n"
    "  local x 4\n"
    "b0:\n"
    "  if c == 0 b1 b2\n"
    "b1:\n"
    "  goto b2\n"
    "b2:\n"
    "  p = phi b0:&x b1:0\n"
    "  ret p\n",
    "f: x escape-return '' @9\n" },
  /* Through an integer and back.  */
  { "global g 8\n"
    "func f()\n"
    "  local x 4\n"
    "b0:\n"
    "  i:8 = to_int &x\n"
    "  j:8 = xor i 12345\n"
    "  k:8 = xor j 12345\n"
    "  p = to_ptr k\n"
    "  store [&g] 8 = p\n"
    "  ret\n",
    "f: x escape-global 'g' @9\n" },
  /* A number that nothing turns back is no address.  */
  { "global n 8\n"
    "func f()\n"
    "  local x 4\n"
    "b0:\n"
    "  i:8 = to_int &x\n"
    "  store [&n] 8 = i\n"
    "  ret\n",
    "" },
  /* Too narrow for an address.  */
  { "global n 4\n"
    "func f()\n"
    "  local x 4\n"
    "b0:\n"
    "  i:8 = to_int &x\n"
    "  j:4 = trunc i\n"
    "  store [&n] 4 = j\n"
    "  ret\n",
    "" },
  /* A remainder is no address.  */
  { "global n 8\n"
    "func f()\n"
    "  local x 4\n"
    "b0:\n"
    "  i:8 = to_int &x\n"
    "  j:8 = mod i 100\n"
    "  store [&n] 8 = j\n"
    "  ret\n",
    "" },
};

START_TEST (values) { CHECK_CASES (values_cases, 0); }
END_TEST

/* ... and through memory.  */
static const struct reach_case memory_cases[] = {
  /* Members are told apart.  */
  { "global g 8\n"
    "func f()\n"
    "  local x 4\n"
    "  local s 24\n"
    "b0:\n"
    "  store [&s + 8] 8 .s.b = &x\n"
    "  a = load [&s] 8 .s.a\n"
    "  store [&g] 8 = a\n"
    "  ret\n",
    "" },
  /* The member that holds it.  */
  { "global g 8\n"
    "func f()\n"
    "  local x 4\n"
    "  local s 24\n"
    "b0:\n"
    "  store [&s + 8] 8 .s.b = &x\n"
    "  a = load [&s + 8] 8 .s.b\n"
    "  store [&g] 8 = a\n"
    "  ret\n",
    "f: x escape-global 'g' @8\n" },
  /* A copy takes all members along.  */
  { "global g 24\n"
    "func f()\n"
    "  local x 4\n"
    "  local s 24\n"
    "b0:\n"
    "  store [&s + 8] 8 .s.b = &x\n"
    "  copy [&g] 24 = [&s]\n"
    "  ret\n",
    "f: x escape-global 'g.b' @7\n" },
  /* Through a copy, another member.  */
  { "global g 8\n"
    "func f()\n"
    "  local x 4\n"
    "  local s 24\n"
    "  local t 24\n"
    "b0:\n"
    "  store [&s + 8] 8 .s.b = &x\n"
    "  copy [&t] 24 = [&s]\n"
    "  p = move &t\n"
    "  a = load [p + 16] 8 .s.c\n"
    "  store [&g] 8 = a\n"
    "  ret\n",
    "" },
  /* A variable index is any element.  */
  { "global g 8\n"
    "func f(i:8)\n"
    "  local x 4\n"
    "  local a 64\n"
    "b0:\n"
    "  store [&a + i*8 + 0] 8 = &x\n"
    "  p = load [&a + 16] 8\n"
    "  store [&g] 8 = p\n"
    "  ret\n",
    "f: x escape-global 'g' @8\n" },
  /* ... within its bounds.  */
  { "global g 8\n"
    "func f(i:8)\n"
    "  local x 4\n"
    "  local s 64\n"
    "b0:\n"
    "  store [&s + i*8 + 8 in 8..40] 8 = &x\n"
    "  p = load [&s + 48] 8\n"
    "  store [&g] 8 = p\n"
    "  q = load [&s + 16] 8\n"
    "  ret\n",
    "" },
  /* Through a pointer to another local.  */
  { "func f(d*)\n"
    "  local x 4\n"
    "  local y 8\n"
    "b0:\n"
    "  p = move &y\n"
    "  store [p] 8 = &x\n"
    "  q = load [&y] 8\n"
    "  store [d] 8 = q\n"
    "  ret\n",
    "f: x escape-param '*d' @8\n" },
};

START_TEST (memory) { CHECK_CASES (memory_cases, 0); }
END_TEST

/* Where it may end.  */
static const struct reach_case holders_cases[] = {
  /* What the caller's memory leads to.  */
  { "func f(d*)\n"
    "  local x 4\n"
    "b0:\n"
    "  p = load [d + 8] 8 .l.head\n"
    "  store [p] 8 .n.next = &x\n"
    "  ret\n",
    "f: x escape-param 'p->next' @5\n" },
  /* What a static leads to.  */
  { "global g 8\n"
    "func f()\n"
    "  local x 4\n"
    "b0:\n"
    "  p = load [&g] 8\n"
    "  store [p + 8] 8 .n.next = &x\n"
    "  ret\n",
    "f: x escape-global 'p->next' @6\n" },
  /* Heap memory that leaves.  */
  { "func f()\n"
    "  local x 4\n"
    "b0:\n"
    "  p = new 16\n"
    "  store [p] 8 .n.next = &x\n"
    "  ret p\n",
    "f: x escape-heap 'p->next' @5\n" },
  /* Heap memory that does not.  */
  { "func f()\n"
    "  local x 4\n"
    "b0:\n"
    "  p = new 16\n"
    "  store [p] 8 .n.next = &x\n"
    "  free p\n"
    "  ret\n",
    "" },
  /* What an escaping object leads to escapes.  */
  { "global g 8\n"
    "func f()\n"
    "  local x 8\n"
    "  local y 8\n"
    "b0:\n"
    "  store [&x] 8 = &y\n"
    "  store [&g] 8 = &x\n"
    "  ret\n",
    "f: x escape-global 'g' @7\n"
    "f: y escape-global 'g' @7\n" },
  /* Thread storage.  */
  { "tls t 8\n"
    "func f()\n"
    "  local x 4\n"
    "b0:\n"
    "  store [&t] 8 = &x\n"
    "  ret\n",
    "f: x escape-global 't' @5\n" },
  /* A parameter's own memory.  */
  { "func f(s[24]*)\n"
    "b0:\n"
    "  ret &s\n",
    "f: s escape-return '' @3\n" },
  /* What a struct by value holds is the caller's.  */
  { "global g 8\n"
    "func f(s[24]*)\n"
    "b0:\n"
    "  p = load [&s + 8] 8\n"
    "  store [&g] 8 = p\n"
    "  ret\n",
    "" },
  /* A variable-length array.  */
  { "func f(n:8)\n"
    "  local v vla ?\n"
    "b0:\n"
    "  p = alloca v n\n"
    "  ret p\n",
    "f: v escape-return '' @5\n" },
  /* In a returned struct.  */
  { "func f()\n"
    "  local x 4\n"
    "  local r result 16\n"
    "b0:\n"
    "  store [&r + 8] 8 = &x\n"
    "  ret {[&r] 16}\n",
    "f: x escape-return '' @5\n" },
};

START_TEST (holders) { CHECK_CASES (holders_cases, 0); }
END_TEST

/* Whether the function is left at all.  */
static const struct reach_case leaving_cases[] = {
  /* A function that never returns leaves nothing.  */
  { "func f()\n"
    "  local x 4\n"
    "b0:\n"
    "  stop\n",
    "" },
  /* It does on one path.  */
  { "func f(c:4) \n"
    "  local x 4\n"
    "b0:\n"
    "  if c == 0 b1 b2\n"
    "b1:\n"
    "  ret &x\n"
    "b2:\n"
    "  goto b2\n",
    "f: x escape-return '' @6\n" },
  /* It loops for ever.  */
  { "global g 8\n"
    "func f()\n"
    "  local x 4\n"
    "b0:\n"
    "  store [&g] 8 = &x\n"
    "  goto b1\n"
    "b1:\n"
    "  goto b1\n",
    "" },
  /* Control leaves by longjmp.  */
  { "global g 8\n"
    "func f()\n"
    "  local x 4\n"
    "b0:\n"
    "  store [&g] 8 = &x\n"
    "  stop longjmp\n",
    "f: x escape-global 'g' @5\n" },
  /* Nothing calls it.  */
  { "global g 8\n"
    "func f(p*) unreached\n"
    "  local x 4\n"
    "b0:\n"
    "  store [&g] 8 = &x\n"
    "  ret\n",
    "" },
  /* Memory that nobody knows.  */
  { "func f()\n"
    "  local x 4\n"
    "b0:\n"
    "  store [?] 8 = &x\n"
    "  ret\n",
    "f: x escape-heap '' @4\n" },
};

START_TEST (leaving) { CHECK_CASES (leaving_cases, 0); }
END_TEST

int
main (void)
{
  TCase *t = tcase_create ("reach");
  tcase_add_test (t, values);
  tcase_add_test (t, memory);
  tcase_add_test (t, holders);
  tcase_add_test (t, leaving);
  return unit_main ("reach", t);
}
