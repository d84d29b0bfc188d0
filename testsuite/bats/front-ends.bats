# SPDX-License-Identifier: GPL-3.0-or-later
# front-ends.bats - what else may load the plugin: C++, other languages, another
# GCC, no GCC.  Link-time optimisation is in lto.bats.

load common

@test "C++ is analysed as it comes" {
  cp bad.c bad.cc
  run "$CXX" -fplugin="$ESCAPE_PLUGIN" -c bad.cc
  ends 0
  has "[escape-global]"
}

@test "another language is told that nothing is analysed" {
  command -v gfortran >/dev/null || skip "no other front end"
  [ "$(gfortran -dumpversion)" = "$("$CC" -dumpversion)" ] || skip
  printf 'program p\nend program p\n' >p.f90
  run gfortran -fplugin="$ESCAPE_PLUGIN" -c p.f90
  ends 0
  times 1 "arning: "
  has "GNU Fortran"
}

# Much of what C++ has and C has not.
cpp ()
{
  cat >cpp.cc <<'END'
#include <memory>
#include <string>
#include <vector>
struct node { node *next; int value; };
static node *head;
struct guard
{
  node *old;
  guard (node *n) : old (head) { head = n; }
  ~guard () { head = old; }
};
struct base
{
  virtual ~base () {}
  virtual int f (int *) = 0;
};
template <typename T> struct derived : base
{
  T seen;
  int f (int *p) override { seen = T (*p); return int (seen); }
};
int
balanced (int i)
{
  node n = { nullptr, i };
  guard g (&n);
  if (i > 3)
    throw std::string ("no");
  return head->value;
}
int
caught (int i)
{
  int local = i;
  try
    {
      auto add = [&local] (int n) { local += n; return local; };
      return add (balanced (i));
    }
  catch (const std::string &s)
    {
      std::vector<int> v (s.size ());
      v.push_back (local);
      std::unique_ptr<base> b (new derived<long>);
      return b->f (&v[0]);
    }
}
auto
make (int i)
{
  return [i] { return i; };
}
void
leave ()
{
  node n = {};
  head = &n;
}
END
}

@test "exceptions, destructors, lambdas, templates: no crash, one finding" {
  cpp
  for o in -O0 "-O2 -std=c++20"; do
    run "$CXX" -fplugin="$ESCAPE_PLUGIN" -Wno-dangling-pointer $o -c cpp.cc
    ends 0
    times 1 "warning: "
    has "'n' is left in 'head' when 'leave' returns"
    lacks "not analysed"
  done
}

@test "audit, notes, facts and SARIF of C++" {
  cpp
  run "$CXX" -fplugin="$ESCAPE_PLUGIN" -fplugin-arg-escape-level=audit \
    -fplugin-arg-escape-m=2 -fplugin-arg-escape-facts \
    -fplugin-arg-escape-sarif=out.sarif -O2 -c cpp.cc
  ends 0
  has "[escape-global]"
  lacks "not analysed"
  tool report cpp.o
  has "escape-global"
  [ -s out.sarif ]
}

@test "promotion leaves C++ alone, and says so once" {
  cpp
  run "$CXX" -fplugin="$ESCAPE_PLUGIN" -fplugin-arg-escape-promote \
    -fplugin-arg-escape-disable=all -O2 -c cpp.cc
  ends 0
  times 1 "does nothing: the source is C++"
}

@test "another GCC is refused, and told which field differs" {
  local other
  for other in gcc-11 gcc-12 gcc-13 gcc-14; do
    command -v $other >/dev/null || continue
    [ "$($other -dumpfullversion)" = "$("$CC" -dumpfullversion)" ] && continue
    run $other -fplugin="$ESCAPE_PLUGIN" -c good.c
    ends 1
    times 1 "error: "
    has "the version differs"
    has "make CC=$other"
    return 0
  done
  skip "only one GCC"
}

@test "a compiler that is no GCC refuses the plugin" {
  local clang
  clang=$(compgen -c | grep -xE 'clang(-[0-9]+)?' | head -n 1) || true
  [ -n "$clang" ] || skip "no clang"
  run "$clang" -fplugin="$ESCAPE_PLUGIN" -c good.c
  [ "$status" -ne 0 ]
}
