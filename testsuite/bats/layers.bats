# SPDX-License-Identifier: GPL-3.0-or-later
# layers.bats - the layers are kept, and check-layers would see if they were not.

load common

# A copy of the sources to offend in.
copy ()
{
  mkdir tree
  for d in engine plugin passes models include; do
    cp -r "$top/$d" tree/
  done
  mkdir -p tree/testsuite
  cp "$top/testsuite/check-layers" tree/testsuite/
}

layers ()
{
  CC=$CC run sh tree/testsuite/check-layers
}

@test "the layers are as they should be" {
  CC=$CC run sh "$top/testsuite/check-layers"
  ends 0
}

@test "a GCC header in the engine is seen" {
  copy
  echo '#include "tree.h"' >>tree/engine/alloc.c
  layers
  ends 1
  has "engine/alloc.c"
}

@test "a GCC header that bypasses gcc-compat.h is seen" {
  copy
  echo '  #  include <gimple.h>' >>tree/plugin/notes.cc
  layers
  ends 1
  has "plugin/notes.cc"
}

@test "a version outside gcc-compat.h is seen" {
  copy
  printf '#if GCCPLUGIN_VERSION_MAJOR >= 12\n#endif\n' >>tree/passes/analyse.cc
  layers
  ends 1
  has "passes/analyse.cc"
}

@test "an engine that prints is seen" {
  copy
  echo 'void f (void) { printf ("x"); }' >>tree/engine/rules.c
  layers
  ends 1
  has "engine/rules.c"
}

@test "every file has its licence" {
  cd "$top"
  for f in engine/*.[ch] engine/*.def plugin/*.cc plugin/*.h plugin/*.def \
    passes/*.cc passes/*.h models/*.c models/*.model include/*.h Makefile; do
    head -n 3 "$f" | grep -q 'SPDX-License-Identifier:' || echo "$f"
  done >"$BATS_TEST_TMPDIR/without"
  cat "$BATS_TEST_TMPDIR/without"
  [ ! -s "$BATS_TEST_TMPDIR/without" ]
}
