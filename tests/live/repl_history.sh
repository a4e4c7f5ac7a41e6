#!/usr/bin/env bash
# Entries are kept from one session to the next: each once, whole, and for their owner alone.
set -u
source tests/support/terminal.sh "$1"
start

enter 'first = 71'
enter 'first'
enter 'first'
enter 'do'
enter '  second = [[a\b]]'
enter 'end'
enter '.history first'
expect_line 'first = 71'
enter '.quit'
expect_line 'left with 0'

history=$XDG_STATE_HOME/slavelab/history
[ "$(stat -c %a "$history")" = 600 ] || fail "the history is readable by others: $(stat -c %a "$history")"
[ "$(stat -c %a "$XDG_STATE_HOME/slavelab")" = 700 ] || fail 'its folder is readable by others'
[ "$(grep -cx 'first' "$history")" = 1 ] || fail 'a repeated entry is kept once'
grep -qxF 'do\n  second = [[a\\b]]\nend' "$history" || fail "an entry of three lines is kept whole: $(cat "$history")"

stop
start
# Up gives the last entry, then those before; one of several lines comes back as one.
press Up Up Up
wait_until 'the entry of three lines' shows_text 'second = [[a\b]]'
press C-c
expect_prompt # keys that come sooner go with what the terminal throws away
enter 'second'
expect 'no variable "second"'
# Ctrl-R finds an entry by what is in it.
press C-r
type_text '= 71'
wait_until 'the entry that was looked for' shows_text 'first = 71'
press Enter
press Enter
expect_prompt
enter 'first + 1'
expect_line '72'
enter '.quit'
expect_line 'left with 0'
