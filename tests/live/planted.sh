# A source planted in one row of a copy of data/ is cited by just those tables and charts of the annual report that change with the row's figure.
#
#     planted.sh SLAVELAB [YEARS]...      the options of each report; the latest year and three years unless given
slavelab=$(realpath "$1")
shift
[[ $# -gt 0 ]] || set -- "" "--from 2019 --to 2021"
for arguments in "$@"; do
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  node tests/node/planted.js "$slavelab" scripts/annual.lua "$work" $arguments || exit 1
  rm -rf "$work"
done
