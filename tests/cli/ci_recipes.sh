# The recipes of ci/ and action.yml: they parse, and their shell parts do what they are for.
. "$REKEY_SOURCE/tests/cli/lib.sh"
python3 -c 'import yaml' 2>/dev/null || exit 77
token=$(fake_token 1)
unset CI GITHUB_ACTIONS GITLAB_CI TF_BUILD BITBUCKET_BUILD_NUMBER JENKINS_URL BUILDKITE CIRCLECI
export REKEY REKEY_FOLDER=$REKEY_SOURCE

# part FILE KEY...: a part of a YAML file; a list comes as lines.
part() {
  python3 - "$REKEY_SOURCE/$1" "${@:2}" <<'END'
import sys, yaml
part = yaml.safe_load(open(sys.argv[1]))
for key in sys.argv[2:]:
    part = part[int(key) if key.isdigit() else key]
print("\n".join(part) if isinstance(part, list) else part)
END
}
# collected CODE: the last run's exit code, and the reports that recipes collect.
collected() {
  expect "$1"
  for file in rekey.sarif rekey.xml rekey.md; do
    [ -s "$file" ] || fail "$file is not there"
    grep -qF "${token#ghp_}" "$file" && fail "the secret is in $file"
  done
  rm -f rekey.sarif rekey.xml rekey.md
}

git init -q -b main repo && cd repo || exit 1
echo one >a && git add . && git commit -qm one && base=$(git rev-parse HEAD)
git update-ref refs/remotes/origin/main HEAD
git checkout -q -b topic && echo "key=$token" >b && git add . && git commit -qm two && head=$(git rev-parse HEAD)

echo "-- GitHub"
printf '{"pull_request":{"head":{"sha":"%s"},"base":{"sha":"%s","ref":"main"}}}' "$head" "$base" >"$work/event"
part action.yml runs steps 1 run >"$work/step"
github="GITHUB_ACTIONS=true GITHUB_EVENT_PATH=$work/event GITHUB_STEP_SUMMARY=$work/summary GITHUB_ACTION_PATH=$REKEY_SOURCE"
run env $github REKEY_ARGUMENTS="" bash -e "$work/step"
grep -q "^::error file=b," "$work/out" || fail "no annotation"
collected 1
run env $github REKEY_ARGUMENTS="--min-severity critical --exit-on none" bash -e "$work/step"
collected 0
[ "$(part ci/github.yml jobs rekey steps 1 uses)" = actions/checkout@v4 ] || fail "no checkout"
[ "$(part ci/github.yml jobs rekey steps 1 with fetch-depth)" = 0 ] || fail "not the whole history"

echo "-- GitLab"
part ci/gitlab.yml rekey script >"$work/step"
run env GITLAB_CI=true CI_MERGE_REQUEST_IID=1 CI_COMMIT_SHA="$head" CI_MERGE_REQUEST_DIFF_BASE_SHA="$base" sh -e "$work/step"
collected 1

echo "-- Azure"
part ci/azure.yml jobs 0 steps 2 bash >"$work/step"
run env TF_BUILD=True SYSTEM_PULLREQUEST_TARGETBRANCH=refs/heads/main SYSTEM_PULLREQUEST_SOURCECOMMITID="$head" \
  bash "$work/step"
grep -q "^##vso\[task.logissue type=error;sourcepath=b;" "$work/out" || fail "no issue"
grep -q "^##vso\[task.uploadsummary\]$PWD/rekey.md" "$work/out" || fail "no summary"
collected 1

echo "-- Jenkins"
python3 - "$REKEY_SOURCE/ci/Jenkinsfile" >"$work/step" <<'END'
import re, sys
text = open(sys.argv[1]).read()
assert text.count("{") == text.count("}")
print(re.search(r"sh '''(.*?)'''", text, re.S)[1])
END
run env JENKINS_URL=http://ci.invalid CHANGE_TARGET=main GIT_COMMIT="$head" sh -xe "$work/step"
collected 1

echo "-- others, through ci/run"
run env CIRCLECI=true CIRCLE_SHA1="$head" "$REKEY_SOURCE/ci/run" --base "$base"
collected 1
run env BUILDKITE=true BUILDKITE_PULL_REQUEST=1 BUILDKITE_PULL_REQUEST_BASE_BRANCH=main BUILDKITE_COMMIT=HEAD \
  "$REKEY_SOURCE/ci/run"
collected 1

finish
