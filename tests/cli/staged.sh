# What a pre-commit hook sees: the index against the parents of the commit that is being made, in
# every way of making one.
. "$REKEY_SOURCE/tests/cli/lib.sh"
. "$REKEY_SOURCE/tests/support/situations.sh"
token=$(fake_token 1)
other=$(fake_token 2)
third=$(fake_token 3)

# A repository whose pre-commit hook keeps what rekey says.
new_repository() {
  cd "$work" && rm -rf "$1" && git init -q -b main "$1" && cd "$1" || exit 1
  printf '#!/bin/sh\n"%s" staged --no-progress >"%s/out" 2>"%s/err"\ncode=$?\necho $code >"%s/code"\nexit $code\n' \
    "$REKEY" "$work" "$work" "$work" >.git/hooks/pre-commit
  cp .git/hooks/pre-commit .git/hooks/pre-merge-commit
  chmod +x .git/hooks/pre-commit .git/hooks/pre-merge-commit
}
commit() { git commit -q --no-verify "$@" || fail "git commit $*"; }
# hooked GIT-WORDS...: runs git and leaves the hook's exit code in $code.
hooked() {
  rm -f "$work/code" "$work/out"
  git "$@" >"$work/git.out" 2>&1
  code=$(cat "$work/code" 2>/dev/null || echo "no hook")
}
staged() { run "$REKEY" staged --no-progress "$@"; }

new_repository first
staged
situation "empty repository, nothing staged" 0 0
echo "key=$token" >a && git add a
hooked commit -m one
situation "first commit of all, with a secret" 1 1
git rm -q --cached a && echo plain >b && git add b && commit -m one
staged
situation "nothing staged, a secret in an untracked file" 0 0

echo "key=$token" >>b
staged
situation "a secret in the working tree, not staged" 0 0
hooked commit -am two
situation "git commit -a: the index that git made for it" 1 1
expect_place "b:2"
echo new >c && git add c
hooked commit -m "only c"
situation "git commit of a clean file, a secret in another, not staged" 0 0
hooked commit -m three -- b
situation "git commit -- path: the index that git made for it" 1 1
echo clean >d && git add d b
hooked commit -m "d" -- d
situation "git commit -- clean path, while a secret is staged elsewhere" 0 0
cp b keep && git checkout -q -- b 2>/dev/null && git reset -q && git checkout -q -- b
echo "key=$token" >b2 && git add b2 && echo "no key" >b2
hooked commit -m staged-only
situation "a secret staged, gone from the working tree" 1 1
git reset -q && rm -f b2 keep

new_repository known
echo "key=$token" >a && echo x >z && git add . && commit -m one
echo more >>a && git add a
hooked commit -m two
situation "a file with an old secret gets another line" 0 0
printf 'first\n' | cat - a >a2 && mv a2 a && git add a
hooked commit -m "moved lines"
situation "the old secret's line moves down" 0 0
echo "second=$other" >>a && git add a
hooked commit -m three
situation "a second secret beside an old one: only the new" 1 1
git reset -q --hard && git mv a renamed
hooked commit -m rename
situation "a file with an old secret is renamed" 0 0
git mv renamed again && echo more >>again && git add again
hooked commit -m "rename and edit"
situation "renamed and changed in one commit" 0 0
git mv again third && echo "k=$other" >>third && git add third
hooked commit -m "rename and leak"
situation "renamed, and a new secret in it" 1 1
git reset -q --hard && cp again copy && git add copy
hooked commit -m copy
situation "a copy of a file with an old secret: a new place" 1 1
git reset -q --hard && sed -i "s/$token/$third/" again && git add again
hooked commit -m rotated
situation "the old secret is replaced by another" 1 1
git reset -q --hard && git rm -q again
hooked commit -m gone
situation "a file with a secret is deleted" 0 0
chmod +x z && git add z
hooked commit -m mode
situation "only a file's mode changes" 0 0
ln -s "/tmp/$token" link && git add link
hooked commit -m link
situation "a symbolic link whose target is a secret" 1 1
git rm -q --cached link && rm link
echo "key=$token" >intent && git add -N intent
staged
situation "git add --intent-to-add: nothing is staged yet" 0 0
git rm -q --cached intent
printf '\000\001binary %s\000' "$token" >bin && git add bin
hooked commit -m binary
situation "a secret in a binary file" 1 1

git reset -q --hard && echo "key=$other # rekey:allow" >allowed && git add allowed && commit -m allowed
git mv allowed elsewhere
hooked commit -m moved
situation "an allowed secret moves with its comment" 0 0
git reset -q --hard HEAD^ && git mv allowed elsewhere && sed -i 's/ # .*//' elsewhere && git add elsewhere
hooked commit -m bared
situation "an allowed secret moves, the comment stays behind" 1 1
git reset -q --hard && sed -i 's/ # .*//' allowed && git add allowed
hooked commit -m bared
situation "the comment that allowed a secret is taken away" 1 1
git reset -q --hard

echo "-- amend"
new_repository amend
echo one >a && git add . && commit -m one
echo "key=$token" >b && git add b && commit -m two
hooked commit --amend -m "two again"
situation "git commit --amend, the amended commit has the secret" 1 1
git rm -q b
hooked commit --amend --allow-empty -m "two without"
situation "git commit --amend takes the secret out" 0 0
new_repository amend2
echo "key=$token" >a && git add . && commit -m one && echo b >b && git add b && commit -m two
hooked commit --amend -m again
situation "git commit --amend, the secret is older than the amended commit" 0 0
staged --amend
situation "rekey staged --amend, without git above it" 0 0
new_repository amend3
echo "key=$token" >a && git add . && commit -m one
hooked commit --amend -m again
situation "git commit --amend of the first commit of all" 1 1

echo "-- merge"
new_repository merge
echo base >a && git add . && commit -m base
git checkout -q -b side && echo "key=$token" >s && git add . && commit -m side
git checkout -q main && echo x >m && git add . && commit -m main
git merge -q --no-commit side >/dev/null 2>&1
hooked commit -m merged
situation "a merge brings the other side's secret: known there" 0 0
git reset -q --hard HEAD^ 2>/dev/null
git merge -q --no-commit side >/dev/null 2>&1
echo "evil=$other" >>s && git add s
hooked commit -m evil
situation "a merge that adds a secret of its own" 1 1
git merge --abort 2>/dev/null || git reset -q --hard
new_repository conflict
echo base >a && git add . && commit -m base
git checkout -q -b side && echo "key=$token" >a && commit -am side
git checkout -q main && echo "key=other" >a && commit -am main
git merge -q side >/dev/null 2>&1
staged
situation "a merge in conflict: every side of it" 1 1
echo "key=$token" >a && git add a
hooked commit -m resolved
situation "a conflict resolved to the other side's secret" 0 0

echo "-- where the repository is"
new_repository linked
echo a >a && git add . && commit -m one && git worktree add -q ../tree -b tree
cp -r .git/hooks "$work/hooks.copy" && cd "$work/tree" && echo "key=$token" >b && git add b
hooked commit -m leak
situation "a linked worktree" 1 1
mkdir -p deep/er && cd deep/er && echo "k=$other" >c && git add c
hooked commit -m leak
situation "from a folder below the root" 1 2
cd "$work/tree" && git reset -q --hard && GIT_INDEX_FILE=$work/own.index git read-tree HEAD
echo "key=$token" >own && GIT_INDEX_FILE=$work/own.index git add own
GIT_INDEX_FILE=$work/own.index staged
situation "GIT_INDEX_FILE names another index" 1 1
staged
situation "and without it nothing is staged" 0 0
cd "$work" && git init -q -b main sub && (cd sub && echo x >x && git add . && commit -m sub)
new_repository super
git -c protocol.file.allow=always submodule --quiet add "$work/sub" sub
hooked commit -m submodule
situation "a submodule is added" 0 0

echo "-- bits that tell git not to look at the working tree: it commits such entries"
new_repository bits
echo clean >a && echo host=1 >conf && git add . && commit -m one
echo "key=$token" >new && git add new && git update-index --assume-unchanged new
hooked commit -m leak
situation "a new file, assumed to be unchanged" 1 1
staged new
situation "the same file by its name" 1 1
git rm -q --cached new && echo "key=$token" >conf && git add conf && git update-index --assume-unchanged conf
hooked commit -m leak
situation "a changed file, assumed to be unchanged" 1 1
git update-index --no-assume-unchanged conf && git update-index --skip-worktree conf
hooked commit -m leak
situation "a changed file, skipped in the working tree" 1 1
git update-index --no-skip-worktree conf && git reset -q --hard && git config core.ignoreStat true
echo "key=$token" >conf && git add .
hooked commit -m leak
situation "core.ignoreStat, git add" 1 1
git reset -q && hooked commit -m leak conf
situation "core.ignoreStat, git commit FILE" 1 1
hooked commit -m leak -i conf
situation "core.ignoreStat, git commit --include FILE" 1 1

echo "-- every form of the index, and damage"
new_repository split
echo "key=$token" >a && echo x >x && git add . && commit -m one && git update-index --split-index
staged
situation "split index, nothing staged" 0 0
echo "key=$other" >b && echo more >>a && git mv x y && git add .
hooked commit -m two
situation "split index, a new secret beside an old one" 1 1
expect_place "b:1"
staged a b y
situation "split index, named files, all staged" 1 1
git reset -q --hard && git update-index --split-index && staged a
situation "split index, a named file that is not staged: all of it" 1 1
new_repository sparse
mkdir in out && echo x >in/x && echo "key=$token" >out/y && git add . && commit -m one
git sparse-checkout set --cone --sparse-index in 2>/dev/null
staged
situation "sparse index, nothing staged" 0 0
echo "key=$other" >in/z && git add in/z
hooked commit -m leak
situation "sparse index, a new secret" 1 1
cd "$work" && git init -q -b main --object-format=sha256 long && cd long || exit 1
echo "key=$token" >a && git add a
staged
situation "ids of SHA-256, the first commit" 1 1
commit -m one && echo more >>a && git add a
staged
situation "ids of SHA-256, a file with an old secret gets another line" 0 0
new_repository damaged
echo a >a && git add a && head -c 60 /dev/urandom >.git/index
staged
expect 2 "index"
cp /dev/null .git/index && staged
expect 2
rm .git/index && git add a && printf 'x' | dd of=.git/index bs=1 seek=70 conv=notrunc 2>/dev/null
staged
expect 2 "index: "
rm .git/index && staged
situation "no index at all" 0 0
mkfifo .git/index && run timeout 20 "$REKEY" staged
[ "$code" != 124 ] || fail "waits for a pipe as the index"
rm .git/index

echo "-- what HEAD is"
new_repository heads
echo "key=$token" >a && git add a && commit -m one && git pack-refs --all && echo more >>a && git add a
staged
situation "the branch is packed" 0 0
git checkout -q --detach && staged
situation "HEAD is a commit" 0 0
echo "ref: refs/heads/../../../outside" >.git/HEAD && staged
expect 2
echo nonsense >.git/HEAD && staged
expect 2

print_table
finish
