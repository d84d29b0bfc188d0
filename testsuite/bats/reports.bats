# SPDX-License-Identifier: GPL-3.0-or-later
# reports.bats - the formats, and the commands that show.

load common

@test "gitlab: a JSON array with unique fingerprints" {
  object bad.c
  tool report --format gitlab bad.o -o out.json
  ends 0
  python3 - <<'PY'
import json
(f,) = json.load(open("out.json"))
assert f["check_name"] == "escape/escape-global"
assert f["location"] == {"path": "bad.c", "lines": {"begin": 6}}
assert f["severity"] == "major" and len(f["fingerprint"]) == 32
PY
}

@test "junit: well-formed, a suite for each rule" {
  printf '%s\n' 'int *a_head;' 'void f (void) { int n = 0; a_head = &n; }' >'a&"<.c'
  object 'a&"<.c' -o a.o
  tool report --format junit a.o -o out.xml
  ends 0
  python3 - <<'PY'
import xml.etree.ElementTree as E
r = E.parse("out.xml").getroot()
suites = {s.get("name"): s for s in r}
assert suites["escape-global"].get("failures") == "1"
assert suites["escape-return"].get("failures") == "0"
c = suites["escape-global"][0]
assert c.get("file") == 'a&"<.c' and c.get("line") == "2"
assert "a_head" in c[0].get("message")
PY
}

@test "github: annotations on standard output" {
  cp bad.c 'a,b:c.c'
  object 'a,b:c.c' -o a.o
  run "$ESCAPE_COMMAND" report --format github a.o 2>/dev/null
  [[ ${lines[0]} == "::warning file=a%2Cb%3Ac.c,line=6,col=8,title=escape-global::address of local variable 'node'"* ]]
}

@test "html: one page that loads nothing, with everything escaped" {
  printf '%s\n' 'int *h;' 'void f (void) { int n = 0; h = &n; /* <b> */ }' >'<i>.c'
  object '<i>.c' -o a.o -fplugin-arg-escape-m
  tool report --format html a.o -o out.html
  ends 0
  python3 - <<'PY'
from html.parser import HTMLParser
text = open("out.html").read()
class P(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.tags = [], set()
    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        for k, v in attrs:
            assert k != "src" and (k != "href" or v[0] == "#"), (k, v)
        if tag not in ("meta", "input", "link"):
            self.open.append(tag)
    def handle_endtag(self, tag):
        assert self.open.pop() == tag, tag
p = P()
p.feed(text)
assert not p.open and not {"link", "img", "iframe", "i"} & p.tags
assert "Inventory" in text and "&lt;i&gt;.c" in text and "&lt;b&gt;" in text
assert "n escapes" in text or "n does not escape" in text
PY
}

@test "a baseline gives the findings of a report their states" {
  object bad.c
  tool gate --baseline base --update-baseline bad.o
  cat >>bad.c <<<'int *more; void g (void) { int z = 0; more = &z; }'
  object bad.c
  tool report --format sarif --baseline base bad.o -o out.sarif
  ends 0
  grep -q '"baselineState": "unchanged"' out.sarif
  grep -q '"baselineState": "new"' out.sarif
  python3 "$top/testsuite/sarif/check" out.sarif
}

@test "why tells what is on a line" {
  object bad.c -fplugin-arg-escape-m
  tool why bad.c:6 bad.o
  ends 0
  has "[escape-global]"
  tool why bad.c:5 bad.o
  has "note: (1) 'node' is declared here"
  has "bad.c:5:7: note: "
  tool why bad.c:1 bad.o
  has "nothing is known of bad.c:1"
  tool why bad.c bad.o
  ends 2
  has "write FILE:LINE"
}

@test "rules and explain show the table and its pages" {
  tool rules
  ends 0
  while read -r rule; do
    has "$rule"
    run "$ESCAPE_COMMAND" explain "$rule"
    ends 0
    [ "$output" = "$(cat "$top/docs/rules/$rule.md")" ]
    run "$ESCAPE_COMMAND" rules
  done < <(sed -nE 's/^ESC_RULE \([A-Z]+, "([a-z-]+)".*/\1/p' "$top/engine/rules.def")
  tool rules --json
  python3 -c 'import json, sys; json.loads(sys.argv[1])' "$output"
  tool explain nonsense
  ends 2
}

@test "dump shows the facts" {
  object bad.c
  tool dump bad.o
  ends 0
  has "unit bad.c in"
  has "finding escape-global definite"
  "$CC" -c good.c
  tool dump good.o
  ends 3
}

@test "doctor says whether the compiler can be used" {
  CC=$CC tool doctor
  ends 0
  has "works with"
  CC=/bin/false tool doctor
  ends 3
  has "the compiler cannot be used"
}

@test "every command has a man page, help and completions" {
  while read -r name; do
    tool "$name" --help
    ends 0
    has "Usage: escape $name"
    "$ESCAPE_COMMAND" --man "$name" >page
    head -n 1 page | grep -q "^.TH ESCAPE"
    if command -v man >/dev/null; then
      [ -z "$(man --warnings -l page 2>&1 >/dev/null)" ]
    fi
    "$ESCAPE_COMMAND" --completion | grep -q "^    $name) words="
  done < <(sed -nE 's/^ESC_COMMAND \((.*)\)/\1/p' "$top/command/commands.def")
  "$ESCAPE_COMMAND" --completion | bash -n
}
