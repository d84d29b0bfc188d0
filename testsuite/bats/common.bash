# SPDX-License-Identifier: GPL-3.0-or-later
# common.bash - what the bats files share.
#
# ESCAPE_PLUGIN is the plugin to test and CC the compiler that it was built
# for; testsuite/run-all sets both.

: "${CC:=gcc}" "${CXX:=g++}"
top=$(realpath "$BATS_TEST_DIRNAME/../..")
: "${ESCAPE_PLUGIN:=$top/build/escape.so}"
: "${ESCAPE_COMMAND:=${ESCAPE_PLUGIN%.so}}"
export LC_ALL=C

# GCC's own opinion on the same code, where it has one, is not under test.
quiet=()
"$CC" -Wdangling-pointer -E -x c - </dev/null >/dev/null 2>&1 \
  && quiet=(-Wno-dangling-pointer)

setup ()
{
  cd "$BATS_TEST_TMPDIR" || return 1
  cat >bad.c <<'END'
int *head;
void
leave (void)
{
  int node = 0;
  head = &node;
}
END
  cat >good.c <<'END'
int add (int a, int b) { return a + b; }
END
}

# meant: write meant.c, bad.c with a suppression and its reason.
meant ()
{
  sed '/head = &node/i #pragma escape ok "escape-global" "cleared by the caller"' \
    bad.c >meant.c
}

# escape [OPTIONS]: compile with the plugin.  A word -a NAME[=VALUE] becomes
# the plugin's argument; output and status are bats's.
escape ()
{
  local args=()
  while [ $# -gt 0 ]; do
    if [ "$1" = -a ]; then
      args+=("-fplugin-arg-escape-$2")
      shift
    else
      args+=("$1")
    fi
    shift
  done
  run "$CC" -fplugin="$ESCAPE_PLUGIN" -c "${args[@]}"
}

# tool ARGS: run the companion command.
tool ()
{
  run "$ESCAPE_COMMAND" "$@"
}

# object FILE.c [OPTIONS]: make FILE.o with its facts, and nothing else.
object ()
{
  "$CC" -fplugin="$ESCAPE_PLUGIN" -fplugin-arg-escape-facts \
    -fplugin-arg-escape-quiet -c "$@"
}

# has TEXT, lacks TEXT: does the output hold it?
has ()
{
  [[ $output == *"$1"* ]] && return
  printf 'expected: %s\nin: %s\n' "$1" "$output"
  return 1
}

lacks ()
{
  [[ $output != *"$1"* ]] && return
  printf 'not expected: %s\nin: %s\n' "$1" "$output"
  return 1
}

# times N TEXT: does the output hold it on exactly N lines?
times ()
{
  local n
  n=$(grep -cF -- "$2" <<<"$output") || true
  [ "$n" -eq "$1" ] && return
  printf 'expected %s times, found %s: %s\nin: %s\n' "$1" "$n" "$2" "$output"
  return 1
}

ends ()
{
  printf 'status %s\n%s\n' "$status" "$output"
  [ "$status" -eq "$1" ]
}
