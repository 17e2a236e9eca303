#!/usr/bin/env bash
# benchmarks/hook.sh [RUNS]: wall time of `rekey staged`, as a pre-commit hook runs it: the median of
# RUNS (50) whole processes with nothing staged, with 20 changed files of 300 lines, and (a tenth of
# RUNS) before the first commit of a tree of 10,000 files. The same for other programs' hooks: OTHERS
# names shell commands, separated by ';'.
#
# REKEY names the program; default build/release/rekey. The files are prose from a seed and have no
# secret in them; each is staged with one line changed, so HEAD's versions exist.
root=$(cd "$(dirname "$0")/.." && pwd)
rekey=${REKEY:-$root/build/release/rekey}
runs=${1:-50}
. "$root/benchmarks/median.sh"
new_repository || exit 1
draw_files() { # draw_files COUNT LINES: files in folders of a hundred
  python3 - "$@" <<'END'
import os, random, sys
draw = random.Random(5)
words = "if return value count name list for each print open close line index total next item".split()
for number in range(int(sys.argv[1])):
    folder = f"folder{number // 100}"
    os.makedirs(folder, exist_ok=True)
    with open(f"{folder}/file{number}.py", "w") as out:
        for _ in range(int(sys.argv[2])):
            out.write("    " + " ".join(draw.choices(words, k=7)) + "\n")
END
}
each() { # each WHAT: the median of rekey and of the others
  printf '%-40s%s\n' "$1:" "$(median_ms "$rekey" staged)"
  local other number=0
  while read -r -d ';' other; do
    [ -n "$other" ] && printf '  %-38s%s\n' "other $((number += 1)):" "$(median_ms sh -c "$other || true")"
  done <<<"${OTHERS-};"
}
draw_files 20 300
git add . && git commit -qm one || exit 1

echo "$(uname -srm), $(nproc) processors, $(date +%F)"
"$rekey" --version
number=0
while read -r -d ';' other; do
  [ -n "$other" ] && echo "other $((number += 1)): $other"
done <<<"${OTHERS-};"
printf '%-40s%s\n' "git --version, for scale:" "$(median_ms git --version)"
each "nothing staged"
for file in folder*/file*.py; do sed -i '150s/$/ changed/' "$file"; done
git add .
each "20 changed files of 300 lines"
. "$root/tests/support/plant.sh"
printf 'GITHUB_TOKEN=%s\n' "$(fake_token 1)" >folder0/settings.env && git add .
code_of() { "$@" >/dev/null 2>&1 && echo "passes" || echo "blocked"; }
printf '%-40s%s' "and a planted token among them:" "$(code_of "$rekey" staged)"
while read -r -d ';' other; do
  [ -n "$other" ] && printf ', other: %s' "$(code_of sh -c "$other")"
done <<<"${OTHERS-};"
echo
mkdir "$work/many" && cd "$work/many" && git init -q . && draw_files 10000 60 && git add . || exit 1
runs=$(((runs + 9) / 10))
each "first commit of 10,000 files"
echo "  (they have $(du -sb --exclude=.git . | cut -f1) bytes)"
