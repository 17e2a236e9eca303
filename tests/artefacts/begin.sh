# begin.sh ARTEFACTS: empties the folder in which the runs of the tests are kept. Tests that run the
# program as another user write there, too.
set -eu
rm -rf "$1"
mkdir -p "$1/planted" "$1/runs" "$1/shown"
chmod 1777 "$1/planted" "$1/runs" "$1/shown"
