# SPDX-License-Identifier: GPL-3.0-or-later
# bad-input.bats - what cannot be read is said, and nothing crashes.

load common

@test "a model file that is not there" {
  escape good.c -a model=none.model
  ends 1
  has "'model=none.model'"
  has "No such file"
}

@test "a model file that is a folder, empty, or binary" {
  mkdir folder
  escape good.c -a model=folder
  ends 1
  has "folder"
  : >empty.model
  escape good.c -a model=empty.model
  ends 0
  printf 'strlen (s) { }\0 free' >nul.model
  escape good.c -a model=nul.model
  ends 1
  has "nul.model"
  head -c 4096 /dev/urandom >random.model
  escape good.c -a model=random.model
  ends 1
  has "random.model"
}

@test "a malformed model file names file, line and column" {
  printf '# first line\nkeeper (p)\n{ keep no.such.slot[p] = p; }\n' >a.model
  escape good.c -a model=a.model
  ends 1
  [[ $output =~ a\.model:3:[0-9]+:\  ]]
  printf 'f (p) { free q; }\n' >b.model
  escape good.c -a model=b.model
  ends 1
  [[ $output =~ b\.model:1:[0-9]+:\  ]]
  printf 'f (p) { frobnicate p; }\n' >c.model
  escape good.c -a model=c.model
  ends 1
  [[ $output =~ c\.model:1:[0-9]+:\  ]]
  printf 'f (p) { free p;\n' >d.model
  escape good.c -a model=d.model
  ends 1
  [[ $output =~ d\.model:[12]:[0-9]+:\  ]]
  printf 'slot x.y escape-nothing;\n' >e.model
  escape good.c -a model=e.model
  ends 1
  [[ $output =~ e\.model:1:[0-9]+:\  ]]
}

@test "several models, good and bad" {
  echo 'one (p) { }' >one.model
  echo 'two (p) {' >two.model
  escape good.c -a model=one.model -a model=one.model
  ends 0
  escape good.c -a model=one.model -a model=two.model
  ends 1
  lacks "one.model"
  has "two.model"
}

@test "a model says what an unknown function does" {
  cat >k.c <<'END'
void keeper (void *);
void f (void) { int x; keeper (&x); }
END
  escape k.c
  [ -z "$output" ]
  printf 'slot k.kept escape-call;\nkeeper (p) { keep k.kept[0] = p; }\n' \
    >k.model
  escape k.c -a model=k.model
  ends 0
  has "[escape-call]"
  has "'keeper'"
}

@test "a source with errors gets GCC's errors only" {
  echo 'int *g; void f (void) { int x; g = &x; y; }' >e.c
  escape e.c -a level=audit -a m=2
  ends 1
  times 1 "error: "
  lacks "[escape-"
}

@test "an empty source" {
  : >empty.c
  escape empty.c -a level=audit -a m=2
  ends 0
  [ -z "$output" ]
}

@test "standard input, and no output file" {
  run "$CC" -fplugin="$ESCAPE_PLUGIN" -x c -S -o /dev/null - <bad.c
  ends 0
  has "<stdin>:6:8: warning: "
}

@test "strange file names" {
  cp bad.c 'a b%s.c'
  escape 'a b%s.c'
  ends 0
  has 'a b%s.c:6:8: warning: '
}

@test "code that GCC's own tests would call torture" {
  cat >t.c <<'END'
int g;
void asmy (void) { int x; __asm__ volatile ("" : : "r" (&x) : "memory"); }
int goto_ (int n) {
  static void *t[] = { &&a, &&b };
  goto *t[n & 1];
 a: return 1;
 b: return 2;
}
typedef int v4 __attribute__ ((vector_size (16)));
v4 vec (v4 a) { a[g & 3] = 1; return a; }
_Complex double cplx (_Complex double z) { __real__ z = 1; return z; }
int nested (int n) { int k = n; int in (void) { return k; } return in (); }
union u { int i; float f; void *p; } uu (void *p) { return (union u){ .p = p }; }
void vla (int n) { int a[n]; if (n) a[0] = 1; __builtin_printf ("%d", a[0]); }
int va (int n, ...) {
  __builtin_va_list ap; __builtin_va_start (ap, n);
  int r = __builtin_va_arg (ap, int); __builtin_va_end (ap); return r;
}
struct e {}; struct e empty (struct e e) { return e; }
struct f { char c; int flex[]; }; int flex (struct f *f) { return f->flex[3]; }
void noret (void) { for (;;) ; }
__thread int tls; int *tlsp (void) { return &tls; }
END
  for o in -O0 -O2; do
    escape t.c $o -w -a level=audit -a m=2
    ends 0
    lacks "not analysed"
  done
}
