# SPDX-License-Identifier: GPL-3.0-or-later
# suppressions.bats - `#pragma escape`, escape.h and what is wrong with them.

load common

# source_text <TEXT: a file s.c, after `int *g, *h, *i, *j;`, with escape.h at hand.
source_text ()
{
  { echo '#include "escape.h"'; echo 'int *g, *h, *i, *j;'; cat; } >s.c
}

check ()
{
  escape s.c -I"$top/include" -Wall -Wextra "${quiet[@]}" "$@"
}

@test "push, ignored, pop" {
  source_text <<'END'
#pragma escape push
#pragma escape ignored "escape-global" "read before f returns"
void f (void) { int x; g = &x; }
#pragma escape pop
void k (void) { int y; h = &y; }
END
  check
  times 1 "[escape-global]"
  has "s.c:7:"
}

@test "ignored without push holds to the end of the source" {
  source_text <<'END'
#pragma escape ignored "escape-*" "all of this is meant"
void f (void) { int x; g = &x; }
void k (void) { int y; h = &y; }
END
  check
  [ -z "$output" ]
}

@test "inside a function, and nested" {
  source_text <<'END'
void
f (void)
{
  int x, y;
#pragma escape push
#pragma escape ignored "escape-heap,escape-global" "why"
  g = &x;
#pragma escape push
#pragma escape pop
#pragma escape pop
  h = &y;
}
END
  check
  times 1 "[escape-global]"
  has "s.c:13:"
}

@test "ok holds for one statement" {
  source_text <<'END'
void
f (int c)
{
  int x, y;
  if (c)
#pragma escape ok "escape-global" "under an if, over two lines"
    g =
      &x;
  h = &y;
}
END
  check
  times 1 "[escape-global]"
  has "s.c:11:"
}

@test "ok before a statement that holds others" {
  source_text <<'END'
void
f (int c)
{
  int x, y;
#pragma escape ok "all" "the whole if"
  if (c)
    {
      c++;
      g = &x;
    }
  else
    g = &y;
}
END
  check
  [ -z "$output" ]
}

@test "ok before a function" {
  source_text <<'END'
#pragma escape ok "escape-global" "the whole function"
void
f (int c)
{
  int x, y;
  g = &x;
  if (c)
    h = &y;
}
void k (void) { int y; h = &y; }
END
  check
  times 1 "[escape-global]"
  has "s.c:12:"
}

@test "escape.h's macros" {
  source_text <<'END'
#include <stdlib.h>
void each (int *p ESCAPE_NOESCAPE);
void
f (int c)
{
  int x, y, z, w;
  ESCAPE_OK ("escape-global", "reason (with brackets), and commas") g = &x;
  if (c)
    ESCAPE_OK ("escape-global", "the if keeps its body")
    h = &y;
  ESCAPE_OK_BEGIN ("escape-*", "two of them")
  i = &z;
  j = &w;
  ESCAPE_OK_END
  char *m = ESCAPE_ON_STACK (malloc (10));
  free (m);
}
END
  check
  [ -z "$output" ]
  run "$CC" -I"$top/include" -Wall -Wextra "${quiet[@]}" -c s.c
  ends 0
  [ -z "$output" ]
}

@test "a macro that pushes and pops around its own statement" {
  source_text <<'END'
#define MEANT(S)                                                              \
  _Pragma ("escape push") _Pragma ("escape ignored \"all\" \"macro\"")        \
  S _Pragma ("escape pop")
void f (void) { int x; MEANT (g = &x;) }
void k (void) { int y; h = &y; }
END
  check
  times 1 "[escape-global]"
  has "s.c:7:"
}

@test "pragmas survive -save-temps and work in C++" {
  source_text <<'END'
void
f (void)
{
  int x;
  ESCAPE_OK ("escape-global", "kept in the .ii file")
  g = &x;
}
END
  check -save-temps
  [ -z "$output" ]
  cp s.c s.cc
  run "$CXX" -fplugin="$ESCAPE_PLUGIN" -I"$top/include" \
    "${quiet[@]}" -c s.cc
  [ -z "$output" ]
}

@test "what suppresses nothing is reported" {
  source_text <<'END'
#pragma escape ok "escape-heap" "nothing of the kind"
void f (void) { int x; g = &x; }
END
  check
  times 1 "[unused-suppression]"
  has "s.c:3:9: warning: "
  has "'escape-heap'"
  times 1 "[escape-global]"
  check -fplugin-arg-escape-disable=unused-suppression
  times 0 "[unused-suppression]"
  check -fplugin-arg-escape-error=unused-suppression
  ends 1
}

@test "a suppression is used although its rule is off or its level too high" {
  source_text <<'END'
void take (void *);
void
f (void)
{
  int x;
  ESCAPE_OK ("escape-*", "take keeps nothing")
  take (&x);
}
void
k (void)
{
  int x;
  ESCAPE_OK ("escape-global", "meant")
  g = &x;
}
END
  check
  [ -z "$output" ]
  check -fplugin-arg-escape-disable=all -fplugin-arg-escape-enable=unused-suppression
  [ -z "$output" ]
}

@test "a suppression in a function that was not analysed is not judged" {
  source_text <<'END'
static inline void
f (void)
{
  int x;
  ESCAPE_OK ("escape-heap", "nobody calls this")
  g = &x;
}
END
  check
  lacks "[unused-suppression]"
}

@test "malformed pragmas are told what is wrong" {
  source_text <<'END'
#pragma escape
#pragma escape bogus
#pragma escape pop
#pragma escape ignored
#pragma escape ignored escape-global "why"
#pragma escape ignored "escape-globl" "why"
#pragma escape ignored "escape-global"
#pragma escape ignored "escape-global" ""
#pragma escape ignored "escape-global" "why" "more"
#pragma escape push x
#pragma escape ok
#pragma escape push
void f (void) { int x; g = &x; }
END
  check
  ends 0
  for line in 3 4 5 6 7 8 9 10 11 12 13 14; do
    times 1 "s.c:$line:9: warning: "
  done
  has "did you mean 'escape-global'"
  has "needs a reason"
  has "without '#pragma escape push'"
  has "without '#pragma escape pop'"
  times 1 "[escape-global]"
}

@test "misplaced attributes are told" {
  source_text <<'END'
void a (int n __attribute__ ((noescape)));
int b __attribute__ ((noescape));
void c (int *p __attribute__ ((noescape)));
END
  check
  times 2 "[-Wattributes]"
  has "not a pointer"
}

@test "every spelling of noescape is known" {
  source_text <<'END'
#if !__has_attribute (noescape)
#error no noescape
#endif
#if !__has_c_attribute (clang::noescape) || !__has_c_attribute (escape::noescape)
#error no scoped noescape
#endif
void a (int *p __attribute__ ((noescape)));
void b (int *p [[clang::noescape]]);
void c (int *p [[escape::noescape]]);
void d (int p[] ESCAPE_NOESCAPE, void (*f) (int *q ESCAPE_NOESCAPE));
END
  check -std=c2x
  [ -z "$output" ]
}
