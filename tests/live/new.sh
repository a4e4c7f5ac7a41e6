#!/usr/bin/env bash
# slavelab new: what it writes runs as it is, and it overwrites nothing.
source tests/support/command.sh "$1"

expect 0 'written: scripts/mine.lua' new report mine
expect 0 'Potential victims referred' --no-init mine
expect 0 'written: scripts/indicators/young.lua' new indicator young
expect 0 '30' --no-init -e 'lab.parse_csv("children,people\n3,10\n"):indicator("young")'
expect 0 'written: scripts/formats/bare.lua' new format bare
expect 0 'Source: ' --no-init -f bare annual
expect 0 'autumn/README.md says what to do' new foi autumn
expect 0 'No request has been sent yet' --no-init foi autumn
expect 0 '39 did not answer by 2 December 2024' --no-init foi "$(
  "$slavelab" new foi 'with blank' --sent 2024-10-01 >/dev/null
  echo 'with blank'
)" --as-of 2024-12-02

echo mine >scripts/mine.lua
expect 1 'scripts/mine.lua is there already; nothing was written' new report mine
[[ $(cat scripts/mine.lua) == mine ]] || fail 'a file was overwritten'
expect 2 '"fio" is no kind; did you mean "foi"?' new fio x
expect 2 'one name is expected: slavelab new foi NAME' new foi
expect 2 'is no date' new foi x --sent tomorrow
expect 2 '--sent has no meaning with report' new report x --sent 2024-10-01
expect 2 'is no name' new report ../x
expect 0 'slavelab new KIND NAME' new --help

[[ $failures -eq 0 ]]
