# The example of every documented function runs, each as it stands, in a folder of its own; every function is documented.
slavelab=$(realpath "$1")
examples=$(realpath tests/support/examples.lua)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
"$slavelab" --no-init "$examples" 2>&1
