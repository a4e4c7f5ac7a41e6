# A script that asks for a locale with another decimal point writes, reads and rounds the same numbers. The locale is made here.
slavelab=$(realpath "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
mkdir locales
localedef --no-archive -i ps_AF -f UTF-8 locales/ps_AF.UTF-8 || exit 1
export LOCPATH=$work/locales XDG_CONFIG_HOME=$work/config

cat > ask.lua <<'LUA'
local name = ...
os.setlocale(name)
local t = lab.parse_csv("x,y\n0.1,2.675\n12345678.25,1e-9\n")
t:write_csv("out.csv")
print(lab.read_file("out.csv"), lab.json_encode { 0.1, 2.5 }, lab.round(2.675, 2), lab.decimal(0.5), 0.25, tonumber("1.5"),
  ("%.1f"):format(0.5), t:mutate("z = round(y, 2)").z[1], t:filter("x > 0.5"):mutate("s = x .. ''").s[1])
LUA
wanted=$(LC_ALL=C "$slavelab" --no-init ask.lua C)
failures=0
[[ $wanted == *"0.1,2.675"* ]] || { echo "in the C locale: $wanted"; failures=1; }
for name in "" ps_AF.UTF-8; do
  got=$(env LC_ALL=ps_AF.UTF-8 "$slavelab" --no-init ask.lua "$name" 2>&1)
  [[ $got == "$wanted" ]] || { echo "os.setlocale(\"$name\"): expected $wanted, got $got"; failures=1; }
done
exit $failures
