#!/usr/bin/env bash
# benchmarks/ci.sh REPOSITORY [COMMITS [RUNS]]: wall time of `rekey ci` over the last COMMITS (100) of
# HEAD's commits, or a few less where a merge brings many at once, as a pull request's check runs it:
# the median of RUNS (20) whole processes.
#
# REKEY names the program; default build/release/rekey. Says how many commits and bytes were scanned.
# Nothing is fetched.
root=$(cd "$(dirname "$0")/.." && pwd)
rekey=${REKEY:-$root/build/release/rekey}
repository=$(cd "${1:?a repository}" && pwd) || exit 2
commits=${2:-100} runs=${3:-20}
. "$root/benchmarks/median.sh"
unset CI GITHUB_ACTIONS GITLAB_CI TF_BUILD BITBUCKET_BUILD_NUMBER JENKINS_URL BUILDKITE CIRCLECI
# The farthest of HEAD's first parents behind which no more than that many lie; merges bring theirs.
base=HEAD
for parent in $(git -C "$repository" rev-list --first-parent -n "$((commits + 1))" HEAD); do
  [ "$(git -C "$repository" rev-list --count "$parent..HEAD")" -le "$commits" ] || break
  base=$parent
done

echo "$(uname -srm), $(nproc) processors, $(date +%F)"
"$rekey" --version
run() { "$rekey" ci "$repository" --base "$base" --head HEAD --no-fetch --exit-on none "$@"; }
run --format json | python3 -c '
import json, sys
report = json.load(sys.stdin)
stats, skipped = report["stats"], report["skipped"]
print("{} commits, {} texts, {} bytes; {} findings; {} things not read".format(stats["commits"], stats["texts"], stats["bytes"], len(report["findings"]), len(skipped)))'
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT
printf '#!/bin/sh\n"%s" ci "%s" --base %s --head HEAD --no-fetch --exit-on none || [ $? = 3 ]\n' "$rekey" "$repository" "$base" >"$work/ci"
chmod +x "$work/ci"
printf '%-40s%s\n' "rekey ci:" "$(median_ms "$work/ci")"
