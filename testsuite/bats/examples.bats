# SPDX-License-Identifier: GPL-3.0-or-later
# examples.bats - the examples quote what the plugin says.

load common

@test "each example quotes what is said of it" {
  local f n=0
  for f in "$top"/examples/[0-9]*.c; do
    run "$top/testsuite/say-examples" "$ESCAPE_PLUGIN" "$f"
    [ "$status" -eq 0 ] || {
      echo "$output"
      echo "if that is right: testsuite/say-examples --update PLUGIN FILE"
      return 1
    }
    n=$((n + 1))
  done
  [ "$n" -ge 12 ]
}

@test "each example quotes Go, and is in the index" {
  local f
  for f in "$top"/examples/[0-9]*.c; do
    grep -q 'What Go 1.19 says' "$f"
    grep -qF "(${f##*/})" "$top/examples/README.md" || { echo "$f"; return 1; }
  done
}

@test "each example is the same at -O0" {
  local f
  for f in "$top"/examples/[0-9]*.c; do
    [ "$(notes "$f" -O0)" = "$(notes "$f" -O2)" ] || { echo "$f"; return 1; }
  done
}

notes ()
{
  "$CC" -fplugin="$ESCAPE_PLUGIN" -fplugin-arg-escape-m -w -c -o /dev/null \
    "$@" 2>&1
}
