# terminal.sh - a terminal for tests that use the program as a person does: tmux without its own face.
#
#     source tests/support/terminal.sh "$1"       the program
#     start                                       the prompt in a terminal of 80 x 24; start COLUMNS ROWS [ARGUMENT...]
#     enter '1 + 1'                               types it and presses Enter
#     expect_line '2'                             waits until a line reads so; fails after half a minute
#
# Waiting is for a text, never for a time. Every test has its own history, home and tmux server.

program=$(realpath "$1")
home=$(mktemp -d)
export HOME=$home XDG_STATE_HOME=$home/state XDG_CONFIG_HOME=$home/config LANG=C.UTF-8 LC_ALL=C.UTF-8
export TMUX_TMPDIR=$home SLAVELAB_PAGER= PAGER= NO_COLOR= EDITOR= VISUAL=
unset TMUX
servers=0
socket=slavelab-$$-0
patience=300 # tenths of a second

trap 'tmux -L "$socket" kill-server 2>/dev/null; rm -rf "$home"' EXIT

tmux_do() { tmux -u -L "$socket" -f /dev/null "$@"; }

# Ends the terminal. The next one gets a server of its own: the old one may take a moment to go.
stop() {
  tmux_do kill-server
  servers=$((servers + 1))
  socket=slavelab-$$-$servers
}

# Runs a command in a new terminal, which stays when the command has ended and then shows "left with STATUS".
start_command() {
  local columns=$1 rows=$2
  shift 2
  tmux_do new-session -d -x "$columns" -y "$rows" "$*; echo left with \$?; sleep 1000"
}

start() {
  local columns=${1:-80} rows=${2:-24}
  [ $# -ge 2 ] && shift 2 || shift $#
  start_command "$columns" "$rows" "'$program' --no-init $*"
  expect '.help shows what there is'
}

screen() { tmux_do capture-pane -p -J -S -500; }
visible() { tmux_do capture-pane -p; }
type_text() {
  local text=$1
  [[ $text == *';' ]] && text="${text%;}\\;" # tmux takes a semicolon at the end for its own
  tmux_do send-keys -l -- "$text"
}
press() { tmux_do send-keys "$@"; }
enter() {
  type_text "$1"
  press Enter
}
paste_text() {
  printf '%s' "$1" | tmux_do load-buffer -
  tmux_do paste-buffer -p
}

fail() {
  echo "FAILED: $1"
  echo "--- the screen:"
  screen | sed -e :a -e '/^\n*$/{$d;N;ba' -e '}'
  exit 1
}

# wait_until WORDS CONDITION...: runs the condition until it holds.
wait_until() {
  local words=$1
  shift
  for ((i = 0; i < patience; i++)); do
    "$@" && return 0
    sleep 0.1
  done
  fail "waited for $words"
}

has_text() { screen | grep -qF -- "$1"; }
has_line() { screen | sed 's/ *$//' | grep -qxF -- "$1"; }
shows_text() { visible | grep -qF -- "$1"; }
shows_line() { visible | sed 's/ *$//' | grep -qxF -- "$1"; }
last_line_is() { [ "$(visible | sed 's/ *$//' | grep -v '^$' | tail -n 1)" = "$1" ]; }
expect() { wait_until "the text: $1" has_text "$1"; }
expect_line() { wait_until "the line: $1" has_line "$1"; }
expect_last() { wait_until "the last line: $1" last_line_is "$1"; }
expect_prompt() { expect_last '>'; }
lacks() { ! has_text "$1" || fail "the screen shows: $1"; }
