# What the README and the pages in docs/ show at the prompt is what the prompt says.
slavelab=$(realpath "$1")
pages=$(realpath tests/support/pages.lua)
root=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
ln -s "$root"/tests/workbooks workbooks # which docs/workbooks.md reads
"$slavelab" --no-init "$pages" "$root"/README.md "$root"/docs/*.md 2>&1
