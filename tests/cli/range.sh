# rekey git --range, --branch, --since, --no-unreachable: only what these commits add, all of them.
. "$REKEY_SOURCE/tests/cli/lib.sh"
. "$REKEY_SOURCE/tests/support/situations.sh"
t1=$(fake_token 1) t2=$(fake_token 2) t3=$(fake_token 3) t4=$(fake_token 4) t5=$(fake_token 5)
commit() { git add -A && git commit -q "$@" || fail "git commit $*"; }
scan() { run "$REKEY" git --no-progress "$@"; }

git init -q -b main repo && cd repo || exit 1
export GIT_COMMITTER_DATE="2026-01-01T10:00:00Z"
echo "key=$t1" >old && echo x >plain && commit -m old
git tag v1 && git checkout -q -b side
export GIT_COMMITTER_DATE="2026-02-01T10:00:00Z"
echo "key=$t2" >gone && commit -m "adds a key"
git rm -q gone && commit -m "takes it away"
echo more >>old && commit -m "touches the old file"
git mv old moved && commit -m "moves it"
git checkout -q main && export GIT_COMMITTER_DATE="2026-03-01T10:00:00Z"
echo main >plain && commit -m "main goes on"
git checkout -q side && git merge -q --no-commit main >/dev/null 2>&1
echo "evil=$t3" >evil && commit -m "a merge with a file of its own"
git commit -q --allow-empty -m "Said here: $t4"
git checkout -q main
blob=$(echo "key=$t5" | git hash-object -w --stdin)
cd "$work" || exit 1

scan repo
situation "whole history: also what no ref reaches" 1 5
expect_place "$(printf 'blob %.12s' "$blob")"
scan repo --no-unreachable
situation "--no-unreachable" 1 4
scan repo --range main..side --format json
python3 - <<'END' || fail "the range's findings"
import json
report = json.load(open("out"))
places = {(o["path"] if o["place"] == "file" else o["place"], o["in_head"])
          for f in report["findings"] for o in f["occurrences"]}
assert places == {("gone", False), ("evil", True), ("commit-message", False)}, places
assert report["stats"]["commits"] == 6, report["stats"]
END
scan repo --range main..side
situation "--range main..side: added and removed, an evil merge, a message" 1 3
scan repo --range main...side
situation "--range with three dots" 1 3
scan repo --range side..main
situation "--range side..main: the main line has nothing of its own" 0 0
scan repo --range main..main
situation "--range of a commit to itself" 0 0
scan repo --range side~4..side~2
situation "--range: an old file touched, then moved" 0 0
scan repo --branch main
situation "--branch main: the old secret" 1 1
scan repo --branch main --branch side
situation "--branch twice" 1 4
scan repo --since 2026-02-15
situation "--since a date" 1 2
scan repo --since v1
situation "--since a tag" 1 3
scan repo --range main..side --since 2026-02-15T00:00:00+01:00
situation "--range and --since" 1 2
cd repo && scan --range ..side
situation "--range ..B counts from HEAD" 1 3
cd "$work" || exit 1

echo "-- wrong words"
for words in "--range main" "--range no..main" "--range main..no" "--branch no" "--since yesterday-ish"; do
  # shellcheck disable=SC2086
  scan repo $words
  expect 2
  [ -s out ] && fail "a report in spite of $words"
done

echo "-- where the clone ends"
git clone -q --depth 2 "file://$work/repo" -b side shallow 2>/dev/null
scan shallow --range HEAD~1..HEAD
situation "shallow clone, the range is in it" 1 1
scan shallow --range "HEAD^2..HEAD" 2>/dev/null
[ "$code" = 2 ] || situation "shallow clone, the range goes beyond it" 1 3
git -C shallow fetch -q origin v1:refs/heads/v1 --depth 1 2>/dev/null
scan shallow --range v1..HEAD
situation "shallow clone: what is there is scanned as a whole" 1 3
grep -q "not in this clone" out || fail "nothing says that the clone ends"

echo "-- damage and hostility"
cp -r repo broken && object=$(git -C repo rev-parse side:evil | sed 's|^..|&/|')
chmod u+w "broken/.git/objects/$object" && echo damaged >"broken/.git/objects/$object"
scan broken --range main..side
situation "a damaged blob in the range is listed" 1 2
grep -q "evil in" out || fail "the damaged file is not named"
# A tree of trees, ten of the same in each of nine folders: 10^9 paths.
git init -q bomb && cd bomb || exit 1
tree=$(printf '100644 blob %s\tf\n' "$(echo x | git hash-object -w --stdin)" | git mktree)
for _ in 1 2 3 4 5 6 7 8 9; do
  tree=$(for i in 0 1 2 3 4 5 6 7 8 9; do printf '040000 tree %s\t%s\n' "$tree" "$i"; done | git mktree)
done
first=$(git commit-tree -m first "$(git mktree </dev/null)")
git update-ref refs/heads/main "$(git commit-tree -m bomb -p "$first" "$tree")"
cd "$work" || exit 1
scan bomb --range "$first..main"
situation "a tree of 10^9 paths is given up and said so" 3 0

print_table
finish
