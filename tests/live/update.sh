#!/usr/bin/env bash
# slavelab update as a person uses it: what it shows, what it asks, what it leaves, and its exit status.
set -u
source tests/support/terminal.sh "$1"
root=$PWD
failures=0
note() {
  echo "FAILED: $*"
  failures=$((failures + 1))
}
work=$(mktemp -d)
trap 'tmux -L "$socket" kill-server 2>/dev/null; rm -rf "$home" "$work"' EXIT
cd "$work" || exit 1

fresh() {
  rm -rf data
  cp -r "$root/data" data
}
# of STATUS WORDS ARGUMENT...: updates; both streams must hold the words, line ends and runs of blanks counting as one blank.
of() {
  local status=$1 words=$2 output got
  shift 2
  output=$("$program" update "$@" 2>&1 </dev/null)
  got=$?
  [[ $got -eq $status && $(tr -s ' \n' ' ' <<<"$output") == *"$words"* ]] ||
    note "update $*: expected status $status and \"$words\", got $got and:" "$output"
}
unchanged() { diff -r "$root/data" data >/dev/null || note "$1: the package changed"; }

fresh
# 2023 Q4 revised, one quarter more, the last row of 2009 gone
sed -e 's/^2023,Q4,2023-12-31,adult,[0-9]*,/2023,Q4,2023-12-31,adult,2000,/' -e '/^2009,Q4,.*unknown/d' data/nrm_referrals.csv >newer.csv
echo '2024,Q1,2024-03-31,adult,2100,ho-nrm-2023q4-table2' >>newer.csv
of 1 'nrm_referrals: 177 rows of data/nrm_referrals.csv, 177 rows in newer.csv 1 row new, 1 value revised, 1 row gone, 175 the same' newer.csv
unchanged 'without a terminal'
of 1 'nothing was written, as there is no terminal to ask at; --yes writes without asking' newer.csv
of 1 '2023 Q4 adult people' newer.csv
of 1 'New: year quarter period_end age people source' newer.csv

of 0 'written: data/nrm_referrals.2024-03-07.csv written: data/nrm_referrals.csv written: data/datapackage.json' newer.csv --yes
cmp -s data/nrm_referrals.csv newer.csv || note 'the file is not the newer release'
cmp -s data/nrm_referrals.2024-03-07.csv "$root/data/nrm_referrals.csv" || note 'the earlier release was not kept'
changed=$(diff -rq "$root/data" data | grep -c .)
[[ $changed -eq 3 ]] || note "3 files differ, not $changed"
"$program" --no-init -e 'local d = lab.package("data") for name, t in pairs(d) do assert(#t > 0, name) end
  assert(#d.nrm_referrals == 177 and #d.nrm_referrals_2024_03_07 == 177)' || note 'the package does not load afterwards'
of 0 'nothing new: every row stands there already' newer.csv --table nrm_referrals

# Another folder, and files of no use.
fresh
mv data elsewhere
of 2 'there is no data package data; --package DIR names its folder' newer.csv
of 1 'kept: the release until now, as "nrm_referrals_2024_03_07" in elsewhere/nrm_referrals.2024-03-07.csv' newer.csv --package elsewhere
mv elsewhere data
of 2 'the file of the newer release is missing'
of 2 'there is no file nowhere.csv' nowhere.csv
of 2 'unknown option "--tabel"; did you mean "--table"' --tabel nrm_referrals newer.csv
of 2 '--table needs a name' newer.csv --table
of 0 'slavelab update FILE [FILE...]' --help
of 1 'has the columns of several tables: "nrm_reasonable_grounds", "nrm_conclusive_grounds"' data/nrm_reasonable_grounds.csv
sed 's/,adult,2000,/,adult,-1,/' newer.csv >broken.csv
of 1 'column "people": -1 is below 0, the minimum' broken.csv --yes
unchanged 'after all that was refused'
output=$("$program" -f html update newer.csv 2>&1)
[[ $? -eq 2 && $output == *'-f has no meaning with update'* ]] || note "-f: $output"

# At a terminal it asks, and takes nothing but yes for yes.
for answer in no '' yes; do
  fresh
  start_command 120 50 "cd '$work' && '$program' update newer.csv"
  expect 'yes or no:'
  enter "$answer"
  if [[ $answer == yes ]]; then
    expect 'written: data/datapackage.json'
    expect 'left with 0'
    cmp -s data/nrm_referrals.csv newer.csv || note 'yes did not write'
  else
    expect 'Nothing was written.'
    expect 'left with 1'
    unchanged "the answer \"$answer\""
  fi
  stop
done
[[ -z $(find data -newer newer.csv -name '.*') ]] || note 'something was left behind'
exit $((failures > 0))
