# SPDX-License-Identifier: GPL-3.0-or-later
# robust.bats - full disks, killed writers, and inputs cut or damaged anywhere.

load common

# small COMMAND...: run it where files cannot grow; a write then fails as on a
# full disk.
small ()
{
  run bash -c 'trap "" XFSZ; ulimit -f 0; "$@"' small "$@"
}

# killed COMMAND...: run it where the first write of a file kills.
killed ()
{
  run bash -c 'ulimit -c 0 -f 0; "$@"' killed "$@"
  [ "$status" -gt 128 ]
}

# sane FILE WHAT: has the command read FILE, named it, or said that it holds
# nothing?
sane ()
{
  case $status in
    0) return ;;
    2) [[ $output != *"$1: "* && $output != *"$1("* ]] || return 0 ;;
    3) [[ $output != *"nothing was analysed"* ]] || return 0 ;;
  esac
  printf '%s, %s: status %s\n%s\n' "$1" "$2" "$status" "$output"
  return 1
}

@test "a full disk leaves the old file and nothing else" {
  object bad.c
  object good.c
  for command in "gate --baseline kept --update-baseline bad.o" \
    "report -o kept bad.o" "report --format sarif -o kept bad.o" \
    "report --format html -o kept bad.o" "link -o kept bad.o good.o"; do
    : >kept
    [[ $command != gate* ]] || "$ESCAPE_COMMAND" gate --baseline kept \
      --update-baseline good.o
    cp kept old
    small "$ESCAPE_COMMAND" $command
    ends 2
    has "kept: File too large"
    cmp kept old
    [ "$(echo kept*)" = kept ]
  done
  # The compilation itself writes into a pipe.
  echo old >kept
  small bash -c '"$CC" -fplugin="$ESCAPE_PLUGIN" -S -o - bad.c \
    -fplugin-arg-escape-sarif=kept >/dev/null 2>err || cat err'
  grep -q old kept
}

@test "a killed writer leaves the old file" {
  object bad.c
  object good.c
  echo old >kept
  "$ESCAPE_COMMAND" gate --baseline base --update-baseline good.o
  cp base old
  killed "$ESCAPE_COMMAND" gate --baseline base --update-baseline bad.o
  cmp base old
  killed "$ESCAPE_COMMAND" report -o kept bad.o
  grep -qx old kept
  killed "$ESCAPE_COMMAND" link -o kept bad.o
  grep -qx old kept
  # What it has left beside disturbs nobody.
  tool gate --baseline base .
  ends 1
  has "1 new"
}

@test "two builds that write to one folder lose nothing" {
  for n in $(seq 12); do
    sed "s/leave/leave$n/" bad.c >"u$n.c"
  done
  rm bad.c good.c
  # Each waits until the other has begun.
  cat >half.sh <<'END'
mine=$1 other=$2
shift 2
: >"$mine"
until [ -e "$other" ]; do sleep 0.1; done
for n; do $CC -c "u$n.c"; done
END
  export CC
  "$ESCAPE_COMMAND" run -o all -- sh half.sh a b 1 2 3 4 5 6 2>a.log &
  "$ESCAPE_COMMAND" run -o all -- sh half.sh b a 7 8 9 10 11 12 2>b.log &
  wait
  tool report all/facts
  ends 0
  has "12 findings"
  has "analysed 12 translation units"
}

@test "an object cut anywhere is named or has no facts" {
  object bad.c
  size=$(stat -c %s bad.o)
  for n in 0 1 4 16 52 64 $(seq 100 97 "$size") $((size - 1)); do
    head -c "$n" bad.o >cut.o
    tool report cut.o
    sane cut.o "$n bytes"
    tool link cut.o
    sane cut.o "$n bytes, link"
  done
}

@test "an archive cut anywhere is named or short" {
  object bad.c
  cp bad.c a_rather_long_name_of_a_file.c
  object a_rather_long_name_of_a_file.c
  ar rc lib.a bad.o a_rather_long_name_of_a_file.o
  ar rcT thin.a bad.o a_rather_long_name_of_a_file.o
  for a in lib thin; do
    size=$(stat -c %s $a.a)
    for n in 0 7 8 9 60 68 69 $(seq 70 61 "$size") $((size - 1)); do
      head -c "$n" $a.a >cut.a
      tool report cut.a
      sane cut.a "$n bytes of $a.a"
    done
  done
}

@test "an archive that names itself, a folder or nothing ends" {
  object bad.c
  for name in self.a . none.o /dev/zero; do
    printf '!<thin>\n%-16s%-12s%-6s%-6s%-8s%-10s`\n%s/\n%-16s%-12s%-6s%-6s%-8s%-10s`\n' \
      // '' '' '' '' "$((${#name} + 2))" "$name" /0 0 0 0 644 100 >self.a
    run timeout 20 "$ESCAPE_COMMAND" report self.a
    ends 2
    has "escape: "
  done
}

@test "a byte changed anywhere in the section is noticed" {
  object bad.c
  objcopy --dump-section .escape.facts=facts bad.o
  size=$(stat -c %s facts)
  for n in $(seq 0 7 $((size - 1))); do
    cp facts damaged
    printf '\xa5' | dd of=damaged bs=1 seek="$n" conv=notrunc status=none
    cmp -s facts damaged && continue
    tool report damaged
    ends 2
    has "damaged: "
  done
}

@test "foreign files of a folder are passed over, however large" {
  mkdir tree
  object bad.c -o tree/bad.o
  head -c 100000 /dev/urandom >tree/random.o
  : >tree/empty.o
  truncate -s 20G tree/hole.o
  printf '\177ELF' >tree/head.o
  mkfifo tree/pipe.o
  ln -s . tree/loop
  cp "$(command -v bash)" tree/program
  run timeout 60 "$ESCAPE_COMMAND" report tree
  has "bad.c:6:8: warning"
  has "head.o"
  has "damaged"
  ends 3
}
