# slavelab -e CHUNK writes the value of what was typed: as print does, or as -f and -o say.
source tests/support/command.sh "$1"
printf 'force,n\nKent,12\nEssex,3\n' > x.csv

is() { # expected, then the arguments
  local expected=$1 got
  shift
  got=$("$slavelab" --no-init "$@" 2>&1)
  [[ $got == "$expected" ]] || fail "slavelab $*: expected"$'\n'"$expected"$'\n'"got"$'\n'"$got"
}

is 2 -e '1 + 1'
is $'a b\n3' -e '"a b", 3'
is '{ 1, 2, x = 3 }' -e '{ 1, 2, x = 3 }'
is '' -e 'nil'
is 5 -e 'local x = 2 return x + 3'
is $'force,n\nKent,12' -f csv -e 'local t = lab.read_csv("x.csv") return t:filter("n > 5")'
is '' -e 'x = 3'
is 6 -e 'x = 3' -e 'x * 2'
is once -e 'print("once")'
is once -e 'io.write("once\n")'
is "$("$slavelab" --no-init -e 'print(lab.read_csv("x.csv"))')" -e 'lab.read_csv("x.csv")'
is $'force,n\nKent,12' -f csv -e 'lab.read_csv("x.csv"):filter("n > 5")'
is $'no variable "pirnt"; did you mean "print"?\n  in typed -e:1' -e 'pirnt'
"$slavelab" --no-init -o out.tsv -e 'lab.read_csv("x.csv")' || failures=$((failures + 1))
[[ $(cat out.tsv) == $'force\tn\nKent\t12\nEssex\t3' ]] || fail "out.tsv: $(cat out.tsv)"
"$slavelab" --no-init -f markdown -e 'lab.read_csv("x.csv")' | grep -q '^| Kent | 12 |$' || fail "no table in Markdown"
[[ $failures -eq 0 ]]
