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
# A quarter revised, one quarter more, one gone: all before the years whose sums the description states.
sed -e 's/^2016,Q1,2016-03-31,108,/2016,Q1,2016-03-31,109,/' -e '/^2015,Q4,/d' data/nrm_duty_to_notify.csv >newer.csv
echo '2015,Q3,2015-09-30,12,ho-nrm-2023q4' >>newer.csv
of 1 'nrm_duty_to_notify: 33 rows of data/nrm_duty_to_notify.csv, 33 rows in newer.csv 1 row new, 1 value revised, 1 row gone, 31 the same' newer.csv
unchanged 'without a terminal'
of 1 'nothing was written, as there is no terminal to ask at; --yes writes without asking' newer.csv
of 1 '2016 Q1 reports 108 109 1' newer.csv
of 1 'New: year quarter period_end reports source' newer.csv
# A figure that a sum of the description holds.
sed 's/^2023,Q1,2023-03-31,1420,/2023,Q1,2023-03-31,1421,/' newer.csv >tied.csv
of 1 'the package would no longer be sound, and nothing was written' tied.csv --yes
unchanged 'with a tie-out that would not hold'

of 0 'written: data/nrm_duty_to_notify.2024-03-07.csv written: data/nrm_duty_to_notify.csv written: data/datapackage.json' newer.csv --yes
cmp -s data/nrm_duty_to_notify.csv newer.csv || note 'the file is not the newer release'
cmp -s data/nrm_duty_to_notify.2024-03-07.csv "$root/data/nrm_duty_to_notify.csv" || note 'the earlier release was not kept'
changed=$(diff -rq "$root/data" data | grep -c .)
[[ $changed -eq 3 ]] || note "3 files differ, not $changed"
"$program" check data >/dev/null 2>found.txt || note "the package is not sound afterwards: $(cat found.txt)"
of 0 'nothing new: every row stands there already' newer.csv

# Another folder, and files of no use.
fresh
mv data elsewhere
of 2 'there is no data package data; --package DIR names its folder' newer.csv
of 1 'kept: the release until now, as "nrm_duty_to_notify_2024_03_07" in elsewhere/nrm_duty_to_notify.2024-03-07.csv' newer.csv --package elsewhere
mv elsewhere data
of 2 'the file of the newer release is missing'
of 2 'there is no file nowhere.csv' nowhere.csv
of 2 'unknown option "--tabel"; did you mean "--table"' --tabel nrm_duty_to_notify newer.csv
of 2 '--table needs a name' newer.csv --table
of 0 'slavelab update FILE [FILE...]' --help
of 1 'has the columns of several tables: "nrm_reasonable_grounds", "nrm_conclusive_grounds"' data/nrm_reasonable_grounds.csv
sed 's/-03-31,109,/-03-31,-1,/' newer.csv >broken.csv
of 1 'column "reports": -1 is below 0, the minimum' broken.csv --yes
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
    cmp -s data/nrm_duty_to_notify.csv newer.csv || note 'yes did not write'
  else
    expect 'Nothing was written.'
    expect 'left with 1'
    unchanged "the answer \"$answer\""
  fi
  stop
done
[[ -z $(find data -newer newer.csv -name '.*') ]] || note 'something was left behind'
exit $((failures > 0))
