#!/usr/bin/env bash
# Installed under a prefix, the program runs from any folder with the scripts and data that were installed with it; built outside
# the tree, with those of the tree.
slavelab=$(realpath "$1")
build=$(dirname "$slavelab")
root=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export XDG_CONFIG_HOME=$work/config SLAVELAB_PATH=
failures=0

fail() {
  echo "FAILED: $*"
  failures=$((failures + 1))
}

# finds PROGRAM SCRIPTS: from an empty folder it lists formats of that folder of scripts, and no others.
finds() {
  local said
  said=$("$1" --no-init formats) || fail "$1 formats: $said"
  [[ $said == *"$2/formats/html.lua  [shipped]"* ]] || fail "$1 does not find $2: $said"
  [[ $(grep -c '\[' <<<"$said") -eq $(grep -cF "$2/formats/" <<<"$said") ]] || fail "$1 finds other formats too: $said"
}

cmake --install "$build" --prefix "$work/prefix" >"$work/install.txt" || fail "the installation failed: $(cat "$work/install.txt")"
installed=$work/prefix/bin/slavelab
mkdir "$work/elsewhere"
cd "$work/elsewhere" || exit 1
finds "$installed" "$work/prefix/share/slavelab/scripts"
finds "$slavelab" "$root/scripts"

"$installed" --no-init annual >installed.txt 2>errors.txt || fail "the installed program cannot run annual: $(cat errors.txt)"
[[ ! -s errors.txt ]] || fail "it said: $(cat errors.txt)"
grep -q '17,004' installed.txt || fail 'the report of the installed program lacks its figures'
"$installed" --no-init examples/dominance.lua 2>&1 | grep -q 'n-k   unsafe' || fail 'the installed program cannot run an example'
"$installed" --no-init -f html -o annual.html annual || fail 'the installed program cannot write the page'
[[ -s annual.html ]] || fail 'the page is empty'

# A project that holds a library of another version lends the program no part of it, but modules of its own.
mkdir -p "$work/clone/scripts/lib/base" "$work/clone/below"
for module in manifest base/find base/suggest; do echo 'error("of another version")' >"$work/clone/scripts/lib/$module.lua"; done
echo 'return "mine"' >"$work/clone/scripts/lib/mine.lua"
for program in "$installed" "$slavelab"; do
  said=$(cd "$work/clone/below" && "$program" --no-init -e 'print(lab.force_code("Kent"), (require("lib.mine")))' 2>&1)
  [[ $said == $'E23000032\tmine' ]] || fail "$program in a clone of another version: $said"
done

# What was installed needs nothing of the tree: with its scripts gone it has none, rather than those of the tree.
mv "$work/prefix/share" "$work/gone"
"$installed" --no-init formats 2>&1 | grep -qF "$root" && fail 'an installed program looks into the tree that it was built from'

[[ $failures -eq 0 ]]
