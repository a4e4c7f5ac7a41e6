#!/usr/bin/env bash
# The pages that are written are HTML, by the word of another program, and can be followed by someone who cannot see them.
slavelab=$(realpath "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export XDG_CONFIG_HOME=$work/config SLAVELAB_PATH=
failures=0

fail() {
  echo "FAILED: $*"
  failures=$((failures + 1))
}

"$slavelab" --no-init -f html -o "$work/annual.html" scripts/annual.lua || fail 'the annual report failed'
for page in "$work/annual.html" tests/golden/*.html; do
  # tidy knows no id at the title of an svg, which is there since SVG 1.1: what refers to it needs one.
  tidy -quiet -errors --drop-empty-elements no "$page" 2>&1 | grep -v '<title> proprietary attribute "id"' >"$work/said.txt"
  [[ ! -s $work/said.txt ]] || fail "$page: $(cat "$work/said.txt")"
  "$slavelab" --no-init tests/support/page.lua "$page" || fail "$page"
done

# The eye is worth something only if it sees: a page with one fault of each kind.
cat >"$work/bad.html" <<'END'
<html><head><title></title></head><body><h1>A</h1><h3>B</h3><h1></h1>
<table><tr><th>x</th></tr><tr><td>1</td><td>2</td></tr></table><svg><path/></svg><img src="a.png"></body></html>
END
"$slavelab" --no-init tests/support/page.lua "$work/bad.html" 2>"$work/said.txt" && fail 'a page full of faults passes'
for fault in 'its language' 'no title' 'h3 "B" follows h1' 'an h1 is empty' '2 headings of the first level' 'no caption' 'no scope' \
  'a row has 2 cells' 'no role' 'no name' 'no alt'; do
  grep -q "$fault" "$work/said.txt" || fail "not seen: $fault"
done

[[ $failures -eq 0 ]]
