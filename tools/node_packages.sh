#!/usr/bin/env bash
# Installs what the tests need from npm into build/node, exactly as tests/node/package-lock.json says; nothing is done when it is
# there already. Nothing of it becomes part of slavelab.
set -euo pipefail
cd "$(dirname "$0")/.."

command -v npm >/dev/null || {
  echo "slavelab: npm is missing; tools/install.sh test installs it" >&2
  exit 1
}
mkdir -p build/node
# Tests that run beside each other must not install into one folder at once.
exec 9>build/node/lock
flock 9
cmp -s tests/node/package-lock.json build/node/package-lock.json && [[ -e build/node/complete ]] && exit 0
rm -f build/node/complete
cp tests/node/package.json tests/node/package-lock.json build/node/
log=$(mktemp)
trap 'rm -f "$log"' EXIT
npm ci --prefix build/node --omit=optional --no-audit --no-fund >"$log" 2>&1 || {
  tail -n 20 "$log" >&2
  echo "slavelab: npm could not install what tests/node/package-lock.json lists" >&2
  exit 1
}
touch build/node/complete
