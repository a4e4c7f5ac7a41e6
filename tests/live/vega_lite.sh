# What Vega-Lite makes of the charts that are written for it shows what our own drawings of them show.
slavelab=$(realpath "$1")
tools/node_packages.sh || exit 1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$slavelab" --no-init tests/support/vega_charts.lua "$work/charts.json" || exit 1
NODE_PATH=$PWD/build/node/node_modules node tests/node/charts.js "$work/charts.json"
