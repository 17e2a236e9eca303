# Ignore files and the baseline: in every kind of scan, updated, merged, and wrong ones refused.
. "$REKEY_SOURCE/tests/cli/lib.sh"
one=$(fake_token 1) two=$(fake_token 2) three=$(fake_token 3)
git init -q -b main repo && cd repo || exit 1
printf 'key=%s\n' "$one" >a.env && printf 'key=%s\n' "$two" >b.env
git add . && git commit -qm "Two keys"

echo "-- a baseline of the history: known leaks are no reason to fail, and counted"
run "$REKEY" baseline create
expect 0 ".rekey-baseline.json: 2 leaks"
no_secret "$one"
run "$REKEY" baseline create
expect 2 "baseline update"
grep -qF "${one#ghp_}" .rekey-baseline.json && fail "the baseline holds a secret"
[ "$(wc -l <.rekey-baseline.json)" = 4 ] || fail "not one line a leak: $(cat .rekey-baseline.json)"
for command in "git ." "dir ."; do
  run "$REKEY" $command --stats
  expect 0 "No new leaks found, 2 in the baseline"
  grep -q "baseline: 2" "$work/out" || fail "$command: not counted"
  run "$REKEY" $command --exit-on any
  expect 1 "confidence certain, baseline"
done
run "$REKEY" stdin --baseline .rekey-baseline.json <a.env
expect 0 "1 in the baseline"
run "$REKEY" stdin <a.env
expect 1
run "$REKEY" git . --exit-on none
expect 0
run "$REKEY" baseline show
expect 0 "github-pat-classic  ghp_…(40)  a.env"

echo "-- SARIF: a state for every result, suppressed from outside"
run "$REKEY" git . --format sarif
python3 - <<'END' || fail "SARIF: $(head -c 500 "$work/out")"
import json, os
results = json.load(open(os.environ["HOME"] + "/out"))["runs"][0]["results"]
assert [r["baselineState"] for r in results] == ["unchanged"] * 2
assert all(r["suppressions"][0]["kind"] == "external" for r in results)
END

echo "-- moved, squashed: still known; a new one is new"
git add . && git commit -qm "Baseline" && git mv a.env c.env && printf 'x\n%s\n' "$(cat c.env)" >c.env
git checkout -q --orphan squashed && git add . && git commit -qm "All" && git branch -qD main && git branch -qm main
printf 'key=%s\n' "$three" >d.env && git add .
run "$REKEY" staged
expect 1 "d.env:1:5"
grep -q "c.env" "$work/out" && fail "a known leak is shown"
git commit -qm "Another"
run "$REKEY" git .
expect 1 "1 leak found (1 critical), 2 in the baseline"

echo "-- update adds, takes out what is gone, keeps what people wrote"
sed -i '2s/}/, "reason": "rotates in May"}/' .rekey-baseline.json
rm -rf fresh && git init -q -b main fresh && cp .rekey-baseline.json fresh/ && cd fresh || exit 1
printf 'key=%s\n' "$one" >a.env && printf 'key=%s\n' "$three" >d.env && git add . && git commit -qm "One and three"
run "$REKEY" git .
expect 1 "1 leak of the baseline no longer found"
run "$REKEY" baseline update --keep-stale
expect 0 "stale    github-pat-classic"
run "$REKEY" baseline update
expect 0 "removed  github-pat-classic  ghp_…(40)  b.env"
grep -q "rotates in May" .rekey-baseline.json || grep -q "rotates in May" "$work/out" || fail "the reason is lost"
run "$REKEY" git .
expect 0 "2 in the baseline"
"$REKEY" git . --format json >report.json
rm .rekey-baseline.json
run "$REKEY" baseline create --from report.json
expect 0 "2 leaks"
cd "$work" && rm -rf repo/fresh

echo "-- two branches that add leaks merge, and the union is right"
git init -q -b main merge && cd merge || exit 1
echo '.rekey-baseline.json merge=union' >.gitattributes
"$REKEY" baseline create >/dev/null && git add . && git commit -qm "Base"
for seed in 11 12 13; do
  git checkout -q -b "b$seed" main && printf 'key=%s\n' "$(fake_token $seed)" >"$seed.env"
  git add . && git commit -qm "Key $seed" && "$REKEY" baseline update >/dev/null && git commit -qam "Known"
done
git checkout -q main
for seed in 11 12 13; do git merge -q -m "Merge" "b$seed" >/dev/null || fail "b$seed does not merge"; done
run "$REKEY" git .
expect 0 "3 in the baseline"
printf '<<<<<<< HEAD\n' >>.rekey-baseline.json
run "$REKEY" git .
expect 2 ".rekey-baseline.json:6: a merge left its marks"
rm .rekey-baseline.json

echo "-- .rekeyignore: patterns, fingerprints; a wrong line is refused with its place"
printf '/1*.env github-pat-classic # samples\n' >.rekeyignore
for command in "git ." "dir ."; do
  run "$REKEY" $command -v
  expect 0 "allowed: .rekeyignore:1: samples"
done
printf 'key=%s\n' "$one" >1x.env && git add 1x.env
run "$REKEY" staged
expect 0 "1 allowed"
printf '# x\nkey %s\n' "$one" >.rekeyignore
run "$REKEY" git .
expect 2 ".rekeyignore:2: "
no_secret "$one"
rm .rekeyignore
print=$("$REKEY" stdin --format json <1x.env | python3 -c 'import json,sys; print(json.load(sys.stdin)["findings"][0]["fingerprint"])')
echo "$print" >mine
run "$REKEY" stdin --ignore-file mine <1x.env
expect 0 "1 allowed"
run "$REKEY" stdin --ignore-file gone <1x.env
expect 2 "gone"

echo "-- .gitleaksignore as it is; what is no line of it is told"
git rm -q --cached 1x.env && git prune --expire=now
commit=$(git log --format=%H -1 --diff-filter=A -- 11.env)
printf '%s:11.env:github-pat:1\n12.env:github-pat:1\n13.env:github-pat-classic:1\nwhat\n' "$commit" >.gitleaksignore
run "$REKEY" git . --no-progress
expect 0 "3 allowed"
grep -q ".gitleaksignore:4: neither" "$work/err" || fail "the wrong line is not told"

echo "-- a baseline and an ignore file of an earlier rekey: honoured, and renewed by an update"
cd "$work" && git init -q -b main earlier && cd earlier || exit 1
printf 'key=%s\n' "$one" >a.env && printf 'key=%s\n' "$two" >b.env && git add . && git commit -qm "Two keys"
old_name() { printf 'rekey leak 1\0github-pat-classic\0%s' "$1" | sha256sum | cut -d' ' -f1; }
printf '{"rekey-baseline": 1, "leaks": [\n{"fingerprint":"%s","rule":"github-pat-classic","secret":"x","path":"a.env","reason":"rotates in May"},\nnull]}\n' \
  "$(old_name "$one")" >.rekey-baseline.json
printf '# mine\n%s  # a fixture\n/c.env\n' "$(old_name "$two")" >.rekeyignore
for command in "git ." "dir ." "git . --format json" "dir . --format sarif"; do
  run "$REKEY" $command
  expect 0
done
run "$REKEY" git .
expect 0 "No new leaks found, 1 in the baseline, 1 allowed"
"$REKEY" git . --format json >report.json
run "$REKEY" baseline update --from report.json
expect 2 "of an earlier rekey"
rm report.json
run "$REKEY" baseline update
expect 0 ".rekeyignore: fingerprints of an earlier rekey renewed"
grep -q "removed\|added" "$work/out" && fail "what is known is told as new: $(cat "$work/out")"
grep -q '"rekey-baseline": 2' .rekey-baseline.json || fail "not of the second kind"
grep -q "rotates in May" .rekey-baseline.json || fail "the reason is lost"
for name in $(old_name "$one") $(old_name "$two"); do
  grep -q "$name" .rekey-baseline.json .rekeyignore && fail "a fast hash of a secret is left"
done
grep -q "^# mine$" .rekeyignore && grep -q "  # a fixture$" .rekeyignore && grep -q "^/c.env$" .rekeyignore ||
  fail "the ignore file is another one: $(cat .rekeyignore)"
run "$REKEY" git .
expect 0 "No new leaks found, 1 in the baseline, 1 allowed"
sed 's/"digest"/"sha256"/' <("$REKEY" git . --format json) >old.json
run "$REKEY" baseline create --from old.json --file new.json
expect 2 "of an earlier rekey"

echo "-- a guessed password is not confirmed by any fast hash in what is written"
weak=Harbor1987
printf 'db_password = "%s"\n' "$weak" >weak.env && plant "$weak" Ha
"$REKEY" dir weak.env --format json >r.json
"$REKEY" dir weak.env --format sarif >r.sarif
"$REKEY" dir weak.env --format html >r.html
"$REKEY" baseline create . --file r.baseline >/dev/null
python3 - "$weak" r.json r.sarif r.html r.baseline <<'END' || fail "a fast hash of a password is shown"
import hashlib, re, sys
secret = sys.argv.pop(1)
line = f'db_password = "{secret}"\n'
guesses = [secret, line, line.strip(), *(f"rekey leak {i}\0generic-password\0{secret}" for i in (1, 2))]
digests = {h(g.encode()).hexdigest()[:16] for g in guesses for h in (hashlib.sha256, hashlib.sha1, hashlib.md5)}
hash64, window = 0, [0] * 100  # of GitHub's line hashes: 100 characters, without blanks
for c in re.sub(r"[ \t]", "", line) + chr(65535):
    hash64 = (37 * hash64 + ord(c)) % 2**64
for _ in range(100 - len(re.sub(r"[ \t]", "", line)) - 1):
    hash64 = 37 * hash64 % 2**64
digests.add(f"{hash64:x}")
for file in sys.argv[1:]:
    text = open(file).read()
    assert "weak.env" in text or secret[:6] not in text
    assert not any(digest in text for digest in digests), file
END
finish
