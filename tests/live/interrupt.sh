# Ctrl-C stops a script that would never end, within a moment and with status 130.
slavelab=$(realpath "$1")
failures=0

# expect_stop NAME CHUNK
expect_stop() {
  local output start end status
  output=$(mktemp)
  # A background job of a script ignores SIGINT; one started with job control does not.
  set -m
  "$slavelab" --no-init -e "io.stderr:write('ready\n') $2" 2> "$output" &
  local job=$!
  set +m
  for _ in $(seq 200); do grep -q ready "$output" && break; sleep 0.05; done
  sleep 0.1
  start=$(date +%s%N)
  kill -INT "$job"
  wait "$job"
  status=$?
  end=$(date +%s%N)
  if [[ $status -ne 130 || $(cat "$output") != *interrupted* || $(((end - start) / 1000000)) -gt 2000 ]]; then
    echo "$1: status $status after $(((end - start) / 1000000)) ms, and:"
    cat "$output"
    failures=$((failures + 1))
  fi
  rm -f "$output"
}

expect_stop "an endless loop" 'while true do end'
expect_stop "a loop that catches errors" 'while true do pcall(function() while true do end end) end'
expect_stop "a loop in a coroutine" 'coroutine.wrap(function() while true do end end)()'
expect_stop "a coroutine inside a coroutine" 'coroutine.wrap(function() coroutine.wrap(function() while true do end end)() end)()'
expect_stop "a loop that resumes for ever" 'local c = coroutine.create(function() while true do coroutine.yield() end end) while true do coroutine.resume(c) end'
expect_stop "a function of a row that never ends" 'lab.table({ columns = { "n" }, { 1 } }):filter(function(r) while r.n do end end)'
expect_stop "a loop over a function of a row that catches errors" 'local t = lab.table({ columns = { "n" }, { 1 } }) while true do pcall(t.filter, t, function(r) return r.n > 0 end) end'

# The process leaves without freeing what it holds, which takes long of much.
kept=$(mktemp)
expect_stop "a script with a file that is open" "local f = io.open('$kept', 'w') f:write('written') while true do end"
[[ $(cat "$kept") == written ]] || {
  echo "what was written to a file is not there after Ctrl-C: $(cat "$kept")"
  failures=$((failures + 1))
}
rm -f "$kept"

[[ $failures -eq 0 ]] && echo "all as expected"
exit $((failures > 0))
