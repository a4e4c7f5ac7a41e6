#!/usr/bin/env bash
# The annual report with tables of forces for two years, small counts held back, is written; with one total added by hand it is not, and the
# count that the total gives away is named.
slavelab=$(realpath "$1")
root=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0

fail() {
  echo "FAILED: $*"
  failures=$((failures + 1))
}

mkdir "$work/scripts" && ln -s "$root/data" "$work/data" && cd "$work" || exit 1

# annual_with NAME LUA: a copy of the report with this before it is written.
annual_with() {
  grep -qx 'r:write()' "$root/scripts/annual.lua" || fail "annual.lua does not end with r:write()"
  { sed '/^r:write()$/d' "$root/scripts/annual.lua" && echo "$2" && echo 'r:write()'; } >"scripts/$1.lua"
}

tables='
local held = {}
for i, asked_year in ipairs { 2018, 2017 } do
  held[i] = data.recorded_offences_by_force:filter("year == $y", { y = asked_year }):group_by("year", "force")
    :summarise("offences = sum(offences)"):totals("force"):suppress { "offences" }
  r:table(held[i], { title = "Offences by force, " .. asked_year })
end
'
total='
local second = {}
for row = 1, #held[2] do second[held[2].force[row]] = held[2].offences[row] end
for row = 1, #held[1] do
  local force, other = held[1].force[row], second[held[1].force[row]]
  if held[1].offences[row] == nil and other then
    local both = data.recorded_offences_by_force:filter("force == $f and year in (2017, 2018)", { f = force })
    r:table(both:group_by("force"):summarise("offences = sum(offences)"), { title = "Both years, " .. force })
    io.stderr:write("added ", force, "\n")
    break
  end
end
'
annual_with sound "$tables"
annual_with leaks "$tables$total"

"$slavelab" --no-init -o sound.html scripts/sound.lua >out.txt 2>sound.txt || fail "the sound report is refused: $(cat sound.txt)"
grep -q 'Offences by force, 2017' sound.html || fail "the sound report lacks its tables"

"$slavelab" --no-init -o leaks.html scripts/leaks.lua >out.txt 2>leaks.txt && fail "a report that leaks is written"
[[ ! -e leaks.html ]] || fail "a report that leaks is there in part"
force=$(sed -n 's/^added //p' leaks.txt)
[[ -n $force ]] || fail "no total was added: $(cat leaks.txt)"
grep -q 'can be worked out from what it shows' leaks.txt || fail "it said: $(cat leaks.txt)"
grep -q "(\"Offences by force, 2018\"), row [0-9]*, \"offences\": 2018, $force = [0-9]*: Table [0-9]*, [0-9]*, less Table [0-9]*, [0-9]*" leaks.txt ||
  fail "the cell is not named: $(cat leaks.txt)"

exit $((failures > 0))
