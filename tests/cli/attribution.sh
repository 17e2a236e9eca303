# Which commit brought a secret in and which took it out, in every shape of history, under both kinds
# of ids: against what is written here, and against plain git (tests/evidence/check_history.py).
. "$REKEY_SOURCE/tests/cli/lib.sh"

# c NAME: commits all there is; a tag of that name says which commit it was.
clock=1700000000
c() {
  clock=$((clock + 60))
  export GIT_AUTHOR_DATE="$clock +0100" GIT_COMMITTER_DATE="$clock +0100"
  git add -A && git commit -q --allow-empty -m "$1" && git tag "$1"
}

# secret NUMBER FILE: puts a secret of its own into the file.
secret() { echo "token=$(fake_token "$1")" >>"$2"; }

# merged NAME BRANCH...: a merge of HEAD and the branches whose tree is what the folder holds.
merged() {
  local name=$1 parents=(-p HEAD) branch
  shift
  for branch in "$@"; do parents+=(-p "$branch"); done
  git add -A
  clock=$((clock + 60))
  export GIT_AUTHOR_DATE="$clock +0100" GIT_COMMITTER_DATE="$clock +0100"
  git reset -q --hard "$(git commit-tree "${parents[@]}" -m "$name" "$(git write-tree)")" && git tag "$name"
}

make_history() {
  echo base >base && c root

  # An evil merge: what it brings in is in no parent.
  git checkout -q -b side && echo side >side && c side1
  git checkout -q main && git merge -q --no-ff --no-commit side && secret 1 evil && merged evil-merge side

  # An octopus brings in nothing that an arm has, but what it adds itself.
  for arm in arm1 arm2 arm3; do
    git checkout -q -b $arm main && echo $arm >$arm && if [ $arm = arm2 ]; then secret 2 octopus-arm; fi
    c $arm-1
  done
  git checkout -q main && for arm in arm1 arm2 arm3; do git checkout -q $arm -- .; done
  secret 3 octopus-own && merged octopus arm1 arm2 arm3

  # Criss-cross: two branches merge each other's first commit, then meet.
  git checkout -q -b cross1 main && secret 4 cross && c cross1-1
  git checkout -q -b cross2 main && echo two >two && c cross2-1
  git merge -q --no-commit --no-ff cross1 && merged cross2-2 cross1
  git checkout -q cross1 && git merge -q --no-commit --no-ff cross2-1 && merged cross1-2 cross2-1
  git checkout -q main && git checkout -q cross1 -- . && merged met cross1 cross2

  # A rename: the old path loses it, the new one has it.
  secret 5 name-before && c named
  git mv name-before name-after && c renamed

  # A revert takes it out, the revert of that brings it back.
  secret 6 reverted && c added
  git revert --no-commit HEAD && c reverted
  secret 7 returned && c here
  git rm -q returned && c gone
  git revert --no-commit HEAD && c back

  # Brought in twice, in two branches; taken out in one of two, and there for good in the other.
  git checkout -q -b twice1 main && secret 8 twice && c twice1-1
  git checkout -q -b twice2 main && secret 8 twice && c twice2-1
  git checkout -q main && git checkout -q twice1 -- twice && merged twice-met twice1 twice2
  secret 9 kept && c kept
  git checkout -q -b drops && git rm -q kept && c drops1
  git checkout -q main && merged keeps drops

  # In again with other bytes around it, in a file that was gone.
  secret 10 again && c again1
  git rm -q again && c again2
  echo other >again && secret 10 again && c again3
}

# Path, brought in by, taken out by (not asked where HEAD has it again), whether HEAD has it.
cat >expected <<'END'
again again1 - in_head
again again3 - in_head
cross cross1-1 - in_head
evil evil-merge - in_head
kept kept - in_head
name-after renamed - in_head
name-before named renamed gone
octopus-arm arm2-1 - in_head
octopus-own octopus - in_head
returned back - in_head
returned here - in_head
reverted added reverted gone
twice twice1-1 - in_head
twice twice2-1 - in_head
END

for format in sha1 sha256; do
  echo "-- $format"
  git init -q -b main --object-format=$format $format && cd $format || exit 1
  make_history >/dev/null 2>&1 || fail "the history cannot be made"
  cd "$work" || exit 1
  run "$REKEY" git $format --format json
  expect 1
  cp out $format.json
  "$REKEY" git $format --format json --show-secrets >$format.shown.json
  git -C $format for-each-ref --format='%(objectname) %(refname:short)' refs/tags >names
  python3 - $format.json names >told <<'END'
import json, sys
names = dict(line.split() for line in open(sys.argv[2]))
for finding in json.load(open(sys.argv[1]))["findings"]:
    for at in finding["occurrences"]:
        print(at["path"], names[at["commit"]], names.get(at["removed_in"], "-"), "in_head" if at["in_head"] else "gone")
END
  LC_ALL=C sort told >sorted
  diff expected sorted || fail "$format: other commits than expected"
  python3 "$REKEY_SOURCE/tests/evidence/check_history.py" $format $format.shown.json || fail "$format: not what git says"
done

finish
