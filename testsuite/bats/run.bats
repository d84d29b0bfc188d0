# SPDX-License-Identifier: GPL-3.0-or-later
# run.bats - builds with the plugin in every gcc call.

bats_require_minimum_version 1.5.0
load common

project ()
{
  export XDG_CACHE_HOME=$PWD/cache CCACHE_DIR=$PWD/ccache
  mkdir "a project"
  cd "a project" || return 1
  cp ../bad.c ../good.c .
  printf '%s\n' 'all: bad.o good.o' '	@echo built' >Makefile
}

@test "run leaves output and status alone, and sums up" {
  project
  "$ESCAPE_COMMAND" run -- make -s CC="$CC" >out 2>err
  [ "$(cat out)" = built ]
  grep -q "bad.c:6:8: warning: address of local variable 'node'" err
  grep -q "analysed 2 translation units, 2 functions" err
  run "$ESCAPE_COMMAND" run -- sh -c 'exit 7'
  ends 7
  run -127 "$ESCAPE_COMMAND" run -- none-such
  has "none-such"
}

@test "the objects are those of a build without, and carry the facts" {
  project
  "$ESCAPE_COMMAND" run -- make -s CC="$CC" 2>/dev/null
  tool gate .
  ends 1
  has "the gate fails: 1 new"
  objcopy -R .escape.facts bad.o stripped
  "$CC" -c bad.c -o plain
  cmp stripped plain
}

@test "a compiler named by its path is watched too, and -Werror breaks nothing" {
  project
  "$ESCAPE_COMMAND" run -- make -s CC="$(command -v "$CC") -Werror" 2>err
  grep -q "analysed 2 translation units" err
}

@test "sources that are compiled and linked at once are collected" {
  project
  echo 'int main (void) { return 0; }' >main.c
  "$ESCAPE_COMMAND" run -o kept -- "$CC" main.c bad.c -o prog 2>err
  grep -q "analysed 2 translation units" err
  tool report kept
  ends 0
  has "[escape-global]"
}

@test "nothing analysed is exit status 3, and says why" {
  project
  run "$ESCAPE_COMMAND" run -- true
  ends 3
  has "no compiler was called"
  run "$ESCAPE_COMMAND" run
  ends 2
  has "the build command is missing"
}

@test "the arguments of the plugin are handed on" {
  project
  run "$ESCAPE_COMMAND" run level=audit max-local=1 -- make -s CC="$CC"
  ends 0
  has "[large-local]"
}

@test "the probes of configure are neither disturbed nor counted" {
  project
  cp bad.c conftest.c
  mkdir -p CMakeFiles/CMakeScratch
  cp bad.c CMakeFiles/CMakeScratch/src.c
  run "$ESCAPE_COMMAND" run -- sh -c \
    "$CC -c conftest.c && cd CMakeFiles/CMakeScratch && $CC -c src.c && echo 'int x;' | $CC -c -x c - -o y.o"
  ends 3
  has "analysed 0 translation units"
}

@test "a GCC that no plugin fits is said" {
  project
  cp "$ESCAPE_PLUGIN" other.so
  printf 'x' >other.so
  run "$ESCAPE_COMMAND" run --plugin other.so -- make -s CC="$CC"
  ends 3
  has "2 compilations by a GCC that no plugin fits"
}

@test "ccache: the second build hits, with the same findings" {
  command -v ccache >/dev/null || skip "ccache is not installed"
  project
  "$ESCAPE_COMMAND" run -- make -s CC="ccache $CC" >/dev/null 2>first
  rm -f ./*.o
  ccache -z >/dev/null
  "$ESCAPE_COMMAND" run -- make -s CC="ccache $CC" >/dev/null 2>second
  cmp first second
  ccache -s | grep -qE 'Hits: +2|cache hit \(direct\) +2'
  rm -f ./*.o
  make -s CC="ccache $CC"
  ! objdump -h bad.o | grep -q escape
}

@test "replay analyses without building" {
  project
  cat >compile_commands.json <<END
[ { "directory": "$PWD", "file": "bad.c",
    "command": "$CC -c -MD -MF bad.d -o bad.o \"bad.c\"" },
  { "directory": "$PWD", "file": "good.c",
    "arguments": ["$CC", "-c", "good.c", "-o", "good.o"] } ]
END
  tool replay -j 2
  ends 0
  has "[escape-global]"
  has "2 compilations replayed, 0 failed"
  [ ! -e bad.o ] && [ ! -e bad.d ]
  tool replay good.c
  ends 0
  has "1 compilation replayed"
  lacks "[escape-global]"
  rm bad.c
  tool replay
  ends 3
  has "1 failed"
  echo '{' >compile_commands.json
  tool replay
  ends 2
  has "compile_commands.json"
}
