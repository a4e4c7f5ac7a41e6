# For tests that run the program as a command: source tests/support/command.sh PROGRAM, from the root of the tree. They go on in an empty
# folder of their own, without settings of a user, and end with [[ $failures -eq 0 ]].
root=$PWD
slavelab=$(realpath "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
export XDG_CONFIG_HOME=$work/config SLAVELAB_PATH=
failures=0

fail() {
  echo "$*"
  failures=$((failures + 1))
}

# expect STATUS WORDS ARGUMENT...: runs the program; $output, both of its streams, must hold the words.
expect() {
  local status=$1 words=$2 got
  shift 2
  output=$("$slavelab" "$@" 2>&1 </dev/null)
  got=$?
  [[ $got -eq $status && $output == *"$words"* ]] || fail "slavelab $*: expected status $status and \"$words\", got $got and:"$'\n'"$output"
}
