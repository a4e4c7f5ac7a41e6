#!/usr/bin/env bash
# Loads that take their time: a line on the terminal says how far they are and is gone when they end; nothing on a pipe.
set -u
source tests/support/terminal.sh "$1"

mkfifo "$home/slow.csv"
feed() {
  {
    echo n
    until [ -e "$home/enough" ]; do
      seq 20000
      sleep 0.2
    done
  } >"$home/slow.csv"
}
cat >"$home/load.lua" <<LUA
local t = lab.read_csv("$home/slow.csv")
print("rows " .. (#t > 20000 and "came" or "did not come"))
LUA

feed &
start_command 80 24 "'$program' --no-init '$home/load.lua'"
wait_until 'a line of progress' shows_text ' kB/s'
shows_text 'slow.csv  ' || fail 'the line names the file'
touch "$home/enough"
expect_line 'rows came'
lacks 'kB/s'
stop
wait

rm "$home/enough"
feed &
start_command 80 24 "'$program' --no-init --no-progress '$home/load.lua'"
sleep 2
lacks 'kB/s'
touch "$home/enough"
expect_line 'rows came'
stop
wait

# Ctrl-C ends a load at once.
rm "$home/enough"
feed &
start_command 80 24 "'$program' --no-init '$home/load.lua'"
wait_until 'a line of progress' shows_text ' kB/s'
press C-c
expect_line 'left with 130'
lacks 'kB/s'
touch "$home/enough"
stop
wait

rm "$home/enough"
feed &
"$program" --no-init "$home/load.lua" 2>"$home/errors" >/dev/null &
sleep 1.5
touch "$home/enough"
wait
[ ! -s "$home/errors" ] || fail "a pipe got: $(cat "$home/errors")"
