/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_reach_calls.c - tests of the walk across calls: summaries,
   callbacks, unknown callees.  */

#include "walk-cases.h"

/* Bodies that are known.  */
static const struct reach_case summaries_cases[] = {
  /* A callee keeps its argument in its own static.  */
  { "global h 8 static\n"
    "func keep(q*)\n"
    "b0:\n"
    "  store [&h] 8 = q\n"
    "  ret\n"
    "func f()\n"
    "  local x 4\n"
    "b0:\n"
    "  call keep(&x)\n"
    "  ret\n",
    "f: x escape-call 'h' by keep @9\n" },
  /* A callee stores one argument in the memory of another.  */
  { "func st(d*, s*)\n"
    "b0:\n"
    "  store [d + 8] 8 .n.next = s\n"
    "  ret\n"
    "func f(o*)\n"
    "  local x 4\n"
    "  local y 16\n"
    "b0:\n"
    "  call st(&y, &x)\n"
    "  call st(o, &x)\n"
    "  ret\n",
    "f: x escape-param 'o->next' by st @10\n" },
  /* Handed back.  */
  { "func id(p*)\n"
    "b0:\n"
    "  ret p\n"
    "func f()\n"
    "  local x 4\n"
    "b0:\n"
    "  t = call id(&x)\n"
    "  ret t\n",
    "f: x escape-return '' @8\n" },
  /* ... by a callee of the callee, moved.  */
  { "func inner(p*)\n"
    "b0:\n"
    "  q = add p 8\n"
    "  ret q\n"
    "func outer(p*)\n"
    "b0:\n"
    "  q = call inner(p)\n"
    "  ret q\n"
    "func f()\n"
    "  local x 24\n"
    "b0:\n"
    "  t = call outer(&x)\n"
    "  ret t\n",
    "f: x escape-return '' @13\n" },
  /* What the argument leads to is handed back, not all of it.  */
  { "global g 8\n"
    "func deref(p*)\n"
    "b0:\n"
    "  q = load [p + 8] 8\n"
    "  ret q\n"
    "func f()\n"
    "  local x 4\n"
    "  local y 4\n"
    "  local s 16\n"
    "b0:\n"
    "  store [&s] 8 = &y\n"
    "  store [&s + 8] 8 = &x\n"
    "  t = call deref(&s)\n"
    "  store [&g] 8 = t\n"
    "  ret\n",
    "f: x escape-global 'g' @14\n" },
  /* Fresh memory from a callee.  */
  { "func mk()\n"
    "b0:\n"
    "  p = new 16\n"
    "  ret p\n"
    "func f()\n"
    "  local x 4\n"
    "b0:\n"
    "  p = call mk()\n"
    "  store [p] 8 = &x\n"
    "  ret p\n",
    "f: x escape-heap '*p' @9\n" },
  /* Fresh memory with the argument in it.  */
  { "func mk(v*)\n"
    "b0:\n"
    "  p = new 16\n"
    "  store [p] 8 = v\n"
    "  ret p\n"
    "func f()\n"
    "  local x 4\n"
    "b0:\n"
    "  p = call mk(&x)\n"
    "  ret p\n"
    "func ok()\n"
    "  local x 4\n"
    "b0:\n"
    "  p = call mk(&x)\n"
    "  free p\n"
    "  ret\n",
    "f: x escape-heap '' by mk @9\n" },
};

START_TEST (summaries) { CHECK_CASES (summaries_cases, 0); }
END_TEST

/* Calls through pointers.  */
static const struct reach_case callbacks_cases[] = {
  /* An unknown callee sees what it is handed and what that leads to.  */
  { "func f()\n"
    "  local x 4\n"
    "  local y 8\n"
    "b0:\n"
    "  store [&y] 8 = &x\n"
    "  call mystery(&y)\n"
    "  ret\n",
    "f: x escape-call 'mystery' by mystery ? @6\n"
    "f: y escape-call 'mystery' by mystery ? @6\n" },
  /* An unknown callback.  */
  { "func f(p*)\n"
    "  local x 4\n"
    "b0:\n"
    "  call *p(&x)\n"
    "  ret\n",
    "f: x escape-call 'p' by p ? @4\n" },
  /* A known callback keeps its argument or does not.  */
  { "global g 8\n"
    "func keep(a*)\n"
    "b0:\n"
    "  store [&g] 8 = a\n"
    "  ret\n"
    "func apply(cb*, a*)\n"
    "b0:\n"
    "  call *cb(a)\n"
    "  ret\n"
    "func f()\n"
    "  local x 4\n"
    "b0:\n"
    "  call apply(&keep, &x)\n"
    "  ret\n"
    "func nothing(a*)\n"
    "b0:\n"
    "  ret\n"
    "func ok()\n"
    "  local x 4\n"
    "b0:\n"
    "  call apply(&nothing, &x)\n"
    "  ret\n",
    "f: x escape-call 'g' by apply @13\n" },
  /* A callback hands its argument back.  */
  { "global g 8\n"
    "func id(a*)\n"
    "b0:\n"
    "  ret a\n"
    "func apply(cb*, a*)\n"
    "b0:\n"
    "  r = call *cb(a)\n"
    "  ret r\n"
    "func f()\n"
    "  local x 4\n"
    "b0:\n"
    "  r = call apply(&id, &x)\n"
    "  ret r\n",
    "f: x escape-return '' @13\n" },
  /* A constant table of functions.  */
  { "global g 8\n"
    "global ops 16 static const\n"
    "  init 0 8 = &keep\n"
    "  init 8 8 = &drop\n"
    "func keep(a*)\n"
    "b0:\n"
    "  store [&g] 8 = a\n"
    "  ret\n"
    "func drop(a*)\n"
    "b0:\n"
    "  ret\n"
    "func f()\n"
    "  local x 4\n"
    "b0:\n"
    "  p = load [&ops] 8\n"
    "  call *p(&x)\n"
    "  ret\n"
    "func ok()\n"
    "  local x 4\n"
    "b0:\n"
    "  p = load [&ops + 8] 8\n"
    "  call *p(&x)\n"
    "  ret\n"
    "func either(i:8)\n"
    "  local x 4\n"
    "b0:\n"
    "  p = load [&ops + i*8 + 0] 8\n"
    "  call *p(&x)\n"
    "  ret\n",
    "f: x escape-call 'g' by p @16\n"
    "either: x escape-call 'g' by p @28\n" },
  /* A variable that only ever holds known functions.  */
  { "global g 8\n"
    "global hook 8 static\n"
    "  init 0 8 = 0\n"
    "func keep(a*)\n"
    "b0:\n"
    "  store [&g] 8 = a\n"
    "  ret\n"
    "func install()\n"
    "b0:\n"
    "  store [&hook] 8 = &keep\n"
    "  ret\n"
    "func f()\n"
    "  local x 4\n"
    "b0:\n"
    "  p = load [&hook] 8\n"
    "  call *p(&x)\n"
    "  ret\n",
    "f: x escape-call 'g' by p @16\n" },
};

START_TEST (callbacks) { CHECK_CASES (callbacks_cases, 0); }
END_TEST

/* Functions that call themselves.  */
static const struct reach_case recursion_cases[] = {
  /* An inner instance's object in the outer one's.  */
  { "func rec(o*, n:4)\n"
    "  local x 4\n"
    "  local p 8\n"
    "b0:\n"
    "  store [o] 8 = &x\n"
    "  call rec(&p, n)\n"
    "  ret\n",
    "rec: x escape-param '*o' @5\n" },
  /* Mutual recursion keeps the result apart from the rest.  */
  { "func even(p*, n:4)\n"
    "b0:\n"
    "  if n == 0 b1 b2\n"
    "b1:\n"
    "  ret p\n"
    "b2:\n"
    "  m:4 = add n -1\n"
    "  q = call odd(p, m)\n"
    "  ret q\n"
    "func odd(p*, n:4)\n"
    "b0:\n"
    "  m:4 = add n -1\n"
    "  q = call even(p, m)\n"
    "  ret q\n"
    "func f()\n"
    "  local x 4\n"
    "b0:\n"
    "  r = call even(&x, 4)\n"
    "  ret r\n"
    "func ok()\n"
    "  local x 4\n"
    "b0:\n"
    "  r = call even(&x, 4)\n"
    "  v:4 = load [r] 4\n"
    "  ret v\n",
    "f: x escape-return '' @19\n" },
};

START_TEST (recursion) { CHECK_CASES (recursion_cases, 0); }
END_TEST

/* What is known without a body.  */
static const struct reach_case contracts_cases[] = {
  /* The library's own memory, and its rule.  */
  { "hidden lib.slot escape-thread\n"
    "func start(a*)\n"
    "b0:\n"
    "  store [&lib.slot] 8 = a\n"
    "  ret\n"
    "func f()\n"
    "  local x 4\n"
    "b0:\n"
    "  call start(&x)\n"
    "  ret\n",
    "f: x escape-thread 'lib.slot' by start @9\n" },
  /* A pure function keeps nothing but may hand back.  */
  { "func f()\n"
    "  local x 4\n"
    "b0:\n"
    "  pure call look(&x)\n"
    "  t = pure call find(&x)\n"
    "  ret t\n",
    "f: x escape-return '' ? @6\n" },
  /* The compiler knows that it does not escape.  */
  { "func f()\n"
    "  local x 4\n"
    "b0:\n"
    "  call read(&x) noescape 1\n"
    "  ret\n",
    "" },
  /* A declared contract covers the pointer, not what it leads to.  */
  { "func nice(p* noescape)\n"
    "func f()\n"
    "  local x 8\n"
    "  local y 4\n"
    "b0:\n"
    "  store [&x] 8 = &y\n"
    "  call nice(&x)\n"
    "  ret\n",
    "f: y escape-call 'nice' by nice ? @7\n" },
  /* A contract that the body breaks.  */
  { "global g 8\n"
    "func bad(p* noescape)\n"
    "b0:\n"
    "  store [&g] 8 = p\n"
    "  ret\n",
    "bad:  noescape-broken 'g' by p @4\n" },
  /* A weak function may be replaced.  */
  { "global g 8\n"
    "func weakone(p*) weak\n"
    "b0:\n"
    "  ret\n"
    "func f()\n"
    "  local x 4\n"
    "b0:\n"
    "  call weakone(&x)\n"
    "  ret\n",
    "f: x escape-call 'weakone' by weakone ? @8\n" },
  /* An argument that only va_arg finds.  */
  { "func var(n:4, ...)\n"
    "b0:\n"
    "  ret\n"
    "func f()\n"
    "  local x 4\n"
    "b0:\n"
    "  call var(1, &x)\n"
    "  ret\n",
    "f: x escape-call 'var' by var ? @7\n" },
};

START_TEST (contracts) { CHECK_CASES (contracts_cases, 0); }
END_TEST

/* More than one value at a time.  */
static const struct reach_case aggregates_cases[] = {
  /* A callback with its context.  */
  { "global cb 8\n"
    "global ctx 8\n"
    "global reg 16\n"
    "func h(a*)\n"
    "b0:\n"
    "  ret\n"
    "func set(f*, c*)\n"
    "b0:\n"
    "  store [&reg] 8 = f\n"
    "  store [&reg + 8] 8 = c\n"
    "  ret\n"
    "func f()\n"
    "  local x 4\n"
    "b0:\n"
    "  call set(&h, &x)\n"
    "  ret\n"
    "func direct()\n"
    "  local x 4\n"
    "b0:\n"
    "  store [&reg] 8 = &h\n"
    "  store [&reg + 8] 8 = &x\n"
    "  ret\n",
    "f: x escape-closure 'reg' by set @15\n"
    "direct: x escape-closure 'reg' @21\n" },
  /* A struct by value.  */
  { "func two(s[16]*)\n"
    "b0:\n"
    "  p = load [&s + 8] 8\n"
    "  ret p\n"
    "func f()\n"
    "  local x 4\n"
    "  local t 16\n"
    "b0:\n"
    "  store [&t + 8] 8 = &x\n"
    "  r = call two({[&t] 16})\n"
    "  ret r\n"
    "func ok()\n"
    "  local x 4\n"
    "  local t 16\n"
    "b0:\n"
    "  store [&t] 8 = &x\n"
    "  r = call two({[&t] 16})\n"
    "  ret r\n",
    "f: x escape-return '' @11\n" },
  /* A struct as result.  */
  { "func mk(p*)\n"
    "  local r result 16\n"
    "b0:\n"
    "  store [&r + 8] 8 = p\n"
    "  ret {[&r] 16}\n"
    "func f()\n"
    "  local x 4\n"
    "  local t 16\n"
    "b0:\n"
    "  call mk(&x) -> [&t] 16\n"
    "  p = load [&t + 8] 8\n"
    "  q = load [&t] 8\n"
    "  ret p\n",
    "f: x escape-return '' @13\n" },
};

START_TEST (aggregates) { CHECK_CASES (aggregates_cases, 0); }
END_TEST

int
main (void)
{
  TCase *t = tcase_create ("reach_calls");
  tcase_add_test (t, summaries);
  tcase_add_test (t, callbacks);
  tcase_add_test (t, recursion);
  tcase_add_test (t, contracts);
  tcase_add_test (t, aggregates);
  return unit_main ("reach_calls", t);
}
