#!/usr/bin/env bash
# Ctrl-C at the prompt: it clears what was typed; work of every kind stops and the session goes on with what it had.
set -u
source tests/support/terminal.sh "$1"
start

enter 'mine = 4000'
type_text 'never sent'
expect 'never sent'
press C-c
expect_prompt
enter 'mine + 1'
expect_line '4001'

# stops ENTRY VALUE: the entry runs for ever, is interrupted, and the next entry gives the value.
stops() {
  enter "io.write('begun ', $2, '\\n'); $1"
  expect_line "begun $2"
  press C-c
  wait_until 'a prompt after Ctrl-C' last_line_is '>'
  enter "mine + $2"
  expect_line "$((4000 + $2))"
}
stops 'while true do end' 11
stops 'while true do pcall(function() while true do end end) end' 12
stops 'coroutine.wrap(function() while true do end end)()' 13
stops '("a"):rep(200):find(("a*"):rep(60) .. "b")' 14
stops 'local t = {} for i = 1, 3e5 do t[i] = i * 7919 % 1299709 end while true do pcall(table.sort, table.move(t, 1, #t, 1, {})) end' 15
stops 'repeat until string.rep("x", 1000):gsub(".", "%0%0") == 1' 16
[ "$(screen | grep -c "^interrupted *$")" -eq 6 ] || fail 'each interruption is told'

# A key of work that is over does nothing to the next entry.
enter 'for i = 1, 3 do mine = mine + 1 end'
enter 'mine * 10'
expect_line '40030'

press C-d
expect_line 'left with 0'
