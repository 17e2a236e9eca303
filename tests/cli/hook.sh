# rekey hook install, uninstall, run: git itself runs the hooks here; the table says what came of it.
. "$REKEY_SOURCE/tests/cli/lib.sh"
. "$REKEY_SOURCE/tests/support/situations.sh"
t1=$(fake_token 1) t2=$(fake_token 2) t3=$(fake_token 3)
mkdir "$work/bin" && ln -s "$REKEY" "$work/bin/rekey" && export PATH=$work/bin:$PATH

# did NAME CODE FOUND GIT-WORDS...: runs git, whose exit code 0 or not and whose leaks named by the
# hooks are a row of the table.
did() {
  local name=$1 expected=$2 found=$3
  shift 3
  git "$@" >"$work/out" 2>&1 </dev/null
  code=$?
  [ "$code" != 0 ] && code=1
  keep "$work/out"
  local seen
  seen=$(grep -cE '^(remote: )?[^ ]+:[0-9]+: GitHub' "$work/out")
  rows+=("$(printf '%-66s | %-34s | %5s | %4s' "$name" "git ${1} ${2-}" "$seen" "$code")")
  [ "$code" = "$expected" ] || fail "$name: git's exit code $code instead of $expected: $(cat "$work/out")"
  [ "$seen" = "$found" ] || fail "$name: $seen leaks named instead of $found: $(cat "$work/out")"
}
new_repository() {
  cd "$work" && rm -rf "$1" && git init -q -b main "$1" && cd "$1" || exit 1
}
commit() { git add -A && git commit -q --no-verify "$@" || fail "git commit $*"; }

new_repository plain
run rekey hook install
expect 0 "pre-commit: installed"
echo fine >a && git add .
did "a clean commit" 0 0 commit -m one
echo "key=$t1" >b && git add b
did "a commit with a secret is blocked" 1 1 commit -m two
[ "$(wc -l <"$work/out")" -lt 10 ] || fail "the message has ten lines or more: $(cat "$work/out")"
for part in "b:1: GitHub personal access token (classic) ghp_…(40)" "Revoke this token now" \
  "rekey reset github-pat-classic" "rekey:allow"; do
  grep -qF "$part" "$work/out" || fail "no '$part' in: $(cat "$work/out")"
done
grep -qF "${t1#ghp_}" "$work/out" && fail "the secret is in the message"
for i in 4 5 6 7; do echo "key=$(fake_token "$i")" >"$(printf 'long%.0s' {1..40})$i"; done
git add .
did "five secrets: two are named, the others counted" 1 2 commit -m two
[ "$(wc -l <"$work/out")" -lt 10 ] || fail "the message has ten lines or more: $(cat "$work/out")"
grep -q "and 3 more leaks" "$work/out" || fail "the others are not counted: $(cat "$work/out")"
git rm -q --cached long* && rm long*
did "--no-verify goes around it" 0 0 commit --no-verify -m two
git init -q --bare "$work/remote.git" && git remote add origin "$work/remote.git"
did "pre-push: a new branch, the remote is empty" 1 1 push origin main
git reset -q --hard HEAD^
did "pre-push: clean" 0 0 push origin main
commit --allow-empty -m "Said here: $t2"
did "pre-push: a secret in a message" 1 0 push origin main
grep -q "commit message" "$work/out" || fail "the message is not named"
git reset -q --hard HEAD^ && git checkout -q -b side && echo "key=$t1" >s && commit -m s && git rm -q s && commit -m gone
did "pre-push: added and removed again, on a new branch" 1 1 push origin side
did "pre-push: a branch is deleted on the remote" 0 0 push origin --delete main
git -C "$work/remote.git" update-ref refs/heads/main "$(git rev-parse main)"
git fetch -q origin
git tag -a -m "Noted: $t3" noted main
did "pre-push: a secret in a tag's message" 1 0 push origin noted
grep -q "tag message" "$work/out" || fail "the tag is not named"
did "pre-push: nothing to push" 0 0 push origin main

echo "-- hooks that were there"
new_repository kept
printf '#!/bin/sh\necho "mine: $#" >>"%s/mine"\nexit "$(cat "%s/mine.code")"\n' "$work" "$work" >.git/hooks/pre-commit
printf '#!/bin/sh\ncat >>"%s/mine"\n' "$work" >.git/hooks/pre-push
chmod +x .git/hooks/pre-commit .git/hooks/pre-push
run rekey hook install
expect 0 "runs first"
run rekey hook install
expect 0
echo 0 >"$work/mine.code" && echo "key=$t1" >a && git add a
did "another hook passes, rekey blocks" 1 1 commit -m one
echo 1 >"$work/mine.code" && echo clean >a && git add a
did "another hook blocks" 1 0 commit -m one
echo 0 >"$work/mine.code"
did "both pass" 0 0 commit -m one
[ "$(grep -c mine "$work/mine")" = 3 ] || fail "the other hook ran $(grep -c mine "$work/mine") times"
git init -q --bare "$work/kept.git" && git remote add origin "$work/kept.git"
echo "key=$t1" >b && commit -m b
did "pre-push: the other hook and rekey read git's lines" 1 1 push origin main
grep -q "refs/heads/main" "$work/mine" || fail "the other hook got no lines"
run rekey hook uninstall
expect 0 "is back"
grep -q mine .git/hooks/pre-commit || fail "the other hook is not back"
[ -e .git/hooks/pre-commit.before-rekey ] && fail "a copy is left"
echo "key=$t2" >c && git add c
did "after uninstall" 0 0 commit -m c

echo "-- merges: git's own commit of a merge has its own hook, which MERGE_HEAD comes too late for"
# merging NAME: two branches, a secret on side, and the hooks.
merging() {
  new_repository "$1"
  echo a >a && commit -m a && git checkout -q -b side && echo "key=$t1" >s && commit -m s
  git checkout -q main && echo m >m && commit -m m && run rekey hook install
  expect 0 "pre-merge-commit: installed"
}
merging merge
did "git merge: the other side's secret is known there" 0 0 merge -m merged side
merging merge2
mkdir -p .git/info && echo '* merge=evil' >.git/info/attributes
git checkout -q side && echo side >a && commit -m a2 && git checkout -q main && echo main >a && commit -m a3
git config merge.evil.driver "printf 'key=$t2' >%A"
did "git merge: a driver writes a secret of its own" 1 1 merge -m merged side
git reset -q --hard
did "git merge --no-verify" 0 0 merge --no-verify -m merged side
merging merge3
git clone -q . ../merge3.clone 2>/dev/null && cd ../merge3.clone && git checkout -q -b main2 origin/main && rekey hook install >/dev/null
echo n >n && commit -m n
did "git pull: what it merges is known there" 0 0 pull -q --no-rebase --no-edit origin side
merging merge4
git checkout -q -b third && echo "key=$t3" >t && commit -m t && git checkout -q main
did "git merge of two branches at once" 0 0 merge -m merged side third
merging merge5
printf '#!/bin/sh\necho mine >>"%s/mine.merge"\n' "$work" >.git/hooks/pre-merge-commit.before-rekey
chmod +x .git/hooks/pre-merge-commit.before-rekey
did "git merge with another hook" 0 0 merge -m merged side
[ -s "$work/mine.merge" ] || fail "the other pre-merge-commit did not run"
rekey hook uninstall >/dev/null
[ -e .git/hooks/pre-commit ] && fail "pre-commit is left"
grep -q mine .git/hooks/pre-merge-commit || fail "the other pre-merge-commit is not back"

echo "-- core.hooksPath, worktrees"
new_repository path
git config core.hooksPath my/hooks
run rekey hook install
expect 0 "my/hooks/pre-commit"
echo "key=$t1" >a && git add a
did "core.hooksPath in the repository" 1 1 commit -m a
git config core.hooksPath "$work/everyones"
run rekey hook install
expect 2 "--shared"
run rekey hook install --shared pre-commit
expect 0
did "core.hooksPath outside, with --shared" 1 1 commit -m a
new_repository trees
echo a >a && commit -m a && git worktree add -q ../trees2 2>/dev/null && run rekey hook install && cd ../trees2 || exit 1
echo "key=$t1" >b && git add b
did "a linked worktree uses the hooks of its repository" 1 1 commit -m b
mkdir deep && cd deep && did "from a folder below the root" 1 1 commit -m b
git reset -q --hard && echo "key=$t1" >c
did "git commit -a of a tracked file" 0 0 commit --allow-empty -am "nothing tracked changed"
cd .. && echo "key=$t1" >>a && did "git commit -a" 1 1 commit -am a
did "git commit -- path" 1 1 commit -m a -- a

echo "-- husky, lefthook"
new_repository husky
mkdir -p .husky/_ && git config core.hooksPath .husky/_
printf '#!/bin/sh\ncd "$(dirname "$0")/../.." || exit\nexec sh -e .husky/pre-commit "$@"\n' >.husky/_/pre-commit
chmod +x .husky/_/pre-commit && echo "echo linted" >.husky/pre-commit
run rekey hook install pre-commit
expect 0 ".husky/pre-commit"
run rekey hook install pre-commit
[ "$(grep -c rekey .husky/pre-commit)" = 1 ] || fail "rekey stands twice in husky's file"
echo "key=$t1" >a && git add a
did "husky: its line and rekey's" 1 1 commit -m a
grep -q linted "$work/out" || fail "husky's own line did not run"
run rekey hook uninstall pre-commit
[ "$(cat .husky/pre-commit)" = "echo linted" ] || fail "husky's file is not as it was"
new_repository lefthook
printf 'pre-commit:\n  commands:\n    lint:\n      run: true\n' >lefthook.yml
run rekey hook install
expect 0 "lefthook-local.yml"
python3 - <<'END' || fail "lefthook-local.yml"
try:
    import yaml
except ImportError:
    raise SystemExit(0)
text = yaml.safe_load(open("lefthook-local.yml"))
assert text["pre-commit"]["commands"]["rekey"]["run"] == "rekey hook run pre-commit"
assert text["pre-merge-commit"]["commands"]["rekey"] == {"run": "rekey hook run pre-merge-commit"}
assert text["pre-push"]["commands"]["rekey"]["use_stdin"] is True
END
run rekey hook uninstall
[ -e lefthook-local.yml ] && fail "lefthook-local.yml is left"
echo "mine: 1" >lefthook-local.yml
run rekey hook install
expect 2 "add to it: pre-commit: {commands: {rekey: {run: rekey hook run pre-commit}}}"

echo "-- pre-receive"
new_repository client
git init -q --bare -b main "$work/server.git" && (cd "$work/server.git" && run rekey hook install pre-receive)
git remote add origin "$work/server.git"
echo "key=$t1" >old && commit -m old
did "pre-receive: first push, a secret" 1 1 push origin main
(cd "$work/server.git" && git cat-file -e "$(git -C "$work/client" rev-parse main)" 2>/dev/null) &&
  fail "the server kept the objects"
mv "$work/server.git/hooks/pre-receive" "$work/server.git/off"
did "hook off, to have something old" 0 0 push origin main
mv "$work/server.git/off" "$work/server.git/hooks/pre-receive"
echo more >>old && commit -m more
did "pre-receive: an old leak is not new" 0 0 push origin main
git checkout -q -b topic && echo "key=$t2" >new && commit -m new && git rm -q new && commit -m gone
did "pre-receive: added and removed in one push" 1 1 push origin topic
did "pre-receive: the old commits under a new name" 0 0 push origin main:again
did "pre-receive: a branch is deleted" 0 0 push origin --delete again
git tag -a -m "Noted: $t3" noted main
did "pre-receive: a tag's message" 1 0 push origin noted
git checkout -q main && printf '[extend]\nuseDefault = true\n[[allowlists]]\npaths = ["leak"]\n' >.rekey.toml
echo "key=$t2" >leak && commit -m "allows itself"
did "pre-receive: a push brings its own configuration" 1 1 push origin main
git checkout -q -b marked HEAD~1 && echo "key=$t2 # rekey:allow" >marked && commit -m "a comment allows it"
did "pre-receive: a push brings a comment that allows it" 1 1 push origin marked
grep -q "rekey:allow REASON" "$work/out" && fail "it is told to write a comment that is not heeded"
sed -i 's/hook run pre-receive/hook run pre-receive --trust-comments/' "$work/server.git/hooks/pre-receive"
did "pre-receive: --trust-comments" 0 0 push origin marked
sed -i 's/ --trust-comments//' "$work/server.git/hooks/pre-receive" && git checkout -q main
GL_REPOSITORY=project-1 git push origin main >"$work/out" 2>&1
grep -q "^remote: GL-HOOK-ERR: leak:1: GitHub" "$work/out" || fail "nothing for GitLab's pages: $(cat "$work/out")"
sed -i 's/hook run pre-receive/hook run pre-receive --budget 1 --fail open/' "$work/server.git/hooks/pre-receive"
did "pre-receive: within its time, failing open" 1 1 push origin main

print_table
finish
