# SPDX-License-Identifier: GPL-3.0-or-later
# sarif.bats - SARIF from the plugin and from the command.

load common

valid ()
{
  run python3 "$top/testsuite/sarif/check" "$@"
  ends 0
}

@test "the plugin and the command write valid SARIF, the same" {
  escape bad.c -a facts -a quiet -a sarif=plugin.sarif
  ends 0
  tool report --format sarif --level definite bad.o -o command.sarif
  ends 0
  valid plugin.sarif command.sarif
  diff <(cat plugin.sarif; echo) command.sarif
}

@test "a unit without findings is a report too" {
  escape good.c -a sarif=good.sarif
  ends 0
  valid good.sarif
  grep -q '"results": \[\]' good.sarif
  tool gate good.sarif
  ends 0
}

@test "a folder holds a file for each unit, also under make -j" {
  mkdir -p a b
  for i in 1 2 3 4 5 6; do cp bad.c "a/u$i.c"; cp bad.c "b/u$i.c"; done
  printf '%s\n' 'objects := $(patsubst %.c,%.o,$(wildcard */*.c))' \
    'all: $(objects)' >Makefile
  flags="-fplugin=$ESCAPE_PLUGIN -fplugin-arg-escape-quiet"
  flags+=" -fplugin-arg-escape-sarif=$PWD/out/"
  make -s -j4 CC="$CC" CFLAGS="$flags"
  [ "$(ls out | wc -l)" -eq 12 ]
  ! ls out | grep -v '\.sarif$'
  valid out/*.sarif
  tool report out
  ends 0
  has "12 findings"
  has "analysed 12 translation units"
  rm a/*.o
  make -s CC="$CC" CFLAGS="$flags"
  [ "$(ls out | wc -l)" -eq 12 ]
}

@test "SARIF that cannot be written fails the compilation and names it" {
  escape bad.c -a sarif=missing/x.sarif
  ends 1
  has "missing/x.sarif: No such file"
  escape bad.c -a sarif=/dev/full
  ends 1
  has "No space left"
}

@test "the gate takes SARIF for the objects" {
  object bad.c
  tool report --format sarif bad.o -o bad.sarif
  tool gate --baseline base --update-baseline bad.o
  tool gate --baseline base bad.sarif
  ends 0
  has "1 unchanged"
  tool report --format sarif bad.sarif -o again.sarif
  cmp bad.sarif again.sarif
}

@test "suppressed findings are in it, with kind and reason" {
  meant
  escape meant.c -a quiet -a sarif=meant.sarif
  valid meant.sarif
  grep -q '"kind": "inSource"' meant.sarif
  grep -q '"justification": "cleared by the caller"' meant.sarif
}

@test "names with special characters are encoded" {
  cp bad.c 'a b#ü%.c'
  escape 'a b#ü%.c' -o x.o -a quiet -a sarif=x.sarif
  valid x.sarif
  grep -q '"uri": "a%20b%23%C3%BC%25.c"' x.sarif
  tool report x.sarif
  has 'a b#ü%.c:6:8'
}

@test "columns count characters" {
  printf 'int *head;\nvoid f (void) { int node = 0; /* \303\274 */ head = &node; }\n' >u.c
  escape u.c -a quiet -a sarif=u.sarif
  valid u.sarif
  grep -q '"startColumn": 44' u.sarif
}

@test "malformed SARIF is named; another tool's is passed over" {
  echo '{ "version": ' >cut.sarif
  tool report cut.sarif
  ends 2
  has "cut.sarif: line"
  echo '{ "version": "1.0" }' >old.sarif
  tool report old.sarif
  ends 2
  has "old.sarif: this is no SARIF 2.1.0"
  echo '{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"other"}},"results":[]}]}' >other.sarif
  tool report other.sarif
  ends 3
  has "other.sarif: passed over: a report of 'other'"
  echo '{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"escape"}},"results":[{}]}]}' >ours.sarif
  tool report ours.sarif
  ends 2
  has "ours.sarif: result 1"
}
