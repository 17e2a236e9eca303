# rekey ci: base and head from every CI system's environment and by flags, what is scanned for them,
# what the host is told; and what a request cannot do.
. "$REKEY_SOURCE/tests/cli/lib.sh"
. "$REKEY_SOURCE/tests/support/situations.sh"
t1=$(fake_token 1) t2=$(fake_token 2) t3=$(fake_token 3)
zero=0000000000000000000000000000000000000000
unset CI GITHUB_ACTIONS GITLAB_CI TF_BUILD BITBUCKET_BUILD_NUMBER JENKINS_URL BUILDKITE CIRCLECI
commit() { git add -A && git commit -q "$@" || fail "git commit $*"; }
ci() { run env "$@" "$REKEY" ci --no-progress; }

# The remote: an old leak on main, a request that adds and removes a key and merges main, and main
# that goes on with a leak of its own. The request's own leak count is 1.
git init -q -b main remote && cd remote || exit 1
git config uploadpack.allowAnySHA1InWant true
echo "key=$t1" >old && commit -m old && old=$(git rev-parse HEAD)
for i in 1 2 3 4 5; do echo "$i" >count && commit -m "count $i"; done
fork=$(git rev-parse HEAD)
git checkout -q -b work && echo "key=$t2" >gone && commit -m "adds a key"
git rm -q gone && commit -m "takes it away"
git checkout -q main && echo "key=$t3" >later && commit -m "main goes on"
git checkout -q work && git merge -q -m "merges main" main 2>/dev/null && echo fine >fine && commit -m fine
head=$(git rev-parse work)
git checkout -q main && echo x >x && commit -m "and on" && base=$(git rev-parse main)
git checkout -q -b clean "$fork" && echo clean >c && commit -m "a clean request"
clean=$(git rev-parse clean)
git checkout -q main && cd "$work" || exit 1
fresh() { # fresh NAME CLONE-WORDS...: a clone, and into it
  cd "$work" && rm -rf "$1" && git clone -q "${@:2}" "file://$work/remote" "$1" 2>/dev/null && cd "$1" || exit 1
}

echo "-- by flags"
fresh full
run "$REKEY" ci --no-progress
expect 2 "--base"
run "$REKEY" ci --no-progress --base origin/main --head origin/work
situation "--base and --head: added, removed again, main merged meanwhile" 1 1
expect_place "gone:1"
run "$REKEY" ci --no-progress --base origin/main --head origin/clean
situation "a clean request, an old leak in main" 0 0
run "$REKEY" ci --no-progress --base origin/main --head origin/main
situation "base is head: the whole tree of head" 1 2
run "$REKEY" ci --no-progress --base "$zero" --head origin/clean
situation "--base of zeros: all commits of the branch" 1 1
run "$REKEY" ci --no-progress --base nothing --head origin/clean
situation "--base that is nowhere: the tree of head, incomplete" 1 1
grep -q "commits of the request" "$work/out" || fail "the report does not say that it is incomplete"

echo "-- every host, a request"
printf '{"pull_request":{"head":{"sha":"%s"},"base":{"sha":"%s","ref":"main"}}}' "$head" "$old" >"$work/pr.json"
printf '{"pull_request":{"head":{"sha":"%s"},"base":{"sha":"%s","ref":"main"}}}' "$clean" "$base" >"$work/clean.json"
summary=$work/summary.md
github="GITHUB_ACTIONS=true GITHUB_EVENT_NAME=pull_request GITHUB_BASE_REF=main GITHUB_STEP_SUMMARY=$summary"
ci $github GITHUB_EVENT_PATH="$work/pr.json"
situation "GitHub Actions, pull request, base.sha is old and main went on" 1 1
grep -q '^::error file=gone,line=1,endLine=1,col=5,title=GitHub personal access token' "$work/out" ||
  fail "no annotation: $(cat "$work/out")"
grep -q '| critical |' "$summary" || fail "no job summary"
no_secret "$t2"
grep -qF "${t2#ghp_}" "$summary" && fail "the secret is in the summary"
ci $github GITHUB_EVENT_PATH="$work/clean.json"
situation "GitHub Actions, a clean pull request" 0 0
ci GITLAB_CI=true CI_MERGE_REQUEST_IID=7 CI_COMMIT_SHA="$head" CI_MERGE_REQUEST_DIFF_BASE_SHA="$fork" \
  CI_MERGE_REQUEST_TARGET_BRANCH_NAME=main
situation "GitLab CI, merge request" 1 1
ci TF_BUILD=True SYSTEM_PULLREQUEST_TARGETBRANCH=refs/heads/main SYSTEM_PULLREQUEST_SOURCECOMMITID="$head"
situation "Azure Pipelines, pull request" 1 1
grep -q '^##vso\[task.logissue type=error;sourcepath=gone;linenumber=1;' "$work/out" || fail "no issue for Azure"
ci BITBUCKET_BUILD_NUMBER=1 BITBUCKET_PR_ID=3 BITBUCKET_COMMIT="$(echo "$head" | cut -c1-12)" \
  BITBUCKET_PR_DESTINATION_COMMIT="$(echo "$old" | cut -c1-12)" BITBUCKET_PR_DESTINATION_BRANCH=main
situation "Bitbucket Pipelines, pull request, short ids" 1 1
ci JENKINS_URL=http://ci.invalid CHANGE_TARGET=main GIT_COMMIT="$head"
situation "Jenkins, change request" 1 1
ci BUILDKITE=true BUILDKITE_PULL_REQUEST=5 BUILDKITE_PULL_REQUEST_BASE_BRANCH=main BUILDKITE_COMMIT="$head"
situation "Buildkite, pull request" 1 1
ci CIRCLECI=true CIRCLE_PULL_REQUEST=x CIRCLE_SHA1="$head"
situation "CircleCI, pull request: against the remote's default branch" 1 1

echo "-- pushes"
push_event() {
  printf '{"before":"%s","after":"%s","ref":"refs/heads/%s","repository":{"default_branch":"main"}}' "$@" >"$work/push.json"
}
push="GITHUB_ACTIONS=true GITHUB_EVENT_NAME=push GITHUB_EVENT_PATH=$work/push.json"
push_event "$fork" "$base" main
ci $push
situation "push to main: what it adds" 1 1
expect_place "later:1"
push_event "$zero" "$head" work
ci $push
situation "first push of a branch, before is zeros: against the default branch" 1 1
push_event "$zero" "$base" main
ci $push
situation "first push of the default branch: everything" 1 2
push_event 1111111111111111111111111111111111111111 "$head" work
ci $push
situation "forced push, the old tip is gone: against the default branch" 1 1
ci GITLAB_CI=true CI_COMMIT_SHA="$head" CI_COMMIT_BEFORE_SHA="$zero" CI_COMMIT_BRANCH=work CI_DEFAULT_BRANCH=main
situation "GitLab CI, first push of a branch" 1 1
ci GITLAB_CI=true CI_COMMIT_SHA="$base" CI_COMMIT_BEFORE_SHA="$fork" CI_COMMIT_BRANCH=main CI_DEFAULT_BRANCH=main
situation "GitLab CI, push to main" 1 1
ci JENKINS_URL=x GIT_COMMIT="$base" GIT_PREVIOUS_SUCCESSFUL_COMMIT="$base" GIT_BRANCH=origin/main
situation "Jenkins, the same commit again: the tree, not a green nothing" 1 2
ci GITHUB_ACTIONS=true GITHUB_EVENT_NAME=schedule GITHUB_SHA="$head" GITHUB_REF_NAME=work
situation "scheduled run on a branch" 1 1

echo "-- shallow clones"
fresh depth1 --depth 1 --branch work
ci $github GITHUB_EVENT_PATH="$work/pr.json"
situation "depth 1, the remote answers: deepened" 1 1
expect_place "gone:1"
fresh depth1 --depth 1 --branch work
git remote set-url origin "file://$work/nowhere"
ci $github GITHUB_EVENT_PATH="$work/pr.json"
situation "depth 1, no remote: the tree of head, and said so" 1 2
grep -q "cannot be fetched" "$work/out" || fail "nothing says that commits are missing"
fresh depth1 --depth 1 --branch clean
git remote set-url origin "file://$work/nowhere" && git rm -q old && git commit -qm "no old leak" &&
  ci $github GITHUB_EVENT_PATH=/nonexistent
situation "depth 1, no remote, nothing in the tree: not green but incomplete" 3 0
fresh depth1 --depth 1 --branch work
run env $github GITHUB_EVENT_PATH="$work/pr.json" "$REKEY" ci --no-progress --no-fetch
situation "--no-fetch: the tree of head" 1 2
fresh depth3 --depth 3 --branch work
ci GITLAB_CI=true CI_MERGE_REQUEST_IID=7 CI_COMMIT_SHA="$head" CI_MERGE_REQUEST_DIFF_BASE_SHA="$fork" \
  CI_MERGE_REQUEST_TARGET_BRANCH_NAME=main
situation "GitLab CI, GIT_DEPTH 3: deepened" 1 1
# What checkout gives by default: the merge of the request into main, alone.
cd "$work/remote" && git checkout -q --detach main && git merge -q -m merge work 2>/dev/null
git update-ref refs/pull/1/merge HEAD && git checkout -q main
mkdir "$work/merge" && cd "$work/merge" && git init -q && git remote add origin "file://$work/remote" &&
  git fetch -q --depth 1 origin refs/pull/1/merge && git checkout -q --detach FETCH_HEAD
ci $github GITHUB_EVENT_PATH="$work/pr.json"
situation "GitHub's default checkout: depth 1 of the merge commit" 1 1

echo "-- what a request cannot do"
fresh trust --branch clean
config() { printf '[extend]\nuseDefault = true\n[[allowlists]]\npaths = [%s]\n' "$1"; }
echo "key=$t2" >leak && config "'''leak'''" >.rekey.toml && commit -m "leaks, and allows it"
run "$REKEY" ci --no-progress --base origin/main
situation "a request adds a secret and a configuration that allows it" 1 1
grep -q "this request changes .rekey.toml" "$work/out" || fail "the changed configuration is not told"
config "'''leak'''" >.gitleaks.toml && git rm -q .rekey.toml && commit -m "another way"
run "$REKEY" ci --no-progress --base origin/main
situation "the same by .gitleaks.toml" 1 1
git checkout -q -b allowed origin/main && config "'''leak'''" >.rekey.toml && commit -m "main allows it"
git checkout -q -b request && echo "key=$t2" >leak && config "'''other'''" >.rekey.toml && commit -m leak
run "$REKEY" ci --no-progress --base allowed
situation "the base allows it: not reported, whatever the request's file says" 0 0
git checkout -q -b extends origin/main && mkdir rules &&
  printf '[extend]\npath = "rules/base.toml"\n' >.rekey.toml &&
  printf '[extend]\nuseDefault = true\n' >rules/base.toml && commit -m "main extends a file"
git checkout -q -b request2 && echo "key=$t2" >leak && config "'''leak'''" >rules/base.toml && commit -m leak
run "$REKEY" ci --no-progress --base extends
situation "a request changes what the base's configuration extends" 1 1
grep -q "this request changes rules/base.toml" "$work/out" || fail "the changed extension is not told"
git checkout -q -b worst origin/main
printf 'key=%s\n' "$t2" >"::set-output name=x::y" && commit -m "::error::not ours"
run env $github GITHUB_EVENT_PATH=/nonexistent "$REKEY" ci --no-progress --base origin/main
situation "a file named like a command of the host" 1 1
python3 - <<'END' || fail "the report is not kept from the host's command reader: $(cat "$work/out")"
import os, re
stopped = None
for line in open(os.environ["HOME"] + "/out"):
    text = line.strip()
    if stopped is None and (m := re.fullmatch(r"::stop-commands::(\w+)", text)):
        stopped = m[1]
    elif stopped is not None:
        if text == f"::{stopped}::":
            stopped = None
    elif text.startswith("::"):
        assert re.match(r"::(error|warning|notice) (file=%3A%3Aset-output name=x%3A%3Ay,line=1,endLine=1,col=5,)?title=[^:]*::[^\n]*$", text), text
    else:
        assert "set-output" not in text, text
assert stopped is None
END

git checkout -q -b azure origin/main
printf 'key=%s\n' "$t2" >"###vso[task.setvariable variable=x]y" && commit -m "##vso[task.complete result=Succeeded]"
for format in text json sarif csv junit markdown brief; do
  run env TF_BUILD=True "$REKEY" ci --no-progress --base origin/main --format $format
  expect 1
  grep -v '^##vso\[task.logissue' "$work/out" | grep -qF "##vso[" && fail "$format: a command for Azure in a path"
done
run env TF_BUILD=True "$REKEY" ci --no-progress --base origin/main --format json --no-annotations
python3 -c 'import json; r = json.load(open("'"$work"'/out")); assert r["findings"][0]["occurrences"][0]["path"].startswith("###vso[")' ||
  fail "JSON that is made harmless is another"
git checkout -q -b ignores origin/main && echo "key=$t2" >leak && commit -m leak
run "$REKEY" ci --no-progress --base origin/main --format json
fingerprint=$(python3 -c 'import json; print(json.load(open("'"$work"'/out"))["findings"][0]["fingerprint"])')
printf '%s\nleak\n' "$fingerprint" >.rekeyignore && echo "leak:github-pat-classic:1" >.gitleaksignore
commit -m "allows it"
run "$REKEY" ci --no-progress --base origin/main
situation "a request adds a secret and ignore files that allow it" 1 1
for file in .rekeyignore .gitleaksignore; do
  grep -q "this request changes $file" "$work/out" || fail "the changed $file is not told"
done

git checkout -q -b forgiving origin/main && printf '%s\n' "$fingerprint" >.rekeyignore && commit -m "main allows it"
git checkout -q -b forgiven && echo "key=$t2" >leak && commit -m leak
run "$REKEY" ci --no-progress --base forgiving
[ "$code" = 0 ] || fail "the base's ignore file is not used: $(cat "$work/out")"

git checkout -q -b known-leak origin/main && echo "key=$t2" >leak && commit -m leak && "$REKEY" baseline create >/dev/null
grep -q "$fingerprint" .rekey-baseline.json || fail "no baseline to bring"
commit -m "and says that it is known"
run "$REKEY" ci --no-progress --base origin/main
situation "a request adds a secret and a baseline that knows it" 1 1
grep -q "this request changes .rekey-baseline.json" "$work/out" || fail "the changed baseline is not told"
run "$REKEY" ci --no-progress --base known-leak~1 --head known-leak
situation "only the baseline is added: nothing is judged by it" 0 0

for mark in "rekey:allow of a test" gitleaks:allow "pragma: allowlist secret" trufflehog:ignore; do
  git checkout -q -B marked origin/main && echo "key=$t2 # $mark" >leak && commit -m leak
  run "$REKEY" ci --no-progress --base origin/main
  situation "a request adds a secret and the comment $mark" 1 1
  expect_place "not heeded: it comes with what is judged"
done
ci $github GITHUB_EVENT_PATH=/nonexistent
situation "the same in GitHub's environment" 1 1
run "$REKEY" ci --no-progress --base origin/main --trust-comments
situation "--trust-comments heeds it" 0 0
printf '# rekey:allow\nkey=%s\n' "$t2" >leak && commit -m "the line before"
run "$REKEY" ci --no-progress --base origin/main
situation "the comment on the line before, in another commit" 1 1
push_event "$(git rev-parse origin/main)" "$(git rev-parse marked)" main
ci $push
situation "a push to main of what was taken in with its comment" 0 0
git checkout -q -b bared marked && echo "key=$t2" >leak && commit -m "the comment is taken away"
run "$REKEY" ci --no-progress --base marked
situation "a request takes away the comment that main has" 1 1
git checkout -q -b goes-on marked && echo more >>leak && commit -m "another line"
run "$REKEY" ci --no-progress --base marked
situation "a request changes a file that main has with its comment" 0 0

echo "-- reports"
cd "$work/full" || exit 1
run env $github GITHUB_EVENT_PATH="$work/pr.json" "$REKEY" ci --no-progress --no-annotations --format json --report sarif=x.sarif
expect 1
python3 -c 'import json; r = json.load(open("'"$work"'/out")); assert r["findings"] and r["stats"]["commits"] == 4, r["stats"]' ||
  fail "JSON"
python3 - x.sarif "$REKEY_SOURCE/tests/schemas/sarif-2.1.0.json" <<'END' || fail "SARIF"
import json, sys, jsonschema
schema = json.load(open(sys.argv[2]))
faults = list(jsonschema.validators.validator_for(schema)(schema).iter_errors(json.load(open(sys.argv[1]))))
sys.exit(len(faults))
END

echo "-- annotations keep to the host's limits"
git checkout -q -b many origin/main && for i in $(seq 10 25); do echo "key=$(fake_token "$i")" >"f$i"; done
commit -m many
run env $github GITHUB_EVENT_PATH=/nonexistent "$REKEY" ci --no-progress --base origin/main
situation "16 leaks: 10 annotations and one that counts the rest" 1 16
[ "$(grep -c '^::error' "$work/out")" = 10 ] || fail "not 10 errors"
grep -q '^::notice title=rekey::rekey: 6 more leaks' "$work/out" || fail "no notice of the rest"

echo "-- a request's own commit that is not there"
away=$(printf '%040d' 7)
run "$REKEY" ci --no-progress --base origin/main --head "$away"
situation "--head names nothing: an error" 2 0
expect 2 "no commit of that name"
git checkout -q "$clean"
ci GITLAB_CI=true CI_MERGE_REQUEST_TARGET_BRANCH_NAME=main CI_COMMIT_SHA="$away"
situation "the host's commit is not in the clone: what is checked out, not complete" 3 0
expect 3 "not in this clone"

echo "-- files of rekey's own that are broken: not read when they come, and a request can mend them"
git checkout -q -b breaks "$clean" && echo 'rules = [' >.rekey.toml && commit -m "breaks it"
run "$REKEY" ci --no-progress --base origin/main
situation "a request brings a configuration that cannot be read: not read, but told" 0 0
expect 0 "rekey rules check .rekey.toml tells if it is right"
git checkout -q -b mends && git rm -q .rekey.toml && commit -m "mends it"
run "$REKEY" ci --no-progress --base breaks
situation "the base has one, the request takes it away" 3 0
expect 3 "built-in rules alone"
echo "key=$t3" >new && commit -m "and a leak"
run "$REKEY" ci --no-progress --base breaks
situation "the same with a leak" 1 1

print_table
finish
