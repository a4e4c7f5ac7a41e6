#!/usr/bin/env bash
# slavelab foi as a campaigner meets it: the shipped example in every format, what stops it, and counts alone.
source tests/support/command.sh "$1"
example=$root/data/foi-example

# holds FILE TEXT...: the file has each text; line ends and runs of blanks count as one blank.
holds() {
  local file=$1 text all
  shift
  all=$(tr -s ' \n' ' ' <"$file")
  for text; do [[ $all == *"$text"* ]] || fail "$file lacks: $text"; done
}

"$slavelab" --no-init foi "$example" --as-of 2024-12-02 >page.txt 2>said.txt || fail "the example failed: $(cat said.txt)"
# Counted from the four files by awk: rows, rows with a day of answer, outcomes that give information and were not withdrawn.
asked=$(awk -F, 'NR > 1' "$example/requests.csv" | wc -l)
replied=$(awk -F, 'NR > 1 && $7 != ""' "$example/requests.csv" | wc -l)
gave=$(awk -F, 'NR > 1 && $8 == "" && ($9 == "full" || $9 == "partial")' "$example/requests.csv" | wc -l)
holds page.txt "$replied of the $asked bodies asked replied, $gave gave information" "Cohen's kappa"
holds said.txt 'answers.csv:9: warning 13:' 'answers.csv:17: warning 14:' 'answers.csv:10: warning 16:'
# A share of those that answered is never called one of all forces.
grep -qiE '[0-9]% of (all )?(forces|bodies)' page.txt && fail 'a share of those that answered is given as one of all'
# The same bytes twice, and every format.
for format in text markdown html csv json vega-lite ods xlsx; do
  "$slavelab" --no-init foi "$example" --as-of 2024-12-02 -f "$format" -o "one.$format" 2>said.txt || fail "$format failed: $(cat said.txt)"
  "$slavelab" --no-init foi "$example" --as-of 2024-12-02 -f "$format" -o "two.$format" 2>said.txt || fail "$format failed: $(cat said.txt)"
  cmp -s "one.$format" "two.$format" || fail "$format: other bytes the second time"
done
# Long names and words break over lines in the terminal, and not in markdown.
holds one.markdown '| Dunmere Valley Police | 2024-10-01 |' 'All officers take the course each year. | ambleforth.pdf | 1 |' '| Jutland Vale Police | training |'
for page in one.html one.ods one.xlsx; do "$slavelab" check "$page" >said.txt 2>&1 || fail "$page: $(cat said.txt)"; done
holds one.json '"asked": 12' '"waiting": ["Fennick Police", "Inchmarsh Police"]' '"awaiting_clarification": ["Inchmarsh Police"]' '"withdrawn": []' '"as_of": "2024-12-02"'

# An error stops, with the line, and leaves what was there.
cp -r "$example" damaged && chmod -R u+w damaged
sed -i 's/^Easterling Constabulary,2024-10-01,2024-10-01,,,,2024-11-12/Easterling Constabulary,2024-10-01,2024-10-01,,,,2024-09-12/' damaged/requests.csv
echo before >kept.html
expect 1 'damaged/requests.csv:6: error 6: "Easterling Constabulary": answered on 2024-09-12, before received on 2024-10-01' --no-init foi damaged --as-of 2024-12-02 -o kept.html
[[ $output == *'nothing is written until the errors are mended'* ]] || fail "what to do is not said: $output"
[[ $(cat kept.html) == before ]] || fail 'an error leaves another file'

expect 0 '5.1% and 30.8%' --no-init foi --asked 39 --answered 29 --yes 2
for words in '74.4' '6.9' 'Names are not published'; do [[ $output == *"$words"* ]] || fail "counts alone lack: $words"; done
expect 2 '--answered 40 is more than --asked 39' --no-init foi --asked 39 --answered 40 --yes 2
expect 2 'the folder of the exercise is missing' --no-init foi
expect 2 'is no date' --no-init foi "$example" --as-of yesterday
expect 2 'there is no folder nowhere' --no-init foi nowhere
expect 1 'the bank holidays of that year are not known' --no-init foi "$example" --as-of 2090-01-02

[[ $failures -eq 0 ]]
