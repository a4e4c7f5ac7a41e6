#!/usr/bin/env bash
# What the README promises an analyst: an indicator and a format dropped into a folder are there, with nothing compiled; a broken
# file is told and leaves no output.
slavelab=$(realpath "$1")
root=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r "$root/scripts" "$root/data" "$work"
cd "$work" || exit 1
export XDG_CONFIG_HOME=$work/config SLAVELAB_PATH=
failures=0

fail() {
  echo "FAILED: $*"
  failures=$((failures + 1))
}

# says STATUS TEXT ARGUMENT...: the program ends so and its output, both streams, holds the text.
says() {
  local status=$1 text=$2 output got
  shift 2
  output=$("$slavelab" --no-init "$@" 2>&1 </dev/null)
  got=$?
  [[ $got -eq $status && $output == *"$text"* ]] || fail "slavelab $*: expected $status and \"$text\", got $got and:"$'\n'"$output"
}

# The indicator of the README, as it stands there.
awk '/-- young_share.lua/ { on = 1 } on { if ($0 !~ /^    /) exit; print substr($0, 5) }' "$root/README.md" > scripts/indicators/young_share.lua
[[ $(wc -l < scripts/indicators/young_share.lua) -eq 10 ]] || fail 'the README shows an indicator of ten lines'
says 0 'scripts/indicators/young_share.lua' indicators
says 0 '43.7' -e 'local data = lab.package("data")
  print(data.nrm_referrals:filter("year == 2023"):mutate("children = if_else(age == $c, people, 0)", { c = "child" }):indicator("young_share", { by = "year" }))'
cat > uses.lua <<'LUA'
local t = lab.table { columns = { "children", "people" }, { 2, 29 } }
local found = t:indicator("young_share")
print(("%.1f %.1f %.1f %d %d"):format(found.value[1], found.lower[1], found.upper[1], found.numerator[1], found.denominator[1]))
LUA
says 0 '6.9 1.9 22.0 2 29' uses.lua

cat > scripts/formats/titles.lua <<'LUA'
return { name = "titles", extensions = { "titles" }, api = 1, write = function(document) return document.title .. "\n" end }
LUA
says 0 'scripts/formats/titles.lua' formats
says 0 'Modern slavery in the UK, 2023' -f titles scripts/annual.lua

# Broken files: what is wrong, where, status 1, and no output.
report() { cat > report.lua <<LUA
local t = lab.read_csv("broken.csv"${1:+, $1})
local r = lab.report { title = "A report" }
r:table(t, { title = "The table" })
r:write()
LUA
}
broken() { # broken OPTIONS TEXT
  report "$1"
  rm -f out.txt
  says 1 "$2" report.lua -o out.txt
  [[ ! -e out.txt ]] || fail "$2: an output file was left"
}
printf 'force,people\nKent,12\nEssex\n' > broken.csv
broken '' 'broken.csv:3:1: 1 field where the header has 2 (row 2)'
printf 'force,people\nKent,1O4\nEssex,7\n' > broken.csv
broken '{ types = { people = "integer" } }' 'broken.csv:2:6: column "people": "1O4" is not an integer (row 1)
    2 | Kent,1O4
             ^
  1 of 2 cells in this column are integers.
  Fix the file, or read_csv(path, { types = { people = "text" } }), or { on_error = "reject" }.
  in report.lua:1'
printf 'force,people\n"Kent,12\n' > broken.csv
broken '' 'broken.csv:2:1: the quote that opens here is never closed'
printf 'force,people\nKe\0nt,12\n' > broken.csv
broken '' 'broken.csv:2:3: a NUL byte'
: > broken.csv
broken '' 'broken.csv: the file is empty'
rm broken.csv
broken '' 'broken.csv: No such file or directory'
mkdir broken.csv
broken '' 'broken.csv: it is a directory, not a file'
rmdir broken.csv
{ printf 'force,people\n"'; head -c 100000000 /dev/zero | tr '\0' x; printf '",12\n'; } > broken.csv
broken '{ types = { force = "integer" } }' 'broken.csv:2:2: column "force": "xxxx'
printf 'force,people\n' > broken.csv
report
says 0 'No rows.' report.lua

# A script that fails after it wrote its report leaves the old file, and one that leaves by os.exit has written it.
printf 'force,people\nKent,12\n' > broken.csv
report
echo old > out.txt
echo 'error("too late")' >> report.lua
says 1 'too late' report.lua -o out.txt
[[ $(cat out.txt) == old ]] || fail 'a failed run left the old file'
report
echo 'os.exit(0)' >> report.lua
says 0 '' report.lua -o out.txt
grep -q Kent out.txt || fail 'os.exit writes the report'
says 1 'cannot write' report.lua -o no/such/folder.txt

[[ $failures -eq 0 ]]
