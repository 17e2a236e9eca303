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

echo "-- GitHub's own schemas of actions and workflows, where .ci/consumers/install has run"
validator=$REKEY_SOURCE/build/consumers/node_modules/.bin/action-validator
if [ -x "$validator" ] && command -v node >/dev/null; then
  mkdir -p hub/.github/workflows && cp "$REKEY_SOURCE/ci/github.yml" hub/.github/workflows/
  run "$validator" "$REKEY_SOURCE/action.yml"
  expect 0
  run "$validator" hub/.github/workflows/github.yml
  expect 0
  mkdir wrong && sed 's/composite/compound/' "$REKEY_SOURCE/action.yml" >wrong/action.yml # it can fail
  run "$validator" wrong/action.yml
  expect 1
else
  echo "   left out: no action-validator"
fi

echo "-- what a recipe names is there: inputs, files, the variables that ci/run reads"
python3 - "$REKEY_SOURCE" <<'END' || fail "a recipe names what is not there"
import pathlib, re, sys, yaml
root = pathlib.Path(sys.argv[1])
action = yaml.safe_load((root / "action.yml").read_text())
assert set(re.findall(r"inputs\.(\w+)", (root / "action.yml").read_text())) == set(action["inputs"])
workflow = yaml.safe_load((root / "ci/github.yml").read_text())
assert set(workflow["jobs"]["rekey"]["steps"][-1]["with"]) <= set(action["inputs"])
assert all(re.search(r"@(v[0-9]|main)", step["uses"]) for step in action["runs"]["steps"] if "uses" in step)
written = set(re.findall(r"--report \w+=(\S+)", (root / "ci/run").read_text()))
assert written == {"rekey.sarif", "rekey.xml", "rekey.md"}
for recipe in "gitlab.yml", "azure.yml", "Jenkinsfile", "github.yml":
    text = (root / "ci" / recipe).read_text() + ((root / "action.yml").read_text() if recipe == "github.yml" else "")
    for name in set(re.findall(r"rekey\.(?:sarif|xml|md)\b", text)):
        assert name in written, (recipe, name)
    for name in set(re.findall(r"\bREKEY_(?:CACHE|ARGUMENTS)\b", text)) - {"REKEY_ARGUMENTS"}:
        assert name in (root / "ci/run").read_text(), (recipe, name)
END

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

echo "-- the program that an earlier job kept in the cache is used as it is"
revision=$(git -C "$REKEY_SOURCE" rev-parse HEAD 2>/dev/null || tr -dc 0-9a-f <"$REKEY_SOURCE/.ci/revision")
mkdir -p "$work/kept/$revision" && ln -s "$REKEY" "$work/kept/$revision/rekey"
run env -u REKEY REKEY_CACHE="$work/kept" "$REKEY_SOURCE/ci/run" --base "$base"
grep -q "building" "$work/err" && fail "it was built in spite of the cache"
collected 1

finish
