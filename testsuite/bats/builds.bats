# SPDX-License-Identifier: GPL-3.0-or-later
# builds.bats - CMake, pkg-config, Meson and Autotools find what is installed.

load common

setup_file ()
{
  export ESCAPE_ROOT=$BATS_FILE_TMPDIR/root
  local build
  build=$(realpath --relative-to="$top" "$(dirname "$ESCAPE_PLUGIN")")
  make -s -C "$top" -o "$build/escape.so" -o "$build/escape" install \
    PREFIX="$ESCAPE_ROOT" PLUGINDIR="$ESCAPE_ROOT/plugin" \
    LOADERDIR="$ESCAPE_ROOT/loader" CC="$CC" CXX="$CXX" BUILD="$build"
}

have ()
{
  command -v "$1" >/dev/null || skip "no $1"
}

# project LINE...: a CMake project of bad.c with these lines.
project ()
{
  printf '%s\n' 'cmake_minimum_required(VERSION 3.16)' 'project(p C)' \
    'add_library(bad STATIC bad.c)' "$@" >CMakeLists.txt
}

cmake_build ()
{
  run cmake -S . -B out -DCMAKE_PREFIX_PATH="$ESCAPE_ROOT" \
    -DCMAKE_C_COMPILER="$CC" -DCMAKE_C_FLAGS="${quiet[*]}" "$@"
  ends 0
  run cmake --build out
}

@test "CMake: a target that is enabled" {
  have cmake
  project 'find_package(Escape 0.1 REQUIRED)' 'escape_enable(bad)'
  cmake_build
  ends 0
  times 1 "[escape-global]"
}

@test "CMake: arguments, models and errors" {
  have cmake
  echo 'function never (p) { }' >never.model
  project 'find_package(Escape REQUIRED)' \
    'escape_enable(bad LEVEL audit ERROR "escape-g*" FACTS)'
  cmake_build
  [ "$status" -ne 0 ]
  has "error: "
  project 'find_package(Escape REQUIRED)' \
    'escape_enable(bad DISABLE all PROMOTE ARGUMENTS max-vla=64k)'
  cmake_build
  ends 0
  lacks "[escape-global]"
}

@test "CMake: a new plugin compiles again" {
  have cmake
  project 'find_package(Escape REQUIRED)' 'escape_enable(bad)'
  cp "$ESCAPE_PLUGIN" escape.so
  cmake_build -DEscape_PLUGIN="$PWD/escape.so"
  times 1 "[escape-global]"
  run cmake --build out
  lacks "[escape-global]"
  sleep 1
  touch escape.so
  run cmake --build out
  times 1 "[escape-global]"
}

@test "CMake: what is not found says why, and does no harm" {
  have cmake
  echo 'no plugin' >escape.so
  project 'find_package(Escape)' 'escape_enable(bad)' \
    'message(STATUS "found: ${Escape_FOUND}")'
  cmake_build -DEscape_PLUGIN="$PWD/escape.so"
  ends 0
  run cmake -S . -B out
  has "found: 0"
  project 'find_package(Escape 99)' 'message(STATUS "found: ${Escape_FOUND}")'
  run cmake -S . -B out2 -DCMAKE_PREFIX_PATH="$ESCAPE_ROOT" \
    -DCMAKE_C_COMPILER="$CC"
  ends 0
  has "found: 0"
}

@test "pkg-config knows the folder, the plugin and the flags" {
  have pkg-config
  export PKG_CONFIG_PATH=$ESCAPE_ROOT/lib/pkgconfig
  [ "$(pkg-config --variable=plugin escape)" = "$ESCAPE_ROOT/plugin/escape.so" ]
  [ -f "$(pkg-config --variable=models escape)/stdio.model" ]
  run "$CC" $(pkg-config --cflags escape) -c bad.c
  ends 0
  times 1 "[escape-global]"
}

# The snippet of docs/build-systems.md under heading $1.
snippet ()
{
  awk -v heading="## $1" '$0 == heading { in_it = 1 }
    in_it && /^```/ { if (code) exit; code = 1; next }
    code' "$top/docs/build-systems.md"
}

@test "Meson: the snippet of the documentation" {
  have meson
  have ninja
  { echo "project('p', 'c')"; snippet Meson
    echo "static_library('bad', 'bad.c', c_args: escape_args)"; } >meson.build
  export PKG_CONFIG_PATH=$ESCAPE_ROOT/lib/pkgconfig
  CC=$CC CFLAGS="${quiet[*]}" run meson setup out
  ends 0
  run ninja -C out
  ends 0
  times 1 "[escape-global]"
}

@test "Autotools: the snippet of the documentation" {
  have autoconf
  { echo 'AC_INIT([p], [1])'; echo 'AC_PROG_CC'; snippet Autotools
    echo 'AC_CONFIG_FILES([Makefile])'; echo 'AC_OUTPUT'; } >configure.ac
  cat >Makefile.in <<'END'
bad.o: bad.c
	@CC@ @CFLAGS@ @ESCAPE_CFLAGS@ -c bad.c
END
  run autoconf
  ends 0
  export PKG_CONFIG_PATH=$ESCAPE_ROOT/lib/pkgconfig
  run ./configure CC="$CC" CFLAGS="${quiet[*]}" --enable-escape
  ends 0
  run make
  ends 0
  times 1 "[escape-global]"
  run ./configure CC="$CC" CFLAGS="${quiet[*]}"
  rm -f bad.o
  run make
  lacks "[escape-global]"
}
