# The annual report's figures and the sources below its tables are those that a program which shares no code with ours makes of data/.
slavelab=$(realpath "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for year in 2023 2022 2019 2024 2025; do
  "$slavelab" --no-init -f json -o "$work/annual.json" scripts/annual.lua --year "$year" || exit 1
  node tests/node/annual.js "$work/annual.json" "$year" || exit 1
done
