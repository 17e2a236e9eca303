#!/usr/bin/env bash
# benchmarks/startup.sh [RUNS]: wall time of `rekey staged` with nothing staged in a small repository:
# the median of RUNS (50) runs, beside `git --version`, and what the time is spent on.
#
# REKEY names the program; default build/release/rekey.
root=$(cd "$(dirname "$0")/.." && pwd)
rekey=${REKEY:-$root/build/release/rekey}
runs=${1:-50}
. "$root/benchmarks/median.sh"
new_repository || exit 1
for i in 1 2 3 4 5; do echo "line $i" >"file$i"; done
git add . && git commit -qm one

uname -srm
"$rekey" --version
echo "git --version, for scale:        $(median_ms git --version)"
echo "rekey --version (load, flags):   $(median_ms "$rekey" --version)"
echo "rekey stdin (rules, one text):   $(median_ms sh -c "'$rekey' stdin </dev/null")"
echo "rekey staged, nothing staged:    $(median_ms "$rekey" staged)"
