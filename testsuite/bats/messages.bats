# SPDX-License-Identifier: GPL-3.0-or-later
# messages.bats - what a finding looks like, and that GCC's options act on it.

load common

@test "a finding has its place, CWE and rule, in this order" {
  escape bad.c
  ends 0
  [[ $output =~ bad\.c:6:8:\ warning:\ .*\'node\'.*\'head\'.*\ \[CWE-825\]\ \[escape-global\] ]]
  has "In function 'leave':"
}

@test "a finding shows the source and a numbered path" {
  escape bad.c
  has "    6 |   head = &node;"
  has "'leave': events 1-"
  has "(1) "
  has "(2) "
}

@test "-fdiagnostics-path-format acts" {
  escape bad.c -fdiagnostics-path-format=none
  lacks "(1)"
  escape bad.c -fdiagnostics-path-format=separate-events
  has "note: (1) "
  times 1 "[escape-global]"
}

@test "-fdiagnostics-format=json holds rule, CWE and path" {
  "$CC" -fdiagnostics-format=json -E bad.c >/dev/null 2>&1 || skip
  escape bad.c -fdiagnostics-format=json
  has '"option": "escape-global"'
  has '"cwe": 825'
  has '"path": ['
}

@test "-w silences" {
  escape bad.c -w
  ends 0
  [ -z "$output" ]
}

@test "-Werror fails, and the last bracket stays" {
  escape bad.c -Werror
  ends 1
  has "error: "
  has "[CWE-825] [escape-global]"
}

@test "system headers are silent unless asked for" {
  mkdir sys
  cp bad.c sys/bad.h
  echo '#include <bad.h>' >user.c
  escape user.c -isystem sys
  [ -z "$output" ]
  escape user.c -isystem sys -Wsystem-headers
  has "[escape-global]"
  escape user.c -I sys
  has "[escape-global]"
}

@test "a per cent sign in a name does not confuse" {
  escape bad.c -D'node=n_d_n'
  has "[escape-global]"
}

@test "the same output at every level of optimisation" {
  escape bad.c -O0
  one=$output
  has "[escape-global]"
  for o in -Og -O1 -O2 -O3 -Os "-O2 -g"; do
    escape bad.c $o
    [ "$one" = "$output" ]
  done
}

@test "the object code is the same with and without" {
  for o in -O0 -O2 "-O2 -g" "-Og -g3" "-O2 -flto -frandom-seed=1" "-frecord-gcc-switches"; do
    "$CC" -c $o bad.c -o plain.o
    escape bad.c $o -o with.o -a level=audit -a m=2
    cmp plain.o with.o
  done
}

@test "notes are one line each, sorted and unique" {
  cat >m.c <<'END'
int *id (int *p) { return p; }
int get (int *q) { return *q; }
int *g;
void keep (int *r) { g = r; }
END
  escape m.c -a m
  ends 0
  [[ $output =~ m\.c:1:[0-9]+:\ note:\ leaking\ param:\ p\ to\ result ]]
  [[ $output =~ m\.c:2:[0-9]+:\ note:\ q\ does\ not\ escape ]]
  [[ $output =~ m\.c:4:[0-9]+:\ note:\ leaking\ param:\ r ]]
  sorted=$(sort -t: -k2,2n -k3,3n -s <<<"$output")
  [ "$sorted" = "$output" ]
  [ "$(uniq <<<"$output")" = "$output" ]
  lacks " | "
}

@test "m=2 adds the flow" {
  escape bad.c -a m -a disable=all
  one=$(wc -l <<<"$output")
  escape bad.c -a m=2 -a disable=all
  [ "$(wc -l <<<"$output")" -gt "$one" ]
  has "flow:"
}

@test "-fsyntax-only is told that nothing is analysed" {
  run "$CC" -fplugin="$ESCAPE_PLUGIN" -fsyntax-only bad.c
  ends 0
  times 1 "warning: "
  has "-fsyntax-only"
}

@test "preprocessing is silent" {
  run "$CC" -fplugin="$ESCAPE_PLUGIN" -E -o /dev/null bad.c
  ends 0
  [ -z "$output" ]
}

@test "a finding in a macro is where the macro is used" {
  mkdir sys
  echo '#define PUSH(list, node) ((node)->next = (list), (list) = (node))' \
    >sys/push.h
  cat >m.c <<'END'
#include <push.h>
#define CALL(statement) do { statement; } while (0)
struct n { struct n *next; } *one, *two;
void
body (void)
{
  struct n n;
  PUSH (one, &n);
}
void
argument (void)
{
  struct n n;
  CALL (
    two = &n
  );
}
END
  for how in -I -isystem; do
    escape m.c $how sys
    times 2 "[escape-global]"
    has "m.c:8:3: warning: "
    has "m.c:15:9: warning: "
  done
}

@test "of a thousand findings and more, the rest are one line each" {
  {
    echo 'int *g;'
    for i in $(seq 1001); do echo "void f$i (void) { int x; g = &x; }"; done
  } >many.c
  escape many.c
  times 1001 "[escape-global]"
  times 1000 ": events 1-"
  has "only the first 1000 of 1001 findings are shown with the source"
}
