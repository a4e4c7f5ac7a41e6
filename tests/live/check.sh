# slavelab check as a person uses it: the page, where it goes, and the exit status.
source tests/support/command.sh "$1"

mkdir sound broken empty bad
for folder in sound broken; do
  cat > $folder/datapackage.json <<'JSON'
{ "name": "small", "licenses": [ { "name": "L" } ], "resources": [ { "name": "counts", "path": "counts.csv", "schema": { "primaryKey": "town", "fields": [
  { "name": "town", "type": "string" },
  { "name": "n", "type": "integer", "role": "figure", "constraints": { "minimum": 0 } } ] },
  "tieouts": [ { "title": "The two towns make ten", "sum": "n", "equals": 10 } ] } ] }
JSON
done
printf 'town,n\nBath,4\nYork,6\n' > sound/counts.csv
printf 'town,n\nBath,-4\nYork,6\n' > broken/counts.csv
echo '{ "name": "small", "resources": [ { "name": "x" } ] }' > bad/datapackage.json
echo '{ "answer": 42 }' > other.json
echo 'town,n' > table.csv

expect 0 "No fault was found in 1 table with 2 rows." check sound
expect 0 "No fault was found" check sound/datapackage.json
expect 0 "No fault was found" check ./sound/
(cd sound && "$slavelab" check . >/dev/null) || fail "the current folder is not checked"

expect 1 "broken/counts.csv:2:6: minimum" check broken
[[ $output == *"broken/counts.csv:2:6: tieouts"* ]] || fail "the second fault is not on the page: $output"
[[ $output == *"slavelab: broken: 2 faults" ]] || fail "the last line does not say how many: $output"
[[ $(LC_ALL=C.UTF-8 wc -L <<< "$output") -le 80 ]] || fail "a line of the page has more than 80 columns: $output"

# The page is written with faults as without, in any format.
expect 1 "2 faults" check broken -f json -o found.json
grep -q '"line": 2' found.json && grep -q '"rule": "minimum"' found.json || fail "found.json does not hold the finding"
expect 1 "2 faults" check broken -o found.csv
grep -q 'broken/counts.csv,2,6,minimum,' found.csv || fail "found.csv does not hold the finding: $(cat found.csv)"
expect 1 "2 faults" -f html check broken

# A package that cannot be opened has failed; what is none is the command line's fault.
expect 1 '"path" is missing' check bad
expect 2 "there is no file or folder nowhere" check nowhere
expect 2 "a folder with a datapackage.json, which this one lacks" check empty
expect 2 "table.csv is nothing that can be checked" check table.csv
expect 2 "other.json is nothing that can be checked" check other.json
expect 2 "is missing" check
expect 2 "one at a time" check sound broken
expect 2 "--most needs a number" check sound --most none
expect 2 'unknown option "--msot"' check sound --msot 3
expect 2 'there is no format "htlm"' check sound -f htlm
expect 2 "-e has no meaning with check" -e 'print(1)' check sound
expect 0 "--most NUMBER" check --help
expect 0 "slavelab check FOLDER" --help

# Workbooks and pages, our own and one as it was published.
police=$root/tests/workbooks/police-workforce-sep19-tables.ods
expect 1 "of accessible tables, in ODS with 14 sheets" check "$police"
[[ $output == *"slavelab: "*"police-workforce-sep19-tables.ods: "*" findings" ]] || fail "the last line does not say how many: $output"
for rule in S6 T1 T2 C2 S3 W2; do grep -q "^  $rule  " <<< "$output" || fail "$rule is not among the findings"; done
expect 1 '"S6"' check "$police" -f json
for file in annual.ods annual.xlsx annual.html; do
  "$slavelab" --no-init -o "$file" "$root/scripts/annual.lua" || fail "$file is not written"
  expect 0 "Nothing was found against the rules of accessible tables" check "$file"
done
head -c 2000 annual.ods > cut.ods
expect 1 "cut.ods: " check cut.ods
cp annual.html page # a page, whatever it is called
expect 0 "in HTML with" check page

# A script of that name is still reached by its path, and a note says so.
echo 'print("a script")' > check
expect 0 "runs as: slavelab ./check" check sound
expect 0 "a script" ./check

# What is shipped is sound, from wherever it is asked.
expect 0 "No fault was found in" check "$root/data"

[[ $failures -eq 0 ]] && echo "all as expected"
exit $((failures > 0))
