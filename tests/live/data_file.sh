# slavelab FILE, where the file is data: what is in it on a pipe, the prompt with it at a terminal.
source tests/support/terminal.sh "$1"
workbook=$(realpath tests/workbooks/nrm-layout-2020-2023.ods)
cd "$home" || exit 1

printf 'force,people\nKent,12\nEssex,\n' > forces.csv
printf 'force\tpeople\nKent\t12\n' > forces.TSV
gzip -k forces.csv

output=$("$program" --no-init forces.csv 2>&1 < /dev/null) || fail "status of a CSV file: $output"
grep -q 'people  integer' <<< "$output" || fail "no columns in: $output"
grep -q 'Kent' <<< "$output" || fail "no rows in: $output"
"$program" --no-init forces.csv.gz < /dev/null | grep -q 'Essex' || fail 'a packed file is data, too'
"$program" --no-init forces.TSV < /dev/null | grep -q 'people  integer' || fail 'tabs separate a .tsv file'

output=$("$program" --no-init "$workbook" 2>&1 < /dev/null) || fail "status of a workbook: $output"
grep -q '6 sheets (ods)' <<< "$output" || fail "no sheets in: $output"
grep -q 'table 2  E4:G20  Table 2b' <<< "$output" || fail "no tables in: $output"

echo 'no workbook' > broken.ods
"$program" --no-init broken.ods > out 2> problem < /dev/null
[ $? -eq 1 ] || fail 'a broken workbook leaves with 1'
grep -q 'broken.ods: this is no workbook' problem || fail "it says: $(cat problem)"
[ -s out ] && fail 'a broken workbook prints nothing'
"$program" --no-init no-such.ods > /dev/null 2>&1 < /dev/null
[ $? -eq 2 ] || fail 'a file that is not there leaves with 2'

start_command 100 40 "'$program' --no-init '$workbook'"
expect 'Table 2b'
enter '#wb:sheets()'
expect_line '6'
enter 'wb:read{ title = "Table 2a" }.Positive:sum()'
expect '21288'
press C-d
expect_line 'left with 0'
stop
start_command 100 40 "'$program' --no-init forces.csv"
expect 'Kent'
enter 't.people:sum() + 30'
expect_line '42'
press C-d
expect_line 'left with 0'

