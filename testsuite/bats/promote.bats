# SPDX-License-Identifier: GPL-3.0-or-later
# promote.bats - the arguments of promotion and what is said of it.

load common

box ()
{
  cat >box.c <<'END'
#include <stdlib.h>
int look (const int *p) { return *p; }
int f (int x)
{
  int *p = malloc (sizeof *p);
  if (!p)
    return 0;
  *p = x;
  int r = look (p);
  free (p);
  return r;
}
END
}

@test "a remark for what is moved" {
  box
  escape -O2 -a promote -fopt-info-optimized box.c
  ends 0
  has "box.c:5:12: optimized: moved to the stack: malloc, 4 bytes"
}

@test "a remark for what is not" {
  box
  escape -O2 -a promote=2 -fopt-info-missed box.c
  has "missed: malloc stays on the heap: it may be larger than"
}

@test "notes with m" {
  box
  escape -O2 -a promote -a m box.c
  has "note: moved to the stack: malloc, 4 bytes"
}

@test "promote-count and promote-frame" {
  box
  escape -O2 -a promote \
    -a promote-count=0 -fopt-info-missed box.c
  has "'promote-count' is reached"
  escape -O2 -a promote \
    -a promote-frame=8 -fopt-info-missed box.c
  has "'promote-frame' is spent"
  escape -O2 -a promote-count=x box.c
  ends 1
  has "N is a decimal number"
}

@test "nothing at -O0 and under the address sanitizer, said once" {
  box
  escape -O0 -a promote box.c
  ends 0
  times 1 "does nothing"
  escape -O2 -fsanitize=address -a promote box.c
  has "the address sanitizer watches the heap"
}

@test "without promote the object is the same" {
  box
  escape -O2 box.c -o with.o
  "$CC" -O2 -c box.c -o without.o
  cmp with.o without.o
}

@test "a slot has room for the least that a wrapper asks for" {
  cat >least.c <<'END'
#include <stdlib.h>
__attribute__ ((noinline, noclone))
static void *at_least (size_t n) { return malloc (n ? n : 48); }
int f (size_t n, const char *s)
{
  char *p = at_least (n);
  int r = 0;
  if (!p)
    return 0;
  for (int i = 0; i < 48; i++)
    p[i] = s[i];
  for (int i = 0; i < 48; i++)
    r += p[i] * p[47 - i];
  free (p);
  return r;
}
END
  escape -O2 -a promote=32 -fopt-info-missed least.c
  has "at_least stays on the heap: the frame's budget"
  escape -O2 -a promote=48 -fopt-info-optimized least.c
  has "moved to the stack: at_least, while it is at most 48 bytes"
}

@test "a demand that cannot be met is a warning, whatever is inlined" {
  cat >demand.c <<'END'
#include <stdlib.h>
#include "escape.h"
extern void keep (void *);
static void *xmalloc (size_t n)
{
  void *p = malloc (n);
  if (!p)
    abort ();
  return p;
}
int good (int x)
{
  int *p = ESCAPE_ON_STACK (xmalloc (8));
  int r;
  *p = x;
  r = *p * 2;
  free (p);
  return r;
}
void kept (void)
{
  char *p = ESCAPE_ON_STACK ((char *)malloc (8));
  keep (p);
}
void *handed (void) { return ESCAPE_ON_STACK (xmalloc (4)); }
END
  for level in 1 2 3 s; do
    escape -O$level -I"$top/include" -a promote demand.c
    ends 0
    has "demand.c:22:38: warning: allocation"
    has "is declared to stay on the stack cannot: it is passed to 'keep'"
    has "demand.c:25:47: warning: allocation"
    has "is declared to stay on the stack cannot: it is returned"
    lacks "demand.c:14:"
  done
  escape -O2 -I"$top/include" -a promote -a error=noescape-broken demand.c
  ends 1
  escape -O2 -I"$top/include" -a promote -a disable=noescape-broken demand.c
  lacks "declared to stay"
}

@test "models of programs' own allocators" {
  cat >own.c <<'END'
#include <stdlib.h>
extern char *xstrdup (const char *), *Tcl_Alloc (unsigned);
extern void *xmalloc (size_t), *zmalloc (size_t), zfree (void *);
extern void *xrealloc (void *, size_t);
extern void *alloc (size_t), vim_free (void *), Tcl_Free (char *);
extern void *curl_dbg_malloc (size_t, int, const char *);
extern void curl_dbg_free (void *, int, const char *);
int a (int x) { int *p = xmalloc (8); *p = x; x = *p * 2; free (p); return x; }
int b (int x) { int *p = zmalloc (8); *p = x; x = *p * 2; zfree (p); return x; }
int c (int x)
{
  int *p = alloc (8);
  if (!p) return 0;
  *p = x; x = *p * 2; vim_free (p); return x;
}
int d (int x) { char *p = Tcl_Alloc (8); *p = x; x = *p * 2; Tcl_Free (p); return x; }
int e (int x)
{
  char *p = curl_dbg_malloc (8, 1, "");
  if (!p) return 0;
  *p = x; x = *p * 2; curl_dbg_free (p, 2, ""); return x;
}
int f (const char *s) { char *p = xstrdup (s); int x = p[0] + p[1]; free (p); return x; }
int g (int n)
{
  int *p = xmalloc (8), x;
  p = xrealloc (p, n);
  *p = n; x = *p * 2; free (p); return x;
}
END
  models=()
  for model in "$top"/models/allocators/*.model; do
    models+=(-a "model=$model")
  done
  escape -O2 -a promote -fopt-info-optimized "${models[@]}" own.c
  ends 0
  times 8 "moved to the stack"
  escape -O2 -a promote -fopt-info-optimized own.c
  lacks "moved to the stack"
}
