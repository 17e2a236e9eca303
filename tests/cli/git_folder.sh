# What lies in .git itself: read by git and dir, not in a CI job, not by ci and hooks.
. "$REKEY_SOURCE/tests/cli/lib.sh"
unset GITHUB_ACTIONS GITLAB_CI TF_BUILD BITBUCKET_BUILD_NUMBER JENKINS_URL BUILDKITE CIRCLECI
token=$(fake_token 1)
url=https://user:$token@code.test.invalid/a/b.git

fresh() {
  cd "$work" && rm -rf repo && git init -q -b main repo && cd repo || exit 1
  echo fine >a && git add a && git commit -qm one && echo more >b && git add b && git commit -qm two
}
# places REPORT...: the paths and lines of the last run's findings.
places() {
  python3 - "$work/out" <<'END'
import json, sys
report = json.load(open(sys.argv[1]))
print(" ".join(sorted({f'{at["path"]}:{at["line"]}' for f in report["findings"] for at in f["occurrences"]})))
END
}
# finds NAME PLACES [FOLDER]: both commands, there and nowhere else.
finds() {
  local way
  for way in git dir; do
    run "$REKEY" $way --format json "${3-.}"
    expect 1
    no_secret "$token"
    [ "$(places)" = "$2" ] || fail "$1, $way: $(places) instead of $2"
  done
}

fresh
run "$REKEY" git . && expect 0
run "$REKEY" dir . && expect 0
git remote add origin "$url"
line=$(grep -n "$token" .git/config | cut -d: -f1)
finds "a remote's URL" ".git/config:$line"
mkdir sub && cd sub || exit 1
run "$REKEY" git --format json .
[ "$(places)" = ".git/config:$line" ] || fail "from a folder within: $(places)"
cd ..
for way in "git ." "dir ." "ci --no-fetch --base HEAD~1" "git --no-unreachable ." "git --range HEAD~1..HEAD ."; do
  # shellcheck disable=SC2086
  run env GITHUB_ACTIONS=true GITHUB_EVENT_NAME=push $REKEY $way
  [ "$code" = 0 ] || fail "in a CI job, $way: exit code $code: $(cat "$work/out")"
done
run "$REKEY" staged
expect 0
git worktree add -q "$work/linked" && cd "$work/linked" || exit 1
run "$REKEY" git --format json .
expect 1
[ "$(places)" = ".git/config:$line" ] || fail "a linked worktree: $(places)"
cd "$work" && rm -rf linked bare.git && git clone -q --bare repo bare.git
git -C bare.git config remote.x.url "$url"
run "$REKEY" git --format json bare.git
expect 1
[ "$(places)" = "bare.git/config:$(grep -n "$token" bare.git/config | cut -d: -f1)" ] || fail "a bare one: $(places)"

fresh
mkdir -p .git/modules/lib/x .git/hooks .git/info && cp -r .git/HEAD .git/modules/lib/x/
printf '[remote "o"]\n\turl = %s\n' "$url" >.git/modules/lib/x/config
printf '#!/bin/sh\ncurl -H "Authorization: token %s"\n' "$token" >.git/hooks/post-commit
printf 'key=%s\n' "$token" | tee .git/MERGE_MSG .git/info/notes >/dev/null
printf '[x]\n\tkey = %s\n' "$token" >.git/more.conf
git config include.path more.conf
finds "what else people write there" \
  ".git/MERGE_MSG:1 .git/hooks/post-commit:2 .git/info/notes:1 .git/modules/lib/x/config:2 .git/more.conf:2"

# Nothing outside by links and by what is included, nothing hangs.
fresh
printf '[x]\n\tkey = %s\n' "$token" >"$work/outside"
git config include.path ../../outside && git config --add include.path "$work/outside"
ln -s ../../../outside .git/hooks/linked && ln -s ../.. .git/info/up && ln -sf ../../outside .git/description
mkfifo .git/hooks/pipe .git/SQUASH_MSG
run timeout 20 "$REKEY" git .
expect 0
run timeout 20 "$REKEY" dir .
expect 0
finish
