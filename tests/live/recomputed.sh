#!/usr/bin/env bash
# The annual report's figures, the sentences that hold them and the sources below its tables are those that a program which shares no code
# with ours makes of data/, for one year and for some; a digit changed in the report, or in data/, is found.
slavelab=$(realpath "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The report that is made with the options, compared with year and range.
compare() {
  local year=$1 from=$2 to=$3
  "$slavelab" --no-init -f json -o "$work/annual.json" scripts/annual.lua --year "$year" ${from:+--from "$from" --to "$to"} || exit 1
  node tests/node/annual.js "$work/annual.json" "$year" "$from" "$to" || exit 1
}
for year in 2022 2019 2024 2025; do compare "$year"; done
compare 2020 2019 2021
compare 2016 2014 2018
compare 2018 2018 2018
compare 2010 2010 2012
compare 2023

# One digit of the report of 2023, in places spread over all of it.
for place in .02 .11 .23 .34 .46 .57 .68 .79 .88 .97; do
  changed=$(node tests/node/digit.js "$work/annual.json" "$work/changed.json" "$place") || exit 1
  node tests/node/annual.js "$work/changed.json" 2023 2>"$work/said.txt" && echo "FAILED: not found in the report: $changed" && exit 1
done

# One digit of the figures below it: FILE and the row and column that are counted up by one.
annual_js=$PWD/tests/node/annual.js
while read -r file row column; do
  rm -rf "$work/data" && cp -r data "$work/data"
  awk -F, -v OFS=, -v row="$row" -v column="$column" 'NR == row { $column += 1 } { print }' "data/$file" >"$work/data/$file"
  cmp -s "data/$file" "$work/data/$file" && echo "FAILED: $file has no row $row" && exit 1
  (cd "$work" && node "$annual_js" annual.json 2023) 2>"$work/said.txt" && echo "FAILED: not found in $file, row $row" && exit 1
done <<'ROWS'
nrm_referrals.csv 150 5
police_operations.csv 5 5
population.csv 2 4
criminal_justice.csv 19 7
nrm_first_responders.csv 40 6
nrm_referrals_annual.csv 9 3
nrm_reasonable_grounds.csv 219 6
force_outcomes.csv 3 7
ROWS
exit 0
