# SPDX-License-Identifier: GPL-3.0-or-later
# arguments.bats - every plugin argument, right and wrong.

load common

# wrong ARGUMENT TEXT...: it fails the compilation, is named, and the error
# holds each TEXT.
wrong ()
{
  rm -f good.o
  escape good.c -a "$1"
  ends 1
  has "error: "
  has "'${1%%=*}"
  shift
  for text; do has "$text"; done
  [ ! -e good.o ]
}

@test "a right argument leaves the compilation alone" {
  escape good.c -a level=audit -a max-local=1M -a max-vla=64Ki -a key=x \
    -a enable=all -a disable=escape-heap -a error='escape-*'
  ends 0
  [ -z "$output" ]
}

@test "an unknown name is an error with the nearest name" {
  wrong levl=audit "did you mean 'level'" "allowed: level, m, "
  wrong max_local=1 "did you mean 'max-local'"
  wrong zzzzzz "allowed: level, m, "
}

@test "each wrong argument is reported, not only the first" {
  escape good.c -a levl=1 -a level=5 -a max-vla=x
  ends 1
  times 3 "error: "
}

@test "level takes three names and three numbers" {
  for v in definite likely audit 1 2 3; do
    escape good.c -a level=$v
    ends 0
    [ -z "$output" ]
  done
  wrong level "value is missing"
  wrong level= "value is missing"
  wrong level=0 "definite, likely or audit"
  wrong level=4 "definite, likely or audit"
  wrong level=12 "definite, likely or audit"
  wrong level=Audit "definite, likely or audit"
  wrong level=defnite "did you mean 'definite'"
}

@test "BYTES takes suffixes and refuses the rest" {
  for v in 0 1 100 1k 1K 1Ki 1M 1Mi 2048Ki; do
    escape good.c -a max-local=$v -a max-vla=$v
    ends 0
    [ -z "$output" ]
  done
  for v in -1 x 1x 1kk 1KiB 0x10 1.5 +1 ' 1' 1m; do
    wrong "max-local=$v" "BYTES is a decimal number" "Mi"
  done
  wrong max-vla=99999999999999999999 "too large"
  wrong max-vla=9223372036854775807M "too large"
  wrong max-vla "value is missing"
}

@test "a suffix means what it says" {
  echo 'void use (char *); void f (void) { char b[2048]; use (b); }' >l.c
  for v in 2047 1k 1Ki 1K; do
    escape l.c -a max-local=$v
    has "[large-local]"
  done
  for v in 2048 2k 2Ki 1M; do
    escape l.c -a max-local=$v
    lacks "[large-local]"
  done
}

@test "RULES are names, patterns, all" {
  wrong enable=escape-retrun "did you mean 'escape-return'" "vla-unbounded"
  wrong disable=nothing-such "no rule is called"
  wrong error= "value is missing"
  wrong enable=escape-return, "name is missing"
  wrong enable=,escape-return "name is missing"
  wrong 'disable=zz*' "no rule is called"
}

@test "enable and disable work in order" {
  escape bad.c -Wno-all -a disable=all
  lacks "[escape-global]"
  escape bad.c -a disable=all -a enable=escape-global
  has "[escape-global]"
  escape bad.c -a enable=all -a disable='escape-g*'
  lacks "[escape-global]"
  escape bad.c -a disable=escape-heap,escape-global
  lacks "[escape-global]"
  escape bad.c -a disable=escape-heap
  has "[escape-global]"
}

@test "error makes findings errors" {
  escape bad.c -a error=escape-heap
  ends 0
  escape bad.c -a error=escape-global
  ends 1
  has "error: "
  has "[CWE-825] [escape-global]"
  escape bad.c -a error=all -w
  ends 0
}

@test "m takes nothing, 1 or 2" {
  wrong m=3 "m=2"
  wrong m= "m=2"
  for v in m m=1 m=2; do
    escape good.c -a $v
    ends 0
  done
}

@test "help and version print and go on" {
  escape good.c -a help
  ends 0
  has "level=definite|likely|audit"
  has "escape-global"
  [ -e good.o ]
  rm good.o
  escape good.c -a version
  ends 0
  [[ $output =~ ^escape\ [0-9]+\.[0-9]+\.[0-9]+ ]]
  [ -e good.o ]
  wrong help=x "takes no value"
}

@test "help leaves standard output to the assembler" {
  escape good.c -pipe -a help
  ends 0
  "$CC" -fplugin="$ESCAPE_PLUGIN" -fplugin-arg-escape-help -S -o - good.c \
    >out.s 2>err.txt
  ! grep -q "Finds addresses" out.s
  grep -q "Finds addresses" err.txt
}

@test "every row of the table is in help, or refused as of a later version" {
  escape good.c -a help
  help=$output
  while read -r name shape; do
    if [ "$shape" = LATER ]; then
      wrong "$name" "not available in this version"
      wrong "$name=1" "not available in this version"
    else
      output=$help
      has "  $name"
    fi
  done < <(sed -nE 's/^ESC_ARGUMENT \([A-Z_]+, "([a-z-]+)", ([A-Z_]+),.*/\1 \2/p' \
    "$top/plugin/arguments.def")
}

@test "a value with = is refused, for GCC cuts it" {
  wrong key=a=b "cannot hold '='"
}

@test "key means nothing" {
  escape bad.c -a key=abc
  one=$output
  escape bad.c
  [ "$one" = "$output" ]
  wrong key "value is missing"
}
