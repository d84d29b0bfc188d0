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
