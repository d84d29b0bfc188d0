# SPDX-License-Identifier: GPL-3.0-or-later
# install.bats - make install into a temporary root, and use of what is there.

load common

build=$(realpath --relative-to="$top" "$(dirname "$ESCAPE_PLUGIN")")

# Install into $root with the settings given.
install_into ()
{
  root=$1
  shift
  make -s -C "$top" -o "$build/escape.so" -o "$build/escape" install DESTDIR="$root" CC="$CC" CXX="$CXX" \
    BUILD="$build" "$@"
}

@test "every file goes where it belongs" {
  install_into "$PWD/root" PREFIX=/usr
  plugin_dir=root$("$CC" -print-file-name=plugin)
  for f in "$plugin_dir/escape.so" root/usr/lib/escape.so \
    root/usr/bin/escape root/usr/share/man/man1/escape-gate.1 \
    root/usr/share/bash-completion/completions/escape root/usr/include/escape.h root/usr/share/doc/escape/README.md \
    root/usr/share/escape/models/stdio.model; do
    [ -s "$f" ] || { echo "missing: $f"; return 1; }
  done
  ! find root -type f -perm /022 | grep .
}

@test "-fplugin=escape works from GCC's plugin folder" {
  install_into "$PWD/root" PREFIX=/usr
  run "$CC" -iplugindir="$PWD/root$("$CC" -print-file-name=plugin)" \
    -fplugin=escape -fplugin-arg-escape-level=definite -c bad.c
  ends 0
  has "[escape-global]"
}

@test "-fplugin=escape.so works from the library folder" {
  install_into "$PWD/root" PREFIX=/opt/escape
  LD_LIBRARY_PATH=$PWD/root/opt/escape/lib run "$CC" -fplugin=escape.so -c bad.c
  ends 0
  has "[escape-global]"
}

@test "escape.so is also where the loader always looks" {
  install_into "$PWD/root"
  [ -s "root/usr/lib/$("$CC" -print-multiarch)/escape.so" ]
}

@test "PREFIX and PLUGINDIR are honoured" {
  install_into "$PWD/root" PREFIX=/opt/x PLUGINDIR=/opt/plugins
  [ -s root/opt/plugins/escape.so ]
  [ -s root/opt/x/lib/escape.so ]
  [ -s root/opt/x/include/escape.h ]
  [ ! -e root/usr/local ]
}

@test "uninstall leaves no file" {
  install_into "$PWD/root"
  make -s -C "$top" uninstall DESTDIR="$PWD/root" CC="$CC" CXX="$CXX" \
    BUILD="$build"
  ! find root -type f | grep .
}

@test "the installed header compiles with and without the plugin" {
  install_into "$PWD/root" PREFIX=/usr
  cat >h.c <<'END'
#include <escape.h>
void f (int *p ESCAPE_NOESCAPE);
ESCAPE_OK ("all", "test")
void g (int *p) { f (p); }
END
  run "$CC" -Wall -Wextra -Werror -Iroot/usr/include -c h.c
  ends 0
}

@test "what is missing is named, with the command that installs it" {
  mkdir bin
  for tool in sh grep cut sed id; do
    ln -s "$(command -v $tool)" bin/
  done
  PATH=$PWD/bin CC=gcc-none run sh "$top/testsuite/need" build
  ends 1
  has "gcc-none"
  has "make deps"
  PATH=$PWD/bin run sh "$top/testsuite/need" check
  ends 1
  has "bats"
  has "dejagnu"
}
