# SPDX-License-Identifier: GPL-3.0-or-later
# gate.bats - the gate, fingerprints and the baseline.

load common

# Two findings, in two functions.
two ()
{
  cat >two.c <<'SRC'
int *first_head, *second_head;
void
first (void)
{
  int node = 0;
  first_head = &node;
}

void
second (void)
{
  int item = 0;
  second_head = &item;
}
SRC
}

# update SOURCE: make the baseline hold what SOURCE has.
update ()
{
  object "$1" "${@:2}"
  tool gate --baseline base --update-baseline "${1%.c}.o"
  ends 0
}

@test "the gate fails on a definite finding, and passes without" {
  object bad.c
  object good.c
  tool gate bad.o
  ends 1
  has "[escape-global]"
  has "the gate fails: 1 new"
  tool gate good.o
  ends 0
  has "the gate passes: 0 new"
}

@test "what the baseline holds passes; an update says what it adds" {
  two
  update two.c
  has "adding to the baseline"
  has "2 new"
  tool gate --baseline base two.o
  ends 0
  has "0 new, 0 updated, 2 unchanged, 0 fixed, 0 stale"
}

@test "one added and one mended: one new, one fixed" {
  two
  update two.c
  sed -i 's/first_head = &node/first_head = 0/' two.c
  cat >>two.c <<<'int *third_head;
void third (void) { int z = 0; third_head = &z; }'
  object two.c
  tool gate --baseline base two.o
  ends 1
  has "1 new, 0 updated, 1 unchanged, 1 fixed, 0 stale"
  has "fixed: two.c: 'first': node -> first_head [escape-global]"
  tool gate --baseline base --update-baseline two.o
  ends 0
  tool gate --baseline base two.o
  ends 0
  has "0 new, 0 updated, 2 unchanged, 0 fixed"
}

@test "a finding stays the same through edits elsewhere" {
  two
  update two.c
  cp two.c original.c
  { yes '/* line */' | head -n 50; cat original.c; } >two.c
  object two.c
  tool gate --baseline base two.o
  ends 0
  has "2 unchanged"
  sed 's/^  /\t    /' original.c >two.c
  object two.c
  tool gate --baseline base two.o
  ends 0
  has "2 unchanged"
  sed 's/^  int node/  int unrelated = 1; unrelated++;\n  int node/' \
    original.c >two.c
  object two.c
  tool gate --baseline base two.o
  has "2 unchanged"
  sed -i 's/unrelated/renamed/g' two.c
  object two.c -O2
  tool gate --baseline base two.o
  ends 0
  has "2 unchanged"
}

@test "another checkout is the same" {
  mkdir -p one/src two/src
  cp bad.c one/src
  cp bad.c two/src
  (cd one && object src/bad.c && "$ESCAPE_COMMAND" gate --baseline ../base \
    --update-baseline bad.o)
  (cd two/src && object bad.c)
  cd two
  tool gate --baseline ../base src
  ends 0
  has "1 unchanged"
}

@test "what was renamed or moved is updated, not new" {
  two
  update two.c
  sed -i 's/node/entry/' two.c
  sed 's/node/entry/' two.c >moved.c
  rm two.c
  object moved.c
  tool gate --baseline base moved.o
  ends 1
  has "1 new, 1 updated"
}

@test "equal findings are counted" {
  cat >twins.c <<'SRC'
int *head;
extern int more (void);
void
f (void)
{
  {
    int node = 0;
    head = &node;
  }
}
SRC
  update twins.c
  sed -i 's/^  }$/  }\n  {\n    int node = 1;\n    head = \&node;\n  }/' twins.c
  object twins.c
  tool report twins.o
  n=$(grep -c '\[escape-' <<<"$output")
  tool gate --baseline base twins.o
  if [ "$n" -gt 1 ]; then ends 1; else ends 0; fi
}

@test "the baseline is the same bytes for any order of inputs" {
  two
  object two.c
  object bad.c
  tool gate --baseline a --update-baseline two.o bad.o
  tool gate --baseline b --update-baseline bad.o two.o
  cmp a b
  [ "$(grep -v '^#' a)" = "$(grep -v '^#' a | LC_ALL=C sort -t "$(printf '\t')" -k5,5 -k6,6)" ]
}

@test "entries of files that are not given are kept; of files that are gone, stale" {
  two
  object two.c
  object bad.c
  tool gate --baseline base --update-baseline two.o bad.o
  tool gate --baseline base bad.o
  ends 0
  has "2 not analysed now"
  rm two.c
  tool gate --baseline base bad.o
  ends 0
  has "2 stale"
  tool gate --baseline base --update-baseline bad.o
  has "stale, removed from the baseline: two.c"
  ! grep -q two.c base
}

@test "a malformed baseline is named with its line, and left alone" {
  object bad.c
  printf '# comment\nnonsense\n' >base
  cp base before
  tool gate --baseline base bad.o
  ends 2
  has "base:2: seven fields"
  tool gate --baseline base --update-baseline bad.o
  ends 2
  cmp base before
  printf '<<<<<<< ours\n' >base
  tool gate --baseline base bad.o
  ends 2
  has "base:1: an unresolved merge conflict"
  tool gate --baseline none bad.o
  ends 2
  has "none: No such file"
}

@test "a baseline that cannot be written is as it was" {
  object bad.c
  mkdir dir
  tool gate --baseline dir --update-baseline bad.o
  ends 2
  has "dir"
  tool gate --baseline /dev/full --update-baseline bad.o
  ends 2
  has "/dev/full: this is no file"
}

@test "the usual baseline is found in the root" {
  object bad.c
  tool gate --update-baseline bad.o
  ends 0
  [ -s .escape-baseline ]
  tool gate bad.o
  ends 0
}

@test "--fail-on takes levels and rules" {
  object bad.c
  tool gate --fail-on 'escape-call,large-*' bad.o
  ends 0
  tool gate --fail-on 'escape-g*' bad.o
  ends 1
  tool gate --fail-on likely bad.o
  ends 1
  tool gate --fail-on none bad.o
  ends 2
}

commit ()
{
  git add -A
  git -c user.name=t -c user.email=t@t commit -qm "$1"
}

@test "--since fails on findings that touch changed lines only" {
  git init -q .
  two
  printf '*.o\n' >.gitignore
  commit one
  object two.c
  tool gate --since HEAD two.o
  ends 0
  has "2 not on changed lines"
  sed -i 's/int item = 0/int item = 1/' two.c
  object two.c
  tool gate --since HEAD two.o
  ends 1
  has "1 new"
  has "'item'"
  commit two
  tool gate --since HEAD two.o
  ends 0
  tool gate --since HEAD~1 two.o
  ends 1
  cp bad.c "new file.c"
  object "new file.c"
  tool gate --since HEAD "new file.o"
  ends 1
}

@test "a revision that is not available is no pass" {
  object bad.c
  tool gate --since HEAD bad.o
  ends 3
  has "revision 'HEAD' is not available"
  git init -q .
  commit one
  tool gate --since nonsense bad.o
  ends 3
  tool gate --since --all bad.o
  ends 3
}
