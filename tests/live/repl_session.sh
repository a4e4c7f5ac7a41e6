#!/usr/bin/env bash
# A session that meets what sessions meet: a window that changes its size, errors before a completion, more rows than patience,
# more data than memory, a chart for a look, a script that fails.
set -u
source tests/support/terminal.sh "$1"
start 100 24

# Tables fit the window as it is now.
enter 'wide = lab.table { columns = { "a_long_name_of_a_column", "another_long_name", "a_third_long_name" }, { 1, 2, 3 } }'
enter 'wide'
expect_line 'a_long_name_of_a_column  another_long_name  a_third_long_name'
tmux_do resize-window -x 50 -y 20
expect_prompt
enter '1 + 1'
expect_line '2'
lacks '> >'
enter 'wide'
expect_line '1 column more: a_third_long_name'
[ "$(visible | awk '{ if (length($0) > 50) print }' | wc -l)" -eq 0 ] || fail 'no line is longer than the window'
tmux_do resize-window -x 100 -y 24

# Completion works after a syntax error.
enter '1 +* 2'
expect 'syntax error'
type_text 'lab.packa'
press Tab
expect 'lab.package'
press C-c
expect_prompt

# Ten million rows: sorting them stops, and so does loading.
enter 'big = lab.parse_csv("n\n" .. ("7\n3\n9\n1\n5\n"):rep(2000000)):mutate("k = row_number() * 7919 % 1299709");'
expect_prompt
enter '#big'
expect_line '10000000'
enter 'io.write("begun\n"); while true do pcall(function() big:sort("k", "n") end) end'
expect_line 'begun'
press C-c
wait_until 'a prompt after Ctrl-C' last_line_is '>'
expect_line 'interrupted'
enter '#big + 1'
expect_line '10000001'

# A chart is drawn in letters.
enter 'lab.table({ columns = { "year", "people" }, { 2022, 12 }, { 2023, 24 } }):plot()'
expect '2023  █'
press C-d
expect_line 'left with 0'
stop

# Work that would pass the limit is an error, and the session goes on.
start 100 24 --max-memory 120M
enter 'kept = 7'
enter 'lab.parse_csv("n\n" .. ("12345.678\n"):rep(5000000)):mutate("a = n + 1", "b = n + 2", "c = n + 3")'
expect 'memory'
enter 'local t = {} for i = 1, 1e9 do t[i] = "row " .. i end'
expect 'not enough memory'
enter 'kept * 3'
expect_line '21'
press C-d
expect_line 'left with 0'
stop

# A script that fails leaves the prompt with what there is by then, and its exit status is that of the failure.
cat >"$home/fails.lua" <<'LUA'
local found = 41
local function look(force)
  local rows = 2
  error("no such force")
end
look("Kent")
LUA
start_command 100 24 "'$program' --no-init --repl-on-error '$home/fails.lua'"
expect 'no such force'
expect '.help shows what there is'
enter 'found + rows'
expect_line '43'
enter 'force'
expect_line '"Kent"'
press C-d
expect_line 'left with 1'
stop
echo 'local found = 1' >"$home/works.lua"
start_command 100 24 "'$program' --no-init --repl-on-error '$home/works.lua'"
expect_line 'left with 0'
