# SPDX-License-Identifier: GPL-3.0-or-later
# facts.bats - findings travel in object files, and are read back.

load common

finding="bad.c:6:8: warning: address of local variable 'node' is left in 'head'"

@test "an object file carries its findings" {
  object bad.c
  tool report bad.o
  ends 0
  has "$finding"
  has "[CWE-825] [escape-global]"
  has "bad.c:5:7: note: (1) 'node' is declared here"
  has "1 finding: 1 definite"
  has "analysed 1 translation unit, 1 function;"
}

@test "quiet shows nothing; without it the compiler shows the same" {
  run object bad.c
  ends 0
  [ -z "$output" ]
  escape bad.c -a facts
  has "[escape-global]"
}

@test "the section costs the program nothing" {
  cat bad.c - >prog.c <<<'int main (void) { leave (); return 0; }'
  object prog.c
  "$CC" -c prog.c -o plain.o
  objcopy -R .escape.facts prog.o stripped.o
  cmp stripped.o plain.o
  "$CC" prog.o -o with
  "$CC" plain.o -o without
  cmp with without
}

@test "the section is the same bytes each time" {
  object bad.c -o a.o
  object bad.c -o b.o
  cmp a.o b.o
}

@test "facts survive ar, ld -r, strip, objcopy and -S" {
  object bad.c
  object good.c
  ar rc lib.a bad.o good.o
  ld -r bad.o good.o -o both.o
  strip -g bad.o -o stripped.o
  objcopy --strip-unneeded bad.o copied.o
  object bad.c -S -o bad.s
  "$CC" -c bad.s -o assembled.o
  for f in lib.a both.o stripped.o copied.o assembled.o; do
    tool report "$f"
    ends 0
    has "$finding"
  done
  tool report both.o
  has "analysed 2 translation units"
  tool report lib.a
  has "analysed 2 translation units"
}

@test "facts survive LTO objects, slim and fat" {
  object bad.c -flto -O2 -o slim.o
  object bad.c -flto -ffat-lto-objects -O2 -o fat.o
  tool report slim.o
  has "$finding"
  tool report fat.o
  has "$finding"
}

@test "thin archives name their members" {
  mkdir dir
  cp bad.c dir/a_rather_long_name_of_a_file.c
  (cd dir && object a_rather_long_name_of_a_file.c)
  object good.c
  ar rcT thin.a dir/a_rather_long_name_of_a_file.o good.o
  tool report thin.a
  ends 0
  has "analysed 2 translation units"
  rm good.o
  tool report thin.a
  ends 2
  has "good.o: No such file"
}

@test "a unit that is there twice counts once, in any order" {
  object bad.c
  object good.c
  ar rc lib.a bad.o good.o
  tool report bad.o lib.a good.o
  ends 0
  first=$output
  has "1 finding:"
  has "skipped 2 repeated units"
  tool report good.o lib.a bad.o
  [ "$output" = "$first" ]
}

@test "a folder is read whole; what is something else is passed over" {
  mkdir -p tree/sub
  object bad.c -o tree/sub/bad.o
  "$CC" -c good.c -o tree/good.o
  echo text >tree/readme
  tool report tree
  ends 0
  has "$finding"
  has "skipped 1 object file without facts"
}

@test "nothing analysed is no success" {
  "$CC" -c good.c -o plain.o
  tool report plain.o
  ends 3
  has "nothing was analysed: the objects have no facts"
  mkdir empty
  tool gate empty
  ends 3
  has "nothing was analysed"
  tool gate plain.o
  ends 3
  lacks "passes"
}

@test "what cannot be read is named" {
  object bad.c
  tool report none.o
  ends 2
  has "none.o: No such file"
  tool report bad.c
  ends 2
  has "bad.c: this is no object file"
  head -c 300 bad.o >cut.o
  tool report cut.o
  ends 2
  has "cut.o"
  mkdir tree
  cp cut.o bad.o tree
  tool report tree
  ends 3
  has "tree/cut.o"
  has "$finding"
  has "1 damaged file"
}

@test "damaged facts are told from none" {
  object bad.c
  objcopy --dump-section .escape.facts=facts bad.o
  size=$(stat -c %s facts)
  tool report facts
  ends 0
  head -c $((size - 5)) facts >cut
  tool report cut
  ends 2
  has "cut: the facts are truncated"
  { head -c $((size - 5)) facts; printf 'xxxxx'; } >damaged
  tool report damaged
  ends 2
  has "damaged: the facts are damaged"
}

@test "suppressed findings travel with their reasons" {
  meant
  object meant.c
  tool report meant.o
  ends 0
  has "0 findings"
  has "1 suppressed"
  tool report --format json meant.o
  has '"suppressed": "inSource"'
  has '"reason": "cleared by the caller"'
  object bad.c -fplugin-arg-escape-disable=escape-global
  tool report bad.o
  has "1 suppressed"
}

@test "likely findings are in the facts of a build at level definite" {
  cat >maybe.c <<'SRC'
int *head;
extern void other (int **);
void
leave (void)
{
  int node = 0;
  head = &node;
  other (&head);
}
SRC
  object maybe.c
  tool report maybe.o
  has "warning: likely: address of local variable 'node'"
  tool report --level definite maybe.o
  has "0 findings"
}

@test "wrong use is exit status 2 and says what is right" {
  tool
  ends 2
  tool repot
  ends 2
  has "did you mean 'report'?"
  tool report
  ends 2
  has "INPUT is missing"
  tool report --format xml good.o
  ends 2
  tool report --level sure good.o
  ends 2
  has "a level is definite, likely or audit"
  tool --version
  ends 0
  tool report --help
  ends 0
  has "Usage: escape report"
}

@test "a report is written as a whole or not at all" {
  object bad.c
  tool report bad.o -o /dev/full
  ends 2
  has "/dev/full: No space left"
  echo old >kept
  tool report bad.o -o missing/kept
  ends 2
  has "missing/kept: No such file"
  tool report bad.o -o kept
  ends 0
  grep -q "1 finding" kept
}
