#!/usr/bin/env bash
# Without a capable terminal the prompt reads lines and writes no escape codes: as a pipe, and with TERM=dumb.
set -u
source tests/support/terminal.sh "$1"

script=$home/begin.lua
echo 'base = 40' > "$script" # -i runs it first
sed -i 's/^base/local base/; $a io.write("ready\\n")' "$script"

output=$(printf '1 + 1\nx = 5\nx * 2;\nx * 3\nfor i = 1, 2 do\nprint("line", i)\nend\nlocal y = 7\ny\n?lab.clock\n"é"\n' \
  | TERM=xterm "$program" --no-init -i "$script" 2>&1)
status=$?
expected='ready
2
15
line	1
line	2
7
lab.clock(): number'
[ "$(head -n 7 <<< "$output")" = "$expected" ] || fail "a piped session gave: $output"
[ "$(tail -n 1 <<< "$output")" = '"é"' ] || fail "it ended with: $(tail -n 1 <<< "$output")"
grep -q $'\033' <<< "$output" && fail 'a pipe got escape codes'
[ $status -eq 0 ] || fail "status $status"
[ ! -e "$XDG_STATE_HOME/slavelab/history" ] || fail 'a piped session is entered in the history'

output=$(printf 'error("no")\n1 +\n' | "$program" --no-init -i "$script" 2>&1)
[ $? -eq 1 ] || fail 'a piped session with an entry that failed leaves with 1'
grep -q 'error: no' <<< "$output" || fail "no error in: $output"
grep -q 'syntax error: ' <<< "$output" || fail "an entry that never ends is an error: $output"

# A terminal that can do nothing.
start_command 80 24 "TERM=dumb '$program' --no-init"
expect '.help shows what there is'
enter '6 * 7'
expect_line '42'
enter 'for i = 1, 2 do'
expect_last '>>'
enter 'io.write("n", i, "\n") end'
expect_line 'n2'
enter 'io.write("begun\n") while true do end'
expect_line 'begun'
press C-c
expect_line 'interrupted'
type_text 'half'
press C-c
enter '"after"'
expect_line '"after"'
press C-d
expect_line 'left with 0'
