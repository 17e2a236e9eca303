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
finish
