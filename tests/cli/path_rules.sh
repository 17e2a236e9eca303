# Rules that report files by their path alone, in a whole history: as plain git says, commit by
# commit, whatever the files hold.
. "$REKEY_SOURCE/tests/cli/lib.sh"

printf '[[rules]]\nid = "store"\ndescription = "A key store."\npath = "(^|/)keys/.*[.]p12$"\n[[rules.allowlists]]\npaths = ["^lib/allowed/"]\n' >paths.toml
# as_git WHERE: the whole history's report against git's own words.
as_git() {
  run "$REKEY" git repo --format json --config paths.toml
  expect 1
  cp out report.json
  run python3 "$REKEY_SOURCE/tests/evidence/check_paths.py" repo report.json store '(?:^|/)keys/.*\.p12$'
  expect 0 "$1 places of store"
}

git init -q -b main repo && cd repo || exit 1
save() { git add -A && git commit -qm "$1"; }
mkdir -p keys/deep src && echo one >keys/a.p12 && echo two >keys/deep/b.p12 && cp keys/a.p12 src/a.txt && save one
echo changed >keys/a.p12 && save "changed: no new file"
git mv keys lib && mkdir -p keys && git mv lib keys/keys && save "moved to keys/keys, the same trees"
git checkout -q -b side HEAD~1 && echo side >keys/side.p12 && ln -s side.p12 keys/link.p12 && save side
git checkout -q main && git merge -q -m merge side
git rm -qr keys && save gone
git checkout -q -b other && git checkout -q HEAD~1 -- keys && save "back again" && git checkout -q main
git checkout -q -b octo1 && mkdir keys && echo 1 >keys/1.p12 && save 1
git checkout -q -b octo2 main && mkdir keys && echo 2 >keys/2.p12 && save 2
git checkout -q main && git merge -q -m octopus octo1 octo2
git merge -q --no-commit --no-ff other >/dev/null && echo evil >keys/evil.p12 && save "evil merge"
cd .. || exit 1

echo "-- loose, packed, at any number of threads"
as_git 13
cp report.json loose.json
git -C repo gc -q --aggressive --prune=now
as_git 13
run "$REKEY" git repo --format json --config paths.toml --threads 3
python3 - loose.json report.json out <<'PY' || fail "storage or threads change the report"
import json, sys
reports = [json.load(open(name)) for name in sys.argv[1:]]
sys.exit(any(one["findings"] != reports[0]["findings"] for one in reports))
PY

echo "-- a place has its commit, author and end; the file's text is not asked"
run "$REKEY" git repo --format json --config paths.toml
python3 - <<'PY' || fail "attribution: $(head -c 600 out)"
import json, subprocess
places = [o for f in json.load(open("out"))["findings"] for o in f["occurrences"] if o["path"] == "keys/deep/b.p12"]
git = lambda *a: subprocess.run(["git", "-C", "repo", *a], capture_output=True, text=True).stdout.split()
moved = git("log", "--format=%H", "--grep=moved", "main")[0]
first = next(o for o in places if o["commit"] == git("rev-list", "--max-parents=0", "main")[0])
assert first["author"] == "Ada", first
assert not first["in_head"] or "removed_in" not in first, first
assert any(o.get("removed_in") == moved for o in places) or first["in_head"], places
PY

echo "-- allowed paths, chosen history, the cache"
mkdir -p repo/lib/allowed/keys && echo x >repo/lib/allowed/keys/c.p12 && git -C repo add -A && git -C repo commit -qm allowed
run "$REKEY" git repo --format json --config paths.toml
grep -q allowed/keys out && fail "an allowed path is reported"
run "$REKEY" git repo --branch octo1 --format json --config paths.toml
grep -q keys/1.p12 out || fail "--branch: nothing"
grep -q keys/2.p12 out && fail "--branch: what is not on it"
run "$REKEY" git repo --config paths.toml --cache memory --format json
expect 1 "without the cache"
finish
