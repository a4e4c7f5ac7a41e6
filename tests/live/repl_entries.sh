#!/usr/bin/env bash
# Entries at the prompt: values without return, several lines, pastes, wide letters, errors that leave the session alive.
set -u
source tests/support/terminal.sh "$1"
start

enter '6 * 7'
expect_line '42'

enter '"quiet" .. 1;'
enter '_ .. "er"'
expect_line '"quiet1er"'
lacks '"quiet1"'

enter '_1 + 1'
expect_line '43'

# Lines are asked for until the entry is complete.
enter 'for i = 1, 3 do'
enter 'io.write("line ", i, "\n")'
enter 'end'
expect_line 'line 3'

# A paste of 50 lines is one entry, and it is Enter that sends it.
lines=
for ((i = 1; i <= 50; i++)); do lines+="pasted_$i = $i"$'\n'; done
paste_text "$lines"
expect 'pasted_50 = 50'
press Enter
enter 'pasted_1 + pasted_50 + 1000'
expect_line '1051'

# The whole paste is one entry of the history.
press Up Up
wait_until 'the pasted entry' shows_text 'pasted_50 = 50'
press C-c
expect_prompt

enter 'wide = "日本語 é ü"'
enter '#wide'
expect_line '15'
enter 'wide'
expect_line '"日本語 é ü"'

# A local is kept, and the prompt says so.
enter 'local kept = 5'
expect 'a local is kept as a global: kept'
enter 'kept * 111'
expect_line '555'

# Errors show where they are, and the session goes on.
enter '1 + + 2'
expect "syntax error: unexpected symbol near '+'"
enter 'if wide = 1 then'
expect 'for equality write "=="'
enter 'error("this is mine")'
expect 'error: this is mine'
enter 'nothing_of_the_kind'
expect 'no variable "nothing_of_the_kind"'
enter 'kpet'
expect 'did you mean "kept"?'
enter 'nil .. "x"'
expect 'attempt to concatenate a nil value'
enter 'function broken()'
enter '  return {} + 1'
enter 'end'
enter 'broken()'
expect 'line 2: return {} + 1'
enter '900 + 99'
expect_line '999'

press C-d
expect_line 'left with 0'
