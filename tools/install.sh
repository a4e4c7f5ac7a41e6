#!/usr/bin/env bash
# Installs the Debian packages of tools/packages.txt that are missing: `tools/install.sh run` or `tools/install.sh run test`.
set -euo pipefail
cd "$(dirname "$0")/.."

command -v dpkg-query >/dev/null && command -v apt-get >/dev/null || {
  echo "slavelab: this needs Debian or Ubuntu (apt-get); elsewhere install what tools/packages.txt lists" >&2
  exit 1
}
missing=()
while read -r package when _; do
  [[ -z $package || $package == \#* || " $* " != *" $when "* ]] && continue
  # A program that came another way will do.
  [[ $(dpkg-query -W -f '${Status}' "$package" 2>/dev/null) == *" installed" ]] || command -v "$package" >/dev/null || missing+=("$package")
done < tools/packages.txt
[[ ${#missing[@]} -eq 0 ]] && exit 0

echo "slavelab: installing ${missing[*]}"
as_root=()
if [[ $(id -u) -ne 0 ]]; then
  command -v sudo >/dev/null || {
    echo "slavelab: these packages are missing and installing them needs root: ${missing[*]}" >&2
    exit 1
  }
  as_root=(sudo)
fi
log=$(mktemp)
trap 'rm -f "$log"' EXIT
{ "${as_root[@]}" apt-get update -q &&
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"; } \
  >"$log" 2>&1 || {
  tail -n 20 "$log" >&2
  echo "slavelab: apt-get could not install: ${missing[*]}" >&2
  exit 1
}
