# The hooks of .pre-commit-hooks.yaml under the real pre-commit: PRE_COMMIT names programs to try it
# with (default: the one in PATH). Skipped without one.
. "$REKEY_SOURCE/tests/cli/lib.sh"
. "$REKEY_SOURCE/tests/support/situations.sh"
programs=${PRE_COMMIT:-$(command -v pre-commit)}
[ -n "$programs" ] || exit 77
t1=$(fake_token 1) t2=$(fake_token 2)
mkdir "$work/bin" && ln -s "$REKEY" "$work/bin/rekey" && export PATH=$work/bin:$PATH
commit() { git add -A && git commit -q --no-verify "$@" || fail "git commit $*"; }
# did NAME CODE FOUND COMMAND...
did() {
  local name=$1 expected=$2 found=$3 seen
  shift 3
  "$@" >"$work/out" 2>&1 </dev/null
  code=$?
  [ "$code" != 0 ] && code=1
  keep "$work/out"
  seen=$(grep -cE '^[^ ]+:[0-9]+: GitHub' "$work/out")
  rows+=("$(printf '%-66s | %-34s | %5s | %4s' "$name" "$id" "$seen" "$code")")
  [ "$code" = "$expected" ] || fail "$name: exit code $code instead of $expected: $(cat "$work/out")"
  [ "$seen" = "$found" ] || fail "$name: $seen leaks named instead of $found: $(cat "$work/out")"
}

# The hooks' own repository: the launcher's place is taken by the built program.
git init -q hooks && cd hooks || exit 1
cp "$REKEY_SOURCE/.pre-commit-hooks.yaml" . && printf '#!/bin/sh\nexec "%s" "$@"\n' "$REKEY" >rekey && chmod +x rekey
commit -m hooks && revision=$(git rev-parse HEAD)

for program in $programs; do
  version=$("$program" --version | cut -d' ' -f2)
  for hook in rekey rekey-system; do
    id="pre-commit $version, $hook"
    cd "$work" && rm -rf repo && git init -q -b main repo && cd repo || exit 1
    printf 'repos:\n- repo: %s\n  rev: %s\n  hooks:\n  - id: %s\n' "$work/hooks" "$revision" "$hook" >.pre-commit-config.yaml
    echo fine >fine && commit -m one && echo "key=$t1" >old && commit -m old && first=$(git rev-parse HEAD)
    "$program" install -t pre-commit -t pre-push >/dev/null || fail "pre-commit install"
    echo clean >clean && git add clean
    did "git commit, clean" 0 0 git commit -m clean
    grep -q "rekey (leaked.*Passed" "$work/out" || fail "the hook did not run: $(cat "$work/out")"
    echo "key=$t2" >leak && git add leak
    did "git commit, a secret" 1 1 git commit -m leak
    echo clean >leak
    did "git commit, a secret staged, cleaned in the working tree" 1 1 git commit -m leak
    git reset -q && rm leak && echo "key=$t2" >>clean
    did "git commit -a" 1 1 git commit -am leak
    did "git commit -- path" 1 1 git commit -m leak -- clean
    git checkout -q -- clean && echo more >>old && git add old
    did "git commit, an old secret in the file" 0 0 git commit -m more
    did "run --all-files: the old secret too" 1 1 "$program" run --all-files
    did "run --files old" 1 1 "$program" run --files old
    did "run --files fine" 0 0 "$program" run --files fine
    did "run, nothing staged" 0 0 "$program" run
    did "run --from-ref --to-ref, an old secret touched" 0 0 "$program" run --from-ref "$first" --to-ref HEAD
    echo "key=$t2" >gone && commit -m add && git rm -q gone && commit -m remove
    did "run --from-ref --to-ref, added and removed" 1 1 "$program" run --from-ref "$first" --to-ref HEAD
    git init -q --bare "$work/$version-$hook.git" && git remote add origin "$work/$version-$hook.git"
    git push -q --no-verify origin "$first:refs/heads/main" && git fetch -q origin
    did "pre-push" 1 1 git push origin main
    ln -s "/x/$t2" link && git add link
    did "git commit, a secret in a link's target" 1 1 git commit -m link
    git rm -q --cached link && rm link && echo "key=$t1" >-f && git add -- -f
    did "git commit, a file named like a flag" 1 1 git commit -m flag
    git rm -q --cached -- -f && rm -- -f && git worktree add -q "$work/$version-$hook-tree" -b "tree" 2>/dev/null
    cd "$work/$version-$hook-tree" && echo "key=$t2" >leak && git add leak || exit 1
    did "git commit in a linked worktree" 1 1 git commit -m leak
    cd "$work/repo" || exit 1
    did "git commit --amend of a commit with a secret" 1 1 \
      sh -c 'echo "key=$0" >l && git add l && git commit -q --no-verify -m l && git commit --amend -m again' "$t2"
    git reset -q --hard HEAD^
  done
  # More names than one command line holds: several processes, each looks at its part.
  id="pre-commit $version, rekey-system"
  cd "$work" && rm -rf many && git init -q many && cd many && cp ../repo/.pre-commit-config.yaml . || exit 1
  long=$(printf 'a%.0s' {1..100})
  for i in $(seq 1 3000); do echo "$i" >"$long.$i"; done
  echo "key=$t1" >"$long.1" && echo "key=$t2" >"$long.3000" && commit -m many
  did "run --all-files, 3,000 long names in several batches" 1 2 "$program" run --all-files
done

print_table
finish
