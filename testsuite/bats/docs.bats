# SPDX-License-Identifier: GPL-3.0-or-later
# docs.bats - what README.md shows is what is said.

load common

# The first block of README.md that is fenced as $1.
block ()
{
  awk -v fence="\`\`\`$1" '
    $0 == "```" && on { exit }
    on { print }
    $0 == fence { on = 1 }' "$top/README.md"
}

@test "the README's example is what the plugin says" {
  block c >list.c
  escape list.c
  ends 0
  block console | tail -n +2 >expected
  sed 's/ *$//' <<<"$output" >found
  diff -u expected found
}

@test "the README lists every argument and every rule" {
  for name in $(sed -nE 's/^ESC_ARGUMENT \([A-Z_]+, "([a-z-]+)", .*/\1/p' \
    "$top/plugin/arguments.def"); do
    grep -A1 "\"$name\", LATER" "$top/plugin/arguments.def" && continue
    case $name in help | version) continue ;; esac
    grep -qF "\`$name" "$top/README.md" || { echo "$name"; return 1; }
  done
  for rule in $(sed -nE 's/^ESC_RULE \([A-Z]+, "([a-z-]+)".*/\1/p' \
    "$top/engine/rules.def"); do
    grep -qF "| \`$rule\` |" "$top/README.md" || { echo "$rule"; return 1; }
  done
}

@test "what the docs point at is there" {
  cd "$top"
  for md in README.md CONTRIBUTING.md docs/*.md; do
    for link in $(grep -oE '\]\([^)#]+' "$md" | sed 's/^](//' | grep -v :); do
      [ -e "$(dirname "$md")/$link" ] || { echo "$md: $link"; return 1; }
    done
  done
}

# Split every ```c escape block of file $1 into N.c; each line keeps its number
# in the file, for the reader of a failure.
blocks ()
{
  awk '
    /^```c escape$/ { n++; on = 1; for (i = 1; i <= NR; i++) print "" >(n ".c"); next }
    /^```$/ { on = 0 }
    on { print >(n ".c") }' "$1"
}

# What the page says of each line, and what the plugin says, as LINE RULE.
said_by_page ()
{
  grep -nE '/\* <- [a-z-]+ \*/' "$1" \
    | sed -E 's,^([0-9]+):.*<- ([a-z-]+) .*,\1 \2,'
}

said_by_plugin ()
{
  sed -nE "s,^$1:([0-9]+):.*(warning|error): .*\[([a-z-]+)\]$,\1 \3,p" \
    <<<"$output" | grep -E ' (escape-|large-local|vla-|noescape-|unused-)' \
    | sort -n
}

@test "the code of the docs gets what the docs say" {
  local page bad=0 n=0
  for page in $(cd "$top" && ls docs/*.md docs/rules/*.md); do
    rm -f ./*.c
    blocks "$top/$page"
    for c in [0-9]*.c; do
      [ -e "$c" ] || continue
      n=$((n + 1))
      for o in -O0 -O2; do
        escape "$c" $o "${quiet[@]}"
        [ "$status" -eq 0 ] || { echo "$page: $output"; bad=1; }
        diff <(said_by_page "$c") <(said_by_plugin "$c") \
          || { echo "in $page at $o"; bad=1; }
      done
    done
  done
  [ "$n" -gt 20 ]
  [ "$bad" -eq 0 ]
}

@test "every rule has a page with a bad example" {
  for rule in $(sed -nE 's/^ESC_RULE \([A-Z]+, "([a-z-]+)".*/\1/p' \
    "$top/engine/rules.def"); do
    grep -q "<- $rule \*/" "$top/docs/rules/$rule.md"
    grep -qF "($rule.md)" "$top/docs/rules/README.md"
  done
}
