#!/usr/bin/env bash
# benchmarks/hook.sh [RUNS]: wall time of `rekey staged`, as a pre-commit hook runs it: the median of
# RUNS (50) whole processes with nothing staged, and with 20 changed files of 300 lines.
#
# REKEY names the program; default build/release/rekey. The files are prose from a seed and have no
# secret in them; each is staged with one line changed, so HEAD's versions exist.
root=$(cd "$(dirname "$0")/.." && pwd)
rekey=${REKEY:-$root/build/release/rekey}
runs=${1:-50}
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
git init -q . && git config user.name Ada && git config user.email ada@test.invalid
python3 - <<'END'
import random
draw = random.Random(5)
words = "if return value count name list for each print open close line index total next item".split()
for number in range(20):
    with open(f"file{number}.py", "w") as out:
        for _ in range(300):
            out.write("    " + " ".join(draw.choices(words, k=7)) + "\n")
END
git add . && git commit -qm one || exit 1

. "$root/benchmarks/median.sh"

uname -srm
"$rekey" --version
echo "git --version, for scale:               $(median_ms git --version)"
echo "nothing staged:                         $(median_ms "$rekey" staged)"
for file in file*.py; do sed -i '150s/$/ changed/' "$file"; done
git add .
echo "20 changed files of 300 lines staged:   $(median_ms "$rekey" staged)"
