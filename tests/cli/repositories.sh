# Repositories of every form: each is scanned whole, or the report says what is not, with exit code 3.
. "$REKEY_SOURCE/tests/cli/lib.sh"
token=$(fake_token 1)

git init -q -b main plain && cd plain || exit 1
echo one >file && git add file && git commit -qm one
echo "a=$token" >secret && git add secret && git commit -qm two
git rm -q secret && git commit -qm three
git config uploadpack.allowFilter true && git config uploadpack.allowAnySHA1InWant true
cd "$work" || exit 1

# found: the last run found the token, where it was introduced, and read everything.
found() {
  expect 1 secret
  no_secret "$token"
  if grep -q incomplete "$work/out" "$work/err"; then fail "$1: incomplete"; fi
}

echo "-- a work tree, a folder in it, its .git, a bare clone, a mirror"
mkdir plain/folder
git clone -q --bare plain bare.git && git clone -q --mirror plain mirror.git
for path in plain plain/folder plain/.git bare.git mirror.git; do
  run "$REKEY" git "$path"
  found "$path"
done

echo "-- a linked worktree, a submodule, a clone that borrows its objects"
git -C plain worktree add -q ../linked HEAD~2
run "$REKEY" git linked
found linked
git init -q super && git -c protocol.file.allow=always -C super submodule --quiet add "$work/plain" sub
for path in super/sub super/.git/modules/sub; do
  run "$REKEY" git "$path"
  found "$path"
done
git clone -q --shared plain borrows
run "$REKEY" git borrows
found borrows

echo "-- grafts and replacements hide nothing"
git clone -q --no-local plain grafted && mkdir -p grafted/.git/info
git -C grafted rev-parse HEAD >grafted/.git/info/grafts
run "$REKEY" git grafted
found grafted
git clone -q --no-local plain replaced && git -C replaced replace HEAD~1 HEAD~2
run "$REKEY" git replaced
found replaced

echo "-- a shallow clone and a partial one are not whole"
git clone -q --depth 1 "file://$work/plain" shallow
run "$REKEY" git shallow
expect 3 "shallow"
git clone -q --no-local --no-checkout --filter=blob:none "file://$work/plain" partial
run "$REKEY" git partial
expect 3 "a partial clone"

echo "-- a clone whose lender is gone, an object folder that is missing"
mv plain away
run "$REKEY" git borrows
expect 3 "missing"
mv away plain
cp -r bare.git lost.git && rm -rf lost.git/objects/pack/* lost.git/objects/[0-9a-f]*
run "$REKEY" git lost.git
expect 3 "missing"

echo "-- a commit is missing"
cp -r plain/. broken && cd broken || exit 1
rm -f ".git/objects/$(git rev-parse HEAD~1 | sed 's|^..|&/|')"
cd "$work" || exit 1
run "$REKEY" git broken
expect 1 "missing, though commit"

echo "-- SHA-256 ids: whole, a linked worktree, a range; what is only for SHA-1 says so"
git init -q -b main --object-format=sha256 sha256 && cd sha256 || exit 1
echo one >file && git add file && git commit -qm one
echo "a=$token" >secret && git add secret && git commit -qm two
git rm -q secret && git commit -qm three
introduced=$(git rev-parse HEAD~1)
git worktree add -q --detach ../linked256 HEAD~2
mkdir folder
cd "$work" || exit 1
git clone -q --mirror sha256 mirror256.git
for path in sha256 sha256/folder sha256/.git mirror256.git linked256; do
  run "$REKEY" git "$path"
  found "$path"
  run "$REKEY" git "$path" --format json
  expect 1 "$introduced"
done
run "$REKEY" git sha256 --range HEAD~2..HEAD~1
found "a range of SHA-256"
run "$REKEY" git sha256 --range HEAD~1..HEAD
expect 0
run "$REKEY" git sha256 --branch main --no-unreachable
found "a branch of SHA-256"
run "$REKEY" git sha256 --range HEAD~2..nowhere
expect 2 "no such commit"
cd sha256 && run "$REKEY" staged && cd "$work" || exit 1
expect 0 "No staged changes"

echo "-- reftable is told"
cp -r plain reftable && git -C reftable config core.repositoryformatversion 1
git -C reftable config extensions.refstorage reftable
run "$REKEY" git reftable
expect 3 "reftable"

echo "-- with a memory: the same, also when its folder cannot be written"
for time in first second; do
  run "$REKEY" git plain --cache "$work/memory"
  found "$time"
done
if grep -rqF -- "$token" "$work/memory"; then fail "the secret is in the memory"; fi
echo >file
run "$REKEY" git plain --cache file
expect 1 secret

finish
