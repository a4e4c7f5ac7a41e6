# The program's exit status and what it says, used as a person uses it.
source tests/support/command.sh "$1"

cat > good.lua <<'LUA'
print(#arg, arg[0], table.concat(arg, " "))
LUA
cat > bad.lua <<'LUA'
local figures

print(figures.total)
LUA
cat > syntax.lua <<'LUA'
local a = 1
local b = = 2
LUA
cat > helper.lua <<'LUA'
return { answer = 42 }
LUA
cat > uses.lua <<'LUA'
print(require("helper").answer, require("slavelab") == lab)
LUA
echo 'people = 12' > assigns.lua
echo 'error({ code = 7 })' > object.lua
echo 'os.exit(5)' > leaves.lua
mkdir folder

expect 0 "2	good.lua	one two" good.lua one two
expect 0 "2	good.lua	one two" good.lua -f html one -o - two
expect 0 "3	./good.lua	-- -f html" ./good.lua -- -f html
expect 0 "0	good.lua	" good
expect 0 "3" -e 'x = 1' -e 'y = x + 1' -e 'print(x + y)'
expect 0 "42	true" uses.lua
cd folder && expect 0 "42	true" ../uses.lua && cd ..
expect 5 "" leaves.lua
expect 2 'there is no format "htlm"; did you mean "html"?' good.lua -f htlm
expect 2 'there is no format file "my.lua"' good.lua -f my.lua

expect 1 "attempt to index a nil value (local 'figures')
    3 | print(figures.total)
  in bad.lua:3" bad.lua
expect 1 "stack traceback" --traceback bad.lua
expect 1 "    2 | local b = = 2
  in syntax.lua:2" syntax.lua
expect 1 '"people" is not declared; write  local people = ...
  in assigns.lua:1' assigns.lua
cat > caught.lua <<'LUA'
local table, message = lab.try(lab.read_csv, "none.csv")
error("2023: " .. message, 0)
LUA
cat > data.lua <<'LUA'
local place = "Kent"

error("no figures:\n  in " .. place, 0)
LUA
expect 1 '2023: cannot read none.csv: No such file or directory
  in caught.lua:1' caught.lua
[[ $("$slavelab" caught.lua 2>&1 | grep -c "  in ") == 1 ]] || fail "a caught error that is raised again got a second place"
expect 1 'no figures:
  in Kent
  in data.lua:3' data.lua
expect 1 'no variable "pirnt"; did you mean "print"?' -e 'pirnt(1)'
expect 1 "an error was raised with a table instead of a message" object.lua
expect 1 "out.txt: not written, because the script wrote no report" good.lua -o out.txt
expect 0 "nil	out of memory: more was needed than the 20 MB that --max-memory allows" --max-memory 20M \
  -e 'print(lab.try(function() local t = {} for i = 1, 1e8 do t[i] = i end end))'
expect 1 "out of memory" --max-memory 20M -e 'local t = {} for i = 1, 1e8 do t[i] = i end'

expect 2 'there is no script "goood"' goood
expect 2 'did you mean "annual"? slavelab reports lists' anual
expect 2 'folder is a folder, not a script' folder
expect 2 'unknown option "--fromat"; did you mean --format?' --fromat html good.lua
expect 2 'unknown option "--sandbox"' --sandbox good.lua
expect 2 '-f needs a format' good.lua -f

expect 0 "slavelab 0" --version
expect 0 "Exit status: 0 done" --help
expect 0 "markdown" formats
expect 0 "equal values share the lowest rank" help rank
expect 0 "R: min_rank" help rank
expect 0 "lag" help shift
expect 1 'nothing is known of "xyzzy"' help xyzzy
expect 2 "help takes one name" help a b
touch formats
expect 0 "slavelab ./formats" formats

# An old file stays when a run fails, whenever it fails.
echo old > kept.txt
expect 1 "" bad.lua -o kept.txt
[[ $(cat kept.txt) == old ]] || fail "a failed run changed the file of -o"

# The script from standard input.
[[ $(echo 'print(#arg, arg[1])' | "$slavelab" - one) == "1	one" ]] || fail "slavelab - one: failed"
[[ $(echo 'print(arg[0])' | "$slavelab") == "-" ]] || fail "slavelab < script: failed"

# A table on standard output, in its place among what is printed.
said=$("$slavelab" --no-init -e 'print("before") lab.parse_csv("a\n1\n"):write_csv("-") print("after")')
[[ $said == $'before\na\n1\nafter' && ! -e - ]] || fail "write_csv(\"-\"): $said"

# The user's init file, and doing without it.
mkdir -p config/slavelab
echo 'print("init ran")' > config/slavelab/init.lua
expect 0 "init ran" -e 'print(1)'
[[ $("$slavelab" reports) != *init* ]] || fail "the init file is listed as a report"
[[ $("$slavelab" --no-init -e 'print(1)') == 1 ]] || fail "--no-init: the init file ran"

# Output that does not arrive is a failure; a reader that leaves is none of ours to report.
"$slavelab" -e 'print("x")' > /dev/full 2> said
[[ $? -eq 1 && $(cat said) == *"cannot write to standard output: No space left"* ]] || fail "a full disk went unnoticed"
"$slavelab" -e 'for i = 1, 1e6 do print(i) end' 2> said | head -n 1 > /dev/null
[[ ! -s said ]] || { echo "a closed pipe was noisy:"; cat said; failures=$((failures + 1)); }

[[ $failures -eq 0 ]] && echo "all as expected"
exit $((failures > 0))
