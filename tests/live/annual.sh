#!/usr/bin/env bash
# The annual report as an analyst meets it: in the terminal, from anywhere, as a page, for other years, and when nothing is left.
slavelab=$(realpath "$1")
root=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
export XDG_CONFIG_HOME=$work/config SLAVELAB_PATH=
failures=0

fail() {
  echo "FAILED: $*"
  failures=$((failures + 1))
}

# holds FILE TEXT...: the file has each text; line ends and runs of blanks count as one blank.
holds() {
  local file=$1 text all
  shift
  all=$(tr -s ' \n' ' ' <"$file")
  for text; do [[ $all == *"$text"* ]] || fail "$file lacks: $text"; done
}

annual() { "$slavelab" --no-init "$@"; }

annual "$root/scripts/annual.lua" >text.txt 2>errors.txt || fail "the report failed: $(cat errors.txt)"
[[ ! -s errors.txt ]] || fail "it said: $(cat errors.txt)"
# Referrals of the two years as the Home Office printed them; growth between them; the claims of 2019 with their counts.
holds text.txt "In 2023, 17,004 potential victims were referred" "2022 16,921 33.2 8,848 7,004 1,069" "2023 17,004 0.5 8,622 7,432 950" \
  "2018-02 568 568 7 89.3 police" "2018-05-25 665 active 665 3 17.1 regional" "2016-12 188 66.0 59.6 202.1 253.7 697.9" \
  "Between the 17 counts in the table above lie 136 intervals; none of these gives the 250% claimed for 2018. The nearest is 253.7%, from 2016-12 (188) to 2018-05-25 (665)." \
  "2016-12 188 2018-05-25 665 253.7 ministers;" "2017-05 312 2018-12 about 1,110 255.8 forces" "2018-04 fewer than 264.4" \
  "ONS, March 8.6 7.7 9.6 293 3,412" "UK annual 9.8 8.7 11.1 222 2,255" "ONS, year 9.4 8.3 10.6 222 2,362" \
  "Year ending March 2017: of the release that gives the suspects no count of offences was read" "74.4 58.9 85.4 29 39" "6.9 1.9 22.0 2 29" "Neither the base nor the end of the growth is stated in what was read" "is not among the 17 counts above" \
  "2025 23,411 2026-02-19 19,125 2025-03-06 22.4 Home Office" "2016 3,804 2017-10-31 [x] [x] [x]" \
  "0.5% more than the 16,921 of the year before. Both are of the release of 7 March 2024. A later release, of 6 March 2025, has 16,990 for 2023." "government agency 48.4 47.7 49.2 8,244 17,024" \
  "police 23.2 22.6 23.8 3,946 17,024" "7.58% 7.74 no 94 1,214" \
  "7.58%: Charges fell from 94 to 43" "1.9% 1.98 no 25 1,265" "260% 263.72 about 8,591 2,362" "Of none of these 15 were both counts read" "2023 75.9 71.5 79.7 311 410" "Convicted defendants" \
  " 177 0 " "Open Government Licence v3.0" "Made with slavelab"
# The sources below a table are those of the rows its figures were made from, no more and no fewer.
holds text.txt "Where no percentage was printed stands [z]. Source: Hestia (2019-03-25); UK Parliament (Home Office) (2023-02-15); The Lincolnite \
(2018-05-25); Office for National Statistics (2020-03-26); The Guardian (2020-03-26); careappointments.com (2018): see Sources" \
  "Year ending March 2019: 322 were prosecuted and 68% of them convicted" "454 prosecuted, 353 convicted in 2024"
# Publications of one publisher and day are named once.
tr -s ' \n' ' ' <text.txt | grep -q 'Office for National Statistics (2020-03-26); Office for National Statistics (2020-03-26)' \
  && fail 'a source is named twice in a row'

annual -f html -o annual.html "$root/scripts/annual.lua" || fail 'the page failed'
holds annual.html '<!DOCTYPE html>' '17,004' '<svg' 'role="img"'
grep -q '167\.2' annual.html && fail 'recorded offences of two releases are compared'
grep -qiE '<script|<link|@import|src=|url\(' annual.html && fail 'the page loads something or runs something'
for format in markdown json csv vega-lite; do
  annual -f "$format" -o "annual.$format" "$root/scripts/annual.lua" || fail "format $format failed"
  grep -q 'in the column' "annual.$format" && fail "format $format shows words of the description"
  [[ -s annual.$format ]] || fail "format $format wrote nothing"
done

annual "$root/scripts/annual.lua" --year 2019 --from=2014 --to 2020 >text.txt || fail '--year 2019 failed'
holds text.txt "In 2019, 10,606 potential victims were referred" "By 3 March 2022 the last total printed for the year was 10,611." "Charged defendants England and Wales 239" "Convicted defendants" "251"
grep -q '^ *2021 ' text.txt && fail '--to 2020 shows 2021'
# What is said of the claim of 2018 is said of the counts of the years asked for.
annual "$root/scripts/annual.lua" --from 2019 --to 2021 >text.txt || fail '--from 2019 --to 2021 failed'
holds text.txt "Between the 11 counts in the table above lie 55 intervals; none of these gives the 250%" \
  "of the intervals between the 17 counts of operations in data/ that end in 2018, the one nearest to it: 2016-12 to 2018-05-25" \
  "The nearest is 200.3%, from 2019-04" "no interval between the counts of the years asked for ends in it"
# A year without figures is a failure that says which years there are, and leaves what was there.
for years in '--year 2030' '--from 2030 --to 2031'; do
  echo before >kept.txt
  annual -o kept.txt "$root/scripts/annual.lua" $years >errors.txt 2>&1
  [[ $? -eq 1 ]] || fail "annual $years is exit status 1"
  holds errors.txt "annual: no number of referrals in data/ is of 2030; those there are of 2010 to 2025"
  holds kept.txt before
done
rm kept.txt
# A year with few figures is a report all the same: what is missing is said.
annual "$root/scripts/annual.lua" --year 2025 >text.txt || fail '--year 2025 failed'
holds text.txt "In 2025, 23,411 potential victims were referred" "22.4% more than the 19,125 of the year before" \
  "The one is of the release of 19 February 2026, the other of that of 6 March 2025." "none of the figures in data/ is of what was asked for, a report of 2025 and series from 2009 to 2025."
# No keys of the catalogue are shown to readers.
cut -d, -f1 "$root/data/sources.csv" | sed 1d | while read -r key; do grep -q -- "$key" text.txt && echo "$key"; done >keys.txt
[[ ! -s keys.txt ]] || fail "keys of sources are shown: $(cat keys.txt)"

# One figure of one publication is not given the sources of all years.
annual "$root/scripts/annual.lua" --year 2024 >text.txt || fail '--year 2024 failed'
holds text.txt "no chance of one person. Source: Home Office, Annex: an analysis of NRM referrals and DtN reports for potential victims of \
modern slavery, 2023 to 2024, 2025-03-06. Open Government Licence v3.0." "12.6% more than the 16,990 of the year before"
tr -s ' \n' ' ' <text.txt | grep -o 'no chance of one person.*By police force' | grep -o 'Source:' | wc -l >sources.txt
holds sources.txt 2
holds annual.html "Two lines: defendants prosecuted, from 294 in 2018 to 454 in 2024; defendants convicted, from 251 in 2019 to 353 in 2024."

annual "$root/scripts/annual.lua" --yaer 2019 -o kept.txt >text.txt 2>&1
[[ $? -eq 2 ]] || fail 'an unknown option is exit status 2'
holds text.txt 'slavelab annual: unknown argument "--yaer"; did you mean "--year"?'
[[ ! -e kept.txt ]] || fail 'a failed run leaves a file'
annual "$root/scripts/annual.lua" --help >text.txt || fail '--help failed'
holds text.txt 'slavelab annual takes:' '--year YEAR'

[[ $failures -eq 0 ]]
