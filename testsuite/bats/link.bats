# SPDX-License-Identifier: GPL-3.0-or-later
# link.bats - what crosses files.

load common

program ()
{
  cat >keep.c <<'SRC'
struct list { struct list *next; };
int *kept;
static int *slot;
void keep (int *p) { kept = p; }
void look (int *p) { *p = 1; }
int *hand_back (int *p) { return p; }
void set_and_clear (int *p) { slot = p; *slot = 2; slot = 0; }
void link_in (struct list *head, struct list *node) { head->next = node; }
static void same_name (int *p) { kept = p; }
void outer (int *p) { same_name (p); }
SRC
  cat >use.c <<'SRC'
struct list { struct list *next; };
void keep (int *);
void look (int *);
int *hand_back (int *);
void set_and_clear (int *);
void link_in (struct list *, struct list *);
void outer (int *);
void nobody_knows (int *);
static void same_name (int *p) { *p = 1; }
void warn_keep (void) { int x = 0; keep (&x); }
int *warn_back (void) { int y = 0; return hand_back (&y); }
void warn_link (struct list *head) { struct list n = { 0 }; link_in (head, &n); }
void warn_outer (void) { int z = 0; outer (&z); }
void nowarn_look (void) { int x = 0; look (&x); }
void nowarn_clear (void) { int x = 0; set_and_clear (&x); }
void nowarn_same (void) { int x = 0; same_name (&x); }
void nowarn_list (void) { struct list a, b; link_in (&a, &b); }
void unknown (void) { int x = 0; nobody_knows (&x); }
SRC
}

@test "findings that cross files are found, their innocent twins are not" {
  program
  object keep.c
  object use.c -O2
  tool report use.o keep.o
  has "0 findings"
  tool link --level definite use.o keep.o
  ends 0
  has "4 findings that cross files"
  for f in warn_keep warn_back warn_link warn_outer; do has "'$f'"; done
  lacks "nowarn"
  has "keep.c:4:"
  has "missing, in no input and no model: nobody_knows"
}

@test "the result does not depend on the order, and is that of one file" {
  program
  object keep.c
  object use.c
  tool link use.o keep.o
  first=$output
  tool link keep.o use.o
  [ "$output" = "$first" ]
  sed '/^struct list {/d; /^static void same_name/d; /nowarn_same/d' use.c \
    | cat keep.c - >all.c
  object all.c
  tool report all.o
  has "4 definite"
}

@test "a second compilation with the summaries finds the same" {
  program
  object keep.c
  object use.c
  tool link -o sum use.o keep.o
  ends 0
  escape use.c -a summaries=sum
  ends 0
  times 4 "warning: "
  for f in warn_keep warn_back warn_link warn_outer; do has "'$f'"; done
  lacks "nowarn"
  escape keep.c -a summaries=sum
  lacks "warning"
}

@test "summaries that cannot be read fail the compilation" {
  escape good.c -a summaries=none
  ends 1
  has "'summaries=none'"
  has "No such file"
  escape good.c -a summaries=good.c
  ends 1
  has "these are not facts of escape"
}

@test "facts=findings is small, and link says what it lacks" {
  program
  "$CC" -fplugin="$ESCAPE_PLUGIN" -fplugin-arg-escape-facts=findings \
    -fplugin-arg-escape-quiet -c keep.c
  tool report keep.o
  ends 0
  tool link keep.o
  ends 3
  has "1 unit without facts of its functions"
  escape good.c -a facts=some
  ends 1
  has "facts=findings"
}

@test "a weak definition gives way to a strong one" {
  printf '%s\n' '__attribute__ ((weak)) void take (int *p) { (void) p; }' >weak.c
  printf '%s\n' 'int *kept; void take (int *p) { kept = p; }' >strong.c
  printf '%s\n' 'void take (int *); void f (void) { int x = 0; take (&x); }' >f.c
  for f in weak strong f; do object $f.c; done
  tool link weak.o f.o
  has "0 findings"
  tool link weak.o strong.o f.o
  has "1 finding that crosses files"
}

@test "what crosses files can be meant" {
  printf '%s\n' 'struct s { int *p; };' \
    'void fill (struct s *s, int *p) { s->p = p; }' >fill.c
  printf '%s\n' 'struct s { int *p; }; void fill (struct s *, int *);' \
    'void f (struct s *s) { int x = 0;' \
    '_Pragma ("escape ok \"escape-param\" \"the caller clears it\"")' \
    '  fill (s, &x);' '}' >use.c
  object fill.c
  object use.c
  tool link fill.o use.o
  has "0 findings that cross files, 1 suppressed"
  sed -i 's/escape-param/escape-heap/' use.c
  object use.c
  tool link fill.o use.o
  has "1 finding that crosses files"
  lacks "suppressed"
}

@test "what may be meant of the whole program is not called useless" {
  cat >use.c <<'SRC'
struct s { int *p; };
void fill (struct s *, int *);
int *back (int *);
int *kept;
void near (struct s *s)
{
  int x = 0;
_Pragma ("escape ok \"escape-param\" \"the caller clears it\"")
  fill (s, &x);
}
void later (void)
{
  int x = 0;
  int *p = back (&x);
_Pragma ("escape ok \"escape-global\" \"closed\"")
  kept = p;
}
void before (void)
{
  int x = 0;
_Pragma ("escape ok \"escape-global\" \"no reason\"")
  kept = 0;
  back (&x);
}
int size (void)
{
_Pragma ("escape ok \"large-local\" \"no reason\"")
  return 1;
}
SRC
  escape use.c -a facts
  has "use.c:21:"
  has "use.c:27:"
  times 2 "suppresses nothing"
}

@test "link says what the facts had no room for; facts=all has it" {
  {
    echo 'int *kept;'
    for i in $(seq 300); do
      echo "void keep$i (int *p) { if (*p == $i) kept = p; else *p += $i; }"
    done
  } >many.c
  echo 'void keep7 (int *); void f (void) { int x = 7; keep7 (&x); }' >f.c
  object many.c
  object f.c
  tool link many.o f.o
  ends 0
  has "of 1 unit left out of the facts for their size: facts=all"
  lacks "missing"
  object many.c -fplugin-arg-escape-facts=all
  tool link many.o f.o
  lacks "left out"
  has "1 finding that crosses files"
  tool dump many.o
  has " 0 left out"
  has "func keep300("
}
