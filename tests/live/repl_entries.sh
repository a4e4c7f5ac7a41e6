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

# Long messages are broken between words; lines that quote a file keep their place above the caret.
enter 'error(("many words "):rep(8) .. "end\n" .. "    2 | " .. ("1,"):rep(40))'
expect_line 'error: many words many words many words many words many words many words many'
expect_line 'words many words end'
has_text "    2 | $(printf '1,%.0s' {1..40})" || fail 'the quoted line is folded'

# A package and its tables show themselves; a long cell of .mode vertical goes on below its beginning.
enter 'data = lab.package("data")'
enter 'data'
expect 'police_operations'
lacks 'has no table'
enter '.mode vertical'
enter 'data.police_operations:head(1)'
expect_line '  note         The programme'"'"'s first report dates its base to December 2015;'
expect_line '               ministers date the same 188 to December 2016.'
enter '.mode table'

# The first steps that .help names are steps that work.
steps=$("$program" --no-init -e 'print(table.concat(require("lib.prompt.help").first_steps, "\n"))')
[ -n "$steps" ] || fail 'there are no first steps'
while IFS= read -r step; do enter "$step"; done <<< "$steps"
expect_line '   2025   23,411'

# The list of methods has whole sentences: "1, 2, ..." ends none.
enter '.help table'
expect 'table:group_numbers   For each row the number of its group by the named'
lacks '(1, 2, ..'
[ -z "$(screen | grep '^  table:' | awk 'length > 80')" ] || fail 'the list of methods runs over the edge'

# A script that is loaded is timed once.
cat > "$home/many.lua" <<'LUA'
local a, b, c, d, e, f, g = 1, 2, 3, 4, 5, 6, 7
LUA
enter '.timer on'
enter 'timed = true'
expect ' s)'
enter ".load $home/many.lua"
enter 'a + g'
expect_line '8'
screen | tr '\n' ' ' | grep -qE '\([0-9.]+ s\) *\([0-9.]+ s\)' && fail 'a script is timed twice'
enter '.timer off'

# The words that a newcomer tries.
enter 'help'
expect 'Begin with:'
enter 'exit()'
expect_line 'left with 0'
