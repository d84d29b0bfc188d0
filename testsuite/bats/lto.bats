# SPDX-License-Identifier: GPL-3.0-or-later
# lto.bats - link-time optimisation: verdicts come when the source is compiled,
# once; promotion sees when linking what the linker's inlining made visible.

load common

plugin=(-fplugin="$ESCAPE_PLUGIN")

# A program of two files; only when linking is it seen that the box of one is
# freed by the other, and that nobody keeps it.
two_files ()
{
  cat >box.c <<'END'
#include <stdlib.h>
int *global;
struct box { int value; };
struct box *
box_new (int value)
{
  struct box *b = malloc (sizeof *b);
  if (!b)
    abort ();
  b->value = value;
  return b;
}
void
box_free (struct box *b)
{
  free (b);
}
void
leave (void)
{
  int node = 3;
  global = &node;
}
END
  cat >main.c <<'END'
struct box { int value; };
struct box *box_new (int);
void box_free (struct box *);
int
main (int argc, char **argv)
{
  (void)argv;
  struct box *b = box_new (argc + 41);
  int r = b->value;
  box_free (b);
  return r - 42;
}
END
}

# compile OPTIONS: both files; the findings are shown once for each.
compile ()
{
  run "$CC" "${plugin[@]}" "${quiet[@]}" -O2 "$@" -c box.c main.c
  ends 0
  times 1 "[escape-global]"
}

@test "slim objects: verdicts when compiling, none when linking" {
  two_files
  compile -flto -fno-fat-lto-objects
  run "$CC" "${plugin[@]}" -O2 -flto box.o main.o -o prog
  ends 0
  [ -z "$output" ]
  ./prog
}

@test "fat objects, linked with LTO and without" {
  two_files
  compile -flto -ffat-lto-objects
  for lto in -flto -fno-lto; do
    run "$CC" "${plugin[@]}" -O2 $lto box.o main.o -o prog
    ends 0
    [ -z "$output" ]
    ./prog
  done
}

@test "the objects are those without the plugin" {
  two_files
  for how in -fno-fat-lto-objects -ffat-lto-objects; do
    "$CC" -w -O2 -g -flto $how -frandom-seed=1 -c box.c -o plain.o
    "$CC" "${plugin[@]}" -w -O2 -g -flto $how -frandom-seed=1 -c box.c -o with.o
    cmp plain.o with.o
  done
}

@test "promotion when linking, in every kind of partition" {
  two_files
  compile -flto
  for how in none one balanced 1to1 max; do
    run "$CC" "${plugin[@]}" -fplugin-arg-escape-promote -O2 -flto \
      -flto-partition=$how -fchecking -fopt-info-optimized box.o main.o -o prog
    ends 0
    lacks "internal compiler error"
    lacks "warning: "
    ./prog
    # One unit has both functions in view.
    case $how in none | one) has "moved to the stack: malloc, 4 bytes" ;; esac
  done
}

@test "promotion when compiling and when linking" {
  two_files
  for how in -fno-fat-lto-objects -ffat-lto-objects; do
    compile -flto $how -fplugin-arg-escape-promote
    run "$CC" "${plugin[@]}" -fplugin-arg-escape-promote -O2 -flto -fchecking \
      box.o main.o -o prog
    ends 0
    ./prog
  done
}

@test "a plugin that was only there when compiling is not missed" {
  two_files
  compile -flto -fplugin-arg-escape-promote
  run "$CC" -O2 -flto box.o main.o -o prog
  ends 0
  [ -z "$output" ]
  ./prog
}

@test "ld -r and -flto=auto" {
  two_files
  compile -flto
  run "$CC" "${plugin[@]}" -fplugin-arg-escape-promote -O2 -flto=auto -r \
    -flinker-output=nolto-rel box.o main.o -o both.o
  ends 0
  run "$CC" both.o -o prog
  ends 0
  ./prog
}
