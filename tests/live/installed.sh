#!/usr/bin/env bash
# Installed under a prefix the program finds its scripts and data there, wherever it is started, and needs nothing of the tree it was
# built in.
slavelab=$(realpath "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0

fail() {
  echo "FAILED: $*"
  failures=$((failures + 1))
}

cmake --install "$(dirname "$slavelab")" --prefix "$work/usr" >"$work/log" 2>&1 || fail "it does not install: $(cat "$work/log")"
mv "$work/usr" "$work/moved" # a prefix is where the program finds itself
cd "$work" || exit 1
export XDG_CONFIG_HOME=$work/config SLAVELAB_PATH=
installed=$work/moved/bin/slavelab

"$installed" formats >formats.txt || fail 'it does not list its formats'
grep -q "^ *moved/share/slavelab/scripts/formats/html.lua" formats.txt || fail "html is not the installed one: $(cat formats.txt)"
"$installed" annual >annual.txt 2>errors.txt || fail "the annual report failed: $(cat errors.txt)"
grep -q 'In 2023, 17,004 potential victims were referred' annual.txt || fail 'the report lacks its first sentence'

[[ $failures -eq 0 ]]
