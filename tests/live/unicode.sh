# Cases, normal forms and counts of characters are those of Unicode, as the tables of another program have them.
slavelab=$(realpath "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$slavelab" --no-init tests/support/unicode_texts.lua "$work/texts.json" || exit 1
node tests/node/unicode.js "$work/texts.json"
